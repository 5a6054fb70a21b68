package docx

import (
	"bytes"
	"image"
	_ "image/jpeg" // pictures that a document may hold
	_ "image/png"
	"strconv"

	"keyue/backend/typeset"
)

// furniture is what stands on every page: headers and footers as parts of the
// file, and how the section names them.
type furniture struct {
	parts      []part
	references []reference
	// headerAt and footerAt are their distances from the edges of the paper.
	headerAt, footerAt float64
	// titlePage says that the first page has a header of its own, with the logo.
	titlePage bool
}

type reference struct{ element, kind, id string }

func (w *writer) furniture() furniture {
	p, small := w.roles.Page, w.roles.Small
	f := furniture{
		headerAt: p.Top - min(w.roles.Body.Size*2.7, p.Top*0.6) - small.Size,
		footerAt: p.Bottom - min(p.Bottom*0.45+small.Size/2, p.Bottom*0.8) - small.Size*0.3,
	}
	logo, beside := "", 0.0
	if w.doc.Logo != "" {
		logo, beside = w.logo()
	}
	add := func(element, kind, name, content string) {
		f.parts = append(f.parts, part{"word/" + name + ".xml", element + "+xml", element, content})
		f.references = append(f.references, reference{element + "Reference", kind, "rId" + strconv.Itoa(firstFree-1+len(f.parts))})
	}
	if len(w.doc.Header) > 0 || w.doc.Watermark != "" {
		add("header", "default", "header1", w.strip("hdr", w.doc.Header, "", 0, len(w.doc.Header) > 0))
	}
	if logo != "" {
		add("header", "first", "header2", w.strip("hdr", w.doc.Header, logo, beside, len(w.doc.Header) > 0))
		f.titlePage = true
	}
	runs := w.doc.Footer
	if len(runs) == 0 {
		runs = w.standardFooter()
	}
	add("footer", "default", "footer1", w.strip("ftr", runs, "", 0, false))
	if f.titlePage {
		add("footer", "first", "footer2", w.strip("ftr", runs, "", 0, false))
	}
	return f
}

// standardFooter is the number left and the page right.
func (w *writer) standardFooter() []typeset.Run {
	runs := []typeset.Run{{Text: w.doc.Number}, {Break: true}}
	page, pages := typeset.Run{PageOf: "page"}, typeset.Run{PageOf: "pages"}
	if w.roles.Chinese {
		return append(runs, typeset.Run{Text: "第 "}, page, typeset.Run{Text: " 页 共 "}, pages, typeset.Run{Text: " 页"})
	}
	return append(runs, typeset.Run{Text: "Page "}, page, typeset.Run{Text: " of "}, pages)
}

// strip is a header or footer: one paragraph of up to three parts, parted by
// breaks as on the pages, with tab stops for them. left is where it begins, in
// points from the margin.
func (w *writer) strip(root string, runs []typeset.Run, before string, left float64, bordered bool) string {
	parts := [][]typeset.Run{nil}
	for _, r := range runs {
		if r.Break {
			if len(parts) < 3 {
				parts = append(parts, nil)
			}
			continue
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], r)
	}
	l := layout{style: styleFooter, bordered: bordered}
	if root == "hdr" {
		l.style = styleHeader
	}
	if left > 0 {
		l.indent = []string{"left", twips(left)}
	}
	switch len(parts) {
	case 1:
		l.align = typeset.AlignCenter
	case 2:
		l.tabs = []tab{{"right", w.measure}}
	default:
		l.tabs = []tab{{"center", (left + w.measure) / 2}, {"right", w.measure}}
	}
	var m markup
	m.WriteString(xmlHead)
	m.open(root, spaces...)
	m.open("p")
	w.properties(&m, l)
	m.WriteString(before)
	if root == "hdr" && w.doc.Watermark != "" {
		m.WriteString(w.watermark())
	}
	for i, part := range parts {
		if i > 0 {
			m.open("r")
			m.leaf("tab")
			m.close("r")
		}
		w.runs(&m, part, false)
	}
	m.close("p", root)
	return m.String()
}

// watermark is the text across the page, as Word itself makes one: a shape of
// the header, behind the text.
func (w *writer) watermark() string {
	text := []rune(w.doc.Watermark)
	if len(text) > 40 {
		text = text[:40]
	}
	em := max(width(string(text)), 1)
	size := min(min(w.roles.Page.Width, w.roles.Page.Height)*0.95/em, 72)
	points := func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "pt" }
	return `<w:r><w:rPr><w:noProof/></w:rPr><w:pict>` +
		`<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>` +
		`<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:` + points(size*em) + `;height:` + points(size*1.2) +
		`;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="silver" stroked="f">` +
		`<v:fill opacity=".4"/><v:textpath style="font-family:&quot;` + sansHan + `&quot;;font-size:1pt" string="` + escape(string(text)) + `"/></v:shape></w:pict></w:r>`
}

