package manuscript_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"keyue/backend/manuscript"
)

// outline is a manuscript's blocks, one a line: H2, number, text, table cells.
func outline(m *manuscript.Manuscript) string {
	var b strings.Builder
	for _, block := range m.Blocks {
		switch {
		case block.PageBreak:
			b.WriteString("—\n")
		case block.Table != nil:
			for _, r := range block.Table.Rows {
				for _, c := range r.Cells {
					b.WriteString("|")
					for _, p := range c.Paragraphs {
						b.WriteString(p.Text())
					}
				}
				b.WriteString("|\n")
			}
		case block.Paragraph != nil:
			p := block.Paragraph
			if p.Heading > 0 {
				b.WriteString("######"[:p.Heading] + " ")
			}
			if p.Number != nil {
				b.WriteString("    "[:p.Number.Level])
			}
			b.WriteString(p.Text() + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestMarkdownIsReadAsTheContractItIs(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"lines are lines":                     {"甲方：北京公司\n地址：____\n\n第一条　标的", "甲方：北京公司\n地址：____\n第一条　标的"},
		"a line to write on is no rule":       {"签字：\n\n__________\n\n（____）年__月", "签字：\n__________\n（____）年__月"},
		"blanks around brackets are no bold":  {"乙方：____（盖章）____", "乙方：____（盖章）____"},
		"numbers as they are written":         {"1. 一\n3. 三\n\n文\n\n4. 四", "1. 一\n3. 三\n文\n4. 四"},
		"ones count up":                       {"1. 一\n1. 二\n1) 三", "1. 一\n2. 二\n1) 三"},
		"lists in lists":                      {"1. 甲\n   - 乙\n     1. 丙\n\n   续", "1. 甲\n • 乙\n  1. 丙\n续"},
		"a blank behind a number":             {"1.          ；\n2.     x", "1.          ；\n2.     x"},
		"far to the right is no code":         {"文\n\n        **甲方**：某\n            乙方", "文\n甲方：某\n乙方"},
		"headings":                            {"# 合同\n\n## 第一条\n\n标题\n---", "# 合同\n## 第一条\n## 标题"},
		"what is no tag is text":              {"<Company Name> 与 <甲方> <b>x</b><!-- 批 -->", "<Company Name> 与 <甲方> x"},
		"what looks like a link is text":      {"[甲方]: 北京\n\n[乙方][1]", "[甲方]: 北京\n[乙方][1]"},
		"boxes":                               {"- [ ] 普票\n- [x] 专票", "• ☐ 普票\n• ☑ 专票"},
		"escapes and entities":                {`\_\_\_ &yen;5 \* a&nbsp;b`, "___ ¥5 * a\u00a0b"},
		"bold without spaces":                 {"**甲方：**北京", "甲方：北京"},
		"a table with a cell too many":        {"| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |", "|a|b||\n|1|2|3|\n|4|||"},
		"a block of HTML":                     {"<div>\n甲<br>乙 &amp; <甲>\n</div>\n\n丙", "甲\n乙 & <甲>\n丙"},
		"a fenced block":                      {"```text\n甲　乙\n\n  丙\n```", "甲　乙\n  丙"},
		"a line break":                        {"甲  \n乙<br/>丙", "甲\n乙\n丙"},
		"a paragraph broken at a fixed width": {strings.Repeat("This agreement is made between the parties that are named\n", 6), strings.TrimSuffix(strings.Repeat("This agreement is made between the parties that are named ", 6), " ")},
	} {
		m := read(t, "a.md", []byte(c.source))
		if got := outline(m); got != c.want {
			t.Errorf("%s:\n%q, not\n%q", name, got, c.want)
		}
	}
	m := read(t, "a.md", []byte("---\ntitle: x\n---\n# 合同\n\n见[此](http://a)<u>　　</u>**粗**<span>y</span><!-- z -->"))
	got, _ := json.Marshal([]any{m.Blocks, m.Dropped})
	if string(got) != `[[{"paragraph":{"runs":[{"text":"合同"}],"heading":1,"title":true}},{"paragraph":{"runs":[{"text":"见此"},{"text":"　　","underline":true},{"text":"粗","bold":true},{"text":"y"}]}}],`+
		`[{"code":"manuscript.dropped.markup","count":4,"text":"title: x\nz"},{"code":"manuscript.dropped.link","count":1,"text":"http://a"}]]` {
		t.Errorf("%s", got)
	}
}

func TestPlainTextIsReadInItsEncoding(t *testing.T) {
	text := "买卖合同\r\n\r\n甲方：北京可阅科技有限公司\r\n乙方：________\f第一条　货物的名称和数量\x01"
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for want, data := range map[string][]byte{"UTF-8": []byte("\uFEFF" + text), "GBK": gbk} {
		m := read(t, "买卖.合同.TXT", data)
		if got := outline(m); m.Encoding != want || m.Format != manuscript.Text || m.Name != "买卖.合同" || got != "买卖合同\n甲方：北京可阅科技有限公司\n乙方：________\n—\n第一条　货物的名称和数量" {
			t.Errorf("%s %s %s: %q", want, m.Encoding, m.Name, got)
		}
		if d := dropped(m, manuscript.DroppedControl); d.Count != 1 {
			t.Errorf("%+v", m.Dropped)
		}
	}
	broken := read(t, "a.txt", []byte("这是一份很长的合同文本，其中有一个字符本来就坏了：\uFFFD，读的人也看得见它。这是一份很长的合同文本。"))
	if !strings.Contains(broken.Text(), "\uFFFD") {
		t.Error("a broken character that stands in the file was taken away")
	}
}
