package lead

import (
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// PageMax is the most rows one call gives.
const PageMax = 500

// textMax is how many hits of a text search a list goes through.
const textMax = 10000

// Views of the list.
const (
	ViewOpen      = ""          // everything that is not put away
	ViewNew       = "new"       // nobody has spoken with them
	ViewWorking   = "working"   // being worked on
	ViewDue       = "due"       // to contact: never spoken with, or the next step is due
	ViewConverted = "converted" // became customers
	ViewRecycled  = "recycled"
	ViewInvalid   = "invalid"
	ViewReturning = "returning" // about to return to the pool
	ViewAll       = "all"
)

// Whose leads, beside the id of a person.
const (
	WhoseMine = "mine"
	WhosePool = "pool"
)

// Query describes a list of leads; zero values narrow nothing.
type Query struct {
	View string `json:"view"`
	// Text is searched as in the search box: name, pinyin, company, number, e-mail.
	Text string `json:"text"`
	// Whose keeps those of one: mine (of who is working), pool (nobody's), or the id
	// of a person; "" is everybody's.
	Whose     string    `json:"whose"`
	ChannelID ChannelID `json:"channelId"`
	Grade     Grade     `json:"grade"`
	// Problems keeps those that do not meet a cleaning rule.
	Problems bool `json:"problems"`
	// Sort is name, channel, grade, amount, receivedAt, lastAt or nextDue; "" is
	// by arrival, the latest first, with Text by rank. Those without a channel or a
	// next step come last in either direction.
	Sort   string `json:"sort"`
	Desc   bool   `json:"desc"`
	Offset int    `json:"offset"`
	// Limit is at most PageMax; 0 means PageMax.
	Limit int `json:"limit"`
}

// Row is a lead in a list.
type Row struct {
	Lead
	ChannelName string `gorm:"column:channel_name" json:"channelName"`
	// Status is new or working for an open lead, else its state.
	Status string `gorm:"-" json:"status"`
	// Grade is the one that counts: the person's own, else that of the rules.
	Grade Grade `json:"grade"`
	Score int   `json:"score"`
	// FirstAt and LastAt are when it was spoken with, 0 for never.
	FirstAt date.Instant `json:"firstAt"`
	LastAt  date.Instant `json:"lastAt"`
	// NextDue and NextStep are the open task that is due first; "" for none.
	NextDue  date.Date `json:"nextDue"`
	NextStep string    `json:"nextStep"`
	// Problems counts the cleaning rules that are not met.
	Problems int `json:"problems"`
	// ReturnsOn is the day it returns to the pool when nobody speaks with it; "" for
	// never.
	ReturnsOn date.Date `gorm:"-" json:"returnsOn"`
	// Since is since when it has waited for its owner.
	Since date.Instant `gorm:"column:since" json:"-"`
	// Waiting are the whole hours since it came, or was spoken with last.
	Waiting int `gorm:"-" json:"waiting"`
}

// Page is a window of a list.
type Page struct {
	Rows []Row `json:"rows"`
	// Total is the number of rows of the whole list.
	Total int64 `json:"total"`
}

// inView is the condition of a view on a day.
func inView(view string, today date.Date) string {
	return strings.ReplaceAll(inViews[view], "{today}", "'"+string(today)+"'")
}

// inViews are the conditions of the views; those that are about to return depend
// on the rules, see [Service.viewed].
var inViews = map[string]string{
	ViewOpen:      "lead.state = 'open'",
	ViewNew:       "lead.state = 'open' and lead.first_at = 0",
	ViewWorking:   "lead.state = 'open' and lead.first_at > 0",
	ViewDue:       "lead.state = 'open' and (lead.first_at = 0 and lead.next_due = '' or lead.next_due <> '' and lead.next_due <= {today})",
	ViewReturning: "lead.state = 'open'",
	ViewConverted: "lead.state = 'converted'",
	ViewRecycled:  "lead.state = 'recycled'",
	ViewInvalid:   "lead.state = 'invalid'",
	ViewAll:       "true",
}

// viewed are the leads of a view that are of somebody. Faults lead.view, lead.whose.
func (s *Service) viewed(view, whose string) (*gorm.DB, error) {
	now := s.st.Now()
	if inViews[view] == "" {
		return nil, fault.New("lead.view", fault.P{"view": view})
	}
	db := s.db().Table("lead").Where("lead.deleted_at is null and (" + inView(view, date.FromTime(now)) + ")")
	if view == ViewReturning {
		rules, err := LoadAssignment(s.db())
		if err != nil {
			return nil, err
		}
		db = returning(db, rules, now)
	}
	switch whose {
	case "":
		return db, nil
	case WhosePool:
		return db.Where("lead.owner_id = 0"), nil
	case WhoseMine:
		working, err := staff.Working(s.db())
		if err != nil {
			return nil, err
		}
		if working.ID == 0 {
			return db.Where("1 = 0"), nil
		}
		return db.Where("lead.owner_id = ?", working.ID), nil
	}
	id, err := strconv.ParseInt(whose, 10, 64)
	if err != nil {
		return nil, fault.New("lead.whose", fault.P{"whose": whose})
	}
	return db.Where("lead.owner_id = ?", id), nil
}

// narrowed are the leads that q keeps, with the ids a text found, best first;
// nil without a text.
func (s *Service) narrowed(q Query) (db *gorm.DB, ranked []int64, err error) {
	if db, err = s.viewed(q.View, q.Whose); err != nil {
		return nil, nil, err
	}
	if q.ChannelID != 0 {
		db = db.Where("lead.channel_id = ?", q.ChannelID)
	}
	if q.Grade != "" {
		db = db.Where("lead.grade = ?", q.Grade)
	}
	if q.Problems {
		db = db.Where("lead.problems > 0")
	}
	if text := strings.TrimSpace(q.Text); text != "" {
		if ranked, err = s.Find(text, textMax); err != nil {
			return nil, nil, err
		}
		db = store.IDs(db, "lead.id", ranked)
	}
	return db, ranked, nil
}

func rowsOf(db *gorm.DB) *gorm.DB {
	return db.Joins("left join channel c on c.id = lead.channel_id and c.deleted_at is null").Joins("left join task t on t.id = lead.next_id").
		Select("lead.*, coalesce(c.name, '') as channel_name, coalesce(t.title, '') as next_step, " + sinceSQL + " as since")
}

// finish fills in what depends on the clock and the rules.
func (s *Service) finish(rows []Row) error {
	rules, err := LoadAssignment(s.db())
	if err != nil {
		return err
	}
	now, tomorrow := date.At(s.st.Now()), date.FromTime(s.st.Now()).AddDays(1)
	for i := range rows {
		r := &rows[i]
		r.Status = string(r.State)
		if r.State == Open {
			r.Status = ViewNew
			if r.FirstAt > 0 {
				r.Status = ViewWorking
			}
		}
		r.Waiting = max(0, int((now-max(r.ReceivedAt, r.LastAt))/(3600*1000)))
		if r.State == Open && r.OwnerID != 0 && rules.ReturnDays > 0 {
			r.ReturnsOn = max(r.Since.Date(s.st.Now().Location()).AddDays(rules.ReturnDays), tomorrow)
		}
	}
	return nil
}

// List gives a window of the leads. Faults lead.sort for an order there is not,
// lead.view.
func (s *Service) List(q Query) (page *Page, err error) {
	defer fault.Recover(&err)
	order, err := s.ordered(q)
	if err != nil {
		return nil, err
	}
	db, ranked, err := s.narrowed(q)
	if err != nil {
		return nil, err
	}
	page = &Page{Rows: []Row{}}
	if err := db.Session(&gorm.Session{}).Count(&page.Total).Error; err != nil {
		return nil, err
	}
	limit := q.Limit
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	if ranked != nil && q.Sort == "" {
		if err := rowsOf(db).Scan(&page.Rows).Error; err != nil {
			return nil, err
		}
		inOrder(page.Rows, ranked)
		from := min(max(0, q.Offset), len(page.Rows))
		page.Rows = page.Rows[from:min(len(page.Rows), from+limit)]
	} else {
		// The order first, of ids alone: a whole row is read only where it is shown.
		if ranked, err = order.window(db, q.Offset, limit); err != nil {
			return nil, err
		}
		if err := rowsOf(store.IDs(s.db().Table("lead"), "lead.id", ranked)).Scan(&page.Rows).Error; err != nil {
			return nil, err
		}
		inOrder(page.Rows, ranked)
	}
	return page, s.finish(page.Rows)
}

// inOrder puts rows into the order of ids.
func inOrder(rows []Row, ids []int64) {
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(rows, func(a, b Row) int { return place[int64(a.ID)] - place[int64(b.ID)] })
}

// IDs gives every lead of a list, for what is done with all of them.
func (s *Service) IDs(q Query) (ids []ID, err error) {
	defer fault.Recover(&err)
	db, _, err := s.narrowed(q)
	if err != nil {
		return nil, err
	}
	ids = []ID{}
	return ids, db.Order("lead.id").Pluck("lead.id", &ids).Error
}

// Counts says how many leads each view has.
type Counts struct {
	Open      int64 `json:"open"`
	New       int64 `json:"new"`
	Working   int64 `json:"working"`
	Due       int64 `json:"due"`
	Converted int64 `json:"converted"`
	Recycled  int64 `json:"recycled"`
	Invalid   int64 `json:"invalid"`
	Returning int64 `json:"returning"`
}

// Counts counts the views of somebody's leads, see [Query.Whose]. Fault lead.whose.
func (s *Service) Counts(whose string) (c *Counts, err error) {
	defer fault.Recover(&err)
	c = &Counts{}
	db, err := s.viewed(ViewAll, whose)
	if err != nil {
		return nil, err
	}
	sums := []string{}
	for view, as := range map[string]string{ViewOpen: "open", ViewNew: "new", ViewWorking: "working", ViewDue: "due",
		ViewConverted: "converted", ViewRecycled: "recycled", ViewInvalid: "invalid"} {
		sums = append(sums, "count(case when "+inView(view, date.FromTime(s.st.Now()))+" then 1 end) as \""+as+"\"")
	}
	if err := db.Select(strings.Join(sums, ", ")).Scan(c).Error; err != nil {
		return nil, err
	}
	if db, err = s.viewed(ViewReturning, whose); err != nil {
		return nil, err
	}
	if err := db.Count(&c.Returning).Error; err != nil {
		return nil, err
	}
	return c, nil
}

// Named is a record by its name.
type Named struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Detail is a lead with what its page shows.
type Detail struct {
	Row
	// Number is the number to call, grouped for reading; "" for none.
	Number string `json:"number"`
	// Findings are what the cleaning rules of the channel say.
	Findings []Finding `json:"findings"`
	Graded   Graded    `json:"graded"`
	// Interest are the products it names.
	Interest []Named `json:"interest"`
	// Known are those whom it may be, while it is open.
	Known []Known `json:"known"`
	// CustomerName and OpportunityName are what it became; "" when that is gone.
	CustomerName    string `json:"customerName"`
	OpportunityName string `json:"opportunityName"`
}

// Get gives one lead. Fault fault.not_found.
func (s *Service) Get(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	db := s.db()
	if _, err := Find(db, id); err != nil {
		return nil, err
	}
	var rows []Row
	if err := rowsOf(db.Table("lead")).Where("lead.id = ?", id).Scan(&rows).Error; err != nil {
		return nil, err
	}
	if err := s.finish(rows); err != nil {
		return nil, err
	}
	d = &Detail{Row: rows[0], Findings: []Finding{}, Interest: []Named{}, Known: []Known{}}
	l := &d.Lead
	if p := l.number(); p.Number != "" {
		d.Number = p.Display
	}
	g, err := LoadGrading(db)
	if err != nil {
		return nil, err
	}
	known, err := channelMap(db)
	if err != nil {
		return nil, err
	}
	c := known[l.ChannelID]
	if c != nil {
		d.Findings = c.Cleaning.judge(l)
	}
	d.Graded = g.grade(l, c, d.FirstAt, failed(d.Findings))
	for _, id := range l.Products {
		var names []Named
		if err := db.Table("product").Where("id = ?", id).Select("id, name").Scan(&names).Error; err != nil {
			return nil, err
		}
		d.Interest = append(d.Interest, names...)
	}
	if l.State == Open {
		if d.Known, err = whoIs(db, l); err != nil {
			return nil, err
		}
	}
	for _, x := range []struct {
		table string
		id    int64
		to    *string
	}{{customer.KindCustomer, int64(l.CustomerID), &d.CustomerName}, {"opportunity", l.OpportunityID, &d.OpportunityName}} {
		if err := store.Live(db.Table(x.table)).Where("id = ?", x.id).Limit(1).Pluck("name", x.to).Error; err != nil {
			return nil, err
		}
	}
	return d, nil
}

// inEntry names the fields of a fault by the place of the entry they are of.
func inEntry(err error, i, of int) error {
	f := fault.From(err)
	if of < 2 || len(f.Fields) == 0 {
		return err
	}
	bad := slices.Clone(f.Fields)
	for n := range bad {
		bad[n].Field = strconv.Itoa(i) + "." + bad[n].Field
	}
	return fault.Invalid(bad)
}
