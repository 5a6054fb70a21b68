package template

import (
	"encoding/json"
	"math"
	"strings"

	"keyue/backend/locale"
	"keyue/backend/money"
)

// Condition is a small typed tree that decides whether blocks are shown. It is
// data, never a script.
type Condition struct {
	// Op is eq ne gt ge lt le, empty, or not and or.
	Op string `json:"op"`
	// Field is the key on the left of a comparison.
	Field string `json:"field,omitempty"`
	// Value is the constant on the right in the field's JSON form; Other is a
	// second key instead.
	Value any    `json:"value,omitempty"`
	Other string `json:"other,omitempty"`
	// Args of not (one), and, or (two and more).
	Args []Condition `json:"args,omitempty"`
}

const (
	opEq    = "eq"
	opNe    = "ne"
	opGt    = "gt"
	opGe    = "ge"
	opLt    = "lt"
	opLe    = "le"
	opEmpty = "empty"
	opNot   = "not"
	opAnd   = "and"
	opOr    = "or"
)

var compareWords = vocabulary{
	{opEq, "是", "is"}, {opNe, "不是", "is not"}, {opGt, "大于", ">"}, {opGe, "不小于", ">="}, {opLt, "小于", "<"}, {opLe, "不大于", "<="},
}

// Limits of a condition.
const (
	maxConditionDepth = 8
	maxConditionArgs  = 20
)

func (c Condition) clone() Condition {
	args := make([]Condition, len(c.Args))
	for i := range c.Args {
		args[i] = c.Args[i].clone()
	}
	c.Args = args
	return c
}

func (c *Condition) normalize() {
	if f, ok := c.Value.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		c.Value = int64(f)
	}
	if n, ok := c.Value.(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			c.Value = i
		}
	}
	if n, ok := c.Value.(int); ok {
		c.Value = int64(n)
	}
	if len(c.Args) == 0 {
		c.Args = nil
	}
	for i := range c.Args {
		c.Args[i].normalize()
	}
}

func (c *Condition) resolveKeys(names *names) {
	if c.Field != "" {
		c.Field, _ = names.resolve(c.Field)
	}
	if c.Other != "" {
		c.Other, _ = names.resolve(c.Other)
	}
	// A choice may be written by its label.
	if f, ok := names.lookup(c.Field); ok && c.Other == "" {
		if s, isText := c.Value.(string); isText && f.Type != TypeText && f.Type != TypeLongText {
			if v, err := f.Parse(s); err == nil && v.Set {
				c.Value = v.constant()
			}
		}
	}
	for i := range c.Args {
		c.Args[i].resolveKeys(names)
	}
}

// comparable reports which operators a type has.
func ordered(t FieldType) bool {
	switch t {
	case TypeInteger, TypeNumber, TypeMoney, TypePercent, TypeDate:
		return true
	}
	return false
}

// check lists what is wrong with a condition.
func (c *Condition) check(names *names, depth int, add func(code string, p map[string]any)) {
	if depth > maxConditionDepth || len(c.Args) > maxConditionArgs {
		add("template.condition.deep", nil)
		return
	}
	switch c.Op {
	case opNot, opAnd, opOr:
		if c.Op == opNot && len(c.Args) != 1 || c.Op != opNot && len(c.Args) < 2 || c.Field != "" {
			add("template.condition.malformed", nil)
		}
		for i := range c.Args {
			c.Args[i].check(names, depth+1, add)
		}
		return
	case opEq, opNe, opGt, opGe, opLt, opLe, opEmpty:
	default:
		add("template.condition.malformed", nil)
		return
	}
	if len(c.Args) > 0 || c.Field == "" || c.Op == opEmpty && (c.Value != nil || c.Other != "") {
		add("template.condition.malformed", nil)
		return
	}
	f, ok := names.lookup(c.Field)
	if !ok {
		add("template.field.unknown", map[string]any{"field": names.nice(c.Field)})
		return
	}
	p := map[string]any{"label": names.name(c.Field)}
	if c.Op == opEmpty {
		return
	}
	if f.Type == TypeParty || f.Type == TypeLines || f.Type == TypeList || c.Op != opEq && c.Op != opNe && !ordered(f.Type) {
		add("template.condition.type", p)
		return
	}
	if c.Other != "" {
		o, ok := names.lookup(c.Other)
		if !ok {
			add("template.field.unknown", map[string]any{"field": names.nice(c.Other)})
		} else if o.Type != f.Type {
			add("template.condition.type", p)
		}
		return
	}
	v, err := f.Decode(c.Value)
	if err != nil || !v.Set && !(f.Type == TypeText || f.Type == TypeLongText) {
		add("template.condition.value", p)
	}
}

