package pdf_test

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"keyue/backend/typeset"
	"keyue/backend/typeset/pdf"
)

var update = flag.Bool("update", false, "write the golden pages anew")

func itoa(n int) string { return strconv.Itoa(n) }

func readPNG(t testing.TB, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	im, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return im
}

func luma(im image.Image, x, y int) int {
	r, g, b, _ := im.At(x, y).RGBA()
	return int(r*299+g*587+b*114) / 1000 >> 8
}

// golden compares a page with the kept picture. Renderers differ in
// antialiasing, so tiles of 8 by 8 pixels are compared by their mean: a wrong
// glyph, a lost rule or a shift of a point changes many tiles by a lot.
func golden(t *testing.T, page image.Image, name string) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if *update {
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		gray := image.NewGray(page.Bounds())
		for y := page.Bounds().Min.Y; y < page.Bounds().Max.Y; y++ {
			for x := page.Bounds().Min.X; x < page.Bounds().Max.X; x++ {
				gray.Set(x, y, page.At(x, y))
			}
		}
		e := png.Encoder{CompressionLevel: png.BestCompression}
		if err := e.Encode(f, gray); err != nil {
			t.Fatal(err)
		}
	}
	want := readPNG(t, path)
	if page.Bounds() != want.Bounds() {
		t.Fatalf("%s is %v, want %v", name, page.Bounds(), want.Bounds())
	}
	const tile, tolerance = 8, 28
	bad := 0
	for y := 0; y+tile <= want.Bounds().Dy(); y += tile {
		for x := 0; x+tile <= want.Bounds().Dx(); x += tile {
			sum := 0
			for i := range tile * tile {
				sum += luma(page, x+i%tile, y+i/tile) - luma(want, x+i%tile, y+i/tile)
			}
			if sum < -tolerance*tile*tile || sum > tolerance*tile*tile {
				bad++
				if bad <= 5 {
					t.Errorf("%s differs at %d,%d by %d", name, x, y, sum/tile/tile)
				}
			}
		}
	}
	if bad > 0 {
		t.Errorf("%s: %d tiles differ", name, bad)
	}
}

// The rendered page is compared, not only the extracted text: a stream
// deflated twice once passed every other check and showed wrong glyphs.
func TestThePageLooksAsItDid(t *testing.T) {
	s := set(t, "zh-CN")
	data := write(t, []typeset.Frame{sample(s)}, pdf.Options{Fonts: s})
	golden(t, render(t, data, 100), "sample")
}
