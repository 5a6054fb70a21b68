package customer

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/width"
)

// PhoneType is what a number is for, as far as its digits tell.
type PhoneType string

// The types of a number.
const (
	PhoneMobile  PhoneType = "mobile"  // rings one person: the strongest identity there is
	PhoneFixed   PhoneType = "fixed"   // a line of a house or a company, often shared
	PhoneHotline PhoneType = "hotline" // 400, 800, 95, 96, 10x: a company's, never a person's
	PhoneLocal   PhoneType = "local"   // seven or eight digits without their area code
	PhoneUnknown PhoneType = "unknown" // kept as typed; the numbering plan knows no such number
)

// Phone is one number: what was typed, and what it means.
type Phone struct {
	// Raw is kept exactly as it was typed, spaces and dashes included.
	Raw string `json:"raw"`
	// Number is the normal form, by which two numbers are the same: E.164
	// ("+8613812345678"), or bare digits where a number cannot be dialled from
	// abroad (95588, a landline without area code). Computed.
	Number string `json:"number"`
	// Ext is the extension, digits only.
	Ext string `json:"ext,omitempty"`
	// Display is the number grouped for reading. Computed.
	Display string `json:"display"`
	// Type is computed from the number.
	Type PhoneType `json:"type"`
	// Label is what the person calls it: mobile, work, home, fax, other or own words.
	Label string `json:"label,omitempty"`
}

// HomeRegion is where a number without a country code is taken to be.
const HomeRegion = "CN"

// phoneTextMax is how much text is searched for several numbers; more is no
// list of numbers, and the numbering plans are not quick.
const phoneTextMax = 1000

var (
	phoneExtension = regexp.MustCompile(`(?i)[\s,;-]*(?:转接?|轉|分机号?|分機|内线|ext(?:ension)?\.?|x|#)\s*[:：.]?\s*(\d{1,6})\s*$`)
	// A Chinese landline is often written with its extension after one more dash.
	phoneDashExtension = regexp.MustCompile(`^((?:\+?86[\s-]*)?\(?0?\d{2,4}\)?[\s-]*\d{3,4}[\s]?\d{4}|400[\s-]?\d{3,4}[\s-]?\d{3,4})\s*-\s*(\d{1,6})$`)
	phoneSpreadsheet   = regexp.MustCompile(`^\d{7,}\.0+$`)
	phoneShort         = regexp.MustCompile(`^(?:1[0-2]\d{1,4}|100\d{5}|101\d{5}|95\d{3,7}|96\d{3,6})$`)
	phoneAreaHotline   = regexp.MustCompile(`^0?(10|2\d|[3-9]\d{2})(9[56]\d{3,4}|1\d{4})$`)
	phoneLocal         = regexp.MustCompile(`^[2-8]\d{6,7}$`)
	phoneHard          = regexp.MustCompile(`[;；、，|\n\r\t]+|,(?:\s|$)|,(?:\D*\d){7,}|\s+(?:or|and|或|和)\s+|或者?|以及`)
	phoneSlash         = regexp.MustCompile(`[/／\\]`)
	phoneAreaCode      = regexp.MustCompile(`^(?:(?:\+|00)\d{1,3}[\s-]?\(?0?\)?[\s-]?\d{2,4}|\(?0\d{1,4}\)?)$`)
)

// ParsePhones reads every number in a text as people and old spreadsheets
// write them: several in one cell, full-width digits, labels, extensions,
// "0571-88888888/89", "030/4455600". Text without a digit gives nothing.
func ParsePhones(text string) []Phone {
	out := []Phone{}
	if len(text) > phoneTextMax {
		if p := ParsePhone(text); p.Number != "" {
			out = append(out, p)
		}
		return out
	}
	if bareNumber(text) { // most cells by far: nothing in it parts numbers but spaces
		return uniquePhones(append(out, splitSpaces(text)...))
	}
	for _, part := range splitHard(text) {
		pieces := splitSlash(part)
		for i, piece := range pieces {
			if i > 0 && len(out) > 0 {
				piece = continueNumber(out[len(out)-1].Raw, piece)
			}
			out = append(out, splitSpaces(piece)...)
		}
	}
	return uniquePhones(out)
}

// splitHard cuts at marks that never stand inside one number. A comma does
// only when a whole number follows it.
func splitHard(text string) []string {
	var parts []string
	for len(text) > 0 {
		at := phoneHard.FindStringIndex(text)
		if at == nil {
			break
		}
		parts = append(parts, text[:at[0]])
		if text[at[0]] == ',' {
			text = text[at[0]+1:]
			continue
		}
		text = text[at[1]:]
	}
	return append(parts, text)
}

