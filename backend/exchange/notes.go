package exchange

import (
	"regexp"
	"slices"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
)

// notes are what was noticed of rows that are taken, most urgent first, so that a long list of the last kind does not
// hide the first.
type notes [4][]Problem

const (
	noteSum = iota
	noteDoubt
	noteRepeat
	noteColleague
)

// noteMax is how many of each kind are kept.
const noteMax = problemsMax / len(notes{})

func (in *intake) note(kind, row, column int, cells []string, code string, p fault.P) {
	if len(in.notes[kind]) < noteMax {
		in.notes[kind] = append(in.notes[kind], in.problem(row, column, cells, code, p))
	}
}

// gatherNotes puts the notes into the result.
func (in *intake) gatherNotes() {
	for _, list := range in.notes {
		in.result.Notes = append(in.result.Notes, list...)
	}
}

var (
	sumWord = regexp.MustCompile(`^(?:合计|总计|小计|总和|共计|本页合计|total|subtotal|sum|grandtotal)$`)
	sumCell = regexp.MustCompile(`^(?:[-—/]|[¥￥$€]?-?\d[\d,，]*(?:\.\d+)?(?:%|万?元|家|户|个|位|人|行|条|单|笔|件)?)$`)
)

// isSum tells whether a row only adds up those above: 「合计 30」. A row with anything else in it, a name or a number
// that can be called, is none.
func isSum(cells []string) bool {
	said := false
	for _, cell := range cells {
		cell = strings.Join(strings.Fields(cell), "") // 「合 计」
		switch {
		case cell == "":
		case !said:
			if !sumWord.MatchString(strings.ToLower(strings.TrimRight(cell, ":："))) {
				return false
			}
			said = true
		case !sumCell.MatchString(cell) || dialled(cell):
			return false
		}
	}
	return said
}

// dialled tells a telephone number from an amount.
func dialled(cell string) bool {
	p := customer.ParsePhone(cell)
	return p.Type == customer.PhoneMobile || p.Type == customer.PhoneFixed || p.Type == customer.PhoneHotline && len(p.Number) >= 10
}

func (in *intake) leaveOutSum(row int, cells []string) {
	in.result.Sums++
	in.note(noteSum, row, -1, cells, "exchange.note.sum", nil)
}

// mangled is a number that Excel took for an amount and wrote short: its last digits are gone.
var mangled = regexp.MustCompile(`^\d(?:\.\d+)?[eE]\+?\d{1,2}$`)

// doubt notes the numbers of a row that the numbering plans do not know.
func (in *customerIntake) doubt(row int, cells []string, phones []customer.Phone) {
	for _, p := range phones {
		if p.Valid() {
			continue
		}
		code := "exchange.note.phone"
		if mangled.MatchString(p.Raw) {
			code = "exchange.note.mangled"
		}
		at := slices.IndexFunc(in.l.mapping, func(key string) bool { return key == "phone" || key == "contact.phone" })
		for i, key := range in.l.mapping {
			if strings.HasSuffix(key, "phone") && i < len(cells) && strings.Contains(cells[i], p.Raw) {
				at = i
			}
		}
		in.result.Doubtful++
		in.note(noteDoubt, row, at, cells, code, fault.P{"value": short(p.Raw)})
	}
}

// origins are the rows that brought the new customers of an import, whose ids follow each other from first on.
type origins struct {
	first customer.ID
	rows  []int32
	// parts are the tables with the id of the first customer of each.
	parts []originPart
}

type originPart struct {
	from customer.ID
	part *part
}

func (o *origins) add(id customer.ID, row int, of *part) {
	if len(o.rows) == 0 {
		o.first = id
	}
	for customer.ID(len(o.rows)) < id-o.first {
		o.rows = append(o.rows, 0)
	}
	o.rows = append(o.rows, int32(row))
	if n := len(o.parts); n == 0 || o.parts[n-1].part != of {
		o.parts = append(o.parts, originPart{id, of})
	}
}

// whence says which row brought a customer: 「第 2 行」.
func (in *customerIntake) whence(id customer.ID) string {
	o := &in.origins
	if at := int64(id - o.first); at < 0 || at >= int64(len(o.rows)) {
		return ""
	}
	from := in.l.part
	for _, p := range o.parts {
		if p.from <= id {
			from = p.part
		}
	}
	return in.place(from, int(o.rows[id-o.first]))
}

func (in *customerIntake) place(of *part, row int) string {
	if of == in.l.part {
		return locale.Text(in.o.Lang, "exchange.row.at", fault.P{"row": row})
	}
	return locale.Text(in.o.Lang, "exchange.row.at_part", fault.P{"part": of.name, "row": row})
}

// again says what becomes of a row that is of a customer of a row before.
func (in *customerIntake) again(g *group, taken customer.Taken) {
	code := map[string]string{customer.Skipped: "exchange.note.repeat_skipped", customer.Merged: "exchange.note.repeat_merged"}[taken.Outcome]
	if code == "" {
		in.colleague(g.rows[0], g.cells[0], in.whence(taken.ID))
	} else {
		in.result.Repeated += len(g.rows)
		for i, row := range g.rows {
			in.note(noteRepeat, row, -1, g.cells[i], code, fault.P{"where": in.whence(taken.ID)})
		}
	}
}

func (in *customerIntake) colleague(row int, cells []string, where string) {
	in.result.Colleagues++
	in.note(noteColleague, row, -1, cells, "exchange.note.colleague", fault.P{"where": where})
}
