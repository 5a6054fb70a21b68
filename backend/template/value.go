package template

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
)

// Value is the value of a field, by the field's type: Text for text, long text,
// date and choice (its code); Int for integer, number (thousandths), money
// (minor units) and percent (basis points); Bool for yes/no; Party for a party.
// Set is false for a field without a value.
type Value struct {
	Type  FieldType
	Set   bool
	Text  string
	Int   int64
	Bool  bool
	Party *Party
	// Rows of a list, by the keys of its columns.
	Rows []map[string]Value
}

// Party is one side of a contract as the merge sees it.
type Party struct {
	// CustomerID is the record that a further party, chosen by the person, was
	// taken from; 0 for parties written by hand and the two sides of the contract.
	CustomerID          int64  `json:"customerId,omitempty"`
	Kind                string `json:"kind,omitempty"` // company or person
	Name                string `json:"name,omitempty"`
	TaxID               string `json:"taxId,omitempty"`
	LegalRepresentative string `json:"legalRepresentative,omitempty"`
	Address             string `json:"address,omitempty"`
	ShippingAddress     string `json:"shippingAddress,omitempty"`
	Phone               string `json:"phone,omitempty"`
	Email               string `json:"email,omitempty"`
	Website             string `json:"website,omitempty"`
	Contact             string `json:"contact,omitempty"`
	InvoiceTitle        string `json:"invoiceTitle,omitempty"`
	Bank                string `json:"bank,omitempty"`
	Account             string `json:"account,omitempty"`
}

// fact gives a fact by its name in partyFacts.
func (p *Party) fact(name string) string {
	if p == nil {
		return ""
	}
	switch name {
	case "kind":
		return p.Kind
	case "name":
		return p.Name
	case "taxId":
		return p.TaxID
	case "legalRepresentative":
		return p.LegalRepresentative
	case "address":
		return p.Address
	case "shippingAddress":
		if p.ShippingAddress == "" {
			return p.Address
		}
		return p.ShippingAddress
	case "phone":
		return p.Phone
	case "email":
		return p.Email
	case "website":
		return p.Website
	case "contact":
		return p.Contact
	case "invoiceTitle":
		if p.InvoiceTitle == "" {
			return p.Name
		}
		return p.InvoiceTitle
	case "bank":
		return p.Bank
	case "account":
		return p.Account
	}
	return ""
}

// maxValue bounds a text value in bytes.
const maxValue = 20_000

// Fault codes of values; parameters label and value.
const (
	CodeBadValue  = "template.value.bad"
	CodeBadDate   = "template.value.date"
	CodeBadMoney  = "template.value.money"
	CodeBadNumber = "template.value.number"
	CodeBadChoice = "template.value.choice"
	CodeBadYesNo  = "template.value.yes_no"
	CodeLongValue = "template.value.long"
	CodeManyRows  = "template.value.rows" // parameters label, max
)

func (f *Field) bad(code string, value any) error {
	return fault.New(code, fault.P{"label": f.Label, "value": value})
}

