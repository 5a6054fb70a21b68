// Package docx writes a resolved document as a Word file: the same tree that
// the pages are set from, so that no two renderings differ in text. Word, WPS
// and LibreOffice lay it out anew; numbers are counted by them (numbering.go),
// fonts are those that every Chinese Windows has.
//
// The order of elements follows ECMA-376 (transitional), which Word enforces.
package docx

import (
	"archive/zip"
	"io"
	"maps"
	"slices"
	"strconv"

	"keyue/backend/typeset"
)

// Mime is the media type of what Write writes.
const Mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// writer is one document on its way to a file.
type writer struct {
	doc    *typeset.Document
	roles  typeset.Roles
	assets map[string][]byte
	// measure is the width of the text area and depth its height, in points.
	measure, depth float64

	lists []*list
	plan  []spot // per block; zero for others than paragraphs

	media    []medium
	mediaOf  map[string]int // asset → 1-based number of its file
	pictures int
	// column is the width that the labels of lists in a row share.
	column float64
	body   markup
	fresh  bool // a page break is due
	last   kind
	parted bool         // the last paragraph is a gap
	keeps  map[int]bool // blocks that stay with the next one for a signature
}

// kind is what the last thing written was: two tables that touch become one.
type kind int

const (
	kindNone kind = iota
	kindText
	kindTable
)

// Write writes the document. assets are the pictures it names, PNG or JPEG; a
// picture that cannot be read is left out, as the pages leave it out. The same
// input gives the same bytes. Codes: those of the document's limits (typeset.*).
func Write(out io.Writer, doc typeset.Document, assets map[string][]byte) error {
	roles, err := typeset.RolesOf(&doc)
	if err != nil {
		return err
	}
	w := &writer{doc: &doc, roles: roles, assets: assets, mediaOf: map[string]int{}, keeps: map[int]bool{}}
	w.measure = roles.Page.Width - roles.Page.Left - roles.Page.Right
	w.depth = roles.Page.Height - roles.Page.Top - roles.Page.Bottom
	w.place()
	w.document()
	return w.pack(out)
}

// part is one file of the package.
type part struct{ name, kind, relation, content string }

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsMain     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsDrawing  = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	nsMainDraw = "http://schemas.openxmlformats.org/drawingml/2006/main"
	nsPicture  = "http://schemas.openxmlformats.org/drawingml/2006/picture"
	nsPackage  = "http://schemas.openxmlformats.org/package/2006/"
	kindPrefix = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// spaces declares the namespaces of a part with text.
var spaces = []string{"xmlns:w", nsMain, "xmlns:r", nsRelation, "xmlns:wp", nsDrawing, "xmlns:a", nsMainDraw, "xmlns:pic", nsPicture,
	"xmlns:v", "urn:schemas-microsoft-com:vml", "xmlns:o", "urn:schemas-microsoft-com:office:office", "xmlns:w10", "urn:schemas-microsoft-com:office:word"}

// firstFree is the relation of the first header or footer: styles, numbering,
// settings and fonts come before.
const firstFree = 5

