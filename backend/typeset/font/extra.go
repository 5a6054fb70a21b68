package font

import (
	"io"
	"os"

	"keyue/backend/fault"
)

// MaxExtra is the largest font file a person may add, in bytes. The largest
// Chinese collections in use are about 35 MB.
const MaxExtra = 64 << 20

// Extra reads a font file a person adds, of which it keeps the bytes given.
// Faults: font.too_big (max in MB), font.not_font, font.cff, font.broken,
// font.no_unicode, font.restricted.
func Extra(data []byte) (*Face, error) {
	if len(data) > MaxExtra {
		return nil, fault.New("font.too_big", fault.P{"max": MaxExtra >> 20})
	}
	return Parse(data)
}

// ExtraFile reads a font file a person adds; faults as Extra, and font.unreadable.
func ExtraFile(path string) (*Face, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, "font.unreadable", nil)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxExtra+1))
	if err != nil {
		return nil, fault.Wrap(err, "font.unreadable", nil)
	}
	return Extra(data)
}
