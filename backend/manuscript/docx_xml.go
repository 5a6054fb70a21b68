package manuscript

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/xml"
	"io"
	"strings"
	"unicode/utf16"

	"keyue/backend/fault"
)

const (
	// nodesMax is how many elements all parts may have together: a contract of
	// 300 pages has some 200,000.
	nodesMax = 1_500_000
	// depthMax is how deep elements may nest; a table in a table in a text box takes 40.
	depthMax = 200
)

// node is an element of a part. Its name has one of our prefixes ("w:p"),
// whatever prefix or edition of the namespace the file uses.
type node struct {
	name  string
	attrs []attr
	kids  []*node
	text  string // character data, for elements that hold text
}

type attr struct{ name, value string }

// spaces maps namespaces, those of the strict edition too, to our prefixes
// (ECMA-376 part 1 annex A, part 4).
var spaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":           "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                       "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":    "r:",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                "r:",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":             "wp:",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                  "a:",
	"http://purl.oclc.org/ooxml/drawingml/main":                              "a:",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":               "pic:",
	"http://purl.oclc.org/ooxml/drawingml/picture":                           "pic:",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                 "c:",
	"http://purl.oclc.org/ooxml/drawingml/chart":                             "c:",
	"http://schemas.openxmlformats.org/drawingml/2006/diagram":               "dgm:",
	"http://purl.oclc.org/ooxml/drawingml/diagram":                           "dgm:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":             "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":                         "m:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":            "mc:",
	"http://schemas.microsoft.com/office/word/2010/wordml":                   "w14:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":      "wps:",
	"urn:schemas-microsoft-com:vml":                                          "v:",
	"urn:schemas-microsoft-com:office:office":                                "o:",
	"http://www.w3.org/XML/1998/namespace":                                   "xml:",
	"xml":                                                                    "xml:",
	"":                                                                       "",
}

// holdsText are the elements whose character data is text; white space between
// other elements is none.
var holdsText = map[string]bool{"w:t": true, "w:delText": true, "w:instrText": true, "w:delInstrText": true, "m:t": true, "a:t": true, "c:v": true}

// parseXML reads a part into a tree. A document type is refused: no program
// writes one, and entities declared there can be nested to fill any memory.
func parseXML(ctx context.Context, data []byte, budget int) (*node, int, error) {
	if isUTF16(data) {
		data = fromUTF16(data)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii":
			return r, nil // turned into UTF-8 above, or a part of it
		}
		return nil, fault.New(Damaged, nil)
	}
	names := map[xml.Name]string{}
	name := func(n xml.Name, element bool) string {
		if s, ok := names[n]; ok {
			return s
		}
		prefix, ok := spaces[n.Space]
		if !ok || element && prefix == "" {
			prefix = "x:"
		}
		names[n] = prefix + n.Local
		return names[n]
	}
	root := &node{}
	stack := []*node{root}
	nodes := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nodes, fault.Wrap(err, Damaged, nil)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if nodes++; nodes > budget || len(stack) > depthMax {
				return nil, nodes, fault.New(TooBig, nil)
			}
			if nodes%1024 == 0 && ctx.Err() != nil {
				return nil, nodes, ctx.Err()
			}
			n := &node{name: name(t.Name, true)}
			if len(t.Attr) > 0 {
				n.attrs = make([]attr, 0, len(t.Attr))
				for _, a := range t.Attr {
					if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
						n.attrs = append(n.attrs, attr{name(a.Name, false), a.Value})
					}
				}
			}
			up := stack[len(stack)-1]
			up.kids = append(up.kids, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if n := stack[len(stack)-1]; holdsText[n.name] {
				n.text += string(t)
			}
		case xml.Directive:
			return nil, nodes, fault.New(Bomb, nil)
		}
	}
	if len(root.kids) == 0 {
		return nil, nodes, fault.New(Damaged, nil)
	}
	return root.kids[0], nodes, nil
}

// attr gives an attribute by our name for it, "" when it is not there.
// Attributes of the transitional and the strict edition have the same names.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// kid is the first child of a name; nil of nil, so that paths can be walked.
func (n *node) kid(names ...string) *node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		var found *node
		for _, k := range n.kids {
			if k.name == name {
				found = k
				break
			}
		}
		n = found
	}
	return n
}

// val is the w:val of a child.
func (n *node) val(name string) string { return n.kid(name).attr("w:val") }

// find visits every element below of one of the names, outermost first; visit
// says whether to look inside it.
func (n *node) find(visit func(k *node) (inside bool)) {
	if n == nil {
		return
	}
	for _, k := range n.kids {
		if visit(k) {
			k.find(visit)
		}
	}
}

// texts is all text below, for what is dropped and for charts.
func (n *node) texts(sep string) string {
	var list []string
	n.find(func(k *node) bool {
		if k.text != "" {
			list = append(list, k.text)
		}
		return true
	})
	return strings.Join(list, sep)
}

// on reads an on/off property (ECMA-376 part 1, 17.17.4): the element alone
// means on.
func on(n *node) bool {
	switch strings.ToLower(n.attr("w:val")) {
	case "0", "false", "off":
		return false
	}
	return n != nil
}

// choice is the branch of an mc:AlternateContent to read (ECMA-376 part 3,
// 7.5): the first that needs only what we understand, or the fallback.
func choice(n *node) *node {
	for _, k := range n.kids {
		if k.name != "mc:Choice" {
			continue
		}
		known := true
		for _, need := range strings.Fields(k.attr("Requires")) {
			switch need {
			case "wps", "wpg", "wpc", "w14", "w15", "wp14", "w16", "a14", "wp15":
			default:
				known = false
			}
		}
		if known {
			return k
		}
	}
	return n.kid("mc:Fallback")
}

func fromUTF16(b []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(b, []byte("\xFE\xFF")) || b[0] == 0 {
		order = binary.BigEndian
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF"))
}
