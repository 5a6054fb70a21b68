package lead

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// ReportRow is what the leads of a channel, a month, or both came to. They are
// counted in the month they came in, whenever the rest happened; costs in the
// month they are entered for.
type ReportRow struct {
	// ChannelID is 0 for leads without a channel and for sums over channels.
	ChannelID   ChannelID   `json:"channelId"`
	ChannelName string      `json:"channelName"`
	Kind        ChannelKind `json:"kind"`
	// OwnerID is who has the leads, in the sums by person; 0 is the pool.
	OwnerID staff.ID `json:"ownerId"`
	// Month is "" for sums over months.
	Month string `json:"month"`
	Leads int    `json:"leads"`
	// Contacted were spoken with, Converted became customers, Won of those signed
	// a contract.
	Contacted int `json:"contacted"`
	Converted int `json:"converted"`
	Won       int `json:"won"`
	// Revenue is the total of the contracts they signed, in our currency; Other counts
	// those in other money, which add nothing to it.
	Revenue money.Amount `json:"revenue"`
	Other   int          `json:"other"`
	Cost    money.Amount `json:"cost"`
	// CostPerLead and CostPerCustomer are rounded to the fen, half up; null
	// without leads, or customers.
	CostPerLead     *money.Amount `json:"costPerLead"`
	CostPerCustomer *money.Amount `json:"costPerCustomer"`
	// Return is (revenue − cost) / cost; null without cost.
	Return *money.BasisPoints `json:"return"`
	// FirstContact is the median of the minutes from arrival to the first contact;
	// null when nobody was contacted.
	FirstContact *int `json:"firstContact"`

	waits []int
}

// Report is what leads came to. Sums are sums of what is shown.
type Report struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Channels sum up each channel, Months each month, Cells each channel in each
	// month; those without leads and costs are left out.
	Channels []ReportRow `json:"channels"`
	Months   []ReportRow `json:"months"`
	Cells    []ReportRow `json:"cells"`
	// Staff sums up the leads of each person who has them now, the most first. A
	// channel's costs are nobody's.
	Staff []ReportRow `json:"staff"`
	Total ReportRow   `json:"total"`
}

// reportMonths is how many months one report goes over at most.
const reportMonths = 120

// Report says what the leads that came in the months from and to, both included,
// came to. Fault lead.report.months.
func (s *Service) Report(from, to string) (r *Report, err error) {
	defer fault.Recover(&err)
	if !month.MatchString(from) || !month.MatchString(to) || from > to || date.Date(from+"-01").AddMonths(reportMonths) <= date.Date(to+"-01") {
		return nil, fault.New("lead.report.months", fault.P{"max": reportMonths})
	}
	db := s.db()
	g := &gathering{cells: map[cell]*ReportRow{}, people: map[staff.ID]*ReportRow{}, from: from, to: to}
	if err := g.leads(db); err != nil {
		return nil, err
	}
	if err := g.costs(db); err != nil {
		return nil, err
	}
	known, err := channelMap(db)
	if err != nil {
		return nil, err
	}
	return g.report(known), nil
}

type cell struct {
	channel ChannelID
	month   string
}

type gathering struct {
	cells    map[cell]*ReportRow
	people   map[staff.ID]*ReportRow
	from, to string
}

func (g *gathering) at(c ChannelID, month string) *ReportRow {
	key := cell{c, month}
	if g.cells[key] == nil {
		g.cells[key] = &ReportRow{ChannelID: c, Month: month}
	}
	return g.cells[key]
}

// counted is what the report needs of a lead.
type counted struct {
	ID            ID
	ChannelID     ChannelID
	OwnerID       staff.ID
	ReceivedAt    date.Instant
	FirstAt       date.Instant
	State         State
	ClosedAt      date.Instant
	CustomerID    customer.ID
	OpportunityID int64
}

func (g *gathering) leads(db *gorm.DB) error {
	start, end := instantOf(g.from), instantOf(string(date.Date(g.to + "-01").AddMonths(1))[:7])
	var rows []counted
	err := store.Live(db.Table("lead")).Where("received_at >= ? and received_at < ?", start, end).Scan(&rows).Error
	if err != nil {
		return err
	}
	won, err := attributed(db)
	if err != nil {
		return err
	}
	for _, l := range rows {
		row := &ReportRow{}
		row.Leads++
		if l.FirstAt > 0 {
			row.Contacted++
			row.waits = append(row.waits, max(0, int((l.FirstAt-l.ReceivedAt)/60000)))
		}
		if l.State == Converted {
			row.Converted++
			if w := won[l.ID]; w.contracts > 0 {
				row.Won++
				row.Revenue += w.revenue
				row.Other += w.other
			}
		}
		g.at(l.ChannelID, monthOf(l.ReceivedAt.Date(time.Local))).add(row)
		if g.people[l.OwnerID] == nil {
			g.people[l.OwnerID] = &ReportRow{OwnerID: l.OwnerID}
		}
		g.people[l.OwnerID].add(row)
	}
	return nil
}

// instantOf is when a month begins, where the shop is.
func instantOf(month string) date.Instant {
	d := date.Date(month + "-01")
	return date.At(time.Date(d.Year(), time.Month(d.Month()), 1, 0, 0, 0, 0, time.Local))
}

// earned is what the contracts that a lead led to come to.
type earned struct {
	contracts, other int
	revenue          money.Amount
}

