package customer

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Gentle: what is plainly no address is refused, the rest is the mail server's
// business. Chinese local parts and domains are real.
var emailShape = regexp.MustCompile(`^[^\s@<>()\[\]\\,;:"]{1,64}@[^\s@<>()\[\]\\,;:"._-][^\s@<>()\[\]\\,;:"]*\.[^\s@<>()\[\]\\,;:".]{2,63}$`)

var emailSplit = regexp.MustCompile(`[\s,;，；、|]+`)

// NormalEmail is an address in the form by which two are the same: narrow,
// lower case, without mailto: and angle brackets.
func NormalEmail(s string) string {
	s = strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
	if i, j := strings.LastIndexByte(s, '<'), strings.LastIndexByte(s, '>'); i >= 0 && j > i {
		s = s[i+1 : j]
	}
	return strings.Trim(strings.TrimPrefix(strings.TrimSpace(s), "mailto:"), " .\u200b\ufeff")
}

// ValidEmail reports whether an address in normal form can be one.
func ValidEmail(s string) bool {
	return len(s) <= 254 && emailShape.MatchString(s) && !strings.Contains(s, "..")
}

func normalEmails(in []string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, entry := range in {
		parts := []string{entry}
		// "Ann Lee <ann@example.com>" is one address; "a@b.cn, c@d.cn" are two.
		if !strings.Contains(entry, "<") {
			parts = emailSplit.Split(norm.NFKC.String(entry), -1)
		}
		for _, p := range parts {
			if e := NormalEmail(p); e != "" && !seen[e] {
				seen[e] = true
				out = append(out, e)
			}
		}
	}
	return out
}

// NormalTaxID keeps the letters and digits of a tax id, upper case.
func NormalTaxID(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, norm.NFKC.String(s))
}

// creditAlphabet and creditWeights: GB 32100-2015, 统一社会信用代码, check
// character 18 = (31 − Σ cᵢ·wᵢ mod 31) mod 31 with wᵢ = 3^(i−1) mod 31.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ValidCreditCode reports whether the check character of a unified social
// credit code is right.
func ValidCreditCode(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := 0; i < 17; i++ {
		c := strings.IndexByte(creditAlphabet, s[i])
		if c < 0 {
			return false
		}
		sum += c * weight
		weight = weight * 3 % 31
	}
	return strings.IndexByte(creditAlphabet, s[17]) == (31-sum%31)%31
}

// validIDNumber checks the last character of a citizen's number, GB 11643-1999:
// a sole trader may use it as tax id.
func validIDNumber(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum := 0
	for i := 0; i < 17; i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11] == s[17]
}

// taxIDDoubt says what seems wrong with a tax id in normal form: a catalogue
// code, or "" for none. It is a warning, never an error: old 15-digit numbers,
// foreign ones and typing from a blurred scan must all be possible.
func taxIDDoubt(s string) string {
	switch {
	case s == "":
		return ""
	case len(s) == 18:
		if ValidCreditCode(s) || validIDNumber(s) {
			return ""
		}
		return "customer.tax_id.checksum"
	case len(s) == 15 || len(s) == 20 || len(s) == 17:
		return ""
	case len(s) < 15 && strings.HasPrefix(s, "9"), len(s) == 16, len(s) == 19:
		return "customer.tax_id.length"
	}
	return ""
}
