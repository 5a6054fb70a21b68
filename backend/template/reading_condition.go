package template

import "strings"

// The words of conditions for people; those of the notation are in condition.go.
var (
	readOps = vocabulary{{opEq, "是", "is"}, {opNe, "不是", "is not"}, {opGt, "大于", "is more than"}, {opGe, "不小于", "is at least"}, {opLt, "小于", "is less than"}, {opLe, "不大于", "is at most"}}
	// readStates are what is said of a field without a second side.
	readStates = vocabulary{{"empty", "没有填", "is empty"}, {"filled", "已填", "is filled in"}, {"yes", "选「是」", "is “yes”"}, {"no", "选「否」", "is “no”"}}
)

// condition reads a condition as a sentence, as the editor writes it.
func (r *reader) condition(c *Condition) string {
	tag := r.names.tag
	state := func(key, word string) string { return r.names.nice(key) + " " + readStates.word(word, tag) }
	switch c.Op {
	case opAnd, opOr:
		parts := make([]string, len(c.Args))
		for i := range c.Args {
			parts[i] = r.condition(&c.Args[i])
			if o := c.Args[i].Op; o == opAnd || o == opOr {
				parts[i] = r.round(parts[i])
			}
		}
		return strings.Join(parts, " "+logicWords.word(c.Op, tag)+" ")
	case opNot:
		if len(c.Args) != 1 {
			return ""
		}
		a := &c.Args[0]
		switch {
		case a.Op == opEmpty:
			return state(a.Field, "filled")
		case yesAlone(a):
			return state(a.Field, "no")
		}
		return inTag(tag, "并非", "not ") + r.round(r.condition(a))
	case opEmpty:
		return state(c.Field, "empty")
	}
	if b, ok := c.Value.(bool); ok && c.Other == "" {
		if b == (c.Op == opEq) {
			return state(c.Field, "yes")
		}
		return state(c.Field, "no")
	}
	right := r.names.nice(c.Other)
	if c.Other == "" {
		right = r.names.constant(c)
	}
	return r.names.nice(c.Field) + " " + readOps.word(c.Op, tag) + " " + right
}

func (r *reader) round(s string) string {
	return inTag(r.names.tag, "（", "(") + s + inTag(r.names.tag, "）", ")")
}

// constant is the right side of a comparison as people write it.
func (n *names) constant(c *Condition) string {
	f, ok := n.lookup(c.Field)
	if !ok {
		return constantText(n, c)
	}
	if f.Type == TypeChoice {
		if s, ok := c.Value.(string); ok {
			return n.choiceLabel(c.Field, s)
		}
	}
	v, err := f.Decode(c.Value)
	if err != nil || !v.Set {
		return "…"
	}
	return f.plain(v, n.tag)
}

// choiceLabel is what people call a value of a choice.
func (n *names) choiceLabel(key, value string) string {
	if f, ok := n.lookup(key); ok {
		if c := f.choice(value); c != nil {
			return c.Label
		}
	}
	return value
}
