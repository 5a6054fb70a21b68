package intake

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"keyue/backend/template"
)

// partyKey is the key of the field of party k: partyA, partyB.
func partyKey(k int) string { return "party" + string(rune('A'+min(k, 25))) }

// role of a party: the first that is not we is the customer.
func (c *composer) role(k int) string { return roleFor(k, c.weIs) }

func roleFor(k, we int) string {
	switch {
	case k < 0 || we < 0:
		return ""
	case k == we:
		return "company"
	case k == 0 || k == 1 && we == 0:
		return "customer"
	}
	return ""
}

func (c *composer) parties(we int) []Party {
	out := []Party{}
	for i, p := range c.a.parties {
		q := Party{Key: partyKey(i), Label: p.word, Aliases: p.aliases, Role: roleFor(i, we), Name: p.name}
		if q.Aliases == nil {
			q.Aliases = []string{}
		}
		out = append(out, q)
	}
	return out
}

// assign gives every blank its field, and fields their last form.
func (c *composer) assign(we int) {
	a := c.a
	c.weIs = we
	c.occKey, c.occAs = make([]string, len(a.occs)), make([]string, len(a.occs))
	blanks := map[string]BlankDecision{}
	for _, b := range c.d.Blanks {
		blanks[b.ID] = b
	}
	fields := map[string]FieldDecision{}
	for _, f := range c.d.Fields {
		fields[f.Key] = f
	}
	for i, o := range a.occs {
		c.occAs[i] = AsField
		if o.sign && o.named == "" && o.group == nil {
			c.occAs[i] = AsBlank
		}
		if o.kind == markFilled && o.party >= 0 && c.role(o.party) != "customer" {
			c.occAs[i] = AsText // our own name is the same in every contract
		}
		b, own := blanks["b"+strconv.Itoa(i+1)]
		key := ""
		switch {
		case own && b.Key != "" && c.keyKnown(b.Key):
			key = b.Key
			if c.fields[key] == nil && c.defs[key] == nil {
				c.addFact(key, o)
			}
		case own && b.Key != "":
			key = c.newField(plainKey(b.Key), firstOf(b.Label, o.label, b.Key), firstType(b.Type, o.typ), "", o)
		case c.occAs[i] == AsBlank && (!own || b.As != AsField):
			// Lines to sign on are nobody's field.
		default:
			key = c.keyFor(i, o)
		}
		c.occKey[i] = key
		for _, k := range strings.Split(key, "+") {
			if f := c.fields[k]; f != nil {
				f.Blanks = append(f.Blanks, "b"+strconv.Itoa(i+1))
				f.Confidence = max(f.Confidence, o.conf)
			}
		}
		if f, ok := fields[strings.Split(key, "+")[0]]; ok && f.As != "" {
			c.occAs[i] = f.As
		}
		if own && b.As != "" {
			c.occAs[i] = b.As
		}
	}
	for _, d := range c.d.Fields {
		c.decide(d.Key, d)
	}
}

func firstType(list ...template.FieldType) template.FieldType {
	for _, t := range list {
		if t != "" {
			return t
		}
	}
	return template.TypeText
}

// keyKnown reports whether a key is a field of the proposal or a party's fact.
func (c *composer) keyKnown(key string) bool {
	if c.fields[key] != nil {
		return true
	}
	root, fact, ok := strings.Cut(key, ".")
	if !ok || factLabel(fact, true) == "" {
		return false
	}
	for i := range c.a.parties {
		if partyKey(i) == root && c.role(i) != "" {
			return true
		}
	}
	return false
}

// decide applies a person's decision to a field.
func (c *composer) decide(key string, d FieldDecision) {
	f := c.fields[key]
	if f == nil {
		return
	}
	if d.As != "" {
		f.As = d.As
	}
	def := c.defs[key]
	if def == nil { // a fact of a party
		return
	}
	if d.Label != "" {
		if l := cleanLabel(d.Label); l != "" && !c.labelTaken(l, key) {
			f.Label, def.Label = l, l
		}
	}
	if d.Type != "" && d.Type != def.Type && def.Type != template.TypeChoice {
		f.Type, def.Type = d.Type, d.Type
		def.Source, f.Source = "", ""
	}
	switch d.Source {
	case "":
	case "-":
		f.Source, def.Source = "", ""
	default:
		f.Source, def.Source = d.Source, d.Source
	}
	def.Required = d.Required
}

