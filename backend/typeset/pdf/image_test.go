package pdf_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os/exec"
	"path/filepath"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/typeset"
	"keyue/backend/typeset/pdf"
)

func picture(t testing.TB, data []byte) *pdf.Image {
	t.Helper()
	im, err := pdf.NewImage(data)
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// colours is red left, blue right, half transparent when asked.
func colours(w, h int, clear bool) image.Image {
	im := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.NRGBA{B: 255, A: 255}
			}
			if clear {
				c.A = 128
			}
			im.SetNRGBA(x, y, c)
		}
	}
	return im
}

func pngOf(im image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func jpegOf(im image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, im, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// hugePNG declares a size it does not hold.
func hugePNG(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = binary.BigEndian.AppendUint32(head, h)
	head = append(head, 8, 2, 0, 0, 0)
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	out = append(out, head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

// held adds an EXIF orientation to a JPEG.
func held(data []byte, turn byte) []byte {
	exif := []byte("\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[4+6+8+2+9] = turn
	return append(append(append([]byte{}, data[:2]...), exif...), data[2:]...)
}

func TestBadImagesAreRefusedBeforeDecoding(t *testing.T) {
	whole := pngOf(colours(10, 10, false))
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"an empty file", "pdf.image.type", nil},
		{"a text", "pdf.image.type", []byte("logo")},
		{"a GIF", "pdf.image.type", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")},
		{"a gigapixel", "pdf.image.too_many_pixels", hugePNG(40000, 30000)},
		{"a PNG cut in its head", "pdf.image.broken", whole[:20]},
		{"a JPEG cut in its head", "pdf.image.broken", jpegOf(colours(10, 10, false))[:30]},
		{"33 MB", "pdf.image.too_big", make([]byte, pdf.MaxImageBytes+1)},
	} {
		if _, err := pdf.NewImage(c.data); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	// What only decoding shows is answered when the page is drawn.
	f := a4(typeset.Item{Image: &typeset.Picture{Rect: typeset.Rect{W: 10000, H: 10000}, Asset: "a"}})
	_, err := pdf.Write(&bytes.Buffer{}, []typeset.Frame{f}, pdf.Options{Fonts: set(t, "en"),
		Images: map[string]*pdf.Image{"a": picture(t, whole[:len(whole)-20])}})
	if !fault.Is(err, "pdf.image.broken") {
		t.Errorf("a PNG cut at its end: %v", err)
	}
}

func TestImagesAreShownUprightAndOnlyAsFineAsNeeded(t *testing.T) {
	s := set(t, "en")
	for _, c := range []struct {
		name   string
		data   []byte
		w, h   int  // pixels
		across bool // red left and blue right, else red above
	}{
		{"png", pngOf(colours(300, 200, false)), 300, 200, true},
		{"png with transparency", pngOf(colours(300, 200, true)), 300, 200, true},
		{"jpeg", jpegOf(colours(300, 200, false)), 300, 200, true},
		{"jpeg held upright", held(jpegOf(colours(300, 200, false)), 6), 200, 300, false},
		{"large png", pngOf(colours(1500, 1000, false)), 1500, 1000, true},
		{"large jpeg", jpegOf(colours(1500, 1000, false)), 1500, 1000, true},
	} {
		im := picture(t, c.data)
		if got := im.Size(); got.Width != c.w || got.Height != c.h {
			t.Errorf("%s: size %+v", c.name, got)
		}
		rect := typeset.Rect{X: 100000, Y: 100000, W: typeset.Length(c.w) * 72000 / typeset.Length(max(c.w, c.h)), H: typeset.Length(c.h) * 72000 / typeset.Length(max(c.w, c.h))}
		data := write(t, []typeset.Frame{a4(typeset.Item{Image: &typeset.Picture{Rect: rect, Asset: "a"}})},
			pdf.Options{Fonts: s, Images: map[string]*pdf.Image{"a": im}})
		if len(data) > 60_000 {
			t.Errorf("%s: %d bytes for a square inch", c.name, len(data))
		}
		checkStructure(t, data)
		page := render(t, data, 72)
		x0, y0 := 100, 100
		x1, y1 := x0+int(rect.W/1000), y0+int(rect.H/1000)
		red, blue := page.At((3*x0+x1)/4, (y0+y1)/2), page.At((x0+3*x1)/4, (y0+y1)/2)
		if !c.across {
			red, blue = page.At((x0+x1)/2, (3*y0+y1)/4), page.At((x0+x1)/2, (y0+3*y1)/4)
		}
		r, _, b, _ := red.RGBA()
		r2, _, b2, _ := blue.RGBA()
		if r < b+0x4000 || b2 < r2+0x4000 {
			t.Errorf("%s: red %v, blue %v", c.name, red, blue)
		}
	}
}

// render gives the first page as pixels.
func render(t testing.TB, data []byte, dpi int) image.Image {
	t.Helper()
	return renderPage(t, data, dpi, 1)
}

func renderPage(t testing.TB, data []byte, dpi, page int) image.Image {
	t.Helper()
	name := tool(t, "pdftoppm")
	path := save(t, data)
	out := filepath.Join(filepath.Dir(path), "page")
	if msg, err := exec.Command(name, "-png", "-singlefile", "-f", itoa(page), "-r", itoa(dpi), path, out).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	return readPNG(t, out+".png")
}
