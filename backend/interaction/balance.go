package interaction

import (
	"cmp"
	"math"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Balanced is a customer that we bother or neglect.
type Balanced struct {
	ID          customer.ID `json:"id"`
	Name        string      `json:"name"`
	Tier        string      `json:"tier"`
	ContactName string      `json:"contactName"`
	Phone       string      `json:"phone"`
	Touches     Touches     `json:"touches"`
	Limit       TierLimit   `json:"limit"`
	// LastAt is the last contact either way; 0 for never. Days since then, or
	// since the customer was entered.
	LastAt date.Instant `json:"lastAt"`
	Days   int          `json:"days"`
	// NextDue and NextStep are what is planned.
	NextDue  date.Date `json:"nextDue"`
	NextStep string    `json:"nextStep"`
	// Running: there is a running contract.
	Running bool `json:"running"`
	// DoNotContact: the customer asked for it, and was contacted all the same.
	DoNotContact bool     `json:"doNotContact"`
	Reasons      []Reason `json:"reasons"`

	over float64 // how far above the limit, or how long beyond the days
}

// Balance is one side of the report.
type Balance struct {
	Rows []Balanced `json:"rows"`
	// Total counts all, Rows has at most PageMax of them, the worst first.
	Total int `json:"total"`
	// On: limits are in force.
	On bool `json:"on"`
}

// Reasons of the report.
const (
	overWeek     = "interaction.balance.week" // {count, limit}
	overMonth    = "interaction.balance.month"
	overYear     = "interaction.balance.year"
	overBan      = "interaction.balance.ban"     // {count}: contacted though the customer asked not to be
	silentTier   = "interaction.balance.tier"    // {tier, days, limit}
	silentNone   = "interaction.balance.no_tier" // {days, limit}
	silentRun    = "interaction.balance.running" // {days, limit}
	silentNever  = "interaction.balance.never"   // {days}: no contact since it was entered
	balanceLimit = PageMax
)

// caseByTier gives a number of the customers' limits as SQL.
func caseByTier(l Limits, value func(TierLimit) int) (string, []any) {
	sql, vars := "case customer.tier", []any{}
	for _, t := range l.Tiers {
		sql, vars = sql+" when ? then ?", append(vars, t.Tier, value(t))
	}
	return sql + " else 0 end", vars
}

// Bothered gives the customers whom we reached out to more often than the limit
// of their tier allows, or at all in the last month though they asked not to be
// contacted; the furthest above first.
func Bothered(db *gorm.DB, now date.Instant) (*Balance, error) {
	limits, err := LoadLimits(db)
	if err != nil {
		return nil, err
	}
	b := &Balance{Rows: []Balanced{}, On: limits.On}
	var rows []struct {
		CustomerID        customer.ID
		Week, Month, Year int
	}
	// Only those above the lowest limit of all tiers are looked at one by one.
	week, month, year := limits.least(func(t TierLimit) int { return t.Week }), limits.least(func(t TierLimit) int { return t.Month }),
		limits.least(func(t TierLimit) int { return t.Year })
	err = db.Table("interaction").Where("direction = 'out' and customer_id <> 0 and deleted_at is null and at > ? and at <= ?", now-365*dayLength, now).
		Select("customer_id, sum(at > ?) as week, sum(at > ?) as month, count(*) as year", now-7*dayLength, now-30*dayLength).Group("customer_id").
		Having("week > ? or month > ? or year > ? or month > 0 and customer_id in (select id from customer where consent_do_not_contact = 1)", week, month, year).
		Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = int64(r.CustomerID)
	}
	facts, err := factsOf(db, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c, ok := facts[r.CustomerID]
		if !ok {
			continue
		}
		c.Touches, c.Limit = Touches{r.Week, r.Month, r.Year}, limits.Of(c.Tier)
		if c.bothered(limits.On); len(c.Reasons) > 0 {
			b.Rows = append(b.Rows, c)
		}
	}
	return b, b.finish(db, now)
}

// least is the lowest of the limits that there are; with none, or with limits
// off, a number that nobody reaches.
func (l Limits) least(value func(TierLimit) int) int {
	n := math.MaxInt32
	for _, t := range l.Tiers {
		if v := value(t); v > 0 && l.On {
			n = min(n, v)
		}
	}
	return n
}

