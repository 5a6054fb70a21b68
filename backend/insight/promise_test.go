package insight_test

import (
	"testing"

	"keyue/backend/customer"
	"keyue/backend/insight"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/store"
)

func (sh *shop) save(rec store.Record, insert bool) {
	sh.t.Helper()
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.created"}, func(tx *store.Tx) error {
		if insert {
			return tx.Insert(rec)
		}
		return tx.Update(rec)
	}))
}

func TestWhatOpenOpportunitiesPromiseIsInTheScoreWithTheRowsBehindIt(t *testing.T) {
	sh := open(t)
	who := sh.buyers()[0]
	line := opportunity.Pipeline{Name: "销售"}
	sh.save(&line, true)
	half := opportunity.Stage{PipelineID: line.ID, Name: "谈价格", Probability: 5000}
	sh.save(&half, true)
	list := customer.NewService(sh.st, customer.Options{Computed: insight.CustomerValues(sh.Service)})
	check := func(when string, promised money.Amount, rows int) int {
		t.Helper()
		j := must[*insight.Judgement](t)(sh.Of(who))
		if j.Promised != promised || len(j.Promises) != rows {
			t.Errorf("%s: promised %d by %d rows, want %d by %d", when, j.Promised, len(j.Promises), promised, rows)
		}
		found := must[[]int64](t)(list.IDs(customer.Query{Filters: []customer.Filter{{Field: "score", Op: "eq", Value: float64(j.Score)}}}))
		there := false
		for _, id := range found {
			there = there || id == int64(who)
		}
		if !there {
			t.Errorf("%s: not found by its score %d", when, j.Score)
		}
		return j.Score
	}
	before := check("without an opportunity", 0, 0)
	o := opportunity.Opportunity{Name: "新店", CustomerID: who, PipelineID: line.ID, StageID: half.ID, Amount: 1_000_000_000, Currency: "CNY", Outcome: opportunity.Open}
	sh.save(&o, true)
	if got := check("with one", 500_000_000, 1); got != min(before+10, 100) {
		t.Errorf("a promise above all that was bought gives %d after %d", got, before)
	}
	half.Probability = 0
	sh.save(&half, false)
	if got := check("its stage is hopeless", 0, 1); got != before {
		t.Errorf("a hopeless one gives %d, before %d", got, before)
	}
	half.Probability = 5000
	sh.save(&half, false)
	o.Outcome = opportunity.Lost
	sh.save(&o, false)
	if got := check("it is lost", 0, 0); got != before {
		t.Errorf("a lost one gives %d, before %d", got, before)
	}
}
