package product_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"keyue/backend/money"
	"keyue/backend/product"
	"keyue/backend/template"
)

// TestPackagesAddUp: what the parts cost one by one is the sum of what is shown of
// each, whatever quantities and prices, and a package as a line of an offer keeps
// the sums of discount and tax to the fen.
func TestPackagesAddUp(t *testing.T) {
	b := newBench(t)
	r := rand.New(rand.NewPCG(7, 11))
	var all []*product.Detail
	for i := range 12 {
		all = append(all, b.add(product.Product{Name: fmt.Sprintf("件 %d", i), ListPrice: money.Amount(r.Int64N(10_000_000)), Cost: money.Amount(r.Int64N(5_000_000))}))
	}
	shares := []money.BasisPoints{0, 1, 1300, 3333, 9999, 10000}
	for n := range 40 {
		var parts []product.Part
		for _, p := range all {
			if r.IntN(3) == 0 {
				parts = append(parts, product.Part{ProductID: p.ID, Qty: money.Quantity(1 + r.Int64N(9_999))})
			}
		}
		set := b.add(product.Product{Name: fmt.Sprintf("套 %d", n), ListPrice: money.Amount(r.Int64N(20_000_000)), Tax: shares[r.IntN(len(shares))], Parts: parts})
		var separately, costs money.Amount
		for _, item := range set.Items {
			separately += item.Amount
			costs += item.Cost
		}
		if set.Separately != separately || set.Costs != costs {
			t.Fatalf("parts come to %v and cost %v, the package says %v and %v", separately, costs, set.Separately, set.Costs)
		}
		lines := []template.Line{{Name: set.Name, Qty: money.Quantity(1 + r.Int64N(99_999)), Price: set.ListPrice, Discount: shares[r.IntN(len(shares))], Tax: set.Tax},
			{Name: "件", Qty: 1000, Price: money.Amount(r.Int64N(1_000_000)), Tax: 1300}}
		for _, whole := range shares {
			for _, gross := range []bool{true, false} {
				addsUp(t, lines, whole, gross)
			}
		}
	}
	for name, p := range map[string]product.Product{
		"listPrice: product.price": {Name: "负", ListPrice: -1}, "cost: product.price": {Name: "负", Cost: -1},
		"floorPrice: product.price": {Name: "负", FloorPrice: -1}, "tax: product.tax": {Name: "负", Tax: -1},
		"parts: product.part_qty": {Name: "负", Parts: []product.Part{{ProductID: all[0].ID, Qty: -1}}},
	} {
		if _, err := b.s.Create(p); !slices.Contains(codes(err), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// addsUp: the sums of an offer are the sums of its lines, and nothing is charged
// where all is taken off.
func addsUp(t *testing.T, lines []template.Line, whole money.BasisPoints, gross bool) {
	t.Helper()
	sum := template.Compute(lines, whole, gross)
	var subtotal, taxed, tax money.Amount
	for _, l := range sum.Lines {
		subtotal += l.Subtotal
		taxed += l.Taxed
		tax += l.Tax
		if l.Subtotal < 0 || l.Taxed < 0 || l.Tax < 0 {
			t.Fatalf("a line below nothing: %+v", l)
		}
	}
	total := taxed
	if !gross {
		total += tax
	}
	if sum.Subtotal != subtotal || sum.Tax != tax || sum.Subtotal-sum.Discount != taxed || sum.Total != total {
		t.Fatalf("whole %d, gross %v: %+v; the lines come to %v, %v taxed, %v tax", whole, gross, sum, subtotal, taxed, tax)
	}
	if whole == 10000 && sum.Total != 0 || whole == 0 && sum.Discount != 0 {
		t.Fatalf("whole %d: %+v", whole, sum)
	}
}