func (c *Balanced) bothered(on bool) {
	if c.DoNotContact && c.Touches.Month > 0 {
		c.Reasons, c.over = append(c.Reasons, Reason{overBan, fault.P{"count": c.Touches.Month}}), 1000
	}
	if !on {
		return
	}
	for _, l := range []struct {
		code         string
		count, limit int
	}{{overWeek, c.Touches.Week, c.Limit.Week}, {overMonth, c.Touches.Month, c.Limit.Month}, {overYear, c.Touches.Year, c.Limit.Year}} {
		if l.limit > 0 && l.count > l.limit {
			c.Reasons = append(c.Reasons, Reason{l.code, fault.P{"count": l.count, "limit": l.limit}})
			c.over = max(c.over, float64(l.count)/float64(l.limit))
		}
	}
}

// factsOf gives what the report shows of live customers.
func factsOf(db *gorm.DB, ids []int64) (map[customer.ID]Balanced, error) {
	var rows []struct {
		ID           customer.ID
		Name, Tier   string
		DoNotContact bool
		LastAt       date.Instant
		CreatedAt    date.Instant
	}
	err := store.IDs(db.Table("customer"), "customer.id", ids).Where("customer.deleted_at is null").
		Joins("left join customer_touch ct on ct.customer_id = customer.id").
		Select("customer.id, customer.name, customer.tier, customer.consent_do_not_contact as do_not_contact, customer.created_at, coalesce(ct.last_at, 0) as last_at").
		Scan(&rows).Error
	out := make(map[customer.ID]Balanced, len(rows))
	for _, r := range rows {
		out[r.ID] = Balanced{ID: r.ID, Name: r.Name, Tier: r.Tier, DoNotContact: r.DoNotContact, LastAt: r.LastAt, Reasons: []Reason{}}
	}
	return out, err
}

