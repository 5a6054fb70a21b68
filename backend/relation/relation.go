// Package relation holds how customers stand to each other: who belongs to
// whom, who referred whom, who is family; and who has the same legal
// representative, which is found in the customers themselves.
package relation

import (
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// KindRelation names the records of this package.
const KindRelation = "relation"

// ID names a relation.
type ID int64

// Kind is the nature of a relation.
type Kind string

// The kinds a person keeps.
const (
	// Parent: From is the parent company of To.
	Parent Kind = "parent"
	// Referred: From referred To to us.
	Referred Kind = "referred"
	// Family has no direction.
	Family Kind = "family"
	// Other is said in words of the person's own.
	Other Kind = "other"
)

// Role is how one customer stands to another, seen from the other: a kind with
// its direction.
type Role string

// The roles. RoleLegal is never kept: it is found in the field.
const (
	RoleParent   Role = "parent"
	RoleChild    Role = "child"
	RoleReferrer Role = "referrer"
	RoleReferred Role = "referred"
	RoleFamily   Role = "family"
	RoleLegal    Role = "legal"
	RoleOther    Role = "other"
)

// roles in the order they are shown, with the kind and whether the one in the
// role is From.
var roles = []struct {
	role Role
	kind Kind
	from bool
}{
	{RoleParent, Parent, true}, {RoleChild, Parent, false},
	{RoleReferrer, Referred, true}, {RoleReferred, Referred, false},
	{RoleFamily, Family, false}, {RoleLegal, "", false}, {RoleOther, Other, false},
}

// Limits in characters.
const (
	wordMax = 20
	noteMax = 500
)

// Relation is a kept relation of two customers: row, value and JSON.
type Relation struct {
	ID ID `json:"id"`
	store.Meta
	FromID customer.ID `json:"fromId"`
	ToID   customer.ID `json:"toId"`
	Kind   Kind        `json:"kind"`
	// Word is, of kind other, what To is to From; Back what From is to To, empty
	// for the same word.
	Word string `json:"word"`
	Back string `json:"back"`
	Note string `json:"note"`
}

// TableName is the table.
func (Relation) TableName() string { return "relation" }

// RowID is the primary key.
func (r Relation) RowID() int64 { return int64(r.ID) }

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{{Name: KindRelation, Table: "relation", Title: func(db *gorm.DB, id int64) string {
		var names []string
		db.Raw("select c.name from relation r join customer c on c.id in (r.from_id, r.to_id) where r.id = ? order by c.id = r.to_id", id).Scan(&names)
		return strings.Join(names, " – ")
	}, Derive: TextSource().Follow}}
}

// Normalize brings every field to its normal form; it never refuses.
func (r *Relation) Normalize() {
	r.Word, r.Back, r.Note = oneLine(r.Word), oneLine(r.Back), strings.TrimSpace(strings.ToValidUTF8(r.Note, "\uFFFD"))
	if r.Kind != Other {
		r.Word, r.Back = "", ""
	}
	if r.Back == r.Word {
		r.Back = ""
	}
}

// Validate gives every bad field; Normalize first.
func (r *Relation) Validate() []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	switch {
	case r.FromID == 0 || r.ToID == 0:
		add("otherId", "relation.customer_required", nil)
	case r.FromID == r.ToID:
		add("otherId", "relation.self", nil)
	}
	if r.Kind == Other && r.Word == "" {
		add("word", "relation.word_required", nil)
	}
	for _, f := range []struct {
		name, value string
		max         int
	}{{"word", r.Word, wordMax}, {"back", r.Back, wordMax}, {"note", r.Note, noteMax}} {
		if utf8.RuneCountInString(f.value) > f.max {
			add(f.name, "relation.long", fault.P{"max": f.max})
		}
	}
	return bad
}

// seen is how the other customer stands to one of the two, in role and words.
func (r *Relation) seen(of customer.ID) (other customer.ID, role Role, word string) {
	from := of != r.FromID // the other one is From
	other, word = r.ToID, r.Word
	if from {
		if other = r.FromID; r.Back != "" {
			word = r.Back
		}
	}
	for _, x := range roles {
		if x.kind == r.Kind && (x.from == from || r.Kind == Family || r.Kind == Other) {
			role = x.role
			break
		}
	}
	return other, role, word
}

// fits checks a relation against those that are kept: both customers are there,
// it is not said twice, a customer has one parent and is no ancestor of its own.
func (r *Relation) fits(db *gorm.DB) ([]fault.Field, error) {
	refuse := func(code string, p fault.P) []fault.Field {
		return []fault.Field{{Field: "otherId", Code: code, Params: p}}
	}
	for _, id := range []customer.ID{r.FromID, r.ToID} {
		c, err := customer.Find(db, id)
		if fault.Is(err, fault.NotFound) || err == nil && c.DeletedAt != nil {
			return refuse("relation.customer_gone", nil), nil
		}
		if err != nil {
			return nil, err
		}
	}
	var same int64
	err := store.Live(db.Model(&Relation{})).Where("from_id = ? and to_id = ? or from_id = ? and to_id = ?", r.FromID, r.ToID, r.ToID, r.FromID).
		Where("kind = ? and id <> ?", r.Kind, r.ID).
		Where("kind <> ? or (from_id = ? and word = ? and back = ?) or (from_id = ? and word = ? and back = ?)", Other, r.FromID, r.Word, r.Back, r.ToID, r.told(), r.heard()).
		Count(&same).Error
	if err != nil || same > 0 {
		return refuse("relation.exists", nil), err
	}
	if r.Kind != Parent {
		return nil, nil
	}
	above, err := parentOf(db, r.ToID, r.ID)
	if err != nil {
		return nil, err
	}
	if above != 0 {
		c, err := customer.Find(db, above)
		if err != nil {
			return nil, err
		}
		return refuse("relation.parent_taken", fault.P{"name": c.Name}), nil
	}
	seen := map[customer.ID]bool{}
	for at := r.FromID; at != 0 && !seen[at]; {
		if at == r.ToID {
			return refuse("relation.loop", nil), nil
		}
		seen[at] = true
		if at, err = parentOf(db, at, r.ID); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// told and heard are Word and Back of the same relation written down from the
// other side.
func (r *Relation) told() string {
	if r.Back == "" {
		return r.Word
	}
	return r.Back
}

func (r *Relation) heard() string {
	if r.Back == "" {
		return ""
	}
	return r.Word
}

// parentOf is the parent of a customer by another relation than the given one, 0
// for none. One in the trash is none.
func parentOf(db *gorm.DB, id customer.ID, except ID) (customer.ID, error) {
	var above []customer.ID
	err := db.Table("relation r").Joins("join customer p on p.id = r.from_id and p.deleted_at is null").
		Where("r.to_id = ? and r.kind = ? and r.id <> ? and r.deleted_at is null", id, Parent, except).Order("r.id").Limit(1).Pluck("r.from_id", &above).Error
	if err != nil || len(above) == 0 {
		return 0, err
	}
	return above[0], nil
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}
