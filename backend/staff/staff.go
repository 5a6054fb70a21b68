// Package staff holds the people who use this workspace: who they are, who of
// them is working, and who answers for what. With fewer than two people there
// is solo mode, which is the default: nothing of this package shows.
package staff

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Kind of the records of this package.
const Kind = "staff"

// ID names a person of the staff; 0 is nobody.
type ID int64

// Role is what a person does here.
type Role string

// The roles. An owner answers what others ask approval for.
const (
	Owner     Role = "owner"
	Sales     Role = "sales"
	Assistant Role = "assistant"
)

var roles = []Role{Owner, Sales, Assistant}

// Limits in characters.
const (
	nameMax = 40
	lineMax = 100
)

// Staff is a person who uses this workspace: row, value and JSON.
type Staff struct {
	ID ID `json:"id"`
	store.Meta
	// Name is unique among the people who are not in the trash, those who left
	// included: lists and history show nothing else of a person.
	Name  string `json:"name"`
	Role  Role   `json:"role"`
	Phone string `json:"phone"`
	Email string `json:"email"`
	// LeftOn is the day the person left; "" while there.
	LeftOn date.Date `json:"leftOn"`
}

// TableName is the table.
func (Staff) TableName() string { return "staff" }

// RowID is the primary key.
func (s Staff) RowID() int64 { return int64(s.ID) }

// Normalize brings every field to its normal form; it never refuses.
func (s *Staff) Normalize() {
	s.Name, s.Phone, s.Email = oneLine(s.Name), oneLine(s.Phone), oneLine(s.Email)
	if s.Role == "" {
		s.Role = Sales
	}
}

// Validate gives every bad field; Normalize first.
func (s *Staff) Validate() []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	long := func(field, v string, limit int) {
		if utf8.RuneCountInString(v) > limit {
			add(field, "staff.long", fault.P{"max": limit})
		}
	}
	if s.Name == "" {
		add("name", "staff.name_required", nil)
	}
	long("name", s.Name, nameMax)
	long("phone", s.Phone, lineMax)
	long("email", s.Email, lineMax)
	if !slices.Contains(roles, s.Role) {
		add("role", "staff.choice", nil)
	}
	return bad
}

// Kinds are the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{{Name: Kind, Table: "staff", Title: func(db *gorm.DB, id int64) string {
		var name string
		db.Table("staff").Where("id = ?", id).Limit(1).Pluck("name", &name)
		return name
	}}}
}

// Find gives a person who is not in the trash, one who left included. Fault
// fault.not_found.
func Find(db *gorm.DB, id ID) (*Staff, error) {
	s, err := store.Get[Staff](db, Kind, int64(id))
	if err == nil && s.DeletedAt != nil {
		err = fault.Missing(Kind)
	}
	return &s, err
}

// People gives who is here: neither left nor in the trash, by name.
func People(db *gorm.DB) ([]Staff, error) {
	list := []Staff{}
	if err := store.Live(db).Where("left_on = ''").Find(&list).Error; err != nil {
		return nil, err
	}
	byName(list)
	return list, nil
}

func byName(list []Staff) {
	slices.SortFunc(list, func(a, b Staff) int {
		return cmp.Or(cmp.Compare(search.SortKey(a.Name), search.SortKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
}

// Names gives the name of everybody who ever was here, those who left or are in
// the trash included: records go on naming them.
func Names(db *gorm.DB) (map[ID]string, error) {
	var rows []Staff
	err := db.Select("id", "name").Find(&rows).Error
	names := make(map[ID]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// Solo reports whether fewer than two people are here: then no owner, no
// assignment and no approval is on any screen, and none is asked for.
func Solo(db *gorm.DB) (bool, error) {
	var n int64
	err := store.Live(db.Model(&Staff{})).Where("left_on = ''").Count(&n).Error
	return n < 2, err
}

// workingKey is the setting that says who is working.
const workingKey = "staff.working"

// Working gives who is working: the zero Staff in solo mode, and while nobody
// was chosen. New records belong to this person.
func Working(db *gorm.DB) (Staff, error) {
	people, err := People(db)
	if err != nil {
		return Staff{}, err
	}
	return among(db, people)
}

func among(db *gorm.DB, people []Staff) (Staff, error) {
	if len(people) < 2 {
		return Staff{}, nil
	}
	var id ID
	if err := settings.Value(db, workingKey, &id); err != nil {
		return Staff{}, err
	}
	for _, p := range people {
		if p.ID == id {
			return p, nil
		}
	}
	return Staff{}, nil
}

// CanApprove reports whether who is working may decide alone; false: ask an
// owner for approval. In solo mode, and where nobody is an owner, everybody may:
// there is never a question that nobody can answer.
func CanApprove(db *gorm.DB) (bool, error) {
	people, err := People(db)
	if err != nil {
		return false, err
	}
	working, err := among(db, people)
	return mayApprove(people, working), err
}

func mayApprove(people []Staff, working Staff) bool {
	owner := func(p Staff) bool { return p.Role == Owner }
	return len(people) < 2 || owner(working) || !slices.ContainsFunc(people, owner)
}

// Check gives the fault of a field that is to name a person: nobody (0), whoever
// it names already (was), and everybody who is here are right.
func Check(db *gorm.DB, field string, id, was ID) ([]fault.Field, error) {
	if id == 0 || id == was {
		return nil, nil
	}
	p, err := Find(db, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err != nil || p.LeftOn != "" {
		return []fault.Field{{Field: field, Code: "staff.not_here"}}, nil
	}
	return nil, nil
}

// Actor names who is working, for store.Options.Actor; "" in solo mode.
func Actor(st *store.Store) string {
	p, err := Working(st.Read(st.Context()))
	if err != nil {
		return ""
	}
	return p.Name
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}