// Neglected gives the customers without contact for longer than their tier, or a
// running contract, allows; lost ones and those who asked not to be contacted
// are left out. The longest beyond first. running selects the ids of customers
// with a running contract; nil for none.
func Neglected(db *gorm.DB, now date.Instant, running *gorm.DB) (*Balance, error) {
	limits, err := LoadLimits(db)
	if err != nil {
		return nil, err
	}
	b := &Balance{Rows: []Balanced{}, On: limits.On}
	if !limits.On {
		return b, nil
	}
	least := 0
	for _, n := range append([]int{limits.Running}, neglects(limits)...) {
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if least == 0 {
		return b, nil
	}
	// The worst are picked where the rows are: reading a hundred thousand to show
	// two hundred takes most of a second.
	bound, vars := caseByTier(limits, func(t TierLimit) int { return t.Neglect })
	runs, bar := "0", 0
	if running != nil && limits.Running > 0 {
		runs, bar, vars = "customer.id in (?)", limits.Running, append(vars, running)
	}
	all := store.Live(db.Table("customer")).Joins("left join customer_touch ct on ct.customer_id = customer.id").
		Where("customer.lifecycle <> 'lost' and customer.consent_do_not_contact = 0").
		Where("max(coalesce(ct.last_at, 0), customer.created_at) < ?", now-date.Instant(least)*dayLength). // nobody else can be
		Select("customer.id, customer.tier, coalesce(ct.last_at, 0) as last_at, customer.created_at, "+bound+" as bound, "+runs+" as running", vars...)
	days := db.Table("(?) as a", all).Select("a.*, (? - max(a.last_at, a.created_at)) / ? as days", now, dayLength)
	over := db.Table("(?) as d", days).Select("d.*, max(case when bound > 0 and days > bound then days * 1.0 / bound else 0 end, "+
		"case when running and ? > 0 and days > ? then days * 1.0 / ? else 0 end) as beyond", bar, bar, bar)
	var rows []struct {
		ID      customer.ID
		Tier    string
		LastAt  date.Instant
		Bound   int
		Running bool
		Days    int
		Total   int
	}
	if err := db.Table("(?) as o", over).Select("o.*, count(*) over () as total").Where("beyond > 0").
		Order("beyond desc, tier = '', tier, id").Limit(balanceLimit).Scan(&rows).Error; err != nil {
		return nil, err
	}
	total := 0
	for _, r := range rows {
		c := Balanced{ID: r.ID, Tier: r.Tier, LastAt: r.LastAt, Running: r.Running, Limit: limits.Of(r.Tier), Reasons: []Reason{}, Days: r.Days}
		c.neglected(r.Bound, limits.Running)
		b.Rows, total = append(b.Rows, c), r.Total
	}
	if err := b.finish(db, now); err != nil {
		return nil, err
	}
	b.Total = total
	return b, nil
}

// neglects are the days without contact that the tiers allow.
func neglects(l Limits) []int {
	days := make([]int, len(l.Tiers))
	for i, t := range l.Tiers {
		days[i] = t.Neglect
	}
	return days
}

func (c *Balanced) neglected(bound, running int) {
	late := func(code string, limit int, p fault.P) {
		if limit > 0 && c.Days > limit {
			p["days"], p["limit"] = c.Days, limit
			c.Reasons, c.over = append(c.Reasons, Reason{code, p}), max(c.over, float64(c.Days)/float64(limit))
		}
	}
	if c.Running {
		late(silentRun, running, fault.P{})
	}
	if c.Tier == "" {
		late(silentNone, bound, fault.P{})
	} else {
		late(silentTier, bound, fault.P{"tier": c.Tier})
	}
	if len(c.Reasons) > 0 && c.LastAt == 0 {
		c.Reasons = append(c.Reasons, Reason{silentNever, fault.P{"days": c.Days}})
	}
}

// finish sorts, cuts, and adds what only the rows shown need.
func (b *Balance) finish(db *gorm.DB, now date.Instant) error {
	slices.SortFunc(b.Rows, func(x, y Balanced) int {
		return cmp.Or(cmp.Compare(y.over, x.over), cmp.Compare(rank(x.Tier), rank(y.Tier)), cmp.Compare(x.ID, y.ID))
	})
	b.Total = len(b.Rows)
	b.Rows = b.Rows[:min(len(b.Rows), balanceLimit)]
	ids := make([]int64, len(b.Rows))
	for i, r := range b.Rows {
		ids[i] = int64(r.ID)
	}
	phones, err := customer.Numbers(db, ids)
	if err != nil {
		return err
	}
	steps, err := CustomerColumns(db, ids)
	if err != nil {
		return err
	}
	var people []struct {
		ID            customer.ID
		Name, Contact string
	}
	if err := store.IDs(db.Table("customer"), "customer.id", ids).Joins("left join contact on contact.id = customer.main_contact_id and contact.deleted_at is null").
		Select("customer.id, customer.name, coalesce(contact.name, '') as contact").Scan(&people).Error; err != nil {
		return err
	}
	names := map[customer.ID][2]string{}
	for _, p := range people {
		names[p.ID] = [2]string{p.Name, p.Contact}
	}
	for i := range b.Rows {
		r := &b.Rows[i]
		r.Phone, r.Name, r.ContactName = phones[r.ID], names[r.ID][0], names[r.ID][1]
		if s := steps[int64(r.ID)]; s != nil {
			due, _ := s["nextDue"].(string)
			r.NextStep, _ = s["nextStep"].(string)
			r.NextDue = date.Date(due)
		}
		if r.LastAt != 0 {
			r.Days = int((now - r.LastAt) / dayLength)
		}
	}
	return nil
}

// rank puts customers without a tier last.
func rank(tier string) string {
	if tier == "" {
		return "Z"
	}
	return tier
}

// Bothered gives the customers we reach out to too often. See [Bothered].
func (s *Service) Bothered() (b *Balance, err error) {
	defer fault.Recover(&err)
	return Bothered(s.db(), date.At(s.st.Now()))
}

// Neglected gives the customers we are silent with for too long. See [Neglected].
func (s *Service) Neglected() (b *Balance, err error) {
	defer fault.Recover(&err)
	var running *gorm.DB
	if s.running != nil {
		running = s.running(s.db(), date.FromTime(s.st.Now()))
	}
	return Neglected(s.db(), date.At(s.st.Now()), running)
}
