package docx

import (
	"math"
	"strconv"
	"strings"
)

// markup builds WordprocessingML. What is written by element and attribute
// names is ours; text and values that come from outside go through escape.
type markup struct{ strings.Builder }

// open writes <w:name a="b" …>; attributes come in pairs.
func (m *markup) open(name string, attrs ...string) { m.tag(name, attrs, ">") }

// leaf writes <w:name a="b" …/>.
func (m *markup) leaf(name string, attrs ...string) { m.tag(name, attrs, "/>") }

func (m *markup) tag(name string, attrs []string, end string) {
	m.WriteString("<" + qualified(name))
	for i := 0; i+1 < len(attrs); i += 2 {
		m.WriteString(" " + qualified(attrs[i]) + `="` + escape(attrs[i+1]) + `"`)
	}
	m.WriteString(end)
}

func (m *markup) close(names ...string) {
	for _, n := range names {
		m.WriteString("</" + qualified(n) + ">")
	}
}

// val writes <w:name w:val="value"/>.
func (m *markup) val(name, value string) { m.leaf(name, "val", value) }

// qualified puts a name without prefix into the main namespace.
func qualified(name string) string {
	if strings.Contains(name, ":") || name == "xmlns" {
		return name
	}
	return "w:" + name
}

// escape makes text safe for XML: marks are replaced, and characters that XML
// 1.0 cannot hold are dropped.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// twips is a length in twentieths of a point, as Word measures.
func twips(points float64) string { return strconv.Itoa(whole(points * 20)) }

// halves is a size in half points.
func halves(points float64) string { return strconv.Itoa(whole(points * 2)) }

// emu is a length of DrawingML: 12,700 to a point.
func emu(points float64) string { return strconv.Itoa(whole(points * 12700)) }

func whole(v float64) int { return int(math.Round(v)) }

// gray is a shade as RRGGBB.
func gray(g uint8) string {
	const hex = "0123456789ABCDEF"
	pair := string([]byte{hex[g>>4], hex[g&15]})
	return pair + pair + pair
}
