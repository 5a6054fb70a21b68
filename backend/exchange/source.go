package exchange

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"keyue/backend/charset"
	"keyue/backend/fault"
)

// Input is a file to import.
type Input struct {
	Name string
	File File
}

// source is everything that one import reads: the tables of one file or of several, of the sheets of a workbook, of
// the files in an archive.
type source struct {
	parts []*part
	// ignored are the names of files in archives that are no tables.
	ignored []string
	closers []func() error
	// unpacking: the file that is added comes out of an archive.
	unpacking bool
}

// part is one table of a source.
type part struct {
	// name tells parts apart and is shown; "" when there is only one.
	name string
	// file is the file for messages.
	file string
	// group is the same for the parts that may be linked: those of one workbook, or of one archive.
	group string
	// sheet says that the part is one of several sheets of a workbook.
	sheet bool
	// err refuses the part, not the others.
	err  error
	open func(c Reading) (*table, error)
}

// sheetMark stands between the name of a file and of its sheet.
const sheetMark = " ▸ "

// openSource recognises files. A single file that cannot be read is a fault; among several it is a part refused.
func openSource(inputs []Input) (*source, error) {
	s := &source{}
	for _, in := range inputs {
		name := in.Name
		if len(inputs) > 1 && slices.ContainsFunc(s.parts, func(p *part) bool { return p.file == name }) {
			name = fmt.Sprintf("%s (%d)", name, len(s.parts)+1)
		}
		if err := s.add(in.File, name, name, len(inputs) > 1); err != nil {
			if len(inputs) == 1 {
				_ = s.close()
				return nil, err
			}
			s.parts = append(s.parts, &part{name: name, file: name, err: err})
		}
	}
	if len(s.parts) == 0 {
		_ = s.close()
		return nil, fault.New(NoTables, fault.P{"name": inputs[0].Name})
	}
	if len(s.parts) == 1 {
		if err := s.parts[0].err; err != nil {
			_ = s.close()
			return nil, err
		}
		s.parts[0].name = ""
	}
	return s, nil
}

func (s *source) close() error {
	var all []error
	for _, c := range slices.Backward(s.closers) {
		all = append(all, c())
	}
	s.closers = nil
	return errors.Join(all...)
}

// add adds the parts of a file. shown is the beginning of their names when there are others.
func (s *source) add(f File, name, group string, several bool) error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	format, err := sniff(f, size, name)
	if err != nil {
		return err
	}
	p := &part{name: name, file: name, group: group}
	switch format {
	case archive:
		if s.unpacking {
			return fault.New(NotATable, fault.P{"name": name, "what": "ZIP"})
		}
		s.unpacking = true
		defer func() { s.unpacking = false }()
		return s.addArchive(f, size, name)
	case XLSX:
		return s.addWorkbook(f, name, group, several)
	case VCard:
		p.open = func(c Reading) (*table, error) { return openVCard(f, size, c) }
	default:
		p.open = func(c Reading) (*table, error) { return openCSV(f, size, name, c) }
	}
	s.parts = append(s.parts, p)
	return nil
}

// addWorkbook adds a part for each visible sheet with rows.
func (s *source) addWorkbook(f File, name, group string, several bool) error {
	x, err := openWorkbook(f, name)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, x.Close)
	sheets, err := sheetsWithRows(x, name)
	if err != nil {
		return err
	}
	if !several {
		group = name
	}
	for _, sheet := range sheets {
		p := &part{name: sheet, file: name, group: group + sheetMark, sheet: len(sheets) > 1, open: func(Reading) (*table, error) { return sheetTable(x, sheet, name), nil }}
		switch {
		case several && len(sheets) > 1:
			p.name = name + sheetMark + sheet
		case several:
			p.name, p.group = name, group
		}
		s.parts = append(s.parts, p)
	}
	return nil
}

