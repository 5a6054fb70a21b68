package contract_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"keyue/backend/compare"
	"keyue/backend/contract"
	"keyue/backend/fault"
)

// edited gives a Word file with another main part.
func edited(t *testing.T, data []byte, change func(xml string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "word/document.xml" {
			after := change(string(b))
			if after == string(b) {
				t.Fatal("the alteration changed nothing")
			}
			b = []byte(after)
		}
		o, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var (
	paragraphs = regexp.MustCompile(`<w:p>.*?</w:p>`)
	rows       = regexp.MustCompile(`<w:tr>.*?</w:tr>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
)

// holding finds the paragraph or row that has a text.
func holding(t *testing.T, kind *regexp.Regexp, xml, text string) string {
	t.Helper()
	for _, p := range kind.FindAllString(xml, -1) {
		plain := tags.ReplaceAllString(p, "")
		if exact, ok := strings.CutPrefix(text, "="); ok && plain == exact || !ok && strings.Contains(plain, text) {
			return p
		}
	}
	t.Fatalf("no paragraph has %q", text)
	return ""
}

// swap replaces a text once.
func swap(old, new string) func(*testing.T, string) string {
	return func(_ *testing.T, xml string) string { return strings.Replace(xml, old, new, 1) }
}

// in replaces a text in the paragraph or row that has another text.
func in(kind *regexp.Regexp, holds, old, new string) func(*testing.T, string) string {
	return func(t *testing.T, xml string) string {
		p := holding(t, kind, xml, holds)
		return strings.Replace(xml, p, strings.Replace(p, old, new, 1), 1)
	}
}

// without drops the paragraphs or rows that have the texts.
func without(kind *regexp.Regexp, holds ...string) func(*testing.T, string) string {
	return func(t *testing.T, xml string) string {
		for _, h := range holds {
			xml = strings.Replace(xml, holding(t, kind, xml, h), "", 1)
		}
		return xml
	}
}

func TestAChangedRowIsToldCellByCell(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	_, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	url, err := sh.SaveDocx(v.Contract.ID, 1)
	sh.must(err)
	clean := sh.fetch(url)
	against := func(name string, data []byte) *contract.Comparison {
		t.Helper()
		in, err := sh.files.Put(name, bytes.NewReader(data))
		sh.must(err)
		got, err := sh.Compare(v.Contract.ID, 1, in.Token, compare.Options{})
		sh.must(err)
		return got
	}
	cells := func(c *contract.Comparison) string {
		var b strings.Builder
		for _, d := range c.Found.Differences {
			fmt.Fprintf(&b, "%d %s|", d.Row, d.RowName)
			for _, c := range d.Cells {
				fmt.Fprintf(&b, "%s: %s|", c.Column, spelled(c.Pieces))
			}
		}
		return b.String()
	}
	row := "3号样布"
	for _, c := range []struct {
		name   string
		change func(*testing.T, string) string
		want   string
	}{
		{"a figure", in(rows, row, ">100<", ">170<"), "1 3号样布|数量: [-100-]{+170+}|"},
		{"two figures of a row", func(t *testing.T, xml string) string {
			return in(rows, row, ">48.00<", ">84.00<")(t, in(rows, row, ">100<", ">170<")(t, xml))
		}, "1 3号样布|数量: [-100-]{+170+}|单价（元）: [-48.00-]{+84.00+}|"},
		{"the price and not the sum beside it", in(rows, row, ">48.00<", ">948.00<"), "1 3号样布|单价（元）: [-48.00-]{+948.00+}|"},
		{"three figures with what is the same between them", func(t *testing.T, xml string) string {
			changed := in(rows, row, ">100<", ">170<")(t, in(rows, row, ">150cm<", ">250cm<")(t, xml))
			return in(rows, row, ">4,800.00<", ">8,160.00<")(t, changed)
		}, "1 3号样布|规格型号: [-150-]{+250+}cm|数量: [-100-]{+170+}|金额（元）: [-4,800.00-]{+8,160.00+}|"},
		{"a word of a longer cell", in(rows, "5号里布", "5号里布", "6号里布"), "2 5号里布|名称: [-5-]{+6+}号里布|"},
		{"an emptied cell", in(rows, row, ">100<", "><"), "1 3号样布|数量: [-100-]|"},
		{"a sum under the table", in(rows, "合计", "6,600.00", "9,600.00"), "0 合计|金额（元）: [-6,600.00-]{+9,600.00+}|"},
		{"a row that went", func(t *testing.T, xml string) string {
			return strings.Replace(xml, holding(t, rows, xml, row), "", 1)
		}, "1 3号样布|序号: [-1-]|名称: [-3号样布-]|规格型号: [-150cm-]|单位: [-米-]|数量: [-100-]|单价（元）: [-48.00-]|金额（元）: [-4,800.00-]|"},
		{"a row that came", func(t *testing.T, xml string) string {
			last := holding(t, rows, xml, "运费")
			come := strings.NewReplacer("运费", "保险费", ">3<", ">4<", ">200.00<", ">330.00<", ">1<", ">1<").Replace(last)
			return strings.Replace(xml, last, last+come, 1)
		}, "4 保险费|序号: {+4+}|名称: {+保险费+}|单位: {+车+}|数量: {+1+}|单价（元）: {+330.00+}|金额（元）: {+330.00+}|"},
		{"a fact of one side that came", func(t *testing.T, xml string) string {
			account := holding(t, rows, xml, "1202022109900000001")
			come := strings.NewReplacer("账号", "微信", "1202022109900000001", "hengxin-88").Replace(account)
			return strings.Replace(xml, account, account+come, 1)
		}, "0 |微信: {+hengxin-88+}|"},
		{"an account of one side", in(rows, "账号", "1202022109900000001", "1202022109900000007"), "0 |账号: [-1202022109900000001-]{+1202022109900000007+}|"},
	} {
		got := against("回传.docx", edited(t, clean, func(xml string) string { return c.change(t, xml) }))
		if s := cells(got); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
	if got := against("回传.docx", edited(t, clean, func(xml string) string {
		return swap("应当提前书面通知乙方", "可以提前书面通知乙方")(t, xml)
	})); cells(got) != "0 |" {
		t.Errorf("a sentence is told as a row: %s", cells(got))
	}
}

func TestAnEnglishNumberWordIsAFigure(t *testing.T) {
	sh := open(t)
	const text = "Supply Agreement\n\n1. Payment\n\nThe Buyer pays within thirty days of delivery and may ask one expert.\n"
	v, err := sh.AddOutside(contract.OutsideInput{File: sh.drop("ours.txt", text), Name: "Supply", CustomerID: sh.cust})
	sh.must(err)
	got, err := sh.Compare(v.Contract.ID, 0, sh.drop("theirs.txt", strings.Replace(text, "thirty", "sixty", 1)), compare.Options{})
	sh.must(err)
	if got.Found.Summary.Grave != 1 || !slices.Equal(got.Found.Differences[0].Reasons, []string{"number"}) {
		t.Errorf("%+v", got)
	}
	got, err = sh.Compare(v.Contract.ID, 0, sh.drop("theirs.txt", strings.Replace(text, "one expert", "an expert", 1)), compare.Options{})
	sh.must(err)
	if got.Found.Summary.Grave != 0 || got.Found.Summary.Changed != 1 {
		t.Errorf("%+v", got)
	}
}

func TestWhatTheOtherSideAlteredIsReportedAndNothingElse(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	_, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	url, err := sh.SaveDocx(v.Contract.ID, 1)
	sh.must(err)
	clean := sh.fetch(url)

	type want struct {
		changed, removed, added, moved, grave int
		renumbered                            bool
		reasons                               string   // of the first difference
		where                                 string   // the place named contains this
		old, new                              []string // the pieces that differ
	}
	for _, c := range []struct {
		name   string
		change func(*testing.T, string) string
		want   want
	}{
		{"nothing but a remark in a property", func(_ *testing.T, xml string) string { return strings.Replace(xml, "<w:cantSplit/>", "", 1) }, want{}},
		{"the price in figures", in(paragraphs, "本合同价款为", "6,600.00", "6,900.00"), want{changed: 1, grave: 1, reasons: "number", where: "第一条", old: []string{"6,600.00"}, new: []string{"6,900.00"}}},
		{"the price in words", in(paragraphs, "本合同价款为", "陆仟陆佰元整", "陆仟玖佰元整"), want{changed: 1, grave: 1, reasons: "amount", old: []string{"陆仟陆佰元整"}, new: []string{"陆仟玖佰元整"}}},
		{"a removed 不", swap("但不得超过", "但得超过"), want{changed: 1, grave: 1, reasons: "negation", where: "违约责任", old: []string{"不"}}},
		{"an added 不", swap("违约金；逾期超过", "违约金；逾期不超过"), want{changed: 1, grave: 1, reasons: "negation", new: []string{"不"}}},
		{"a clause taken out", without(paragraphs, "=包装", "乙方应当采用适合"), want{removed: 1, grave: 1, renumbered: true, reasons: "sentence_removed", where: "包装"}},
		{"two clauses swapped", func(t *testing.T, xml string) string {
			head, text := holding(t, paragraphs, xml, "双方对在订立和履行本合同"), ""
			before := paragraphs.FindAllString(xml, -1)
			at := slices.Index(before, head)
			text = before[at-1] + head
			xml = strings.Replace(xml, text, "", 1)
			next := holding(t, paragraphs, xml, "双方在本合同首部载明的住所")
			return strings.Replace(xml, next, next+text, 1)
		}, want{moved: 1, renumbered: true, where: "保密"}},
		{"the width of a comma", swap("，", ","), want{}},
		{"quotes and figures of another width", func(_ *testing.T, xml string) string {
			return strings.NewReplacer("《", "《", "三日内答复", "三日内答复", "（含当日）", "(含当日)", "0.05", "０.05").Replace(xml)
		}, want{}},
		{"three tens to six tens", swap("逾期超过三十日的，甲方", "逾期超过六十日的，甲方"), want{changed: 1, grave: 1, reasons: "number", old: []string{"三"}, new: []string{"六"}}},
		{"days in figures", in(paragraphs, "支付价款总额的", `>7<`, `>77<`), want{changed: 1, grave: 1, reasons: "number", where: "付款 1.", old: []string{"7"}, new: []string{"77"}}},
		{"a sentence taken out", swap("包装物不回收，不另行计价。", ""), want{changed: 1, grave: 1, reasons: "sentence_removed", where: "包装", old: []string{"包装物不回收，不另行计价。"}}},
		{"a sentence put in", swap("不另行计价。", "不另行计价。甲方应当妥善保管包装物。"), want{changed: 1, reasons: "sentence_added", new: []string{"甲方应当妥善保管包装物。"}}},
		{"an item taken out", without(paragraphs, "运输及装卸费用由"), want{removed: 1, grave: 1, renumbered: true, where: "交货与运输 3.", reasons: "sentence_removed"}},
		{"an item put in", func(t *testing.T, xml string) string {
			p := holding(t, paragraphs, xml, "运输及装卸费用由")
			return strings.Replace(xml, p, p+`<w:p><w:pPr><w:pStyle w:val="ContractClause"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>卸货由甲方负责，乙方予以协助。</w:t></w:r></w:p>`, 1)
		}, want{added: 1, renumbered: true, reasons: "sentence_added"}},
		{"one side for the other", swap("货物的所有权自交付时起转移给甲方", "货物的所有权自交付时起转移给乙方"), want{changed: 1, old: []string{"甲"}, new: []string{"乙"}}},
		{"a rate ten times as high", in(paragraphs, "乙方逾期交货的", "0.05%", "0.5%"), want{changed: 1, grave: 1, reasons: "number", old: []string{"0.05"}, new: []string{"0.5"}}},
		{"a quantity in the table", in(rows, "3号样布", ">100<", ">10<"), want{changed: 1, grave: 1, reasons: "number", old: []string{"100"}, new: []string{"10"}}},
		{"a row of the table taken out", without(rows, "5号里布"), want{removed: 1, grave: 1}},
		{"another account", in(rows, "账号", "1202022109900000001", "1202022109900000007"), want{changed: 1, grave: 1, reasons: "number"}},
		{"a word with less force", swap("应当提前书面通知乙方", "可以提前书面通知乙方"), want{changed: 1, old: []string{"应当"}, new: []string{"可以"}}},
		{"a date that was filled in", in(rows, "=日期：日期：", `<w:tab/>`, `<w:t>2026年12月1日</w:t>`), want{changed: 1, grave: 1, reasons: "number"}},
		{"a paragraph parted in two", swap("由乙方承担责任。包装物", "由乙方承担责任。</w:t></w:r></w:p><w:p><w:r><w:t>包装物"), want{}},
		{"another name of the buyer", in(rows, "甲方（买方）", "苏州天合纺织有限公司", "苏州天和纺织有限公司"), want{changed: 1, old: []string{"合"}, new: []string{"和"}}},
		{"a heading reworded", in(paragraphs, "检验与异议", "检验与异议", "验收与异议"), want{changed: 1, where: "检验与异议", old: []string{"检"}, new: []string{"收"}}},
		{"numbers typed instead of counted", func(t *testing.T, xml string) string {
			p := holding(t, paragraphs, xml, "运输及装卸费用由")
			typed := regexp.MustCompile(`<w:numPr>.*?</w:numPr>`).ReplaceAllString(p, "")
			return strings.Replace(xml, p, strings.Replace(typed, "<w:r>", "<w:r><w:t>3. </w:t></w:r><w:r>", 1), 1)
		}, want{renumbered: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := edited(t, clean, func(xml string) string { return c.change(t, xml) })
			in, err := sh.files.Put("回传.docx", bytes.NewReader(data))
			sh.must(err)
			got, err := sh.Compare(v.Contract.ID, 1, in.Token, compare.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s, w := got.Found.Summary, c.want
			if s.Changed != w.changed || s.Removed != w.removed || s.Added != w.added || s.Moved != w.moved || s.Grave != w.grave || (s.Renumbered > 0) != w.renumbered {
				t.Errorf("summary %+v", s)
			}
			if got.Found.Identical != (w.changed+w.removed+w.added+w.moved == 0) {
				t.Error("identical", got.Found.Identical)
			}
			var old, come []string
			for _, d := range got.Found.Differences {
				for _, p := range d.Pieces {
					switch p.Kind {
					case "old":
						old = append(old, p.Text)
					case "new":
						come = append(come, p.Text)
					}
				}
			}
			if len(got.Found.Differences) > 0 {
				d := got.Found.Differences[0]
				if w.reasons != "" && strings.Join(d.Reasons, " ") != w.reasons {
					t.Errorf("reasons %v, want %s", d.Reasons, w.reasons)
				}
				if !strings.Contains(d.Where, w.where) {
					t.Errorf("where %q, want %q", d.Where, w.where)
				}
			}
			if w.old != nil && !slices.Equal(old, w.old) || w.new != nil && !slices.Equal(come, w.new) {
				t.Errorf("old %q new %q", old, come)
			}
			if t.Failed() {
				for _, d := range got.Found.Differences {
					t.Logf("%+v", d)
				}
			}
		})
	}
}

func TestFormIsShownOnDemand(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	url, err := sh.SaveDocx(v.Contract.ID, 0)
	sh.must(err)
	data := edited(t, sh.fetch(url), func(xml string) string {
		return strings.Replace(strings.Replace(xml, "就甲方向乙方购买货物事宜协商一致，", "就甲方向乙方购买货物事宜协商一致,", 1), "6,600.00", "6600.00", 1)
	})
	in, err := sh.files.Put("回传.docx", bytes.NewReader(data))
	sh.must(err)
	folded, err := sh.Compare(v.Contract.ID, 0, in.Token, compare.Options{})
	sh.must(err)
	if !folded.Found.Identical || folded.Found.Summary.Form != 2 {
		t.Errorf("folded: %+v %+v", folded.Found.Summary, folded.Found.Differences)
	}
	shown, err := sh.Compare(v.Contract.ID, 0, in.Token, compare.Options{ShowForm: true})
	sh.must(err)
	if shown.Found.Summary.Changed != 2 || shown.Found.Summary.Grave != 0 || shown.Found.Differences[0].Reasons[0] != "form" {
		t.Errorf("shown: %+v %+v", shown.Found.Summary, shown.Found.Differences)
	}
}

func TestWhatCannotBeComparedIsSaid(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	_, err := sh.Compare(v.Contract.ID, 0, "nothing", compare.Options{})
	if err == nil {
		t.Error("a file that is not there was compared")
	}
	in, err := sh.files.Put("x.png", strings.NewReader("\x89PNG\r\n\x1a\nxxxx"))
	sh.must(err)
	if _, err = sh.Compare(v.Contract.ID, 0, in.Token, compare.Options{}); !fault.Is(err, "manuscript.wrong_type") {
		t.Errorf("a picture: %v", err)
	}
	in, err = sh.files.Put("x.txt", strings.NewReader("一份完全不相干的文字。\n\n还有一段。"))
	sh.must(err)
	if _, err = sh.Compare(v.Contract.ID, 4, in.Token, compare.Options{}); !fault.Is(err, "contract.no_issue") {
		t.Errorf("an issue that is not there: %v", err)
	}
	got, err := sh.Compare(v.Contract.ID, 0, in.Token, compare.Options{})
	sh.must(err)
	if got.Found.Identical || got.Found.Summary.Removed == 0 || got.Found.Summary.Added == 0 {
		t.Errorf("another text: %+v", got.Found.Summary)
	}
}
