package template

import (
	"fmt"
	"math/big"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/money"
)

// The rule of floor prices (底价), for whatever has lines: a price under the
// floor of its product wants a reason, which stays with the line.

// UnderFloor gives the indices of the lines that are sold for less than the
// floor price of their product: the price less the line's own discount and the
// whole one. Floor prices are in home, our currency; lines in another one have none.
func UnderFloor(lines []Line, whole money.BasisPoints, c, home money.Currency) []int {
	under := []int{}
	if c != home && c != "" {
		return under
	}
	for i := range lines {
		if lines[i].underFloor(whole) {
			under = append(under, i)
		}
	}
	return under
}

// underFloor compares without rounding: a floor of 100.00 is kept by 100.00 only.
func (l *Line) underFloor(whole money.BasisPoints) bool {
	if l.Floor <= 0 {
		return false
	}
	net := new(big.Int).Mul(big.NewInt(int64(l.Price)), big.NewInt(10000-int64(l.Discount)))
	net.Mul(net, big.NewInt(10000-int64(whole)))
	floor := new(big.Int).Mul(big.NewInt(int64(l.Floor)), big.NewInt(10000*10000))
	return net.Cmp(floor) < 0
}

// NetPrice is the price of a unit less the line's own discount and the whole one,
// rounded half up once.
func (l *Line) NetPrice(whole money.BasisPoints) money.Amount {
	net := new(big.Int).Mul(big.NewInt(int64(l.Price)), big.NewInt(10000-int64(l.Discount)))
	net.Mul(net, big.NewInt(10000-int64(whole)))
	net.Add(net, big.NewInt(50_000_000))
	return money.Amount(net.Div(net, big.NewInt(100_000_000)).Int64())
}

// CheckFloor gives the lines under their floor that have no reason, with fields
// such as "lines.2.floorReason"; code template.line.floor {line, name, floor}.
func CheckFloor(lines []Line, whole money.BasisPoints, c, home money.Currency) []fault.Field {
	var bad []fault.Field
	for _, i := range UnderFloor(lines, whole, c, home) {
		if l := &lines[i]; strings.TrimSpace(l.FloorReason) == "" {
			bad = append(bad, fault.Field{Field: fmt.Sprintf("lines.%d.floorReason", i), Code: "template.line.floor",
				Params: fault.P{"line": i + 1, "name": l.Name, "floor": l.Floor.Format(home)}})
		}
	}
	return bad
}
