package outreach

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/region"
	"keyue/backend/store"
)

// Where a region was read.
const (
	FromAddress  = "address"
	FromShipping = "shippingAddress"
	FromBilling  = "billing.address"
	FromName     = "name"
)

// Filling is a region that a customer would get. What a person typed stays as it
// is: only empty fields are filled.
type Filling struct {
	ID   customer.ID `json:"id"`
	Name string      `json:"name"`
	// Text is what the region was read in, From which field that is.
	Text string `json:"text"`
	From string `json:"from"`
	// Before is what is there, After what would be.
	Before region.Place `json:"before"`
	After  region.Place `json:"after"`
	// Sure is false for a guess: from a name, an invoice, or a single short word.
	Sure bool `json:"sure"`
	// Former is the old name that was read; "" for none.
	Former string `json:"former"`
}

// fillShow is how many rows of each sort a plan shows.
const fillShow = 200

// FillPlan is what filling would do.
type FillPlan struct {
	// Scanned counts the customers looked at: all live ones.
	Scanned int `json:"scanned"`
	// Complete had province, city and district already, or all that there is.
	Complete int `json:"complete"`
	Sure     int `json:"sure"`
	Guess    int `json:"guess"`
	// Unclear have an address that does not say where it is; Bare have none.
	Unclear int `json:"unclear"`
	Bare    int `json:"bare"`
	// Tidy counts those whose region is spelled otherwise than the official name.
	Tidy int `json:"tidy"`
	// SureRows, GuessRows, UnclearRows and TidyRows are the first of each.
	SureRows    []Filling `json:"sureRows"`
	GuessRows   []Filling `json:"guessRows"`
	UnclearRows []Filling `json:"unclearRows"`
	TidyRows    []Filling `json:"tidyRows"`
}

// FillOptions choose what is done.
type FillOptions struct {
	// Sure fills what is certain, Guess also what is likely.
	Sure  bool `json:"sure"`
	Guess bool `json:"guess"`
	// Tidy writes 浙江省 where a person wrote 浙江.
	Tidy bool `json:"tidy"`
	// Skip are customers to leave as they are.
	Skip []customer.ID `json:"skip"`
}

// source is what a region is read from.
type source struct {
	ID                                       customer.ID
	Name, Kind                               string
	Province, City, District                 string
	Address, ShippingAddress, BillingAddress string
}

// batchSize is how many customers are read at once.
const batchSize = 1000

// each reads all live customers, in the order of their ids.
func each(ctx context.Context, db *gorm.DB, progress func(done, total int64), fn func(rows []source) error) error {
	var total int64
	if err := store.Live(db.Table("customer")).Count(&total).Error; err != nil {
		return err
	}
	var done int64
	for last := customer.ID(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var rows []source
		err := store.Live(db.Table("customer")).Where("id > ?", last).Order("id").Limit(batchSize).
			Select("id", "name", "kind", "province", "city", "district", "address", "shipping_address", "billing_address").Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := fn(rows); err != nil {
			return err
		}
		last = rows[len(rows)-1].ID
		done += int64(len(rows))
		progress(done, total)
	}
}

// what would be done with a customer.
type verdict int

const (
	complete verdict = iota
	sure
	guess
	unclear
	bare
)

// judge says what a customer's texts say about its region.
func (c *source) judge() (Filling, verdict) {
	before := region.Place{Code: region.Resolve(c.Province, c.City, c.District).Code, Province: c.Province, City: c.City, District: c.District}
	f := Filling{ID: c.ID, Name: c.Name, Before: before, After: before, Text: c.Address, From: FromAddress}
	if c.District != "" || c.City != "" && before.Code != "" && len(region.Children(before.Code)) == 0 && c.Province != "" {
		return f, complete
	}
	texts := []struct{ from, text string }{{FromAddress, c.Address}, {FromShipping, c.ShippingAddress}, {FromBilling, c.BillingAddress}}
	if c.Kind == customer.Company {
		texts = append(texts, struct{ from, text string }{FromName, c.Name})
	}
	for _, t := range texts {
		m := region.Suggest(t.text, c.Province, c.City, c.District)
		if m.Code == "" || len(m.Code) <= len(before.Code) && before.Province != "" && before.City != "" {
			continue
		}
		f.Text, f.From, f.After, f.Former = t.text, t.from, m.Place, m.Former
		// Typed words stay.
		f.After.Province, f.After.City, f.After.District = either(c.Province, m.Province), either(c.City, m.City), either(c.District, m.District)
		if f.After.Province == c.Province && f.After.City == c.City && f.After.District == c.District {
			continue
		}
		if f.Sure = m.Sure && (t.from == FromAddress || t.from == FromShipping && c.Address == ""); f.Sure {
			return f, sure
		}
		return f, guess
	}
	f.After = before
	switch {
	case c.Province != "" && c.City != "":
		return f, complete
	case c.Address == "" && c.ShippingAddress == "":
		return f, bare
	}
	return f, unclear
}

