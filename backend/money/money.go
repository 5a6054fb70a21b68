// Package money counts money in integers: amounts in minor units of a
// currency, quantities in thousandths, shares in basis points. Rounding is
// half away from zero (half-up for positive amounts), once per line, and a
// total is the sum of the rounded lines, so that a sum shown is always the sum
// of what is shown.
package money

import (
	"math/big"
	"strconv"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

// Amount is money in hundredths of the currency's unit: fen, cents, and so also
// of yen, so that a typed figure means the same in every currency. JSON and SQL
// integer.
type Amount int64

// Quantity is a count or measure in thousandths: 1.5 is 1500.
type Quantity int64

// BasisPoints is a share in hundredths of a percent: 13 % is 1300.
type BasisPoints int64

// Currency is an ISO 4217 code. Empty means CNY.
type Currency string

// The currency a workspace starts with, see settings.OurCurrency.
const CNY Currency = "CNY"

// Fault codes of this package.
const (
	// CodeNotAmount: the text is not an amount; parameter value.
	CodeNotAmount = "money.not_amount"
	// CodeTooLarge: the amount is beyond Max.
	CodeTooLarge = "money.too_large"
)

// Max is the largest amount the product handles: ten trillion yuan. It and its
// sums stay far below 2⁵³, the largest integer a page can hold exactly.
const Max Amount = 1_000_000_000_000_000

// whole tells a currency that has no smaller unit in use: paper shows its amounts
// without decimals.
func (c Currency) whole() bool { return c == "JPY" || c == "KRW" || c == "VND" }

// Symbol is what stands before an amount: ¥, $, €; the code itself for others.
func (c Currency) Symbol() string {
	switch c {
	case "", CNY, "JPY":
		return "¥"
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "HKD":
		return "HK$"
	}
	return string(c) + " "
}

// Parse reads an amount of a two-decimal currency as people and spreadsheets
// write it: 1234.5, ¥1,234.50, 1.234,50 €, １２３４元, 3.5万. Fault CodeNotAmount for anything
// else, also for more than two decimals that are not zero; CodeTooLarge beyond Max.
func Parse(s string) (Amount, error) {
	v, ok := parseScaled(s, 2)
	if !ok {
		return 0, fault.New(CodeNotAmount, fault.P{"value": s})
	}
	if v.CmpAbs(big.NewInt(int64(Max))) > 0 {
		return 0, fault.New(CodeTooLarge, fault.P{"value": s})
	}
	return Amount(v.Int64()), nil
}

// ParseQuantity reads a quantity with up to three decimals; faults as Parse.
func ParseQuantity(s string) (Quantity, error) {
	v, ok := parseScaled(s, 3)
	if !ok {
		return 0, fault.New(CodeNotAmount, fault.P{"value": s})
	}
	if v.CmpAbs(big.NewInt(int64(Max))) > 0 {
		return 0, fault.New(CodeTooLarge, fault.P{"value": s})
	}
	return Quantity(v.Int64()), nil
}

// ParsePercent reads 13, 13% or 13.5 as basis points; faults as Parse.
func ParsePercent(s string) (BasisPoints, error) {
	v, ok := parseScaled(strings.TrimRight(strings.TrimSpace(s), "%％"), 2)
	if !ok || v.CmpAbs(big.NewInt(1_000_000)) > 0 {
		return 0, fault.New(CodeNotAmount, fault.P{"value": s})
	}
	return BasisPoints(v.Int64()), nil
}

// parseScaled reads a decimal number times 10^digits; false when it is none or
// has decimals beyond digits.
func parseScaled(s string, digits int) (*big.Int, bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '－' || r == '−':
			return '-'
		case r == '，':
			return ','
		case r == ' ' || r == '\u00a0' || r == '\u3000':
			return -1
		}
		return r
	}, s)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for _, sign := range []string{"¥", "￥", "RMB", "CNY", "$", "€", "£"} {
		s = strings.TrimPrefix(s, sign)
	}
	if !neg && strings.HasPrefix(s, "-") {
		neg, s = true, s[1:]
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, "整"), "元")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "€"), "EUR")
	shift := digits
	if t, ok := strings.CutSuffix(s, "万"); ok {
		s, shift = t, digits+4
	} else if t, ok := strings.CutSuffix(s, "亿"); ok {
		s, shift = t, digits+8
	}
	whole, frac, _ := strings.Cut(point(s), ".")
	if whole == "" && frac == "" || len(whole)+len(frac) > 40 {
		return nil, false
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > shift {
		return nil, false
	}
	all := whole + frac + strings.Repeat("0", shift-len(frac))
	for _, r := range all {
		if r < '0' || r > '9' {
			return nil, false
		}
	}
	v, ok := new(big.Int).SetString(all, 10)
	if !ok {
		return nil, false
	}
	if neg {
		v.Neg(v)
	}
	return v, true
}