func sheetTable(x *excelize.File, sheet, name string) *table {
	return &table{format: XLSX, each: func(ctx context.Context, yield func(int, []string) error) error {
		return readSheet(ctx, x, sheet, name, yield)
	}}
}

// tables are the endings of file names that are looked into; other files of an archive are left alone.
var tables = map[string]bool{".csv": true, ".tsv": true, ".tab": true, ".txt": true, ".xlsx": true, ".xlsm": true, ".xls": true, ".et": true, ".vcf": true, ".vcard": true}

// Table tells by its name whether a file may hold a table.
func Table(name string) bool {
	return tables[strings.ToLower(path.Ext(name))] && !strings.HasPrefix(path.Base(name), "~$") && !strings.HasPrefix(path.Base(name), ".")
}

// addArchive unpacks the tables of a ZIP into a folder of its own, each under a number: what an archive calls its
// files never names a place on this machine.
func (s *source) addArchive(f File, size int64, name string) error {
	z, err := zip.NewReader(f, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	if len(z.File) > archiveMax {
		return fault.New(TooManyFiles, fault.P{"name": name, "limit": archiveMax})
	}
	dir := ""
	left := int64(unzippedMax)
	before := len(s.parts)
	for n, entry := range z.File {
		inner := entryName(entry)
		if unsafePath(inner) {
			return fault.New(UnsafeArchive, fault.P{"name": name, "inner": inner})
		}
		if entry.FileInfo().IsDir() || strings.HasPrefix(inner, "__MACOSX/") {
			continue
		}
		if !entry.Mode().IsRegular() || !Table(inner) {
			s.ignored = append(s.ignored, inner)
			continue
		}
		if entry.Flags&1 != 0 {
			return fault.New(Encrypted, fault.P{"name": name})
		}
		if dir == "" {
			if dir, err = os.MkdirTemp("", "keyue-import-"); err != nil {
				return fault.Wrap(err, "files.not_written", nil)
			}
			s.closers = append(s.closers, func() error { return os.RemoveAll(dir) })
		}
		out, err := s.unpack(entry, filepath.Join(dir, fmt.Sprint(n)), &left, name)
		if err == nil {
			err = s.add(out, inner, name, true)
		} else if fault.Is(err, Bomb) {
			return err
		}
		if err != nil {
			s.parts = append(s.parts, &part{name: inner, file: inner, err: err})
		}
	}
	if len(s.parts) == before {
		return fault.New(NoTables, fault.P{"name": name})
	}
	return nil
}

// unpack writes an entry; what it declares of its size is not believed.
func (s *source) unpack(entry *zip.File, to string, left *int64, name string) (*os.File, error) {
	in, err := entry.Open()
	if err != nil {
		return nil, fault.Wrap(err, Damaged, fault.P{"name": entryName(entry)})
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, "files.not_written", nil)
	}
	s.closers = append(s.closers, out.Close)
	n, err := io.Copy(out, io.LimitReader(in, min(*left, fileMax)+1))
	if *left -= n; *left < 0 || n > fileMax {
		return nil, fault.New(Bomb, fault.P{"name": name})
	}
	if err != nil {
		return nil, fault.Wrap(err, Damaged, fault.P{"name": entryName(entry)})
	}
	return out, nil
}

// entryName is the name of an entry with slashes; Chinese Windows writes it in GBK.
func entryName(e *zip.File) string {
	name := e.Name
	if e.NonUTF8 || !utf8.ValidString(name) {
		if s, ok := charset.Decode([]byte(name), "GBK"); ok {
			name = s
		}
	}
	return strings.ReplaceAll(name, "\\", "/")
}

// unsafePath tells of names that lead out of the folder they are unpacked into.
func unsafePath(name string) bool {
	return strings.HasPrefix(name, "/") || strings.Contains(name, "\x00") || len(name) > 1 && name[1] == ':' ||
		slices.Contains(strings.Split(name, "/"), "..")
}
