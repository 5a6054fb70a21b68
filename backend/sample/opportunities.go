package sample

import (
	"fmt"
	"math/rand/v2"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/settings"
)

// How many opportunities are over, and how many are open.
const (
	dealsOver = 90
	dealsOpen = 22
)

// lostAt is how many in a hundred are lost in each stage of the first pipeline.
var lostAt = []int{16, 15, 14, 12, 8}

// dealWords are the words of opportunities.
type dealWords struct {
	order, hurry string
	needs        []string
	competitors  []string
	steps        []string
	notes        []string
}

func (b *builder) dealWords() dealWords {
	if b.tag == locale.En {
		return dealWords{order: "%s order", hurry: "They are in a hurry; the rest is asked on the way",
			needs:       []string{"Delivery in two lots, the first within ten days.", "The colour has to match the first phase.", "Three prices are wanted; quality comes before price.", "Everything from one supplier, with invoices by month."},
			competitors: []string{"Northgate Supplies", "Alder & Sons"}, steps: []string{"Send the quote", "Visit the site", "Ask who signs", "Bring the samples", "Agree on the date"},
			notes: []string{"The samples on site decided it.", "Free delivery would have won it.", "They stayed with whom they know."}}
	}
	return dealWords{order: "%s采购", hurry: "客户催得急，先往下走，路上再问",
		needs:       []string{"分两批送，第一批十天内要到。", "颜色要和一期一致。", "要三家比价，质量放在价格前面。", "想一家配齐，按月开票。"},
		competitors: []string{"天合建材", "百川装饰材料"}, steps: []string{"发报价单", "去工地看看", "问清谁签字", "带样板过去", "定下送货日期"},
		notes: []string{"样板送到现场，当场就定了。", "要是免送货费就拿下了。", "还是选了合作多年的那家。"}}
}

// opportunities makes what was won and lost over the months and what is open.
// Who was recommended buys more often, who comes from a video less, and large
// orders are lost more often: that is what probabilities are to find out. It has
// a chance of its own.
func (b *builder) opportunities() error {
	chance := rand.New(rand.NewPCG(seed, 3))
	pipelines, err := opportunity.Pipelines(b.tx.DB)
	if err != nil {
		return err
	}
	if len(pipelines) == 0 {
		if err := opportunity.InstallPipeline(b.tx, b.tag); err != nil {
			return err
		}
		if pipelines, err = opportunity.Pipelines(b.tx.DB); err != nil {
			return err
		}
	}
	stages, err := opportunity.Stages(b.tx.DB, pipelines[0].ID)
	if err != nil {
		return err
	}
	all := append(append([]customer.ID{}, b.firms...), b.homes...)
	w := b.dealWords()
	for n := range dealsOver + dealsOpen {
		c, err := customer.Find(b.tx.DB, all[(n*7)%len(all)])
		if err != nil {
			return err
		}
		d := &deal{builder: b, chance: chance, stages: stages, words: w, customer: c, open: n >= dealsOver, n: n}
		if err := d.make(); err != nil {
			return err
		}
		b.made.Opportunities++
	}
	return nil
}

// deal is one opportunity on its way.
type deal struct {
	*builder
	chance   *rand.Rand
	stages   []opportunity.Stage
	words    dealWords
	customer *customer.Customer
	open     bool
	n        int
	o        opportunity.Opportunity
}

func (d *deal) make() error {
	known := max(2, date.Days(d.customer.CreatedAt.Date(d.st.Now().Location()), d.today))
	ago := min(known, 70+d.chance.IntN(daysShown-70))
	if d.open {
		ago = min(known, 4+d.chance.IntN(50))
	}
	first := d.builder.goods[d.chance.IntN(len(d.builder.goods))]
	d.o = opportunity.Opportunity{Name: d.projectNames[d.chance.IntN(len(d.projectNames))], CustomerID: d.customer.ID, Origin: "sample"}
	if d.n%2 == 0 {
		d.o.Name = fmt.Sprintf(d.words.order, first.name)
	}
	for i := range 1 + d.chance.IntN(3) {
		g := first
		if i > 0 {
			g = d.builder.goods[d.chance.IntN(len(d.builder.goods))]
		}
		qty := g.from + d.chance.Int64N(g.to-g.from+1)
		d.o.Lines = append(d.o.Lines, opportunity.Line{Name: g.name, Spec: g.spec, Unit: g.unit, Qty: money.Quantity(qty * 1000),
			ListPrice: money.Amount(g.price), Price: money.Amount(g.price), Tax: 1300})
	}
	if d.n%5 == 4 { // only a figure was named
		d.o.Amount, d.o.Lines = d.o.Totals().Total/100000*100000, nil
	}
	if d.n%3 > 0 {
		d.o.Need = d.words.needs[d.n%len(d.words.needs)]
	}
	d.at(ago)
	d.o.ExpectedClose = d.tx.Today.AddDays(25 + d.chance.IntN(50))
	if err := opportunity.Create(d.tx, &d.o); err != nil {
		return err
	}
	if err := settings.MarkSample(d.tx, opportunity.KindOpportunity, int64(d.o.ID)); err != nil {
		return err
	}
	return d.goOn(ago)
}

// goOn takes it from stage to stage, until it is lost, won, or where it is today.
func (d *deal) goOn(ago int) error {
	ends := d.chance.IntN(len(d.stages)) // where an open one stands
	for i, stage := range d.stages {
		ago -= 2 + d.chance.IntN(6+stage.TargetDays)
		if d.open && (i == ends || ago < 1) {
			return d.next()
		}
		d.at(max(1, ago))
		if d.chance.IntN(100) < d.risk(lostAt[min(i, len(lostAt)-1)]) && !d.open {
			return d.close(opportunity.Lost)
		}
		if i == len(d.stages)-1 {
			break
		}
		if err := opportunity.Move(d.tx, &d.o, d.stages[i+1].ID, d.words.hurry); err != nil {
			return err
		}
	}
	return d.close(opportunity.Won)
}

// risk is how many in a hundred of its like are lost here.
func (d *deal) risk(percent int) int {
	switch d.customer.Channel {
	case d.channels[0]:
		percent /= 2
	case d.channels[3]:
		percent = percent * 9 / 5
	}
	if d.o.Amount > 10_000_000 {
		percent = percent * 3 / 2
	}
	return percent
}

func (d *deal) close(as opportunity.Outcome) error {
	reasons := opportunity.Reasons[as]
	c := opportunity.Closing{Outcome: as, Reason: reasons[d.chance.IntN(len(reasons))]}
	if d.n%3 == 0 {
		c.Note = d.words.notes[d.chance.IntN(len(d.words.notes))]
	}
	if as == opportunity.Lost && d.n%2 == 0 {
		c.Competitor = d.words.competitors[d.chance.IntN(len(d.words.competitors))]
	}
	return opportunity.Close(d.tx, &d.o, c)
}

// next plans the next step of most that are open; it is not for this week, which
// belongs to the tasks of the customers.
func (d *deal) next() error {
	if d.n%3 == 0 {
		return nil
	}
	d.at(1)
	t := &interaction.Task{Title: d.words.steps[d.n%len(d.words.steps)], Due: d.builder.today.AddDays(8 + d.chance.IntN(14)), AboutKind: opportunity.KindOpportunity,
		AboutID: int64(d.o.ID), CustomerID: d.customer.ID, State: interaction.Open}
	if err := d.tx.Insert(t); err != nil {
		return err
	}
	d.made.Tasks++
	return settings.MarkSample(d.tx, interaction.KindTask, int64(t.ID))
}
