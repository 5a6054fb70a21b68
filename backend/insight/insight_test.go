package insight_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/history"
	"keyue/backend/insight"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/payment"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// shop is a workspace with the services a test calls.
type shop struct {
	*insight.Service
	t         testing.TB
	st        *store.Store
	customers *customer.Service
	talks     *interaction.Service
	history   *history.Service
	jobs      *job.Runner
	now       time.Time
	n         int
}

func open(t testing.TB) *shop {
	sh := &shop{t: t, now: testkit.Start}
	keeper := insight.NewKeeper(nil)
	sh.st = testkit.OpenWith(t, store.Options{Now: func() time.Time { return sh.now },
		Kinds: keeper.Kinds(payment.Following(slices.Concat(settings.Kinds(), staff.Kinds(), customer.Kinds(), interaction.Kinds(), contract.Kinds(), payment.Kinds(), opportunity.Kinds())))})
	sh.jobs = job.NewRunner(context.Background(), job.Options{Now: sh.st.Now})
	t.Cleanup(func() { _ = sh.jobs.Close(context.Background()) })
	sh.Service = insight.NewService(sh.st, keeper, sh.jobs, nil)
	sh.customers = customer.NewService(sh.st, customer.Options{})
	sh.talks = interaction.NewService(sh.st, interaction.Options{})
	sh.history = history.NewService(sh.st, nil)
	return sh
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (sh *shop) ok(err error) {
	sh.t.Helper()
	if err != nil {
		sh.t.Fatal(err)
	}
}

func (sh *shop) customer(c customer.Customer) customer.ID {
	sh.t.Helper()
	if c.Name == "" {
		sh.n++
		c.Name = fmt.Sprintf("客户%d", sh.n)
	}
	return must[*customer.Detail](sh.t)(sh.customers.Create(c, nil)).Customer.ID
}

// sell signs a contract so many days ago.
func (sh *shop) sell(id customer.ID, ago int, yuan int64) contract.ID {
	return sh.contract(contract.Contract{CustomerID: id, Stage: contract.Done, SignDate: date.FromTime(sh.now).AddDays(-ago), Amount: money.Amount(100 * yuan), Currency: "CNY"})
}

func (sh *shop) contract(c contract.Contract) contract.ID {
	sh.t.Helper()
	c.Name, c.Kind, c.Language = "买卖合同", "sale", "zh-CN"
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.created"}, func(tx *store.Tx) error { return tx.Insert(&c) }))
	return c.ID
}

func (sh *shop) stage(id customer.ID) string {
	sh.t.Helper()
	c := must[*customer.Detail](sh.t)(sh.customers.Get(id)).Customer
	if c.LifecycleFixed {
		return c.Lifecycle + "!"
	}
	return c.Lifecycle
}

func (sh *shop) is(id customer.ID, want, when string) {
	sh.t.Helper()
	if got := sh.stage(id); got != want {
		sh.t.Errorf("%s: got %s, want %s", when, got, want)
	}
}

func (sh *shop) talk(id customer.ID) {
	sh.t.Helper()
	_, err := sh.talks.Log(interaction.Interaction{CustomerID: id, Medium: "call", Direction: "out", At: date.At(sh.now), Summary: "谈价格", Outcome: "reached"}, nil, 0)
	sh.ok(err)
}
