package font

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
)

// The files are embedded as slices, not as a file system: reading from an
// embed.FS copies, and these 26 MB are read in place. Nothing writes to them.
var (
	//go:embed files/NotoSerifSC-Regular.ttf
	hanRegularFile []byte
	//go:embed files/NotoSansSC-Bold.ttf
	hanBoldFile []byte
	//go:embed files/NotoSerif-Regular.ttf
	latinRegularFile []byte
	//go:embed files/NotoSerif-Bold.ttf
	latinBoldFile []byte
	//go:embed files/NotoSans-Bold.ttf
	latinSansBoldFile []byte
	//go:embed files/OFL-*.txt
	licences embed.FS
	//go:embed files/SHA256SUMS
	sums []byte
)

// A Pack is the faces that come with the program.
type Pack struct {
	HanRegular    *Face // Noto Serif SC, 宋体-like
	HanBold       *Face // Noto Sans SC Bold, 黑体-like
	LatinRegular  *Face // Noto Serif
	LatinBold     *Face // Noto Serif Bold
	LatinSansBold *Face // Noto Sans Bold
	hash          string
}

// Bundled gives the bundled faces, parsed at the first call. The files are part
// of the program; an error means a damaged build.
func Bundled() (*Pack, error) { return bundled() }

var bundled = sync.OnceValues(func() (*Pack, error) {
	p := &Pack{}
	for _, f := range []struct {
		to   **Face
		data []byte
	}{
		{&p.HanRegular, hanRegularFile},
		{&p.HanBold, hanBoldFile},
		{&p.LatinRegular, latinRegularFile},
		{&p.LatinBold, latinBoldFile},
		{&p.LatinSansBold, latinSansBoldFile},
	} {
		face, err := Parse(f.data)
		if err != nil {
			return nil, fmt.Errorf("bundled font: %w", err)
		}
		*f.to = face
	}
	// The dash of these faces is a Latin one: low, and two of them leave a gap.
	// The Chinese dash —— is one stroke over two ems, as their line characters are.
	p.HanRegular.show('—', '─')
	p.HanBold.show('—', '━')
	// The list of sums names every file; a test compares it with the files.
	sum := sha256.Sum256(sums)
	p.hash = hex.EncodeToString(sum[:])
	return p, nil
})

// Licences gives the licence texts of the bundled fonts by family name.
func Licences() (map[string]string, error) {
	list, err := licences.ReadDir("files")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, e := range list {
		name, ok := strings.CutPrefix(e.Name(), "OFL-")
		if !ok {
			continue
		}
		text, err := licences.ReadFile("files/" + e.Name())
		if err != nil {
			return nil, err
		}
		out[strings.ReplaceAll(strings.TrimSuffix(name, ".txt"), "_", " ")] = string(text)
	}
	return out, nil
}
