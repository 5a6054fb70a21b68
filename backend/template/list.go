package template

import (
	"encoding/json"
	"fmt"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// maxRows bounds the rows of a list field, maxColumns its columns.
const (
	maxRows    = 500
	maxColumns = 12
)

// What a list field says besides its columns: the number of the row and, of the
// whole list, how many rows it has and the sum of a column.
const (
	factNo    = "no"
	factCount = "count"
	factSum   = "sum"
)

// listFact is a key that leads into a list field.
type listFact struct {
	field  *Field
	column *ListColumn // nil for no and count
	fact   string      // no, count or sum; empty for the column's value in a row
}

// listFact reads plan.amount, plan.no, plan.count and plan.amount.sum, by keys
// or by what people write.
func (n *names) listFact(name string) (listFact, bool) {
	root, sub, ok := cutLast(name)
	if !ok {
		return listFact{}, false
	}
	if f := n.fieldNamed(root); f != nil && f.Type == TypeList {
		if c := f.column(sub); c != nil {
			return listFact{field: f, column: c}, true
		}
		if code, ok := listFactWords.code(sub); ok {
			return listFact{field: f, fact: code}, true
		}
		return listFact{}, false
	}
	if _, ok := sumWords.code(sub); !ok {
		return listFact{}, false
	}
	l, ok := n.listFact(root)
	if !ok || l.column == nil || l.fact != "" || !summable(l.column.Type) {
		return listFact{}, false
	}
	l.fact = factSum
	return l, true
}

// key is the one form in which the tree holds a fact.
func (l listFact) key() string {
	switch {
	case l.column == nil:
		return l.field.Key + "." + l.fact
	case l.fact == factSum:
		return l.field.Key + "." + l.column.Key + "." + factSum
	}
	return l.field.Key + "." + l.column.Key
}

// words are the parts of a fact's name.
func (l listFact) words(tag locale.Tag) []string {
	switch {
	case l.column == nil:
		return []string{l.field.Label, listFactWords.word(l.fact, tag)}
	case l.fact == factSum:
		return []string{l.field.Label, l.column.Label, sumWords.word(factSum, tag)}
	}
	return []string{l.field.Label, l.column.Label}
}

// dotted is a fact's name in the notation, nice what people call it.
func (l listFact) dotted(tag locale.Tag) string { return strings.Join(l.words(tag), ".") }
func (l listFact) nice(tag locale.Tag) string   { return joinWords(tag, l.words(tag)...) }

func (l listFact) typ() FieldType {
	if l.column == nil {
		return TypeInteger
	}
	return l.column.Type
}

// inRow reports a fact of one row, which only each can show.
func (l listFact) inRow() bool { return l.fact == "" || l.fact == factNo }

// summable reports the types of columns that can be added up.
func summable(t FieldType) bool {
	return t == TypeInteger || t == TypeNumber || t == TypeMoney || t == TypePercent
}

// columnTypes are the types that a column of a list can have.
var columnTypes = []FieldType{TypeText, TypeInteger, TypeNumber, TypeMoney, TypePercent, TypeDate}

// column finds a column by key, then by label.
func (f *Field) column(name string) *ListColumn {
	for i := range f.Columns {
		if f.Columns[i].Key == name {
			return &f.Columns[i]
		}
	}
	for i := range f.Columns {
		if f.Columns[i].Label == name {
			return &f.Columns[i]
		}
	}
	return nil
}

// asField is a column as a field, to read and write its values.
func (c *ListColumn) asField() Field { return Field{Key: c.Key, Label: c.Label, Type: c.Type} }

// decodeRows reads the rows of a list field: objects by the columns' keys.
// Columns that are absent have no value; unknown ones are refused.
func (f *Field) decodeRows(data []byte) (Value, error) {
	v := Value{Type: TypeList}
	var raw []map[string]any
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil || d.More() {
		return v, f.bad(CodeBadValue, "")
	}
	if len(raw) > maxRows {
		return v, fault.New(CodeManyRows, fault.P{"label": f.Label, "max": maxRows})
	}
	for _, r := range raw {
		row, err := f.decodeRow(r)
		if err != nil {
			return v, err
		}
		if len(row) > 0 {
			v.Rows = append(v.Rows, row)
		}
	}
	v.Set = len(v.Rows) > 0
	return v, nil
}

// decodeRow reads one row; one without any value is no row.
func (f *Field) decodeRow(raw map[string]any) (map[string]Value, error) {
	row := map[string]Value{}
	for key, x := range raw {
		c := f.column(key)
		if c == nil {
			return nil, f.bad(CodeBadValue, short(key))
		}
		if n, ok := x.(json.Number); ok {
			i, err := n.Int64()
			if err != nil {
				return nil, f.bad(CodeBadNumber, n.String())
			}
			x = i
		}
		cf := c.asField()
		cf.Label = f.Label + "." + c.Label
		v, err := cf.Decode(x)
		if err != nil {
			return nil, err
		}
		if v.Set {
			row[c.Key] = v
		}
	}
	return row, nil
}

// rowsConstant is the JSON form of the rows.
func (v Value) rowsConstant() []map[string]any {
	out := make([]map[string]any, len(v.Rows))
	for i, r := range v.Rows {
		out[i] = map[string]any{}
		for k, x := range r {
			out[i][k] = x.constant()
		}
	}
	return out
}

// listValue gives the value of a fact; at is the row inside each.
func (r *resolver) listValue(l listFact, at place) Value {
	list := r.values[l.field.Key]
	switch {
	case l.fact == factCount:
		return Value{Type: TypeInteger, Set: true, Int: int64(len(list.Rows))}
	case l.fact == factSum:
		v := Value{Type: l.column.Type, Set: list.Set}
		for _, row := range list.Rows {
			v.Int += row[l.column.Key].Int
		}
		return v
	case at.list != l.field.Key || at.row < 0 || at.row >= len(list.Rows):
		return Value{Type: l.typ()}
	case l.fact == factNo:
		return Value{Type: TypeInteger, Set: true, Int: int64(at.row + 1)}
	}
	v := list.Rows[at.row][l.column.Key]
	v.Type = l.column.Type
	return v
}

// place is where a node stands among repetitions: row of list, or none.
type place struct {
	list string // pathLines or the key of a list field
	row  int    // -1 for a row that is still to be filled
}

// nowhere is outside every repetition.
var nowhere = place{row: -1}

// listRows gives how often each is repeated over a list. A required list
// without rows shows one row of gaps.
func (m *merger) listRows(list string) []place {
	if list == pathLines {
		m.use(pathLines)
		out := make([]place, len(m.data.Lines))
		for i := range out {
			out[i] = place{pathLines, i}
		}
		return out
	}
	m.use(list)
	f := m.def.field(list)
	if f == nil || f.Type != TypeList {
		m.report(Problem{Code: "template.list.unknown", Field: list, Params: map[string]any{"list": list}})
		return nil
	}
	rows := m.values[list].Rows
	if len(rows) == 0 && f.Required {
		return []place{{list, -1}}
	}
	out := make([]place, len(rows))
	for i := range out {
		out[i] = place{list, i}
	}
	return out
}

// columnsText writes columns as the front matter holds them:
// stage=期次 文本 | amount=金额 金额.
func columnsText(columns []ListColumn, tag locale.Tag) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		s := c.Label
		if c.Key != c.Label {
			s = c.Key + "=" + c.Label
		}
		parts[i] = s + " " + typeWords.word(string(c.Type), tag)
	}
	return strings.Join(parts, " | ")
}