// splitSlash cuts at the slashes between numbers. The one behind an area code
// stands inside its number: 0571/88158198, 030 / 44 55 600, +49 30/1234567.
func splitSlash(text string) []string {
	at := phoneSlash.FindAllStringIndex(text, -1)
	var pieces []string
	start := 0
	for _, m := range at {
		if piece := text[start:m[0]]; !phoneAreaCode.MatchString(fold(strings.TrimSpace(piece))) {
			pieces, start = append(pieces, piece), m[1]
		}
	}
	return append(pieces, text[start:])
}

// continueNumber completes what follows a slash: "88888888/89" changes the last
// digits, "0571-88888888/88888889" keeps the area code.
func continueNumber(before, piece string) string {
	digits := digitsOf(fold(piece))
	prev := fold(before)
	switch {
	case len(digits) == 0:
		return piece
	case len(digits) <= 4:
		cut := len(prev)
		for n := len(digits); n > 0 && cut > 0; {
			cut--
			if prev[cut] >= '0' && prev[cut] <= '9' {
				n--
			}
		}
		return prev[:cut] + digits
	case phoneLocal.MatchString(digits):
		if i := strings.IndexAny(prev, "- )"); i > 0 && strings.HasPrefix(strings.TrimLeft(prev, "("), "0") {
			return prev[:i+1] + strings.TrimSpace(fold(piece))
		}
	}
	return piece
}

// splitSpaces reads a piece that may hold several numbers parted by spaces
// only; a space may as well stand inside a number, so the numbering plan decides.
func splitSpaces(piece string) []Phone {
	whole := ParsePhone(piece)
	words := strings.Fields(piece)
	if whole.Number == "" || whole.known() || len(words) < 2 {
		if whole.Number == "" {
			return nil
		}
		return []Phone{whole}
	}
	var out []Phone
	for start := 0; start < len(words); {
		end := start
		// No number is written in more than eight pieces.
		for stop := min(len(words), start+8); stop > start; stop-- {
			if p := ParsePhone(strings.Join(words[start:stop], " ")); p.known() {
				out, end = append(out, p), stop
				break
			}
		}
		if end == start {
			return []Phone{whole}
		}
		start = end
	}
	return out
}

func (p Phone) known() bool { return p.Type != PhoneUnknown && p.Type != PhoneLocal }

// Valid reports whether the numbering plan knows the number; an invalid one is
// kept and warned about, for people do note down half numbers.
func (p Phone) Valid() bool { return p.Type != PhoneUnknown }

// ParsePhone reads one number. Number is empty when the text has no digit.
func ParsePhone(text string) Phone {
	p := Phone{Raw: strings.TrimSpace(text)}
	s := fold(p.Raw)
	if len(s) > phoneTextMax {
		s = s[:phoneTextMax]
	}
	plain := bareNumber(s)
	if !plain && phoneSpreadsheet.MatchString(s) {
		s = s[:strings.IndexByte(s, '.')]
	}
	if m := extensionAt(s, plain); m != nil && len(digitsOf(s[:m[0]])) >= 5 {
		p.Ext, s = s[m[2]:m[3]], s[:m[0]]
	} else if m := dashExtension(s); m != nil {
		if main := readNumber(m[1]); main.known() && !readNumber(s).known() {
			p.Ext, s = m[2], m[1]
		}
	}
	n := readNumber(s)
	p.Number, p.Display, p.Type = n.Number, n.Display, n.Type
	return p
}

// dashExtension parts a landline from the one to six digits after its last dash.
func dashExtension(s string) []string {
	tail := strings.TrimSpace(s[strings.LastIndexByte(s, '-')+1:])
	if tail == "" || len(tail) > 6 || len(tail) == len(s) {
		return nil // spares most numbers the expression
	}
	return phoneDashExtension.FindStringSubmatch(s)
}

// extensionAt finds an extension that is named as one.
func extensionAt(s string, plain bool) []int {
	if plain {
		return nil
	}
	return phoneExtension.FindStringSubmatchIndex(s)
}

// bareNumber reports whether a text has nothing but digits and what stands inside one
// number.
func bareNumber(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != ' ' && c != '-' && c != '+' && c != '(' && c != ')' {
			return false
		}
	}
	return true
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// fold brings full-width digits, letters and dashes to their narrow form.
func fold(s string) string {
	if plainASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '–', '—', '‐', '‑', '−', '―', '﹣', '－', 'ー', '·', '.':
			if r == '.' {
				return r
			}
			return '-'
		case '\u00a0', '\u3000', '\u2002', '\u2003', '\u2009', '\u200a', '\u202f':
			return ' '
		case '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\ufeff', '\u2060':
			return -1
		}
		return r
	}, width.Fold.String(s))
}

// mobile is the mobile number that digits are, without 86; "" for none.
func mobile(digits string) string {
	if len(digits) == 13 {
		digits = strings.TrimPrefix(digits, "86")
	}
	if len(digits) == 11 && digits[0] == '1' && digits[1] >= '3' {
		return digits
	}
	return ""
}

