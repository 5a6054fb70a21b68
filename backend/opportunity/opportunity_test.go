package opportunity_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
)

// world is a workspace with the first pipeline and a customer.
type world struct {
	t         *testing.T
	st        *store.Store
	customers *customer.Service
	talk      *interaction.Service
	s         *opportunity.Service
	who       customer.ID
	stages    []opportunity.StageID
}

func open(t *testing.T) *world {
	t.Helper()
	st := testkit.Open(t, opportunity.Following(slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), interaction.Kinds(),
		product.Kinds(), template.Kinds(), contract.Kinds(), opportunity.Kinds()))...)
	w := &world{t: t, st: st, talk: interaction.NewService(st, interaction.Options{})}
	w.customers = customer.NewService(st, customer.Options{Computed: opportunity.CustomerValues(nil), Followers: []customer.Follower{interaction.Follow, opportunity.Follow}})
	w.s = opportunity.NewService(st, opportunity.Lent{
		Lang: func() locale.Tag { return locale.En },
		Find: func(string, int) ([]int64, error) { return []int64{}, nil },
	})
	w.ok(opportunity.OnOpen(st, func() locale.Tag { return locale.En })(st.Context()))
	list, err := w.s.Pipelines()
	w.ok(err)
	for _, stage := range list[0].Stages {
		w.stages = append(w.stages, stage.ID)
	}
	w.who = w.customer("Hengxin")
	return w
}

func (w *world) customer(name string) customer.ID {
	w.t.Helper()
	d, err := w.customers.Create(customer.Customer{Name: name}, nil)
	w.ok(err)
	return d.Customer.ID
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) create(o opportunity.Opportunity) *opportunity.Detail {
	w.t.Helper()
	if o.CustomerID == 0 {
		o.CustomerID = w.who
	}
	if o.Name == "" {
		o.Name = "Tiles"
	}
	d, err := w.s.Create(o)
	w.ok(err)
	return d
}

func (w *world) undo() {
	w.t.Helper()
	var last int64
	w.ok(w.st.Read(w.t.Context()).Raw("select max(id) from step").Scan(&last).Error)
	_, err := w.st.Undo(w.t.Context(), last)
	w.ok(err)
}

func codes(err error) string {
	if err == nil {
		return ""
	}
	f := fault.From(err)
	if len(f.Fields) == 0 {
		return f.Code
	}
	var out []string
	for _, x := range f.Fields {
		out = append(out, x.Field+" "+x.Code)
	}
	return strings.Join(out, ", ")
}

func TestEveryBadFieldOfAnOpportunityIsNamed(t *testing.T) {
	w := open(t)
	over := money.BasisPoints(10001)
	for _, c := range []struct {
		name string
		o    opportunity.Opportunity
		want string
	}{
		{"a name is needed", opportunity.Opportunity{CustomerID: w.who, Name: " "}, "name opportunity.name_required"},
		{"a customer is needed", opportunity.Opportunity{Name: "x"}, "customerId opportunity.customer_required"},
		{"the customer is there", opportunity.Opportunity{Name: "x", CustomerID: 99}, "customerId opportunity.customer_gone"},
		{"the stage is there", opportunity.Opportunity{Name: "x", CustomerID: w.who, StageID: 99, PipelineID: 1}, "stageId opportunity.stage_gone"},
		{"an amount is not below nothing", opportunity.Opportunity{Name: "x", CustomerID: w.who, Amount: -1}, "amount opportunity.amount"},
		{"a probability is a share", opportunity.Opportunity{Name: "x", CustomerID: w.who, OwnProbability: &over}, "ownProbability opportunity.probability"},
		{"a day is a day", opportunity.Opportunity{Name: "x", CustomerID: w.who, ExpectedClose: "soon"}, "expectedClose opportunity.date"},
		{"a contact is one of the customer's", opportunity.Opportunity{Name: "x", CustomerID: w.who, Contacts: []opportunity.Person{{ContactID: 9}}}, "contacts customer.contact.elsewhere"},
		{"a line has a name", opportunity.Opportunity{Name: "x", CustomerID: w.who, Lines: []opportunity.Line{{Qty: 1000}}}, "lines.0.name template.line.name"},
		{"all is well", opportunity.Opportunity{Name: " a  b ", CustomerID: w.who}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := w.s.Create(c.o)
			if codes(err) != c.want {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if err == nil && (d.Name != "a b" || d.StageID != w.stages[0] || d.Outcome != opportunity.Open || len(d.Moves) != 1) {
				t.Errorf("made %+v", d)
			}
		})
	}
}

