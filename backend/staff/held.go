package staff

import (
	"gorm.io/gorm"

	"keyue/backend/store"
)

// Held says where a domain keeps who answers for its records. Each domain
// declares its own in host.Held; handing over is then in one place.
type Held struct {
	// Kind and Table are those of the records, as in store.Kind.
	Kind, Table string
	// Column names the person: "owner_id". Nothing may be derived from it.
	Column string
	// Open keeps the records that are still somebody's work, such as "state =
	// 'open'"; "" keeps all. What is done stays with who did it.
	Open string
	// Follow writes down, in the step and before it is done, that the records of one
	// person go to another; nil where nothing is to be told.
	Follow func(tx *store.Tx, from, to ID) error
}

// where is the condition of the records of a person.
func (h Held) where() string {
	if h.Open == "" {
		return h.Column + " = ?"
	}
	return h.Column + " = ? and " + h.Open
}

// Holding counts what a person answers for.
type Holding struct {
	Kind  string `json:"kind"`
	Count int64  `json:"count"`
}

// holdings counts the live records of a person by kind; kinds without any are
// left out.
func holdings(db *gorm.DB, held []Held, id ID) ([]Holding, error) {
	list := []Holding{}
	for _, h := range held {
		var n int64
		if err := store.Live(db.Table(h.Table)).Where(h.where(), id).Count(&n).Error; err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, Holding{Kind: h.Kind, Count: n})
		}
	}
	return list, nil
}

// handOver gives everything of one person to another, what is in the trash
// included: what is brought back from there belongs to somebody who is here.
func handOver(tx *store.Tx, held []Held, from, to ID) error {
	for _, h := range held {
		if h.Follow != nil && from != to {
			if err := h.Follow(tx, from, to); err != nil {
				return err
			}
		}
		if err := tx.Replace(h.Kind, h.Column, int64(from), int64(to), h.Open); err != nil {
			return err
		}
	}
	return nil
}