// readNumber decides what a text without extension is.
func readNumber(s string) Phone {
	digits := digitsOf(s)
	if digits == "" {
		return Phone{Type: PhoneUnknown}
	}
	plus := strings.Contains(s, "+")
	if !plus && strings.HasPrefix(digits, "00") && len(digits) > 9 {
		digits, plus = strings.TrimLeft(digits, "0"), true
	}
	if plus && digits == "86" || plus && len(digits) < 4 {
		return Phone{Number: digits, Display: digits, Type: PhoneUnknown}
	}
	if n := mobile(digits); n != "" && (!plus || len(digits) == 13) {
		// Nine of ten numbers; every block from 13 to 19 is or will be in use.
		return Phone{Number: "+86" + n, Display: n[:3] + " " + n[3:7] + " " + n[7:], Type: PhoneMobile}
	}
	bare := digits
	if plus {
		bare = strings.TrimPrefix(digits, "86")
	}
	if !plus && phoneShort.MatchString(bare) {
		return Phone{Number: bare, Display: bare, Type: PhoneHotline}
	}
	if plus {
		if p, ok := planned("+" + digits); ok {
			return p
		}
		if bare != digits && phoneShort.MatchString(bare) {
			return Phone{Number: bare, Display: bare, Type: PhoneHotline}
		}
	} else if p, ok := planned(digits); ok {
		return p
	} else if len(digits) >= 10 {
		// 852 2123 4567, 886 2 1234 5678: the plus was lost on the way.
		if p, ok := planned("+" + digits); ok {
			return p
		}
	}
	if m := phoneAreaHotline.FindStringSubmatch(bare); m != nil && (plus || strings.HasPrefix(bare, "0")) {
		return Phone{Number: "+86" + m[1] + m[2], Display: "0" + m[1] + " " + m[2], Type: PhoneHotline}
	}
	if phoneLocal.MatchString(digits) && !plus {
		return Phone{Number: digits, Display: digits[:len(digits)-4] + " " + digits[len(digits)-4:], Type: PhoneLocal}
	}
	number := digits
	if plus {
		number = "+" + digits
	}
	return Phone{Number: number, Display: strings.TrimSpace(s), Type: PhoneUnknown}
}

// planned asks the numbering plans of the world.
func planned(s string) (Phone, bool) {
	if len(s) < 5 || len(s) > 20 {
		return Phone{}, false
	}
	if p, ok := homeLine(s); ok {
		return p, true
	}
	return fromLibrary(s)
}

// fromLibrary is planned without the short cut.
func fromLibrary(s string) (Phone, bool) {
	n, err := phonenumbers.Parse(s, HomeRegion)
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return Phone{}, false
	}
	p := Phone{Number: phonenumbers.Format(n, phonenumbers.E164), Type: PhoneFixed}
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.MOBILE, phonenumbers.PAGER, phonenumbers.PERSONAL_NUMBER:
		p.Type = PhoneMobile
	case phonenumbers.TOLL_FREE, phonenumbers.SHARED_COST, phonenumbers.PREMIUM_RATE, phonenumbers.UAN:
		p.Type = PhoneHotline
	case phonenumbers.FIXED_LINE_OR_MOBILE:
		// North America does not tell them apart; a person's number is likelier.
		p.Type = PhoneMobile
	}
	format := phonenumbers.INTERNATIONAL
	if n.GetCountryCode() == 86 {
		format = phonenumbers.NATIONAL
	}
	p.Display = phonenumbers.Format(n, format)
	return p, true
}

func uniquePhones(in []Phone) []Phone {
	seen := make(map[string]bool, len(in))
	out := in[:0]
	for _, p := range in {
		key := p.Number + "#" + p.Ext
		if !seen[key] {
			seen[key] = true
			out = append(out, p)
		}
	}
	return out
}

// normalPhones computes every number of a list anew from what was typed, and
// splits entries that hold several.
func normalPhones(in []Phone) []Phone {
	out := []Phone{}
	for _, p := range in {
		raw := p.Raw
		if strings.TrimSpace(raw) == "" {
			raw = p.Number
		}
		if strings.TrimSpace(raw) == "" {
			continue
		}
		found := ParsePhones(raw)
		if len(found) == 0 {
			out = append(out, Phone{Raw: strings.TrimSpace(raw), Type: PhoneUnknown, Label: strings.TrimSpace(p.Label)})
		}
		for _, n := range found {
			if len(found) == 1 {
				n.Raw = strings.TrimSpace(raw)
			}
			if n.Ext == "" && len(found) == 1 {
				n.Ext = digitsOf(fold(p.Ext))
			}
			n.Label = strings.TrimSpace(p.Label)
			out = append(out, n)
		}
	}
	return uniquePhones(out)
}
