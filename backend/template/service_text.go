package template

import (
	"strings"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// Sources lists what fields can be filled from, with labels in both languages
// and the type of each.
func (s *Service) Sources() (list []Source, err error) {
	defer fault.Recover(&err)
	return Sources(), nil
}

// Checked is what Check finds in a text.
type Checked struct {
	Definition *Definition `json:"definition"`
	// Readable says that the text can be saved; Sound, that it can be published.
	Readable bool      `json:"readable"`
	Sound    bool      `json:"sound"`
	Problems []Problem `json:"problems"`
}

// Check reads a whole template in the notation and lists every problem with its line.
func (s *Service) Check(notation string) (c *Checked, err error) {
	defer fault.Recover(&err)
	return CheckText(notation), nil
}

// CheckText is Check for other packages and the command line.
func CheckText(notation string) *Checked {
	d, problems := Parse(notation)
	c := &Checked{Definition: d, Readable: len(problems) == 0, Problems: problems}
	if err := CheckTree(d); err != nil {
		e := fault.From(err)
		c.Problems, c.Readable = append(c.Problems, Problem{Line: 1, Code: e.Code, Params: e.Params}), false
	}
	d.Normalize()
	lines := splitLines(notation)
	for _, p := range Check(d) {
		p.Line = locate(lines, d, &p)
		c.Problems = append(c.Problems, p)
	}
	if c.Problems == nil {
		c.Problems = []Problem{}
	}
	c.Sound = c.Readable && Sound(c.Problems)
	return c
}

// locate finds the line that a problem is about: the chip, reference or field
// line that it names; 1 when nothing better is known.
func locate(lines []string, d *Definition, p *Problem) int {
	var wanted []string
	if id, ok := p.Params["clause"].(string); ok && p.Code == "template.ref.unknown" {
		wanted = append(wanted, "[["+id+"]]")
	}
	if id, ok := p.Params["id"].(string); ok {
		wanted = append(wanted, "{#"+id)
	}
	if p.Field != "" {
		if f := d.field(p.Field); f != nil && strings.HasPrefix(p.Code, "template.field.") && p.Code != "template.field.format" {
			wanted = append(wanted, "- "+f.Label)
		}
		for _, name := range []string{p.Field, newNames(d).dotted(p.Field)} {
			wanted = append(wanted, "{"+name, "[?"+name, "? "+name, name)
		}
	}
	for _, w := range wanted {
		for i, line := range lines {
			if strings.Contains(line, w) {
				return i + 1
			}
		}
	}
	return 1
}

// SampleData gives invented parties and lines to fill a preview with.
func (s *Service) SampleData(kind Kind, tag locale.Tag) (d *Data, err error) {
	defer fault.Recover(&err)
	data := SampleData(kind, tag)
	return &data, nil
}

// Previewed is a template filled with sample data.
type Previewed struct {
	// URL and Pages of the PDF; empty when the program has no renderer.
	URL      string    `json:"url"`
	Pages    int       `json:"pages"`
	Problems []Problem `json:"problems"`
}

// Preview sets a template's draft or current version, filled with sample data.
func (s *Service) Preview(id ID) (p *Previewed, err error) {
	defer fault.Recover(&err)
	d, err := s.Get(id)
	if err != nil {
		return nil, err
	}
	return s.preview(&d.Version.Definition)
}

// PreviewVersion sets any version, filled with sample data.
func (s *Service) PreviewVersion(id VersionID) (p *Previewed, err error) {
	defer fault.Recover(&err)
	d, err := s.GetVersion(id)
	if err != nil {
		return nil, err
	}
	return s.preview(&d.Version.Definition)
}

// PreviewEdit sets what the editor holds, without saving it.
func (s *Service) PreviewEdit(e Edit) (p *Previewed, err error) {
	defer fault.Recover(&err)
	d, err := e.definition()
	if err != nil {
		return nil, err
	}
	return s.preview(d)
}

func (s *Service) preview(d *Definition) (*Previewed, error) {
	m := Preview(d, Options{Watermark: locale.Text(d.Language, "template.sample", nil)})
	p := &Previewed{Problems: append(Check(d), m.Problems...)}
	if s.lent.Render == nil {
		return p, nil
	}
	images, err := Images(s.db(), d.Pictures())
	if err != nil {
		return nil, err
	}
	p.URL, p.Pages, err = s.lent.Render(m.Document, images, d.Name)
	return p, err
}

// Preview fills a definition with sample data; the caller sets the document.
func Preview(d *Definition, o Options) Merged {
	m := Merge(d, Sample(d), o)
	m.Document.Logo = "" // the sample company has none
	return m
}

// beginning is what a new template holds before anything is written.
var beginning = map[locale.Tag]string{
	locale.ZhCN: `---
语言: zh-CN
条款编号: 第一条 1. （1）
填写项:
- 甲方 (partyA): 主体; 必填; 取自 客户
- 乙方 (partyB): 主体; 必填; 取自 我方
---
= 合同

@信息
甲方: {甲方.名称}
乙方: {乙方.名称}

# 合同内容
在这里写条款。按 / 插入条款、表格、签署区和填写项，也可以从 Word 里复制过来。

@签署 （以下无正文）
甲方（盖章）: {甲方.名称}
  日期: ________
乙方（盖章）: {乙方.名称}
  日期: ________
`,
	locale.En: `---
language: en
numbering: 1. 1.1 (a)
fields:
- Party A (partyA): party; required; from customer
- Party B (partyB): party; required; from company
---
= Agreement

@pairs
Party A: {partyA.name}
Party B: {partyB.name}

# Terms
Write the clauses here. Press / for clauses, tables, signatures and fields, or paste from Word.

@signature
Party A: {partyA.name}
  Date: ________
Party B: {partyB.name}
  Date: ________
`,
}
