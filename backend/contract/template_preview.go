package contract

import (
	"strings"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/settings"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/press"
)

// TemplatePreviewInput is a template as the editor holds it, and for whom it is
// shown.
type TemplatePreviewInput struct {
	Edit template.Edit `json:"edit"`
	// CustomerID 0 means the sample customer, CompanyID 0 our default company.
	CustomerID customer.ID        `json:"customerId"`
	CompanyID  settings.CompanyID `json:"companyId"`
	// Seen are the pages on screen, as for Preview: only what changed on them is
	// set again.
	Seen []press.Seen `json:"seen,omitempty"`
}

// Place is where a block of the template begins on paper.
type Place struct {
	// Address is the path of the node, joined by dots.
	Address string `json:"address"`
	// Page counts from 0; Y is from the top, in thousandths of a point.
	Page int            `json:"page"`
	Y    typeset.Length `json:"y"`
}

// TemplatePreview is a template as it would come out of the printer for a
// customer.
type TemplatePreview struct {
	URL   string `json:"url"`
	Pages int    `json:"pages"`
	// Marks and Patch are as in Preview.
	Marks []string     `json:"marks"`
	Patch *press.Patch `json:"patch,omitempty"`
	// Hits are the places of field values, as in Preview; Places those of the
	// blocks, so that the page of the cursor can be shown.
	Hits     [][]typeset.Hit    `json:"hits"`
	Places   []Place            `json:"places"`
	Missing  []typeset.Missing  `json:"missing"`
	Warnings []typeset.Warning  `json:"warnings"`
	Problems []template.Problem `json:"problems"`
}

// placeMark begins the field of text that comes from the template itself.
const placeMark = "@"

// PreviewTemplate sets what the editor holds, filled with a real customer and
// our company; what the records do not say is sample data. Nothing is saved.
// Faults template.tree.*, template.text.bad, fault.not_found.
func (s *Service) PreviewTemplate(in TemplatePreviewInput) (p *TemplatePreview, err error) {
	defer fault.Recover(&err)
	def, err := in.Edit.Read()
	if err != nil {
		return nil, err
	}
	h := newShelf(s.st, s.st.Read(s.st.Context()))
	data, company, err := h.previewData(def, in)
	if err != nil {
		return nil, err
	}
	f := &filling{def: def, data: data}
	f.merged = template.Merge(def, data, template.Options{Origins: true, Watermark: locale.Text(def.Language, "template.sample", nil)})
	if err := h.picture(f, company); err != nil {
		return nil, err
	}
	sheet, err := s.press.Proof(marked(f.merged), f.images(), s.st.Now(), in.Seen)
	if err != nil {
		return nil, err
	}
	p = &TemplatePreview{Pages: sheet.Pages, Marks: sheet.Marks, Patch: sheet.Patch, Missing: sheet.Missing, Warnings: sheet.Warnings, Problems: append(template.Check(def), f.merged.Problems...),
		Hits: make([][]typeset.Hit, len(sheet.Frames)), Places: []Place{}}
	seen := map[string]bool{}
	for i, frame := range sheet.Frames {
		p.Hits[i] = []typeset.Hit{}
		for _, hit := range frame.Hits {
			address, ok := strings.CutPrefix(hit.Field, placeMark)
			switch {
			case !ok:
				p.Hits[i] = append(p.Hits[i], hit)
			case !seen[address]:
				seen[address] = true
				p.Places = append(p.Places, Place{Address: address, Page: i, Y: hit.Y})
			}
		}
	}
	if p.Patch == nil {
		p.URL, err = s.files.Offer(fileName(Contract{Name: def.Name}, ""), mimePDF, sheet.PDF)
	}
	return p, err
}

// previewData is sample data with the records of a customer and our company.
func (h *shelf) previewData(def *template.Definition, in TemplatePreviewInput) (template.Data, settings.CompanyID, error) {
	data := template.Sample(def)
	if in.CustomerID == 0 {
		return data, 0, nil
	}
	who, err := h.customer(in.CustomerID)
	if err != nil {
		return data, 0, err
	}
	data.Customer, data.Contact = theirSide(who.Customer, who.Contact)
	if in.CompanyID == 0 {
		if in.CompanyID, err = defaultCompany(h.db); err != nil {
			return data, 0, err
		}
	}
	if in.CompanyID != 0 {
		company, err := h.company(in.CompanyID)
		if err != nil {
			return data, 0, err
		}
		data.Company = ourSide(company)
	}
	return data, in.CompanyID, nil
}

// marked gives the document with the address of its node on all text that is no
// field's, so that the pages say where each block stands.
func marked(m template.Merged) typeset.Document {
	doc := m.Document
	doc.Blocks = append([]typeset.Block{}, doc.Blocks...)
	for i, b := range doc.Blocks {
		mark := placeMark + m.Origins[i]
		runs := func(list []typeset.Run) []typeset.Run {
			out := append([]typeset.Run{}, list...)
			for k := range out {
				if out[k].Field == "" && out[k].Text != "" {
					out[k].Field = mark
				}
			}
			return out
		}
		switch {
		case b.Paragraph != nil:
			p := *b.Paragraph
			p.Runs = runs(p.Runs)
			b.Paragraph = &p
		case b.Pairs != nil:
			p := *b.Pairs
			p.Rows = append([]typeset.Pair{}, p.Rows...)
			for k := range p.Rows {
				p.Rows[k].Value = runs(p.Rows[k].Value)
			}
			b.Pairs = &p
		case b.Table != nil:
			t := *b.Table
			for _, rows := range []*[]typeset.Row{&t.Head, &t.Rows, &t.Foot} {
				*rows = append([]typeset.Row{}, *rows...)
				for k := range *rows {
					r := &(*rows)[k]
					r.Cells = append([]typeset.Cell{}, r.Cells...)
					for c := range r.Cells {
						r.Cells[c].Runs = runs(r.Cells[c].Runs)
					}
				}
			}
			b.Table = &t
		}
		doc.Blocks[i] = b
	}
	return doc
}
