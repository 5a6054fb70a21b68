package money

import "strings"

const (
	capitals = "零壹贰叁肆伍陆柒捌玖"
	noughts  = "零"
)

// wordsZh writes an amount in the capital characters of 正确填写票据和结算凭证的基本规定
// (PBoC): 整 after 元 and after 角, never after 分; one 零 for an inner gap; 壹拾
// never 拾. A currency without 元, 角 and 分 in Chinese takes its name before the
// figure on paper; the units stay.
func wordsZh(a Amount) string {
	u, sign := uint64(a), ""
	if a < 0 {
		u, sign = -u, "负"
	}
	yuan, jiao, fen := u/100, u/10%10, u%10
	if u == 0 {
		return "零元整"
	}
	digit := func(n uint64) string { return string([]rune(capitals)[n]) }
	var b strings.Builder
	b.WriteString(sign)
	if yuan > 0 {
		b.WriteString(wholeZh(yuan) + "元")
	}
	switch {
	case jiao == 0 && fen == 0:
		b.WriteString("整")
	case fen == 0:
		b.WriteString(digit(jiao) + "角整")
	case jiao == 0:
		if yuan > 0 {
			b.WriteString(noughts)
		}
		b.WriteString(digit(fen) + "分")
	default:
		b.WriteString(digit(jiao) + "角" + digit(fen) + "分")
	}
	return b.String()
}

// wholeZh writes a whole number in capitals. Groups of four digits take 万 and
// 亿; above 亿 they repeat (万亿), as banks write them.
func wholeZh(n uint64) string {
	if n == 0 {
		return noughts
	}
	if n >= 1e8 {
		high, low := n/1e8, n%1e8
		return join(wholeZh(high)+"亿", low, high%10 == 0 || low < 1e7)
	}
	if n >= 1e4 {
		high, low := n/1e4, n%1e4
		return join(group(high)+"万", low, high%10 == 0 || low < 1e3)
	}
	return group(n)
}

// join appends the lower part, with one 零 across a gap: the higher part ends in
// a nought (壹拾万零柒仟) or the lower part lacks its first digit (壹万零壹).
func join(high string, low uint64, gap bool) string {
	if low == 0 {
		return high
	}
	if gap {
		high += noughts
	}
	return high + wholeZh(low)
}

// group writes 1 to 9999.
func group(n uint64) string {
	units := []rune("仟佰拾")
	var b strings.Builder
	gap := false
	for i, place := range []uint64{1000, 100, 10, 1} {
		d := n / place % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteString(noughts)
			gap = false
		}
		b.WriteRune([]rune(capitals)[d])
		if i < 3 {
			b.WriteRune(units[i])
		}
	}
	return b.String()
}
