package contract

import (
	"fmt"
	"strconv"
	"strings"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// NumberRuleID identifies a numbering rule.
type NumberRuleID int64

// Reset is when the sequence of a rule starts again at 1.
type Reset string

// The periods of a sequence.
const (
	ResetYearly  Reset = "yearly"
	ResetMonthly Reset = "monthly"
	ResetDaily   Reset = "daily"
	ResetNever   Reset = "never"
)

// Purpose is what the numbers of a rule are for.
type Purpose string

// The purposes.
const (
	ForContracts Purpose = ""
	ForQuotes    Purpose = "quote"
	ForPayments  Purpose = "payment"
)

// numberTables are the tables whose column number holds the numbers of a purpose.
var numberTables = map[Purpose]string{ForContracts: KindContract, ForQuotes: KindContract, ForPayments: "payment"}

// NumberRule makes numbers from a pattern of text and parts in braces:
//
//	{yyyy} {yy} {mm} {dd}   the day on which the number is given
//	{seq} {seq:4}           the sequence, padded with noughts to the width
//
// A pattern needs exactly one {seq}, and date parts at least as fine as its
// Reset, or two periods would make the same number.
type NumberRule struct {
	ID NumberRuleID `json:"id"`
	store.Meta
	Name    string `json:"name"`
	Pattern string `json:"pattern"`
	Reset   Reset  `json:"reset"`
	// Purpose is what the numbers are for.
	Purpose Purpose `json:"purpose"`
	// Default marks the rule that new records of the purpose take; exactly one live
	// rule of each purpose has it.
	Default bool `gorm:"column:is_default" json:"default"`
}

// TableName names the table for GORM.
func (NumberRule) TableName() string { return "number_rule" }

// RowID is the primary key.
func (r NumberRule) RowID() int64 { return int64(r.ID) }

// maxSequenceWidth bounds {seq:n}.
const maxSequenceWidth = 9

// piece is one part of a parsed pattern.
type piece struct {
	text  string // literal
	part  string // yyyy, yy, mm, dd, seq
	width int    // of seq
}

// parsePattern splits a pattern; ok is false for an unknown part or a stray brace.
func parsePattern(pattern string) (pieces []piece, ok bool) {
	for rest := pattern; rest != ""; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			return append(pieces, piece{text: rest}), true
		}
		if rest[open] == '}' {
			return nil, false
		}
		if open > 0 {
			pieces = append(pieces, piece{text: rest[:open]})
		}
		end := strings.IndexByte(rest, '}')
		if end < open {
			return nil, false
		}
		part, width, _ := strings.Cut(rest[open+1:end], ":")
		p := piece{part: part}
		switch part {
		case "yyyy", "yy", "mm", "dd":
			if width != "" {
				return nil, false
			}
		case "seq":
			if width != "" {
				n, err := strconv.Atoi(width)
				if err != nil || n < 1 || n > maxSequenceWidth {
					return nil, false
				}
				p.width = n
			}
		default:
			return nil, false
		}
		pieces = append(pieces, p)
		rest = rest[end+1:]
	}
	return pieces, true
}

// Validate returns every bad field.
func (r NumberRule) Validate() error {
	var bad []fault.Field
	if strings.TrimSpace(r.Name) == "" {
		bad = append(bad, fault.Field{Field: "name", Code: "contract.number_rule.name_required"})
	}
	if numberTables[r.Purpose] == "" {
		bad = append(bad, fault.Field{Field: "purpose", Code: "contract.number_rule.purpose"})
	}
	pieces, ok := parsePattern(r.Pattern)
	has := map[string]int{}
	for _, p := range pieces {
		has[p.part]++
	}
	year := has["yyyy"]+has["yy"] > 0
	fine := map[Reset]bool{ResetNever: true, ResetYearly: year, ResetMonthly: year && has["mm"] > 0, ResetDaily: year && has["mm"] > 0 && has["dd"] > 0}
	covered, known := fine[r.Reset]
	switch {
	case !ok || len(r.Pattern) > 80 || strings.ContainsAny(r.Pattern, "\n\r\t"):
		bad = append(bad, fault.Field{Field: "pattern", Code: "contract.number_rule.pattern"})
	case has["seq"] != 1:
		bad = append(bad, fault.Field{Field: "pattern", Code: "contract.number_rule.sequence"})
	case !known:
		bad = append(bad, fault.Field{Field: "reset", Code: "contract.number_rule.reset"})
	case !covered:
		bad = append(bad, fault.Field{Field: "pattern", Code: "contract.number_rule.repeats"})
	}
	return fault.Invalid(bad)
}

