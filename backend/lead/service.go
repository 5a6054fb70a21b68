package lead

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/patch"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/store"
)

func productID(id int64) product.ID { return product.ID(id) }

// Lent is what other domains lend to this one.
type Lent struct {
	// Find answers the text of a list with lead ids, best first.
	Find func(text string, limit int) ([]int64, error)
	// Cards reads the people of a file of cards (vCard) by its token.
	Cards func(file string) ([]Lead, error)
	Lang  func() locale.Tag
}

// Service is what the page may call.
type Service struct {
	st *store.Store
	Lent
}

// NewService makes the service.
func NewService(st *store.Store, l Lent) *Service { return &Service{st, l} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

func (s *Service) step(label string, p fault.P, fn func(tx *store.Tx) error) error {
	return s.st.InTx(s.st.Context(), store.Step{Label: label, Params: p}, fn)
}

// Read makes drafts of what was typed or pasted, one of each line, and says what
// is known of each. Nothing is saved. Fault lead.lines_many.
func (s *Service) Read(text string) (list []Look, err error) {
	defer fault.Recover(&err)
	lex, err := lexiconOf(s.db())
	if err != nil {
		return nil, err
	}
	if list, err = readLines(text, lex); err != nil {
		return nil, err
	}
	return s.examined(list)
}

// ReadCards is Read for a file of cards. Faults those of the reader.
func (s *Service) ReadCards(file string) (list []Look, err error) {
	defer fault.Recover(&err)
	people, err := s.Cards(file)
	if err != nil {
		return nil, err
	}
	if len(people) > LinesMax {
		return nil, fault.New("lead.cards_many", fault.P{"count": len(people), "max": LinesMax})
	}
	list = make([]Look, len(people))
	for i := range people {
		list[i].Lead = people[i]
	}
	return s.examined(list)
}

// Check says what is known of a draft whose fields a person put right.
func (s *Service) Check(draft Lead, newChannel string) (look *Look, err error) {
	defer fault.Recover(&err)
	list, err := s.examined([]Look{{Lead: draft, NewChannel: newChannel}})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (s *Service) examined(list []Look) ([]Look, error) {
	db := s.db()
	g, err := LoadGrading(db)
	if err != nil {
		return nil, err
	}
	known, err := channelMap(db)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	now := date.At(s.st.Now())
	for i := range list {
		look := &list[i]
		if look.Lead.ReceivedAt == 0 {
			look.Lead.ReceivedAt = now
		}
		if err := look.examine(db, g, known); err != nil {
			return nil, err
		}
		if key := look.Lead.phoneKey(); key != "" {
			if first, twice := at[key]; twice {
				look.Double = first
			} else {
				at[key] = i + 1
			}
		}
	}
	return list, nil
}

// Enter saves what was read and decided, as one step. Faults fault.invalid (of
// several entries the fields are named "0.name"), fault.not_found.
func (s *Service) Enter(entries []Entry) (out *Taken, err error) {
	defer fault.Recover(&err)
	if len(entries) > LinesMax {
		return nil, fault.New("lead.lines_many", fault.P{"max": LinesMax})
	}
	label, p := "lead.entered_many", fault.P{"count": len(entries)}
	if len(entries) == 1 {
		e := &entries[0]
		e.Lead.Normalize()
		label, p = map[Verdict]string{KnownLead: "lead.heard_again", KnownCustomer: "lead.news"}[e.Verdict], fault.P{"name": e.Lead.Name}
		if label == "" {
			label = "lead.entered"
		}
	}
	err = s.step(label, p, func(tx *store.Tx) error {
		out = &Taken{Leads: []ID{}}
		to, err := newAssigner(tx)
		if err != nil {
			return err
		}
		for i, e := range entries {
			if err := enter(tx, to, e, out); err != nil {
				return inEntry(err, i, len(entries))
			}
		}
		return nil
	})
	return out, err
}

// Update sets the fields that changes names; what became of a lead and
// whose it is are set by their own actions. version is that of the record shown. Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) Update(id ID, version int64, changes map[string]any) (d *Detail, err error) {
	defer fault.Recover(&err)
	l, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	for _, fixed := range []string{"state", "reason", "reasonNote", "closedAt", "customerId", "contactId", "opportunityId", "ownerId"} {
		if _, ok := changes[fixed]; ok {
			return nil, fault.Invalid([]fault.Field{{Field: fixed, Code: patch.Unknown}})
		}
	}
	err = s.step("lead.updated", fault.P{"name": l.Name}, func(tx *store.Tx) error {
		l, err := live(tx.DB, id)
		if err != nil {
			return err
		}
		if version != 0 {
			l.Version = version
		}
		bad := patch.Apply(l, changes)
		l.Normalize()
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		if err := l.check(tx.DB, tx.Now); err != nil {
			return err
		}
		return tx.Update(l)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// live gives a lead that is not in the trash. Fault fault.not_found.
func live(db *gorm.DB, id ID) (*Lead, error) {
	l, err := Find(db, id)
	if err == nil && l.DeletedAt != nil {
		err = fault.Missing(KindLead)
	}
	return l, err
}

// Put puts open leads away, recycled or invalid, with a reason of [Reasons]. A
// recycled one with a day gets a task for it: to be asked again. Faults
// fault.invalid, fault.not_found, lead.converted.
func (s *Service) Put(ids []ID, state State, reason, note string, again date.Date) (err error) {
	defer fault.Recover(&err)
	if state != Recycled && state != Invalid || !slices.Contains(reasons[state], reason) {
		return fault.Invalid([]fault.Field{{Field: "reason", Code: "lead.reason_required"}})
	}
	if again != "" && (!again.Valid() || state != Recycled) {
		return fault.Invalid([]fault.Field{{Field: "again", Code: "lead.again"}})
	}
	p := fault.P{"count": len(ids)}
	return s.step("lead.put."+string(state), p, func(tx *store.Tx) error {
		for _, id := range ids {
			l, err := live(tx.DB, id)
			if err != nil {
				return err
			}
			if l.State == Converted {
				return fault.New("lead.converted", fault.P{"name": l.Name})
			}
			l.State, l.Reason, l.ReasonNote, l.ClosedAt = state, reason, note, tx.Now
			l.Normalize()
			if err := fault.Invalid(l.Validate()); err != nil {
				return err
			}
			if err := tx.Update(l); err != nil {
				return err
			}
			if again == "" {
				continue
			}
			t := interaction.Task{Title: locale.Text(s.Lang(), "lead.again_task", fault.P{"name": l.Name}), Due: again, AboutKind: KindLead, AboutID: int64(l.ID)}
			t.Normalize()
			if err := fault.Invalid(t.Validate()); err != nil {
				return err
			}
			if err := tx.Insert(&t); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reopen takes leads back to work that were put away. Faults fault.not_found,
// lead.converted.
func (s *Service) Reopen(ids []ID) (err error) {
	defer fault.Recover(&err)
	return s.step("lead.reopened", fault.P{"count": len(ids)}, func(tx *store.Tx) error {
		for _, id := range ids {
			l, err := live(tx.DB, id)
			if err != nil {
				return err
			}
			if l.State == Converted {
				return fault.New("lead.converted", fault.P{"name": l.Name})
			}
			l.reopen()
			if err := tx.Update(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetChannel says where leads came from, 0 for not known. Faults fault.invalid,
// fault.not_found.
func (s *Service) SetChannel(ids []ID, channel ChannelID) (err error) {
	defer fault.Recover(&err)
	return s.step("lead.channel_set", fault.P{"count": len(ids)}, func(tx *store.Tx) error {
		for _, id := range ids {
			l, err := live(tx.DB, id)
			if err != nil {
				return err
			}
			l.ChannelID = channel
			if err := l.check(tx.DB, tx.Now); err != nil {
				return err
			}
			if err := tx.Update(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// Trash puts leads into the trash, with what was said with those that became no
// customer and what was to be done about them.
func (s *Service) Trash(ids []ID) (err error) {
	defer fault.Recover(&err)
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	return s.step("lead.trashed", fault.P{"count": len(ids)}, func(tx *store.Tx) error {
		var said, todo []int64
		if err := store.Live(store.IDs(tx.Table("interaction"), "lead_id", plain)).Where("lead_id <> 0 and customer_id = 0").Pluck("id", &said).Error; err != nil {
			return err
		}
		if err := store.Live(store.IDs(tx.Table("task"), "about_id", plain)).Where("about_kind = ? and customer_id = 0", KindLead).Pluck("id", &todo).Error; err != nil {
			return err
		}
		if err := tx.Trash(interaction.KindTask, todo...); err != nil {
			return err
		}
		if err := tx.Trash(interaction.KindInteraction, said...); err != nil {
			return err
		}
		return tx.Trash(KindLead, plain...)
	})
}

// Grading gives the rules in force.
func (s *Service) Grading() (g Grading, err error) {
	defer fault.Recover(&err)
	return LoadGrading(s.db())
}

// FirstGrading gives the rules of a workspace in which nobody chose others.
func (s *Service) FirstGrading() (g Grading, err error) {
	defer fault.Recover(&err)
	return FirstGrading(), nil
}

// SetGrading keeps other rules; every lead is graded again. Fault fault.invalid.
func (s *Service) SetGrading(g Grading) (kept Grading, err error) {
	defer fault.Recover(&err)
	if g.Budgets == nil {
		g.Budgets = []BudgetPoints{}
	}
	if err := fault.Invalid(g.validate()); err != nil {
		return Grading{}, err
	}
	err = s.step("lead.grading_saved", nil, func(tx *store.Tx) error { return settings.SetValue(tx, gradingKey, g) })
	if err != nil {
		return Grading{}, err
	}
	return LoadGrading(s.db())
}

// Reasons gives the reasons for putting leads away, by the state they go to.
func (s *Service) Reasons() (list map[State][]string, err error) {
	defer fault.Recover(&err)
	return map[State][]string{Recycled: slices.Clone(reasons[Recycled]), Invalid: slices.Clone(reasons[Invalid])}, nil
}

// EveryReason gives the reasons of all states.
func EveryReason() []string { return wordList(slices.Concat(reasons[Recycled], reasons[Invalid])) }

// Customers gives the leads that became a customer, the latest first.
func (s *Service) Customers(id customer.ID) (list []Lead, err error) {
	defer fault.Recover(&err)
	list = []Lead{}
	err = store.Live(s.db()).Where("customer_id = ? and state = ?", id, Converted).Order("closed_at desc, id desc").Limit(50).Find(&list).Error
	return list, err
}