func TestTheClassicQuestionsAreJudged(t *testing.T) {
	w := open(t)
	o := w.create(opportunity.Opportunity{})
	met := func() (out []bool) {
		d, err := w.s.Get(o.ID)
		w.ok(err)
		for _, j := range d.Judged {
			out = append(out, j.Met)
		}
		return out
	}
	want := make([]bool, 5)
	check := func(what string) {
		t.Helper()
		if got := met(); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	ready := func(want opportunity.StageID) {
		t.Helper()
		d, err := w.s.Get(o.ID)
		w.ok(err)
		if d.Ready != want {
			t.Errorf("ready for stage %d, want %d", d.Ready, want)
		}
	}
	check("nothing is known")
	ready(0)
	d, err := w.customers.AddContact(w.who, customer.Contact{Name: "Li Mei"})
	w.ok(err)
	person := d.Contacts[0].ID
	_, err = w.s.Update(o.ID, 0, map[string]any{"contacts": []any{map[string]any{"contactId": person, "role": "decision_maker"}}, "need": "30 square metres"})
	w.ok(err)
	want[0], want[1] = true, true
	check("key person and need")
	ready(w.stages[2])
	_, err = w.talk.Log(interaction.Interaction{CustomerID: w.who, OpportunityID: int64(o.ID), Medium: interaction.Call, Summary: "rang"}, nil, 0)
	w.ok(err)
	check("a call is no demo")
	_, err = w.talk.Log(interaction.Interaction{CustomerID: w.who, OpportunityID: int64(o.ID), Medium: interaction.Visit, Summary: "showed it"}, nil, 0)
	w.ok(err)
	want[2] = true
	check("a visit is")
	w.ok(w.st.InTx(w.st.Context(), store.Step{}, func(tx *store.Tx) error {
		return tx.Insert(&contract.Contract{Name: "Quote", Number: "Q-1", CustomerID: w.who, Kind: template.KindQuote, Stage: contract.Printed, IssueCount: 1, OpportunityID: int64(o.ID)})
	}))
	want[3] = true
	check("a quote was issued")
	_, err = w.s.Update(o.ID, 0, map[string]any{"amount": 100})
	w.ok(err)
	want[4] = true
	check("the amount is known")
	ready(w.stages[4])
	full, err := w.s.Get(o.ID)
	w.ok(err)
	by := full.Judged
	if by[0].By != "Li Mei" || by[2].By != "showed it" || by[2].Medium != interaction.Visit || by[3].By != "Q-1" || by[3].ID == 0 {
		t.Errorf("what met them: %+v", by)
	}
	if _, err := w.s.Tick(o.ID, "c1", true); codes(err) != "ticks opportunity.choice" {
		t.Errorf("ticking what is not ticked by hand: %v", err)
	}
}

func TestACardMovesOnWithWhatIsKnownOrAReason(t *testing.T) {
	w := open(t)
	o := w.create(opportunity.Opportunity{})
	if _, err := w.s.Move(o.ID, w.stages[0], w.stages[2], " "); codes(err) != "opportunity.unmet" {
		t.Fatalf("moved without a reason: %v", err)
	}
	ahead, err := w.s.Ahead(o.ID, w.stages[2])
	if err != nil || len(ahead) != 2 || ahead[0].Met || ahead[0].StageID != w.stages[0] {
		t.Fatalf("ahead %+v, %v", ahead, err)
	}
	d, err := w.s.Move(o.ID, w.stages[0], w.stages[2], "in a hurry")
	w.ok(err)
	last := d.Moves[len(d.Moves)-1]
	if d.StageID != w.stages[2] || last.Reason != "in a hurry" || len(last.Unmet) != 2 || last.FromID != w.stages[0] {
		t.Errorf("moved %+v", last)
	}
	if _, err := w.s.Move(o.ID, w.stages[2], w.stages[0], ""); err != nil {
		t.Errorf("back is free: %v", err)
	}
	w.undo()
	d, err = w.s.Get(o.ID)
	if err != nil || d.StageID != w.stages[2] || len(d.Moves) != 2 {
		t.Errorf("after undo %v with %d moves, %v", d.StageID, len(d.Moves), err)
	}
}

func TestTwoWhoMoveOneCardGetAConflictNotALostMove(t *testing.T) {
	w := open(t)
	o := w.create(opportunity.Opportunity{Name: "Tiles"})
	_, err := w.s.Move(o.ID, w.stages[0], w.stages[1], "mine")
	w.ok(err)
	_, err = w.s.Move(o.ID, w.stages[0], w.stages[3], "theirs") // still sees it in the first stage
	f := fault.From(err)
	if f.Code != "opportunity.elsewhere" || f.Params["name"] != "Tiles" || f.Params["stage"] != "Need" || f.Params["stageId"] != w.stages[1] ||
		f.Params["by"] != "" || f.Params["at"] != o.UpdatedAt {
		t.Fatalf("%+v", f)
	}
	if _, err := w.s.Close(o.ID, w.stages[0], opportunity.Closing{Outcome: opportunity.Lost, Reason: "price"}); codes(err) != "opportunity.elsewhere" {
		t.Errorf("closed where it was not: %v", err)
	}
	d, err := w.s.Get(o.ID)
	if err != nil || d.StageID != w.stages[1] || len(d.Moves) != 2 {
		t.Errorf("it stands in %v after %d moves, %v", d.StageID, len(d.Moves), err)
	}
	// A change of something else meanwhile is no reason to lose the move.
	_, err = w.s.Update(o.ID, d.Version, map[string]any{"need": "tiles"})
	w.ok(err)
	if _, err := w.s.Update(o.ID, d.Version, map[string]any{"remark": "old page"}); codes(err) != store.Conflict {
		t.Errorf("an old page overwrote: %v", err)
	}
	if _, err := w.s.Move(o.ID, w.stages[1], w.stages[2], ""); err != nil {
		t.Errorf("the move is refused: %v", err)
	}
	// Both wanted the same: that is no conflict.
	if d, err := w.s.Move(o.ID, w.stages[1], w.stages[2], ""); err != nil || len(d.Moves) != 3 {
		t.Errorf("moved where it is: %v", err)
	}
	// Closed meanwhile: it says how.
	_, err = w.s.Close(o.ID, w.stages[2], opportunity.Closing{Outcome: opportunity.Lost, Reason: "price"})
	w.ok(err)
	for _, err := range []error{
		func() error { _, err := w.s.Move(o.ID, w.stages[2], w.stages[3], "on"); return err }(),
		func() error {
			_, err := w.s.Close(o.ID, w.stages[2], opportunity.Closing{Outcome: opportunity.Won})
			return err
		}(),
	} {
		if f := fault.From(err); f.Code != "opportunity.closed" || f.Params["outcome"] != opportunity.Lost {
			t.Errorf("%+v", f)
		}
	}
}

func TestAPriceUnderTheFloorIsExplainedOnce(t *testing.T) {
	w := open(t)
	w.ok(w.st.InTx(w.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		return errors.Join(template.InstallStarters(tx), contract.InstallRule(tx, locale.En))
	}))
	line := opportunity.Line{Name: "Tile", Unit: "pc", Qty: 1000, Price: 900_00, Floor: 1000_00}
	o := w.create(opportunity.Opportunity{Lines: []opportunity.Line{line}})
	if !slices.Equal(o.Unreasoned, []string{"Tile"}) {
		t.Errorf("unreasoned: %v", o.Unreasoned)
	}
	for _, make := range []func(opportunity.ID, template.ID) (contract.ID, error){w.s.NewQuote, w.s.NewContract} {
		if _, err := make(o.ID, 0); codes(err) != "contract.floor_reason" && !strings.Contains(codes(err), "template.line.floor") {
			t.Errorf("without a reason: %v", err)
		}
	}
	line.FloorReason = "last of its kind"
	o, err := w.s.Update(o.ID, o.Version, map[string]any{"lines": []opportunity.Line{line}})
	w.ok(err)
	id, err := w.s.NewQuote(o.ID, 0)
	w.ok(err)
	var q contract.Contract
	w.ok(w.st.Read(w.st.Context()).First(&q, id).Error)
	if len(o.Unreasoned) != 0 || len(q.Lines) != 1 || q.Lines[0].FloorReason != "last of its kind" || template.CheckFloor(q.Lines, q.WholeDiscount, q.Currency, money.CNY) != nil {
		t.Errorf("the reason was not carried along: %+v", q.Lines)
	}
}

