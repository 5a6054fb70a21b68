package opportunity

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/approval"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/patch"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/template"
)

// Lent is what other parts of the application lend to this package.
type Lent struct {
	// Find answers a text search with ids of opportunities, best first.
	Find func(text string, limit int) ([]int64, error)
	// Lang is the language of what is made for a person: the stages of a new pipeline.
	Lang func() locale.Tag
	// Learned says what the deals that were closed teach of the open ones.
	Learned Learner
}

// Service is what the page may call.
type Service struct {
	st   *store.Store
	lent Lent
}

// NewService makes the service.
func NewService(st *store.Store, lent Lent) *Service { return &Service{st: st, lent: lent} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Role is a contact in an opportunity, as it is shown.
type Role struct {
	Person
	Name  string `json:"name"`
	Title string `json:"title"`
	Phone string `json:"phone"`
	// Left: it is no longer there, or in the trash.
	Left bool `json:"left"`
}

// Paper is a contract or a quote of an opportunity.
type Paper struct {
	ID       contract.ID    `json:"id"`
	Number   string         `json:"number"`
	Name     string         `json:"name"`
	Kind     template.Kind  `json:"kind"`
	Stage    contract.Stage `json:"stage"`
	Amount   money.Amount   `json:"amount"`
	Currency money.Currency `json:"currency"`
}

// Margin is what is left of the lines after what they cost, in the eyes of the
// owner: net of tax less the cost of the catalogue.
type Margin struct {
	Net    money.Amount `json:"net"`
	Cost   money.Amount `json:"cost"`
	Margin money.Amount `json:"margin"`
	// Unknown counts the lines whose cost nobody entered; they are not in it.
	Unknown int `json:"unknown"`
}

// Detail is an opportunity with what its page shows.
type Detail struct {
	Opportunity
	// Card is it as lists show it.
	Card   Card     `json:"card"`
	Stages []Stage  `json:"stages"`
	Judged []Judged `json:"judged"`
	// Ready is the last stage to which nothing is missing; 0: none after its own.
	Ready  StageID         `json:"ready"`
	Totals template.Totals `json:"totals"`
	Margin Margin          `json:"margin"`
	// Unreasoned names the lines under their floor that nobody gave a reason for.
	Unreasoned []string    `json:"unreasoned"`
	People     []Role      `json:"people"`
	Moves      []StageMove `json:"moves"`
	Papers     []Paper     `json:"papers"`
	// Approval is how its prices, and its end, stand with an owner's approval.
	Approval approval.Standing `json:"approval"`
	// AskLost: closing it as lost has to be asked for.
	AskLost bool `json:"askLost"`
	// Names of the stages of Moves, those that are gone too.
	Names map[StageID]string `json:"names"`
	// Tier of the customer, for the prices that are offered.
	Tier string `json:"tier"`
}

// Get gives an opportunity. Fault fault.not_found.
func (s *Service) Get(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	return s.get(id)
}

func (s *Service) get(id ID) (d *Detail, err error) {
	db := s.db()
	o, err := Find(db, id)
	if err != nil {
		return nil, err
	}
	d = &Detail{Opportunity: *o, Totals: o.Totals(), Unreasoned: []string{}}
	home, err := settings.OurCurrency(db)
	if err != nil {
		return nil, err
	}
	for _, f := range template.CheckFloor(o.Lines, o.WholeDiscount, o.Currency, home) {
		name, _ := f.Params["name"].(string)
		d.Unreasoned = append(d.Unreasoned, name)
	}
	if d.Stages, err = Stages(db, o.PipelineID); err != nil {
		return nil, err
	}
	if d.Judged, err = Judge(db, o, d.Stages...); err != nil {
		return nil, err
	}
	d.Ready = ready(o, d.Stages, d.Judged)
	if d.Moves, err = Moves(db, id); err != nil {
		return nil, err
	}
	if d.Names, err = stageNames(db, d.Moves); err != nil {
		return nil, err
	}
	if d.People, err = people(db, o.Contacts); err != nil {
		return nil, err
	}
	if d.Margin, err = o.margin(db); err != nil {
		return nil, err
	}
	if d.Approval, err = o.standing(db); err != nil {
		return nil, err
	}
	if d.AskLost, err = approval.LostNeeded(db); err != nil {
		return nil, err
	}
	d.Papers = []Paper{}
	if err := store.Live(db.Table("contract")).Where("opportunity_id = ?", id).Order("id desc").
		Select("id, number, name, kind, stage, amount, currency").Scan(&d.Papers).Error; err != nil {
		return nil, err
	}
	c, err := customer.Find(db, o.CustomerID)
	if err != nil {
		return nil, err
	}
	d.Tier = c.Tier
	learned, err := s.lent.Learned.ask()
	if err != nil {
		return nil, err
	}
	rows, err := cards(shown(db, learned).Where("o.id = ?", id), date.At(s.st.Now()))
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		d.Card = rows[0]
	} else { // it or its customer is in the trash
		d.Card = Card{ID: id, Version: o.Version, Name: o.Name, CustomerID: o.CustomerID, CustomerName: c.Name, StageID: o.StageID, Outcome: o.Outcome, Amount: o.Amount, Currency: o.Currency}
	}
	return d, nil
}

