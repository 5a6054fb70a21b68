package pdf_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"

	"keyue/backend/typeset"
	"keyue/backend/typeset/pdf"
)

func run(text string) typeset.Run  { return typeset.Run{Text: text} }
func fill(text string) typeset.Run { return typeset.Run{Text: text, Underline: true, Field: "f"} }

func para(p typeset.Paragraph) typeset.Block { return typeset.Block{Paragraph: &p} }

func clause(label, title string) typeset.Block {
	return para(typeset.Paragraph{Style: typeset.StyleHeading, Label: label, Level: 1, Runs: []typeset.Run{run(title)}})
}

func sub(label string, runs ...typeset.Run) typeset.Block {
	return para(typeset.Paragraph{Style: typeset.StyleBody, Label: label, Level: 2, Runs: runs})
}

func cells(bold bool, texts ...string) typeset.Row {
	r := typeset.Row{Bold: bold}
	for _, t := range texts {
		r.Cells = append(r.Cells, typeset.Cell{Runs: []typeset.Run{run(t)}})
	}
	return r
}

// saleOfGoods is a contract as the product's users print it: parties, a lines
// table with totals in words, clauses, blanks, check boxes, both scripts.
func saleOfGoods() typeset.Document {
	d := typeset.Document{Language: "zh-CN", Title: "买卖合同", Number: "HT-2026-0031", Author: "深圳市𬬭𬬱精密机械有限公司"}
	add := func(b ...typeset.Block) { d.Blocks = append(d.Blocks, b...) }
	add(para(typeset.Paragraph{Style: typeset.StyleTitle, Runs: []typeset.Run{run("买卖合同")}}),
		para(typeset.Paragraph{Style: typeset.StyleSubtitle, Runs: []typeset.Run{run("合同编号：HT-2026-0031")}}),
		typeset.Block{Pairs: &typeset.Pairs{Columns: 2, Rows: []typeset.Pair{
			{Label: "甲方（买方）：", Value: []typeset.Run{fill("杭州云栖智能装备股份有限公司")}},
			{Label: "乙方（卖方）：", Value: []typeset.Run{fill("深圳市𬬭𬬱精密机械有限公司")}},
			{Label: "统一社会信用代码：", Value: []typeset.Run{run("91330106MA2H1234XY")}},
			{Label: "统一社会信用代码：", Value: []typeset.Run{run("91440300MA5FABCD7K")}},
			{Label: "联系人：", Value: []typeset.Run{run("阿卜杜拉·买买提")}},
			{Label: "联系人：", Value: []typeset.Run{run("Zoë O’Neill")}},
			{Label: "电话：", Value: []typeset.Run{run("0571-8888 6666")}},
			{Label: "电话：", Value: []typeset.Run{run("+86 755 2345 6789")}},
		}}},
		para(typeset.Paragraph{Style: typeset.StyleBody, Runs: []typeset.Run{run("根据《中华人民共和国民法典》及有关法律、法规的规定，甲乙双方本着平等、自愿、公平、诚实信用的原则，经协商一致，就甲方向乙方购买本合同所列货物（以下简称“货物”）事宜，订立本合同，共同遵守。")}}),
		clause("第一条", "标的物"),
		sub("1.", run("货物的名称、规格、数量及价款见下表：")),
		typeset.Block{Table: &typeset.Table{
			Columns: []typeset.Column{{Align: typeset.AlignCenter}, {Weight: 2, Align: typeset.AlignLeft}, {Weight: 1, Align: typeset.AlignLeft}, {Align: typeset.AlignCenter}, {Align: typeset.AlignRight}, {Align: typeset.AlignRight}, {Align: typeset.AlignRight}},
			Head:    []typeset.Row{cells(true, "序号", "名称", "规格型号", "单位", "数量", "单价（元）", "金额（元）")},
			Rows: []typeset.Row{
				cells(false, "1", "数控车床（含刀塔、液压站及随机附件）", "CK6150×1000", "台", "2", "186,500.00", "373,000.00"),
				cells(false, "2", "高速钢立铣刀", "Φ12×80mm，±0.02mm", "支", "150", "86.40", "12,960.00"),
				cells(false, "3", "安装调试服务", "—", "项", "1", "18,000.00", "18,000.00"),
			},
			Foot: []typeset.Row{
				{Bold: true, Cells: []typeset.Cell{{Span: 6, Align: typeset.AlignRight, Runs: []typeset.Run{run("合计")}}, {Runs: []typeset.Run{run("403,960.00")}}}},
				{Cells: []typeset.Cell{{Span: 7, Align: typeset.AlignLeft, Runs: []typeset.Run{run("合计人民币（大写）：肆拾万零叁仟玖佰陆拾元整（含 13% 增值税）")}}}},
			},
		}},
		sub("2.", run("上述价款为含税、含运费、含保险费的"), typeset.Run{Text: "固定总价", Bold: true}, run("，除双方另有书面约定外，不因原材料价格、汇率等因素调整。")),
	)
	for i, c := range []struct {
		title string
		subs  []string
	}{
		{"质量标准", []string{"货物应符合 GB/T 19001-2016、GB 15760-2004《金属切削机床 安全防护通用技术条件》以及乙方提供的技术规格书；标准不一致的，以要求较高者为准。", "乙方保证货物是全新、未经使用的，其设计、材料和工艺均无缺陷，并不侵犯任何第三方的专利权、商标权、著作权等合法权益。", "质量保证期为验收合格之日起24个月。质保期内出现质量问题的，乙方应在接到通知后4小时内响应、48小时内到达现场，免费修理或者更换。"}},
		{"交付", []string{"交付时间：2026年5月20日前；交付地点：浙江省杭州市西湖区转塘街道云栖路1号3幢；收货人：阿卜杜拉·买买提，电话138 0013 8000。", "运输方式为公路运输，费用由乙方承担。货物毁损、灭失的风险自甲方在送货单上签收时转移。", "乙方应随货交付产品合格证、使用说明书（中文）、装箱单和易损件清单。甲方可登录https://www.example.com/orders/HT-2026-0031/tracking?lang=zh-CN查询物流。"}},
		{"付款", []string{"合同签订后7日内，甲方支付合同总价的30%，即人民币121,188.00元（大写：壹拾贰万壹仟壹佰捌拾捌元整），作为预付款。", "货物验收合格并收到乙方开具的增值税专用发票后15个工作日内，支付合同总价的65%；余款5%作为质量保证金，于质保期满后10日内无息付清。", "付款方式：☑银行转账　☐承兑汇票。乙方账户：中国工商银行深圳高新园支行，账号4000 0212 0920 0123 456。"}},
		{"验收", []string{"甲方应在货物到达后5个工作日内进行外观和数量验收；安装调试完成后，双方按照附件一进行性能验收，连续稳定运行72小时为合格。", "甲方逾期未提出书面异议的，视为验收合格，但隐蔽瑕疵除外。"}},
		{"违约责任", []string{"乙方逾期交货的，每逾期一日，应按逾期部分货款的‰0.5支付违约金；逾期超过三十日的，甲方有权解除合同——乙方应退还已收款项，并赔偿由此造成的损失……", "甲方逾期付款的，每逾期一日，应按逾期金额的万分之五支付违约金，但累计不超过合同总价的5%。", "任何一方违反保密义务、知识产权保证的，应赔偿守约方因此遭受的全部损失，包括但不限于律师费、公证费、鉴定费和差旅费。"}},
		{"不可抗力", []string{"因不可抗力不能履行合同的，根据不可抗力的影响，部分或者全部免除责任，但法律另有规定的除外。遇有不可抗力的一方应当在3日内通知对方，并在15日内提供有关机构出具的证明。"}},
		{"通知与送达", []string{"与本合同有关的通知，可以通过电子邮件发送：甲方 purchase.department@yunqi-intelligent-equipment.example.com，乙方 sales@lunzhuan.example.com。发送成功即视为送达。", "一方变更联系方式的，应当提前5日书面通知另一方；未通知的，按原联系方式发出的通知仍然有效。"}},
		{"争议解决", []string{"因本合同引起的或者与本合同有关的任何争议，双方应当友好协商；协商不成的，任何一方均可向甲方所在地有管辖权的人民法院提起诉讼。"}},
		{"合同生效及其他", []string{"本合同自双方签字并盖章之日起生效，一式肆份，甲乙双方各执贰份，具有同等法律效力。", "本合同附件是本合同不可分割的组成部分。附件与正文不一致的，以正文为准。英文译本（“Sale of Goods Agreement”）仅供参考——with no legal effect."}},
	} {
		labels := []string{"第二条", "第三条", "第四条", "第五条", "第六条", "第七条", "第八条", "第九条", "第十条"}
		add(clause(labels[i], c.title))
		for k, s := range c.subs {
			add(sub([]string{"1.", "2.", "3."}[k], run(s)))
		}
	}
	add(para(typeset.Paragraph{Style: typeset.StyleBody, Runs: []typeset.Run{
		run("补充约定："), {Blank: 20}, run("。是否需要驻场培训："), {Check: "on"}, run("是　"), {Check: "off"}, run("否。面积"), fill("120.50"), run("m"), {Text: "2", Super: true}, run("。")}}),
		typeset.Block{Signature: &typeset.Signature{Note: "（以下无正文）", Parties: []typeset.SignatureParty{
			{Title: "甲方（盖章）：", Name: "杭州云栖智能装备股份有限公司", Lines: []typeset.Pair{{Label: "法定代表人或授权代表（签字）："}, {Label: "日期："}}},
			{Title: "乙方（盖章）：", Name: "深圳市𬬭𬬱精密机械有限公司", Lines: []typeset.Pair{{Label: "法定代表人或授权代表（签字）："}, {Label: "日期："}}},
		}}})
	return d
}

