package typeset

// A class is how a character behaves at the ends of a line and beside its
// neighbours (CLREQ "strict", GB/T 15834-2011).
type class uint8

const (
	clHan     class = iota // ideographs, kana, symbols: a line may break on either side
	clOpen                 // brackets and quotes that open: never end a line
	clClose                // brackets and quotes that close: never start a line
	clComma                // ， 、 ； ： and their Latin kin: never start a line
	clStop                 // 。 ？ ！ and their Latin kin: never start a line
	clMid                  // interpunct ·: never starts a line
	clDash                 // — … ～: never start a line; two of a kind never part
	clPrefix               // ￥ $ №: never end a line
	clPostfix              // % ‰ ℃: never start a line
	clTail                 // 々 ー small kana, ／: never start a line
	clDigit                // digits hold together
	clLetter               // letters of scripts that put spaces between words
	clInner                // Latin marks inside words: ' & @ _ and the like
	clHyphen               // - and en dash: a break may follow
	clSlash                // /: a break may follow
	clSpace                // breaking spaces
	clGlue                 // no-break spaces
	clZero                 // zero width space: a place to break
	clBlank                // a drawn blank or bar
	clCheck                // a check box, held to what follows
	clBreak                // forced end of the line
)

// neverStarts tells that a line must not start with the class.
func (c class) neverStarts() bool {
	switch c {
	case clClose, clComma, clStop, clMid, clDash, clPostfix, clTail, clHyphen, clSlash:
		return true
	}
	return false
}

// neverEnds tells that a line must not end with the class.
func (c class) neverEnds() bool { return c == clOpen || c == clPrefix }

// mark tells punctuation from characters: a last line needs two characters.
func (c class) mark() bool {
	switch c {
	case clOpen, clClose, clComma, clStop, clMid, clDash, clSpace, clGlue, clZero, clBlank, clBreak:
		return true
	}
	return false
}

// A side says where a character's script is known from.
type side uint8

const (
	sideHan    side = iota // always set full width
	sideLatin              // always narrow
	sideEither             // quotes, dashes, symbols: the context decides
)

// classify gives the class of a rune and the script it belongs to.
func classify(r rune) (class, side) {
	switch {
	case r < 0x80:
		return classifyASCII(r), sideLatin
	case r < 0x2000:
		return classifyLatin(r)
	case r < 0x2E80:
		return classifySymbol(r)
	case r < 0x3100:
		return classifyCJK(r), sideHan
	case r >= 0xFE30 && r < 0xFFF0:
		return classifyWide(r)
	case r >= 0xD7B0 && r < 0xF900: // jamo, surrogates, private use
		return clHan, sideHan
	case r >= 0xFB00 && r < 0xFE00: // ligatures, Hebrew and Arabic forms
		return clLetter, sideLatin
	case r >= 0x10000 && r < 0x16F00: // ancient and other alphabets
		return clLetter, sideLatin
	case r >= 0x1D000 && r < 0x1F000: // musical, mathematical letters
		return clLetter, sideLatin
	case r >= 0xA000 && r < 0xAC00: // Yi breaks anywhere, the rest are alphabets
		if r < 0xA4D0 {
			return clHan, sideHan
		}
		return clLetter, sideLatin
	}
	return clHan, sideHan
}

func classifyASCII(r rune) class {
	switch {
	case r >= '0' && r <= '9':
		return clDigit
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return clLetter
	}
	switch r {
	case ' ':
		return clSpace
	case '(', '[', '{':
		return clOpen
	case ')', ']', '}':
		return clClose
	case ',', ';', ':':
		return clComma
	case '.', '!', '?':
		return clStop
	case '$':
		return clPrefix
	case '%':
		return clPostfix
	case '-':
		return clHyphen
	case '/':
		return clSlash
	}
	return clInner
}

func classifyLatin(r rune) (class, side) {
	switch r {
	case 0xA0:
		return clGlue, sideLatin
	case '¥', '£', '¤', '¢':
		return clPrefix, sideLatin
	case '°':
		return clPostfix, sideLatin
	case '·':
		return clMid, sideEither
	case '«', '¡', '¿':
		return clOpen, sideLatin
	case '»':
		return clClose, sideLatin
	case '±', '§', '©', '®', '×', '÷', '¬', '¶':
		return clInner, sideLatin
	}
	return clLetter, sideLatin
}