// pack writes the file.
func (w *writer) pack(out io.Writer) error {
	furniture := w.furniture()
	parts := []part{
		{"word/styles.xml", "styles+xml", "styles", w.styles()},
		{"word/numbering.xml", "numbering+xml", "numbering", w.numbering()},
		{"word/settings.xml", "settings+xml", "settings", w.settings()},
		{"word/fontTable.xml", "fontTable+xml", "fontTable", fontTable()},
	}
	parts = append(parts, furniture.parts...)
	var relations, types markup
	types.WriteString(xmlHead)
	types.WriteString(`<Types xmlns="` + nsPackage + `content-types"><Default Extension="rels" ContentType="` + `application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	for _, e := range slices.Sorted(maps.Keys(w.endings())) {
		types.WriteString(`<Default Extension="` + e + `" ContentType="image/` + e + `"/>`)
	}
	types.WriteString(`<Override PartName="/word/document.xml" ContentType="` + kindPrefix + `document.main+xml"/>`)
	relations.WriteString(xmlHead + `<Relationships xmlns="` + nsPackage + `relationships">`)
	for i, p := range parts {
		types.WriteString(`<Override PartName="/` + p.name + `" ContentType="` + kindPrefix + p.kind + `"/>`)
		relate(&relations, i+1, nsRelation+"/"+p.relation, p.name[len("word/"):])
	}
	w.relateMedia(&relations)
	relations.WriteString(`</Relationships>`)
	types.WriteString(`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`)

	z := zip.NewWriter(out)
	all := []part{
		{name: "[Content_Types].xml", content: types.String()},
		{name: "_rels/.rels", content: rootRelations()},
		{name: "word/document.xml", content: w.whole(furniture)},
		{name: "word/_rels/document.xml.rels", content: relations.String()},
	}
	all = append(all, parts...)
	for _, p := range furniture.parts {
		if len(w.media) > 0 && p.relation == "header" {
			var m markup
			m.WriteString(xmlHead + `<Relationships xmlns="` + nsPackage + `relationships">`)
			w.relateMedia(&m)
			m.WriteString(`</Relationships>`)
			all = append(all, part{name: "word/_rels/" + p.name[len("word/"):] + ".rels", content: m.String()})
		}
	}
	all = append(all, part{name: "docProps/core.xml", content: w.core()}, part{name: "docProps/app.xml", content: appProperties()})
	for _, p := range all {
		if err := store(z, p.name, []byte(p.content)); err != nil {
			return err
		}
	}
	for i, m := range w.media {
		if err := store(z, "word/media/"+m.file(i), m.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// store adds a file with the date that Office itself writes, so that the same
// document gives the same bytes.
func store(z *zip.Writer, name string, content []byte) error {
	//lint:ignore SA1019 the new field adds an extension with the time in seconds, which Office does not write
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: 0x21}
	f, err := z.CreateHeader(h)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return err
}

func relate(m *markup, id int, kind, target string) {
	m.WriteString(`<Relationship Id="rId` + strconv.Itoa(id) + `" Type="` + kind + `" Target="` + target + `"/>`)
}

func rootRelations() string {
	var m markup
	m.WriteString(xmlHead + `<Relationships xmlns="` + nsPackage + `relationships">`)
	relate(&m, 1, nsRelation+"/officeDocument", "word/document.xml")
	relate(&m, 2, nsPackage+"relationships/metadata/core-properties", "docProps/core.xml")
	relate(&m, 3, nsRelation+"/extended-properties", "docProps/app.xml")
	m.WriteString(`</Relationships>`)
	return m.String()
}

// core is the document's properties.
func (w *writer) core() string {
	var m markup
	m.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="` + nsPackage + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	for _, p := range [][2]string{{"dc:title", w.doc.Title}, {"dc:subject", w.doc.Number}, {"dc:creator", w.doc.Author}, {"dc:language", w.doc.Language}} {
		if p[1] != "" {
			m.WriteString("<" + p[0] + ">" + escape(p[1]) + "</" + p[0] + ">")
		}
	}
	m.WriteString(`</cp:coreProperties>`)
	return m.String()
}

func appProperties() string {
	return xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Keyue</Application></Properties>`
}

// whole is document.xml: the blocks with the page setup after them.
func (w *writer) whole(f furniture) string {
	var m markup
	m.WriteString(xmlHead)
	m.open("document", spaces...)
	m.open("body")
	m.WriteString(w.body.String())
	w.section(&m, f)
	m.close("body", "document")
	return m.String()
}

// section is the paper, its margins and what stands on every page.
func (w *writer) section(m *markup, f furniture) {
	m.open("sectPr")
	for _, r := range f.references {
		m.leaf(r.element, "type", r.kind, "r:id", r.id)
	}
	p := w.roles.Page
	size := []string{"w", twips(p.Width), "h", twips(p.Height)}
	if p.Width > p.Height {
		size = append(size, "orient", "landscape")
	}
	m.leaf("pgSz", size...)
	m.leaf("pgMar", "top", twips(p.Top), "right", twips(p.Right), "bottom", twips(p.Bottom), "left", twips(p.Left),
		"header", twips(f.headerAt), "footer", twips(f.footerAt), "gutter", "0")
	m.leaf("cols", "space", "425")
	if f.titlePage {
		m.leaf("titlePg")
	}
	m.close("sectPr")
}
