package manuscript

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// glyphNames are the names of Adobe's glyph list that fonts of Latin text use
// in /Differences (ISO 32000-1, annex D); "uni4E00" and "a" need no entry.
var glyphNames = glyphTable(`space 20 exclam 21 quotedbl 22 numbersign 23 dollar 24 percent 25 ampersand 26 quotesingle 27 parenleft 28 parenright 29 asterisk 2A plus 2B
comma 2C hyphen 2D period 2E slash 2F zero 30 one 31 two 32 three 33 four 34 five 35 six 36 seven 37 eight 38 nine 39 colon 3A semicolon 3B less 3C equal 3D greater 3E question 3F at 40
bracketleft 5B backslash 5C bracketright 5D asciicircum 5E underscore 5F grave 60 braceleft 7B bar 7C braceright 7D asciitilde 7E
exclamdown A1 cent A2 sterling A3 currency A4 yen A5 brokenbar A6 section A7 dieresis A8 copyright A9 ordfeminine AA guillemotleft AB logicalnot AC registered AE macron AF
degree B0 plusminus B1 twosuperior B2 threesuperior B3 acute B4 mu B5 paragraph B6 periodcentered B7 middot B7 cedilla B8 onesuperior B9 ordmasculine BA guillemotright BB
onequarter BC onehalf BD threequarters BE questiondown BF Agrave C0 Aacute C1 Acircumflex C2 Atilde C3 Adieresis C4 Aring C5 AE C6 Ccedilla C7 Egrave C8 Eacute C9 Ecircumflex CA Edieresis CB
Igrave CC Iacute CD Icircumflex CE Idieresis CF Eth D0 Ntilde D1 Ograve D2 Oacute D3 Ocircumflex D4 Otilde D5 Odieresis D6 multiply D7 Oslash D8 Ugrave D9 Uacute DA Ucircumflex DB Udieresis DC
Yacute DD Thorn DE germandbls DF agrave E0 aacute E1 acircumflex E2 atilde E3 adieresis E4 aring E5 ae E6 ccedilla E7 egrave E8 eacute E9 ecircumflex EA edieresis EB igrave EC iacute ED
icircumflex EE idieresis EF eth F0 ntilde F1 ograve F2 oacute F3 ocircumflex F4 otilde F5 odieresis F6 divide F7 oslash F8 ugrave F9 uacute FA ucircumflex FB udieresis FC yacute FD thorn FE ydieresis FF
Amacron 100 amacron 101 Abreve 102 abreve 103 Aogonek 104 aogonek 105 Cacute 106 cacute 107 Ccaron 10C ccaron 10D Dcaron 10E dcaron 10F Dcroat 110 dcroat 111 Emacron 112 emacron 113 Eogonek 118 eogonek 119
Ecaron 11A ecaron 11B Gbreve 11E gbreve 11F Imacron 12A imacron 12B Idotaccent 130 dotlessi 131 Lslash 141 lslash 142 Nacute 143 nacute 144 Ncaron 147 ncaron 148 Omacron 14C omacron 14D Ohungarumlaut 150 ohungarumlaut 151
OE 152 oe 153 Racute 154 racute 155 Rcaron 158 rcaron 159 Sacute 15A sacute 15B Scedilla 15E scedilla 15F Scaron 160 scaron 161 Tcaron 164 tcaron 165 Umacron 16A umacron 16B Uring 16E uring 16F
Uhungarumlaut 170 uhungarumlaut 171 Ydieresis 178 Zacute 179 zacute 17A Zdotaccent 17B zdotaccent 17C Zcaron 17D zcaron 17E florin 192 circumflex 2C6 caron 2C7 breve 2D8 dotaccent 2D9 ring 2DA ogonek 2DB tilde 2DC hungarumlaut 2DD
Alpha 391 Beta 392 Gamma 393 Delta 394 Epsilon 395 Zeta 396 Eta 397 Theta 398 Iota 399 Kappa 39A Lambda 39B Mu 39C Nu 39D Xi 39E Omicron 39F Pi 3A0 Rho 3A1 Sigma 3A3 Tau 3A4 Upsilon 3A5 Phi 3A6 Chi 3A7 Psi 3A8 Omega 3A9
alpha 3B1 beta 3B2 gamma 3B3 delta 3B4 epsilon 3B5 zeta 3B6 eta 3B7 theta 3B8 iota 3B9 kappa 3BA lambda 3BB nu 3BD xi 3BE omicron 3BF pi 3C0 rho 3C1 sigma1 3C2 sigma 3C3 tau 3C4 upsilon 3C5 phi 3C6 chi 3C7 psi 3C8 omega 3C9
endash 2013 emdash 2014 quoteleft 2018 quoteright 2019 quotesinglbase 201A quotedblleft 201C quotedblright 201D quotedblbase 201E dagger 2020 daggerdbl 2021 bullet 2022 ellipsis 2026 perthousand 2030 minute 2032 second 2033
guilsinglleft 2039 guilsinglright 203A fraction 2044 Euro 20AC trademark 2122 arrowleft 2190 arrowup 2191 arrowright 2192 arrowdown 2193 partialdiff 2202 product 220F summation 2211 minus 2212 radical 221A infinity 221E
integral 222B approxequal 2248 notequal 2260 lessequal 2264 greaterequal 2265 filledbox 25A0 H22073 25A1 triagup 25B2 lozenge 25CA circle 25CB H18533 25CF checkmark 2713 nbspace A0 sfthyphen AD
ff FB00 fi FB01 fl FB02 ffi FB03 ffl FB04 f_f FB00 f_i FB01 f_l FB02 f_f_i FB03 f_f_l FB04 onesuperior B9 nonbreakingspace A0 figuredash 2012 horizontalbar 2015 afii00208 2015 yuan 5143`)

