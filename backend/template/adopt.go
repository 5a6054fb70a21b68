package template

import (
	"keyue/backend/store"
)

// Adopt adds a template that was made elsewhere in the program, from a document
// somebody else wrote, as the owner's own; published when it is sound, else a
// draft. Faults template.tree.*, template.name_required.
func Adopt(tx *store.Tx, d *Definition) (*Template, error) {
	if err := checked(d); err != nil {
		return nil, err
	}
	d.Code = ""
	return create(tx, d, OriginOwn, Sound(Check(d)))
}
