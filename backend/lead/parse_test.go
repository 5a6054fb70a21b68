package lead

import (
	"slices"
	"testing"

	"keyue/backend/money"
	"keyue/backend/product"
)

func testLexicon() *lexicon {
	return &lexicon{
		channels: []channelWord{{"baidu推广", 99}, {"老客户介绍", 1}, {"朋友介绍", 1}, {"trade fair", 6}, {"百度推广", 5}, {"walk-in", 8}, {"google", 5}, {"转介绍", 1}, {"小红书", 4}, {"linkedin", 4},
			{"介绍", 1}, {"website", 2}, {"官网", 2}, {"抖音", 3}, {"百度", 5}, {"展会", 6}, {"上门", 8}},
		products: []productWord{{"不锈钢离心泵", 12}, {"净水器", 11}, {"centrifugal pump", 12}, {"工作服", 13}},
	}
}

func TestOneLineBecomesTheFieldsOfALead(t *testing.T) {
	for _, x := range []struct {
		line  string
		want  Lead
		chan_ string
	}{
		{"张三 13800138000 想要30台 抖音", Lead{Name: "张三", Phone: "13800138000", Need: "想要30台", ChannelID: 3}, ""},
		{"李四，13912345678，净水器50套，预算20万，百度", Lead{Name: "李四", Phone: "13912345678", Need: "净水器50套", Amount: 20_000_000, ChannelID: 5, Products: []product.ID{11}}, ""},
		{"王总 杭州西溪装饰有限公司 0571-88158198 询价 不锈钢离心泵 3台 转介绍", Lead{Name: "王总", Company: "杭州西溪装饰有限公司", Phone: "0571-88158198", Need: "询价 不锈钢离心泵 3台", ChannelID: 1, Province: "浙江省", City: "杭州市", Products: []product.ID{12}}, ""},
		{"赵女士 微信 zhao_lily88 小红书来的 想做全屋定制", Lead{Name: "赵女士", WeChat: "zhao_lily88", Need: "想做全屋定制", ChannelID: 4}, ""},
		{"13800138000 张三", Lead{Name: "张三", Phone: "13800138000"}, ""},
		{"138 0013 8000 欧阳娜娜 上海", Lead{Name: "欧阳娜娜", Phone: "138 0013 8000", Province: "上海市", City: "上海市"}, ""},
		{"姓名：陈晓明 电话：13700001111 公司：宁波海天机械厂 需求：工作服200套 预算：3万元 来源：展会", Lead{Name: "陈晓明", Phone: "13700001111", Company: "宁波海天机械厂", Need: "工作服200套", Amount: 3_000_000, ChannelID: 6, Province: "浙江省", City: "宁波市", Products: []product.ID{13}}, ""},
		{"周经理 +86 139-1234-5678 微信同号 需要报价", Lead{Name: "周经理", Phone: "+86 139-1234-5678", WeChat: "13912345678", Need: "需要报价"}, ""},
		{"刘洋 liuyang@example.com 官网留言 咨询代理政策", Lead{Name: "刘洋", Email: "liuyang@example.com", Need: "咨询代理政策", ChannelID: 2}, ""},
		{"孙老师 浙江大学 18812345678 采购实验台10张 预算50-60万", Lead{Name: "孙老师", Company: "浙江大学", Phone: "18812345678", Need: "采购实验台10张", Amount: 50_000_000}, ""},
		{"吴芳\t13512340000\t苏州\t抖音\t想要净水器", Lead{Name: "吴芳", Phone: "13512340000", Need: "想要净水器", ChannelID: 3, Province: "江苏省", City: "苏州市", Products: []product.ID{11}}, ""},
		{"郑强 ¥12,500 15012345678", Lead{Name: "郑强", Phone: "15012345678", Amount: 1_250_000}, ""},
		{"冯小姐 约两百万 18600001111", Lead{Name: "冯小姐", Phone: "18600001111", Amount: 200_000_000}, ""},
		{"沈杰 预算三十万 13011112222 老客户介绍", Lead{Name: "沈杰", Phone: "13011112222", Amount: 30_000_000, ChannelID: 1}, ""},
		{"小王 13322223333 明天下午再打", Lead{Name: "小王", Phone: "13322223333", Remark: "明天下午再打"}, ""},
		{"何伟 13466667777 来自知乎", Lead{Name: "何伟", Phone: "13466667777"}, "知乎"},
		{"来源：视频号 黄丽 13466667778", Lead{Name: "黄丽", Phone: "13466667778"}, "视频号"},
		{"买买提·艾力 13999998888 要5吨", Lead{Name: "买买提·艾力", Phone: "13999998888", Need: "要5吨"}, ""},
		{"深圳市腾达电子有限公司 采购部 0755-26001234转801", Lead{Company: "深圳市腾达电子有限公司", Phone: "0755-26001234转801", Remark: "采购部", Province: "广东省", City: "深圳市"}, ""},
		{"林峰 12345678901 要货", Lead{Name: "林峰", Phone: "12345678901", Need: "要货"}, ""},
		{"马云飞 ３台 １３８００１３８０００", Lead{Name: "马云飞", Phone: "13800138000", Need: "3台"}, ""},
		{"许先生 vx: xu-2024-abc 想了解净水器", Lead{Name: "许先生", WeChat: "xu-2024-abc", Need: "想了解净水器", Products: []product.ID{11}}, ""},
		{"高速路灯 5盏", Lead{Need: "", Remark: "高速路灯 5盏"}, ""},
		{"400-800-8820 万达广场招商中心", Lead{Phone: "400-800-8820", Company: "万达广场招商中心"}, ""},
		{"蒋经理 13800001234 转 13900001234", Lead{Name: "蒋经理", Phone: "13800001234 / 13900001234", Remark: "转"}, ""},
		{"备注：下周一再联系，电话打不通时发微信 范冰 13855556666", Lead{Remark: "下周一再联系，电话打不通时发微信 范冰 13855556666", Phone: "13855556666"}, ""},
		{"John Smith, Acme Ltd, +1 415 555 0132, john@acme.com, needs 30 centrifugal pumps, from Google, budget $20k", Lead{Name: "John Smith", Company: "Acme Ltd", Phone: "+1 415 555 0132", Email: "john@acme.com", Need: "needs 30 centrifugal pumps", ChannelID: 5, Remark: "budget $20k"}, ""},
		{"Mary O'Brien 415-555-2671 wants 12 units website", Lead{Name: "Mary O'Brien", Phone: "415-555-2671", Need: "wants 12 units", ChannelID: 2}, ""},
		{"Name: Peter van Dijk; Company: Hendriks B.V.; Email: p.vandijk@hendriks.nl; Source: trade fair; Budget: EUR 5,000", Lead{Name: "Peter van Dijk", Company: "Hendriks B.V.", Email: "p.vandijk@hendriks.nl", ChannelID: 6, Remark: "EUR 5,000"}, ""},
		{"Sarah Lee from Bright Hotel, sarah@bright.example.com, looking for 200 sets, LinkedIn", Lead{Name: "Sarah Lee", Company: "Bright Hotel", Email: "sarah@bright.example.com", Need: "looking for 200 sets", ChannelID: 4}, ""},
		{"Tom 13800138000 interested in centrifugal pump, call after 5pm", Lead{Name: "Tom", Phone: "13800138000", Need: "interested in centrifugal pump", Products: []product.ID{12}, Remark: "call after 5pm"}, ""},
		{"Anna Krause, 0171/5556677, needs 40 ceiling lamps, from Yandex", Lead{Name: "Anna Krause", Phone: "0171/5556677", Need: "needs 40 ceiling lamps"}, "Yandex"},
		{"Anna Berg 0171 5556677 needs 20 lamps", Lead{Name: "Anna Berg", Phone: "0171 5556677", Need: "needs 20 lamps"}, ""},
		{"Franz Huber 089 / 44 55 66, wants 6 spots", Lead{Name: "Franz Huber", Phone: "089 / 44 55 66", Need: "wants 6 spots"}, ""},
		{"[22.11.26, 09:14] Peter: Peter Lang +49 151 2345678 wants 20 wall lamps", Lead{Name: "Peter Lang", Phone: "+49 151 2345678", Need: "wants 20 wall lamps"}, ""},
		{"[21/11/2026, 6:02:33 PM] ~Mia Becker: mia@web.de, needs 12 panels", Lead{Name: "Mia Becker", Email: "mia@web.de", Need: "needs 12 panels"}, ""},
		{"21.11.26, 18:02 - 李雷: 13912345678 想要100个灯", Lead{Name: "李雷", Phone: "13912345678", Need: "想要100个灯"}, ""},
		{"", Lead{}, ""},
	} {
		got, channel := parseLine(x.line, testLexicon())
		if got.Products == nil {
			got.Products = []product.ID{}
		}
		if !slices.Equal(got.Products, append([]product.ID{}, x.want.Products...)) {
			t.Errorf("%q: products %v, want %v", x.line, got.Products, x.want.Products)
		}
		for _, f := range []struct{ name, got, want string }{{"name", got.Name, x.want.Name}, {"company", got.Company, x.want.Company}, {"phone", got.Phone, x.want.Phone}, {"wechat", got.WeChat, x.want.WeChat},
			{"email", got.Email, x.want.Email}, {"province", got.Province, x.want.Province}, {"city", got.City, x.want.City}, {"need", got.Need, x.want.Need}, {"remark", got.Remark, x.want.Remark}, {"new channel", channel, x.chan_}} {
			if f.got != f.want {
				t.Errorf("%q: %s %q, want %q", x.line, f.name, f.got, f.want)
			}
		}
		if got.ChannelID != x.want.ChannelID {
			t.Errorf("%q: channel %d, want %d", x.line, got.ChannelID, x.want.ChannelID)
		}
		if got.Amount != x.want.Amount {
			t.Errorf("%q: amount %s, want %s", x.line, got.Amount, x.want.Amount)
		}
	}
}

func TestAmountsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"20万": 20_000_000, "1.5万元": 1_500_000, "3000元": 300_000, "¥12,500.50": 1_250_050, "三十万": 30_000_000, "二十五万": 25_000_000, "一百二十万": 120_000_000, "5w": 5_000_000,
		"$20k": 0, "3000美元": 0, "€ 500": 0, "20k rmb": 2_000_000, "10-15万": 10_000_000, "2亿": 20_000_000_000, "800": 80_000, "0": 0, "很多": 0, "0.001": 0,
	} {
		if got, _ := testLexicon().amountIn(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestAHeadOfColumnsSaysWhatTheCellsAre(t *testing.T) {
	list, _ := readLines("姓名\t手机号\t来源\t备注\n张三\t13800138000\t抖音\t周五：下午来\n\t13900001111\t\t\n", testLexicon())
	if len(list) != 2 {
		t.Fatalf("%d leads, want 2", len(list))
	}
	a, b := list[0].Lead, list[1].Lead
	if a.Name != "张三" || a.Phone != "13800138000" || a.ChannelID != 3 || a.Remark != "周五:下午来" || b.Name != "" || b.Phone != "13900001111" {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add("张三 13800138000 想要30台 抖音")
	f.Add("姓名：张 电话:138 微信：，，；\x1f\t|备注")
	f.Add("John Smith, Acme Ltd, +1 415 555 0132 $20k")
	f.Fuzz(func(t *testing.T, text string) {
		l, _ := parseLine(text, testLexicon())
		l.Normalize()
		if l.Amount < 0 || l.Amount > money.Max {
			t.Errorf("%q: amount %d", text, l.Amount)
		}
	})
}