// keyFor finds or makes the field that a blank asks for.
func (c *composer) keyFor(i int, o *occ) string {
	if o.group != nil {
		return c.boxKey(o)
	}
	if o.party >= 0 && len(o.facts) > 0 {
		var keys []string
		for _, f := range o.facts {
			keys = append(keys, c.factKey(o.party, f, o))
		}
		return strings.Join(keys, "+")
	}
	if i > 0 {
		// 13%（百分之13） says one thing twice; so do words and figures.
		p := c.a.occs[i-1]
		if p.unit == o.unit && p.typ == o.typ && o.typ == template.TypePercent && strings.Contains(o.before, "百分之") && len([]rune(o.before)) <= 8 && c.fields[c.occKey[i-1]] != nil {
			return c.occKey[i-1]
		}
		if p.unit == o.unit && p.typ == o.typ && o.typ == template.TypeMoney && p.format != o.format && p.label == o.label && c.fields[c.occKey[i-1]] != nil {
			return c.occKey[i-1]
		}
	}
	if o.source != "" {
		for _, key := range c.order {
			if f := c.fields[key]; f.Source == o.source && c.defs[key] != nil {
				return key
			}
		}
	}
	label := briefEnd(o.label)
	if label == "" {
		label = c.a.fallback(o)
	}
	if o.strong && len([]rune(label)) > 1 && !generic[label] {
		for _, key := range c.order {
			f := c.fields[key]
			if f.Label == label && f.Type == o.typ && f.Fact == "" && !c.sameLine(f, o) {
				return key
			}
		}
	}
	return c.newField(plainKey(label), label, o.typ, o.source, o)
}

// generic labels may mean another thing each time.
var generic = map[string]bool{"名称": true, "其他": true, "说明": true, "备注": true, "日期": true, "时间": true, "数量": true, "金额": true, "填写内容": true, "Blank": true, "地址": true, "编号": true, "项目": true, "Name": true, "Title": true, "Date": true, "By": true, "Email": true, "Address": true, "Company": true, "Signature": true, "Print Name": true, "Its": true, "工程": true, "事项": true}

// sameLine reports whether a field is already asked in the line of a blank.
func (c *composer) sameLine(f *Field, o *occ) bool {
	for _, id := range f.Blanks {
		n, _ := strconv.Atoi(id[1:])
		if c.a.occs[n-1].unit == o.unit && o.named == "" {
			return true
		}
	}
	return false
}

// boxKey makes the field that check boxes answer.
func (c *composer) boxKey(o *occ) string {
	g := o.group
	if key := c.boxKeys[g]; key != nil {
		return key[min(o.option, len(key)-1)]
	}
	if c.boxKeys == nil {
		c.boxKeys = map[*boxGroup][]string{}
	}
	ticks := 0
	for _, t := range g.ticked {
		if t {
			ticks++
		}
	}
	var keys []string
	if len(g.options) > 1 && ticks <= 1 && len(g.options) <= 60 && !(ticks == 0 && g.long > 1) {
		label := briefStart(firstOf(g.label, g.options[0]))
		key := c.newField(plainKey(label), label, template.TypeChoice, "", o)
		def := c.defs[key]
		for i, opt := range g.options {
			def.Choices = append(def.Choices, template.Choice{Value: "o" + strconv.Itoa(i+1), Label: opt})
			if g.ticked[i] {
				def.Default = "o" + strconv.Itoa(i+1)
			}
		}
		keys = []string{key}
	} else {
		for i, opt := range g.options {
			name := briefStart(opt)
			key := c.newField(plainKey(name), name, template.TypeYesNo, "", o)
			if g.ticked[i] {
				c.defs[key].Default = "yes"
			}
			keys = append(keys, key)
		}
	}
	c.boxKeys[g] = keys
	return keys[min(o.option, len(keys)-1)]
}

// factKey is the key of a party's fact; of a third party, which has no record,
// it is a field of its own.
func (c *composer) factKey(k int, fact string, o *occ) string {
	if c.role(k) != "" {
		key := partyKey(k) + "." + fact
		c.used[k] = true
		if c.fields[key] == nil {
			c.addFact(key, o)
		}
		return key
	}
	label := c.a.parties[k].word + factLabel(fact, c.a.zh())
	for _, key := range c.order {
		if c.fields[key].Label == label {
			return key
		}
	}
	return c.newField(plainKey(label), label, template.TypeText, "", o)
}

// addFact lists a party's fact among the fields.
func (c *composer) addFact(key string, o *occ) {
	root, fact, _ := strings.Cut(key, ".")
	k := int(root[len(root)-1] - 'A')
	c.used[k] = true
	label := c.a.parties[k].word + factLabel(fact, c.a.zh())
	if !c.a.zh() {
		label = c.a.parties[k].word + " " + factLabel(fact, false)
	}
	c.fields[key] = &Field{Key: key, Label: label, Type: template.TypeText, Source: c.role(k) + "." + fact, Party: root, Fact: fact, As: AsField, Blanks: []string{}}
	c.order = append(c.order, key)
}

// factLabel names a fact of a party; "" when there is no such fact.
func factLabel(fact string, zh bool) string {
	for _, s := range template.Sources() {
		if s.Path == "customer."+fact {
			if zh {
				return s.ZhFact
			}
			return s.EnFact
		}
	}
	return ""
}