// attributed gives every sale to one lead at most: to the one whose opportunity
// the contract is of, else to the one that became its customer last before the
// day it was signed. What a customer bought before any lead is nobody's.
func attributed(db *gorm.DB) (map[ID]earned, error) {
	var leads []counted
	if err := store.Live(db.Table("lead")).Where("state = ? and customer_id <> 0", Converted).Order("closed_at, id").Scan(&leads).Error; err != nil {
		return nil, err
	}
	of, by := map[customer.ID][]counted{}, map[int64]ID{}
	for _, l := range leads {
		of[l.CustomerID] = append(of[l.CustomerID], l)
		if l.OpportunityID != 0 {
			by[l.OpportunityID] = l.ID
		}
	}
	home, err := settings.OurCurrency(db)
	if err != nil {
		return nil, err
	}
	var sales []struct {
		CustomerID    customer.ID
		Day           string
		Amount        money.Amount
		Currency      money.Currency
		OpportunityID int64
	}
	err = db.Table("sale s").Joins("join contract c on c.id = s.contract_id").Where("s.customer_id in (select customer_id from lead where customer_id <> 0)").
		Select("s.customer_id, s.day || '' as day, s.amount, s.currency, c.opportunity_id").Scan(&sales).Error
	if err != nil {
		return nil, err
	}
	out := map[ID]earned{}
	for _, s := range sales {
		id := by[s.OpportunityID]
		if id == 0 {
			for _, l := range of[s.CustomerID] { // the last that was before
				if string(l.ClosedAt.Date(time.Local)) <= s.Day {
					id = l.ID
				}
			}
		}
		if id == 0 {
			continue
		}
		w := out[id]
		w.contracts++
		if s.Currency == home || s.Currency == "" {
			w.revenue += s.Amount
		} else {
			w.other++
		}
		out[id] = w
	}
	return out, nil
}

func (g *gathering) costs(db *gorm.DB) error {
	var rows []Cost
	if err := store.Live(db).Where("month >= ? and month <= ?", g.from, g.to).Find(&rows).Error; err != nil {
		return err
	}
	for _, c := range rows {
		g.at(c.ChannelID, c.Month).Cost += c.Amount
	}
	return nil
}

// report sums the cells up.
func (g *gathering) report(known map[ChannelID]*Channel) *Report {
	r := &Report{From: g.from, To: g.to, Channels: []ReportRow{}, Months: []ReportRow{}, Cells: []ReportRow{}, Staff: []ReportRow{}}
	channels, months := map[ChannelID]*ReportRow{}, map[string]*ReportRow{}
	for key, c := range g.cells {
		if channels[key.channel] == nil {
			channels[key.channel] = &ReportRow{ChannelID: key.channel}
		}
		if months[key.month] == nil {
			months[key.month] = &ReportRow{Month: key.month}
		}
		for _, sum := range []*ReportRow{channels[key.channel], months[key.month], &r.Total} {
			sum.add(c)
		}
		r.Cells = append(r.Cells, *c)
	}
	for _, c := range channels {
		r.Channels = append(r.Channels, *c)
	}
	for _, m := range months {
		r.Months = append(r.Months, *m)
	}
	place := func(id ChannelID) int {
		if c := known[id]; c != nil {
			return c.Position
		}
		return 1 << 30
	}
	order := func(a, b ReportRow) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(place(a.ChannelID), place(b.ChannelID)), cmp.Compare(a.ChannelID, b.ChannelID))
	}
	for _, list := range [][]ReportRow{r.Channels, r.Months, r.Cells} {
		slices.SortFunc(list, order)
		for i := range list {
			if c := known[list[i].ChannelID]; c != nil {
				list[i].ChannelName, list[i].Kind = c.Name, c.Kind
			}
			list[i].rates()
		}
	}
	for _, p := range g.people {
		p.rates()
		r.Staff = append(r.Staff, *p)
	}
	slices.SortFunc(r.Staff, func(a, b ReportRow) int {
		return cmp.Or(cmp.Compare(b.Leads, a.Leads), cmp.Compare(a.OwnerID, b.OwnerID))
	})
	r.Total.rates()
	return r
}

func (r *ReportRow) add(o *ReportRow) {
	r.Leads += o.Leads
	r.Contacted += o.Contacted
	r.Converted += o.Converted
	r.Won += o.Won
	r.Revenue += o.Revenue
	r.Other += o.Other
	r.Cost += o.Cost
	r.waits = append(r.waits, o.waits...)
}

// rates works out what is a quotient.
func (r *ReportRow) rates() {
	if r.Leads > 0 && r.Cost > 0 {
		r.CostPerLead = per(r.Cost, r.Leads)
	}
	if r.Converted > 0 && r.Cost > 0 {
		r.CostPerCustomer = per(r.Cost, r.Converted)
	}
	if r.Cost > 0 {
		n := money.BasisPoints(quotient(int64(r.Revenue-r.Cost), 10000, int64(r.Cost)))
		r.Return = &n
	}
	if n := len(r.waits); n > 0 {
		sorted := slices.Sorted(slices.Values(r.waits))
		middle := (sorted[(n-1)/2] + sorted[n/2]) / 2
		r.FirstContact = &middle
	}
}

func per(a money.Amount, n int) *money.Amount {
	q := money.Amount(quotient(int64(a), 1, int64(n)))
	return &q
}

// quotient is a × times / b for positive b, rounded half away from zero.
func quotient(a, times, b int64) int64 {
	n := new(big.Int).Mul(big.NewInt(a), big.NewInt(2*times))
	half := big.NewInt(b)
	if a < 0 {
		half.Neg(half)
	}
	return n.Quo(n.Add(n, half), big.NewInt(2*b)).Int64()
}
