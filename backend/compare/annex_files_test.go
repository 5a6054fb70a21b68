package compare

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"keyue/backend/manuscript"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"
)

// withAnnexes is a contract of several pages with two attachments whose clauses have the numbers
// and some of the words of the main text.
func withAnnexes(en bool) typeset.Document {
	p := func(style typeset.Style, level int, label, text string) typeset.Block {
		return typeset.Block{Paragraph: &typeset.Paragraph{Style: style, Level: level, Label: label, Runs: []typeset.Run{{Text: text}}}}
	}
	pick := func(zh, e string) string {
		if en {
			return e
		}
		return zh
	}
	head, item := typeset.StyleHeading, typeset.StyleBody
	label := func(n int) string {
		if en {
			return fmt.Sprintf("%d.", n)
		}
		return "第" + string([]rune("一二三四五六七八九")[n-1]) + "条"
	}
	sub := func(n, k int) string {
		if en {
			return fmt.Sprintf("%d.%d", n, k)
		}
		return fmt.Sprintf("%d.", k)
	}
	var blocks []typeset.Block
	add := func(b ...typeset.Block) { blocks = append(blocks, b...) }
	add(p(typeset.StyleTitle, 0, "", pick("设备维护合同", "Maintenance Agreement")))
	for n := 1; n <= 6; n++ {
		add(p(head, 1, label(n), pick("服务内容", "Services")+fmt.Sprint(n)))
		for k := 1; k <= 3; k++ {
			add(p(item, 2, sub(n, k), pick(
				fmt.Sprintf("乙方应当在接到通知后%d小时内到达现场。乙方到达后先查明原因，再提出办法。所更换的零件由乙方保修%d个月。", n*10+k, 20+n+k),
				fmt.Sprintf("The Supplier shall be on site within %d hours of a notice. The Supplier first finds the cause and then proposes a remedy. Parts replaced are warranted for %d months.", n*10+k, 20+n+k))))
		}
	}
	for a := 1; a <= 2; a++ {
		add(typeset.Block{PageBreak: true}, p(typeset.StyleTitle, 0, "", pick([]string{"附件一：维护清单", "附件二：收费办法"}[a-1], fmt.Sprintf("Annex %d: List %d", a, a))))
		for n := 1; n <= 2; n++ {
			add(p(head, 1, label(n), pick("服务内容", "Services")+fmt.Sprint(n)))
			for k := 1; k <= 2; k++ {
				add(p(item, 2, sub(n, k), pick(
					fmt.Sprintf("每台设备每年保养%d次。保养记录由双方签字，各执一份。保养费每次%d元。", a*100+n*10+k, a*1000+n*100+k),
					fmt.Sprintf("Each machine is serviced %d times a year. Both parties sign the record and keep a copy. Each service costs %d yuan.", a*100+n*10+k, a*1000+n*100+k))))
			}
		}
	}
	return typeset.Document{Language: map[bool]string{true: "en", false: "zh-CN"}[en], Number: "HT-2026-0007", Blocks: blocks}
}

