package template

import (
	"keyue/backend/locale"
)

// Kind says what a template is for.
type Kind string

// The kinds, as in the product's vocabulary.
const (
	KindSale        Kind = "sale"
	KindService     Kind = "service"
	KindLease       Kind = "lease"
	KindLabour      Kind = "labour"
	KindProcessing  Kind = "processing"
	KindAgency      Kind = "agency"
	KindNDA         Kind = "nda"
	KindLoan        Kind = "loan"
	KindPartnership Kind = "partnership"
	KindQuote       Kind = "quote"
	KindReceipt     Kind = "receipt"
	KindStatement   Kind = "statement"
	KindOther       Kind = "other"
)

// Definition is what one version of a template says. It is the JSON that is
// stored, sent to the page and printed in the notation.
type Definition struct {
	Name     string     `json:"name"`
	Code     string     `json:"code,omitempty"` // of starters: stable for ever
	Kind     Kind       `json:"kind"`
	Language locale.Tag `json:"language"`
	// Numbering is the style of each clause level; empty means the language's usual ladder.
	Numbering []string `json:"numbering,omitempty"`
	Page      Page     `json:"page"`
	// Prices says whether the prices of lines include tax: "gross" (or empty)
	// they do, "net" tax is added, else the key of a yes/no field that decides.
	Prices string `json:"prices,omitempty"`
	// Header and Footer are one line each; empty means the engine's own.
	Header []Node `json:"header,omitempty"`
	Footer []Node `json:"footer,omitempty"`
	// Logo sets the own company's logo on the first page.
	Logo   bool    `json:"logo,omitempty"`
	Fields []Field `json:"fields"`
	Body   Node    `json:"body"`
	// Gone has the labels of fields that were removed while the text still asks for
	// them, by key, so that the text can say what is missing. [Service.SaveDraft]
	// keeps it; the notation does not have it.
	Gone map[string]string `json:"gone,omitempty"`
}

// Page is the paper. The zero value is A4 with the engine's margins and size.
type Page struct {
	// Paper is A4, A5, B5 or Letter; empty means A4.
	Paper     string `json:"paper,omitempty"`
	Landscape bool   `json:"landscape,omitempty"`
	// Margins in millimetres: top, right, bottom, left; empty means the usual.
	Margins []float64 `json:"margins,omitempty"`
	// Size of the text in points; 0 means 10.5.
	Size float64 `json:"size,omitempty"`
}

// FieldType is the type of a field's value.
type FieldType string

// The types of fields.
const (
	TypeText     FieldType = "text"
	TypeLongText FieldType = "longText"
	TypeInteger  FieldType = "integer"
	TypeNumber   FieldType = "number"  // money.Quantity: thousandths
	TypeMoney    FieldType = "money"   // money.Amount: minor units
	TypePercent  FieldType = "percent" // money.BasisPoints
	TypeDate     FieldType = "date"
	TypeChoice   FieldType = "choice" // code of one of Choices
	TypeYesNo    FieldType = "yesNo"
	TypeParty    FieldType = "party"
	TypeLines    FieldType = "lines"
	TypeList     FieldType = "list" // rows with the field's own Columns: a payment plan
)

// Field is a typed blank of a template.
type Field struct {
	Key      string    `json:"key"`
	Label    string    `json:"label"`
	Type     FieldType `json:"type"`
	Required bool      `json:"required,omitempty"`
	// Default is a constant in the form of the type's JSON value written as
	// text (see [Field.Parse]), or today, today+n.
	Default string `json:"default,omitempty"`
	// AsLast says that a new contract begins with what the last contract of the
	// template answered; Default is then for the first one.
	AsLast bool `json:"asLast,omitempty"`
	// Source is the path in the data tree that fills the field; see [Sources].
	Source  string   `json:"source,omitempty"`
	Help    string   `json:"help,omitempty"`
	Choices []Choice `json:"choices,omitempty"`
	// Format is how chips of the field are written that do not say it themselves.
	Format Format `json:"format,omitempty"`
	// Share is the key of a percent field: a money field with a Source is then that
	// part of the source's amount, rounded half up. Rest is the same for what is
	// left of the amount; both together give the amount exactly.
	Share string `json:"share,omitempty"`
	Rest  string `json:"rest,omitempty"`
	// Plus and Minus are keys of money fields: a money field with a Source is then
	// the source's amount with the one added and the other taken off, what is still
	// owed at the end of a month for example. They are not derived themselves.
	Plus  string `json:"plus,omitempty"`
	Minus string `json:"minus,omitempty"`
	// Columns of a list field, one at least.
	Columns []ListColumn `json:"columns,omitempty"`
}