// format writes the number of a day and place in the sequence.
func (r NumberRule) format(day date.Date, seq int64) string {
	pieces, _ := parsePattern(r.Pattern)
	var b strings.Builder
	for _, p := range pieces {
		switch p.part {
		case "yyyy":
			fmt.Fprintf(&b, "%04d", day.Year())
		case "yy":
			fmt.Fprintf(&b, "%02d", day.Year()%100)
		case "mm":
			fmt.Fprintf(&b, "%02d", day.Month())
		case "dd":
			fmt.Fprintf(&b, "%02d", day.Day())
		case "seq":
			fmt.Fprintf(&b, "%0*d", p.width, seq)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// counterKey names the counter row of the rule's period that day falls into.
func (r NumberRule) counterKey(day date.Date) string {
	period := ""
	switch r.Reset {
	case ResetYearly:
		period = fmt.Sprintf("%04d", day.Year())
	case ResetMonthly:
		period = fmt.Sprintf("%04d-%02d", day.Year(), day.Month())
	case ResetDaily:
		period = string(day)
	}
	return fmt.Sprintf("contract/%d/%s", r.ID, period)
}

// TakeNumber gives the next number for a purpose, by its default rule.
func TakeNumber(tx *store.Tx, p Purpose) (string, error) {
	rule, err := ruleFor(tx.DB, p)
	if err != nil {
		return "", err
	}
	number, _, err := rule.take(tx)
	return number, err
}

// take gives the next number of the rule inside tx. A number that is used already
// (imported, typed, made by another rule) is passed over, so that the sequence
// goes on behind it.
func (r NumberRule) take(tx *store.Tx) (number string, seq int64, err error) {
	for {
		seq, err = tx.NextNumber(r.counterKey(tx.Today))
		if err != nil {
			return "", 0, err
		}
		number = r.format(tx.Today, seq)
		used, err := r.used(tx.DB, number)
		if err != nil || !used {
			return number, seq, err
		}
	}
}

// expected is the number that take would give now; another record may still get
// it first.
func (r NumberRule) expected(db *gorm.DB, today date.Date) (string, error) {
	var last int64
	if err := db.Raw("select coalesce(max(value), 0) from counter where key = ?", r.counterKey(today)).Scan(&last).Error; err != nil {
		return "", err
	}
	for seq := last + 1; ; seq++ {
		number := r.format(today, seq)
		used, err := r.used(db, number)
		if err != nil || !used {
			return number, err
		}
	}
}

func (r NumberRule) used(db *gorm.DB, number string) (bool, error) {
	var n int64
	err := db.Table(numberTables[r.Purpose]).Where("number = ?", number).Limit(1).Count(&n).Error
	return n > 0, err
}

// rule is the rule of a contract, or the default one when that was deleted.
func (c *Contract) rule(db *gorm.DB) (NumberRule, error) {
	rule, err := findRule(db, c.NumberRuleID)
	if fault.Is(err, fault.NotFound) {
		return ruleFor(db, c.purpose())
	}
	return rule, err
}

// numbered gives a draft the rule that it takes its number from.
func (c *Contract) numbered(db *gorm.DB) error {
	rule, err := ruleFor(db, c.purpose())
	c.NumberRuleID, c.Edition = rule.ID, 0
	if c.IsQuote() {
		c.Edition = 1
	}
	return err
}

// ruleFor gives the default rule for a purpose, that of contracts where there is
// none of its own.
func ruleFor(db *gorm.DB, p Purpose) (NumberRule, error) {
	return oneRule(db.Scopes(store.Live).Where("purpose in ?", []Purpose{p, ForContracts}).Order("purpose desc, is_default desc, id"))
}

// findRule gives the rule with the id.
func findRule(db *gorm.DB, id NumberRuleID) (NumberRule, error) {
	return oneRule(db.Scopes(store.Live).Where("id = ?", id))
}

func oneRule(q *gorm.DB) (NumberRule, error) {
	var r NumberRule
	if err := q.Limit(1).Find(&r).Error; err != nil {
		return r, err
	}
	if r.ID == 0 {
		return r, fault.Missing("number_rule")
	}
	return r, nil
}
