package docx_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"testing"
)

// TestWhatThePartsNameIsThere follows every name that one part of a file uses for
// something in another, for all starters: Word offers to repair a file in which
// one leads nowhere.
func TestWhatThePartsNameIsThere(t *testing.T) {
	docs := starters(t)
	docs["everything"] = everything()
	for code, doc := range docs {
		f := &opened{files: parts(t, write(t, doc, map[string][]byte{"logo": picture(t)})), defined: map[string]bool{}, pictures: map[string]bool{}}
		for name, content := range f.files {
			if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") {
				f.define(name, content)
			}
		}
		f.types(t, code)
		for name, content := range f.files {
			if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") {
				f.follow(t, code+"/"+name, content)
			}
		}
	}
}

// opened is a file as a reader finds it.
type opened struct {
	files map[string]string
	// defined holds what can be named, as "style ContractBody", "num 1", "font 宋体",
	// "word/header1.xml rIdImage1".
	defined map[string]bool
	// pictures are the numbers of drawings, which are there once in a file.
	pictures map[string]bool
}

// elements calls see with the name and attributes of every element.
func elements(content string, see func(name string, attr map[string]string)) error {
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			see(e.Name.Local, attr)
		}
	}
}

// define takes in what a part has that others can name.
func (f *opened) define(name, content string) {
	_ = elements(content, func(element string, attr map[string]string) {
		switch element {
		case "style":
			f.defined["style "+attr["styleId"]] = true
		case "abstractNum":
			f.defined["abstractNum "+attr["abstractNumId"]] = true
		case "num":
			f.defined["num "+attr["numId"]] = true
		case "font":
			f.defined["font "+attr["name"]] = true
		}
	})
	relations := path.Join(path.Dir(name), "_rels", path.Base(name)+".rels")
	_ = elements(f.files[relations], func(element string, attr map[string]string) {
		if element == "Relationship" {
			f.defined[name+" "+attr["Id"]] = true
		}
	})
}

// types checks that every part has a type, and every type a part.
func (f *opened) types(t *testing.T, code string) {
	t.Helper()
	known := map[string]bool{}
	_ = elements(f.files["[Content_Types].xml"], func(element string, attr map[string]string) {
		switch element {
		case "Override":
			part := strings.TrimPrefix(attr["PartName"], "/")
			if _, ok := f.files[part]; !ok || known[part] {
				t.Errorf("%s: a type for %s, which is not there once", code, part)
			}
			known[part] = true
		case "Default":
			known["."+attr["Extension"]] = true
		}
	})
	for name := range f.files {
		plain := path.Ext(name) != ".xml" && known[path.Ext(name)]
		if name != "[Content_Types].xml" && !plain && !known[name] {
			t.Errorf("%s: %s has no type of its own", code, name)
		}
	}
}

// follow looks up what a part names.
func (f *opened) follow(t *testing.T, at, content string) {
	t.Helper()
	part := at[strings.Index(at, "/")+1:]
	need := func(what string) {
		if !f.defined[what] {
			t.Errorf("%s: there is no %s", at, what)
		}
	}
	err := elements(content, func(element string, attr map[string]string) {
		switch element {
		case "pStyle", "rStyle", "tblStyle", "basedOn", "next":
			need("style " + attr["val"])
		case "numId":
			need("num " + attr["val"])
		case "abstractNumId":
			need("abstractNum " + attr["val"])
		case "rFonts":
			for _, face := range []string{"ascii", "hAnsi", "eastAsia", "cs"} {
				if attr[face] != "" {
					need("font " + attr[face])
				}
			}
		case "headerReference", "footerReference":
			need(part + " " + attr["id"])
		case "blip":
			need(part + " " + attr["embed"])
		case "docPr":
			if f.pictures[attr["id"]] {
				t.Errorf("%s: two drawings have the number %s", at, attr["id"])
			}
			f.pictures[attr["id"]] = true
		}
	})
	if err != nil {
		t.Errorf("%s: %v", at, err)
	}
}

