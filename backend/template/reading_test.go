package template

import (
	"regexp"
	"strings"
	"testing"
)

// told writes differences as people read them: place, then the change.
func told(changes []Change) string {
	var out []string
	for _, c := range changes {
		out = append(out, c.Where+" | "+spelled(c.Pieces))
	}
	return strings.Join(out, "\n")
}

func parsed(t *testing.T, notation string) *Definition {
	t.Helper()
	d, problems := Parse(notation)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if err := checked(d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPicturesAreToldWhereTheyStandAndWithoutTheirKeys(t *testing.T) {
	head := "---\n名称: 图\n类别: 其他\n语言: zh-CN\n---\n"
	a, b := "img-"+strings.Repeat("a1", 16), "img-"+strings.Repeat("b2", 16)
	from := parsed(t, head+"= 合同\n引言。\n#. 甲方交货。\n#. 乙方付款。\n@图片 "+a+" 60\n# 验收\n按样品。\n@图片 "+a+" 60 \"样品\"\n#/\n@签署 （以下无正文）\n甲方: \n  日期: ____\n")
	to := parsed(t, head+"@图片 logo 60\n= 合同\n引言。\n#. 甲方交货。\n@图片 "+b+" 60\n#. 乙方付款。\n@图片 "+b+" 60\n# 验收\n按样品。\n@图片 "+b+" 60 \"新样品\"\n#/\n@图片 "+a+" 60\n@签署 （以下无正文）\n甲方: \n  日期: ____\n  电话: ____\n")
	want := strings.Join([]string{
		" | {+〔公司标志〕+}",
		"第一条 甲方交货。 | {+〔图片〕+}",
		"第二条 乙方付款。 | [-〔图片〕-]{+〔图片〕+}",
		"第三条 验收 | 〔图片：{+新+}样品〕",
		"第三条 验收 之后 | {+〔图片〕+}",
		"签署处 | {+电话：____+}",
	}, "\n")
	if got := told(BodyDifferences(from, to)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPeopleReadWordsAndNotTheNotation(t *testing.T) {
	zh := parsed(t, "---\n名称: 读\n类别: 买卖\n语言: zh-CN\n填写项:\n- 买方 (buyer): 主体; 必填; 取自 客户\n- 付款方式 (pay): 选项 cash=现款 | term=账期; 默认 cash\n- 首付 (ahead): 金额; 取自 合同.金额; 比例 比例\n- 比例 (part): 百分比; 默认 30%\n- 安装 (fit): 是否\n- 计划 (plan): 列表 stage=期次 文本 | due=日期 日期; 必填\n- 货物 (goods): 明细; 取自 明细\n---\n= 合同\n? (买方.类型 是 个人 且 非 安装) 或 合同.金额 不小于 10000\n{买方.名称}付{合同.金额:大写}，税额{合计.税额}。[?付款方式=现款]\n?/\n? 付款方式 不是 现款 且 交付 已填\n另议。\n?/\n@逐项 计划\n{计划.期次}\n@/\n共{计划.行数}期\n@逐项 明细\n{明细.名称}\n@/\n")
	text := ClauseText(zh, &zh.Body)
	want := strings.Join([]string{
		"合同",
		"〔当 （买方类型 是 个人 且 安装 选「否」） 或 合同金额 不小于 10000.00 时〕",
		"〔买方名称〕付〔合同金额：大写〕，税额〔税额合计〕。☐〔付款方式：现款〕",
		"〔当 付款方式 不是 现款 且 交付 已填 时〕",
		"另议。",
		"〔按「计划」逐项列出〕",
		"〔计划期次〕",
		"共〔计划行数〕期",
		"〔按「货物」逐项列出〕",
		"〔明细名称〕",
	}, "\n")
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	en := parsed(t, "---\nname: Read\nkind: sale\nlanguage: en\nfields:\n- Buyer (buyer): party; required; from customer\n- Net (net): yesno\n---\n= Contract\n? net and contract.amount > 10000\n{Buyer.name} pays {contract.amount} by {total.tax}.\n?/\n")
	if got := ClauseText(en, &en.Body); got != "Contract\n[when Net is “yes” and Contract amount is more than 10000.00]\n[Buyer name] pays [Contract amount] by [Total tax]." {
		t.Error(got)
	}
	was := *zh
	was.Fields = nil
	var fields []string
	for _, f := range fieldChanges(&was, zh) {
		fields = append(fields, f.New)
	}
	said := strings.Join(fields, "\n")
	for _, line := range []string{"买方 · 主体 · 必填 · 取自客户", "付款方式 · 选项 · 现款、账期 · 默认现款", "首付 · 金额 · 取自合同金额 · 按「比例」取一部分", "计划 · 列表 · 期次（文本）、日期（日期） · 必填"} {
		if !strings.Contains(said, line) {
			t.Errorf("%q is not in\n%s", line, said)
		}
	}
	// Nothing that people read has the notation's dots between words.
	dotted := regexp.MustCompile(`\p{Han}\.\p{Han}|[a-z]\.[a-z]`)
	for _, c := range append(chips(zh), chips(en)...) {
		if dotted.MatchString(c.Label) {
			t.Error(c.Label)
		}
	}
	for _, s := range Sources() {
		if dotted.MatchString(s.Zh) || dotted.MatchString(s.En) {
			t.Error(s.Zh, s.En)
		}
	}
	if dotted.MatchString(said + text) {
		t.Error(said, text)
	}
	// The notation keeps its own.
	if back := PrintBody(zh); !strings.Contains(back, "{买方.名称}付{合同.金额:大写}") || !strings.Contains(back, "买方.类型 是 个人") {
		t.Error(back)
	}
}