func either(typed, read string) string {
	if typed != "" {
		return typed
	}
	return read
}

// tidied gives the official names of a region that is spelled otherwise.
func (c *source) tidied() (Filling, bool) {
	p := region.Resolve(c.Province, c.City, c.District)
	f := Filling{ID: c.ID, Name: c.Name, Before: region.Place{Code: p.Code, Province: c.Province, City: c.City, District: c.District}, After: p, Sure: true}
	if p.Code == "" {
		return f, false
	}
	// A word that no division has stays: 苏州 工业园区.
	if p.District == "" {
		f.After.District = c.District
	}
	if p.City == "" {
		f.After.City = c.City
	}
	return f, f.After.Province != c.Province || f.After.City != c.City || f.After.District != c.District
}

// Plan looks at every customer and says what filling would do; it changes nothing.
func Plan(ctx context.Context, db *gorm.DB, progress func(done, total int64)) (*FillPlan, error) {
	p := &FillPlan{SureRows: []Filling{}, GuessRows: []Filling{}, UnclearRows: []Filling{}, TidyRows: []Filling{}}
	note := func(n *int, list *[]Filling, f Filling) {
		if *n++; len(*list) < fillShow {
			*list = append(*list, f)
		}
	}
	err := each(ctx, db, progress, func(rows []source) error {
		for i := range rows {
			p.Scanned++
			f, v := rows[i].judge()
			switch v {
			case complete:
				p.Complete++
			case sure:
				note(&p.Sure, &p.SureRows, f)
			case guess:
				note(&p.Guess, &p.GuessRows, f)
			case unclear:
				note(&p.Unclear, &p.UnclearRows, f)
			case bare:
				p.Bare++
			}
			if t, ok := rows[i].tidied(); ok {
				note(&p.Tidy, &p.TidyRows, t)
			}
		}
		return nil
	})
	return p, err
}

// Fill fills the regions of all customers as one step, and gives how many changed.
func Fill(ctx context.Context, st *store.Store, o FillOptions, progress func(done, total int64)) (count int, err error) {
	err = st.InTx(ctx, store.Step{Label: "outreach.filled"}, func(tx *store.Tx) error {
		count = 0
		return each(ctx, tx.DB, progress, func(rows []source) error {
			places := map[int64]region.Place{}
			var ids []int64
			for i := range rows {
				if place, ok := rows[i].wanted(o); ok && !slices.Contains(o.Skip, rows[i].ID) {
					places[int64(rows[i].ID)] = place
					ids = append(ids, int64(rows[i].ID))
				}
			}
			var found []customer.Customer
			if err := store.IDs(tx.DB, "id", ids).Find(&found).Error; err != nil {
				return err
			}
			for i := range found {
				c := &found[i]
				p := places[int64(c.ID)]
				c.Province, c.City, c.District = p.Province, p.City, p.District
				if err := tx.Update(c); err != nil {
					return err
				}
				count++
			}
			return nil
		})
	})
	return count, err
}

// wanted is the region a customer shall have under the options.
func (c *source) wanted(o FillOptions) (region.Place, bool) {
	changed := false
	if f, v := c.judge(); v == sure && o.Sure || v == guess && o.Guess {
		c.Province, c.City, c.District = f.After.Province, f.After.City, f.After.District
		changed = true
	}
	if o.Tidy {
		if f, ok := c.tidied(); ok {
			c.Province, c.City, c.District = f.After.Province, f.After.City, f.After.District
			changed = true
		}
	}
	return region.Place{Province: c.Province, City: c.City, District: c.District}, changed
}

// PlanFill starts a job that says what filling the regions would do; its result
// is a FillPlan.
func (s *Service) PlanFill() (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.Jobs.Start("outreach.planning", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		ctx, stop := s.within(ctx)
		defer stop()
		return Plan(ctx, s.st.Read(ctx), p.Set)
	}), nil
}

// Filled is the result of a job of Fill.
type Filled struct {
	Customers int `json:"customers"`
}

// Fill starts a job that fills the regions as one step, which one undo takes back;
// its result is a Filled. Cancelled, it leaves everything as it was.
func (s *Service) Fill(o FillOptions) (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.Jobs.Start("outreach.filling", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		ctx, stop := s.within(ctx)
		defer stop()
		n, err := Fill(ctx, s.st, o, p.Set)
		return &Filled{n}, err
	}), nil
}