// Parse reads a value as people write it on the command line and in the
// notation: 1234.50, 5%, 2026-11-22, the label or code of a choice, yes or 是.
// Text that is empty is no value. Faults template.value.*.
func (f *Field) Parse(s string) (Value, error) {
	v := Value{Type: f.Type, Set: true}
	if f.Type != TypeText && f.Type != TypeLongText {
		s = strings.TrimSpace(s)
	}
	if s == "" {
		return Value{Type: f.Type}, nil
	}
	switch f.Type {
	case TypeText, TypeLongText:
		if len(s) > maxValue || !utf8.ValidString(s) {
			return v, f.bad(CodeLongValue, "")
		}
		v.Text = s
	case TypeInteger:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n > 1e15 || n < -1e15 {
			return v, f.bad(CodeBadNumber, s)
		}
		v.Int = n
	case TypeNumber:
		q, err := money.ParseQuantity(s)
		if err != nil {
			return v, f.bad(CodeBadNumber, s)
		}
		v.Int = int64(q)
	case TypeMoney:
		a, err := money.Parse(s)
		if err != nil {
			return v, f.bad(CodeBadMoney, s)
		}
		v.Int = int64(a)
	case TypePercent:
		p, err := money.ParsePercent(s)
		if err != nil {
			return v, f.bad(CodeBadNumber, s)
		}
		v.Int = int64(p)
	case TypeDate:
		d, ok := date.Parse(s)
		if !ok {
			return v, f.bad(CodeBadDate, s)
		}
		v.Text = string(d)
	case TypeChoice:
		for _, c := range f.Choices {
			if c.Value == s || c.Label == s {
				v.Text = c.Value
				return v, nil
			}
		}
		return v, f.bad(CodeBadChoice, s)
	case TypeYesNo:
		switch strings.ToLower(s) {
		case "yes", "true", "1", "是":
			v.Bool = true
		case "no", "false", "0", "否":
		default:
			return v, f.bad(CodeBadYesNo, s)
		}
	case TypeParty:
		v.Party = &Party{Name: s}
	case TypeList:
		return f.decodeRows([]byte(s))
	default:
		return v, f.bad(CodeBadValue, s)
	}
	return v, nil
}

// Decode reads a value in its JSON form: strings for text, date and choice,
// integers for integer, number, money and percent, a boolean, an object for a
// party, an array of objects for a list. A string is accepted for every type and read by Parse, null and ""
// are no value. Faults template.value.*.
func (f *Field) Decode(x any) (Value, error) {
	switch t := x.(type) {
	case nil:
		return Value{Type: f.Type}, nil
	case string:
		return f.Parse(t)
	case Value:
		return t, nil
	}
	data, err := json.Marshal(x)
	if err != nil || len(data) > maxValue {
		return Value{}, f.bad(CodeBadValue, "")
	}
	if f.Type == TypeList {
		return f.decodeRows(data)
	}
	v := Value{Type: f.Type, Set: true}
	into := any(nil)
	switch f.Type {
	case TypeInteger, TypeNumber, TypeMoney, TypePercent:
		into = &v.Int
	case TypeYesNo:
		into = &v.Bool
	case TypeParty:
		into = &v.Party
	case TypeText, TypeLongText, TypeDate, TypeChoice:
		into = &v.Text
	default:
		return v, f.bad(CodeBadValue, string(data))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return Value{}, f.bad(CodeBadValue, string(data))
	}
	if s, ok := into.(*string); ok {
		return f.Parse(*s)
	}
	if f.Type == TypeMoney && money.Amount(v.Int).Check() != nil || v.Int > 1e15 || v.Int < -1e15 {
		return Value{}, f.bad(CodeBadNumber, v.Int)
	}
	v.Set = f.Type != TypeParty || v.Party != nil && v.Party.Name != ""
	return v, nil
}

// constant is the value in the form that a condition keeps in JSON.
func (v Value) constant() any {
	switch v.Type {
	case TypeInteger, TypeNumber, TypeMoney, TypePercent:
		return v.Int
	case TypeYesNo:
		return v.Bool
	case TypeList:
		return v.rowsConstant()
	}
	return v.Text
}

// plain writes a constant so that Parse reads the same value; choices by label
// when that is unambiguous, yes/no in the language.
func (f *Field) plain(v Value, tag locale.Tag) string {
	switch f.Type {
	case TypeInteger:
		return strconv.FormatInt(v.Int, 10)
	case TypeNumber:
		return money.Quantity(v.Int).String()
	case TypeMoney:
		return money.Amount(v.Int).String()
	case TypePercent:
		return money.BasisPoints(v.Int).String()
	case TypeYesNo:
		if v.Bool {
			return yesWords.word("yes", tag)
		}
		return yesWords.word("no", tag)
	case TypeChoice:
		if c := f.choice(v.Text); c != nil {
			if back, err := f.Parse(c.Label); err == nil && back.Text == c.Value {
				return c.Label
			}
		}
	}
	return v.Text
}
