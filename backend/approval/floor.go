package approval

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/template"
)

// Item is a price under the floor of its product.
type Item struct {
	Name string `json:"name"`
	Code string `json:"code"`
	Spec string `json:"spec"`
	// Price is per unit, less the line's own discount and the whole one; Floor is
	// the product's. Both are in our currency.
	Price money.Amount `json:"price"`
	Floor money.Amount `json:"floor"`
	// Reason is why the line is sold for less.
	Reason string `json:"reason"`
}

// items are the lines under their floor.
func items(lines []template.Line, whole money.BasisPoints, c, home money.Currency) []Item {
	list := []Item{}
	for _, i := range template.UnderFloor(lines, whole, c, home) {
		l := &lines[i]
		list = append(list, Item{Name: l.Name, Code: l.Code, Spec: l.Spec, Price: l.NetPrice(whole), Floor: l.Floor, Reason: l.FloorReason})
	}
	return list
}

// covers reports whether a price was agreed to: of the same goods, and no lower.
func (a *Approval) covers(want Item) bool {
	if a.What != Floor || a.State != Approved {
		return false
	}
	for _, it := range a.Items {
		same := it.Code == want.Code && (it.Code != "" || it.Name == want.Name && it.Spec == want.Spec)
		if same && it.Price <= want.Price {
			return true
		}
	}
	return false
}

// Standing is how a record stands with its owners' approval.
type Standing struct {
	// Floor are the prices that an owner still has to agree to; none for who may
	// decide alone.
	Floor []Item `json:"floor"`
	// List is what was asked about it, the latest first.
	List []Approval `json:"list"`
}

// Stand tells how lines stand with approvals about any of the subjects: those of
// an opportunity hold for its quotes and contracts too.
func Stand(db *gorm.DB, lines []template.Line, whole money.BasisPoints, c money.Currency, subjects ...Subject) (Standing, error) {
	s := Standing{Floor: []Item{}}
	var err error
	if s.List, err = Of(db, subjects...); err != nil {
		return s, err
	}
	alone, err := staff.CanApprove(db)
	if err != nil || alone {
		return s, err
	}
	home, err := settings.OurCurrency(db)
	if err != nil {
		return s, err
	}
	for _, it := range items(lines, whole, c, home) {
		agreed := false
		for i := range s.List {
			agreed = agreed || s.List[i].covers(it)
		}
		if !agreed {
			s.Floor = append(s.Floor, it)
		}
	}
	return s, nil
}

// Needed refuses prices under the floor that no owner has agreed to: fault
// approval.floor_needed {count, names}.
func (s Standing) Needed(comma string) error {
	if len(s.Floor) == 0 {
		return nil
	}
	names := make([]string, len(s.Floor))
	for i, it := range s.Floor {
		names[i] = it.Name
	}
	return fault.New("approval.floor_needed", fault.P{"count": len(names), "names": strings.Join(names, comma)})
}

// floorReason joins what is said at the lines with what was said besides.
func floorReason(list []Item, more string) string {
	said := []string{}
	for _, it := range list {
		if r := strings.TrimSpace(it.Reason); r != "" {
			said = append(said, it.Name+": "+r)
		}
	}
	if more = strings.TrimSpace(more); more != "" {
		said = append(said, more)
	}
	return strings.Join(said, "\n")
}

// ForFloor is the request for the prices of a standing; more is said besides the
// reasons at the lines.
func (s Standing) ForFloor(about Subject, more string) Approval {
	return Approval{AboutKind: about.Kind, AboutID: about.ID, What: Floor, Items: s.Floor, Reason: floorReason(s.Floor, more)}
}
