package forecast_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/forecast"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
)

// firm is a workspace with the first pipeline and two customers of two channels.
type firm struct {
	*forecast.Service
	t       *testing.T
	st      *store.Store
	now     time.Time
	stages  []opportunity.Stage
	friends customer.ID // come by recommendation
	ads     customer.ID // come by advertising
}

func open(t *testing.T) *firm {
	t.Helper()
	f := &firm{t: t, now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	f.st = testkit.OpenWith(t, store.Options{Now: func() time.Time { return f.now },
		Kinds: slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), interaction.Kinds(), template.Kinds(), contract.Kinds(), opportunity.Kinds(), forecast.Kinds())})
	f.Service = forecast.NewService(f.st)
	f.do(func(tx *store.Tx) error {
		a, b := customer.Customer{Name: "甲公司", Kind: customer.Company, Channel: "转介绍"}, customer.Customer{Name: "乙公司", Kind: customer.Company, Channel: "抖音"}
		for _, err := range []error{opportunity.InstallPipeline(tx, locale.ZhCN), customer.Create(tx, &a, nil), customer.Create(tx, &b, nil)} {
			if err != nil {
				return err
			}
		}
		f.friends, f.ads = a.ID, b.ID
		return nil
	})
	var err error
	f.stages, err = opportunity.Stages(f.st.Read(context.Background()), 0)
	f.must(err)
	return f
}

func (f *firm) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *firm) do(fn func(tx *store.Tx) error) {
	f.t.Helper()
	f.must(f.st.InTx(f.st.Context(), store.Step{Label: "test"}, fn))
}

// ago sets the clock to so many days before 22 November 2026.
func (f *firm) ago(days int) {
	f.now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC).AddDate(0, 0, -days)
}

// deal begins an opportunity now.
func (f *firm) deal(who customer.ID, amount money.Amount, closes date.Date) opportunity.ID {
	f.t.Helper()
	o := opportunity.Opportunity{Name: fmt.Sprintf("商机 %d", amount), CustomerID: who, Amount: amount, ExpectedClose: closes}
	f.do(func(tx *store.Tx) error {
		fresh := o
		err := opportunity.Create(tx, &fresh)
		o.ID = fresh.ID
		return err
	})
	return o.ID
}

func (f *firm) change(id opportunity.ID, fn func(tx *store.Tx, o *opportunity.Opportunity) error) {
	f.t.Helper()
	f.do(func(tx *store.Tx) error {
		o, err := opportunity.Find(tx.DB, id)
		if err != nil {
			return err
		}
		return fn(tx, o)
	})
}

func (f *firm) move(id opportunity.ID, stage int) {
	f.t.Helper()
	f.change(id, func(tx *store.Tx, o *opportunity.Opportunity) error {
		return opportunity.Move(tx, o, f.stages[stage].ID, "试试")
	})
}

func (f *firm) end(id opportunity.ID, how opportunity.Outcome) {
	f.t.Helper()
	f.change(id, func(tx *store.Tx, o *opportunity.Opportunity) error {
		return opportunity.Close(tx, o, opportunity.Closing{Outcome: how, Reason: map[opportunity.Outcome]string{opportunity.Lost: "price"}[how]})
	})
}

func (f *firm) view() *forecast.View {
	f.t.Helper()
	v, err := f.View(forecast.Query{})
	f.must(err)
	return v
}

func row(v *forecast.View, key string) forecast.Row {
	for _, r := range slices.Concat(v.Months, v.Open) {
		if r.Key == key {
			return r
		}
	}
	return forecast.Row{}
}

