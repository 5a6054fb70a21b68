package contract

import (
	"keyue/backend/template"
	"keyue/backend/typeset"
)

// Change is one place where two documents differ; see [template.Change].
type Change = template.Change

// Piece is a run of text of a Change; see [template.Piece].
type Piece = template.Piece

// changes lists the places where the text of two resolved documents differs,
// in reading order; empty when a reader would see the same words.
func changes(older, newer typeset.Document) []Change {
	return template.Differences(template.Passages(older), template.Passages(newer))
}
