package insight_test

import (
	"context"
	"testing"
	"time"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/history"
	"keyue/backend/insight"
	"keyue/backend/job"
	"keyue/backend/store"
)

func TestEventsAndTheCalendarMoveACustomerAlong(t *testing.T) {
	sh := open(t)
	id := sh.customer(customer.Customer{})
	sh.is(id, "potential", "new")
	sh.talk(id)
	sh.is(id, "active", "spoken with")
	k := sh.sell(id, 0, 1000)
	sh.is(id, "won", "bought")
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.trashed"}, func(tx *store.Tx) error { return tx.Trash(contract.KindContract, int64(k)) }))
	sh.is(id, "active", "the contract is gone")
	sh.ok(undo(sh))
	sh.is(id, "won", "the contract is back")
	sh.now = sh.now.AddDate(0, 0, 181)
	sh.ok(insight.Daily(sh.st.Context(), sh.Service))
	sh.is(id, "dormant", "silent for half a year")
	sh.now = sh.now.AddDate(1, 0, 0)
	sh.ok(insight.Daily(sh.st.Context(), sh.Service))
	sh.is(id, "lost", "silent for a year and a half")
	sh.talk(id)
	sh.is(id, "won", "back in touch")
}

func undo(sh *shop) error { _, err := sh.history.UndoLast(); return err }

func TestEveryChangeByRuleIsInTheHistoryByRule(t *testing.T) {
	sh := open(t)
	id := sh.customer(customer.Customer{})
	sh.talk(id)
	list := must[[]history.Entry](t)(sh.history.Of("customer", int64(id), history.Filter{}))
	if s := list[0].Step; s.Actor != store.ByRule || s.Label != "insight.lifecycle.applied" || !s.Quiet || !s.Undoable {
		t.Errorf("got %+v", s)
	}
	if f := list[0].Fields; len(f) != 1 || f[0].Field != "lifecycle" || f[0].Old != "potential" || f[0].New != "active" {
		t.Errorf("got %+v", f)
	}
	// What a person did last is what one undo takes back, not what a rule did after it.
	sh.ok(undo(sh))
	sh.is(id, "potential", "the exchange was taken back")
}

func TestWhatAPersonChoseStaysUntilItIsReleased(t *testing.T) {
	sh := open(t)
	id := sh.customer(customer.Customer{})
	must[*customer.Detail](t)(sh.customers.Update(id, 0, map[string]any{"lifecycle": "lost"}))
	sh.is(id, "lost!", "chosen")
	sh.talk(id)
	sh.is(id, "lost!", "spoken with")
	j := must[*insight.Judgement](t)(sh.Of(id))
	if l := j.Lifecycle; !l.Fixed || l.Stage != "lost" || l.ByRule != "active" || l.Why.Code != "insight.why.spoken" {
		t.Errorf("got %+v", l)
	}
	sh.ok(sh.Release(id))
	sh.is(id, "active", "released")
	sh.ok(undo(sh))
	sh.is(id, "active!", "the release was taken back: held at where it is")
	sh.ok(sh.Release(id))
	sh.ok(sh.Fix(id, ""))
	sh.is(id, "active!", "held")
	if id := sh.customer(customer.Customer{Lifecycle: "won"}); sh.stage(id) != "won!" {
		t.Errorf("made with a stage: got %s", sh.stage(id))
	}
}

func TestTakingBackWhatARuleDidIsAChoice(t *testing.T) {
	sh := open(t)
	id := sh.customer(customer.Customer{})
	sh.talk(id)
	made := must[[]history.Entry](t)(sh.history.Of("customer", int64(id), history.Filter{Limit: 1}))[0].Step.ID
	if _, err := sh.history.Undo(made); err != nil {
		t.Fatal(err)
	}
	sh.is(id, "potential!", "taken back")
	sh.talk(id)
	sh.is(id, "potential!", "spoken with again")
}