func classifySymbol(r rune) (class, side) {
	switch r {
	case 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2008, 0x2009, 0x200A, 0x205F:
		return clSpace, sideLatin
	case 0x2007, 0x202F:
		return clGlue, sideLatin
	case 0x200B:
		return clZero, sideLatin
	case '‘', '“':
		return clOpen, sideEither
	case '’', '”':
		return clClose, sideEither
	case '—', '…', '⋯', '―', '─', '‥':
		return clDash, sideEither
	case '–', '‐':
		return clHyphen, sideLatin
	case '‑':
		return clInner, sideLatin
	case '‧', '•', '∙':
		return clMid, sideEither
	case '‰', '‱', '′', '″', '‴', '℃', '℉':
		return clPostfix, sideEither
	case '€', '₩', '₽', '₹', '₫', '₿':
		return clPrefix, sideLatin
	case '№':
		return clPrefix, sideEither
	case '−', '≤', '≥', '≠', '≈':
		return clInner, sideEither
	case '‹', '⟨':
		return clOpen, sideLatin
	case '›', '⟩':
		return clClose, sideLatin
	}
	if r >= 0x2010 && r < 0x2070 {
		return clInner, sideLatin
	}
	return clHan, sideEither // arrows, mathematics, circled numbers, boxes
}

func classifyCJK(r rune) class {
	switch r {
	case 0x3000:
		return clSpace
	case '、':
		return clComma
	case '。':
		return clStop
	case '〈', '《', '「', '『', '【', '〔', '〖', '〘', '〚', '〝':
		return clOpen
	case '〉', '》', '」', '』', '】', '〕', '〗', '〙', '〛', '〞', '〟':
		return clClose
	case '〜', '〰':
		return clDash
	case '・':
		return clMid
	case '々', '〻', 'ー', 'ゝ', 'ゞ', 'ヽ', 'ヾ', '゛', '゜', '゠',
		'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ',
		'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ':
		return clTail
	}
	return clHan
}

func classifyWide(r rune) (class, side) {
	switch {
	case r >= '０' && r <= '９':
		return clDigit, sideHan
	case r >= 0xFE70 && r < 0xFF00: // Arabic forms
		return clLetter, sideLatin
	}
	switch r {
	case '，', '；', '：', '､':
		return clComma, sideHan
	case '．', '？', '！', '｡':
		return clStop, sideHan
	case '（', '［', '｛', '｟', '｢', '﹙', '﹛', '﹝':
		return clOpen, sideHan
	case '）', '］', '｝', '｠', '｣', '﹚', '﹜', '﹞':
		return clClose, sideHan
	case '～':
		return clDash, sideHan
	case '･':
		return clMid, sideHan
	case '￥', '＄', '￡':
		return clPrefix, sideHan
	case '％', '￠':
		return clPostfix, sideHan
	case '／', '－':
		return clTail, sideHan
	}
	return clHan, sideHan
}

// ideographic tells the characters that keep a quarter em from Latin letters
// and digits; symbols and marks do not.
func ideographic(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF:
		return true
	case r >= 0x20000 && r <= 0x3FFFF, r >= 0xF900 && r <= 0xFAFF:
		return true
	case r >= 0x3040 && r <= 0x30FF, r >= 0x3105 && r <= 0x31BF, r >= 0x31F0 && r <= 0x31FF:
		return true
	case r >= 0x2E80 && r <= 0x2FDF, r >= 0x3005 && r <= 0x3007, r >= 0xAC00 && r <= 0xD7AF:
		return true
	}
	return false
}

// unit tells the Chinese words that follow a figure and are better not parted from it.
func unit(r rune) bool {
	switch r {
	case '元', '万', '亿', '千', '百', '年', '月', '日', '号', '个', '天', '份', '台', '件', '套', '米',
		'吨', '条', '款', '项', '页', '次', '倍', '名', '人', '角', '分', '时', '周', '位', '层', '辆', '批':
		return true
	}
	return false
}

// invisible tells the code points that print nothing and are left out:
// controls, byte order marks, joiners, direction and variation marks.
func invisible(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xAD, r == 0x61C, r == 0x34F:
		return true
	case r == 0x200C, r == 0x200D, r == 0x200E, r == 0x200F, r == 0x2028, r == 0x2029:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xFFF0 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	case r == 0x180E, r >= 0x180B && r <= 0x180D, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0:
		return true
	case r >= 0xD800 && r <= 0xDFFF, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return false
}