func TestAForecastAddsUpToTheFen(t *testing.T) {
	f := open(t)
	first := f.stages[0].Probability
	f.deal(f.ads, 100_01, "2026-12-24")
	f.deal(f.ads, 33, "2026-12-01")
	f.deal(f.ads, 7_77, "2026-12-31")
	own := money.BasisPoints(8500)
	f.change(f.deal(f.friends, 50_000_05, "2026-12-02"), func(tx *store.Tx, o *opportunity.Opportunity) error {
		o.OwnProbability = &own
		return tx.Update(o)
	})
	f.deal(f.friends, 9_00, "2026-11-01")
	f.deal(f.friends, 8_00, "")
	f.deal(f.friends, 7_00, "2027-12-01")
	f.end(f.deal(f.friends, 1234_56, "2026-12-15"), opportunity.Won)
	f.end(f.deal(f.friends, 999_00, "2026-12-15"), opportunity.Lost)
	f.must(f.SetTarget("2026-12", money.CNY, 60_000_00))
	v := f.view()
	r := row(v, "2026-12")
	want := money.Amount(100_01).Share(first) + money.Amount(33).Share(first) + money.Amount(7_77).Share(first) + money.Amount(50_000_05).Share(own)
	if r.Weighted != want || r.Best != 100_01+33+7_77+50_000_05 || r.Commit != 50_000_05 || r.Won != 0 || r.Target != 60_000_00 || len(r.Deals) != 4 {
		t.Errorf("December %+v, want weighted %s", r, want)
	}
	var sum money.Amount
	for _, d := range r.Deals {
		sum += d.Weighted
	}
	if sum != r.Weighted {
		t.Errorf("the deals add up to %s, the month says %s", sum, r.Weighted)
	}
	if won := row(v, "2026-11"); won.Won != 1234_56 || won.Commit != 1234_56 || won.Best != 1234_56 || won.Weighted != 1234_56 {
		t.Errorf("November %+v", won)
	}
	for key, amount := range map[string]money.Amount{forecast.Overdue: 9_00, forecast.Undated: 8_00, forecast.Later: 7_00} {
		if r := row(v, key); r.Best != amount || len(r.Deals) != 1 {
			t.Errorf("%s: %+v", key, r)
		}
	}
	if v.This != "2026-11" || v.Months[0].Key != "2026-09" || len(v.Months) != 8 {
		t.Errorf("this %s, months from %s, %d of them", v.This, v.Months[0].Key, len(v.Months))
	}
}

func TestATargetIsSetAndTakenAway(t *testing.T) {
	f := open(t)
	f.must(f.SetTarget("2026-12", "", 100))
	f.must(f.SetTarget("2026-12", "", 200))
	if r := row(f.view(), "2026-12"); r.Target != 200 {
		t.Errorf("target %d", r.Target)
	}
	f.must(f.SetTarget("2026-12", "", 0))
	if r := row(f.view(), "2026-12"); r.Target != 0 {
		t.Errorf("target %d", r.Target)
	}
	for _, month := range []string{"2026-13", "2026", "", "26-01"} {
		if err := f.SetTarget(month, "", 1); !fault.Is(err, "fault.invalid") {
			t.Errorf("%q: %v", month, err)
		}
	}
	if err := f.SetTarget("2026-01", "", -1); !fault.Is(err, "fault.invalid") {
		t.Error(err)
	}
}

// history closes many deals: of those recommended most are won, of those that
// came by advertising few.
func (f *firm) history(n int) {
	for i := range n {
		f.ago(500 - i*400/n)
		who, won := f.ads, i%10 == 1
		if i%2 == 0 {
			who, won = f.friends, i%10 != 0
		}
		id := f.deal(who, money.Amount(1_000_00+i*100), "")
		f.ago(500 - i*400/n - 3)
		f.move(id, 1)
		f.ago(500 - i*400/n - 6)
		f.end(id, map[bool]opportunity.Outcome{true: opportunity.Won, false: opportunity.Lost}[won])
	}
	f.ago(0)
}

