package template

import (
	"strings"

	"gorm.io/gorm"
)

// goneLabels are the labels of fields that the text of next asks for and that it
// does not define any more, as old knew them.
func goneLabels(old, next *Definition) map[string]string {
	labels := map[string]string{}
	for key, label := range old.Gone {
		labels[key] = label
	}
	for i := range old.Fields {
		labels[old.Fields[i].Key] = old.Fields[i].Label
	}
	out := map[string]string{}
	note := func(key string) {
		root, _, _ := strings.Cut(key, ".")
		if _, known := sourceOf(key); !known && labels[root] != "" && next.field(root) == nil {
			out[root] = labels[root]
		}
	}
	mention := func(n *Node) {
		a := n.attrs()
		note(a.Key)
		note(a.List)
		if a.Condition != nil {
			a.Condition.fields(note)
		}
	}
	walk(&next.Body, mention)
	for _, line := range [][]Node{next.Header, next.Footer} {
		for i := range line {
			mention(&line[i])
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// remember lets a draft say what the fields were called that its text still asks
// for; t is its template before the draft is saved.
func (d *Definition) remember(db *gorm.DB, t *Template) error {
	id := t.DraftID
	if id == 0 {
		id = t.CurrentID
	}
	old, err := Version(db, id)
	if err == nil {
		d.Gone = goneLabels(&old.Definition, d)
	}
	return err
}
