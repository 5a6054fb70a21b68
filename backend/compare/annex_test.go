package compare

import (
	"strings"
	"testing"

	"keyue/backend/manuscript"
	"keyue/backend/typeset"
)

// issued is a contract with a clause and the same clause in an attachment.
func issued(annex string) typeset.Document {
	p := func(style typeset.Style, label, text string) typeset.Block {
		return typeset.Block{Paragraph: &typeset.Paragraph{Style: style, Label: label, Runs: []typeset.Run{{Text: text}}}}
	}
	return typeset.Document{Blocks: []typeset.Block{
		p(typeset.StyleTitle, "", "数据处理合同"),
		p(typeset.StyleHeading, "1.", "数据"), p("", "", "乙方按照约定处理甲方提供的数据，不作他用。"),
		{PageBreak: true}, p(typeset.StyleTitle, "", annex),
		p(typeset.StyleHeading, "1.", "数据"), p("", "", "客户的姓名、电话与地址，共三类。"),
		p("", "1.1", "保存期限为五年，期满后销毁。"),
	}}
}

func TestADifferenceInAnAttachmentNamesTheAttachment(t *testing.T) {
	for _, c := range []struct {
		annex, where, added string
	}{
		{"附件一：数据清单", "附件一 1. 数据", "附件一 1. 数据 1.2"},
		{"Annex 1: List of data", "Annex 1, 1. 数据", "Annex 1, 1. 数据 1.2"},
	} {
		for _, format := range []string{"markdown", "text"} {
			mark := map[string]string{"markdown": "# "}[format]
			text := "数据处理合同\n\n" + mark + "1. 数据\n\n乙方按照约定处理甲方提供的数据，不作他用。\n\n" + mark + c.annex + "\n\n" + mark + "1. 数据\n\n客户的姓名、电话与地址，共四类。\n\n1.1 保存期限为五年，期满后销毁。\n\n1.2 销毁之前应当书面通知甲方并取得同意。\n"
			back, err := manuscript.Read(map[string]string{"markdown": "a.md", "text": "a.txt"}[format], strings.NewReader(text), int64(len(text)))
			if err != nil {
				t.Fatal(err)
			}
			r, err := Document(issued(c.annex), back, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Differences) != 2 {
				t.Fatalf("%s %s: %+v", c.annex, format, r.Differences)
			}
			if d := r.Differences[0]; d.Where != c.where || d.Clause != c.where {
				t.Errorf("%s %s: changed at %q, %q", c.annex, format, d.Where, d.Clause)
			}
			if d := r.Differences[1]; d.Where != c.added {
				t.Errorf("%s %s: added at %q", c.annex, format, d.Where)
			}
		}
	}
	// The main text and the attachment itself are named as before.
	text := "数据处理合同\n\n1. 数据\n\n乙方按照约定处理甲方提供的全部数据，不作他用。\n\n附件一：数据总表\n\n1. 数据\n\n客户的姓名、电话与地址，共三类。\n\n1.1 保存期限为五年，期满后销毁。\n"
	back, err := manuscript.Read("a.txt", strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Document(issued("附件一：数据清单"), back, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Differences) != 2 || r.Differences[0].Where != "1. 数据" || r.Differences[1].Where != "附件一：数据清单" {
		t.Errorf("%+v", r.Differences)
	}
}
