package interaction

import (
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/patch"
	"keyue/backend/staff"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// TaskView is a task as lists show it.
type TaskView struct {
	Task
	CustomerName string `json:"customerName"`
	// Phone is the customer's number to call, grouped for reading.
	Phone string `json:"phone"`
	// About is what the record it is about is called, when that is not the customer.
	About string `json:"about"`
}

// FindTask gives one task, in the trash or not. Fault fault.not_found.
func FindTask(db *gorm.DB, id TaskID) (*Task, error) {
	t, err := store.Get[Task](db, KindTask, int64(id))
	return &t, err
}

// AddTask makes a task. Faults fault.invalid, fault.not_found.
func (s *Service) AddTask(t Task) (v *TaskView, err error) {
	defer fault.Recover(&err)
	var id TaskID
	err = s.st.InTx(s.st.Context(), store.Step{Label: "interaction.task.added", Params: fault.P{"title": oneLine(t.Title)}}, func(tx *store.Tx) error {
		t := t
		t.ID, t.Meta, t.State, t.DoneAt, t.Snoozed = 0, store.Meta{UID: t.UID}, Open, 0, 0
		if err := s.place(tx.DB, &t); err != nil {
			return err
		}
		if err := fault.Invalid(t.Validate()); err != nil {
			return err
		}
		if err := Assign(tx, &t); err != nil {
			return err
		}
		if err := tx.Insert(&t); err != nil {
			return err
		}
		id = t.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.task(id)
}

// place normalizes a task and finds the customer it belongs to.
func (s *Service) place(db *gorm.DB, t *Task) error {
	t.Normalize()
	t.CustomerID = 0
	if t.AboutKind == "" {
		return nil
	}
	owner, ok := s.owners[t.AboutKind]
	if !ok {
		return fault.Invalid([]fault.Field{{Field: "aboutKind", Code: "interaction.choice"}})
	}
	id, err := owner(db, t.AboutID)
	t.CustomerID = id
	return err
}

// UpdateTask sets the fields that changes names. A task is finished by
// FinishTask and put off by Snooze. Faults fault.invalid, fault.not_found,
// store.conflict.
func (s *Service) UpdateTask(id TaskID, version int64, changes map[string]any) (v *TaskView, err error) {
	defer fault.Recover(&err)
	err = s.changeTask(id, "interaction.task.updated", nil, func(tx *store.Tx, t *Task) error {
		if version != 0 {
			t.Version = version
		}
		for _, fixed := range []string{"state", "doneAt", "snoozed", "customerId", "interactionId"} {
			if _, ok := changes[fixed]; ok {
				return fault.Invalid([]fault.Field{{Field: fixed, Code: patch.Unknown}})
			}
		}
		was := t.AssigneeID
		bad := patch.Apply(t, changes)
		if err := s.place(tx.DB, t); err != nil {
			return err
		}
		who, err := staff.Check(tx.DB, "assigneeId", t.AssigneeID, was)
		if err != nil {
			return err
		}
		bad = append(bad, who...)
		return fault.Invalid(append(bad, t.Validate()...))
	})
	if err != nil {
		return nil, err
	}
	return s.task(id)
}

// changeTask loads a live task, lets fn change it, and writes it as one step.
func (s *Service) changeTask(id TaskID, label string, p fault.P, fn func(tx *store.Tx, t *Task) error) error {
	t, err := FindTask(s.db(), id)
	if err != nil {
		return err
	}
	params := fault.P{"title": t.Title}
	for k, v := range p {
		params[k] = v
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: label, Params: params}, func(tx *store.Tx) error {
		t, err := FindTask(tx.DB, id)
		if err != nil {
			return err
		}
		if t.DeletedAt != nil {
			return fault.Missing(KindTask)
		}
		if err := fn(tx, t); err != nil {
			return err
		}
		return tx.Update(t)
	})
}

// FinishTask marks a task as done, skipped, or open again.
func (s *Service) FinishTask(id TaskID, state State) (v *TaskView, err error) {
	defer fault.Recover(&err)
	label := map[State]string{Done: "interaction.task.done", Skipped: "interaction.task.skipped", Open: "interaction.task.reopened"}[state]
	if label == "" {
		return nil, fault.Invalid([]fault.Field{{Field: "state", Code: "interaction.choice"}})
	}
	err = s.changeTask(id, label, nil, func(tx *store.Tx, t *Task) error {
		t.finish(state, tx.Now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.task(id)
}

func (t *Task) finish(state State, now date.Instant) {
	t.State, t.DoneAt = state, now
	if state == Open {
		t.DoneAt = 0
	}
}

// finish ends a task inside another step; one that has ended stays as it is.
func finish(tx *store.Tx, id TaskID, state State) error {
	t, err := FindTask(tx.DB, id)
	if err != nil || t.State != Open {
		return err
	}
	t.finish(state, tx.Now)
	return tx.Update(t)
}

// Snooze puts an open task off to another day. Fault fault.invalid.
func (s *Service) Snooze(id TaskID, due date.Date) (v *TaskView, err error) {
	defer fault.Recover(&err)
	err = s.changeTask(id, "interaction.task.snoozed", fault.P{"date": string(due)}, func(_ *store.Tx, t *Task) error {
		t.Due, t.State, t.DoneAt = due, Open, 0
		t.Snoozed++
		return fault.Invalid(t.Validate())
	})
	if err != nil {
		return nil, err
	}
	return s.task(id)
}

// TrashTasks puts tasks into the trash.
func (s *Service) TrashTasks(ids []TaskID) (err error) {
	defer fault.Recover(&err)
	plain := make([]int64, len(ids))
	for n, id := range ids {
		plain[n] = int64(id)
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "interaction.task.trashed", Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		return tx.Trash(KindTask, plain...)
	})
}

// TaskQuery narrows a list of tasks; zero values narrow nothing.
type TaskQuery struct {
	CustomerID customer.ID `json:"customerId"`
	AboutKind  string      `json:"aboutKind"`
	AboutID    int64       `json:"aboutId"`
	// State keeps one state; "" every one.
	State State `json:"state"`
	// Of keeps those of a person and those of nobody, which are everybody's to do.
	Of staff.ID `json:"of"`
	// From and To bound the due day, both included.
	From date.Date `json:"from"`
	To   date.Date `json:"to"`
	// Limit is at most PageMax; 0 means PageMax.
	Limit  int `json:"limit"`
	Offset int `json:"offset"`
}

// Tasks lists tasks: the open ones by day, then those that ended, the latest first.
func (s *Service) Tasks(q TaskQuery) (list []TaskView, err error) {
	defer fault.Recover(&err)
	db := store.Live(s.db().Model(&Task{}))
	if q.CustomerID != 0 {
		db = db.Where("customer_id = ?", q.CustomerID)
	}
	if q.AboutKind != "" {
		db = db.Where("about_kind = ? and about_id = ?", q.AboutKind, q.AboutID)
	}
	if q.State != "" {
		db = db.Where("state = ?", q.State)
	}
	if q.Of != 0 {
		db = db.Where("assignee_id in (0, ?)", q.Of)
	}
	if q.From != "" {
		db = db.Where("due >= ?", q.From)
	}
	if q.To != "" {
		db = db.Where("due <= ?", q.To)
	}
	limit := q.Limit
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	var rows []Task
	err = db.Order("state <> 'open', done_at desc, due, due_time = '', due_time, id").Limit(limit).Offset(q.Offset).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	return s.views(rows)
}

func (s *Service) task(id TaskID) (*TaskView, error) {
	t, err := FindTask(s.db(), id)
	if err != nil {
		return nil, err
	}
	list, err := s.views([]Task{*t})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// views adds the names that a list of tasks shows.
func (s *Service) views(rows []Task) ([]TaskView, error) {
	list := make([]TaskView, len(rows))
	var customers []int64
	about := map[string][]int64{}
	for _, r := range rows {
		customers = append(customers, int64(r.CustomerID))
		about[r.AboutKind] = append(about[r.AboutKind], r.AboutID)
	}
	db := s.db()
	names, err := titles(db, "customer", "name", customers)
	if err != nil {
		return nil, err
	}
	phones, err := customer.Numbers(db, customers)
	if err != nil {
		return nil, err
	}
	papers, err := titles(db, "contract", "trim(number || ' ' || name)", about["contract"])
	if err != nil {
		return nil, err
	}
	leads, err := titles(db, kindLead, "name", about[kindLead])
	if err != nil {
		return nil, err
	}
	chances, err := titles(db, "opportunity", "name", about["opportunity"])
	if err != nil {
		return nil, err
	}
	people, err := titles(db, "contact", "name", about[customer.KindContact])
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		v := TaskView{Task: r, CustomerName: names[int64(r.CustomerID)], Phone: phones[r.CustomerID]}
		switch r.AboutKind {
		case "contract":
			v.About = papers[r.AboutID]
		case "opportunity":
			v.About = chances[r.AboutID]
		case kindLead:
			v.About = leads[r.AboutID]
		case customer.KindContact:
			v.About = people[r.AboutID]
		}
		list[i] = v
	}
	return list, nil
}