func stageNames(db *gorm.DB, moves []StageMove) (map[StageID]string, error) {
	var ids []int64
	for _, m := range moves {
		ids = append(ids, int64(m.FromID), int64(m.ToID))
	}
	var rows []Stage
	err := store.IDs(db, "id", ids).Select("id", "name").Find(&rows).Error
	out := make(map[StageID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}

func people(db *gorm.DB, list []Person) ([]Role, error) {
	out := make([]Role, 0, len(list))
	for _, p := range list {
		c, err := customer.FindContact(db, p.ContactID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r := Role{Person: p, Name: c.Name, Title: c.Title, Left: c.LeftCompany || c.DeletedAt != nil}
		if len(c.Phones) > 0 {
			r.Phone = c.Phones[0].Raw
		}
		out = append(out, r)
	}
	return out, nil
}

// margin compares the lines with what the catalogue says they cost now. Goods are
// the same by their code, or by name and spec where a line has none.
func (o *Opportunity) margin(db *gorm.DB) (Margin, error) {
	var m Margin
	home, err := settings.OurCurrency(db)
	if err != nil {
		return m, err
	}
	totals := o.Totals()
	for i, l := range o.Lines {
		var p product.Product
		q := store.Live(db)
		if l.Code != "" {
			q = q.Where("code = ?", l.Code)
		} else {
			q = q.Where("name = ? and spec = ?", l.Name, l.Spec)
		}
		if err := q.Limit(1).Find(&p).Error; err != nil {
			return m, err
		}
		cost, err := product.CostOf(db, &p)
		if err != nil {
			return m, err
		}
		if cost == 0 || o.Currency != home { // what things cost is known in our currency
			m.Unknown++
			continue
		}
		net := totals.Lines[i].Taxed
		if !o.NetPrices {
			net -= totals.Lines[i].Tax
		}
		m.Net += net
		m.Cost += cost.Times(l.Qty)
	}
	m.Margin = m.Net - m.Cost
	return m, nil
}

// Create adds an opportunity; what is not said is the usual, see the function of
// the same name. Faults fault.invalid, opportunity.no_pipeline.
func (s *Service) Create(o Opportunity) (d *Detail, err error) {
	defer fault.Recover(&err)
	var id ID
	err = s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.created", Params: fault.P{"name": oneLine(o.Name)}}, func(tx *store.Tx) error {
		o := o // the body may run again
		o.ID, o.Meta, o.Outcome, o.Origin, o.ContractID = 0, store.Meta{UID: o.UID}, Open, "", 0
		if err := Create(tx, &o); err != nil {
			return err
		}
		id = o.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.get(id)
}

// fixed are the fields that Update does not take: they are changed by Move,
// Close, Reopen and Tick.
var fixed = []string{"customerId", "pipelineId", "stageId", "stageSince", "outcome", "closedAt", "contractId", "ticks", "origin"}

// Update sets the fields that changes names. version is that of the record
// shown. Faults fault.invalid, fault.not_found, store.conflict.
func (s *Service) Update(id ID, version int64, changes map[string]any) (d *Detail, err error) {
	defer fault.Recover(&err)
	return s.change(id, "opportunity.updated", nil, func(tx *store.Tx, o *Opportunity) error {
		if version != 0 {
			o.Version = version
		}
		owner := o.OwnerID
		var bad []fault.Field
		for _, name := range fixed {
			if _, ok := changes[name]; ok {
				bad = append(bad, fault.Field{Field: name, Code: patch.Unknown})
			}
		}
		if bad = append(bad, patch.Apply(o, changes)...); len(bad) > 0 {
			return fault.Invalid(bad)
		}
		o.Normalize()
		if err := o.check(tx.DB, owner); err != nil {
			return err
		}
		return tx.Update(o)
	})
}

// change loads a live opportunity and lets fn change and write it, as one step.
func (s *Service) change(id ID, label string, p fault.P, fn func(tx *store.Tx, o *Opportunity) error) (*Detail, error) {
	o, err := live(s.db(), id)
	if err != nil {
		return nil, err
	}
	params := fault.P{"name": o.Name}
	for k, v := range p {
		params[k] = v
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: label, Params: params}, func(tx *store.Tx) error {
		o, err := live(tx.DB, id)
		if err != nil {
			return err
		}
		return fn(tx, o)
	})
	if err != nil {
		return nil, err
	}
	return s.get(id)
}

// Tick ticks a criterion of the opportunity's pipeline, or unticks it. Faults
// fault.invalid for one that is not ticked by hand, fault.not_found.
func (s *Service) Tick(id ID, key string, on bool) (d *Detail, err error) {
	defer fault.Recover(&err)
	return s.change(id, "opportunity.updated", nil, func(tx *store.Tx, o *Opportunity) error {
		stages, err := Stages(tx.DB, o.PipelineID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(stages, func(s Stage) bool {
			return slices.ContainsFunc(s.Criteria, func(c Criterion) bool { return c.Key == key && c.Kind == Ticked })
		}) {
			return fault.Invalid([]fault.Field{{Field: "ticks", Code: "opportunity.choice"}})
		}
		if on {
			o.Ticks[key] = tx.Now
		} else {
			delete(o.Ticks, key)
		}
		return tx.Update(o)
	})
}

// Ahead says of every criterion on the way to a stage whether it is met.
func (s *Service) Ahead(id ID, to StageID) (list []Judged, err error) {
	defer fault.Recover(&err)
	db := s.db()
	o, err := live(db, id)
	if err != nil {
		return nil, err
	}
	target, err := FindStage(db, to)
	if err != nil {
		return nil, err
	}
	stages, err := o.ahead(db, target)
	if err != nil {
		return nil, err
	}
	return Judge(db, o, stages...)
}

// Move puts an opportunity from the stage where it was shown into another one.
// Where it no longer is there, because somebody else moved or closed it, nothing
// is done: fault opportunity.elsewhere or opportunity.closed, see stands. One that
// has come to that stage already stays. Other faults as the function of the same
// name.
func (s *Service) Move(id ID, from, to StageID, reason string) (d *Detail, err error) {
	defer fault.Recover(&err)
	target, err := FindStage(s.db(), to)
	if err != nil {
		return nil, err
	}
	return s.change(id, "opportunity.moved", fault.P{"stage": target.Name}, func(tx *store.Tx, o *Opportunity) error {
		if o.Outcome == Open && o.StageID == to {
			return nil
		}
		if err := o.stands(tx.DB, from); err != nil {
			return err
		}
		return Move(tx, o, to, reason)
	})
}

// stands refuses what is done with a card that is no longer where it was seen:
// fault opportunity.closed {name, outcome, by, at} when somebody else closed it,
// else opportunity.elsewhere {name, stage, stageId, by, at}; by is who did that,
// "" in solo mode, and at when.
func (o *Opportunity) stands(db *gorm.DB, stage StageID) error {
	if o.StageID == stage && o.Outcome == Open {
		return nil
	}
	var last StageMove
	if err := store.Live(db).Where("opportunity_id = ?", o.ID).Order("at desc, id desc").Limit(1).Find(&last).Error; err != nil {
		return err
	}
	by, err := store.Author(db, KindMove, last.ID)
	if err != nil {
		return err
	}
	p := fault.P{"name": o.Name, "by": by, "at": last.At}
	if o.Outcome != Open {
		p["outcome"] = o.Outcome
		return fault.New("opportunity.closed", p)
	}
	now, err := store.Get[Stage](db, KindStage, int64(o.StageID))
	if err != nil {
		return err
	}
	p["stage"], p["stageId"] = now.Name, now.ID
	return fault.New("opportunity.elsewhere", p)
}

// closings are the labels of the steps that close an opportunity.
var closings = map[Outcome]string{Won: "opportunity.won", Lost: "opportunity.lost", Void: "opportunity.voided"}

// Close ends an open opportunity that was shown in a stage. Faults as the function
// of the same name, opportunity.elsewhere, approval.lost_needed: see AskLost.
func (s *Service) Close(id ID, from StageID, c Closing) (d *Detail, err error) {
	defer fault.Recover(&err)
	label, ok := closings[c.Outcome]
	if !ok {
		return nil, fault.Invalid([]fault.Field{{Field: "outcome", Code: "opportunity.choice"}})
	}
	return s.change(id, label, nil, func(tx *store.Tx, o *Opportunity) error {
		if err := o.stands(tx.DB, from); err != nil {
			return err
		}
		if c.Outcome == Lost {
			ask, err := approval.LostNeeded(tx.DB)
			if err != nil {
				return err
			}
			if ask {
				return fault.New("approval.lost_needed", fault.P{"name": o.Name})
			}
		}
		return Close(tx, o, c)
	})
}

// Reopen takes a closed opportunity up again. Faults fault.not_found,
// opportunity.open.
func (s *Service) Reopen(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	return s.change(id, "opportunity.reopened", nil, Reopen)
}

// Trash puts opportunities into the trash.
func (s *Service) Trash(ids []ID) (err error) {
	defer fault.Recover(&err)
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "opportunity.trashed", Params: fault.P{"count": len(ids)}}, func(tx *store.Tx) error {
		return tx.Trash(KindOpportunity, plain...)
	})
}

// Board gives the open opportunities of a pipeline by stage; id 0 is the first
// pipeline, owner 0 keeps everybody's. Faults fault.not_found,
// opportunity.no_pipeline.
func (s *Service) Board(id PipelineID, owner staff.ID) (b *BoardView, err error) {
	defer fault.Recover(&err)
	db := s.db()
	if id == 0 {
		all, err := Pipelines(db)
		if err != nil {
			return nil, err
		}
		if len(all) == 0 {
			return nil, fault.New("opportunity.no_pipeline", nil)
		}
		id = all[0].ID
	}
	learned, err := s.lent.Learned.ask()
	if err != nil {
		return nil, err
	}
	return Board(db, learned, id, owner, date.At(s.st.Now()))
}

// PriceMemory gives what the customer of an opportunity was asked for the goods
// of a line before, in contracts that were issued. Fault fault.not_found.
func (s *Service) PriceMemory(id ID, line Line) (m *contract.PriceMemory, err error) {
	defer fault.Recover(&err)
	o, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	return contract.Remember(s.db(), o.CustomerID, 0, o.Currency, line)
}

// NewContract makes the draft of a contract from an opportunity, with its lines;
// template 0 is the likeliest one. Faults fault.not_found, contract.floor_reason,
// contract.no_template.
func (s *Service) NewContract(id ID, tpl template.ID) (made contract.ID, err error) {
	defer fault.Recover(&err)
	return s.paper(id, tpl, false)
}
