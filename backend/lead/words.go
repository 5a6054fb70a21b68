package lead

import (
	"regexp"
	"strings"

	"keyue/backend/search"
)

// surnames begin a Chinese name: the commonest three hundred, of two characters
// and of one. Source: the Ministry of Public Security's list of 2020.
var (
	surnamesOfTwo = strings.Fields("欧阳 上官 司马 诸葛 司徒 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 端木 独孤 南宫 万俟 闻人 宇文 轩辕 澹台 申屠 长孙 钟离 呼延 濮阳 赫连")
	surnames      = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文兰牛樊葛邢安齐庄骆章鲁俞岳殷施倪祝管聂焦翟左耿柴甘温关詹纪费童欧凌霍舒符裴包尚柏丛穆柯盛鲍辛鞠蒲单柳宁舍景连冉滕路苗曲古卓岑华成解屈蓝项池阮应麦车房卜艾卞游季戚褚娄窦储初鄢仇苑伍桂臧谷宗尤简涂原习边敖沙冷党隋仲晏厉毕卫佟楚明巫丘晋栾祁冀阳宫敬饶时冼官衣沃茹麻巩亓闵修晁鹿"
)

// titles follow a surname or a name: 王总、李女士、张三经理.
var titles = []string{"总经理", "董事长", "先生", "女士", "小姐", "老师", "经理", "老板", "主任", "厂长", "店长", "院长", "校长", "工程师", "师傅", "医生", "律师", "教授", "阿姨", "叔叔", "总监", "部长", "科长", "采购", "总", "董", "工", "姐", "哥", "太太"}

// notNames are words of two to four characters that begin with a surname.
var notNames = map[string]bool{"高速": true, "金属": true, "石材": true, "白色": true, "方案": true, "成品": true, "明天": true, "时间": true, "安装": true, "江苏": true, "广告": true, "常州": true, "单价": true, "应该": true, "连接": true, "管道": true,
	"华为": true, "武汉": true, "温州": true, "金华": true, "马上": true, "黄色": true, "高端": true, "车间": true, "包装": true, "安徽": true, "石家庄": true, "文具": true, "游戏": true, "向我": true, "于是": true, "何时": true, "任何": true, "解决": true, "路灯": true,
	"房产": true, "简单": true, "原料": true, "白酒": true, "牛奶": true, "龙头": true, "水泵": true, "苏州": true, "万元": true, "方便": true, "经理": true, "宁波": true, "贺卡": true, "常用": true, "成本": true, "钱包": true, "易拉宝": true, "古董": true}

// companyEnds end the name of a company or another house.
var companyEnds = strings.Fields("公司 集团 有限 股份 工厂 厂 商行 商店 超市 门店 旗舰店 专卖店 便利店 餐厅 饭店 酒店 宾馆 民宿 酒楼 学校 大学 中学 小学 学院 幼儿园 医院 诊所 药店 药房 研究院 研究所 设计院 事务所 工作室 中心 经营部 贸易部 营业部 服务部 门市部 合作社 协会 商会 俱乐部 银行 支行 分公司 物业 装饰 装修 建材 科技 传媒 贸易 实业 机械 电子 农场 健身房 美容院 店")

var latinCompany = regexp.MustCompile(`(?i)\b(co\.?,?\s*ltd|ltd|limited|inc|llc|llp|gmbh|corp|corporation|company|group|plc|pty|s\.?a\.?|b\.?v\.?|hotel|school|university|hospital|clinic|studio|trading|industries|factory|systems|solutions|technologies|holdings|partners|labs?)\b\.?`)

// wants begin what a lead is after.
var (
	wantsHan   = regexp.MustCompile(`想要|想买|想订|想做|想了解|想咨询|想问|想找|想|需要|需求|需|求购|求|采购|订购|订做|定做|定制|购买|要买|要|咨询|询价|询问|问一下|问|了解|打算|准备|计划|看中|看上|意向|感兴趣|对接|合作|报价|试用|代理|加盟|租|买`)
	wantsLatin = regexp.MustCompile(`(?i)^(?:he |she |they )?(?:is |are )?(?:wants?|needs?|wanted|would like|looking for|interested in|inquir\w*|enquir\w*|asks?|asking|asked|quote|quotation|buy(?:ing)?|purchas\w*|order(?:ing)?|require[sd]?|requests?|considering|demo|trial)\b`)
	quantity   = regexp.MustCompile(`(?i)\d+\s*(?:多)?\s*(?:台|个|套|件|吨|箱|只|把|张|块|片|米|平米|平方|平|公斤|千克|kg|斤|瓶|盒|包|袋|批|部|辆|条|根|支|双|本|份|桶|卷|人|位|间|组|面|pcs|pieces?|units?|sets?|boxes|tons?|cartons?|licen[cs]es?|seats?|users?)`)
)

// label names a field in front of its value, in every word people use.
var labels = map[string][]string{
	"name":     {"姓名", "名字", "联系人", "客户", "客户名称", "客户姓名", "称呼", "名称", "name", "contact", "customer", "lead", "full name"},
	"company":  {"公司", "公司名称", "单位", "单位名称", "企业", "企业名称", "company", "organisation", "organization", "firm"},
	"phone":    {"电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "号码", "座机", "tel", "phone", "mobile", "cell", "telephone", "phone number"},
	"wechat":   {"微信", "微信号", "wechat", "weixin", "wx", "vx", "v信", "薇信", "wechat id"},
	"email":    {"邮箱", "电子邮箱", "邮件", "电子邮件", "e-mail", "email", "mail"},
	"channel":  {"来源", "渠道", "来自", "客户来源", "source", "channel", "from", "lead source"},
	"amount":   {"预算", "金额", "预计金额", "意向金额", "价格", "budget", "amount", "value"},
	"need":     {"需求", "想要", "需要", "意向", "产品", "意向产品", "咨询内容", "need", "needs", "product", "interest", "interested in", "requirement"},
	"region":   {"地区", "城市", "地址", "区域", "省份", "所在地", "city", "region", "location", "address", "area"},
	"remark":   {"备注", "说明", "留言", "备注信息", "note", "notes", "remark", "remarks", "comment", "message"},
	"received": {"时间", "日期", "留资时间", "提交时间", "date", "time", "created"},
}

// fieldLabelled gives the field that a word in front of a colon, or a head of a
// column, names; "" for none.
func fieldLabelled(word string) string {
	word = search.Fold(strings.TrimSpace(word))
	for field, words := range labels {
		for _, w := range words {
			if w == word {
				return field
			}
		}
	}
	return ""
}
