package docx_test

import (
	"encoding/xml"
	"io"
	"path"
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
