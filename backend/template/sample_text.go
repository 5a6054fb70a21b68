package template

import (
	"regexp"
	"strings"

	"keyue/backend/locale"
)

// sampleTexts are what a text field may say in a contract of every kind: the
// first whose word the field's label has. Exact labels come before words that
// many labels have.
var sampleTexts = map[locale.Tag][]struct{ words, text string }{
	locale.ZhCN: {
		{"其他约定|特别约定|补充约定", "本合同签订前双方的往来邮件与本合同不一致的，以本合同为准。"},
		{"备注|附注", "请核对后盖章回传。"},
		{"签订地|签约地|签署地", "上海市徐汇区"},
		{"区域|地区", "浙江省杭州市、宁波市"},
		{"证书|权属|证号", "沪（2024）徐字不动产权第 000000 号"},
		{"身份证|证件", "310104198506150000"},
		{"车牌", "沪A·00000"},
		{"合同号|合同编号|单号", "HT-2026-0009"},
		{"标准编号|标准号", "GB/T 18659-2021"},
		{"账号|帐号|卡号", "0000 0000 0000 0000 000"},
		{"开户", "中国样例银行上海徐汇支行"},
		{"电话|手机|联系方式|传真", "13800000000"},
		{"邮箱|邮件", "caigou@linjiang.example"},
		{"坐落|位置", "上海市徐汇区漕溪北路 88 号 6 层 602 室"},
		{"地点|地址|住所|场所|目的地|现场|仓库", "浙江省杭州市滨江区江南大道 100 号"},
		{"法院", "上海市徐汇区人民法院"},
		{"仲裁", "上海仲裁委员会"},
		{"保证人|担保人|见证人|人$|经办|负责|代表|姓名|经理|司机|签收", "林晓"},
		{"装修|设施|家具", "墙面、地面完好；空调 2 台，办公桌椅 8 套。"},
		{"分期", "2026 年 6 月 30 日前归还 5,000 元，2026 年 12 月 31 日前归还 5,000 元。"},
		{"抵押|质押", "自动化检测台一套，评估价值 20 万元。"},
		{"投入|出资", "提供场地 200 平方米和现有检测设备，并派技术人员两名。"},
		{"职责|分工|义务", "负责设备选型、安装和调试，按月通报进度。"},
		{"目标", "一年内建成仪表检测中心，并通过计量认证。"},
		{"材料|原料", "316L 不锈钢板，厚 3 mm，随货提供材质证明。"},
		{"劳务内容|工作内容", "仪表现场安装和接线，按图施工并清理现场。"},
		{"内容|范围|要求|标准", "设备每月巡检一次，出具巡检记录，故障 24 小时内到场处理。"},
		{"品牌|产品|货物|品名|设备", "清禾牌流量仪表"},
		{"项目|合作事项|主题|标题", "城东泵站仪表改造"},
		{"服务名称|服务", "仪表维护保养"},
		{"用途|目的", "购买检测设备"},
		{"事由|原因|理由", "合同 HT-2026-0009 的预付款"},
		{"期限|工期|时间", "收到预付款后 7 个工作日"},
		{"方式|条件", "银行转账"},
		{"编号|编码|型号|规格", "QH-200"},
		{"公司|单位|名称|抬头", "杭州临江机电设备有限公司"},
	},
	locale.En: {
		{"special terms|other terms", "This Agreement replaces earlier correspondence between the parties."},
		{"note|remark", "Please return one signed copy."},
		{"contract no|order|reference|document no", "HT-2026-0009"},
		{"scope|description of|deliverable", "Monthly inspection of all instruments with a written report; faults are attended to within one working day."},
		{"premises|property", "Unit 4, Dock Road Estate, Bristol BS11 9XX"},
		{"address|place|site|location", "12 Harbour Lane, Bristol BS1 4XX"},
		{"phone|telephone|mobile", "+44 117 496 0001"},
		{"mail", "orders@harbourlane.example"},
		{"law$|governing", "England and Wales"},
		{"court|seat", "London"},
		{"institution|arbitra", "London Court of International Arbitration"},
		{"received for|reason|payment for", "Deposit under contract HT-2026-0009"},
		{"purpose", "A possible supply relationship"},
		{"currency", "USD"},
		{"delivery|period|time", "15 days after receipt of the deposit"},
		{"warranty", "12 months"},
		{"account", "0000 0000 0000 0000"},
		{"bank", "First Example Bank"},
		{"service|work", "Instrument maintenance"},
		{"project|subject|title", "Pumping station instruments"},
		{"goods|product|item|equipment", "Flow meters and transmitters"},
		{" by$|name|person|manager|contact|witness|guarantor|signatory", "Samuel Reed"},
		{"company|firm", "Harbour Lane Trading Ltd"},
	},
}

// givenExample is what the help of a field gives for an example, up to the next mark.
var givenExample = map[locale.Tag]*regexp.Regexp{
	locale.ZhCN: regexp.MustCompile(`(?:例如|比如)[\s：:]*([^，。；、]+)`),
	locale.En:   regexp.MustCompile(`(?i)for example:?\s+(?:a |an )?["“]?([^"”.;]+)`),
}

// sampleText is what a text field could say: the example that its help gives,
// else what fields of such a label usually say, else its own label in brackets,
// with a number where there are several.
func sampleText(label, help, nth string, tag locale.Tag) string {
	if tag != locale.En {
		tag = locale.ZhCN
	}
	if m := givenExample[tag].FindStringSubmatch(help); m != nil {
		return strings.TrimSpace(m[1])
	}
	lower := strings.ToLower(label)
	for _, s := range sampleTexts[tag] {
		for _, word := range strings.Split(s.words, "|") {
			bare := strings.TrimSuffix(word, "$")
			if strings.Contains(lower, bare) && (bare == word || strings.HasSuffix(lower, bare)) {
				return s.text
			}
		}
	}
	return inTag(tag, "〔", "[") + label + nth + inTag(tag, "〕", "]")
}