// holds evaluates a checked condition. A comparison with a field that has no
// value is false, except ne, which is true; yes/no without a value is no.
func (c *Condition) holds(names *names, value func(key string) Value) bool {
	switch c.Op {
	case opNot:
		return len(c.Args) == 1 && !c.Args[0].holds(names, value)
	case opAnd:
		for i := range c.Args {
			if !c.Args[i].holds(names, value) {
				return false
			}
		}
		return true
	case opOr:
		for i := range c.Args {
			if c.Args[i].holds(names, value) {
				return true
			}
		}
		return false
	}
	f, ok := names.lookup(c.Field)
	if !ok {
		return false
	}
	left := value(c.Field)
	if c.Op == opEmpty {
		return !left.Set
	}
	var right Value
	if c.Other != "" {
		right = value(c.Other)
	} else {
		var err error
		if right, err = f.Decode(c.Value); err != nil {
			return false
		}
	}
	if f.Type == TypeYesNo {
		return (left.Bool == right.Bool) == (c.Op == opEq)
	}
	if !left.Set || !right.Set {
		return c.Op == opEq && left.Set == right.Set || c.Op == opNe && left.Set != right.Set
	}
	order := strings.Compare(left.Text, right.Text)
	if left.Int != right.Int {
		order = 1
		if left.Int < right.Int {
			order = -1
		}
	}
	switch c.Op {
	case opEq:
		return order == 0
	case opNe:
		return order != 0
	case opGt:
		return order > 0
	case opGe:
		return order >= 0
	case opLt:
		return order < 0
	}
	return order <= 0
}

// print writes the condition in words.
func (c *Condition) print(names *names) string {
	tag := names.tag
	switch c.Op {
	case opAnd, opOr:
		parts := make([]string, len(c.Args))
		for i := range c.Args {
			parts[i] = c.Args[i].print(names)
			if c.Args[i].Op == opOr || c.Args[i].Op == opAnd {
				parts[i] = "(" + parts[i] + ")"
			}
		}
		return strings.Join(parts, " "+logicWords.word(c.Op, tag)+" ")
	case opNot:
		if len(c.Args) != 1 {
			return ""
		}
		a := c.Args[0]
		if a.Op == opEmpty {
			return operand(names, a.Field) + " " + stateWords.word("filled", tag)
		}
		inner := a.print(names)
		if a.Op == opOr || a.Op == opAnd || a.Op != opNot && !yesAlone(&a) {
			inner = "(" + inner + ")"
		}
		return logicWords.word(opNot, tag) + " " + inner
	case opEmpty:
		return operand(names, c.Field) + " " + stateWords.word("empty", tag)
	}
	if yesAlone(c) {
		return operand(names, c.Field)
	}
	left := operand(names, c.Field) + " " + compareWords.word(c.Op, tag) + " "
	if c.Other != "" {
		return left + "{" + names.name(c.Other) + "}"
	}
	return left + constantText(names, c)
}

// yesAlone reports a field compared with yes, which is written as the field
// alone; that it is a yes/no field is Check's to say.
func yesAlone(c *Condition) bool {
	b, ok := c.Value.(bool)
	return c.Op == opEq && c.Other == "" && ok && b
}

var (
	logicWords = vocabulary{{opNot, "非", "not"}, {opAnd, "且", "and"}, {opOr, "或", "or"}}
	stateWords = vocabulary{{"empty", "为空", "is empty"}, {"filled", "已填", "is filled"}}
)

// operand writes a key; in braces when it could be read as something else.
func operand(names *names, key string) string {
	s := names.name(key)
	if !bareWord(s) {
		return "{" + s + "}"
	}
	return s
}

// bareWord reports whether s can stand in a condition without quotes or braces.
func bareWord(s string) bool {
	if s == "" || strings.ContainsAny(s, " \t\u3000()（）\"{}<>=!") {
		return false
	}
	for _, v := range []vocabulary{compareWords, logicWords, stateWords} {
		if _, ok := v.code(s); ok {
			return false
		}
	}
	return !strings.EqualFold(s, "filled") && !strings.EqualFold(s, "empty")
}

