package template

import (
	"fmt"
	"math/big"

	"keyue/backend/fault"
	"keyue/backend/money"
)

// Line is one row of the lines table as the person filled it: a snapshot of a
// product, a quantity and a price.
type Line struct {
	Code      string            `json:"code"`
	Name      string            `json:"name"`
	Spec      string            `json:"spec"`
	Unit      string            `json:"unit"`
	Qty       money.Quantity    `json:"qty"`
	ListPrice money.Amount      `json:"listPrice"`
	Price     money.Amount      `json:"price"`
	Discount  money.BasisPoints `json:"discount"`
	Tax       money.BasisPoints `json:"tax"`
	Note      string            `json:"note"`
	// Floor is the floor price of the product, in our currency, when the line was made; 0 for
	// none. FloorReason is why this line is sold for less, see CheckFloor; neither
	// is ever printed.
	Floor       money.Amount `json:"floor"`
	FloorReason string       `json:"floorReason"`
}

// LineTotal is what is computed from one line.
type LineTotal struct {
	// Subtotal is quantity × price × (1 − discount), rounded once, half up.
	Subtotal money.Amount `json:"subtotal"`
	// Taxed is the subtotal less its part of the whole discount.
	Taxed money.Amount `json:"taxed"`
	// Tax is the tax in (gross prices) or on (net prices) Taxed, rounded once.
	Tax money.Amount `json:"tax"`
}

// Totals is what is computed from all lines. Every total is the sum of shown
// amounts: Subtotal of the lines' subtotals, Tax of their taxes, Total =
// Subtotal − Discount, plus Tax where prices do not include it.
type Totals struct {
	Lines    []LineTotal  `json:"lines"`
	Subtotal money.Amount `json:"subtotal"`
	Discount money.Amount `json:"discount"`
	Tax      money.Amount `json:"tax"`
	// Net is the total without tax.
	Net   money.Amount `json:"net"`
	Total money.Amount `json:"total"`
}

// Compute applies the one rule for lines: each subtotal rounded once, the whole
// discount taken off their sum and spread over the lines by largest remainder,
// tax per line on what is left. gross says that prices include tax.
func Compute(lines []Line, whole money.BasisPoints, gross bool) Totals {
	t := Totals{Lines: make([]LineTotal, len(lines))}
	weights := make([]money.BasisPoints, len(lines))
	for i := range lines {
		s := lines[i].subtotal()
		t.Lines[i].Subtotal = s
		t.Subtotal += s
		weights[i] = money.BasisPoints(s)
	}
	t.Discount = t.Subtotal.Share(whole)
	for i, part := range t.Discount.Allocate(weights) {
		l := &t.Lines[i]
		l.Taxed = l.Subtotal - part
		if gross {
			l.Tax = taxInside(l.Taxed, lines[i].Tax)
		} else {
			l.Tax = l.Taxed.Share(lines[i].Tax)
		}
		t.Tax += l.Tax
	}
	t.Total = t.Subtotal - t.Discount
	if gross {
		t.Net = t.Total - t.Tax
	} else {
		t.Net = t.Total
		t.Total += t.Tax
	}
	return t
}

// subtotal is quantity × price × (1 − discount) rounded once, half away from zero.
func (l *Line) subtotal() money.Amount {
	p := new(big.Int).Mul(big.NewInt(int64(l.Price)), big.NewInt(int64(l.Qty)))
	p.Mul(p, big.NewInt(10000-int64(l.Discount)))
	return rounded(p, 1000*10000)
}

// taxInside is the tax contained in an amount that includes it.
func taxInside(a money.Amount, rate money.BasisPoints) money.Amount {
	p := new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(rate)))
	return rounded(p, 10000+int64(rate))
}

func rounded(p *big.Int, d int64) money.Amount {
	half := big.NewInt(d / 2)
	if p.Sign() < 0 {
		half.Neg(half)
	}
	p.Quo(p.Add(p, half), big.NewInt(d))
	if !p.IsInt64() {
		return money.Max + 1 // refused by CheckLines long before
	}
	return money.Amount(p.Int64())
}

// CheckQuantity gives the lines of a quantity of 0, with fields such as
// "lines.2.qty"; code template.line.zero {line, name}. They may stand while an
// offer is written, and say nothing once it is given to somebody.
func CheckQuantity(lines []Line) []fault.Field {
	var bad []fault.Field
	for i := range lines {
		if lines[i].Qty == 0 {
			bad = append(bad, fault.Field{Field: fmt.Sprintf("lines.%d.qty", i), Code: "template.line.zero", Params: fault.P{"line": i + 1, "name": lines[i].Name}})
		}
	}
	return bad
}

// CheckLines returns what is wrong with lines, with fields such as
// "lines.2.qty"; codes template.line.*.
func CheckLines(lines []Line) []fault.Field {
	var bad []fault.Field
	for i := range lines {
		l := &lines[i]
		add := func(field, code string) {
			bad = append(bad, fault.Field{Field: fmt.Sprintf("lines.%d.%s", i, field), Code: code, Params: fault.P{"line": i + 1}})
		}
		if l.Name == "" {
			add("name", "template.line.name")
		}
		for _, text := range [...]struct{ field, value string }{{"code", l.Code}, {"name", l.Name}, {"spec", l.Spec}, {"unit", l.Unit}, {"note", l.Note}, {"floorReason", l.FloorReason}} {
			if len(text.value) > 2000 {
				add(text.field, "template.line.long")
			}
		}
		if l.Qty > money.Quantity(money.Max) || l.Qty < -money.Quantity(money.Max) {
			add("qty", "template.line.large")
		}
		if l.Price.Check() != nil || l.subtotal().Check() != nil || l.Floor.Check() != nil {
			add("price", "template.line.large")
		}
		if l.Discount < 0 || l.Discount > 10000 {
			add("discount", "template.line.discount")
		}
		if l.Tax < 0 || l.Tax > 10000 {
			add("tax", "template.line.tax")
		}
	}
	return bad
}