func TestWhatIsNewBeginsInOurCurrency(t *testing.T) {
	w := open(t)
	former := w.create(opportunity.Opportunity{Amount: 100})
	saved, err := settings.NewService(w.st, nil).Save(map[string]any{"currency": "EUR"})
	w.ok(err)
	fresh := w.create(opportunity.Opportunity{Amount: 200})
	dollars := w.create(opportunity.Opportunity{Amount: 300, Currency: "USD"})
	if saved.Currency != "EUR" || former.Currency != money.CNY || fresh.Currency != "EUR" || dollars.Currency != "USD" {
		t.Errorf("%s, then %s %s %s", saved.Currency, former.Currency, fresh.Currency, dollars.Currency)
	}
	board, err := w.s.Board(0, 0)
	w.ok(err)
	page, err := w.s.List(opportunity.Query{})
	w.ok(err)
	for _, sums := range [][]opportunity.Sum{board.Sums, page.Sums} {
		if len(sums) != 3 || sums[0].Currency != "EUR" || sums[0].Total != 200 || sums[1].Currency != money.CNY || sums[2].Currency != "USD" {
			t.Errorf("ours is not first: %+v", sums)
		}
	}
	// A product's floor is in our currency.
	line := opportunity.Line{Name: "Lamp", Unit: "pc", Qty: 1000, Price: 90, Floor: 100}
	in := func(c money.Currency) int {
		return len(w.create(opportunity.Opportunity{Lines: []opportunity.Line{line}, Currency: c}).Unreasoned)
	}
	if in("") != 1 || in(money.CNY) != 0 {
		t.Error("a floor holds in another currency than ours")
	}
	var rows []struct {
		CustomerID int64
		Value      money.Amount
	}
	e := opportunity.Potential(nil)
	w.ok(w.st.Read(w.st.Context()).Raw(e.SQL, e.Vars...).Scan(&rows).Error)
	if len(rows) != 1 || rows[0].Value <= 0 || rows[0].Value >= 300 {
		t.Errorf("the potential adds up %+v", rows)
	}
}