func TestAnImportOfManyIsJudgedByAJobAndCanStillBeTakenBack(t *testing.T) {
	sh := open(t)
	var made []customer.ID
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "exchange.imported"}, func(tx *store.Tx) error {
		for range 250 {
			c := customer.Customer{Name: "批量"}
			if err := customer.Create(tx, &c, nil); err != nil {
				return err
			}
			made = append(made, c.ID)
		}
		for _, id := range made {
			k := contract.Contract{CustomerID: id, Name: "合同", Kind: "sale", Language: "zh-CN", Stage: contract.Signed, SignDate: tx.Today, Amount: 100, Currency: "CNY"}
			if err := tx.Insert(&k); err != nil {
				return err
			}
		}
		return nil
	}))
	waitJobs(sh)
	sh.is(made[0], "won", "first")
	sh.is(made[249], "won", "last")
	sh.ok(undo(sh))
}

func TestChangedRulesAreFollowedAndTheirUndoToo(t *testing.T) {
	sh := open(t)
	id := sh.customer(customer.Customer{})
	sh.talk(id)
	sh.now = sh.now.AddDate(0, 0, 30)
	r := must[insight.Rules](t)(sh.Rules())
	r.ActiveDays = 10
	must[insight.Rules](t)(sh.SaveRules(r))
	waitJobs(sh)
	sh.is(id, "potential", "stricter")
	sh.ok(undo(sh))
	waitJobs(sh)
	sh.is(id, "active", "taken back")
	r.Lifecycle = false
	must[insight.Rules](t)(sh.SaveRules(r))
	waitJobs(sh)
	sh.talk(sh.customer(customer.Customer{Name: "新"}))
	sh.is(id, "active", "switched off")
}

func TestBadRulesAreNamedField(t *testing.T) {
	sh := open(t)
	for _, c := range []struct {
		name  string
		spoil func(r *insight.Rules)
		field string
	}{
		{"no days", func(r *insight.Rules) { r.ActiveDays = 0 }, "activeDays"},
		{"lost before dormant", func(r *insight.Rules) { r.LostDays = 100 }, "lostDays"},
		{"B above A", func(r *insight.Rules) { r.TierB = 80 }, "tierB"},
		{"nothing needed", func(r *insight.Rules) { r.Needs = nil }, "needs"},
		{"an unknown facet", func(r *insight.Rules) { r.Needs = []string{"shoe"} }, "needs"},
	} {
		r := insight.DefaultRules()
		c.spoil(&r)
		_, err := sh.SaveRules(r)
		if f := fault.From(err).Fields; len(f) != 1 || f[0].Field != c.field {
			t.Errorf("%s: got %+v", c.name, f)
		}
	}
}

// waitJobs waits until nothing runs.
func waitJobs(sh *shop) {
	sh.t.Helper()
	for range 6000 { // a minute: the machine may be busy
		running := false
		for _, j := range must[[]job.Job](sh.t)(job.NewService(sh.jobs).List()) {
			running = running || j.State == job.Running
			if j.State == job.Failed {
				sh.t.Fatalf("job failed: %+v", j.Error)
			}
		}
		if !running {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	sh.t.Fatal("a job does not end")
}

func TestADayIsNotedOnce(t *testing.T) {
	sh := open(t)
	sh.customer(customer.Customer{})
	for range 2 {
		sh.ok(insight.Daily(context.Background(), sh.Service))
	}
	sh.now = sh.now.AddDate(0, 0, 1)
	sh.customer(customer.Customer{Phones: []customer.Phone{{Raw: "13800138000"}}, Province: "浙江省", Channel: "介绍", Kind: customer.Person, Emails: []string{"a@b.cn"}})
	h := must[*insight.Health](t)(sh.Health())
	want := []insight.DayShare{{Day: date.FromTime(sh.now).AddDays(-1), Total: 1}, {Day: date.FromTime(sh.now), Total: 2, Complete: 1}}
	if len(h.Days) != 2 || h.Days[0] != want[0] || h.Days[1] != want[1] {
		t.Errorf("got %+v", h.Days)
	}
}
