package template_test

import (
	"slices"
	"testing"

	"keyue/backend/money"
	"keyue/backend/template"
)

func TestAPriceUnderTheFloorIsToldExactly(t *testing.T) {
	for name, c := range map[string]struct {
		line     template.Line
		whole    money.BasisPoints
		currency money.Currency
		under    bool
	}{
		"at the floor":                    {template.Line{Price: 10_000, Floor: 10_000}, 0, money.CNY, false},
		"a fen under it":                  {template.Line{Price: 9_999, Floor: 10_000}, 0, money.CNY, true},
		"no floor":                        {template.Line{Price: 1}, 0, money.CNY, false},
		"under it by the line's discount": {template.Line{Price: 12_000, Discount: 2_000, Floor: 10_000}, 0, money.CNY, true},
		"kept despite a discount":         {template.Line{Price: 12_500, Discount: 2_000, Floor: 10_000}, 0, money.CNY, false},
		"under it by the whole discount":  {template.Line{Price: 10_000, Floor: 10_000}, 1, money.CNY, true},
		// 3.33 less 50 % is 1.665: rounded it would keep a floor of 1.67.
		"no rounding helps":      {template.Line{Price: 333, Discount: 5_000, Floor: 167}, 0, money.CNY, true},
		"given away":             {template.Line{Price: 12_000, Discount: 10_000, Floor: 10_000}, 0, money.CNY, true},
		"a quantity is no price": {template.Line{Price: 10_000, Qty: 1, Floor: 10_000}, 0, money.CNY, false},
		"another currency":       {template.Line{Price: 1_500, Floor: 10_000}, 0, "USD", false},
		"the usual currency":     {template.Line{Price: 1_500, Floor: 10_000}, 0, "", true},
	} {
		got := template.UnderFloor([]template.Line{c.line}, c.whole, c.currency, money.CNY)
		if (len(got) == 1) != c.under {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestALineUnderTheFloorNeedsAReason(t *testing.T) {
	lines := []template.Line{{Name: "A", Price: 100, Floor: 100}, {Name: "B", Price: 90, Floor: 100, FloorReason: " "}, {Name: "C", Price: 90, Floor: 100, FloorReason: "样品"}}
	bad := template.CheckFloor(lines, 0, money.CNY, money.CNY)
	if len(bad) != 1 || bad[0].Field != "lines.1.floorReason" || bad[0].Code != "template.line.floor" || bad[0].Params["floor"] != "¥1.00" {
		t.Errorf("%+v", bad)
	}
	if got := template.UnderFloor(lines, 0, money.CNY, money.CNY); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("under the floor: %v", got)
	}
}