func TestWinningAndLosing(t *testing.T) {
	w := open(t)
	o := w.create(opportunity.Opportunity{Amount: 500})
	for _, c := range []struct {
		name string
		c    opportunity.Closing
		want string
	}{
		{"lost has a reason", opportunity.Closing{Outcome: opportunity.Lost}, "closingReason opportunity.lost_reason"},
		{"a reason is one of the list", opportunity.Closing{Outcome: opportunity.Lost, Reason: "speed"}, "closingReason opportunity.choice"},
		{"open is no end", opportunity.Closing{Outcome: opportunity.Open}, "outcome opportunity.choice"},
	} {
		if _, err := w.s.Close(o.ID, o.StageID, c.c); codes(err) != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	d, err := w.s.Close(o.ID, o.StageID, opportunity.Closing{Outcome: opportunity.Lost, Reason: "price", Competitor: "Tianhe", Note: "too dear"})
	if err != nil || d.Card.Weighted != 0 || d.Competitor != "Tianhe" || d.ClosedAt == 0 {
		t.Fatalf("lost %+v, %v", d, err)
	}
	if _, err := w.s.Move(o.ID, o.StageID, w.stages[1], "x"); codes(err) != "opportunity.closed" {
		t.Errorf("a closed one was moved: %v", err)
	}
	if d, err = w.s.Reopen(o.ID); err != nil || d.Outcome != opportunity.Open || d.ClosingReason != "" {
		t.Errorf("open again %+v, %v", d, err)
	}
	if d, err = w.s.Close(o.ID, o.StageID, opportunity.Closing{Outcome: opportunity.Won}); err != nil || d.Card.Weighted != 500 {
		t.Errorf("won %+v, %v", d.Card, err)
	}
}

func TestASignedContractWinsItsOpportunityOnce(t *testing.T) {
	w := open(t)
	o := w.create(opportunity.Opportunity{})
	c := contract.Contract{Name: "Supply", CustomerID: w.who, Kind: template.KindSale, Stage: contract.Printed, OpportunityID: int64(o.ID)}
	put := func(stage contract.Stage) {
		t.Helper()
		w.ok(w.st.InTx(w.st.Context(), store.Step{Label: "contract.moved"}, func(tx *store.Tx) error {
			if c.ID == 0 {
				return tx.Insert(&c)
			}
			now, err := store.Get[contract.Contract](tx.DB, contract.KindContract, int64(c.ID))
			if err != nil {
				return err
			}
			now.Stage = stage
			return tx.Update(&now)
		}))
	}
	is := func(want opportunity.Outcome) {
		t.Helper()
		d, err := w.s.Get(o.ID)
		if err != nil || d.Outcome != want {
			t.Errorf("it is %s, want %s, %v", d.Outcome, want, err)
		}
	}
	put(contract.Printed)
	is(opportunity.Open)
	put(contract.Signed)
	is(opportunity.Won)
	w.undo()
	is(opportunity.Open)
	put(contract.Signed)
	is(opportunity.Won)
	_, err := w.s.Reopen(o.ID)
	w.ok(err)
	put(contract.Active)
	is(opportunity.Open)
}

// TestLinesAlwaysAddUp: whatever quantities, prices, discounts and taxes, the
// amount is the sum of what is shown, to the fen.
func TestLinesAlwaysAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 2000 {
		o := opportunity.Opportunity{WholeDiscount: money.BasisPoints(r.IntN(10001)), NetPrices: r.IntN(2) == 0}
		for range 1 + r.IntN(8) {
			o.Lines = append(o.Lines, opportunity.Line{Name: "x", Qty: money.Quantity(r.IntN(100_000)), Price: money.Amount(r.IntN(10_000_000)),
				Discount: money.BasisPoints(r.IntN(10001)), Tax: money.BasisPoints(r.IntN(2001))})
		}
		o.Normalize()
		totals := o.Totals()
		var sub, taxed, tax money.Amount
		for _, l := range totals.Lines {
			sub, taxed, tax = sub+l.Subtotal, taxed+l.Taxed, tax+l.Tax
		}
		want := taxed
		if o.NetPrices {
			want += tax
		}
		if sub != totals.Subtotal || taxed != sub-totals.Discount || tax != totals.Tax || o.Amount != want || totals.Net+totals.Tax != totals.Total {
			t.Fatalf("%+v comes to %v: %+v", o.Lines, o.Amount, totals)
		}
	}
}

