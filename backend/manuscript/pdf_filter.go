package manuscript

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
	"slices"
)

// numbers lists the objects in order.
func (f *pdfFile) numbers() []int {
	list := make([]int, 0, len(f.objects))
	for n := range f.objects {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// content unpacks a stream (ISO 32000-1, 7.4). What a damaged one yields up to
// the damage is returned; nil for pictures.
func (f *pdfFile) content(s *pdfStream) []byte {
	if s == nil {
		return nil
	}
	data := s.raw
	if f.cipher != nil && !s.plain {
		data = f.cipher.decrypt(data, s.num, s.gen)
	}
	var filters, parms pdfArray
	switch v := f.get(s.pdfDict["Filter"]).(type) {
	case pdfName:
		filters, parms = pdfArray{v}, pdfArray{s.pdfDict["DecodeParms"]}
	case pdfArray:
		filters, parms = v, f.array(s.pdfDict["DecodeParms"])
	}
	if len(filters) > 8 {
		return nil
	}
	for i, filter := range filters {
		var parm pdfDict
		if i < len(parms) {
			parm = f.dict(parms[i])
		}
		limit := min(f.bytes, pdfStreamMax)
		switch f.name(filter) {
		case "FlateDecode", "Fl":
			data = predicted(inflate(data, limit), f, parm)
		case "LZWDecode", "LZW":
			early := 1
			if v, ok := f.get(parm["EarlyChange"]).(float64); ok {
				early = int(v)
			}
			data = predicted(unLZW(data, early, limit), f, parm)
		case "ASCII85Decode", "A85":
			data = unASCII85(data)
		case "ASCIIHexDecode", "AHx":
			l := &pdfLexer{data: append([]byte("<"), data...), left: new(int)}
			data = []byte(l.hex())
		case "RunLengthDecode", "RL":
			data = unRunLength(data, limit)
		case "Crypt":
		default:
			return nil
		}
		f.bytes -= len(data)
	}
	return data
}

func inflate(data []byte, limit int) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, int64(max(limit, 0))))
	return out
}

func unASCII85(data []byte) []byte {
	data = bytes.TrimSpace(data)
	data = bytes.TrimPrefix(data, []byte("<~"))
	if i := bytes.IndexByte(data, '~'); i >= 0 {
		data = data[:i]
	}
	out, _ := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
	return out
}

func unRunLength(data []byte, limit int) []byte {
	var out []byte
	for i := 0; i < len(data) && len(out) < limit; {
		n := int(data[i])
		i++
		switch {
		case n == 128:
			return out
		case n < 128:
			end := min(i+n+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		case i < len(data):
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
	}
	return out
}

// unLZW is the variant of TIFF and PDF (7.4.4), whose codes grow one earlier
// than in GIF; Go's library reads the other.
func unLZW(data []byte, early, limit int) []byte {
	type entry struct {
		prev int
		last byte
		len  int
	}
	table := make([]entry, 258, 4096)
	for i := range 256 {
		table[i] = entry{-1, byte(i), 1}
	}
	var out []byte
	width, prev := 9, -1
	acc, bits := 0, 0
	for _, c := range data {
		acc, bits = acc<<8|int(c), bits+8
		for bits >= width {
			code := acc >> (bits - width) & (1<<width - 1)
			bits -= width
			acc &= 1<<bits - 1
			switch {
			case code == 256:
				table, width, prev = table[:258], 9, -1
				continue
			case code == 257 || code > len(table) || len(out) >= limit:
				return out
			}
			at := code
			if code == len(table) { // the string that is being defined
				if prev < 0 {
					return out
				}
				at = prev
			}
			n := table[at].len
			start := len(out)
			out = append(out, make([]byte, n)...)
			for k, e := n-1, at; k >= 0 && e >= 0; k-- {
				out[start+k] = table[e].last
				e = table[e].prev
			}
			if code == len(table) {
				out = append(out, out[start])
			}
			if prev >= 0 && len(table) < 4096 {
				table = append(table, entry{prev, out[start], table[prev].len + 1})
			}
			prev = code
			if len(table)+early >= 1<<width && width < 12 {
				width++
			}
		}
	}
	return out
}

// predicted undoes the predictors of PNG and TIFF (7.4.4.4).
func predicted(data []byte, f *pdfFile, parm pdfDict) []byte {
	kind := int(f.num(parm["Predictor"]))
	if kind < 2 {
		return data
	}
	or := func(key string, v int) int {
		if n, ok := f.get(parm[key]).(float64); ok && n >= 1 && n <= 1<<20 {
			return int(n)
		}
		return v
	}
	colors, bits, columns := or("Colors", 1), or("BitsPerComponent", 8), or("Columns", 1)
	if colors > 32 || bits > 32 {
		return data
	}
	pixel := max(1, colors*bits/8)
	row := (colors*bits*columns + 7) / 8
	if kind == 2 {
		for start := 0; bits == 8 && start < len(data); start += row {
			for i := start + pixel; i < min(start+row, len(data)); i++ {
				data[i] += data[i-pixel]
			}
		}
		return data
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for at := 0; at < len(data); at += row + 1 {
		line := append([]byte(nil), data[at+1:min(at+1+row, len(data))]...)
		for i := range line {
			var left, up, corner byte
			up = above[i]
			if i >= pixel {
				left, corner = line[i-pixel], above[i-pixel]
			}
			switch data[at] {
			case 1:
				line[i] += left
			case 2:
				line[i] += up
			case 3:
				line[i] += byte((int(left) + int(up)) / 2)
			case 4:
				line[i] += paeth(left, up, corner)
			}
		}
		out = append(out, line...)
		copy(above, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := p-int(a), p-int(b), p-int(c)
	da, db, dc = max(da, -da), max(db, -db), max(dc, -dc)
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}
