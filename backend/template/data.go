package template

import (
	"strings"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
)

// Data is what a template is filled with: what the person typed and the records
// that fields take their values from.
type Data struct {
	// Values are the person's own answers by field key, in JSON form (see
	// [Field.Decode]). A key that is absent or nil falls back to source and
	// default; "" says that the field is to stay empty.
	Values   map[string]any `json:"values"`
	Customer Party          `json:"customer"`
	Contact  Person         `json:"contact"`
	Company  Party          `json:"company"`
	Contract Facts          `json:"contract"`
	Lines    []Line         `json:"lines"`
	// WholeDiscount is taken off the sum of the lines.
	WholeDiscount money.BasisPoints `json:"wholeDiscount"`
	Today         date.Date         `json:"today"`
	// Deviations are what this deal says otherwise than the template.
	Deviations []Deviation `json:"deviations,omitempty"`
}

// Person is the contact at the customer.
type Person struct {
	Name       string `json:"name,omitempty"`
	Title      string `json:"title,omitempty"`
	Department string `json:"department,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Email      string `json:"email,omitempty"`
}

// Facts is what is known of the contract itself. Amount is used where the
// template has no lines; 0 is none.
type Facts struct {
	Number      string         `json:"number,omitempty"`
	Name        string         `json:"name,omitempty"`
	SignDate    date.Date      `json:"signDate,omitempty"`
	StartDate   date.Date      `json:"startDate,omitempty"`
	EndDate     date.Date      `json:"endDate,omitempty"`
	Amount      money.Amount   `json:"amount,omitempty"`
	Currency    money.Currency `json:"currency,omitempty"`
	OurSigner   string         `json:"ourSigner,omitempty"`
	TheirSigner string         `json:"theirSigner,omitempty"`
}

// resolver gives the value of every key of a definition filled with data.
type resolver struct {
	def    *Definition
	names  *names
	data   *Data
	values map[string]Value
	totals Totals
	amount money.Amount
	errors []Problem
}

func newResolver(d *Definition, data *Data) *resolver {
	r := &resolver{def: d, names: newNames(d), data: data, values: map[string]Value{}}
	gross := true
	for i := range d.Fields {
		// Yes/no fields first: one of them may say whether prices include tax.
		if d.Fields[i].Type == TypeYesNo {
			r.fill(&d.Fields[i])
		}
	}
	switch d.Prices {
	case "", "gross":
	case "net":
		gross = false
	default:
		gross = r.values[d.Prices].Bool
	}
	r.totals = Compute(data.Lines, data.WholeDiscount, gross)
	r.amount = data.Contract.Amount
	if d.linesField() != nil {
		r.amount = r.totals.Total
	} else {
		for i := range d.Fields {
			f := &d.Fields[i]
			if f.Type == TypeMoney && f.Source == "contract.amount" && !f.IsDerived() {
				if v, err := f.Decode(data.Values[f.Key]); err == nil && v.Set {
					r.amount = money.Amount(v.Int)
				}
				break
			}
		}
	}
	for i := range d.Fields {
		// Percents before the amounts that are a share by them.
		if d.Fields[i].Type == TypePercent {
			r.fill(&d.Fields[i])
		}
	}
	for _, derived := range []bool{false, true} {
		for i := range d.Fields {
			if f := &d.Fields[i]; f.Type != TypeYesNo && f.Type != TypePercent && f.IsDerived() == derived {
				r.fill(f)
			}
		}
	}
	return r
}

// IsDerived reports a field that is worked out of its source and another field.
func (f *Field) IsDerived() bool {
	return f.Share != "" || f.Rest != "" || f.Plus != "" || f.Minus != ""
}

// others are the keys of the fields that this one is worked out of.
func (f *Field) others() []*string { return []*string{&f.Share, &f.Rest, &f.Plus, &f.Minus} }

// derive works a field out of its source's amount.
func (r *resolver) derive(f *Field, v Value) Value {
	if f.Plus != "" || f.Minus != "" {
		v.Int += r.money(f.Plus) - r.money(f.Minus)
		return v
	}
	return r.part(f, v)
}

// money is what a money field says; nothing counts as zero.
func (r *resolver) money(key string) int64 {
	if v, ok := r.values[key]; ok && v.Type == TypeMoney && v.Set {
		return v.Int
	}
	return 0
}

// part takes the share, or the rest, of a source's amount.
func (r *resolver) part(f *Field, v Value) Value {
	key := f.Share + f.Rest
	p, ok := r.values[key]
	if f.Type != TypeMoney || !ok || p.Type != TypePercent || !p.Set {
		return Value{Type: f.Type}
	}
	share := money.Amount(v.Int).Share(money.BasisPoints(p.Int))
	if f.Rest != "" {
		share = money.Amount(v.Int) - share
	}
	v.Int = int64(share)
	return v
}

// linesField gives the field of the goods table, nil when there is none.
func (d *Definition) linesField() *Field {
	for i := range d.Fields {
		if d.Fields[i].Type == TypeLines {
			return &d.Fields[i]
		}
	}
	return nil
}

// fill decides the value of a field: the person's, else the source's, else the default.
func (r *resolver) fill(f *Field) {
	if f.Type == TypeLines {
		r.values[f.Key] = Value{Type: TypeLines, Set: len(r.data.Lines) > 0}
		return
	}
	if raw, own := r.data.Values[f.Key]; own && raw != nil {
		v, err := f.Decode(raw)
		if err != nil {
			e := fault.From(err)
			r.errors = append(r.errors, Problem{Field: f.Key, Label: f.Label, Code: e.Code, Params: e.Params})
			v = Value{Type: f.Type}
		}
		r.values[f.Key] = v
		return
	}
	if f.Source != "" {
		v := r.source(f.Source)
		if v.Set && f.IsDerived() {
			v = r.derive(f, v)
		}
		if v.Set {
			r.values[f.Key] = f.convert(v)
			return
		}
	}
	v := Value{Type: f.Type}
	if days, ok := todayPlus(f.Default); ok && f.Type == TypeDate {
		if d := r.data.Today.AddDays(days); d != "" {
			v.Set, v.Text = true, string(d)
		}
	} else if f.Default != "" {
		if d, err := f.Parse(f.Default); err == nil {
			v = d
		}
	}
	r.values[f.Key] = v
}

// convert takes a source's value into the field; text and long text are alike.
func (f *Field) convert(v Value) Value {
	v.Type = f.Type
	return v
}

// fits reports whether a source of type s can fill a field of type t.
func typeFits(t, s FieldType) bool {
	return t == s || t == TypeLongText && s == TypeText
}

func text(s string) Value      { return Value{Type: TypeText, Set: s != "", Text: s} }
func day(d date.Date) Value    { return Value{Type: TypeDate, Set: d != "", Text: string(d)} }
func sum(a money.Amount) Value { return Value{Type: TypeMoney, Set: true, Int: int64(a)} }

// source gives the value at a path of the data tree.
func (r *resolver) source(path string) Value {
	root, sub, _ := cutLast(path)
	c := &r.data.Contract
	switch root {
	case pathToday:
		return day(r.data.Today)
	case "customer", "company":
		p := &r.data.Customer
		if root == "company" {
			p = &r.data.Company
		}
		if sub == "" {
			copied := *p
			return Value{Type: TypeParty, Set: p.Name != "", Party: &copied}
		}
		return text(p.fact(sub))
	case "contact":
		p := &r.data.Contact
		return text(map[string]string{"name": p.Name, "title": p.Title, "department": p.Department, "phone": p.Phone, "email": p.Email}[sub])
	case "total":
		t := &r.totals
		return sum(map[string]money.Amount{"subtotal": t.Subtotal, "discount": t.Discount, "tax": t.Tax, "net": t.Net}[sub])
	case "contract":
	default:
		return Value{}
	}
	switch sub {
	case "number":
		return text(c.Number)
	case "name":
		return text(c.Name)
	case "signDate":
		return day(c.SignDate)
	case "startDate":
		return day(c.StartDate)
	case "endDate":
		return day(c.EndDate)
	case "amount":
		v := sum(r.amount)
		v.Set = r.amount != 0 || r.def.linesField() != nil && len(r.data.Lines) > 0
		return v
	case "currency":
		return text(string(r.currency()))
	case "ourSigner":
		return text(c.OurSigner)
	case "theirSigner":
		return text(c.TheirSigner)
	}
	return Value{}
}

func (r *resolver) currency() money.Currency {
	if r.data.Contract.Currency == "" {
		return money.CNY
	}
	return r.data.Contract.Currency
}

// value gives the value of any key at a place.
func (r *resolver) value(key string, at place) Value {
	if r.def.field(key) != nil {
		return r.values[key]
	}
	if root, sub, ok := cutLast(key); ok {
		if f := r.def.field(root); f != nil && f.Type == TypeParty {
			v := text(r.values[root].Party.fact(sub))
			if sub == "kind" {
				v.Type = TypeChoice
			}
			return v
		}
		if l, ok := r.names.listFact(key); ok {
			return r.listValue(l, at)
		}
		if root == pathLines {
			if at.list != pathLines {
				return Value{}
			}
			return r.lineFact(sub, at.row)
		}
	}
	return r.source(key)
}

// lineFact gives a fact of one line.
func (r *resolver) lineFact(sub string, i int) Value {
	if i < 0 || i >= len(r.data.Lines) {
		return Value{}
	}
	l := &r.data.Lines[i]
	number := func(t FieldType, n int64) Value { return Value{Type: t, Set: true, Int: n} }
	switch sub {
	case "no":
		return number(TypeInteger, int64(i+1))
	case "code":
		return text(l.Code)
	case "name":
		return text(l.Name)
	case "spec":
		return text(l.Spec)
	case "unit":
		return text(l.Unit)
	case "note":
		return text(l.Note)
	case "qty":
		return number(TypeNumber, int64(l.Qty))
	case "price":
		return number(TypeMoney, int64(l.Price))
	case "discount":
		return number(TypePercent, int64(l.Discount))
	case "tax":
		return number(TypePercent, int64(l.Tax))
	case "subtotal":
		return number(TypeMoney, int64(r.totals.Lines[i].Subtotal))
	}
	return Value{}
}

// format writes a value for paper.
func (r *resolver) format(f *Field, v Value, format Format) string {
	if format == FormatDefault {
		format = f.Format
	}
	tag := r.def.Language
	a := money.Amount(v.Int)
	d := date.Date(v.Text)
	switch f.Type {
	case TypeMoney:
		switch format {
		case FormatMoneyWords:
			return money.InWords(a, r.currency(), tag)
		case FormatNumber:
			return a.Grouped(r.currency())
		case FormatText:
			return a.String()
		}
		return a.Format(r.currency())
	case TypeInteger:
		return f.plain(v, tag)
	case TypeNumber:
		return money.Quantity(v.Int).String()
	case TypePercent:
		s := money.BasisPoints(v.Int).String()
		if format == FormatNumber {
			return s[:len(s)-1]
		}
		return s
	case TypeDate:
		switch {
		case format == FormatText:
			return v.Text
		case tag == locale.En:
			return d.En()
		case format == FormatDateWords:
			return d.ZhCapitals()
		}
		return d.Zh()
	case TypeChoice:
		if c := f.choice(v.Text); c != nil {
			return c.Label
		}
	case TypeYesNo:
		return f.plain(v, tag)
	case TypeParty:
		return v.Party.fact("name")
	case TypeList:
		return r.listText(f, v)
	}
	return v.Text
}

// listText writes a whole list on one line: rows apart by semicolons.
func (r *resolver) listText(f *Field, v Value) string {
	comma, semicolon := "，", "；"
	if r.def.Language == locale.En {
		comma, semicolon = ", ", "; "
	}
	rows := make([]string, len(v.Rows))
	for i, row := range v.Rows {
		var parts []string
		for k := range f.Columns {
			if x := row[f.Columns[k].Key]; x.Set {
				cf := f.Columns[k].asField()
				parts = append(parts, r.format(&cf, x, FormatDefault))
			}
		}
		rows[i] = strings.Join(parts, comma)
	}
	return strings.Join(rows, semicolon)
}