func glyphTable(s string) map[string]rune {
	t := map[string]rune{}
	words := strings.Fields(s)
	for i := 0; i+1 < len(words); i += 2 {
		t[words[i]] = rune(hexOf(words[i+1]))
	}
	return t
}

// glyphRunes is the text of a glyph's name (Adobe Glyph List specification);
// "" when the name says nothing.
func glyphRunes(name string) string {
	name, _, _ = strings.Cut(name, ".")
	if r, ok := glyphNames[name]; ok {
		return string(r)
	}
	if len(name) == 1 {
		return name
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var b strings.Builder
		for i := 0; i < len(hex); i += 4 {
			v, err := strconv.ParseUint(hex[i:i+4], 16, 16)
			if err != nil {
				return ""
			}
			b.WriteRune(rune(v))
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if v, err := strconv.ParseUint(hex, 16, 21); err == nil {
			return string(rune(v))
		}
	}
	if strings.Contains(name, "_") {
		var b strings.Builder
		for _, part := range strings.Split(name, "_") {
			b.WriteString(glyphRunes(part))
		}
		return b.String()
	}
	return ""
}

// standardUpper is the part of StandardEncoding above ASCII (annex D.2).
var standardUpper = []rune("¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\x00–†‡·\x00¶•‚„”»…‰\x00¿\x00`´ˆ˜¯˘˙¨\x00˚¸\x00˝˛ˇ—")

// baseEncoding is the text of a code in a base encoding.
func baseEncoding(name string, code byte) string {
	var m *charmap.Charmap
	switch name {
	case "WinAnsiEncoding":
		m = charmap.Windows1252
	case "MacRomanEncoding":
		m = charmap.Macintosh
	default:
		switch {
		case code == 0x27:
			return "’"
		case code == 0x60:
			return "‘"
		case code >= 0x20 && code < 0x7F:
			return string(rune(code))
		case code >= 0xA1 && int(code)-0xA1 < len(standardUpper) && standardUpper[code-0xA1] != 0:
			return string(standardUpper[code-0xA1])
		}
		for i, c := range map[byte]rune{0xE1: 'Æ', 0xE3: 'ª', 0xE8: 'Ł', 0xE9: 'Ø', 0xEA: 'Œ', 0xEB: 'º', 0xF1: 'æ', 0xF5: 'ı', 0xF8: 'ł', 0xF9: 'ø', 0xFA: 'œ', 0xFB: 'ß'} {
			if i == code {
				return string(c)
			}
		}
		return ""
	}
	switch {
	case code < 0x20:
		return ""
	case code == 0xAD && name == "WinAnsiEncoding":
		return "-" // the second code of the hyphen (annex D.2, note 5)
	}
	if r := m.DecodeByte(code); r != '\uFFFD' {
		return string(r)
	}
	return ""
}

// cjkEncoding is the character set of a predefined CMap (9.7.5.2) whose codes
// are characters rather than glyphs.
func cjkEncoding(cmap string) (e encoding.Encoding, wide bool) {
	switch {
	case strings.Contains(cmap, "UCS2"), strings.Contains(cmap, "UTF16"):
		return nil, true
	case strings.HasPrefix(cmap, "GBK"), strings.HasPrefix(cmap, "GB-EUC"), strings.HasPrefix(cmap, "GBpc-EUC"):
		return simplifiedchinese.GB18030, false
	case strings.HasPrefix(cmap, "ETen"), strings.HasPrefix(cmap, "B5pc"), strings.HasPrefix(cmap, "HKscs"):
		return traditionalchinese.Big5, false
	case strings.Contains(cmap, "RKSJ"):
		return japanese.ShiftJIS, false
	case cmap == "EUC-H", cmap == "EUC-V":
		return japanese.EUCJP, false
	case strings.HasPrefix(cmap, "KSC"):
		return korean.EUCKR, false
	}
	return nil, false
}