// newField adds a field with a key and label that no other has.
func (c *composer) newField(key, label string, typ template.FieldType, source string, o *occ) string {
	label = capital(cleanLabel(label))
	if label == "" {
		label = c.a.fallback(o)
	}
	if key == "" {
		key = "field"
	}
	base, name := key, label
	for n := 2; c.fields[key] != nil || c.reserved(key); n++ {
		key = base + strconv.Itoa(n)
	}
	for n := 2; c.labelTaken(label, key); n++ {
		label = name + " " + strconv.Itoa(n)
	}
	c.fields[key] = &Field{Key: key, Label: label, Type: typ, Source: source, As: AsField, Blanks: []string{}}
	c.defs[key] = &template.Field{Key: key, Label: label, Type: typ, Source: source}
	c.order = append(c.order, key)
	return key
}

// capital begins a label of Latin words as labels begin in a form: {governing_law}
// is asked for as Governing law.
func capital(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	if hanCount(label) > 0 || !unicode.IsLower(first) || strings.ContainsAny(label[size:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && !strings.Contains(label, " ") {
		return label // eBay, iPhone
	}
	return string(unicode.ToUpper(first)) + label[size:]
}

// reserved are names that chips read as sources.
func (c *composer) reserved(key string) bool {
	for _, s := range template.Sources() {
		if s.Path == key || s.Notation() == key {
			return true
		}
	}
	return strings.HasPrefix(key, "party") && len(key) == 6
}

func (c *composer) labelTaken(label, key string) bool {
	for k, f := range c.defs {
		if k != key && (f.Label == label || f.Key == label) {
			return true
		}
	}
	for _, p := range c.a.parties {
		if p.word == label {
			return true
		}
	}
	return c.reserved(label)
}

// plainKey makes a key of words: letters and digits of any script.
func plainKey(s string) string {
	var b strings.Builder
	up := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || r == '_' || unicode.IsDigit(r) && b.Len() > 0:
			if up && r < 0x250 {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
			up = false
		default:
			up = b.Len() > 0
		}
		if b.Len() > 44 {
			break
		}
	}
	key := b.String()
	if key == strings.ToUpper(key) && hanCount(key) == 0 {
		return strings.ToLower(key) // COMPANY
	}
	if r := []rune(key); len(r) > 0 && r[0] < 0x250 {
		key = string(unicode.ToLower(r[0])) + string(r[1:])
	}
	return key
}

// definitions are the fields of the template, parties first, those without a
// place left out.
func (c *composer) definitions(we int) []template.Field {
	out := []template.Field{}
	for i := range c.a.parties {
		if role := c.role(i); c.used[i] && role != "" {
			out = append(out, template.Field{Key: partyKey(i), Label: c.a.parties[i].word, Type: template.TypeParty, Required: true, Source: role})
		}
	}
	if slices.ContainsFunc(c.lines, func(o LinesOffer) bool { return o.Accepted }) {
		label := "货物明细"
		if !c.a.zh() {
			label = "Goods"
		}
		for n := 2; c.labelTaken(label, ""); n++ {
			label += strconv.Itoa(n)
		}
		out = append(out, template.Field{Key: "goods", Label: label, Type: template.TypeLines, Source: "lines", Required: true})
	}
	for _, key := range c.order {
		def := c.defs[key]
		if def == nil || !c.asked(key) || len(out) >= 299 {
			continue
		}
		f := *def
		if f.Source == "contract.signDate" && f.Type == template.TypeDate {
			// No record knows the day before the contract is made: it is the day it is made.
			f.Default = "today"
		}
		// Whose law and which courts is the owner's habit, not the deal's.
		f.AsLast = f.Type == template.TypeText && f.Source == "" && habitLabel.MatchString(f.Label)
		out = append(out, f)
	}
	return out
}

// asked reports whether any place still asks for a field.
func (c *composer) asked(key string) bool {
	for i, k := range c.occKey {
		if c.occAs[i] == AsField && slices.Contains(strings.Split(k, "+"), key) {
			return true
		}
	}
	return false
}

// report lists fields and blanks for the review.
func (c *composer) report() ([]Field, []Blank) {
	fields, blanks := []Field{}, []Blank{}
	for i, o := range c.a.occs {
		typ := o.typ
		if f := c.fields[c.occKey[i]]; f != nil {
			typ = f.Type
		}
		blanks = append(blanks, Blank{ID: "b" + strconv.Itoa(i+1), Block: o.block, Ordinal: o.ordinal, Text: strings.TrimSpace(o.text), Before: tail(o.before, 24), After: head(o.after, 24),
			Key: c.occKey[i], Type: typ, As: c.occAs[i], Confidence: round(o.conf), Sign: o.sign})
	}
	for _, key := range c.order {
		f := c.fields[key]
		f.Confidence = round(f.Confidence)
		if !c.asked(key) && f.As == AsField {
			f.As = AsBlank
			for i, k := range c.occKey {
				if c.occAs[i] == AsText && slices.Contains(strings.Split(k, "+"), key) {
					f.As = AsText
				}
			}
		}
		fields = append(fields, *f)
	}
	return fields, blanks
}

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }

func tail(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[max(0, len(r)-n):])
}

func head(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(n, len(r))])
}
