package insight

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// The lists of what to put right.
const (
	FixPhone    = "badPhone"
	FixEmail    = "badEmail"
	FixTax      = "taxId"
	FixNoPhone  = "noPhone"
	FixContact  = "noContact"
	FixRegion   = "noRegion"
	FixIndustry = "noIndustry"
	FixChannel  = "noChannel"
	FixNoEmail  = "noEmail"
	FixStale    = "stale"
)

// fixBits are the bits of the lists that are made of bits alone.
var fixBits = map[string]customer.Lack{FixPhone: customer.BadPhone, FixEmail: customer.BadEmail, FixNoPhone: customer.NoPhone, FixContact: customer.NoContact,
	FixRegion: customer.NoRegion, FixIndustry: customer.NoIndustry, FixChannel: customer.NoChannel, FixNoEmail: customer.NoEmail}

// inMaking are the stages of a contract whose customer's tax id is wanted: it is
// being written, or its invoice is still to come.
var inMaking = []contract.Stage{contract.Draft, contract.Printed, contract.Sent, contract.Signed, contract.Active}

// Doubt is one value that is wrong, and what was probably meant.
type Doubt struct {
	Index int    `json:"index"`
	Value string `json:"value"`
	// Code says what is wrong, with value as parameter.
	Code  string `json:"code"`
	Meant string `json:"meant"`
}

// Holder is the customer itself (ContactID 0) or one of its contacts, with the
// values the list is about. Phones and Emails are whole, so that one of them can
// be changed and all given back.
type Holder struct {
	ContactID customer.ContactID `json:"contactId"`
	Version   int64              `json:"version"`
	Name      string             `json:"name"`
	Phones    []customer.Phone   `json:"phones"`
	Emails    []string           `json:"emails"`
	Doubts    []Doubt            `json:"doubts"`
}

// FixRow is a customer with something to put right.
type FixRow struct {
	CustomerID customer.ID `json:"customerId"`
	Version    int64       `json:"version"`
	Name       string      `json:"name"`
	Kind       string      `json:"kind"`
	Tier       string      `json:"tier"`
	Phone      string      `json:"phone"`
	Province   string      `json:"province"`
	City       string      `json:"city"`
	Address    string      `json:"address"`
	TaxID      string      `json:"taxId"`
	// Code says what is wrong with the tax id; "" when it is missing.
	Code    string   `json:"code"`
	Holders []Holder `json:"holders"`
	// Contract is one that waits for the tax id.
	ContractID   contract.ID `json:"contractId"`
	ContractName string      `json:"contractName"`
	// Since is when the data was last changed or checked, LastAt when the customer
	// was last in touch; 0 for never.
	Since  date.Instant `json:"since"`
	LastAt date.Instant `json:"lastAt"`
}

// FixPage is a window of a list.
type FixPage struct {
	Rows  []FixRow `json:"rows"`
	Total int64    `json:"total"`
}

// staleBefore is the moment since which nothing must have happened for a
// customer to be stale.
func (s *Service) staleBefore(r Rules) date.Instant {
	now := s.st.Now()
	return date.Instant(startOf(now.Location())(date.FromTime(now).AddDays(-r.StaleDays)))
}

// count counts the customers by what they lack, all and by channel, and those
// of each list.
func (s *Service) count(db *gorm.DB, r Rules) (all tally, by map[string]tally, lists map[string]int64, err error) {
	all, by, lists = tally{}, map[string]tally{}, map[string]int64{FixTax: 0, FixStale: 0}
	before := s.staleBefore(r)
	err = s.customers(db, func(list []entry, channels []string) {
		tallies := make([]tally, len(channels))
		for i := range list {
			e := &list[i]
			if tallies[e.channel] == nil {
				tallies[e.channel] = tally{}
			}
			tallies[e.channel][e.lacks]++
			for _, name := range []string{FixTax, FixStale} {
				if e.on(name, before) {
					lists[name]++
				}
			}
		}
		for i, t := range tallies {
			if t == nil {
				continue
			}
			by[channels[i]] = t
			for lacks, n := range t {
				all[lacks] += n
			}
		}
	})
	for name, bit := range fixBits {
		lists[name] = int64(all.total() - all.without(bit))
	}
	return all, by, lists, err
}

// Fixes gives a window of one of the lists of what to put right: those who
// bought first, the best before the others. Fault insight.list.
func (s *Service) Fixes(list string, offset, limit int) (page *FixPage, err error) {
	defer fault.Recover(&err)
	if _, bits := fixBits[list]; !bits && list != FixTax && list != FixStale {
		return nil, fault.New("insight.list", fault.P{"list": list})
	}
	if limit <= 0 || limit > pageMax {
		limit = pageMax
	}
	db := s.db()
	rules, err := LoadRules(db)
	if err != nil {
		return nil, err
	}
	found, total, err := s.fixIDs(db, list, rules, max(offset, 0), limit)
	if err != nil {
		return nil, err
	}
	page = &FixPage{Total: total}
	page.Rows, err = fixRows(db, list, found)
	return page, err
}

