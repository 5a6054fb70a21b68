package template

import (
	"strings"

	"keyue/backend/locale"
)

// fieldSentence describes a field as people read it: type, choices, where its
// value comes from, what it is by default; the notation's line is [printField].
func (n *names) fieldSentence(f *Field) string { return n.sentenceOf(f, false) }

// codedSentence is [names.fieldSentence] with the codes of choices and columns,
// which conditions and filled-in contracts hold: for fields that read the same
// without them.
func (n *names) codedSentence(f *Field) string { return n.sentenceOf(f, true) }

func (n *names) sentenceOf(f *Field, coded bool) string {
	tag := n.tag
	parts := []string{f.Label, locale.Text(tag, "template.type."+string(f.Type), nil)}
	say := func(code string, p map[string]any) {
		parts = append(parts, locale.Text(tag, "template.about."+code, p))
	}
	var listed []string
	named := func(label, code string) string {
		if !coded || code == label {
			return label
		}
		return locale.Text(tag, "template.about.code", map[string]any{"label": label, "code": code})
	}
	for _, c := range f.Choices {
		listed = append(listed, named(c.Label, c.Value))
	}
	for _, c := range f.Columns {
		listed = append(listed, named(c.Label, c.Key)+inTag(tag, "（", " (")+locale.Text(tag, "template.type."+string(c.Type), nil)+inTag(tag, "）", ")"))
	}
	if len(listed) > 0 {
		parts = append(parts, strings.Join(listed, inTag(tag, "、", ", ")))
	}
	if f.Required {
		say("required", nil)
	}
	if f.Source != "" {
		say("source", map[string]any{"what": n.nice(f.Source)})
	}
	if f.Share != "" {
		say("share", map[string]any{"what": n.nice(f.Share)})
	}
	if f.Rest != "" {
		say("rest", map[string]any{"what": n.nice(f.Rest)})
	}
	if f.Plus != "" {
		say("plus", map[string]any{"what": n.nice(f.Plus)})
	}
	if f.Minus != "" {
		say("minus", map[string]any{"what": n.nice(f.Minus)})
	}
	if f.AsLast {
		say("as_last", nil)
	}
	if f.Default != "" {
		say("default", map[string]any{"what": f.defaultWords(tag)})
	}
	if f.Format != "" {
		say("format", map[string]any{"what": formatWords.word(string(f.Format), tag)})
	}
	if f.Help != "" {
		say("help", map[string]any{"what": f.Help})
	}
	return strings.Join(parts, " · ")
}

// defaultWords is the default as people read it.
func (f *Field) defaultWords(tag locale.Tag) string {
	if c := f.choice(f.Default); c != nil {
		return c.Label
	}
	return f.shownDefault(tag)
}