// ListColumn is a column of a list field. Its type is text, integer, number,
// money, percent or date.
type ListColumn struct {
	Key   string    `json:"key"`
	Label string    `json:"label"`
	Type  FieldType `json:"type"`
}

// Choice is one answer of a choice field; Value is stored, Label is printed.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Problem is something wrong in a template or in its filling. Line is set by
// [Parse] only.
type Problem struct {
	Line int `json:"line,omitempty"`
	// Path leads to the node in the tree that the problem is about, as indexes of
	// children from the body (or, with Part header or footer, the index in that
	// line); absent for what is not in the text: settings and fields.
	Path []int  `json:"path,omitempty"`
	Part string `json:"part,omitempty"`
	// Clause is the printed number and heading of the clause, or its first words.
	Clause string         `json:"clause,omitempty"`
	Field  string         `json:"field,omitempty"`
	Label  string         `json:"label,omitempty"`
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
	// Warning marks what does not stop publishing or issuing.
	Warning bool `json:"warning,omitempty"`
}

// field gives the field with the key, nil when there is none.
func (d *Definition) field(key string) *Field {
	for i := range d.Fields {
		if d.Fields[i].Key == key {
			return &d.Fields[i]
		}
	}
	return nil
}

// choice gives the choice with the value, nil when there is none.
func (f *Field) choice(value string) *Choice {
	for i := range f.Choices {
		if f.Choices[i].Value == value {
			return &f.Choices[i]
		}
	}
	return nil
}

// Normalize brings a definition into the one form that equal ones share: the
// tree's, and field keys written by label replaced by the key.
func (d *Definition) Normalize() {
	if d.Body.Type == "" {
		d.Body.Type = nodeDoc
	}
	if d.Fields == nil {
		d.Fields = []Field{}
	}
	if len(d.Numbering) == 0 {
		d.Numbering = nil
	}
	if len(d.Gone) == 0 {
		d.Gone = nil
	}
	if len(d.Page.Margins) == 0 {
		d.Page.Margins = nil
	}
	if d.Page.Paper == "A4" {
		d.Page.Paper = ""
	}
	if d.Prices == "gross" {
		d.Prices = ""
	}
	for i := range d.Fields {
		if len(d.Fields[i].Choices) == 0 {
			d.Fields[i].Choices = nil
		}
		if len(d.Fields[i].Columns) == 0 {
			d.Fields[i].Columns = nil
		}
	}
	names := newNames(d)
	for i := range d.Fields {
		for _, key := range d.Fields[i].others() {
			if f := names.fieldNamed(*key); f != nil && *key != "" {
				*key = f.Key
			}
		}
	}
	d.Body.normalLocks(LockNegotiable)
	d.Body.normalize()
	d.Body.resolveKeys(names)
	d.Header, d.Footer = normalLine(d.Header, names), normalLine(d.Footer, names)
}

func normalLine(line []Node, names *names) []Node {
	p := Node{Type: nodeParagraph, Content: line}
	p.normalize()
	p.resolveKeys(names)
	return p.Content
}

// normalLocks drops the lock that says what holds anyway; outer is the lock
// around the node.
func (n *Node) normalLocks(outer string) {
	if n.Type == nodeClause && n.Attrs != nil {
		if n.Attrs.Lock == LockNegotiable && outer == LockNegotiable {
			n.Attrs.Lock = ""
		}
		if n.Attrs.Lock != "" {
			outer = n.Attrs.Lock
		}
	}
	for i := range n.Content {
		n.Content[i].normalLocks(outer)
	}
}

// resolveKeys replaces names of fields by their keys.
func (n *Node) resolveKeys(names *names) {
	if a := n.Attrs; a != nil {
		if a.Key != "" {
			a.Key, _ = names.resolve(a.Key)
		}
		if a.Format == FormatMoneyWords && names.typeOf(a.Key) == TypeDate {
			a.Format = FormatDateWords
		}
		if n.Type == nodeEach && a.List != pathLines {
			if f := names.fieldNamed(a.List); f != nil && f.Type == TypeList {
				a.List = f.Key
			}
		}
		if a.Condition != nil {
			a.Condition.resolveKeys(names)
		}
	}
	for i := range n.Content {
		n.Content[i].resolveKeys(names)
	}
}
