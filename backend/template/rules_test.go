package template

import (
	"slices"
	"strings"
	"testing"

	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/typeset"
)

func TestClauseNumbers(t *testing.T) {
	for style, want := range map[string]string{"第一条": "第一条 第十条 第二十一条 第一百零五条", "一、": "一、 十、 二十一、 一百零五、", "（一）": "（一） （十） （二十一） （一百零五）",
		"1.": "1. 10. 21. 105.", "（1）": "（1） （10） （21） （105）", "①": "① ⑩ （21） （105）", "(a)": "(a) (j) (u) (da)", "(i)": "(i) (x) (xxi) (cv)", "1.1": "3.1 3.10 3.21 3.105", "none": "   "} {
		var got []string
		for _, n := range []int{1, 10, 21, 105} {
			got = append(got, label(style, []int{3, n}))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: got %s, want %s", style, s, want)
		}
	}
}

func TestReferences(t *testing.T) {
	for _, c := range []struct {
		styles   string
		ordinals []int
		tag      locale.Tag
		want     string
	}{{"第一条 1. （1）", []int{3, 2, 1}, locale.ZhCN, "第三条第2款第1项"}, {"第一条 一、 （一）", []int{12, 1}, locale.ZhCN, "第十二条第一款"}, {"第一条 1.1", []int{3, 2}, locale.ZhCN, "第3.2条"},
		{"1. 1.1 (a) (i)", []int{3, 1, 2, 4}, locale.En, "3.1(b)(iv)"}, {"1. (a)", []int{3, 1}, locale.En, "3(a)"}} {
		if got := reference(strings.Fields(c.styles), c.ordinals, c.tag); got != c.want {
			t.Errorf("%s %v: got %s, want %s", c.styles, c.ordinals, got, c.want)
		}
	}
}

// made parses a short template; goods, pay (a|b), late (percent), deliver (date), note (optional), inst (yes/no).
func made(t *testing.T, body string) *Definition {
	t.Helper()
	d, problems := Parse("---\n名称: 试\n类别: 买卖\n语言: zh-CN\n条款编号: 第一条 1. （1）\n填写项:\n- 买方 (buyer): 主体; 必填; 取自 客户\n- 货物 (goods): 明细; 取自 明细\n- 付款 (pay): 选项 a=款到发货 | b=货到付款; 必填; 默认 b\n" +
		"- 违约金 (late): 百分比; 默认 0.05%\n- 交货日 (deliver): 日期; 默认 今天+7\n- 备注 (note): 文本\n- 安装 (inst): 是否\n- 押金 (deposit): 金额; 必填\n- 台数 (count): 数字\n---\n" + body)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return d
}

func TestConditions(t *testing.T) {
	data := Data{Today: "2026-03-18", Customer: Party{Name: "甲公司", Kind: "company"}, Values: map[string]any{"deposit": 100000, "count": "1.5", "inst": true}}
	for cond, want := range map[string]bool{
		"付款 是 货到付款": true, "付款 是 b": true, "pay 不是 货到付款": false, "安装": true, "非 安装": false, "安装 是 否": false, "备注 为空": true, "备注 已填": false, "备注 是 \"x\"": false, "备注 不是 \"x\"": true,
		"违约金 大于 0%": true, "违约金 小于 0.05%": false, "违约金 不大于 0.05%": true, "交货日 大于 2026-03-24": true, "交货日 是 2026-03-25": true, "押金 不小于 1000": true, "押金 > 1000.01": false, "台数 = 1.5": true,
		"安装 且 备注 已填": false, "安装 或 备注 已填": true, "非 (安装 且 付款 是 a)": true, "安装 或 备注 已填 且 备注 为空": true, "买方.类型 是 企业": true, "{押金} 大于 {合同.金额}": false, "pay is b and not (late >= 1%)": true,
		"note is empty": true, "note is filled": false, "deposit >= 1000 or inst": true,
	} {
		d := made(t, "= 试\n? "+cond+"\n有\n?/\n")
		if p := Check(d); !Sound(p) {
			t.Errorf("%s: %+v", cond, p)
		}
		if got := strings.Contains(plain(Merge(d, data, Options{}).Document), "有"); got != want {
			t.Errorf("%s: got %v", cond, got)
		}
		sameAfterPrint(t, d)
	}
	for cond, code := range map[string]string{"付款 大于 a": "template.condition.type", "付款 是 现金": "template.condition.value", "押金 大于 {交货日}": "template.condition.type", "没有 是 1": "template.field.unknown", "买方 是 \"x\"": "template.condition.type"} {
		d := made(t, "= 试\n? "+cond+"\n有\n?/\n")
		p := Check(d)
		if len(p) == 0 || p[0].Code != code {
			t.Errorf("%s: got %+v, want %s", cond, p, code)
		}
	}
}

