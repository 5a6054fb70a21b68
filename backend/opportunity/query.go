package opportunity

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// PageMax is the most rows one call gives.
const PageMax = 500

// hitsMax is how many hits of a text search a list goes through.
const hitsMax = 10000

// Query describes a list of opportunities; zero values narrow nothing.
type Query struct {
	// Text is searched as in the search box: name, customer, pinyin.
	Text       string      `json:"text"`
	PipelineID PipelineID  `json:"pipelineId"`
	StageIDs   []StageID   `json:"stageIds"`
	Outcomes   []Outcome   `json:"outcomes"`
	CustomerID customer.ID `json:"customerId"`
	// OwnerID keeps those of one person.
	OwnerID staff.ID `json:"ownerId"`
	// From and To bound the expected close, both included.
	From date.Date `json:"from"`
	To   date.Date `json:"to"`
	// Without keeps open ones without a next step; Late those that have been in
	// their stage for longer than its target; Past those whose expected close has
	// gone by.
	Without bool `json:"without"`
	Late    bool `json:"late"`
	Past    bool `json:"past"`
	// Sort is name, customer, stage, amount, probability, weighted, expectedClose,
	// days, next, openedAt, closedAt or updatedAt; "" puts what is to be done
	// first, with Text by rank.
	Sort   string `json:"sort"`
	Desc   bool   `json:"desc"`
	Offset int    `json:"offset"`
	// Limit is at most PageMax; 0 means PageMax.
	Limit int `json:"limit"`
}

// Page is a window of a list.
type Page struct {
	Rows []Card `json:"rows"`
	// Total is the number of rows of the whole list, Sums what they come to.
	Total int64 `json:"total"`
	Sums  []Sum `json:"sums"`
}

var orders = map[string][]string{
	"":              {"o.outcome <> 'open'", "coalesce(t.due, '') = ''", "t.due", "o.expected_close = ''", "o.expected_close"},
	"name":          {"o.name"},
	"customer":      {"c.sort_key", "c.name"},
	"stage":         {"o.pipeline_id", "s.position"},
	"amount":        {"o.amount"},
	"probability":   {chance},
	"weighted":      {weighted},
	"expectedClose": {"o.expected_close = ''", "o.expected_close"},
	"days":          {"-o.stage_since"},
	"next":          {"coalesce(t.due, '') = ''", "t.due"},
	"openedAt":      {"o.opened_at"},
	"closedAt":      {"o.closed_at"},
	"updatedAt":     {"o.updated_at"},
}

// narrowed keeps what q asks for; ranked are the ids a text found, best first.
func (q *Query) narrowed(db *gorm.DB, learned Chances, now date.Instant, today date.Date, ranked []int64) *gorm.DB {
	db = shown(db, learned)
	if ranked != nil {
		db = store.IDs(db, "o.id", ranked)
	}
	if q.PipelineID != 0 {
		db = db.Where("o.pipeline_id = ?", q.PipelineID)
	}
	if len(q.StageIDs) > 0 {
		db = db.Where("o.stage_id in ?", q.StageIDs)
	}
	if len(q.Outcomes) > 0 {
		db = db.Where("o.outcome in ?", q.Outcomes)
	}
	if q.CustomerID != 0 {
		db = db.Where("o.customer_id = ?", q.CustomerID)
	}
	if q.OwnerID != 0 {
		db = db.Where("o.owner_id = ?", q.OwnerID)
	}
	if q.From != "" {
		db = db.Where("o.expected_close >= ?", q.From)
	}
	if q.To != "" {
		db = db.Where("o.expected_close <> '' and o.expected_close <= ?", q.To)
	}
	if q.Without {
		db = db.Where("o.outcome = 'open' and t.id is null")
	}
	if q.Late {
		db = db.Where("o.outcome = 'open' and s.target_days > 0 and (? - o.stage_since) / ? > s.target_days", now, int64(day))
	}
	if q.Past {
		db = db.Where("o.outcome = 'open' and o.expected_close <> '' and o.expected_close < ?", today)
	}
	return db
}

// List gives a window of the opportunities. Fault opportunity.sort for an order
// there is not.
func (s *Service) List(q Query) (page *Page, err error) {
	defer fault.Recover(&err)
	terms, ok := orders[q.Sort]
	if !ok {
		return nil, fault.New("opportunity.sort", fault.P{"field": q.Sort})
	}
	var ranked []int64
	if text := strings.TrimSpace(q.Text); text != "" {
		if ranked, err = s.lent.Find(text, hitsMax); err != nil {
			return nil, err
		}
	}
	learned, err := s.lent.Learned.ask()
	if err != nil {
		return nil, err
	}
	now := s.st.Now()
	rows := q.narrowed(s.db(), learned, date.At(now), date.FromTime(now), ranked)
	page = &Page{Rows: []Card{}}
	var sums []struct {
		Sum
		N int64
	}
	err = rows.Session(&gorm.Session{}).Select("o.currency, sum(o.amount) as total, sum(" + weighted + ") as weighted, count(*) as n").
		Group("o.currency").Order("o.currency <> " + settings.OurCurrencySQL + ", o.currency").Scan(&sums).Error
	if err != nil {
		return nil, err
	}
	page.Sums = make([]Sum, len(sums))
	for i, x := range sums {
		page.Sums[i] = x.Sum
		page.Total += x.N
	}
	for _, t := range terms {
		if q.Desc && q.Sort != "" && !strings.HasSuffix(t, "= ''") { // what is not said stands last either way
			t += " desc"
		}
		rows = rows.Order(t)
	}
	limit := q.Limit
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	page.Rows, err = cards(rows.Order("o.id").Offset(max(0, q.Offset)).Limit(limit), date.At(now))
	return page, err
}

// todayRows is how many opportunities each part of 今日 has at most.
const todayRows = 10

// Waiting is what 今日 shows of opportunities.
type Waiting struct {
	// Without are open ones without a next step, Late those that have been in
	// their stage for longer than its target, Past those whose expected close has
	// gone by; the largest first, ten at most.
	Without []Card `json:"without"`
	Late    []Card `json:"late"`
	Past    []Card `json:"past"`
	// Counts of the whole.
	WithoutCount int64 `json:"withoutCount"`
	LateCount    int64 `json:"lateCount"`
	PastCount    int64 `json:"pastCount"`
}

// Waiting gives what a person should see of opportunities in the morning.
func (s *Service) Waiting() (w *Waiting, err error) {
	defer fault.Recover(&err)
	w = &Waiting{}
	for _, part := range []struct {
		q     Query
		rows  *[]Card
		count *int64
	}{{Query{Without: true}, &w.Without, &w.WithoutCount}, {Query{Late: true}, &w.Late, &w.LateCount}, {Query{Past: true}, &w.Past, &w.PastCount}} {
		part.q.Sort, part.q.Desc, part.q.Limit = "weighted", true, todayRows
		page, err := s.List(part.q)
		if err != nil {
			return nil, err
		}
		*part.rows, *part.count = page.Rows, page.Total
	}
	return w, nil
}
