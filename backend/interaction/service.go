package interaction

import (
	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/patch"
	"keyue/backend/search"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// PageMax is the most rows one call gives.
const PageMax = 200

// Options are what other domains lend to this one. Every field may be zero.
type Options struct {
	// Owners find the customer a record of a kind belongs to, for tasks about
	// it; 0 when there is none. Fault fault.not_found when there is no record.
	Owners map[string]func(db *gorm.DB, id int64) (customer.ID, error)
	// Running selects the customers with a running contract.
	Running func(db *gorm.DB, today date.Date) *gorm.DB
}

// Service is what the page may call.
type Service struct {
	st      *store.Store
	owners  map[string]func(db *gorm.DB, id int64) (customer.ID, error)
	running func(db *gorm.DB, today date.Date) *gorm.DB
}

// NewService makes the service.
func NewService(st *store.Store, o Options) *Service {
	owners := map[string]func(db *gorm.DB, id int64) (customer.ID, error){
		customer.KindCustomer: func(db *gorm.DB, id int64) (customer.ID, error) {
			c, err := customer.Find(db, customer.ID(id))
			if err != nil {
				return 0, err
			}
			return c.ID, nil
		},
		customer.KindContact: func(db *gorm.DB, id int64) (customer.ID, error) {
			c, err := customer.FindContact(db, customer.ContactID(id))
			if err != nil {
				return 0, err
			}
			return c.CustomerID, nil
		},
		KindInteraction: func(db *gorm.DB, id int64) (customer.ID, error) {
			i, err := Find(db, ID(id))
			if err != nil {
				return 0, err
			}
			return i.CustomerID, nil
		},
	}
	for kind, f := range o.Owners {
		owners[kind] = f
	}
	return &Service{st: st, owners: owners, running: o.Running}
}

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Next is the next step that is agreed while logging: what to do and when.
type Next struct {
	Title   string    `json:"title"`
	Due     date.Date `json:"due"`
	DueTime string    `json:"dueTime"`
}

// Entry is an interaction as the timeline shows it.
type Entry struct {
	Interaction
	CustomerName string `json:"customerName"`
	ContactName  string `json:"contactName"`
	// ContractTitle names the contract it was about.
	ContractTitle string `json:"contractTitle"`
	// OpportunityTitle names the opportunity it was about.
	OpportunityTitle string `json:"opportunityTitle"`
	// LeadName names the lead it was with.
	LeadName string `json:"leadName"`
	// Files counts its attachments.
	Files int64 `json:"files"`
	// Task is the next step that came of it, when there is one.
	Task *Task `json:"task"`
}

// Find gives one interaction, in the trash or not. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Interaction, error) {
	i, err := store.Get[Interaction](db, KindInteraction, int64(id))
	return &i, err
}