func TestProbabilitiesLearnFromWhatWasClosed(t *testing.T) {
	f := open(t)
	f.history(80)
	a, b := f.deal(f.friends, 5_000_00, "2026-12-01"), f.deal(f.ads, 5_000_00, "2026-12-01")
	good, err := f.Why(a)
	f.must(err)
	bad, err := f.Why(b)
	f.must(err)
	if good.Guess != bad.Guess || good.Calibrated < bad.Calibrated+2000 || good.Probability != good.Calibrated || good.Closed != 80 {
		t.Errorf("recommended %d, advertised %d, guess %d, closed %d", good.Calibrated, bad.Calibrated, good.Guess, good.Closed)
	}
	if len(good.Cases) != 50 || good.Cases[0].ClosedAt < good.Cases[49].ClosedAt {
		t.Errorf("%d cases", len(good.Cases))
	}
	kinds := []string{}
	for i, r := range good.Reasons {
		kinds = append(kinds, r.Kind)
		if i > 0 && r.Before != good.Reasons[i-1].After {
			t.Errorf("step %d begins at %d after %d", i, r.Before, good.Reasons[i-1].After)
		}
		if r.Kind == "channel" && (r.Deals != 40 || r.Won != 32 || !r.Used || r.Value != "转介绍") {
			t.Errorf("channel %+v", r)
		}
		if r.Kind == "stage" && (r.Deals != 80 || r.Before != good.Guess) {
			t.Errorf("stage %+v", r)
		}
	}
	if !slices.Equal(kinds, []string{"stage", "channel", "size", "age"}) || good.Reasons[3].After != good.Calibrated {
		t.Errorf("reasons %v", good.Reasons)
	}
	if r := row(f.view(), "2026-12"); r.Weighted != money.Amount(5_000_00).Share(good.Calibrated)+money.Amount(5_000_00).Share(bad.Calibrated) {
		t.Errorf("December %s", r.Weighted)
	}
	rel, err := f.Reliability()
	f.must(err)
	if rel.N == 0 || rel.Brier >= rel.Constant || rel.Closed != 80 {
		t.Errorf("reliability %+v", rel)
	}
	n := 0
	for _, band := range rel.Bands {
		n += band.N
	}
	if n != rel.N {
		t.Errorf("bands hold %d of %d", n, rel.N)
	}
	f.end(a, opportunity.Won)
	if _, err := f.Why(a); !fault.Is(err, "forecast.not_open") {
		t.Error(err)
	}
	if _, err := f.Why(9999); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestWhatChangedInAWeekAddsUp(t *testing.T) {
	f := open(t)
	f.ago(20)
	dearer, moved, later, won, lost, still := f.deal(f.ads, 100_00, "2026-12-01"), f.deal(f.ads, 200_00, "2026-12-01"), f.deal(f.ads, 300_00, "2026-12-01"),
		f.deal(f.ads, 400_00, "2026-12-01"), f.deal(f.ads, 500_00, "2026-12-01"), f.deal(f.ads, 600_00, "2026-12-01")
	before := f.deal(f.ads, 900_00, "2026-12-01")
	gone := f.deal(f.ads, 700_00, "2026-12-01")
	f.ago(9)
	f.end(before, opportunity.Won)
	f.ago(3)
	f.change(dearer, func(tx *store.Tx, o *opportunity.Opportunity) error { o.Amount = 150_01; return tx.Update(o) })
	f.ago(2)
	f.change(dearer, func(tx *store.Tx, o *opportunity.Opportunity) error { o.Amount = 160_03; return tx.Update(o) })
	f.move(moved, 2)
	f.change(later, func(tx *store.Tx, o *opportunity.Opportunity) error {
		o.ExpectedClose = "2027-01-05"
		return tx.Update(o)
	})
	f.end(won, opportunity.Won)
	f.end(lost, opportunity.Lost)
	f.do(func(tx *store.Tx) error { return tx.Trash(opportunity.KindOpportunity, int64(gone)) })
	fresh := f.deal(f.ads, 800_00, "2026-12-01")
	f.ago(0)
	c, err := f.Changes(forecast.Query{}, 7)
	f.must(err)
	want := map[opportunity.ID]string{dearer: "amount", moved: "stage", later: "date", won: "won", lost: "lost", gone: "removed", fresh: "new"}
	for _, r := range c.Rows {
		if r.ID == still || r.ID == before {
			t.Errorf("nothing happened to %d: %+v", r.ID, r)
		}
		if want[r.ID] != r.Kind {
			t.Errorf("%d: %s, want %s", r.ID, r.Kind, want[r.ID])
		}
		if r.ID == dearer && (r.AmountWas != 100_00 || r.AmountNow != 160_03) {
			t.Errorf("dearer %+v", r)
		}
		if r.ID == later && (r.CloseWas != "2026-12-01" || r.CloseNow != "2027-01-05") {
			t.Errorf("later %+v", r)
		}
		delete(want, r.ID)
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	sum := c.Was
	for _, k := range c.Kinds {
		sum += k.Delta
	}
	if sum != c.Now {
		t.Errorf("then %s and what changed make %s, now is %s", c.Was, sum, c.Now)
	}
	p := f.stages[0].Probability
	if then := money.Amount(100_00 + 200_00 + 300_00 + 400_00 + 500_00 + 600_00 + 700_00).Share(p); c.Was != then {
		t.Errorf("then %s, want %s", c.Was, then)
	}
}

func TestAnAcceptedQuoteIsPromised(t *testing.T) {
	f := open(t)
	id := f.deal(f.ads, 300_00, "2026-12-01")
	testkit.Exec(t, f.st, `insert into contract (uid, created_at, updated_at, version, name, customer_id, template_id, template_version_id, language, kind, stage, opportunity_id)
		values ('q', 1, 1, 1, '报价单', ?, 0, 0, 'zh-CN', 'quote', 'accepted', ?)`, int64(f.ads), int64(id))
	if r := row(f.view(), "2026-12"); r.Commit != 300_00 || !r.Deals[0].Agreed {
		t.Errorf("%+v", r)
	}
}

func TestBoardAndListWeighAsTheForecastDoes(t *testing.T) {
	f := open(t)
	// Of forty deals in the second stage those that were recommended were won, the
	// others lost: stages that say 25 % are wrong, and channels tell.
	f.ago(400)
	var past []opportunity.ID
	for i := range 40 {
		who := f.friends
		if i%2 == 1 {
			who = f.ads
		}
		id := f.deal(who, money.Amount(1000_00+i), "")
		f.move(id, 1)
		past = append(past, id)
	}
	for i, id := range past {
		f.ago(390 - i)
		f.end(id, []opportunity.Outcome{opportunity.Won, opportunity.Lost}[i%2])
	}
	f.ago(3)
	liked, cold, own := f.deal(f.friends, 333_33, "2026-12-01"), f.deal(f.ads, 777_77, "2026-12-01"), f.deal(f.ads, 100_00, "2026-12-01")
	for _, id := range []opportunity.ID{liked, cold, own} {
		f.move(id, 1)
	}
	said := money.BasisPoints(6200)
	f.change(own, func(tx *store.Tx, o *opportunity.Opportunity) error {
		o.OwnProbability = &said
		return tx.Update(o)
	})
	f.ago(0)
	deals := opportunity.NewService(f.st, opportunity.Lent{Learned: forecast.Learned(f.st)})
	told := map[opportunity.ID]forecast.Deal{}
	for _, row := range f.view().Months {
		for _, d := range row.Deals {
			told[d.ID] = d
		}
	}
	page, err := deals.List(opportunity.Query{Outcomes: []opportunity.Outcome{opportunity.Open}, Sort: "probability", Desc: true})
	f.must(err)
	board, err := deals.Board(0, 0)
	f.must(err)
	var sum money.Amount
	for _, c := range page.Rows {
		d := told[c.ID]
		if c.Probability != d.Probability || c.Weighted != d.Weighted || c.Own != d.Own || c.Guess != d.Guess {
			t.Errorf("the list says %+v, the forecast %+v", c, d)
		}
		sum += d.Weighted
	}
	if page.Rows[0].ID != liked || !page.Rows[0].Learned || page.Rows[0].Probability <= 2500 || page.Rows[2].ID != cold || page.Rows[2].Probability >= 2500 {
		t.Errorf("nothing was learned, or not sorted by it: %+v", page.Rows)
	}
	if page.Rows[1].ID != own || page.Rows[1].Learned || page.Rows[1].Probability != said {
		t.Errorf("what the person thinks does not count first: %+v", page.Rows[1])
	}
	if page.Sums[0].Weighted != sum || board.Sums[0].Weighted != sum || board.Columns[1].Sums[0].Weighted != sum {
		t.Errorf("sums are %v in the list, %v and %v on the board, not %v", page.Sums, board.Sums, board.Columns[1].Sums, sum)
	}

	// A deal that closes teaches at once; what is undone is unlearned.
	before := page.Rows[0].Probability
	f.end(cold, opportunity.Lost)
	f.end(own, opportunity.Lost)
	one, err := deals.Get(liked)
	f.must(err)
	why, err := f.Why(liked)
	f.must(err)
	if one.Card.Probability != why.Probability {
		t.Errorf("the card says %d, why %d (before %d)", one.Card.Probability, why.Probability, before)
	}
}

func TestWithoutHistoryTheStageSpeaks(t *testing.T) {
	f := open(t)
	id := f.deal(f.ads, 100_00, "")
	deals := opportunity.NewService(f.st, opportunity.Lent{Learned: forecast.Learned(f.st)})
	d, err := deals.Get(id)
	f.must(err)
	if d.Card.Learned || d.Card.Own || d.Card.Probability != f.stages[0].Probability {
		t.Errorf("the card says %+v", d.Card)
	}
}
