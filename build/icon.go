package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// The icon is a seal: a rounded square of cinnabar with the character 客
// ("guest, customer") cut out of it in eight strokes. It is drawn here, from
// these numbers and no font, on a field of 1024 units.
const (
	field  = 1024
	corner = 208
	margin = 40
)

var cinnabar = color.NRGBA{0xB3, 0x36, 0x2A, 0xFF}

type point struct{ x, y float64 }

// stroke is a line of the brush; curves are given by enough points.
type stroke struct {
	width  float64
	points []point
}

var seal = []stroke{
	// 宀: the roof, with its dot
	{66, []point{{512, 176}, {512, 244}}},
	{66, []point{{232, 380}, {232, 286}, {792, 286}, {792, 380}}},
	// 夂: to go, arriving
	{62, []point{{452, 348}, {424, 396}, {380, 446}, {318, 496}}},
	{62, []point{{428, 420}, {654, 420}, {600, 490}, {510, 560}, {400, 614}, {250, 662}}},
	{62, []point{{388, 474}, {470, 540}, {580, 602}, {700, 642}, {790, 664}}},
	// 口: the mouth
	{64, []point{{366, 694}, {366, 860}}},
	{64, []point{{366, 694}, {658, 694}, {658, 860}}},
	{64, []point{{366, 842}, {658, 842}}},
}

// icon draws every form of the icon into its place.
func icon(context.Context, []string) error {
	forms, err := icons()
	if err != nil {
		return err
	}
	for name, b := range forms {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// icons returns the content of every icon file by its path.
func icons() (map[string][]byte, error) {
	full := raster()
	sized := map[int][]byte{}
	for _, n := range []int{16, 24, 32, 48, 64, 128, 256, 512, 1024} {
		img := image.NewNRGBA(image.Rect(0, 0, n, n))
		draw.CatmullRom.Scale(img, img.Bounds(), full, full.Bounds(), draw.Src, nil)
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
			return nil, err
		}
		sized[n] = b.Bytes()
	}
	return map[string][]byte{
		"build/appicon.png":        sized[512],
		"build/appicon.svg":        []byte(svg()),
		"build/windows/icon.ico":   ico(sized, 16, 24, 32, 48, 64, 128, 256),
		"build/darwin/icon.icns":   icns(sized),
		"frontend/public/icon.svg": []byte(svg()),
	}, nil
}

// svg writes the same shapes as a vector picture.
func svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d"><rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="#%02x%02x%02x"/>`,
		field, field, margin, margin, field-2*margin, field-2*margin, corner, cinnabar.R, cinnabar.G, cinnabar.B)
	b.WriteString(`<g fill="none" stroke="#fff" stroke-linecap="round" stroke-linejoin="round">`)
	for _, s := range seal {
		fmt.Fprintf(&b, `<path stroke-width="%g" d="M`, s.width)
		for i, p := range s.points {
			if i > 0 {
				b.WriteString("L")
			}
			fmt.Fprintf(&b, "%g %g", p.x, p.y)
		}
		b.WriteString(`"/>`)
	}
	b.WriteString("</g></svg>\n")
	return b.String()
}

// raster draws the seal at its full size.
func raster() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, field, field))
	r := vector.NewRasterizer(field, field)
	roundedSquare(r)
	r.Draw(img, img.Bounds(), image.NewUniform(cinnabar), image.Point{})
	for _, s := range seal {
		for i, p := range s.points {
			r.Reset(field, field)
			disc(r, p, s.width/2)
			r.Draw(img, img.Bounds(), image.White, image.Point{})
			if i == 0 {
				continue
			}
			r.Reset(field, field)
			bar(r, s.points[i-1], p, s.width/2)
			r.Draw(img, img.Bounds(), image.White, image.Point{})
		}
	}
	return img
}

func roundedSquare(r *vector.Rasterizer) {
	const lo, hi = float32(margin), float32(field - margin)
	const c, k = float32(corner), float32(corner) * 0.4477 // what a quarter circle leaves of the corner
	r.MoveTo(lo+c, lo)
	r.LineTo(hi-c, lo)
	r.CubeTo(hi-k, lo, hi, lo+k, hi, lo+c)
	r.LineTo(hi, hi-c)
	r.CubeTo(hi, hi-k, hi-k, hi, hi-c, hi)
	r.LineTo(lo+c, hi)
	r.CubeTo(lo+k, hi, lo, hi-k, lo, hi-c)
	r.LineTo(lo, lo+c)
	r.CubeTo(lo, lo+k, lo+k, lo, lo+c, lo)
	r.ClosePath()
}

func disc(r *vector.Rasterizer, p point, radius float64) {
	for i := range 64 {
		a := 2 * math.Pi * float64(i) / 64
		x, y := float32(p.x+radius*math.Cos(a)), float32(p.y+radius*math.Sin(a))
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
}

func bar(r *vector.Rasterizer, a, b point, half float64) {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	nx, ny := -(b.y-a.y)/length*half, (b.x-a.x)/length*half
	r.MoveTo(float32(a.x+nx), float32(a.y+ny))
	r.LineTo(float32(b.x+nx), float32(b.y+ny))
	r.LineTo(float32(b.x-nx), float32(b.y-ny))
	r.LineTo(float32(a.x-nx), float32(a.y-ny))
	r.ClosePath()
}

// ico joins PNG pictures into a Windows icon.
func ico(sized map[int][]byte, sizes ...int) []byte {
	var head, body bytes.Buffer
	_ = binary.Write(&head, binary.LittleEndian, []uint16{0, 1, uint16(len(sizes))})
	at := 6 + 16*len(sizes)
	for _, n := range sizes {
		b := sized[n]
		head.Write([]byte{byte(n), byte(n), 0, 0}) // 256 is written as 0
		_ = binary.Write(&head, binary.LittleEndian, []uint16{1, 32})
		_ = binary.Write(&head, binary.LittleEndian, []uint32{uint32(len(b)), uint32(at + body.Len())})
		body.Write(b)
	}
	return append(head.Bytes(), body.Bytes()...)
}

// icns joins PNG pictures into a macOS icon.
func icns(sized map[int][]byte) []byte {
	var body bytes.Buffer
	for _, e := range []struct {
		kind string
		size int
	}{{"ic11", 32}, {"ic12", 64}, {"ic07", 128}, {"ic13", 256}, {"ic08", 256}, {"ic14", 512}, {"ic09", 512}, {"ic10", 1024}} {
		body.WriteString(e.kind)
		_ = binary.Write(&body, binary.BigEndian, uint32(8+len(sized[e.size])))
		body.Write(sized[e.size])
	}
	head := []byte("icns\x00\x00\x00\x00")
	binary.BigEndian.PutUint32(head[4:], uint32(8+body.Len()))
	return append(head, body.Bytes()...)
}
