package insight_test

import (
	"slices"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/insight"
	"keyue/backend/locale"
	"keyue/backend/payment"
	"keyue/backend/store"
)

func TestWhoPaysLateLosesPointsAndTheRowsBehindItAreThere(t *testing.T) {
	sh := open(t)
	who := sh.buyers()[0]
	list := customer.NewService(sh.st, customer.Options{Computed: insight.CustomerValues(sh.Service)})
	money := payment.NewService(sh.st, nil)
	today := date.FromTime(sh.now)
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error { return contract.InstallRule(tx, locale.ZhCN) }))
	var of []contract.ID
	sh.ok(sh.st.Read(sh.st.Context()).Table("contract").Where("customer_id = ?", who).Pluck("id", &of).Error)
	k := of[0]
	check := func(when string, days, rows int, step int) int {
		t.Helper()
		j := must[*insight.Judgement](t)(sh.Of(who))
		got := 0
		for _, p := range j.Parts {
			if p.Key == "late" {
				got = p.Step
			}
		}
		if j.LateDays != days || len(j.Lates) != rows || got != step {
			t.Errorf("%s: %d days by %d rows, step %d; want %d by %d, step %d", when, j.LateDays, len(j.Lates), got, days, rows, step)
		}
		found := must[[]int64](t)(list.IDs(customer.Query{Filters: []customer.Filter{{Field: "score", Op: "eq", Value: float64(j.Score)}}}))
		if !slices.Contains(found, int64(who)) {
			t.Errorf("%s: not found by its score %d", when, j.Score)
		}
		return j.Score
	}
	before := check("without a plan", 0, 0, 0)
	plan := must[*payment.Plan](t)(money.SavePlan(k, []payment.PlanRow{{Kind: "final", Share: 10000, DueOn: today.AddDays(-2)}}))
	check("two days overdue", 2, 1, 0)
	sh.now = sh.now.AddDate(0, 0, 18)
	overdue := check("overdue for twenty days", 20, 1, 2)
	if overdue >= before {
		t.Errorf("a score of %d after %d", overdue, before)
	}
	p := must[*payment.Payment](t)(money.Record(payment.Payment{CustomerID: who, Direction: payment.In, PaidOn: today, Amount: plan.Amount}, k))
	check("paid, two days late", 2, 1, 0)
	must[*payment.Payment](t)(money.Cancel(p.ID, p.Version, "记错了"))
	check("void again", 20, 1, 2)
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.saved"}, func(tx *store.Tx) error {
		c, err := store.Get[contract.Contract](tx.DB, contract.KindContract, int64(k))
		if err != nil {
			return err
		}
		c.Stage = contract.Void
		return tx.Update(&c)
	}))
	check("a void contract owes nothing", 0, 0, 0)
}
