package files

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name kept, in bytes: what ext4, APFS and NTFS all
// take with room for a suffix.
const maxName = 200

// reserved are the device names Windows refuses as a file name, with any
// extension.
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// BaseName makes a name from a stranger safe to use as a file name on every
// system: no folders, no control characters, no characters Windows refuses, no
// direction marks (which make "gpj.exe" look like "exe.jpg"), not too long,
// never empty.
func BaseName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.ToValidUTF8(name, "_")
	name = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c), c == '\uFEFF':
			return -1
		case strings.ContainsRune(`<>:"|?*`, c):
			return '_'
		}
		return c
	}, name)
	name = strings.TrimRight(strings.TrimSpace(name), ". ")
	stem, _, _ := strings.Cut(name, ".")
	if name == "" || reserved[strings.ToLower(stem)] {
		name = "file" + strings.TrimPrefix(name, stem)
	}
	return shorten(name)
}

// shorten cuts the stem so that the extension survives.
func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	ext := ""
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 16 {
		ext = name[i:]
	}
	cut := maxName - len(ext)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ext
}

// disposition builds a Content-Disposition header that every browser reads:
// an ASCII fallback and the real name after RFC 5987 / RFC 6266.
func disposition(kind, name string) string {
	ascii := strings.Map(func(c rune) rune {
		if c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' {
			return '_'
		}
		return c
	}, name)
	return kind + `; filename="` + ascii + `"; filename*=UTF-8''` + escapeAttr(name)
}

// escapeAttr percent-encodes all but the attr-char of RFC 5987.
func escapeAttr(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

func escapePath(name string) string { return url.PathEscape(name) }
