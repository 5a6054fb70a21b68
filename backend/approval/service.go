package approval

import (
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// Service is what the page may call.
type Service struct {
	st *store.Store
	// done says what happens when something is agreed to, in the step of the answer.
	done map[What]func(tx *store.Tx, a *Approval) error
}

// NewService makes the service; done is what other packages do when something is
// agreed to.
func NewService(st *store.Store, done map[What]func(tx *store.Tx, a *Approval) error) *Service {
	return &Service{st: st, done: done}
}

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// View is an approval as lists show it.
type View struct {
	Approval
	// Title is the name of the record it is about.
	Title        string `json:"title"`
	CustomerName string `json:"customerName"`
}

// views adds the names; what is about records that are gone is left out.
func (s *Service) views(db *gorm.DB, list []Approval) ([]View, error) {
	out := []View{}
	for _, a := range list {
		c, err := customer.Find(db, a.CustomerID)
		if err != nil {
			return nil, err
		}
		v := View{Approval: a, CustomerName: c.Name}
		for _, k := range s.st.Kinds() {
			if k.Name != a.AboutKind {
				continue
			}
			var n int64
			if err := store.Live(db.Table(k.Table)).Where("id = ?", a.AboutID).Count(&n).Error; err != nil {
				return nil, err
			}
			if n > 0 && c.DeletedAt == nil {
				v.Title = k.Title(db, a.AboutID)
				out = append(out, v)
			}
		}
	}
	return out, nil
}

// Waiting is what waits for an answer.
type Waiting struct {
	// Mine is to be answered by who is working; Asked was asked by them.
	Mine  []View `json:"mine"`
	Asked []View `json:"asked"`
}

// Waiting gives what waits for an answer, the longest first; nothing in solo mode.
func (s *Service) Waiting() (w *Waiting, err error) {
	defer fault.Recover(&err)
	db := s.db()
	w = &Waiting{Mine: []View{}, Asked: []View{}}
	solo, err := staff.Solo(db)
	if err != nil || solo {
		return w, err
	}
	var list []Approval
	if err := store.Live(db).Where("state = ?", Asked).Order("asked_at, id").Find(&list).Error; err != nil {
		return nil, err
	}
	all, err := s.views(db, list)
	if err != nil {
		return nil, err
	}
	mine, err := staff.CanApprove(db)
	if err != nil {
		return nil, err
	}
	who, err := staff.Working(db)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		switch {
		case mine:
			w.Mine = append(w.Mine, v)
		case v.AskedBy == who.ID:
			w.Asked = append(w.Asked, v)
		}
	}
	return w, nil
}

// OfCustomer gives everything that was asked about a customer, the latest first.
func (s *Service) OfCustomer(id customer.ID) (list []View, err error) {
	defer fault.Recover(&err)
	db := s.db()
	var rows []Approval
	if err := store.Live(db).Where("customer_id = ?", id).Order("asked_at desc, id desc").Find(&rows).Error; err != nil {
		return nil, err
	}
	return s.views(db, rows)
}

// Answer agrees to what was asked, or refuses it, which wants a note. What was to
// happen then happens in the same step: an opportunity is closed. Faults
// fault.not_found, approval.not_owner, approval.over, fault.invalid (note), and
// those of what happens.
func (s *Service) Answer(id ID, agree bool, note string) (err error) {
	defer fault.Recover(&err)
	label := "approval.refused"
	if agree {
		label = "approval.approved"
	}
	note = strings.TrimSpace(strings.ToValidUTF8(note, "\uFFFD"))
	return s.step(id, label, func(tx *store.Tx, a *Approval) error {
		may, err := staff.CanApprove(tx.DB)
		if err != nil {
			return err
		}
		who, err := staff.Working(tx.DB)
		if err != nil {
			return err
		}
		switch {
		case !may:
			return fault.New("approval.not_owner", nil)
		case !agree && note == "":
			return fault.Invalid([]fault.Field{{Field: "note", Code: "approval.note"}})
		case utf8.RuneCountInString(note) > textMax:
			return fault.Invalid([]fault.Field{{Field: "note", Code: "approval.long", Params: fault.P{"max": textMax}}})
		}
		a.State, a.AnsweredBy, a.AnsweredAt, a.Note = Refused, who.ID, tx.Now, note
		if agree {
			a.State = Approved
		}
		if err := tx.Update(a); err != nil {
			return err
		}
		if then := s.done[a.What]; agree && then != nil {
			return then(tx, a)
		}
		return nil
	})
}

// Withdraw takes a request back before it is answered. Faults fault.not_found,
// approval.over.
func (s *Service) Withdraw(id ID) (err error) {
	defer fault.Recover(&err)
	return s.step(id, "approval.withdrawn", func(tx *store.Tx, a *Approval) error {
		a.State = Withdrawn
		return tx.Update(a)
	})
}

// step changes a request that waits, as one step named after what it is about.
func (s *Service) step(id ID, label string, do func(tx *store.Tx, a *Approval) error) error {
	find := func(db *gorm.DB) (Approval, error) {
		a, err := store.Get[Approval](db, Kind, int64(id))
		if err == nil && a.DeletedAt != nil {
			err = fault.Missing(Kind)
		}
		if err == nil && a.State != Asked {
			err = fault.New("approval.over", nil)
		}
		return a, err
	}
	a, err := find(s.db())
	if err != nil {
		return err
	}
	name := ""
	for _, k := range s.st.Kinds() {
		if k.Name == a.AboutKind && k.Title != nil {
			name = k.Title(s.db(), a.AboutID)
		}
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"name": name}}, func(tx *store.Tx) error {
		a, err := find(tx.DB)
		if err != nil {
			return err
		}
		tx.Touch(a.AboutKind, a.AboutID)
		return do(tx, &a)
	})
}

// lostKey is the setting that says whether closing as lost asks an owner.
const lostKey = "approval.lost"

// Rules say what asks an owner.
type Rules struct {
	// Lost: closing an opportunity as lost. Prices under the floor always do.
	Lost bool `json:"lost"`
}

// RulesOf gives the rules of a workspace.
func RulesOf(db *gorm.DB) (r Rules, err error) {
	return r, settings.Value(db, lostKey, &r.Lost)
}

// Rules gives the rules.
func (s *Service) Rules() (r Rules, err error) {
	defer fault.Recover(&err)
	return RulesOf(s.db())
}

// SetRules changes the rules. Fault approval.not_owner.
func (s *Service) SetRules(r Rules) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), store.Step{Label: "approval.rules"}, func(tx *store.Tx) error {
		may, err := staff.CanApprove(tx.DB)
		if err != nil {
			return err
		}
		if !may {
			return fault.New("approval.not_owner", nil)
		}
		return settings.SetValue(tx, lostKey, r.Lost)
	})
}

// LostNeeded reports whether closing an opportunity as lost has to be asked for.
func LostNeeded(db *gorm.DB) (bool, error) {
	r, err := RulesOf(db)
	if err != nil || !r.Lost {
		return false, err
	}
	alone, err := staff.CanApprove(db)
	return !alone, err
}
