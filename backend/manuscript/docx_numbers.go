package manuscript

import (
	"strconv"
	"strings"
)

// formatNumber writes a list number in one of the formats of ECMA-376 part 1,
// 17.18.59 (ST_NumberFormat). Formats that no contract here was seen to use
// are written in Arabic digits.
func formatNumber(v int, format, custom string) string {
	decimal := strconv.Itoa(v)
	switch format {
	case "none", "bullet":
		return ""
	case "custom":
		return padded(v, custom)
	case "decimalZero":
		return padded(v, "01, 02")
	case "upperRoman":
		return roman(v)
	case "lowerRoman":
		return strings.ToLower(roman(v))
	case "upperLetter":
		return letters(v, 'A')
	case "lowerLetter":
		return letters(v, 'a')
	case "russianUpper":
		return cycle(v, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")
	case "russianLower":
		return cycle(v, "абвгдежзиклмнопрстуфхцчшщыэюя")
	case "ordinal":
		return decimal + ordinalEnd(v)
	case "cardinalText":
		return english(v, false)
	case "ordinalText":
		return english(v, true)
	case "hex":
		return strings.ToUpper(strconv.FormatInt(int64(v), 16))
	case "chicago":
		if v < 1 {
			return decimal
		}
		return strings.Repeat(string([]rune("*†‡§")[(v-1)%4]), min((v-1)/4+1, 100))
	case "numberInDash":
		return "- " + decimal + " -"
	case "decimalFullWidth", "decimalFullWidth2":
		return digits(decimal, "０１２３４５６７８９")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return enclosed(v)
	case "decimalEnclosedFullstop":
		return oneOf(v, 20, '⒈', decimal)
	case "decimalEnclosedParen":
		return oneOf(v, 20, '⑴', decimal)
	case "ideographEnclosedCircle":
		return oneOf(v, 10, '㊀', decimal)
	case "ideographTraditional":
		return within(v, "甲乙丙丁戊己庚辛壬癸", decimal)
	case "ideographZodiac":
		return within(v, "子丑寅卯辰巳午未申酉戌亥", decimal)
	case "ideographZodiacTraditional":
		if v < 1 || v > 60 {
			return decimal
		}
		return string([]rune("甲乙丙丁戊己庚辛壬癸")[(v-1)%10]) + string([]rune("子丑寅卯辰巳午未申酉戌亥")[(v-1)%12])
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital":
		return digits(decimal, "〇一二三四五六七八九")
	case "chineseCounting", "taiwaneseCounting":
		if v >= 100 {
			return digits(decimal, "○一二三四五六七八九")
		}
		return counting(v, countChinese)
	case "chineseCountingThousand", "taiwaneseCountingThousand":
		return counting(v, countChinese)
	case "japaneseCounting":
		return counting(v, countJapanese)
	case "chineseLegalSimplified":
		return counting(v, legalSimplified)
	case "ideographLegalTraditional":
		return counting(v, legalTraditional)
	case "japaneseLegal":
		return counting(v, legalJapanese)
	case "koreanDigital":
		return digits(decimal, "영일이삼사오육칠팔구")
	case "koreanDigital2":
		return digits(decimal, "零一二三四五六七八九")
	case "ganada":
		return within(v, "가나다라마바사아자차카타파하", decimal)
	case "chosung":
		return within(v, "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", decimal)
	case "aiueo", "aiueoFullWidth":
		return within(v, "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン", decimal)
	case "iroha", "irohaFullWidth":
		return within(v, "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン", decimal)
	case "hindiNumbers":
		return digits(decimal, "०१२३४५६७८९")
	case "thaiNumbers":
		return digits(decimal, "๐๑๒๓๔๕๖๗๘๙")
	}
	return decimal
}

// padded writes a number as long as the first example of a pattern: "001, 002, …".
func padded(v int, pattern string) string {
	first, _, _ := strings.Cut(pattern, ",")
	s := strconv.Itoa(v)
	return strings.Repeat("0", max(0, min(len(strings.TrimSpace(first)), 20)-len(s))) + s
}

func roman(v int) string {
	if v < 1 || v > 39_999 {
		return strconv.Itoa(v)
	}
	var b strings.Builder
	for _, r := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; v >= r.v; v -= r.v {
			b.WriteString(r.s)
		}
	}
	return b.String()
}

// letters counts a … z, aa, bb … zz, aaa as Word does, not aa, ab.
func letters(v int, first rune) string {
	if v < 1 || v > 26*30 {
		return strconv.Itoa(v)
	}
	return strings.Repeat(string(first+rune((v-1)%26)), (v-1)/26+1)
}