// fixIDs gives a window of a list and its length: who bought, by what it came
// to, then the others.
func (s *Service) fixIDs(db *gorm.DB, list string, r Rules, offset, limit int) (found []int64, total int64, err error) {
	before := s.staleBefore(r)
	var ids []int64
	err = s.customers(db, func(all []entry, _ []string) {
		for i := range all {
			if all[i].on(list, before) {
				ids = append(ids, all[i].id)
			}
		}
	})
	if err != nil {
		return nil, 0, err
	}
	type bought struct {
		id    int64
		total money.Amount
	}
	var first []bought
	var rest []int64
	err = s.buyers(db, func(all map[customer.ID]buyer, _ bounds) {
		for _, id := range ids {
			if b, ok := all[customer.ID(id)]; ok {
				first = append(first, bought{id, b.Total})
			} else {
				rest = append(rest, id)
			}
		}
	})
	slices.SortFunc(first, func(a, b bought) int { return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.id, b.id)) })
	for at := offset; at < min(offset+limit, len(ids)); at++ {
		if at < len(first) {
			found = append(found, first[at].id)
		} else {
			found = append(found, rest[at-len(first)])
		}
	}
	return found, int64(len(ids)), err
}

func fixRows(db *gorm.DB, list string, order []int64) ([]FixRow, error) {
	out := []FixRow{}
	var found []customer.Customer
	if err := store.IDs(db, "id", order).Find(&found).Error; err != nil {
		return nil, err
	}
	var people []customer.Contact
	if err := store.Live(store.IDs(db, "customer_id", order)).Where("left_company = ?", false).Order("id").Find(&people).Error; err != nil {
		return nil, err
	}
	var touched []struct {
		CustomerID int64
		LastAt     date.Instant
	}
	if err := store.IDs(db.Table("customer_touch"), "customer_id", order).Select("customer_id, last_at").Scan(&touched).Error; err != nil {
		return nil, err
	}
	byID := map[int64]*customer.Customer{}
	for i := range found {
		byID[found[i].RowID()] = &found[i]
	}
	for _, id := range order {
		c := byID[id]
		if c == nil {
			continue
		}
		row := FixRow{CustomerID: c.ID, Version: c.Version, Name: c.Name, Kind: c.Kind, Tier: c.Tier, Province: c.Province, City: c.City, Address: c.Address,
			TaxID: c.Billing.TaxID, Since: c.UpdatedAt, Holders: []Holder{holder(list, 0, c.Version, "", c.Phones, c.Emails)}}
		for _, w := range c.Warnings() {
			if w.Field == "billing.taxId" {
				row.Code = w.Code
			}
		}
		if len(c.Phones) > 0 {
			row.Phone = c.Phones[0].Display
		}
		for _, p := range people {
			if p.CustomerID == c.ID {
				row.Holders = append(row.Holders, holder(list, p.ID, p.Version, p.Name, p.Phones, p.Emails))
			}
		}
		if list == FixPhone || list == FixEmail { // those with something wrong only
			row.Holders = slices.DeleteFunc(row.Holders, func(h Holder) bool { return len(h.Doubts) == 0 })
		}
		for _, t := range touched {
			if t.CustomerID == id {
				row.LastAt = t.LastAt
			}
		}
		out = append(out, row)
	}
	if list == FixTax {
		return out, withContracts(db, out)
	}
	return out, nil
}

// withContracts adds to each row the newest contract that waits for the tax id.
func withContracts(db *gorm.DB, rows []FixRow) error {
	who := make([]int64, len(rows))
	for i, r := range rows {
		who[i] = int64(r.CustomerID)
	}
	var open []contract.Contract
	err := store.Live(store.IDs(db, "customer_id", who)).Where("stage in ?", inMaking).Select("id, number, name, customer_id").Order("updated_at").Find(&open).Error
	for _, k := range open {
		for i := range rows {
			if rows[i].CustomerID == k.CustomerID {
				rows[i].ContractID, rows[i].ContractName = k.ID, k.Name
				if k.Number != "" {
					rows[i].ContractName = k.Number
				}
			}
		}
	}
	return err
}

func holder(list string, id customer.ContactID, version int64, name string, phones []customer.Phone, emails []string) Holder {
	h := Holder{ContactID: id, Version: version, Name: name, Phones: phones, Emails: emails, Doubts: []Doubt{}}
	if h.Phones == nil {
		h.Phones = []customer.Phone{}
	}
	if h.Emails == nil {
		h.Emails = []string{}
	}
	switch list {
	case FixPhone:
		for i, p := range phones {
			switch p.Type {
			case customer.PhoneUnknown:
				h.Doubts = append(h.Doubts, Doubt{Index: i, Value: p.Raw, Code: "customer.phone.doubtful"})
			case customer.PhoneLocal:
				h.Doubts = append(h.Doubts, Doubt{Index: i, Value: p.Raw, Code: "customer.phone.no_area"})
			}
		}
	case FixEmail:
		for i, e := range emails {
			if code, meant := customer.EmailDoubt(e); code != "" {
				h.Doubts = append(h.Doubts, Doubt{Index: i, Value: e, Code: code, Meant: meant})
			}
		}
	}
	return h
}
