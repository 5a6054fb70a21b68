package contract

import (
	"strings"

	"keyue/backend/template"
	"keyue/backend/typeset"
)

// blanks are the fields for which paper has an empty rule: what nobody filled
// and nobody must. Facts that a party's record lacks are not among them, nor
// what is signed and dated by hand below the contract.
func (f *filling) blanks() map[string]bool {
	types := map[string]template.FieldType{}
	for i := range f.def.Fields {
		types[f.def.Fields[i].Key] = f.def.Fields[i].Type
	}
	out := map[string]bool{}
	note := func(runs []typeset.Run) {
		for _, r := range runs {
			if r.Blank == 0 || r.Field == "" {
				continue
			}
			key := r.Field
			if _, ok := types[key]; !ok {
				// {guarantor.name} of a third party that was not named at all.
				key, _, _ = strings.Cut(key, ".")
				if types[key] != template.TypeParty || f.merged.Answers[key].Origin != "" {
					continue
				}
			}
			out[key] = true
		}
	}
	for _, b := range f.merged.Document.Blocks {
		switch {
		case b.Paragraph != nil:
			note(b.Paragraph.Runs)
		case b.Pairs != nil:
			for _, p := range b.Pairs.Rows {
				note(p.Value)
			}
		case b.Table != nil:
			for _, rows := range [][]typeset.Row{b.Table.Head, b.Table.Rows, b.Table.Foot} {
				for _, row := range rows {
					for _, c := range row.Cells {
						note(c.Runs)
					}
				}
			}
		}
	}
	return out
}