// sent gives an altered document back as a file of ours, read again.
func sent(t *testing.T, format string, doc typeset.Document) *manuscript.Manuscript {
	t.Helper()
	var data []byte
	if format == "pdf" {
		sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		data = sheet.PDF
	} else {
		var b bytes.Buffer
		if err := docx.Write(&b, doc, nil); err != nil {
			t.Fatal(err)
		}
		data = b.Bytes()
	}
	m, err := manuscript.Read("back."+format, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// altered is a copy with one text of one paragraph replaced.
func altered(t *testing.T, doc typeset.Document, pairs ...string) typeset.Document {
	t.Helper()
	blocks := append([]typeset.Block{}, doc.Blocks...)
	for k := 0; k < len(pairs); k += 2 {
		done := 0
		for i, b := range blocks {
			if b.Paragraph == nil || !strings.Contains(b.Paragraph.Runs[0].Text, pairs[k]) {
				continue
			}
			c := *b.Paragraph
			c.Runs = []typeset.Run{{Text: strings.Replace(c.Runs[0].Text, pairs[k], pairs[k+1], 1)}}
			blocks[i].Paragraph = &c
			done++
		}
		if done != 1 {
			t.Fatalf("%q is in %d paragraphs", pairs[k], done)
		}
	}
	doc.Blocks = blocks
	return doc
}

// without is a copy without the paragraphs that have the texts.
func without(t *testing.T, doc typeset.Document, texts ...string) typeset.Document {
	t.Helper()
	for _, text := range texts {
		i := slices.IndexFunc(doc.Blocks, func(b typeset.Block) bool {
			return b.Paragraph != nil && strings.Contains(b.Paragraph.Runs[0].Text, text)
		})
		if i < 0 {
			t.Fatalf("nothing has %q", text)
		}
		doc.Blocks = slices.Delete(slices.Clone(doc.Blocks), i, i+1)
	}
	return doc
}

// with is a copy with one paragraph more behind the one that has a text.
func with(t *testing.T, doc typeset.Document, behind, label, text string) typeset.Document {
	t.Helper()
	i := slices.IndexFunc(doc.Blocks, func(b typeset.Block) bool {
		return b.Paragraph != nil && strings.Contains(b.Paragraph.Runs[0].Text, behind)
	})
	if i < 0 {
		t.Fatalf("nothing has %q", behind)
	}
	doc.Blocks = slices.Insert(slices.Clone(doc.Blocks), i+1, typeset.Block{Paragraph: &typeset.Paragraph{Level: 2, Label: label, Runs: []typeset.Run{{Text: text}}}})
	return doc
}

// spot is a difference in brief: what happened, where, and the texts that went and came.
func spot(d Difference) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", d.Kind, d.Where)
	for _, p := range d.Pieces {
		if p.Kind != "same" {
			fmt.Fprintf(&b, "|%s %s", p.Kind, p.Text)
		}
	}
	return b.String()
}

func TestDifferencesOfFilesNameTheAttachment(t *testing.T) {
	for _, c := range []struct {
		name   string
		en     bool
		change func(typeset.Document) typeset.Document
		want   []string
	}{
		{"nothing", false, func(d typeset.Document) typeset.Document { return d }, nil},
		{"nothing, in English", true, func(d typeset.Document) typeset.Document { return d }, nil},
		{"a sentence out of an item of the main text and of an attachment", false, func(d typeset.Document) typeset.Document {
			return altered(t, d, "32小时内到达现场。乙方到达后先查明原因，再提出办法。", "32小时内到达现场。再提出办法。", "保养费每次1101元。", "")
		}, []string{"changed 第三条 服务内容3 2.|old 乙方到达后先查明原因，", "changed 附件一 第一条 服务内容1 1.|old 保养费每次1101元。"}},
		{"items out of the main text and of an attachment", false, func(d typeset.Document) typeset.Document {
			return without(t, d, "33小时", "保养222次")
		}, []string{"removed 第三条 服务内容3 3.|old 3. 乙方应当在接到通知后33小时内到达现场。乙方到达后先查明原因，再提出办法。所更换的零件由乙方保修26个月。", "removed 附件二 第二条 服务内容2 2.|old 2. 每台设备每年保养222次。保养记录由双方签字，各执一份。保养费每次2202元。"}},
		{"an item put into an attachment", false, func(d typeset.Document) typeset.Document {
			return with(t, d, "保养112次", "3.", "保养所用的材料由乙方自备，费用已经含在内。")
		}, []string{"added 附件一 第一条 服务内容1 3.|new 3. 保养所用的材料由乙方自备，费用已经含在内。"}},
		{"an item put into the main text", false, func(d typeset.Document) typeset.Document {
			return with(t, d, "63小时", "4.", "乙方的人员应当遵守甲方的安全规定。")
		}, []string{"added 第六条 服务内容6 4.|new 4. 乙方的人员应当遵守甲方的安全规定。"}},
		{"the second attachment left out", false, func(d typeset.Document) typeset.Document {
			d.Blocks = d.Blocks[:slices.IndexFunc(d.Blocks, func(b typeset.Block) bool {
				return b.Paragraph != nil && b.Paragraph.Runs[0].Text == "附件二：收费办法"
			})]
			return d
		}, []string{"removed 附件二：收费办法|old 附件二：收费办法", "removed 附件二 第一条 服务内容1|old 第一条 服务内容1\n1. 每台设备每年保养211次。保养记录由双方签字，各执一份。保养费每次2101元。\n2. 每台设备每年保养212次。保养记录由双方签字，各执一份。保养费每次2102元。",
			"removed 附件二 第二条 服务内容2|old 第二条 服务内容2\n1. 每台设备每年保养221次。保养记录由双方签字，各执一份。保养费每次2201元。\n2. 每台设备每年保养222次。保养记录由双方签字，各执一份。保养费每次2202元。"}},
		{"an item moved from the main text into an attachment and altered", false, func(d typeset.Document) typeset.Document {
			return with(t, without(t, d, "33小时"), "保养112次", "3.", "乙方应当在接到通知后35小时内到达现场。乙方到达后先查明原因，再提出办法。所更换的零件由乙方保修26个月。")
		}, []string{"moved 第三条 服务内容3 3.|old 33|new 35"}},
		{"figures and sentences in English", true, func(d typeset.Document) typeset.Document {
			return altered(t, d, "22 hours", "24 hours", "serviced 112 times", "serviced 113 times", "Each service costs 2202 yuan.", "")
		}, []string{"changed 2. Services2 2.2|old 22|new 24", "changed Annex 1, 1. Services1 1.2|old 112|new 113", "changed Annex 2, 2. Services2 2.2|old Each service costs 2202 yuan."}},
		{"figures in the main text and in both attachments", false, func(d typeset.Document) typeset.Document {
			return altered(t, d, "22小时", "24小时", "保养112次", "保养113次", "每次2202元", "每次2022元")
		}, []string{"changed 第二条 服务内容2 2.|old 22|new 24", "changed 附件一 第一条 服务内容1 2.|old 112|new 113", "changed 附件二 第二条 服务内容2 2.|old 2202|new 2022"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := withAnnexes(c.en)
			back := c.change(doc)
			for _, format := range []string{"docx", "pdf"} {
				came := sent(t, format, back)
				check := func(how string, r *Result, err error) {
					if err != nil {
						t.Fatal(err)
					}
					var got []string
					for _, d := range r.Differences {
						got = append(got, spot(d))
					}
					if !slices.Equal(got, c.want) {
						t.Errorf("%s:\n got %s\nwant %s", how, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
					}
				}
				r, err := Document(doc, came, Options{})
				check("ours against "+format, r, err)
				for _, kept := range []string{"docx", "pdf"} {
					r, err := Files(sent(t, kept, doc), came, Options{})
					check(kept+" against "+format, r, err)
				}
			}
		})
	}
}