// point writes a number with a point before its decimals and no marks between
// its thousands. A comma with one or two last digits behind it stands for the
// decimal mark (89,50), for thousands come in threes; so it does behind points
// that part thousands (1.234,50). Any other comma parts thousands.
func point(s string) string {
	at := strings.LastIndexByte(s, ',')
	before := s[:max(at, 0)]
	switch after := len(s) - at - 1; {
	case at < 0:
		if strings.Count(s, ".") > 1 && thousands(s) {
			return strings.ReplaceAll(s, ".", "")
		}
		return s
	case strings.Contains(before, ".") && thousands(before),
		strings.Trim(before, "0123456789") == "" && (after == 1 || after == 2):
		return strings.ReplaceAll(before, ".", "") + "." + s[at+1:]
	}
	return strings.ReplaceAll(s, ",", "")
}

// thousands tells a number whose points part its thousands: 1.234.567.
func thousands(s string) bool {
	parts := strings.Split(s, ".")
	for _, part := range parts[1:] {
		if len(part) != 3 {
			return false
		}
	}
	return len(parts[0]) >= 1 && len(parts[0]) <= 3
}

// String writes the amount with two decimals and no grouping: 1234.50.
func (a Amount) String() string { return a.decimal(2, "") }

// Format writes the amount for people, with symbol and grouping: ¥1,234.50.
// The form is the same in both languages; only the words around it differ.
func (a Amount) Format(c Currency) string {
	s := a.Grouped(c)
	if strings.HasPrefix(s, "-") {
		return "-" + c.Symbol() + s[1:]
	}
	return c.Symbol() + s
}

// Grouped writes the amount with grouping and no symbol, as tables print it:
// 1,234.50; of yen 1,234.
func (a Amount) Grouped(c Currency) string {
	s := a.decimal(2, ",")
	if c.whole() {
		s = strings.TrimSuffix(s, ".00")
	}
	return s
}

func (a Amount) decimal(digits int, group string) string {
	// uint64 arithmetic so that the smallest int64 has a magnitude too.
	neg, u := a < 0, uint64(a)
	if neg {
		u = -u
	}
	s := strconv.FormatUint(u, 10)
	for len(s) <= digits {
		s = "0" + s
	}
	whole, frac := s[:len(s)-digits], s[len(s)-digits:]
	if group != "" {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + group + whole[i:]
		}
	}
	if digits > 0 {
		whole += "." + frac
	}
	if neg {
		whole = "-" + whole
	}
	return whole
}

// String writes the quantity without trailing zeros: 1.5, 30.
func (q Quantity) String() string { return trimZeros(Amount(q).decimal(3, "")) }

// String writes the share as a percentage without trailing zeros: 13%, 0.5%.
func (b BasisPoints) String() string { return trimZeros(Amount(b).decimal(2, "")) + "%" }

func trimZeros(s string) string {
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Times gives price × quantity, rounded half away from zero.
func (a Amount) Times(q Quantity) Amount { return mulDiv(int64(a), int64(q), 1000) }

// Share gives the share of the amount, rounded half away from zero.
func (a Amount) Share(b BasisPoints) Amount { return mulDiv(int64(a), int64(b), 10000) }

// Less gives the amount after a discount of b.
func (a Amount) Less(b BasisPoints) Amount { return a - a.Share(b) }

// mulDiv gives x·y/d rounded half away from zero; it saturates at the ends of
// int64, which Check refuses long before.
func mulDiv(x, y, d int64) Amount {
	p := new(big.Int).Mul(big.NewInt(x), big.NewInt(y))
	half := big.NewInt(d / 2)
	if p.Sign() < 0 {
		half.Neg(half)
	}
	p.Quo(p.Add(p, half), big.NewInt(d))
	if !p.IsInt64() {
		if p.Sign() < 0 {
			return -1 << 63
		}
		return 1<<63 - 1
	}
	return Amount(p.Int64())
}

// Check refuses an amount beyond Max with CodeTooLarge.
func (a Amount) Check() error {
	if a > Max || a < -Max {
		return fault.New(CodeTooLarge, fault.P{"value": a.String()})
	}
	return nil
}

// Allocate splits the amount in proportion to weights by largest remainder, so
// that the parts add up to it to the last fen. Ties go to the earlier part;
// weights of no sum give the whole to the first part.
func (a Amount) Allocate(weights []BasisPoints) []Amount {
	if len(weights) == 0 {
		return []Amount{}
	}
	parts := make([]Amount, len(weights))
	var sum int64
	for _, w := range weights {
		sum += int64(w)
	}
	if sum == 0 {
		parts[0] = a
		return parts
	}
	rest := make([]*big.Int, len(weights))
	total := big.NewInt(sum)
	left := a
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(w))), total, new(big.Int))
		parts[i], rest[i] = Amount(q.Int64()), r.Abs(r)
		left -= parts[i]
	}
	step := Amount(1)
	if left < 0 {
		step = -1
	}
	for left != 0 {
		best := 0
		for i := range rest {
			if rest[i].Cmp(rest[best]) > 0 {
				best = i
			}
		}
		parts[best] += step
		rest[best] = big.NewInt(-1)
		left -= step
	}
	return parts
}

// InWords writes the amount in words of the language, with the currency's
// name: 壹佰元整 (without 人民币, which stands before it on paper), "One hundred
// and 00/100 yuan".
func InWords(a Amount, c Currency, tag locale.Tag) string {
	if tag == locale.En {
		return wordsEn(a, c)
	}
	return wordsZh(a)
}
