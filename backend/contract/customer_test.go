package contract_test

import (
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/store"
)

func TestCustomersAreFilteredByWhatTheirContractsSay(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	cs := customer.NewService(sh.st, customer.Options{Computed: contract.CustomerValues()})
	found := func(f customer.Filter) bool {
		t.Helper()
		n, err := cs.List(customer.Query{Filters: []customer.Filter{f}})
		sh.must(err)
		return n.Total == 1
	}
	// As a step of the history: what is kept of filters follows it.
	set := func(stage contract.Stage, signed, ends date.Date) {
		t.Helper()
		sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.saved"}, func(tx *store.Tx) error {
			c, err := store.Get[contract.Contract](tx.DB, contract.KindContract, int64(v.Contract.ID))
			if err != nil {
				return err
			}
			c.Stage, c.SignDate, c.EndDate = stage, signed, ends
			return tx.Update(&c)
		}))
	}
	has := customer.Filter{Field: "contracts", Op: "gte", Value: 1.0}
	rich := customer.Filter{Field: "revenue", Op: "gte", Value: float64(v.Contract.Amount)}
	richLately := customer.Filter{Field: "revenue", Op: "gt", Value: 0.0, Days: 30}
	ending := customer.Filter{Field: "contractEnds", Op: "within", Value: 30.0}
	for _, c := range []struct {
		stage                      contract.Stage
		signed, ends               date.Date
		has, rich, lately, endSoon bool
	}{
		{contract.Draft, "", "", true, false, false, false},
		{contract.Signed, "2026-11-20", "2026-12-10", true, true, true, true},
		{contract.Active, "2026-01-20", "2027-01-20", true, true, false, false},
		{contract.Done, "2026-11-20", "2026-12-10", true, true, true, false},
		{contract.Void, "2026-11-20", "2026-12-10", false, false, false, false},
	} {
		set(c.stage, c.signed, c.ends)
		for i, w := range []struct {
			f    customer.Filter
			want bool
		}{{has, c.has}, {rich, c.rich}, {richLately, c.lately}, {ending, c.endSoon}} {
			if got := found(w.f); got != w.want {
				t.Errorf("%s, filter %d: %v", c.stage, i, got)
			}
		}
	}
}