// TestTotalsOfStagesAreTheSumsOfTheirCards, to the fen, on the board, in the
// list, and for filters of customers, which add up in SQL.
func TestTotalsOfStagesAreTheSumsOfTheirCards(t *testing.T) {
	w := open(t)
	r := rand.New(rand.NewPCG(3, 5))
	for i := range 120 {
		amount := money.Amount(r.Int64N(9_999_999))
		if i%17 == 0 {
			amount = money.Max - money.Amount(r.IntN(1000)) // products of it leave 64 bits
		}
		o := opportunity.Opportunity{CustomerID: w.who, Name: "x", StageID: w.stages[r.IntN(5)], Amount: amount}
		if i%3 == 0 {
			own := money.BasisPoints(r.IntN(10001))
			o.OwnProbability = &own
		}
		if i%40 == 39 {
			o.Currency = "USD"
		}
		w.create(o)
	}
	board, err := w.s.Board(0, 0)
	w.ok(err)
	all := map[money.Currency]opportunity.Sum{}
	cards := 0
	for _, column := range board.Columns {
		want := map[money.Currency]opportunity.Sum{}
		for _, c := range column.Cards {
			if c.Weighted != c.Amount.Share(c.Probability) {
				t.Fatalf("%v × %v is %v, shown as %v", c.Amount, c.Probability, c.Amount.Share(c.Probability), c.Weighted)
			}
			for _, sums := range []map[money.Currency]opportunity.Sum{want, all} {
				s := sums[c.Currency]
				sums[c.Currency] = opportunity.Sum{Currency: c.Currency, Total: s.Total + c.Amount, Weighted: s.Weighted + c.Weighted}
			}
			cards++
		}
		for _, s := range column.Sums {
			if want[s.Currency] != s {
				t.Errorf("%s shows %+v, its cards come to %+v", column.Stage.Name, s, want[s.Currency])
			}
		}
	}
	page, err := w.s.List(opportunity.Query{Outcomes: []opportunity.Outcome{opportunity.Open}})
	w.ok(err)
	for _, sums := range [][]opportunity.Sum{board.Sums, page.Sums} {
		if len(sums) != len(all) || sums[0].Currency != money.CNY {
			t.Fatalf("sums %+v", sums)
		}
		for _, s := range sums {
			if all[s.Currency] != s {
				t.Errorf("shown %+v, cards come to %+v", s, all[s.Currency])
			}
		}
	}
	if cards != 120 || page.Total != 120 {
		t.Errorf("%d cards, %d rows", cards, page.Total)
	}
	at := float64(all[money.CNY].Weighted)
	for _, f := range []struct {
		value float64
		want  int64
	}{{at, 1}, {at + 1, 0}} {
		found, err := w.customers.List(customer.Query{Filters: []customer.Filter{{Field: "potential", Op: "gte", Value: f.value}}})
		if err != nil || found.Total != f.want {
			t.Errorf("potential of at least %v: %d, want %d, %v", f.value, found.Total, f.want, err)
		}
	}
}

