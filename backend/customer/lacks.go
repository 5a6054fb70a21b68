package customer

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Lack is what is missing from a customer or wrong with it, as bits of the
// derived column "lacks". The numbers are stored: never change one.
type Lack int

// What a customer can lack. Contacts who have left do not count for it.
const (
	// NoPhone: no number of its own or of a contact that can be dialled.
	NoPhone Lack = 1 << iota
	// BadPhone: a number that the numbering plans do not know, or one without its area code.
	BadPhone
	NoEmail
	// BadEmail: an address that no mail can reach (EmailDoubt).
	BadEmail
	NoRegion
	// NoIndustry is asked of companies only.
	NoIndustry
	// NoChannel: nobody noted where the customer came from.
	NoChannel
	// NoContact: a company without a person to talk to.
	NoContact
	// NoTaxID: a company without a tax id, or with one whose check character is wrong.
	NoTaxID
)

// lacksOf works out what a customer lacks.
func lacksOf(c *Customer, people []Contact) Lack {
	var l Lack
	set := func(bit Lack, on bool) {
		if on {
			l |= bit
		}
	}
	dial, mail, there := false, false, 0
	reach := func(phones []Phone, emails []string) {
		for _, p := range phones {
			dial = dial || p.known()
			set(BadPhone, !p.known())
		}
		for _, e := range emails {
			code, _ := EmailDoubt(e)
			mail = mail || code == ""
			set(BadEmail, code != "")
		}
	}
	reach(c.Phones, c.Emails)
	for i := range people {
		if p := &people[i]; !p.LeftCompany && p.DeletedAt == nil {
			there++
			reach(p.Phones, p.Emails)
		}
	}
	company := c.Kind == Company
	set(NoPhone, !dial)
	set(NoEmail, !mail)
	set(NoRegion, c.Province == "")
	set(NoIndustry, company && c.Industry == "")
	set(NoChannel, c.Channel == "")
	set(NoContact, company && there == 0)
	set(NoTaxID, company && (c.Billing.TaxID == "" || taxIDDoubt(c.Billing.TaxID) != ""))
	return l
}

// providers are the mail domains that most addresses are at; one letter beside
// them is a slip of the finger.
var providers = []string{"qq.com", "163.com", "126.com", "139.com", "189.cn", "sina.com", "sina.cn", "sohu.com", "foxmail.com", "aliyun.com", "yeah.net",
	"gmail.com", "outlook.com", "hotmail.com", "icloud.com", "yahoo.com", "live.com"}

// reserved are names that never lead anywhere: RFC 2606, RFC 6761.
var reserved = []string{"test", "example", "invalid", "localhost", "local", "example.com", "example.net", "example.org"}

// EmailDoubt says why no mail can reach an address in normal form, as a code of
// the catalogue, and what was probably meant; both are empty for an address
// that looks right. What a domain ends in is looked up in the Public Suffix
// List, the names that never exist are those of RFC 2606 and 6761.
func EmailDoubt(email string) (code, meant string) {
	if !ValidEmail(email) {
		return "customer.email.invalid", ""
	}
	at := strings.LastIndexByte(email, '@')
	local, domain := email[:at], email[at+1:]
	for _, r := range reserved {
		if domain == r || strings.HasSuffix(domain, "."+r) {
			return "customer.email.reserved", ""
		}
	}
	if near := nearProvider(domain); near != "" {
		return "customer.email.typo", local + "@" + near
	}
	// A suffix the list does not know is the last label by its default rule.
	if suffix, known := publicsuffix.PublicSuffix(domain); !known && !strings.Contains(suffix, ".") && !hasHan(suffix) {
		return "customer.email.no_domain", ""
	}
	if domain == "qq.com" && !validQQ(local) {
		return "customer.email.no_account", ""
	}
	return "", ""
}

// validQQ: QQ mail gives addresses of 5 to 11 digits, or names of 3 to 18
// letters, digits, dots, dashes and underscores that begin with a letter.
func validQQ(local string) bool {
	if strings.Trim(local, "0123456789") == "" {
		return len(local) >= 5 && len(local) <= 11 && local[0] != '0'
	}
	return len(local) >= 3 && len(local) <= 18 && strings.Trim(local, "abcdefghijklmnopqrstuvwxyz0123456789._-") == ""
}

func hasHan(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
	}
	return strings.HasPrefix(s, "xn--")
}

// similar are real mail domains that are one letter beside a provider.
var similar = []string{"mail.com", "email.com", "ymail.com", "gmail.cn", "live.cn", "126.net", "163.net", "sina.com", "sina.cn"}

// nearProvider gives the provider that a domain is one slip beside, in its end
// (qq.con) or in a name long enough to be no other (gmial.com); "" when it is
// none, or a provider itself.
func nearProvider(domain string) string {
	if slices.Contains(providers, domain) || slices.Contains(similar, domain) {
		return ""
	}
	name, end, _ := strings.Cut(domain, ".")
	for _, p := range providers {
		pname, pend, _ := strings.Cut(p, ".")
		if name == pname && oneSlip(end, pend) || end == pend && len(pname) >= 5 && oneSlip(name, pname) {
			return p
		}
	}
	return ""
}

// oneSlip reports whether two words differ by one insertion, deletion,
// replacement or exchange of neighbours.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i < len(a) && (a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
}
