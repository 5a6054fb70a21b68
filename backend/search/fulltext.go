package search

import (
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"
)

// TextHit is a record whose text was found; Rank is lower for better ones.
type TextHit struct {
	Kind     string  `json:"kind"`
	RecordID int64   `json:"id"`
	Rank     float64 `json:"-"`
}

// ranked is how many records, the newest, are compared for the best: a word that stands in every text would else have all
// of them weighed at each key.
const ranked = 300

// SearchText finds records whose text has every word of the query; Chinese words are found anywhere in the text, Latin
// words by their beginning, text in double quotes as it stands. Best first; of very many, the newest.
func SearchText(db *gorm.DB, query string, kinds []string, limit int) ([]TextHit, error) {
	match := phrases(query)
	hits := []TextHit{}
	if match == "" || limit <= 0 {
		return hits, nil
	}
	args := []any{match}
	only := ""
	if len(kinds) > 0 {
		only = ` and d.kind in ?`
		args = append(args, kinds)
	}
	// A cross join is one whose order SQLite keeps: from the words to the records.
	err := db.Raw(`select kind, record_id, rank from (select t.rowid as doc, d.kind, d.record_id, bm25(search_text) as rank
		from search_text t cross join search_doc d on d.id = t.rowid where search_text match ?`+only+` order by t.rowid desc limit ?)
		order by rank, doc desc limit ?`, append(args, max(limit, ranked), limit)...).Scan(&hits).Error
	return hits, err
}

// segment is a run of one sort of characters: Chinese, or letters and digits.
type segment struct {
	text []rune
	han  bool
}

func segments(text string) []segment {
	var out []segment
	open := false
	for _, r := range text {
		r = foldRune(r)
		h := ideographic(r)
		if !indexed(r) {
			open = false
			continue
		}
		if !open || out[len(out)-1].han != h {
			out = append(out, segment{han: h})
			open = true
		}
		last := &out[len(out)-1]
		last.text = append(last.text, r)
	}
	return out
}

// indexed tells the characters of words; the others part them.
func indexed(r rune) bool {
	return ideographic(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

// ideographic tells the scripts written without spaces that are cut into pairs.
func ideographic(r rune) bool {
	return han(r) || unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// pieces is a text as the tokenizer gets it: 「签订合同」 becomes "签订 订合 合同 同". The last character alone makes one-character
// queries find it at the end of a run.
func pieces(text string) string {
	var b strings.Builder
	for _, s := range segments(text) {
		if !s.han {
			b.WriteString(string(s.text))
			b.WriteByte(' ')
			continue
		}
		for i := range s.text {
			b.WriteString(string(s.text[i:min(i+2, len(s.text))]))
			b.WriteByte(' ')
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// phrases is a query in the syntax of FTS5: every word a quoted phrase of pieces, all of them required.
func phrases(query string) string {
	var out []string
	for k, part := range strings.Split(query, `"`) {
		words := []string{part}
		if k%2 == 0 {
			words = strings.Fields(Fold(part))
		}
		for _, w := range words {
			if p := phrase(segments(w), k%2 == 0); p != "" {
				out = append(out, p)
			}
		}
	}
	return strings.Join(out, " AND ")
}

func phrase(parts []segment, open bool) string {
	var terms []string
	prefix := false
	for k, s := range parts {
		last := k == len(parts)-1
		switch {
		case !s.han:
			terms = append(terms, string(s.text))
			prefix = last && open
		case len(s.text) == 1 && last:
			terms = append(terms, string(s.text))
			prefix = true // any pair that begins with it
		default:
			for i := 0; i+1 < len(s.text); i++ {
				terms = append(terms, string(s.text[i:i+2]))
			}
			if !last {
				terms = append(terms, string(s.text[len(s.text)-1:])) // the run ends here
			}
			prefix = false
		}
	}
	if len(terms) == 0 {
		return ""
	}
	p := `"` + strings.Join(terms, " ") + `"`
	if prefix {
		p += " *"
	}
	return p
}

// Excerpt cuts the part of a text around the first word of the query that it has, about width characters long,
// with the matching parts in UTF-16 units.
func Excerpt(text, query string, width int) (excerpt string, ranges [][2]int) {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text))
	spots := joined(spotsOf(runes, query))
	from := 0
	if len(spots) > 0 && len(runes) > width {
		from = min(max(0, spots[0][0]-width/4), len(runes)-width)
	}
	to := min(len(runes), from+width)
	lead := ""
	if from > 0 {
		lead = "…"
	}
	excerpt = lead + string(runes[from:to])
	if to < len(runes) {
		excerpt += "…"
	}
	ranges = [][2]int{}
	for _, s := range spots {
		if s[0] >= from && s[1] <= to {
			at := utf16Len(lead + string(runes[from:s[0]]))
			ranges = append(ranges, [2]int{at, at + utf16Len(string(runes[s[0]:s[1]]))})
		}
	}
	return excerpt, ranges
}

// spotsOf finds the words of a query in a text as the index does: folded, without accents, over punctuation, Latin
// words from their beginning.
func spotsOf(runes []rune, query string) (spots [][2]int) {
	var plain []rune // what is compared, and where it stands in the text
	var at, to []int
	for i, r := range runes {
		letters := plainRunes(foldRune(r))
		if letters == "" && len(to) > 0 && to[len(to)-1] == i {
			to[len(to)-1]++ // the letter is marked with its accent
		}
		for _, r := range letters {
			if indexed(r) {
				plain, at, to = append(plain, r), append(at, i), append(to, i+1)
			}
		}
	}
	for _, w := range strings.Fields(strings.ReplaceAll(Plain(query), `"`, " ")) {
		want := slices.DeleteFunc([]rune(w), func(r rune) bool { return !indexed(r) })
		for i := 0; len(want) > 0 && i+len(want) <= len(plain); i++ {
			inside := i > 0 && to[i-1] >= at[i] && !ideographic(want[0]) && !ideographic(plain[i-1])
			if !inside && slices.Equal(plain[i:i+len(want)], want) {
				spots = append(spots, [2]int{at[i], to[i+len(want)-1]})
				i += len(want) - 1
			}
		}
	}
	return spots
}
