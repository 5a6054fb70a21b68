package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	_ "image/png" // images are PNG or JPEG
	"math"
	"sync"

	xdraw "golang.org/x/image/draw"

	"keyue/backend/fault"
	"keyue/backend/typeset"
)

// Limits of an image given by a person, checked before anything is decoded.
const (
	// MaxImageBytes is the size of the file.
	MaxImageBytes = 32 << 20
	// MaxImagePixels is width times height; decoded it takes four bytes each.
	MaxImagePixels = 50_000_000
)

// Resolution is how finely images are kept, in dots per inch of the printed page.
const Resolution = 300

// An Image is a PNG or JPEG that frames may show. It is decoded at its first
// drawing and remembers the result, so a batch decodes a logo once. It may be
// used by many goroutines.
type Image struct {
	data   []byte
	format string
	turn   int // EXIF orientation, 1 to 8
	width  int // upright, in pixels
	height int
	sum    [32]byte

	mu    sync.Mutex
	ready map[[2]int]*pixels
}

// imageKey finds an image drawn before in the same file.
type imageKey struct {
	sum           [32]byte
	width, height int
}

// pixels is an image as it lies in the file.
type pixels struct {
	width, height int
	space         string // DeviceGray or DeviceRGB
	filter        string // DCTDecode or FlateDecode
	data          []byte
	mask          []byte // transparency, deflated; nil for none
}

// NewImage checks a file without decoding it. Faults: pdf.image.type,
// pdf.image.broken, pdf.image.too_big (max in MB), pdf.image.too_many_pixels
// (width, height, max in millions).
func NewImage(data []byte) (*Image, error) {
	if len(data) > MaxImageBytes {
		return nil, fault.New("pdf.image.too_big", fault.P{"max": MaxImageBytes >> 20})
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case format != "png" && format != "jpeg":
		if isPNG(data) || isJPEG(data) {
			return nil, fault.Wrap(err, "pdf.image.broken", nil)
		}
		return nil, fault.New("pdf.image.type", nil)
	case err != nil || c.Width <= 0 || c.Height <= 0:
		return nil, fault.Wrap(err, "pdf.image.broken", nil)
	case int64(c.Width)*int64(c.Height) > MaxImagePixels:
		return nil, fault.New("pdf.image.too_many_pixels", fault.P{"width": c.Width, "height": c.Height, "max": MaxImagePixels / 1_000_000})
	}
	im := &Image{data: data, format: format, turn: 1, width: c.Width, height: c.Height, sum: sha256.Sum256(data), ready: map[[2]int]*pixels{}}
	if format == "jpeg" {
		im.turn = orientation(data)
		if im.turn >= 5 {
			im.width, im.height = im.height, im.width
		}
	}
	return im, nil
}

func isPNG(b []byte) bool  { return bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) }
func isJPEG(b []byte) bool { return bytes.HasPrefix(b, []byte("\xFF\xD8\xFF")) }

// Size is the upright size in pixels, for layout.
func (im *Image) Size() typeset.ImageSize {
	return typeset.ImageSize{Width: im.width, Height: im.height}
}

// at gives the image for a printed size, brought down to Resolution when it is finer.
func (im *Image) at(w, h typeset.Length) (*pixels, error) {
	need := func(l typeset.Length) int { return int(math.Ceil(l.Points() / 72 * Resolution)) }
	width, height := im.width, im.height
	// A little over is not worth the blur of resampling.
	if nw, nh := need(w), need(h); width > nw*5/4 && height > nh*5/4 {
		width, height = max(nw, 1), max(nh, 1)
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	key := [2]int{width, height}
	if px := im.ready[key]; px != nil {
		return px, nil
	}
	px, err := im.encode(width, height)
	if err != nil {
		return nil, err
	}
	im.ready[key] = px
	return px, nil
}

func (im *Image) encode(width, height int) (*pixels, error) {
	src, _, err := image.Decode(bytes.NewReader(im.data))
	if err != nil {
		return nil, fault.Wrap(err, "pdf.image.broken", nil)
	}
	same := width == im.width && height == im.height && im.turn == 1
	if same && im.format == "jpeg" {
		switch src.(type) {
		case *image.YCbCr:
			return &pixels{width: width, height: height, space: "DeviceRGB", filter: "DCTDecode", data: im.data}, nil
		case *image.Gray:
			return &pixels{width: width, height: height, space: "DeviceGray", filter: "DCTDecode", data: im.data}, nil
		}
	}
	// Scaled first, as it lies in the file, so that a photo is turned when small.
	w, h := width, height
	if im.turn >= 5 {
		w, h = height, width
	}
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if src.Bounds().Dx() == w && src.Bounds().Dy() == h {
		draw.Draw(to, to.Rect, src, src.Bounds().Min, draw.Src)
	} else {
		// The scaler is quick only into premultiplied colour.
		scaled := image.NewRGBA(to.Rect)
		xdraw.CatmullRom.Scale(scaled, scaled.Rect, src, src.Bounds(), draw.Src, nil)
		draw.Draw(to, to.Rect, scaled, image.Point{}, draw.Src)
	}
	to = upright(to, im.turn)
	if im.format == "jpeg" {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, to, &jpeg.Options{Quality: 90}); err != nil {
			return nil, fault.Wrap(err, "pdf.image.broken", nil)
		}
		return &pixels{width: width, height: height, space: "DeviceRGB", filter: "DCTDecode", data: out.Bytes()}, nil
	}
	return planes(to)
}

