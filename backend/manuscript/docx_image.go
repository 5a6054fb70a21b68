package manuscript

import (
	"bytes"
	"image"
	_ "image/jpeg" // formats kept
	_ "image/png"
	"path"
	"strconv"
	"strings"
)

const (
	// pixelsMax bounds a picture before anything decodes it: 40 megapixels take
	// 160 MB as a bitmap.
	pixelsMax = 40_000_000
	// picturesMax is how many pictures are kept.
	picturesMax = 200
	// picturesBytes is how large they may be together.
	picturesBytes = 64 << 20
	// emuPerPoint: English Metric Units (ECMA-376 part 1, 20.1.2.1).
	emuPerPoint = 12700
)

// drawing reads a w:drawing (20.4), w:pict or w:object (17.3.3.19): pictures,
// and the text of boxes and shapes.
func (l *line) drawing(n *node) {
	if l.muted() {
		return
	}
	floating := n.kid("wp:anchor") != nil
	extent := n.kid("wp:inline", "wp:extent")
	if floating {
		extent = n.kid("wp:anchor", "wp:extent")
	}
	width, height := emu(extent.attr("cx")), emu(extent.attr("cy"))
	object := n.name == "w:object"
	var walk func(n *node)
	walk = func(n *node) {
		for _, k := range n.all() {
			switch k.name {
			case "mc:AlternateContent":
				walk(choice(k))
			case "w:txbxContent":
				l.box(k)
			case "v:textpath":
				if text := k.attr("string"); strings.TrimSpace(text) != "" {
					l.drops.add(DroppedWordArt, text)
				}
			case "a:blip":
				id := k.attr("r:embed")
				if id == "" {
					id = k.attr("r:link")
				}
				l.picture(id, width, height, floating)
			case "v:imagedata":
				if object {
					continue // the picture an object shows in its place
				}
				w, h := size(n.attr("style"))
				l.picture(k.attr("r:id"), w, h, false)
			case "c:chart", "dgm:relIds":
				l.chart(k)
			default:
				walk(k)
			}
		}
	}
	walk(n)
	if object {
		l.drops.add(DroppedObject, n.kid("o:OLEObject").attr("ProgID"))
	}
}

// box reads the text of a text box: in a header it joins the line, elsewhere
// it stands behind the paragraph it is anchored in.
func (l *line) box(content *node) {
	fields := l.fields
	carry := l.carry
	l.fields, l.carry = nil, nil
	blocks := l.blocks(content)
	if len(l.carry) > 0 {
		blocks = append(blocks, Block{Paragraph: &Paragraph{Runs: l.carry}})
	}
	l.fields, l.carry = fields, carry
	for _, b := range blocks {
		if b.Paragraph != nil && empty(b.Paragraph.Runs) && b.Paragraph.Number == nil {
			continue
		}
		l.after = append(l.after, b)
	}
}

// picture keeps a PNG or JPEG and drops what else there is.
func (l *line) picture(id string, width, height float64, floating bool) {
	r, ok := l.rels[id]
	if !ok || r.extern {
		l.drops.add(DroppedPicture, r.target)
		return
	}
	key := l.keep(r.target, width, height)
	switch {
	case key == "":
		l.drops.add(DroppedPicture, path.Base(r.target))
	case floating && !l.head && l.cells == 0:
		l.after = append(l.after, Block{Image: key})
	default:
		l.add(Run{Image: key})
	}
}

// keep reads a picture's part once and gives its key; "" when it is none of ours.
func (d *docx) keep(target string, width, height float64) string {
	for key, img := range d.m.Images {
		if img.Name == target && img.Width == width && img.Height == height {
			return key
		}
	}
	data, seen := d.pictures[target]
	if !seen {
		data = d.pictureBytes(target)
		d.pictures[target] = data
	}
	if data == nil || len(d.m.Images) >= picturesMax {
		return ""
	}
	key := "image" + strconv.Itoa(len(d.m.Images)+1)
	d.m.Images[key] = Image{Name: target, Bytes: data, Width: width, Height: height}
	return key
}

// pictureBytes unpacks a picture; nil when it is none of ours.
func (d *docx) pictureBytes(target string) []byte {
	f := d.parts[target]
	if f == nil || f.UncompressedSize64 > pictureMax || d.pixels > picturesBytes {
		return nil
	}
	data, err := d.bytes(target, pictureMax)
	if err != nil {
		return nil
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || (format != "png" && format != "jpeg") || c.Width <= 0 || c.Height <= 0 || c.Width > pixelsMax/c.Height {
		return nil
	}
	d.pixels += len(data)
	return data
}

func emu(s string) float64 { return float64(max(0, atoi(s, 0))) / emuPerPoint }

// size reads width and height of a VML shape's style: "width:120pt;height:1in".
func size(style string) (w, h float64) {
	for _, part := range strings.Split(style, ";") {
		name, value, _ := strings.Cut(part, ":")
		switch strings.TrimSpace(strings.ToLower(name)) {
		case "width":
			w = points(value)
		case "height":
			h = points(value)
		}
	}
	return w, h
}

func points(s string) float64 {
	s = strings.TrimSpace(strings.ToLower(s))
	for _, u := range []struct {
		unit  string
		times float64
	}{{"pt", 1}, {"in", 72}, {"px", 0.75}, {"cm", 72 / 2.54}, {"mm", 72 / 25.4}} {
		if n, ok := strings.CutSuffix(s, u.unit); ok {
			if v, err := strconv.ParseFloat(strings.TrimSpace(n), 64); err == nil && v > 0 && v < 5000 {
				return v * u.times
			}
		}
	}
	return 0
}

// chart reports a chart or diagram with its words (21.2, 21.4).
func (l *line) chart(k *node) {
	id := k.attr("r:id")
	if k.name == "dgm:relIds" {
		id = k.attr("r:dm")
	}
	text := ""
	if r, ok := l.rels[id]; ok && !r.extern {
		if tree, err := l.extra(r.target); err == nil && tree != nil {
			text = tree.texts(" ")
		}
	}
	l.drops.add(DroppedChart, text)
}
