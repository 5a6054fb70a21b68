package insight

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/search"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// facetNames are what complete and valid data of a customer is made of, in the
// order they are shown.
var facetNames = []string{"phone", "contact", "region", "industry", "channel", "email"}

// facetBits are what must not be lacking for each. A number or an address that
// is wrong spoils the facet, even beside a good one: somebody will use it.
var facetBits = map[string]customer.Lack{
	"phone": customer.NoPhone | customer.BadPhone, "contact": customer.NoContact, "region": customer.NoRegion,
	"industry": customer.NoIndustry, "channel": customer.NoChannel, "email": customer.NoEmail | customer.BadEmail,
}

// tally counts customers by what they lack.
type tally map[customer.Lack]int

// without counts those that lack none of the bits.
func (t tally) without(bits customer.Lack) (n int) {
	for l, count := range t {
		if l&bits == 0 {
			n += count
		}
	}
	return n
}

func (t tally) total() int { return t.without(0) }

// needBits are the bits of several facets.
func needBits(needs []string) (bits customer.Lack) {
	for _, n := range needs {
		bits |= facetBits[n]
	}
	return bits
}

// Share is how many of some customers are complete, and how many are well in
// each facet.
type Share struct {
	Total    int            `json:"total"`
	Complete int            `json:"complete"`
	Facets   map[string]int `json:"facets"`
}

func (t tally) share(needs []string) Share {
	s := Share{Total: t.total(), Complete: t.without(needBits(needs)), Facets: map[string]int{}}
	for _, f := range facetNames {
		s.Facets[f] = t.without(facetBits[f])
	}
	return s
}

// ChannelShare is the share of the customers of one channel; Channel is "" where
// nobody noted it.
type ChannelShare struct {
	Channel string `json:"channel"`
	Share
}

// StaffShare is the share of the customers that one person answers for; ID is 0
// for those of nobody.
type StaffShare struct {
	ID staff.ID `json:"id"`
	Share
}

// DayShare is the share on a day.
type DayShare struct {
	Day      date.Date `json:"day"`
	Total    int       `json:"total"`
	Complete int       `json:"complete"`
}

// Health is the state of the data.
type Health struct {
	Share
	// Needs are the facets that count for complete; Facets all, in order.
	Needs    []string       `json:"needs"`
	Names    []string       `json:"names"`
	Channels []ChannelShare `json:"channels"`
	// Staff are those who answer for customers, by name, nobody last; empty in solo
	// mode.
	Staff []StaffShare `json:"staff"`
	// Fixes is how many customers each list of what to put right holds.
	Fixes map[string]int64 `json:"fixes"`
	// Days is how it went, the last one today.
	Days []DayShare `json:"days"`
}

// channelsMax is how many channels are shown, those with most customers.
const channelsMax = 12

// daysShown is how far back the figure is shown.
const daysShown = 366

// Health gives the state of the data of all customers. Every figure is the
// number of customers in one of the lists of Fixes, or those who are in none.
func (s *Service) Health() (h *Health, err error) {
	defer fault.Recover(&err)
	db := s.db()
	rules, err := LoadRules(db)
	if err != nil {
		return nil, err
	}
	all, by, lists, err := s.count(db, rules)
	if err != nil {
		return nil, err
	}
	h = &Health{Share: all.share(rules.Needs), Needs: rules.Needs, Names: facetNames, Channels: []ChannelShare{}, Fixes: lists}
	for channel, t := range by {
		h.Channels = append(h.Channels, ChannelShare{channel, t.share(rules.Needs)})
	}
	slices.SortFunc(h.Channels, func(a, b ChannelShare) int {
		if a.Total != b.Total {
			return b.Total - a.Total
		}
		return map[bool]int{true: -1, false: 1}[a.Channel < b.Channel]
	})
	h.Channels = h.Channels[:min(len(h.Channels), channelsMax)]
	if h.Staff, err = byStaff(db, rules, all); err != nil {
		return nil, err
	}
	h.Days, err = s.days(db, rules, all)
	return h, err
}

// byStaff gives the share of each person; it reads one index only.
func byStaff(db *gorm.DB, r Rules, all tally) ([]StaffShare, error) {
	list := []StaffShare{}
	if solo, err := staff.Solo(db); err != nil || solo {
		return list, err
	}
	var rows []struct {
		OwnerID staff.ID
		Lacks   customer.Lack
		N       int
	}
	err := store.Live(db.Table("customer")).Where("owner_id <> 0").Select("owner_id, lacks, count(*) as n").Group("owner_id, lacks").Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	names, err := staff.Names(db)
	if err != nil {
		return nil, err
	}
	nobody := maps.Clone(all)
	by := map[staff.ID]tally{0: nobody}
	for _, row := range rows {
		if by[row.OwnerID] == nil {
			by[row.OwnerID] = tally{}
		}
		by[row.OwnerID][row.Lacks] += row.N
		nobody[row.Lacks] -= row.N
	}
	for id, t := range by {
		if t.total() > 0 {
			list = append(list, StaffShare{id, t.share(r.Needs)})
		}
	}
	slices.SortFunc(list, func(a, b StaffShare) int {
		if (a.ID == 0) != (b.ID == 0) {
			return map[bool]int{true: 1, false: -1}[a.ID == 0]
		}
		return cmp.Or(cmp.Compare(search.SortKey(names[a.ID]), search.SortKey(names[b.ID])), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// tallied counts the live customers by what they lack; it reads one index only.
func tallied(db *gorm.DB) (tally, error) {
	var rows []struct {
		Lacks customer.Lack
		N     int
	}
	err := store.Live(db.Table("customer")).Select("lacks, count(*) as n").Group("lacks").Scan(&rows).Error
	all := tally{}
	for _, r := range rows {
		all[r.Lacks] = r.N
	}
	return all, err
}

// days gives the share of the days that were noted, judged by the rules of
// today, and of today as it is now.
func (s *Service) days(db *gorm.DB, r Rules, now tally) ([]DayShare, error) {
	today := date.FromTime(s.st.Now())
	var rows []struct {
		Day   date.Date
		Lacks string
	}
	if err := db.Table("health_day").Where("day >= ? and day < ?", today.AddDays(-daysShown), today).Order("day").Scan(&rows).Error; err != nil {
		return nil, err
	}
	bits := needBits(r.Needs)
	out := make([]DayShare, 0, len(rows)+1)
	for _, row := range rows {
		t := tally{}
		if err := json.Unmarshal([]byte(row.Lacks), &t); err != nil {
			return nil, err
		}
		out = append(out, DayShare{row.Day, t.total(), t.without(bits)})
	}
	return append(out, DayShare{today, now.total(), now.without(bits)}), nil
}

// note writes the health of the day down. It is no step: nobody did anything.
func (s *Service) note(ctx context.Context, db *gorm.DB) error {
	all, err := tallied(db)
	if err != nil {
		return err
	}
	named := map[string]int{}
	for l, n := range all {
		named[strconv.Itoa(int(l))] = n
	}
	text, err := json.Marshal(named)
	if err != nil {
		return err
	}
	return s.st.InTx(ctx, store.Step{Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		return tx.Run("insert into health_day (day, lacks) values (?, ?) on conflict (day) do update set lacks = excluded.lacks", string(tx.Today), string(text))
	})
}