// TestNothingIsThereThatWordIsKnownToRefuse checks what neither the order of
// elements nor their names show: what Word repairs or refuses to open.
func TestNothingIsThereThatWordIsKnownToRefuse(t *testing.T) {
	docs := starters(t)
	docs["everything"] = everything()
	for code, doc := range docs {
		files := parts(t, write(t, doc, map[string][]byte{"logo": picture(t)}))
		for name, content := range files {
			if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") {
				for _, fault := range refused(content) {
					t.Errorf("%s/%s: %s", code, name, fault)
				}
			}
		}
	}
}

// whole are the attributes that hold whole numbers; Word refuses 10.5.
var whole = map[string][]string{
	"sz": {"val"}, "szCs": {"val"}, "spacing": {"before", "after", "line", "val"}, "ind": {"left", "right", "start", "end", "firstLine", "hanging", "firstLineChars"},
	"tcW": {"w"}, "tblW": {"w"}, "tblInd": {"w"}, "gridCol": {"w"}, "gridSpan": {"val"}, "pgSz": {"w", "h"}, "trHeight": {"val"}, "tab": {"pos"},
	"pgMar": {"top", "right", "bottom", "left", "header", "footer", "gutter"}, "ilvl": {"val"}, "start": {"val"}, "extent": {"cx", "cy"}, "ext": {"cx", "cy"}, "docPr": {"id"}, "cols": {"space"},
}

// once are the names that stand once in a part.
var once = map[string]string{"style": "styleId", "abstractNum": "abstractNumId", "num": "numId", "bookmarkStart": "id", "docPr": "id", "nsid": "val"}

func refused(content string) (faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	type table struct{ columns, at int }
	var tables []*table
	seen := map[string]bool{}
	var path []string
	space := true
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return faults
		}
		if err != nil {
			return append(faults, err.Error())
		}
		switch e := token.(type) {
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			name := e.Name.Local
			path = append(path, name)
			for _, key := range whole[name] {
				n, err := strconv.Atoi(attr[key])
				if attr[key] != "" && err != nil || strings.HasPrefix(key, "c") && len(key) == 2 && n <= 0 || name == "docPr" && n < 1 || name == "ilvl" && n > 8 {
					say("%s %s=%q", name, key, attr[key])
				}
			}
			if key, ok := once[name]; ok {
				id := name + " " + attr[key]
				if seen[id] {
					say("%s is there twice", id)
				}
				seen[id] = true
			}
			switch name {
			case "tbl":
				tables = append(tables, &table{})
			case "gridCol":
				tables[len(tables)-1].columns++
			case "tr":
				tables[len(tables)-1].at = 0
			case "tc":
				tables[len(tables)-1].at++
			case "gridSpan":
				n, _ := strconv.Atoi(attr["val"])
				tables[len(tables)-1].at += n - 1
			case "t":
				space = attr["space"] == "preserve"
			}
		case xml.CharData:
			if text := string(e); len(path) > 0 && path[len(path)-1] == "t" && !space && strings.TrimSpace(text) != text {
				say("the spaces around %q are lost", text)
			}
		case xml.EndElement:
			path = path[:len(path)-1]
			if len(tables) == 0 {
				continue
			}
			last := tables[len(tables)-1]
			switch e.Name.Local {
			case "tr":
				if last.columns == 0 || last.at != last.columns {
					say("a row of %d columns in a table of %d", last.at, last.columns)
				}
			case "tbl":
				tables = tables[:len(tables)-1]
			}
		}
	}
}

func TestTheChecksOfWordFindWhatTheyLookFor(t *testing.T) {
	for _, part := range []string{
		`<x><w:sz w:val="10.5"/></x>`, `<x><w:tbl><w:tr><w:tc/></w:tr></w:tbl></x>`, `<x><w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:tc/><w:tc/></w:tr></w:tbl></x>`,
		`<x><w:num w:numId="1"/><w:num w:numId="1"/></x>`, `<x><wp:extent cx="0" cy="5"/></x>`, `<x><w:t> a</w:t></x>`, `<x><w:ilvl w:val="9"/></x>`, "<x><w:t>\u0001</w:t></x>",
	} {
		if len(refused(part)) == 0 {
			t.Errorf("nothing said of %s", part)
		}
	}
}
