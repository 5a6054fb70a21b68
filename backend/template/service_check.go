package template

import (
	"encoding/json"

	"keyue/backend/fault"
)

// checkMax bounds how many definitions one call checks.
const checkMax = 2000

// CheckTrees checks definitions as the editor holds them, each for itself: one
// whose tree breaks the schema is not readable, its problem says why.
func (s *Service) CheckTrees(list []Definition) (out []Checked, err error) {
	defer fault.Recover(&err)
	out = make([]Checked, min(len(list), checkMax))
	for i := range out {
		out[i] = *CheckDefinition(&list[i])
	}
	return out, nil
}

// CheckDefinition is what CheckTrees does with one. Every problem has the Path
// of its node; a tree that breaks the schema has one problem, at the first node
// that does.
func CheckDefinition(d *Definition) *Checked {
	data, err := json.Marshal(d)
	if err == nil {
		var read *Definition
		if read, err = Decode(data); err == nil {
			c := &Checked{Definition: read, Readable: true, Problems: Check(read)}
			c.Sound = Sound(c.Problems)
			return c
		}
	}
	e := fault.From(err)
	p := Problem{Code: e.Code, Params: e.Params}
	if path, err := checkTree(d); err != nil && len(path) > 0 {
		p.Path = path
	}
	return &Checked{Problems: []Problem{p}}
}
