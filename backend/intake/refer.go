package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/template"
)

var (
	referZh = regexp.MustCompile(`第(?:[零〇一二三四五六七八九十百]+|\d+(?:\.\d+)*)[条章](?:第(?:[零〇一二三四五六七八九十百]+|\d+)款)?(?:第(?:[零〇一二三四五六七八九十百]+|\d+)项)?|附件[一二三四五六七八九十]+`)
	referEn = regexp.MustCompile(`(?:Sections?|Clauses?|Articles?|Paragraphs?|SECTION|ARTICLE|and|or|,)\s(\d+(?:\.\d+)*(?:\([a-z]{1,4}\))*)|(Article \d+|Annex \d+|Section \d+(?:\.\d+)*)`)
	statute = regexp.MustCompile(`(》|法|条例|规定|办法|解释|典|规则|Act|Code|Regulation|Law|U\.S\.C\.|C\.F\.R\.)[的之]?\s*$`)
)

// refer turns words that point at a clause into references, where the clause
// exists and its computed number reads the same.
func (c *composer) refer(def *template.Definition) {
	targets := map[string][]int{}
	for _, o := range template.Outline(def) {
		inside := false
		n := &def.Body
		for _, i := range o.Path[:len(o.Path)-1] {
			n = &n.Content[i]
			inside = inside || n.Type == "attachment"
		}
		if inside || o.Reference == "" || !strings.ContainsAny(o.Number, "0123456789零一二三四五六七八九十百") {
			continue // what has no printed number is not pointed at by one
		}
		if _, twice := targets[o.Reference]; !twice {
			targets[o.Reference] = o.Path
		}
	}
	if len(targets) == 0 {
		return
	}
	r := &referrer{def: def, targets: targets, ids: map[string]string{}, zh: c.a.zh()}
	r.walk(&def.Body)
}

type referrer struct {
	def     *template.Definition
	targets map[string][]int
	ids     map[string]string
	zh      bool
}

func (r *referrer) walk(n *template.Node) {
	for i := range n.Content {
		k := &n.Content[i]
		switch k.Type {
		case "attachment":
			continue // its clauses have numbers of their own
		case "paragraph", "cell", "pair":
			k.Content = r.line(k.Content)
		default:
			r.walk(k)
		}
	}
}

// line replaces references in a line of text.
func (r *referrer) line(list []template.Node) []template.Node {
	var out []template.Node
	for _, n := range list {
		if n.Type != "text" {
			out = append(out, n)
			continue
		}
		out = append(out, r.text(n)...)
	}
	return out
}

func (r *referrer) text(n template.Node) []template.Node {
	re := referZh
	if !r.zh {
		re = referEn
	}
	var out []template.Node
	at := 0
	add := func(s string) {
		if s != "" {
			out = append(out, template.Node{Type: "text", Text: s, Marks: slices.Clone(n.Marks)})
		}
	}
	for _, m := range re.FindAllStringSubmatchIndex(n.Text, -1) {
		from, to := m[0], m[1]
		if !r.zh {
			if m[2] >= 0 {
				from, to = m[2], m[3]
			}
			// After "and" or a comma only where a reference went before.
			if w := n.Text[m[0]:from]; strings.HasPrefix(w, "and") || strings.HasPrefix(w, "or") || strings.HasPrefix(w, ",") {
				if len(out) == 0 || out[len(out)-1].Type != "ref" && strings.TrimSpace(n.Text[at:from]) != strings.TrimSpace(w) {
					continue
				}
			}
		}
		if from < at || statute.MatchString(n.Text[:from]) {
			continue
		}
		text := n.Text[from:to]
		for text != "" && r.targets[text] == nil {
			text = shorter(text)
		}
		if text == "" || text != n.Text[from:to] && r.zh && strings.HasPrefix(n.Text[from+len(text):], "第") {
			continue
		}
		add(n.Text[at:from])
		out = append(out, template.Node{Type: "ref", Attrs: &template.Attrs{Clause: r.id(text)}, Marks: slices.Clone(n.Marks)})
		at = from + len(text)
	}
	add(n.Text[at:])
	return out
}

// shorter takes the last unit off a reference: 第三条第二款 → 第三条, 3.1(a) → 3.1.
func shorter(s string) string {
	if i := strings.LastIndex(s, "("); i > 0 {
		return s[:i]
	}
	if i := strings.LastIndex(s, "第"); i > 0 {
		return s[:i]
	}
	return ""
}

// id names the clause that a reference points at.
func (r *referrer) id(reference string) string {
	if id := r.ids[reference]; id != "" {
		return id
	}
	n := &r.def.Body
	for _, i := range r.targets[reference] {
		n = &n.Content[i]
	}
	if n.Attrs == nil {
		n.Attrs = &template.Attrs{}
	}
	if n.Attrs.ID == "" {
		n.Attrs.ID = "c" + strconv.Itoa(len(r.ids)+1)
	}
	r.ids[reference] = n.Attrs.ID
	return n.Attrs.ID
}