func TestStagesAreEditedInPlace(t *testing.T) {
	w := open(t)
	o := w.create(opportunity.Opportunity{StageID: w.stages[1]})
	list, err := w.s.Pipelines()
	w.ok(err)
	stage := list[0].Stages[1].Stage
	stage.Name, stage.Criteria = "Wishes", append(stage.Criteria, opportunity.Criterion{Kind: opportunity.Ticked, Name: "Site seen"})
	v, err := w.s.SaveStage(stage)
	w.ok(err)
	added := v.Stages[1].Criteria[1]
	if v.Stages[1].Name != "Wishes" || added.Key == "" || added.Key == v.Stages[1].Criteria[0].Key {
		t.Fatalf("saved %+v", v.Stages[1])
	}
	d, err := w.s.Tick(o.ID, added.Key, true)
	if err != nil || !slices.ContainsFunc(d.Judged, func(j opportunity.Judged) bool { return j.Name == "Site seen" && j.Met }) {
		t.Errorf("ticked %+v, %v", d.Judged, err)
	}
	for _, c := range []struct {
		name   string
		change func(s *opportunity.Stage)
		want   string
	}{
		{"a name is needed", func(s *opportunity.Stage) { s.Name = " " }, "name opportunity.stage_name"},
		{"a name is there once", func(s *opportunity.Stage) { s.Name = "Quote" }, "name opportunity.name_taken"},
		{"a share is a share", func(s *opportunity.Stage) { s.Probability = 10001 }, "probability opportunity.probability"},
		{"a question has words", func(s *opportunity.Stage) { s.Criteria = []opportunity.Criterion{{Kind: opportunity.Quoted}} }, "criteria.0.name opportunity.question"},
		{"an old page is told", func(s *opportunity.Stage) { s.Version = 1; s.Name = "x" }, store.Conflict},
	} {
		s := v.Stages[1].Stage
		c.change(&s)
		if _, err := w.s.SaveStage(s); codes(err) != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	v, err = w.s.OrderStages(v.ID, []opportunity.StageID{w.stages[1], w.stages[0], w.stages[2], w.stages[3], w.stages[4]})
	if err != nil || v.Stages[0].ID != w.stages[1] {
		t.Errorf("in order %+v, %v", v, err)
	}
	if _, err := w.s.TrashStage(w.stages[1], 0); codes(err) != "opportunity.stage_used" {
		t.Errorf("a stage with cards went: %v", err)
	}
	if v, err = w.s.TrashStage(w.stages[1], w.stages[3]); err != nil || len(v.Stages) != 4 {
		t.Errorf("deleted %+v, %v", v, err)
	}
	if d, err := w.s.Get(o.ID); err != nil || d.StageID != w.stages[3] || d.Names[w.stages[1]] != "Wishes" {
		t.Errorf("the card stands in %+v, %v", d.Card, err)
	}
	w.undo()
	if d, err := w.s.Get(o.ID); err != nil || d.StageID != w.stages[1] {
		t.Errorf("after undo it stands in %+v, %v", d.Card, err)
	}
	second, err := w.s.SavePipeline(opportunity.Pipeline{Name: "Service"}, v.ID)
	if err != nil || len(second.Stages) != 5 {
		t.Fatalf("a second pipeline %+v, %v", second, err)
	}
	if err := w.s.TrashPipeline(v.ID); codes(err) != "opportunity.pipeline_used" {
		t.Errorf("a pipeline with cards went: %v", err)
	}
	w.ok(w.s.TrashPipeline(second.ID))
	if err := w.s.TrashPipeline(v.ID); codes(err) != "opportunity.last_pipeline" {
		t.Errorf("the last pipeline went: %v", err)
	}
}

func TestListsNarrowSortAndSayWhatWaits(t *testing.T) {
	w := open(t)
	a := w.create(opportunity.Opportunity{Name: "a", Amount: 300, ExpectedClose: "2020-01-01"})
	b := w.create(opportunity.Opportunity{Name: "b", Amount: 200})
	c := w.create(opportunity.Opportunity{Name: "c", Amount: 100, StageSince: 1, OpenedAt: 1})
	_, err := w.s.Close(b.ID, b.StageID, opportunity.Closing{Outcome: opportunity.Won})
	w.ok(err)
	tasks := interaction.NewService(w.st, interaction.Options{Owners: map[string]func(*gorm.DB, int64) (customer.ID, error){opportunity.KindOpportunity: opportunity.Owner}})
	_, err = tasks.AddTask(interaction.Task{Title: "ring", Due: "2030-01-01", AboutKind: opportunity.KindOpportunity, AboutID: int64(a.ID)})
	w.ok(err)
	for _, x := range []struct {
		name string
		q    opportunity.Query
		want string
	}{
		{"what is to be done first, then what is open, then the rest", opportunity.Query{}, "acb"},
		{"open ones by amount", opportunity.Query{Outcomes: []opportunity.Outcome{opportunity.Open}, Sort: "amount"}, "ca"},
		{"the largest first", opportunity.Query{Sort: "amount", Desc: true}, "abc"},
		{"without a next step", opportunity.Query{Without: true}, "c"},
		{"too long in a stage", opportunity.Query{Late: true}, "c"},
		{"past the expected close", opportunity.Query{Past: true}, "a"},
		{"of a stage", opportunity.Query{StageIDs: []opportunity.StageID{w.stages[4]}}, ""},
		{"a window", opportunity.Query{Sort: "name", Offset: 1, Limit: 1}, "b"},
	} {
		page, err := w.s.List(x.q)
		w.ok(err)
		got := ""
		for _, r := range page.Rows {
			got += r.Name
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
	if _, err := w.s.List(opportunity.Query{Sort: "colour"}); codes(err) != "opportunity.sort" {
		t.Errorf("an order there is not: %v", err)
	}
	waiting, err := w.s.Waiting()
	if err != nil || waiting.WithoutCount != 1 || waiting.Without[0].ID != c.ID || waiting.PastCount != 1 || waiting.LateCount != 1 {
		t.Errorf("waiting %+v, %v", waiting, err)
	}
}

func TestMergingAndTheTrashCarryOpportunities(t *testing.T) {
	w := open(t)
	other := w.customer("Tianhe")
	o := w.create(opportunity.Opportunity{CustomerID: other})
	_, err := w.customers.Merge(w.who, []customer.ID{other}, nil)
	w.ok(err)
	d, err := w.s.Get(o.ID)
	if err != nil || d.CustomerID != w.who || d.Card.CustomerName != "Hengxin" {
		t.Errorf("after the merge %+v, %v", d.Card, err)
	}
	w.undo()
	if d, err = w.s.Get(o.ID); err != nil || d.CustomerID != other {
		t.Errorf("after undo %+v, %v", d.Card, err)
	}
	w.ok(w.customers.Trash([]int64{int64(other)}))
	board, err := w.s.Board(0, 0)
	if err != nil || len(board.Sums) != 0 {
		t.Errorf("cards of a customer in the trash: %+v, %v", board.Sums, err)
	}
	w.undo()
	w.ok(w.s.Trash([]opportunity.ID{o.ID}))
	if _, err := w.s.Move(o.ID, o.StageID, w.stages[1], "x"); codes(err) != fault.NotFound {
		t.Errorf("a card in the trash was moved: %v", err)
	}
	w.undo()
	if d, err = w.s.Get(o.ID); err != nil || d.DeletedAt != nil || len(d.Moves) != 1 {
		t.Errorf("back from the trash %+v, %v", d, err)
	}
}

func TestTheMarginIsNetOfTaxLessWhatItCosts(t *testing.T) {
	w := open(t)
	w.ok(w.st.InTx(w.st.Context(), store.Step{}, func(tx *store.Tx) error {
		return product.Add(tx, &product.Product{Name: "Tile", Code: "T-1", Cost: 6000})
	}))
	d := w.create(opportunity.Opportunity{Lines: []opportunity.Line{
		{Name: "Tile", Code: "T-1", Qty: 2000, Price: 11300, Tax: 1300},
		{Name: "Work", Qty: 1000, Price: 5000},
	}})
	if d.Amount != 27600 || d.Margin != (opportunity.Margin{Net: 20000, Cost: 12000, Margin: 8000, Unknown: 1}) {
		t.Errorf("%v, %+v", d.Amount, d.Margin)
	}
}