// parseColumns reads what columnsText writes; a column without a type is text.
func parseColumns(s string) []ListColumn {
	var out []ListColumn
	for _, part := range strings.Split(s, "|") {
		key, label, two := strings.Cut(strings.TrimSpace(part), "=")
		if !two {
			label = key
		}
		c := ListColumn{Key: strings.TrimSpace(key), Label: strings.TrimSpace(label), Type: TypeText}
		if i := strings.LastIndexByte(c.Label, ' '); i > 0 {
			if code, ok := typeWords.code(c.Label[i+1:]); ok {
				c.Type, c.Label = FieldType(code), strings.TrimSpace(c.Label[:i])
			}
		}
		if !two {
			c.Key = c.Label
		}
		out = append(out, c)
	}
	return out
}

// checkColumns reports whether the columns of a field can be used.
func checkColumns(f *Field) bool {
	if f.Type != TypeList {
		return len(f.Columns) == 0
	}
	if len(f.Columns) == 0 || len(f.Columns) > maxColumns {
		return false
	}
	for i, c := range f.Columns {
		_, word := listFactWords.code(c.Label)
		_, keyWord := listFactWords.code(c.Key)
		ok := plainKey(c.Key) && plainLabel(c.Label) && !strings.ContainsAny(c.Label, "=.") && !word && !keyWord
		typed := false
		for _, t := range columnTypes {
			typed = typed || c.Type == t
		}
		for _, o := range f.Columns[:i] {
			ok = ok && o.Key != c.Key && o.Label != c.Label && o.Key != c.Label && o.Label != c.Key
		}
		if !ok || !typed {
			return false
		}
	}
	return true
}

// sampleRows shows a list with two rows.
func sampleRows(f *Field, tag locale.Tag) []map[string]any {
	rows := make([]map[string]any, 2)
	for i := range rows {
		rows[i] = map[string]any{}
		for _, c := range f.Columns {
			var x any
			switch c.Type {
			case TypeInteger:
				x = int64(i + 1)
			case TypeNumber:
				x = int64(1500)
			case TypeMoney:
				x = int64(500_000)
			case TypePercent:
				x = int64(5000)
			case TypeDate:
				x = string(sampleDay.AddDays(30 * (i + 1)))
			default:
				x = sampleText(c.Label, "", fmt.Sprintf(" %d", i+1), tag)
			}
			rows[i][c.Key] = x
		}
	}
	return rows
}

// listKey reads the list of @each: 明细, lines, or a list field.
func (n *names) listKey(s string) string {
	s = strings.TrimSpace(s)
	if code, ok := listWords.code(s); ok {
		return code
	}
	switch f := n.fieldNamed(s); {
	case f == nil:
	case f.Type == TypeLines:
		return pathLines
	case f.Type == TypeList:
		return f.Key
	}
	return s
}

// listName is the inverse of listKey.
func (n *names) listName(list string) string {
	if list == pathLines {
		return listWords.word(list, n.tag)
	}
	if s := n.name(list); n.listKey(s) == list {
		return s
	}
	return list
}
