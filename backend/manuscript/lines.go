package manuscript

import (
	"regexp"
	"strings"
)

// fullLine is the share of the longest line of a page above which a line ran to the
// edge, and the fewest columns that such a line has.
const (
	fullLine    = 0.85
	fullColumns = 30
)

// opening begins a line that stands for itself: 甲方（买方）：, Total price:.
var opening = regexp.MustCompile(`^[^：:，。,.\t]{1,20}[：:]`)

// FromLines makes a manuscript of the lines of pages, as a recogniser sees them in
// pictures. Which lines make a paragraph is guessed: one that runs to the edge goes
// on in the next, unless it ends a sentence or the next begins something.
func FromLines(name string, pages [][]string) *Manuscript {
	m := &Manuscript{Name: name, Format: Text, Rough: true, Blocks: []Block{}, Images: map[string]Image{}, Dropped: []Drop{}}
	for i, lines := range pages {
		if i > 0 {
			m.Blocks = append(m.Blocks, Block{PageBreak: true})
		}
		longest := 0
		for _, line := range lines {
			longest = max(longest, width(line))
		}
		full := max(fullColumns, int(fullLine*float64(longest)))
		var group []string
		for k, line := range lines {
			group = append(group, line)
			if k+1 < len(lines) && width(line) >= full && runsOn(line, lines[k+1]) {
				continue
			}
			m.Blocks = append(m.Blocks, Block{Paragraph: &Paragraph{Runs: []Run{{Text: joinLines(group)}}}})
			group = nil
		}
	}
	m.Chars = m.count()
	return m
}

// runsOn tells whether a line that reached the edge goes on in the next.
func runsOn(line, next string) bool {
	return !strings.Contains(line, "\t") && !strings.ContainsAny(lastRune(line), "。；;：:") && !label.MatchString(next) && !opening.MatchString(next)
}

var annexNumber = regexp.MustCompile(`^(?:(?:附件|附录|附表)\s*(?:[一二三四五六七八九十百千零〇○]+|[0-9]+)|(?i:Annex|Appendix|Attachment|Exhibit|Schedule) (?:[0-9]+|[A-Z])\b)`)

// AnnexNumber is the number of the attachment that a text begins with: 附件一,
// Annex 1. Empty for other texts.
func AnnexNumber(text string) string { return annexNumber.FindString(text) }