// planes splits colour and transparency; grey images keep one channel.
func planes(src *image.NRGBA) (*pixels, error) {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	gray, opaque := true, true
	for i := 0; i < len(src.Pix); i += 4 {
		p := src.Pix[i : i+4 : i+4]
		gray = gray && p[0] == p[1] && p[1] == p[2]
		opaque = opaque && p[3] == 255
	}
	px := &pixels{width: w, height: h, space: "DeviceRGB", filter: "FlateDecode"}
	var data, mask []byte
	if gray {
		px.space = "DeviceGray"
	}
	for i := 0; i < len(src.Pix); i += 4 {
		if gray {
			data = append(data, src.Pix[i])
		} else {
			data = append(data, src.Pix[i:i+3]...)
		}
		if !opaque {
			mask = append(mask, src.Pix[i+3])
		}
	}
	var pack packer
	packed, err := pack.deflate(data)
	if err != nil {
		return nil, err
	}
	px.data = bytes.Clone(packed)
	if !opaque {
		if packed, err = pack.deflate(mask); err != nil {
			return nil, err
		}
		px.mask = bytes.Clone(packed)
	}
	return px, nil
}

// addImage writes an image and its mask and gives the image's number.
func (f *file) addImage(px *pixels) int {
	mask := ""
	if px.mask != nil {
		n := f.add(object{dict: fmt.Appendf(nil,
			"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode>>",
			px.width, px.height), stream: px.mask, packed: true})
		mask = fmt.Sprintf("/SMask %d 0 R", n)
	}
	return f.add(object{dict: fmt.Appendf(nil,
		"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Interpolate true/Filter/%s%s>>",
		px.width, px.height, px.space, px.filter, mask), stream: px.data, packed: true})
}

// orientation reads the EXIF tag that tells how a camera was held; 1 when there is none.
func orientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF; {
		size := int(data[at+2])<<8 | int(data[at+3])
		if data[at+1] == 0xDA || size < 2 || at+2+size > len(data) {
			break
		}
		if body := data[at+4 : at+2+size]; data[at+1] == 0xE1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at += 2 + size
	}
	return 1
}

func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	little := b[0] == 'I'
	num := func(at, n int) int {
		v := 0
		if at < 0 || at+n > len(b) {
			return 0
		}
		for i := range n {
			if little {
				v |= int(b[at+i]) << (8 * i)
			} else {
				v = v<<8 | int(b[at+i])
			}
		}
		return v
	}
	dir := num(4, 4)
	for i := range num(dir, 2) {
		e := dir + 2 + 12*i
		if e+12 > len(b) {
			break
		}
		if num(e, 2) == 0x0112 {
			if v := num(e+8, 2); v >= 1 && v <= 8 {
				return v
			}
		}
	}
	return 1
}

// upright turns a picture by its EXIF orientation.
func upright(src *image.NRGBA, turn int) *image.NRGBA {
	if turn <= 1 || turn > 8 {
		return src
	}
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	ow, oh := w, h
	if turn >= 5 {
		ow, oh = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, ow, oh))
	for y := range oh {
		for x := range ow {
			sx, sy := x, y
			switch turn {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			out.SetNRGBA(x, y, src.NRGBAAt(b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return out
}
