package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"keyue/backend/fault"
)

// Formats of files.
const (
	CSV   = "csv"
	XLSX  = "xlsx"
	VCard = "vcf"
	// archive is a ZIP with any of them.
	archive = "zip"
)

// File is what is read: a file, or its bytes in a test.
type File interface {
	io.ReaderAt
	io.ReadSeeker
}

// magic are the first bytes of what people pick by mistake.
var magic = []struct{ start, what string }{
	{"%PDF", "PDF"}, {"\x89PNG", "PNG"}, {"\xFF\xD8\xFF", "JPEG"}, {"GIF8", "GIF"}, {"Rar!", "RAR"}, {"7z\xBC\xAF", "7z"},
	{"\x1F\x8B", "gzip"}, {"SQLite format 3\x00", "SQLite"}, {"{\\rtf", "RTF"}, {"MZ", "EXE"}, {"\x7FELF", "ELF"}, {"BM", ""},
}

// sniff tells the format by content; the name only chooses between texts.
func sniff(f File, size int64, name string) (format string, err error) {
	if size == 0 {
		return "", fault.New(Empty, fault.P{"name": name})
	}
	if size > fileMax {
		return "", fault.New(TooLarge, fault.P{"name": name, "limit": fileMax >> 20})
	}
	head := make([]byte, min(size, 4096))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffZip(f, size, name)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", sniffOLE(f, size, name)
	}
	for _, m := range magic {
		if m.what != "" && bytes.HasPrefix(head, []byte(m.start)) {
			if m.what == "EXE" && !bytes.Contains(head, []byte{0, 0, 0}) {
				continue
			}
			return "", fault.New(NotATable, fault.P{"name": name, "what": m.what})
		}
	}
	text := []byte(strings.ToLower(string(bytes.TrimLeft(unwide(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))), " \r\n\t"))))
	switch {
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype")), bytes.HasPrefix(text, []byte("<table")):
		return "", fault.New(OldExcel, fault.P{"name": name}) // what old systems call .xls is a web page or an XML table
	case bytes.HasPrefix(text, []byte("begin:vcard")):
		return VCard, nil
	}
	return CSV, nil
}

// unwide takes the zero bytes of UTF-16 out, to compare.
func unwide(b []byte) []byte {
	b = bytes.TrimPrefix(bytes.TrimPrefix(b, []byte("\xFF\xFE")), []byte("\xFE\xFF"))
	return bytes.ReplaceAll(b, []byte{0}, nil)
}

func sniffZip(f File, size int64, name string) (string, error) {
	z, err := zip.NewReader(f, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return "", fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	var total uint64
	kind := ""
	for _, part := range z.File {
		total += part.UncompressedSize64
		if total > unzippedMax || part.UncompressedSize64 > 1<<20 && part.UncompressedSize64/max(part.CompressedSize64, 1) > ratioMax {
			return "", fault.New(Bomb, fault.P{"name": name})
		}
		lower := strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/"))
		switch {
		case strings.HasPrefix(lower, "xl/"):
			kind = XLSX
		case strings.HasPrefix(lower, "word/"), strings.HasPrefix(lower, "ppt/"):
			return "", fault.New(NotATable, fault.P{"name": name, "what": map[bool]string{true: "Word", false: "PowerPoint"}[lower[0] == 'w']})
		case lower == "content.xml", strings.HasPrefix(lower, "index/") && strings.HasSuffix(lower, ".iwa"):
			return "", fault.New(OtherSheet, fault.P{"name": name})
		}
	}
	if kind == "" {
		return archive, nil
	}
	return kind, declaresNothing(z, name)
}

// declaresNothing refuses spreadsheets whose XML declares a document type: no program writes that, and entities
// declared there can be nested to fill any memory.
func declaresNothing(z *zip.Reader, name string) error {
	for _, part := range z.File {
		if !strings.HasSuffix(strings.ToLower(part.Name), ".xml") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return fault.Wrap(err, Damaged, fault.P{"name": name})
		}
		head := make([]byte, 4096)
		n, err := io.ReadFull(r, head)
		_ = r.Close()
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return fault.Wrap(err, Damaged, fault.P{"name": name})
		}
		plain := bytes.ToUpper(unwide(head[:n]))
		if bytes.Contains(plain, []byte("<!DOCTYPE")) || bytes.Contains(plain, []byte("<!ENTITY")) {
			return fault.New(Bomb, fault.P{"name": name})
		}
	}
	return nil
}

// sniffOLE tells an encrypted .xlsx from an old .xls or .et: the names of the streams are in the directory.
//
// Both are refused with what to do, for no kept library reads BIFF8 (looked at in November 2026): extrame/xls ends in
// 2017 with v0.0.1; shakinm/xlsReader's last release is v0.9.12 of 2022 and its open issues 13, 24, 29 and pull request
// 33 are panics on strings that continue in the next record, which lose cells where one recovers; pbnjay/grate,
// nkiri/xls and b0r1ssh/go-xls have no release that the module proxy gives. The container alone is read by a kept one
// (richardlehane/mscfb).
func sniffOLE(f File, size int64, name string) error {
	part := make([]byte, min(size, 1<<20))
	if _, err := f.ReadAt(part, 0); err != nil && err != io.EOF {
		return fault.Wrap(err, Damaged, fault.P{"name": name})
	}
	wide := func(s string) []byte {
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return b
	}
	switch {
	case bytes.Contains(part, wide("EncryptedPackage")):
		return fault.New(Encrypted, fault.P{"name": name})
	case bytes.Contains(part, wide("Workbook")), bytes.Contains(part, wide("Book")):
		return fault.New(OldExcel, fault.P{"name": name})
	case bytes.Contains(part, wide("WordDocument")):
		return fault.New(NotATable, fault.P{"name": name, "what": "Word"})
	}
	return fault.New(OldExcel, fault.P{"name": name})
}