func TestARemovedClauseRenumbersAndReferencesFollow(t *testing.T) {
	d := made(t, "= 试\n# 甲\n见[[c]]与[[c2]]\n? 安装\n# 乙 {#b}\n- 一\n?/\n# 丙 {#c}\n- 一\n- 二 {#c2}\n  - 深 {#c3}\n另见[[c3]]，[[b]]\n@附件 要求 {#spec}\n# 子\n见[[spec]]\n")
	got := plain(Merge(d, Data{Values: map[string]any{"inst": true, "deposit": 1}, Customer: Party{Name: "x"}}, Options{}).Document)
	for _, want := range []string{"第二条 乙", "第三条 丙", "见第三条与第三条第2款", "另见第三条第2款第1项，第二条", "附件一：要求", "第一条 子\n见附件一"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	m := Merge(d, Data{Values: map[string]any{"inst": false, "deposit": 1}, Customer: Party{Name: "x"}}, Options{})
	got = plain(m.Document)
	for _, want := range []string{"第二条 丙", "见第二条与第二条第2款", "另见第二条第2款第1项，〔缺：乙〕"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if len(m.Problems) != 1 || m.Problems[0].Code != "template.ref.removed" || !m.Problems[0].Warning || !strings.HasPrefix(m.Problems[0].Clause, "第二条") {
		t.Errorf("got %+v", m.Problems)
	}
}

func TestGapsNameClauseAndFieldAndDroppedClausesAskNothing(t *testing.T) {
	d := made(t, "= 试\n? 安装\n# 押金条款\n押金{押金}，{没有的}\n?/\n备注{备注}。{买方.税号}\n")
	m := Merge(d, Data{Values: map[string]any{"inst": true, "late": "很多"}}, Options{})
	codes := map[string]string{}
	for _, p := range m.Problems {
		codes[p.Code+" "+p.Field] = p.Clause
	}
	for key, clause := range map[string]string{"template.missing deposit": "第一条 押金条款", "template.field.unknown 没有的": "第一条 押金条款", "template.missing buyer": "", "template.value.number late": ""} {
		if got, ok := codes[key]; !ok || got != clause {
			t.Errorf("%s: got %q %v in %v", key, got, ok, codes)
		}
	}
	if got := plain(m.Document); !strings.Contains(got, "备注____。〔缺：买方〕") {
		t.Errorf("got\n%s", got)
	}
	m = Merge(d, Data{Customer: Party{Name: "甲公司"}}, Options{})
	if len(m.Problems) != 0 || m.Answers["deposit"].Used || !m.Answers["buyer"].Used || m.Answers["buyer"].Origin != "source" || m.Answers["late"].Origin != "default" {
		t.Errorf("got %+v %+v", m.Problems, m.Answers)
	}
}

func TestLinesAreRoundedOncePerLineAndSumsAreSumsOfWhatIsShown(t *testing.T) {
	lines := []Line{{Name: "a", Price: 333, Qty: 1500, Tax: 1300}, {Name: "b", Price: 10005, Qty: 1000, Discount: 5000, Tax: 600}, {Name: "c", Price: 1, Qty: 499}}
	for _, c := range []struct {
		whole                      money.BasisPoints
		gross                      bool
		sub, disc, tax, net, total money.Amount
	}{
		// 500 + 5003 + 0; tax inside 500·13/113 = 57.52 → 58, 5003·6/106 = 283.19 → 283.
		{0, true, 5503, 0, 341, 5162, 5503},
		// tax on top: 65 + 300.18 → 300.
		{0, false, 5503, 0, 365, 5503, 5868},
		// 10 % off 5503 = 550.3 → 550, spread 50 and 500: 450·13 % = 58.5 → 59, 4503·6 % = 270.18 → 270.
		{1000, false, 5503, 550, 329, 4953, 5282},
		{10000, true, 5503, 5503, 0, 0, 0},
	} {
		got := Compute(lines, c.whole, c.gross)
		if got.Subtotal != c.sub || got.Discount != c.disc || got.Tax != c.tax || got.Net != c.net || got.Total != c.total {
			t.Errorf("%d %v: got %+v", c.whole, c.gross, got)
		}
		var sub, tax, taxed money.Amount
		for _, l := range got.Lines {
			sub, tax, taxed = sub+l.Subtotal, tax+l.Tax, taxed+l.Taxed
		}
		if sub != got.Subtotal || tax != got.Tax || taxed != got.Subtotal-got.Discount {
			t.Errorf("%d %v: sums differ from what is shown: %+v", c.whole, c.gross, got)
		}
	}
	if bad := CheckLines([]Line{{Name: "", Price: money.Max + 1, Qty: 1000, Discount: 10001, Tax: -1}}); len(bad) != 4 {
		t.Errorf("got %+v", bad)
	}
}

func TestTheLinesTableShowsTheChosenColumnsAndTheCopyWithoutPricesNone(t *testing.T) {
	d := made(t, "= 试\n@明细 序号 名称 数量 单价=含税单价 小计; 小计 优惠 税额 合计 大写\n共{合同.金额}（{合同.金额:大写}），{货物}\n@逐项 明细\n- {明细.名称}×{明细.数量}={明细.小计}\n@/\n")
	data := Data{Customer: Party{Name: "x"}, WholeDiscount: 1000, Values: map[string]any{"deposit": 1}, Lines: []Line{{Name: "泵", Price: 10000, Qty: 2000, Tax: 1300}, {Name: "阀<b>=1+1", Price: 5000, Qty: 1500}}}
	got := plain(Merge(d, data, Options{}).Document)
	want := "试\n|序号|名称|数量|含税单价|小计|\n|1|泵|2|100.00|200.00|\n|2|阀<b>=1+1|1.5|50.00|75.00|\n|小计|275.00|\n|优惠|-27.50|\n|其中税额|20.71|\n|合计|247.50|\n|合计（大写）|人民币贰佰肆拾柒元伍角整|\n共¥247.50（人民币贰佰肆拾柒元伍角整），泵、阀<b>=1+1\n第一条 泵×2=¥200.00\n第二条 阀<b>=1+1×1.5=¥75.00\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	free := plain(Merge(d, data, Options{PriceFree: true}).Document)
	if !strings.Contains(free, "|共 2 项|3.5|\n") {
		t.Errorf("the copy without prices does not say how much there is:\n%s", free)
	}
	data.Lines[0].Unit = "台"
	if mixed := plain(Merge(d, data, Options{PriceFree: true}).Document); !strings.Contains(mixed, "|共 2 项||\n") {
		t.Errorf("quantities of different units were added:\n%s", mixed)
	}
	for _, s := range []string{"247", "100.00", "贰佰", "75.00"} {
		if strings.Contains(free, s) {
			t.Errorf("a price %s is on the copy without prices:\n%s", s, free)
		}
	}
}

func TestValuesArePrintedInTheirFormats(t *testing.T) {
	d := made(t, "= 试\n{押金} {押金:大写} {押金:数字} {交货日} {交货日:大写} {违约金} {付款} {安装} {台数} [?安装][?付款=货到付款][?付款=款到发货] 第 {页码} 页\n")
	m := Merge(d, Data{Today: "2026-03-18", Customer: Party{Name: "x"}, Values: map[string]any{"deposit": 1234567, "inst": true, "count": 1500, "note": "一\n二"}}, Options{Watermark: "草稿"})
	want := "¥12,345.67 人民币壹万贰仟叁佰肆拾伍元陆角柒分 12,345.67 2026年3月25日 二〇二六年三月二十五日 0.05% 货到付款 是 1.5 ☑☑☐ 第 <page> 页"
	if got := plain(m.Document); !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if m.Document.Watermark != "草稿" || m.Document.Blocks[0].Paragraph.Style != typeset.StyleTitle {
		t.Errorf("got %+v", m.Document)
	}
}

func TestASumInCapitalsHasItsCurrencyOnceAndAValueItsStopOnce(t *testing.T) {
	d := made(t, "= 试\n人民币{押金:大写}，{押金:大写}。备注：{备注}。\n")
	data := Data{Today: "2026-03-18", Customer: Party{Name: "x"}, Values: map[string]any{"deposit": 10000, "note": "送两次。"}}
	if got, want := plain(Merge(d, data, Options{}).Document), "人民币壹佰元整，人民币壹佰元整。备注：送两次。\n"; !strings.HasSuffix(got, want) {
		t.Errorf("got %s want %s", got, want)
	}
	data.Contract.Currency = "USD"
	data.Values["note"] = "送两次"
	if got, want := plain(Merge(d, data, Options{}).Document), "，壹佰元整。备注：送两次。\n"; !strings.HasSuffix(got, want) {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestMergeIsPure(t *testing.T) {
	for name, text := range starterFiles(t) {
		d, _ := Parse(text)
		before := asJSON(t, d)
		a, b := asJSON(t, Merge(d, Sample(d), Options{})), asJSON(t, Merge(d, Sample(d), Options{}))
		if a != b || asJSON(t, d) != before {
			t.Errorf("%s: two merges differ or the template changed", name)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	d, _ := Parse(starterFiles(b)["starter/zh/sale.txt"])
	data := Sample(d)
	for b.Loop() {
		Merge(d, data, Options{})
	}
}

func BenchmarkParse(b *testing.B) {
	text := starterFiles(b)["starter/zh/sale.txt"]
	for b.Loop() {
		Parse(text)
	}
}

func TestTheColumnOfDiscountsIsThereWhenALineHasOne(t *testing.T) {
	d, problems := Parse("---\n名称: 单\n编码: t\n类别: 买卖\n语言: zh-CN\n填写项:\n- 货物 (goods): 明细; 取自 明细\n---\n@明细 名称 数量 单价 折扣 小计; 合计\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	data := SampleData(KindSale, locale.ZhCN)
	table := func() string { return plain(Merge(d, data, Options{}).Document) }
	if s := table(); !strings.Contains(s, "|折扣|") || !strings.Contains(s, "|980.00|5%|22,344.00|") {
		t.Error(s)
	}
	for i := range data.Lines {
		data.Lines[i].Discount = 0
	}
	if s := table(); strings.Contains(s, "折扣") {
		t.Error(s)
	}
	data.Lines = nil // to be filled by hand
	if s := table(); !strings.Contains(s, "|折扣|") {
		t.Error(s)
	}
}

func TestTheColumnOfNotesIsThereWhenALineHasOne(t *testing.T) {
	const text = "---\n名称: 单\n编码: t\n类别: 买卖\n语言: zh-CN\n填写项:\n- 货物 (goods): 明细; 取自 明细\n---\n@明细 名称 数量 单价 小计 备注; 合计\n"
	data := SampleData(KindSale, locale.ZhCN)
	table := func(kind string, o Options) string {
		d, problems := Parse(strings.Replace(text, "买卖", kind, 1))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return plain(Merge(d, data, o).Document)
	}
	for i := range data.Lines {
		data.Lines[i].Note = ""
	}
	if s := table("买卖", Options{}); strings.Contains(s, "备注") {
		t.Error(s)
	}
	// On what goes along with the goods it is filled by hand.
	if s := table("其他", Options{}); !strings.Contains(s, "|备注|") {
		t.Error(s)
	}
	if s := table("买卖", Options{PriceFree: true}); !strings.Contains(s, "|备注|") {
		t.Error(s)
	}
	data.Lines[1].Note = "随车"
	if s := table("买卖", Options{}); !strings.Contains(s, "|备注|") || !strings.Contains(s, "|随车|") {
		t.Error(s)
	}
	data.Lines = nil // to be filled by hand
	if s := table("买卖", Options{}); !strings.Contains(s, "|备注|") {
		t.Error(s)
	}
}

func TestColumnsOfFiguresNameTheirCurrency(t *testing.T) {
	for _, c := range []struct{ language, columns, currency, want string }{
		{"en", `name qty price="Unit price" subtotal`, "USD", "Qty|Unit price (USD)|Amount (USD)|"},
		{"en", `name qty price="Price (net)" subtotal`, "", "Qty|Price (net)|Amount (CNY)|"},
		{"zh-CN", "name qty price=单价（元） subtotal", "CNY", "数量|单价（元）|小计|"},
		{"zh-CN", "name qty price=单价（元） subtotal", "USD", "数量|单价（USD）|小计|"},
	} {
		d, problems := Parse("---\nname: x\nkind: sale\nlanguage: " + c.language + "\nfields:\n- Goods (goods): lines; from lines\n---\n@lines " + c.columns + "; total\n")
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		data := SampleData(KindSale, locale.Tag(c.language))
		data.Contract.Currency = money.Currency(c.currency)
		if s := plain(Merge(d, data, Options{}).Document); !strings.Contains(s, c.want) {
			t.Errorf("%+v: %s", c, s)
		}
	}
}

func TestASumOfLinesCanBeFollowedInEveryStarter(t *testing.T) {
	for _, text := range starterFiles(t) {
		s, _ := Parse(text)
		walk(&s.Body, func(n *Node) {
			if n.Type != nodeLines || !slices.ContainsFunc(n.Attrs.Totals, func(x string) bool { return x == "discount" }) {
				return
			}
			if !slices.ContainsFunc(n.Attrs.Columns, func(c LinesColumn) bool { return c.Name == "discount" }) {
				t.Errorf("%s sums discounts that no line shows", s.Code)
			}
		})
	}
}

func TestSamplesReadAsAPersonWouldWriteThem(t *testing.T) {
	for _, text := range starterFiles(t) {
		s, _ := Parse(text)
		data := Sample(s)
		for _, f := range s.Fields {
			if text, ok := data.Values[f.Key].(string); ok && strings.ContainsAny(text, "〔[") {
				t.Errorf("%s: %s reads %s", s.Code, f.Label, text)
			}
		}
	}
	for _, c := range [][4]string{{"仲裁委员会", "写全称，例如 上海仲裁委员会", "", "上海仲裁委员会"}, {"服务名称", "例如 设备维护保养、网站运营、保洁服务", "", "设备维护保养"}, {"收货人电话", "", "", "13800000000"}, {"口令", "", " 2", "〔口令 2〕"}} {
		if got := sampleText(c[0], c[1], c[2], locale.ZhCN); got != c[3] {
			t.Errorf("%s: %s", c[0], got)
		}
	}
	if got := sampleText("Received for", `For example "deposit under contract HT-2026-0001"`, "", locale.En); got != "deposit under contract HT-2026-0001" {
		t.Error(got)
	}
}