// Log writes down an exchange (记一笔), with the next step when next is given,
// as one step. An interaction without a time happened now. doneTask is the task
// that was done by it, 0 for none. Faults fault.invalid (those of the next step
// are named "next.title", "next.due"), fault.not_found.
func (s *Service) Log(i Interaction, next *Next, doneTask TaskID) (e *Entry, err error) {
	defer fault.Recover(&err)
	var id ID
	step := store.Step{Label: "interaction.logged", Params: fault.P{"name": s.who(&i)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		i := i // the body may run again
		i.ID, i.Meta = 0, store.Meta{UID: i.UID}
		if i.At == 0 {
			i.At = tx.Now
		}
		if err := Add(tx, &i, next); err != nil {
			return err
		}
		id = i.ID
		if doneTask == 0 {
			return nil
		}
		return finish(tx, doneTask, Done)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// step is the task that a next step asks for; nil for none.
func (i *Interaction) step(next *Next) *Task {
	if next == nil || next.Title == "" && next.Due == "" {
		return nil
	}
	t := &Task{Title: next.Title, Due: next.Due, DueTime: next.DueTime, AboutKind: customer.KindCustomer, AboutID: int64(i.CustomerID), CustomerID: i.CustomerID}
	switch {
	case i.OpportunityID != 0:
		t.AboutKind, t.AboutID = "opportunity", i.OpportunityID
	case i.ContractID != 0:
		t.AboutKind, t.AboutID = "contract", i.ContractID
	case i.LeadID != 0:
		t.AboutKind, t.AboutID = kindLead, i.LeadID
	}
	return t
}

// Add checks and inserts an interaction, and the task that a next step asks for,
// inside a step. next may be nil. Faults as [Service.Log].
func Add(tx *store.Tx, i *Interaction, next *Next) error {
	t := i.step(next)
	i.Normalize()
	bad := i.Validate(tx.Now)
	more, err := i.belongs(tx.DB)
	if err != nil {
		return err
	}
	bad = append(bad, more...)
	if t != nil {
		t.Normalize()
		for _, f := range t.Validate() {
			f.Field = "next." + f.Field
			bad = append(bad, f)
		}
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	if err := tx.Insert(i); err != nil {
		return err
	}
	if t == nil {
		return nil
	}
	t.InteractionID = i.ID
	if err := Assign(tx, t); err != nil {
		return err
	}
	return tx.Insert(t)
}

// belongs checks that customer, contact, contract, opportunity and lead are there and go together.
func (i *Interaction) belongs(db *gorm.DB) (bad []fault.Field, err error) {
	if i.CustomerID != 0 {
		c, err := customer.Find(db, i.CustomerID)
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && c.DeletedAt != nil:
			bad = append(bad, fault.Field{Field: "customerId", Code: "interaction.customer_gone"})
		case err != nil:
			return nil, err
		}
	}
	if i.ContactID != 0 {
		p, err := customer.FindContact(db, i.ContactID)
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && p.CustomerID != i.CustomerID:
			bad = append(bad, fault.Field{Field: "contactId", Code: "customer.contact.elsewhere"})
		case err != nil:
			return nil, err
		}
	}
	for _, about := range []struct {
		table, field, code string
		id                 int64
	}{{"contract", "contractId", "interaction.contract_elsewhere", i.ContractID}, {"opportunity", "opportunityId", "interaction.opportunity_elsewhere", i.OpportunityID},
		{kindLead, "leadId", "interaction.lead_elsewhere", i.LeadID}} {
		if about.id == 0 {
			continue
		}
		var n int64
		if err := db.Table(about.table).Where("id = ? and customer_id = ?", about.id, i.CustomerID).Count(&n).Error; err != nil {
			return nil, err
		}
		if n == 0 {
			bad = append(bad, fault.Field{Field: about.field, Code: about.code})
		}
	}
	return bad, nil
}

// Update sets the fields that changes names. version is that of the record
// shown. Faults fault.invalid, fault.not_found, store.conflict.
func (s *Service) Update(id ID, version int64, changes map[string]any) (e *Entry, err error) {
	defer fault.Recover(&err)
	i, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "interaction.updated", Params: fault.P{"name": s.who(i)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		i, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		if i.DeletedAt != nil {
			return fault.Missing(KindInteraction)
		}
		if version != 0 {
			i.Version = version
		}
		bad := patch.Apply(i, changes)
		i.Normalize()
		bad = append(bad, i.Validate(tx.Now)...)
		more, err := i.belongs(tx.DB)
		if err != nil {
			return err
		}
		if err := fault.Invalid(append(bad, more...)); err != nil {
			return err
		}
		return tx.Update(i)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// Trash puts interactions into the trash.
func (s *Service) Trash(ids []ID) (err error) {
	defer fault.Recover(&err)
	plain := make([]int64, len(ids))
	for n, id := range ids {
		plain[n] = int64(id)
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "interaction.trashed", Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		return tx.Trash(KindInteraction, plain...)
	})
}

// Get gives one interaction. Fault fault.not_found.
func (s *Service) Get(id ID) (e *Entry, err error) {
	defer fault.Recover(&err)
	i, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	all, err := s.entries([]Interaction{*i})
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// Query narrows the timeline; zero values narrow nothing.
type Query struct {
	CustomerID customer.ID `json:"customerId"`
	ContractID int64       `json:"contractId"`
	// LeadID keeps what was said with a lead.
	LeadID int64 `json:"leadId"`
	// OpportunityID keeps what was said about an opportunity.
	OpportunityID int64   `json:"opportunityId"`
	Medium        Medium  `json:"medium"`
	Outcome       Outcome `json:"outcome"`
	// Text finds the words anywhere in what was said.
	Text string `json:"text"`
	// Before and BeforeID continue a list after its last entry.
	Before   date.Instant `json:"before"`
	BeforeID ID           `json:"beforeId"`
	// Limit is at most PageMax; 0 means PageMax.
	Limit int `json:"limit"`
}

// List gives interactions, the latest first.
func (s *Service) List(q Query) (list []Entry, err error) {
	defer fault.Recover(&err)
	db := store.Live(s.db().Model(&Interaction{}))
	if q.CustomerID != 0 {
		db = db.Where("customer_id = ?", q.CustomerID)
	}
	if q.ContractID != 0 {
		db = db.Where("contract_id = ?", q.ContractID)
	}
	if q.LeadID != 0 {
		db = db.Where("lead_id = ?", q.LeadID)
	}
	if q.OpportunityID != 0 {
		db = db.Where("opportunity_id = ?", q.OpportunityID)
	}
	if q.Medium != "" {
		db = db.Where("medium = ?", q.Medium)
	}
	if q.Outcome != "" {
		db = db.Where("outcome = ?", q.Outcome)
	}
	if q.Text != "" {
		hits, err := search.SearchText(s.db(), q.Text, []string{KindInteraction}, 5000)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, len(hits))
		for i, h := range hits {
			ids[i] = h.RecordID
		}
		db = store.IDs(db, "id", ids)
	}
	if q.Before != 0 {
		db = db.Where("at < ? or at = ? and id < ?", q.Before, q.Before, q.BeforeID)
	}
	limit := q.Limit
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	var rows []Interaction
	if err := db.Order("at desc, id desc").Limit(limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	return s.entries(rows)
}

// entries adds the names that a timeline shows.
func (s *Service) entries(rows []Interaction) ([]Entry, error) {
	list := make([]Entry, len(rows))
	if len(rows) == 0 {
		return list, nil
	}
	db := s.db()
	var customers, contacts, contracts, chances, leads, ids []int64
	for _, r := range rows {
		customers, contacts = append(customers, int64(r.CustomerID)), append(contacts, int64(r.ContactID))
		contracts, chances, ids = append(contracts, r.ContractID), append(chances, r.OpportunityID), append(ids, int64(r.ID))
		leads = append(leads, r.LeadID)
	}
	names, err := titles(db, "customer", "name", customers)
	if err != nil {
		return nil, err
	}
	people, err := titles(db, "contact", "name", contacts)
	if err != nil {
		return nil, err
	}
	papers, err := titles(db, "contract", "trim(number || ' ' || name)", contracts)
	if err != nil {
		return nil, err
	}
	wanted, err := titles(db, "opportunity", "name", chances)
	if err != nil {
		return nil, err
	}
	from, err := titles(db, kindLead, "name", leads)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	if err := store.Live(store.IDs(db, "interaction_id", ids)).Order("id desc").Find(&tasks).Error; err != nil {
		return nil, err
	}
	for i, r := range rows {
		e := Entry{Interaction: r, CustomerName: names[int64(r.CustomerID)], ContactName: people[int64(r.ContactID)],
			ContractTitle: papers[r.ContractID], OpportunityTitle: wanted[r.OpportunityID], LeadName: from[r.LeadID]}
		for t := range tasks {
			if tasks[t].InteractionID == r.ID {
				e.Task = &tasks[t]
			}
		}
		if e.Files, err = attachment.Count(db, KindInteraction, int64(r.ID)); err != nil {
			return nil, err
		}
		list[i] = e
	}
	return list, nil
}

// titles gives what records of a table are called, by id; those in the trash too.
func titles(db *gorm.DB, table, expr string, ids []int64) (map[int64]string, error) {
	var rows []struct {
		ID    int64
		Title string
	}
	err := store.IDs(db.Table(table), "id", ids).Select("id, " + expr + " as title").Scan(&rows).Error
	out := make(map[int64]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Title
	}
	return out, err
}

// who is whom an interaction was with: the customer, or the lead that is none yet.
func (s *Service) who(i *Interaction) string {
	table, id := customer.KindCustomer, int64(i.CustomerID)
	if id == 0 {
		table, id = kindLead, i.LeadID
	}
	names, err := titles(s.db(), table, "name", []int64{id})
	if err != nil {
		return ""
	}
	return names[id]
}
