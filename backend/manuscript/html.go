package manuscript

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	htmlUnread  = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)\s*>|<!--.*?-->`)
	htmlComment = regexp.MustCompile(`(?s)<!--(.*?)-->`)
	htmlBreak   = regexp.MustCompile(`(?i)<(br|p|div|tr|li|h[1-6]|table)\b[^>]*>`)
	htmlTag     = regexp.MustCompile(`(?s)</?[a-zA-Z!?][^>]*>`)
)

// commentsOf is the text of the comments in HTML.
func commentsOf(s string) string {
	var list []string
	for _, c := range htmlComment.FindAllStringSubmatch(s, -1) {
		list = append(list, strings.TrimSpace(c[1]))
	}
	return strings.Join(list, "\n")
}

// wordsOfHTML is the text of an HTML or plain text file, for reports.
func wordsOfHTML(data []byte) string {
	if !utf8.Valid(data) || strings.IndexByte(string(data), 0) >= 0 {
		return ""
	}
	s := htmlUnread.ReplaceAllString(string(data), " ")
	s = htmlBreak.ReplaceAllString(s, "\n")
	s = html.UnescapeString(htmlTag.ReplaceAllString(s, ""))
	var lines []string
	for _, line := range strings.Split(s, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// htmlTags are the elements of HTML; what else stands in angle brackets is text.
var htmlTags = " a abbr address article aside b bdi bdo big blockquote body br button caption center cite code col colgroup dd del details dfn div dl dt em " +
	"fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta nav nobr noscript " +
	"ol option p picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead " +
	"time title tr tt u ul var video wbr "

// tagName is the name of a tag in lower case, "" for a comment.
func tagName(raw string) string {
	s := strings.ToLower(strings.TrimLeft(raw, "</"))
	end := strings.IndexFunc(s, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	if end < 0 {
		return s
	}
	return s[:end]
}

// isTag tells a tag or comment of HTML from text in angle brackets.
func isTag(raw string) bool {
	return strings.HasPrefix(raw, "<!") || strings.HasPrefix(raw, "<?") || tagName(raw) != "" && strings.Contains(htmlTags, " "+tagName(raw)+" ")
}

// keptTags writes what is no tag so that taking tags out leaves it alone.
func keptTags(s string) string {
	return htmlTag.ReplaceAllStringFunc(s, func(raw string) string {
		if isTag(raw) {
			return raw
		}
		return html.EscapeString(raw)
	})
}