// medium is one picture file of the package.
type medium struct {
	ending string
	data   []byte
	width  int
	height int
}

func (m medium) file(i int) string { return "image" + strconv.Itoa(i+1) + "." + m.ending }

// picture gives the number of an asset's file; false for what cannot be shown.
func (w *writer) picture(asset string) (int, bool) {
	if n, ok := w.mediaOf[asset]; ok {
		return n, n > 0
	}
	data, found := w.assets[asset]
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if !found || err != nil || c.Width <= 0 || c.Height <= 0 || format != "png" && format != "jpeg" {
		w.mediaOf[asset] = 0
		return 0, false
	}
	w.media = append(w.media, medium{format, data, c.Width, c.Height})
	w.mediaOf[asset] = len(w.media)
	return len(w.media), true
}

// endings are the kinds of pictures there are.
func (w *writer) endings() map[string]bool {
	out := map[string]bool{}
	for _, m := range w.media {
		out[m.ending] = true
	}
	return out
}

// relateMedia names the pictures, all by the same names in every part.
func (w *writer) relateMedia(m *markup) {
	for i, medium := range w.media {
		m.WriteString(`<Relationship Id="` + pictureID(i+1) + `" Type="` + nsRelation + `/image" Target="media/` + medium.file(i) + `"/>`)
	}
}

func pictureID(n int) string { return "rIdImage" + strconv.Itoa(n) }

// fitted is the size of a picture within a box, in points.
func (w *writer) fitted(n int, width, height, maxW, maxH float64) (float64, float64) {
	px := w.media[n-1]
	pw, ph := float64(px.width), float64(px.height)
	switch {
	case !(width > 0) && !(height > 0):
		width, height = pw*72/150, ph*72/150
	case !(width > 0):
		width = height * pw / ph
	case !(height > 0):
		height = width * ph / pw
	}
	if width > maxW {
		width, height = maxW, height*maxW/width
	}
	if height > maxH {
		width, height = width*maxH/height, maxH
	}
	return max(width, 1), max(height, 1)
}

// image writes a picture as a paragraph of its own.
func (w *writer) image(im *typeset.Image) {
	n, ok := w.picture(im.Asset)
	if !ok {
		return
	}
	wide, high := w.fitted(n, im.Width, im.Height, w.measure, w.depth*0.98)
	align := im.Align
	if align == typeset.AlignDefault {
		align = typeset.AlignLeft
	}
	var m markup
	m.open("p")
	w.properties(&m, layout{style: styleClause, fresh: w.fresh, align: align,
		spacing: []string{"before", twips(w.roles.Gap), "after", twips(w.roles.Gap), "line", "240", "lineRule", "auto"}})
	m.open("r")
	m.open("drawing")
	m.WriteString(`<wp:inline distT="0" distB="0" distL="0" distR="0">`)
	w.graphic(&m, n, wide, high, "", im.Alt)
	m.close("wp:inline", "drawing", "r", "p")
	w.body.WriteString(m.String())
	w.fresh, w.last, w.parted = false, kindText, false
}

// graphic writes what inline and anchored pictures have in common; wrap stands
// between the size and the name, alt says what the picture shows.
func (w *writer) graphic(m *markup, n int, wide, high float64, wrap, alt string) {
	w.pictures++
	id := strconv.Itoa(w.pictures)
	if alt != "" {
		alt = ` descr="` + escape(alt) + `"`
	}
	x, y := emu(wide), emu(high)
	m.WriteString(`<wp:extent cx="` + x + `" cy="` + y + `"/>` + wrap + `<wp:docPr id="` + id + `" name="Picture ` + id + `"` + alt + `/>` +
		`<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>` +
		`<a:graphic><a:graphicData uri="` + nsPicture + `"><pic:pic><pic:nvPicPr><pic:cNvPr id="` + id + `" name="Picture ` + id + `"/><pic:cNvPicPr/></pic:nvPicPr>` +
		`<pic:blipFill><a:blip r:embed="` + pictureID(n) + `"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="` + x + `" cy="` + y + `"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>`)
}

// logo is the mark at the top left of the first page, anchored in its header,
// which begins beside it, as on the pages: that far from the margin, in points.
func (w *writer) logo() (drawing string, beside float64) {
	n, ok := w.picture(w.doc.Logo)
	const mm = 72 / 25.4
	high := min(w.roles.Page.Top-9*mm-w.roles.Body.Size/2, 13*mm)
	if !ok || high < 6 {
		return "", 0
	}
	wide, tall := w.fitted(n, 0, high, min(w.measure, 55*mm), high)
	var m markup
	m.WriteString(`<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">` +
		`<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>` +
		`<wp:positionV relativeFrom="page"><wp:posOffset>` + emu(9*mm+(high-tall)/2) + `</wp:posOffset></wp:positionV>`)
	w.graphic(&m, n, wide, tall, `<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>`, "")
	m.WriteString(`</wp:anchor></w:drawing></w:r>`)
	return m.String(), wide + 4*mm
}