func TestARealContractFromDocumentToPage(t *testing.T) {
	s := set(t, "zh-CN")
	d := saleOfGoods()
	r, err := typeset.Layout(d, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := pdf.Options{Fonts: s, Title: d.Title, Author: d.Author, Language: d.Language, Created: created}
	data := write(t, r.Pages, o)
	checkStructure(t, data)
	if dir := os.Getenv("KEYUE_SHOW"); dir != "" {
		if err := os.WriteFile(dir+"/contract.pdf", data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.Pages); n != 3 {
		t.Errorf("%d pages", n)
	}
	if len(data) > 200_000 {
		t.Errorf("%d bytes", len(data))
	}
	if got, want := extracted(t, data), drawn(r.Pages); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The pixels of a contract's pages are compared from frames kept aside, so that
// this test fails for a fault of drawing and not for a better line break.
func TestAContractLooksAsItDid(t *testing.T) {
	s := set(t, "zh-CN")
	if *update {
		r, err := typeset.Layout(saleOfGoods(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		keepFrames(t, r.Pages)
	}
	pages := keptFrames(t)
	data := write(t, pages, pdf.Options{Fonts: s})
	for i := range pages {
		golden(t, renderPage(t, data, 100, i+1), "contract-"+itoa(i+1))
	}
}

const framesFile = "testdata/contract-frames.json.gz"

func keepFrames(t *testing.T, pages []typeset.Frame) {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if err := json.NewEncoder(z).Encode(pages); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(framesFile, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func keptFrames(t *testing.T) []typeset.Frame {
	t.Helper()
	data, err := os.ReadFile(framesFile)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var pages []typeset.Frame
	if err := json.NewDecoder(z).Decode(&pages); err != nil {
		t.Fatal(err)
	}
	return pages
}

func BenchmarkContractFromDocumentToFile(b *testing.B) {
	d := saleOfGoods()
	s := set(b, "zh-CN")
	b.ReportAllocs()
	for b.Loop() {
		r, err := typeset.Layout(d, s, nil)
		if err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := pdf.Write(&out, r.Pages, pdf.Options{Fonts: s, Title: d.Title, Language: d.Language, Created: created}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len())/1000, "KB")
	}
}
