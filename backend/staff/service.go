package staff

import (
	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Service is what the page may call.
type Service struct {
	st   *store.Store
	held []Held
}

// NewService makes the service; held is where every domain keeps who answers for
// its records.
func NewService(st *store.Store, held []Held) *Service { return &Service{st: st, held: held} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Team is all that a screen needs to know of the staff.
type Team struct {
	// Solo: fewer than two people are here, nothing of staff is shown.
	Solo bool `json:"solo"`
	// People are here, by name; Former have left.
	People []Staff `json:"people"`
	Former []Staff `json:"former"`
	// Names of everybody who ever was here, by id.
	Names map[ID]string `json:"names"`
	// Working is who is working; 0 in solo mode and while nobody was chosen.
	Working ID `json:"working"`
	// CanApprove: who is working may decide alone what otherwise asks for approval.
	CanApprove bool `json:"canApprove"`
}

// Team gives who is here and who of them is working.
func (s *Service) Team() (t *Team, err error) {
	defer fault.Recover(&err)
	db := s.db()
	t = &Team{Former: []Staff{}}
	if t.People, err = People(db); err != nil {
		return nil, err
	}
	if err = store.Live(db).Where("left_on <> ''").Find(&t.Former).Error; err != nil {
		return nil, err
	}
	byName(t.Former)
	if t.Names, err = Names(db); err != nil {
		return nil, err
	}
	working, err := among(db, t.People)
	if err != nil {
		return nil, err
	}
	t.Solo, t.Working, t.CanApprove = len(t.People) < 2, working.ID, mayApprove(t.People, working)
	return t, nil
}

// Save makes (id 0) or changes a person; whether one has left is for Leave and
// Return. The first person of all is who is working. Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) Save(p Staff) (saved *Staff, err error) {
	defer fault.Recover(&err)
	p.Normalize()
	step := store.Step{Label: "staff.saved", Params: fault.P{"name": p.Name}}
	if p.ID == 0 {
		step.Label = "staff.added"
	}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		p := p // the body may run again
		saved = &p
		return Save(tx, &p)
	})
	if err != nil {
		return nil, err
	}
	return saved, s.somebodyWorks()
}

// Save checks and writes a person inside a step. Faults as [Service.Save].
func Save(tx *store.Tx, p *Staff) error {
	p.Normalize()
	bad := p.Validate()
	var same []Staff
	if err := store.Live(tx.DB).Where("name = ? and id <> ?", p.Name, p.ID).Find(&same).Error; err != nil {
		return err
	}
	if len(same) > 0 {
		code := "staff.name_taken"
		if same[0].LeftOn != "" {
			code = "staff.name_left"
		}
		bad = append(bad, fault.Field{Field: "name", Code: code, Params: fault.P{"name": p.Name}})
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	if p.ID == 0 {
		p.Meta, p.LeftOn = store.Meta{UID: p.UID}, ""
		return tx.Insert(p)
	}
	was, err := Find(tx.DB, p.ID)
	if err != nil {
		return err
	}
	version := p.Version
	p.Meta, p.LeftOn = was.Meta, was.LeftOn
	if version != 0 {
		p.Version = version
	}
	return tx.Update(p)
}

// somebodyWorks chooses who is working where nobody who is here was chosen: who
// was here first.
func (s *Service) somebodyWorks() error {
	var id, first ID
	db := s.db()
	if err := settings.Value(db, workingKey, &id); err != nil {
		return err
	}
	people, err := People(db)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == id {
			return nil
		}
		if first == 0 || p.ID < first {
			first = p.ID
		}
	}
	if first == 0 {
		return nil
	}
	return s.work(first)
}

// work is a step of its own that cannot be undone: who sits at the desk is no
// part of what they do there, and never stands in the way of undoing it.
func (s *Service) work(id ID) error {
	return s.st.InTx(s.st.Context(), store.Step{Label: "staff.working", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		return settings.SetValue(tx, workingKey, id)
	})
}

// Work says who is working from now on. Faults fault.not_found, staff.not_here.
func (s *Service) Work(id ID) (err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	if p.LeftOn != "" {
		return fault.New("staff.not_here", nil)
	}
	return s.work(id)
}

// Holdings counts what a person answers for and would be handed over, by kind.
func (s *Service) Holdings(id ID) (list []Holding, err error) {
	defer fault.Recover(&err)
	return holdings(s.db(), s.held, id)
}

// Leave lets a person go: all they answer for goes to another (0: to nobody), in
// one step. Faults fault.not_found, fault.invalid, staff.not_here.
func (s *Service) Leave(id, to ID) (err error) {
	defer fault.Recover(&err)
	return s.goes("staff.left", id, to, func(tx *store.Tx, p *Staff) error {
		if p.LeftOn != "" {
			return fault.New("staff.not_here", nil)
		}
		p.LeftOn = tx.Today
		return tx.Update(p)
	})
}

// Trash deletes a person who was added by mistake, or left; what they answer for
// is handed over as Leave does.
func (s *Service) Trash(id, to ID) (err error) {
	defer fault.Recover(&err)
	return s.goes("staff.trashed", id, to, func(tx *store.Tx, p *Staff) error {
		return tx.Trash(Kind, int64(p.ID))
	})
}

// HandOver gives all that a person answers for to another, who both stay. Faults
// fault.not_found, fault.invalid.
func (s *Service) HandOver(id, to ID) (err error) {
	defer fault.Recover(&err)
	return s.goes("staff.handed", id, to, func(*store.Tx, *Staff) error { return nil })
}

func (s *Service) goes(label string, id, to ID, how func(tx *store.Tx, p *Staff) error) error {
	p, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	bad, err := Check(s.db(), "to", to, 0)
	if err != nil {
		return err
	}
	if to == id {
		bad = append(bad, fault.Field{Field: "to", Code: "staff.same"})
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := handOver(tx, s.held, id, to); err != nil {
			return err
		}
		return how(tx, p)
	})
	if err != nil {
		return err
	}
	return s.somebodyWorks()
}

// Return brings a person back who had left. Fault fault.not_found.
func (s *Service) Return(id ID) (err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil || p.LeftOn == "" {
		return err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "staff.returned", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		p.LeftOn = ""
		return tx.Update(p)
	})
	if err != nil {
		return err
	}
	return s.somebodyWorks()
}
