package contract

import (
	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
	"keyue/backend/template"
)

// Past is a price that a customer was given.
type Past struct {
	Price    money.Amount      `json:"price"`
	Discount money.BasisPoints `json:"discount"`
	// Net is the price less the line's discount.
	Net        money.Amount `json:"net"`
	ContractID ID           `json:"contractId"`
	Number     string       `json:"number"`
	// At is when the contract was issued last.
	At date.Instant `json:"at"`
}

// PriceMemory is what a customer was asked for the same goods before; nil for
// never.
type PriceMemory struct {
	Last   *Past `json:"last"`
	Lowest *Past `json:"lowest"`
}

// PriceMemory gives what the customer of a contract was asked for the goods of
// a line in other contracts, see [Remember]. Fault fault.not_found.
func (s *Service) PriceMemory(id ID, line Line) (m *PriceMemory, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	return Remember(db, c.CustomerID, id, c.Currency, line)
}

// Remember gives what a customer was asked for the goods of a line in contracts
// that were issued, of a currency, but for one. Goods are the same by their code,
// or by name and spec where the line has none. Drafts, void contracts and quotes
// say nothing: nobody agreed to them.
func Remember(db *gorm.DB, of customer.ID, except ID, currency money.Currency, line Line) (*PriceMemory, error) {
	var before []Contract
	err := store.Live(db).Select("id", "number", "lines", "issued_at").
		Where("customer_id = ? and id <> ? and currency = ? and stage not in ? and kind <> ?", of, except, currency, []Stage{Draft, Void}, template.KindQuote).
		Order("issued_at desc, id desc").Find(&before).Error
	if err != nil {
		return nil, err
	}
	m := &PriceMemory{}
	for _, o := range before {
		for _, l := range o.Lines {
			if !sameGoods(l, line) {
				continue
			}
			p := &Past{Price: l.Price, Discount: l.Discount, Net: l.Price.Less(l.Discount), ContractID: o.ID, Number: o.Number, At: o.IssuedAt}
			if m.Last == nil {
				m.Last = p
			}
			if m.Lowest == nil || p.Net < m.Lowest.Net {
				m.Lowest = p
			}
		}
	}
	return m, nil
}

func sameGoods(a, b Line) bool {
	if b.Code != "" {
		return a.Code == b.Code
	}
	return a.Name == b.Name && a.Spec == b.Spec
}