// constantText writes the constant of a comparison.
func constantText(names *names, c *Condition) string {
	f, ok := names.lookup(c.Field)
	if ok && f.Type != TypeText && f.Type != TypeLongText {
		if v, err := f.Decode(c.Value); err == nil && v.Set {
			if s := f.plain(v, names.tag); bareWord(s) {
				return s
			} else {
				return quoted(s)
			}
		}
	}
	switch v := c.Value.(type) {
	case string:
		return quoted(v)
	case int64:
		return money.Quantity(v * 1000).String()
	case bool:
		return yesWords.word(map[bool]string{true: "yes", false: "no"}[v], names.tag)
	}
	return `""`
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// parseCondition reads a condition in words of either language.
func parseCondition(text string, names *names) (*Condition, bool) {
	p := &conditionParser{tokens: conditionTokens(text), names: names}
	c, ok := p.or(0)
	if !ok || p.at < len(p.tokens) {
		return nil, false
	}
	c.normalize()
	c.resolveKeys(names)
	return &c, true
}

type conditionToken struct {
	text string
	kind byte // w word, q quoted, f field in braces, ( or )
}

func conditionTokens(s string) []conditionToken {
	var out []conditionToken
	r := []rune(s)
	for i := 0; i < len(r); {
		switch c := r[i]; {
		case c == ' ' || c == '\t' || c == '\u3000':
			i++
		case c == '(' || c == '（':
			out = append(out, conditionToken{kind: '('})
			i++
		case c == ')' || c == '）':
			out = append(out, conditionToken{kind: ')'})
			i++
		case c == '"':
			var b strings.Builder
			for i++; i < len(r) && r[i] != '"'; i++ {
				if r[i] == '\\' && i+1 < len(r) {
					i++
				}
				b.WriteRune(r[i])
			}
			i++
			out = append(out, conditionToken{b.String(), 'q'})
		case c == '{':
			j := i + 1
			for j < len(r) && r[j] != '}' {
				j++
			}
			out = append(out, conditionToken{strings.TrimSpace(string(r[i+1 : j])), 'f'})
			i = j + 1
		case strings.ContainsRune("<>=!", c):
			j := i + 1
			for j < len(r) && r[j] == '=' {
				j++
			}
			out = append(out, conditionToken{string(r[i:j]), 'w'})
			i = j
		default:
			j := i
			for j < len(r) && !strings.ContainsRune(" \t\u3000()（）\"{}<>=!", r[j]) {
				j++
			}
			if j == i { // a stray closing brace
				j++
			}
			out = append(out, conditionToken{string(r[i:j]), 'w'})
			i = j
		}
	}
	return out
}

type conditionParser struct {
	tokens []conditionToken
	at     int
	names  *names
}

func (p *conditionParser) word(words ...string) bool {
	if p.at+len(words) > len(p.tokens) {
		return false
	}
	for i, w := range words {
		if t := p.tokens[p.at+i]; t.kind != 'w' || !strings.EqualFold(t.text, w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *conditionParser) or(depth int) (Condition, bool) {
	return p.chain(opOr, depth, p.and)
}

func (p *conditionParser) and(depth int) (Condition, bool) {
	return p.chain(opAnd, depth, p.one)
}

func (p *conditionParser) chain(op string, depth int, next func(int) (Condition, bool)) (Condition, bool) {
	c, ok := next(depth)
	args := []Condition{c}
	for ok && (p.word(logicWords.word(op, locale.ZhCN)) || p.word(op)) {
		if c, ok = next(depth); ok {
			args = append(args, c)
		}
	}
	if len(args) > 1 {
		return Condition{Op: op, Args: args}, ok
	}
	return c, ok
}

func (p *conditionParser) one(depth int) (Condition, bool) {
	if p.at >= len(p.tokens) || depth > maxConditionDepth {
		return Condition{}, false
	}
	if p.tokens[p.at].kind == '(' {
		p.at++
		c, ok := p.or(depth + 1)
		if !ok || p.at >= len(p.tokens) || p.tokens[p.at].kind != ')' {
			return c, false
		}
		p.at++
		return c, true
	}
	if p.word("非") || p.word("not") {
		c, ok := p.one(depth + 1)
		return Condition{Op: opNot, Args: []Condition{c}}, ok
	}
	t := p.tokens[p.at]
	if t.kind == ')' || t.kind == 'q' || t.text == "" {
		return Condition{}, false
	}
	p.at++
	key, _ := p.names.resolve(t.text)
	return p.comparison(Condition{Field: key})
}

// comparison reads what follows a field.
func (p *conditionParser) comparison(c Condition) (Condition, bool) {
	switch {
	case p.word("为空") || p.word("is", "empty"):
		c.Op = opEmpty
		return c, true
	case p.word("已填") || p.word("is", "filled"):
		c.Op = opEmpty
		return Condition{Op: opNot, Args: []Condition{c}}, true
	case p.word("不是") || p.word("!=") || p.word("is", "not"):
		c.Op = opNe
	case p.word("是") || p.word("=") || p.word("is"):
		c.Op = opEq
	case p.word("大于") || p.word(">"):
		c.Op = opGt
	case p.word("不小于") || p.word(">="):
		c.Op = opGe
	case p.word("小于") || p.word("<"):
		c.Op = opLt
	case p.word("不大于") || p.word("<="):
		c.Op = opLe
	default:
		c.Op, c.Value = opEq, true
		return c, true
	}
	if p.at >= len(p.tokens) {
		return c, false
	}
	t := p.tokens[p.at]
	p.at++
	switch t.kind {
	case 'f':
		c.Other, _ = p.names.resolve(t.text)
		return c, true
	case 'w', 'q':
		c.Value = t.text
		return c, true
	}
	return c, false
}
