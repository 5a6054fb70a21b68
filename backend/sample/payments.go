package sample

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"keyue/backend/contract"
	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/payment"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// arrives is money that came for a contract.
type arrives struct {
	contract contract.Contract
	day      date.Date
	amount   money.Amount
}

// payments gives the signed contracts plans and what arrived for them: most pay
// within days, some late, and a few owe still. It has a chance of its own.
func (b *builder) payments() error {
	chance := rand.New(rand.NewPCG(seed, 5))
	var list []contract.Contract
	err := store.Live(b.tx.DB).Where("stage in ? and kind not in ? and amount > 0", contract.Binding, contract.NoSale).Order("id").Find(&list).Error
	if err != nil {
		return err
	}
	var came []arrives
	for i, c := range list {
		more, err := b.planned(chance, c, i, len(list)-i)
		if err != nil {
			return err
		}
		came = append(came, more...)
	}
	slices.SortStableFunc(came, func(x, y arrives) int { return cmp.Compare(x.day, y.day) })
	for _, a := range came {
		b.at(date.Days(a.day, b.today))
		p := payment.Payment{CustomerID: a.contract.CustomerID, Direction: payment.In, PaidOn: a.day, Amount: a.amount, Currency: a.contract.Currency,
			Method: payment.Methods[[]int{0, 0, 0, 0, 2, 3}[chance.IntN(6)]], Origin: "sample"}
		if err := payment.Record(b.tx, &p, a.contract.ID); err != nil {
			return err
		}
		b.made.Payments++
		if err := settings.MarkSample(b.tx, payment.KindPayment, int64(p.ID)); err != nil {
			return err
		}
	}
	b.at(0)
	return nil
}

// planned makes the plan of the i-th contract, which has so many after it, and
// says what came for it.
func (b *builder) planned(chance *rand.Rand, c contract.Contract, i, after int) (came []arrives, err error) {
	signed := cmp.Or(c.SignDate, c.CreatedAt.Date(b.st.Now().Location()))
	b.at(max(date.Days(signed, b.today), 0))
	rows, err := payment.Suggested(b.tx.DB, c.ID, []string{"parts", "terms", "retention"}[i%3], b.tx.Today)
	if err != nil {
		return nil, err
	}
	last := &rows[len(rows)-1]
	switch after {
	case 4, 7: // overdue since some days
		last.DueOn = b.today.AddDays(-after - 5)
	case 2, 5: // soon
		last.DueOn = b.today.AddDays(after)
	}
	if err := payment.SavePlan(b.tx, c.ID, rows); err != nil {
		return nil, err
	}
	var ids []int64
	if err := b.tx.Table(payment.KindRow).Where("contract_id = ?", c.ID).Order("n").Pluck("id", &ids).Error; err != nil {
		return nil, err
	}
	if err := settings.MarkSample(b.tx, payment.KindRow, ids...); err != nil {
		return nil, err
	}
	for n, r := range rows {
		late := chance.IntN(4)
		if chance.IntN(6) == 0 {
			late = 12 + chance.IntN(40)
		}
		day := r.DueOn.AddDays(late)
		open := n == len(rows)-1 && (after == 4 || after == 7)
		if day > b.today && r.DueOn < b.today.AddDays(-10) {
			day = b.today.AddDays(-1)
		}
		switch {
		case open && after == 7: // half of it came
			came = append(came, arrives{c, b.today.AddDays(-6), r.Amount / 2 / 100 * 100})
		case day <= b.today && !open:
			came = append(came, arrives{c, day, r.Amount})
		}
	}
	return came, nil
}
