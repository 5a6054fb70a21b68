package lead

import (
	"cmp"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/settings"
)

// answeredWithin is how soon a lead wants to hear from us.
const answeredWithin = 24 * 3600 * 1000

// Grading are the rules by which leads are graded, each with its points; the
// channel's points stand with the channel.
type Grading struct {
	// Hot and Warm are the points from which a lead is hot or warm.
	Hot  int `json:"hot"`
	Warm int `json:"warm"`
	// Budgets give points for a known amount, the highest step reached counts.
	Budgets []BudgetPoints `json:"budgets"`
	// Need is for a stated need, DecisionMaker for having spoken with whoever
	// decides, Answered for a first contact within 24 hours, Number for a valid
	// number, Unclean is added for each cleaning rule that is not met.
	Need          int `json:"need"`
	DecisionMaker int `json:"decisionMaker"`
	Answered      int `json:"answered"`
	Number        int `json:"number"`
	Unclean       int `json:"unclean"`
}

// BudgetPoints are the points of an amount from From on.
type BudgetPoints struct {
	From   money.Amount `json:"from"`
	Points int          `json:"points"`
}

// budgetsMax is how many steps of an amount there can be.
const budgetsMax = 6

// gradingKey is where the rules are kept among the settings.
const gradingKey = "lead.grading"

// FirstGrading are the rules of a workspace in which nobody chose others.
func FirstGrading() Grading {
	return Grading{Hot: 60, Warm: 30, Budgets: []BudgetPoints{{From: 1_000_000, Points: 10}, {From: 10_000_000, Points: 20}},
		Need: 20, DecisionMaker: 20, Answered: 10, Number: 10, Unclean: -15}
}

// LoadGrading gives the rules in force.
func LoadGrading(db *gorm.DB) (Grading, error) {
	var g Grading
	if err := settings.Value(db, gradingKey, &g); err != nil {
		return g, err
	}
	if g.Budgets == nil { // never chosen
		g = FirstGrading()
	}
	return g, nil
}

func (g *Grading) validate() []fault.Field {
	var bad []fault.Field
	points := func(field string, n int) {
		if n < -pointsMax || n > pointsMax {
			bad = append(bad, fault.Field{Field: field, Code: "lead.points", Params: fault.P{"max": pointsMax}})
		}
	}
	points("hot", g.Hot)
	points("warm", g.Warm)
	points("need", g.Need)
	points("decisionMaker", g.DecisionMaker)
	points("answered", g.Answered)
	points("number", g.Number)
	points("unclean", g.Unclean)
	if g.Warm >= g.Hot {
		bad = append(bad, fault.Field{Field: "warm", Code: "lead.grade.order"})
	}
	if len(g.Budgets) > budgetsMax {
		bad = append(bad, fault.Field{Field: "budgets", Code: "lead.many", Params: fault.P{"max": budgetsMax}})
	}
	for i, b := range g.Budgets {
		if b.From <= 0 || b.From > money.Max {
			bad = append(bad, fault.Field{Field: "budgets." + strconv.Itoa(i) + ".from", Code: "lead.amount"})
		}
		points("budgets."+strconv.Itoa(i)+".points", b.Points)
	}
	return bad
}

// Reason is one line of why a lead has its grade.
type Reason struct {
	Points int `json:"points"`
	// Code and Params are the sentence, a key of the catalogue.
	Code   string  `json:"code"`
	Params fault.P `json:"params"`
}

// Graded is a grade with the lines that add up to it.
type Graded struct {
	Grade Grade `json:"grade"`
	// Score is the sum of the points of Reasons.
	Score int `json:"score"`
	// ByHand: a person set the grade; Rules is what the rules say.
	ByHand  bool     `json:"byHand"`
	Rules   Grade    `json:"rules"`
	Hot     int      `json:"hot"`
	Warm    int      `json:"warm"`
	Reasons []Reason `json:"reasons"`
}

// grade adds up the rules. first is when somebody spoke with the lead, 0 for
// never; channel may be nil; unmet is the number of cleaning rules not met. A
// rule that gives nothing is told, too: it says what would help.
func (g Grading) grade(l *Lead, channel *Channel, first date.Instant, unmet int) Graded {
	out := Graded{Hot: g.Hot, Warm: g.Warm, Reasons: []Reason{}}
	add := func(points int, code string, p fault.P) {
		out.Score += points
		out.Reasons = append(out.Reasons, Reason{points, code, p})
	}
	when := func(ok bool, points int, code string) {
		if points == 0 {
			return
		}
		if ok {
			add(points, code, nil)
		} else {
			add(0, code+"_not", nil)
		}
	}
	if channel != nil && channel.Points != 0 {
		add(channel.Points, "lead.grade.channel", fault.P{"name": channel.Name})
	}
	if len(g.Budgets) > 0 {
		var best BudgetPoints
		for _, b := range slices.SortedFunc(slices.Values(g.Budgets), func(a, b BudgetPoints) int { return cmp.Compare(a.From, b.From) }) {
			if l.Amount >= b.From {
				best = b
			}
		}
		switch {
		case best.From > 0:
			add(best.Points, "lead.grade.budget", fault.P{"amount": l.Amount.Grouped(money.CNY), "from": best.From.Grouped(money.CNY)})
		case l.Amount > 0:
			add(0, "lead.grade.budget_small", fault.P{"amount": l.Amount.Grouped(money.CNY)})
		default:
			add(0, "lead.grade.budget_not", nil)
		}
	}
	when(l.filled("need"), g.Need, "lead.grade.need")
	when(l.DecisionMaker, g.DecisionMaker, "lead.grade.decision")
	switch {
	case g.Answered == 0:
	case first == 0:
		add(0, "lead.grade.answered_not", nil)
	case first-l.ReceivedAt <= answeredWithin:
		add(g.Answered, "lead.grade.answered", nil)
	default:
		add(0, "lead.grade.answered_late", nil)
	}
	when(l.phoneKey() != "", g.Number, "lead.grade.number")
	if unmet > 0 && g.Unclean != 0 {
		add(g.Unclean*unmet, "lead.grade.unclean", fault.P{"count": unmet})
	}
	switch {
	case out.Score >= g.Hot:
		out.Rules = Hot
	case out.Score >= g.Warm:
		out.Rules = Warm
	default:
		out.Rules = Cold
	}
	out.Grade, out.ByHand = out.Rules, l.OwnGrade != ""
	if out.ByHand {
		out.Grade = l.OwnGrade
	}
	return out
}
