// Package abstract reads the facts of a contract that somebody else wrote: who
// with whom, about what, for how much, from when to when. Each fact comes with the
// text it was read from, so that a person can tell at a glance whether it is right.
// It knows documents only: whose customers they name is for others to say.
package abstract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/manuscript"
	"keyue/backend/money"
)

// An Abstract is what one document says of the contract in it.
type Abstract struct {
	Title   Fact `json:"title"`
	Number  Fact `json:"number"`
	Subject Fact `json:"subject"`
	// Parties are its sides in the order they come, never nil.
	Parties []Party `json:"parties"`
	Amount  Amount  `json:"amount"`
	// Currency is that of the amount; empty where the document names none.
	Currency money.Currency `json:"currency"`
	SignDate Date           `json:"signDate"`
	// StartDate and EndDate are when it takes effect and expires.
	StartDate Date `json:"startDate"`
	EndDate   Date `json:"endDate"`
}

// Fact is one thing read from a document; empty Value means it was not found.
type Fact struct {
	Value string `json:"value"`
	// Confidence in percent.
	Confidence int `json:"confidence"`
	// From is the line it was read from.
	From string `json:"from"`
}

// Date is a date read from a document.
type Date struct {
	Value      date.Date `json:"value"`
	Confidence int       `json:"confidence"`
	From       string    `json:"from"`
}

// Amount is the contract's amount. Digits and words, Chinese or English, are
// what was read of each; where both stand in one line and differ, Problem says so
// and Value is that of the words, which count in doubt.
type Amount struct {
	Value      money.Amount `json:"value"`
	Found      bool         `json:"found"`
	Digits     money.Amount `json:"digits"`
	Words      money.Amount `json:"words"`
	WordsText  string       `json:"wordsText"`
	Confidence int          `json:"confidence"`
	From       string       `json:"from"`
	// Problem is fault abstract.amount_differs or currency_differs {digits,
	// words}; nil for none.
	Problem *fault.Error `json:"problem"`
}

// Party is one side found in a document.
type Party struct {
	// Role is what the document calls it: 甲方, 买方, Buyer.
	Role string `json:"role"`
	Name string `json:"name"`
	// TaxID is its 统一社会信用代码, when given.
	TaxID      string `json:"taxId"`
	Confidence int    `json:"confidence"`
	From       string `json:"from"`
}

// Read reads a manuscript. What is not found is empty.
func Read(m *manuscript.Manuscript) Abstract {
	all := plainLines(m)
	a := Abstract{Title: titleOf(m, all), Number: labelledFact(all, numberLabel, 90), Subject: labelledFact(all, subjectLabel, 70), Parties: partiesOf(all)}
	a.Amount, a.Currency = amountOf(all)
	a.SignDate, a.StartDate, a.EndDate = datesOf(all)
	return a
}

// Doubt lowers every confidence to a share in percent: for text that a machine
// recognised in a picture.
func (a *Abstract) Doubt(percent int) {
	confidences := []*int{&a.Title.Confidence, &a.Number.Confidence, &a.Subject.Confidence, &a.Amount.Confidence,
		&a.SignDate.Confidence, &a.StartDate.Confidence, &a.EndDate.Confidence}
	for i := range a.Parties {
		confidences = append(confidences, &a.Parties[i].Confidence)
	}
	for _, c := range confidences {
		*c = *c * percent / 100
	}
}

var (
	titleWord    = regexp.MustCompile(`(?i)(合同|协议|协议书|订单|确认书|委托书|承诺书|备忘录|意向书|章程)(?:书)?(?:（[^）]*）)?$|\b(agreement|contract|order form|nda|terms of service|lease|letter of intent|statement of work)\b`)
	numberLabel  = regexp.MustCompile(`(?i)(?:合同编号|协议编号|合同号|订单号|订单编号|文件编号|编号|单号|单据号|(?:contract|agreement|order|lease|quotation|quote|receipt|statement|invoice|reference|contract number) ?(?:no\.?|number)?)\s*[:：]\s*([A-Za-z0-9\p{Han}][A-Za-z0-9\p{Han}\-_/.〔〕\[\]（）()第号]{1,39})`)
	subjectLabel = regexp.MustCompile(`(?i)(?:项目名称|标的名称|合同标的|服务内容|货物名称|产品名称|工程名称|subject|project name)\s*[:：]\s*([^，。；;_\s][^。；;_]{1,60})`)
	placeholder  = regexp.MustCompile(`[_＿]{2,}|[\[【〔{<]|XX|××|\*\*\*|请填充|\.{4,}|…{2,}`)
)

// note is a line that tells how to fill in a form.
func note(line string) bool {
	return strings.HasPrefix(line, "[") || strings.HasPrefix(line, "【") || strings.Contains(line, "[Drafting note")
}

func titleOf(m *manuscript.Manuscript, all []string) Fact {
	for _, b := range m.Blocks {
		if b.Paragraph != nil && b.Paragraph.Title {
			if s := clip(strings.TrimSpace(plainWidth(manuscript.Plain(b.Paragraph.Runs))), 80); s != "" && !placeholder.MatchString(s) {
				return Fact{s, 90, s}
			}
		}
	}
	for i, line := range all {
		if i > 12 {
			break
		}
		s := strings.TrimSpace(strings.ReplaceAll(line, "　", " "))
		if han := strings.Join(strings.Fields(s), ""); isHan(han) { // 买 卖 合 同
			s = han
		}
		if utf8.RuneCountInString(s) <= 60 && titleWord.MatchString(s) && !strings.ContainsAny(s, "，。；：:") && !placeholder.MatchString(s) {
			return Fact{s, 80, line}
		}
	}
	return Fact{Value: m.Name, Confidence: 30}
}

// labelledFact finds what stands behind a label.
func labelledFact(all []string, label *regexp.Regexp, confidence int) Fact {
	for _, line := range all {
		if g := label.FindStringSubmatch(line); g != nil {
			value := strings.Trim(g[1], " 　。，;；")
			if utf8.RuneCountInString(value) > 1 && !placeholder.MatchString(value) {
				return Fact{value, confidence, clip(line, 200)}
			}
		}
	}
	return Fact{}
}

// clip shortens a text for a person.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// isHan tells whether a text holds a Chinese character.
func isHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF })
}