func cycle(v int, alphabet string) string {
	all := []rune(alphabet)
	if v < 1 || v > len(all)*30 {
		return strconv.Itoa(v)
	}
	return strings.Repeat(string(all[(v-1)%len(all)]), (v-1)/len(all)+1)
}

func within(v int, alphabet, or string) string {
	all := []rune(alphabet)
	if v < 1 || v > len(all) {
		return or
	}
	return string(all[v-1])
}

func oneOf(v, most int, first rune, or string) string {
	if v < 1 || v > most {
		return or
	}
	return string(first + rune(v-1))
}

// enclosed writes ① to ㊿.
func enclosed(v int) string {
	switch {
	case v == 0:
		return "⓪"
	case v >= 1 && v <= 20:
		return string(rune('①' + v - 1))
	case v >= 21 && v <= 35:
		return string(rune('㉑' + v - 21))
	case v >= 36 && v <= 50:
		return string(rune('㊱' + v - 36))
	}
	return strconv.Itoa(v)
}

func digits(decimal, set string) string {
	all := []rune(set)
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return all[c-'0']
		}
		return c
	}, decimal)
}

func ordinalEnd(v int) string {
	if v%100 >= 11 && v%100 <= 13 {
		return "th"
	}
	switch v % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// hanzi are the characters of one way to count: digits, then ten, hundred,
// thousand, ten thousand. bare leaves the one out before a unit (十, 百), zero
// says a gap aloud (一百零一).
type hanzi struct {
	digit, unit string
	bare        int // units up to this power are written without one: 1 only 十 at the front, 3 all
	zero        bool
}

var (
	countChinese     = hanzi{"〇一二三四五六七八九", "十百千万", 1, true}
	countJapanese    = hanzi{"〇一二三四五六七八九", "十百千万", 3, false}
	legalSimplified  = hanzi{"零壹贰叁肆伍陆柒捌玖", "拾佰仟萬", 0, true}
	legalTraditional = hanzi{"零壹貳參肆伍陸柒捌玖", "拾佰仟萬", 0, true}
	legalJapanese    = hanzi{"零壱弐参四伍六七八九", "拾百阡萬", 0, false}
)

// counting writes 1 to 99,999,999 in words; what is beyond stays in digits.
func counting(v int, h hanzi) string {
	if v < 0 || v > 99_999_999 {
		return strconv.Itoa(v)
	}
	digit, unit := []rune(h.digit), []rune(h.unit)
	if v == 0 {
		return string(digit[0])
	}
	if v >= 10_000 {
		s := counting(v/10_000, h) + string(unit[3])
		if rest := v % 10_000; rest > 0 {
			if h.zero && rest < 1000 {
				s += "零"
			}
			s += counting(rest, h)
		}
		return s
	}
	var b strings.Builder
	gap := false
	for power, div := 3, 1000; power >= 0; power, div = power-1, div/10 {
		d := v / div % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap && h.zero {
			b.WriteString("零")
		}
		gap = false
		silent := d == 1 && power > 0 && (h.bare == 3 || h.bare == 1 && power == 1 && b.Len() == 0)
		if !silent {
			b.WriteRune(digit[d])
		}
		if power > 0 {
			b.WriteRune(unit[power-1])
		}
	}
	return b.String()
}

// english writes a number in words, as the formats cardinalText and ordinalText do.
func english(v int, ordinal bool) string {
	if v < 1 || v > 999_999 {
		if ordinal {
			return strconv.Itoa(v) + ordinalEnd(v)
		}
		return strconv.Itoa(v)
	}
	small := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	var say func(v int) string
	say = func(v int) string {
		switch {
		case v < 20:
			return small[v]
		case v < 100:
			if v%10 == 0 {
				return tens[v/10]
			}
			return tens[v/10] + "-" + small[v%10]
		case v < 1000:
			return small[v/100] + " hundred" + rest(v%100, say)
		}
		return say(v/1000) + " thousand" + rest(v%1000, say)
	}
	s := say(v)
	if ordinal {
		cut := strings.LastIndexAny(s, " -") + 1
		last := s[cut:]
		if irregular, ok := map[string]string{"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}[last]; ok {
			last = irregular
		} else if strings.HasSuffix(last, "y") {
			last = strings.TrimSuffix(last, "y") + "ieth"
		} else {
			last += "th"
		}
		s = s[:cut] + last
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func rest(v int, say func(int) string) string {
	if v == 0 {
		return ""
	}
	return " " + say(v)
}
