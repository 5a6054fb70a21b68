package typeset

// Page furniture: header, footer, logo and watermark. It is set when all pages
// are known, so that 第 X 页 共 Y 页 is exact.

// furnish adds to every page what the document asks for on it.
func (f *flow) furnish(d *Document, pages []Frame) {
	var watermark *Line
	if d.Watermark != "" {
		watermark = f.watermark(d.Watermark)
	}
	for i := range pages {
		p := &pages[i]
		em := emitter{m: f.m, slabs: f.slabs}
		f.header(d, &em, i+1, len(pages))
		f.footer(d, &em, i+1, len(pages))
		if i == 0 {
			f.logo(d, &em)
		}
		p.Items = append(p.Items, em.items...)
		p.Hits = append(p.Hits, em.hits...)
		if watermark != nil {
			p.Items = append([]Item{{Line: watermark}}, p.Items...)
		}
	}
}

// header sets the header and a thin rule under it; on the first page it begins
// beside the logo, which stands at the same height.
func (f *flow) header(d *Document, em *emitter, page, pages int) {
	if len(d.Header) == 0 {
		return
	}
	left := f.left
	if logo, ok := f.logoPlace(d); ok && page == 1 {
		left = logo.X + logo.W + besideLogo
	}
	y := f.topSpace - min(f.size*27/10, f.topSpace*6/10)
	f.parts(em, d.Header, left, y, page, pages)
	under := y + f.size/2
	em.items = append(em.items, Item{Rule: &Rule{X1: left, Y1: under, X2: f.left + f.measure, Y2: under, Width: f.size / 25, Gray: grayFurniture}})
}

// footer sets the footer: the document's own, or number and page.
func (f *flow) footer(d *Document, em *emitter, page, pages int) {
	y := f.height - f.bottom + min(f.bottom*9/20+f.look.small.size/2, f.bottom*4/5)
	runs := d.Footer
	if len(runs) == 0 {
		runs = []Run{{Text: d.Number}, {Break: true}, {Text: pageNumber(f.chinese, page, pages)}}
	}
	f.parts(em, runs, f.left, y, page, pages)
}

// parts sets runs on one line, in up to three parts parted by breaks: one is
// centred, two stand left and right, three left, centre and right.
func (f *flow) parts(em *emitter, runs []Run, left, y Length, page, pages int) {
	parts := [][]Run{nil}
	for _, r := range runs {
		switch {
		case r.Break && len(parts) < 3:
			parts = append(parts, nil)
			continue
		case r.Break:
			continue
		case r.PageOf == "page":
			r.Text = itoa(page)
		case r.PageOf == "pages":
			r.Text = itoa(pages)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], r)
	}
	aligns := [][]Align{{AlignCenter}, {AlignLeft, AlignRight}, {AlignLeft, AlignCenter, AlignRight}}[len(parts)-1]
	l := f.look.small
	quiet := shaper{slabs: f.slabs, m: f.m, chinese: f.chinese}
	if page == 1 {
		quiet = f.shaper // what is missing here counts once
	}
	for i, part := range parts {
		t := quiet.shape(part, l.size, l.weight, l.gray)
		if len(t.atoms) == 0 {
			continue
		}
		room := f.left + f.measure - left
		lines := t.lines(setting{first: room, rest: room})
		for k, r := range lines { // a footer too long for a line goes on below
			em.line(t, r, setting{first: room, rest: room}, aligns[i], left, y+Length(k)*l.pitch, 0, 0)
		}
	}
	if page == 1 {
		f.shaper = quiet
	}
}

// besideLogo is the room between the logo and the header beside it.
const besideLogo = 4 * millimetre

// logo sets the logo into the top margin of the first page.
func (f *flow) logo(d *Document, em *emitter) {
	if d.Logo == "" {
		return
	}
	if f.logoHeight() < 6*Point {
		f.warn("typeset.warning.logo", d.Logo, "")
		return
	}
	place, ok := f.logoPlace(d)
	if !ok {
		f.warn("typeset.warning.image", d.Logo, "")
		return
	}
	em.items = append(em.items, Item{Image: &Picture{Rect: place, Asset: d.Logo}})
}

const aboveLogo = 9 * millimetre

// logoHeight is the room for the logo in the top margin.
func (f *flow) logoHeight() Length {
	return min(f.topSpace-aboveLogo-f.size/2, 13*millimetre)
}

// logoPlace is where the logo stands; false when there is none or no room.
func (f *flow) logoPlace(d *Document) (Rect, bool) {
	high := f.logoHeight()
	if d.Logo == "" || high < 6*Point {
		return Rect{}, false
	}
	w, h, ok := f.pictureSize(d.Logo, 0, high.Points(), min(f.measure, 55*millimetre), high)
	return Rect{X: f.left, Y: aboveLogo + (high-h)/2, W: w, H: h}, ok
}

// watermark is one line across the page at 45 degrees, as large as fits.
func (f *flow) watermark(s string) *Line {
	const unit = 100 * Point
	runs := []rune(s)
	if len(runs) > 40 {
		runs = runs[:40]
	}
	make := func(size Length) (*text, Length) {
		quiet := shaper{slabs: f.slabs, m: f.m, chinese: f.chinese}
		t := quiet.shape([]Run{{Text: string(runs)}}, size, Bold, grayWatermark)
		return t, t.natural()
	}
	_, w := make(unit)
	size := min(unit*(min(f.width, f.height)*95/100)/max(w, 1), 72*Point)
	t, w := make(max(size, 8*Point))
	em := emitter{m: f.m, slabs: f.slabs}
	n := len(t.atoms)
	em.line(t, lineRange{0, n, n, true}, setting{first: 2 * w, rest: 2 * w}, AlignLeft, 0, 0, 0, 0)
	for _, it := range em.items {
		if it.Line == nil {
			continue
		}
		// The middle of the line, half its width along and a third of an em up,
		// comes to the middle of the page; cos 45° = sin 45° = 0.70711.
		along, up := w/2, size*36/100
		it.Line.X = f.width/2 - (along-up)*70711/100000
		it.Line.Y = f.height/2 + (along+up)*70711/100000
		it.Line.Angle = 45
		return it.Line
	}
	return nil
}
