package insight_test

import (
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/insight"
	"keyue/backend/job"
	"keyue/backend/money"
	"keyue/backend/store"
)

// buyers makes ten customers of rising worth.
func (sh *shop) buyers() []customer.ID {
	var list []customer.ID
	for i := range 10 {
		id := sh.customer(customer.Customer{TermsDays: []int{0, 45, 90}[i%3]})
		for k := range i/2 + 1 {
			sh.sell(id, 300-25*i-k, int64(1000*(i+1)))
		}
		if i%2 == 1 {
			sh.talk(id)
		}
		list = append(list, id)
	}
	return list
}

func TestTheListAndThePageOfACustomerSuggestTheSame(t *testing.T) {
	sh := open(t)
	list := sh.buyers()
	page := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false))
	if page.Total != 10 || page.PutOff != 0 || page.Buyers != 10 || len(page.Rows) != 10 {
		t.Fatalf("got %+v", page)
	}
	tiers := map[string]int{}
	for i, r := range page.Rows {
		tiers[r.Suggested]++
		j := must[*insight.Judgement](t)(sh.Of(r.CustomerID))
		if j.Score != r.Score || j.Suggested != r.Suggested || j.Worth != r.Worth || j.LastAt != r.LastAt {
			t.Errorf("%s: the list says %d %s %+v, the page %d %s %+v", r.Name, r.Score, r.Suggested, r.Worth, j.Score, j.Suggested, j.Worth)
		}
		if i > 0 && page.Rows[i-1].Score < r.Score {
			t.Errorf("%d stands before %d", page.Rows[i-1].Score, r.Score)
		}
	}
	if tiers["A"] == 0 || tiers["B"] == 0 || tiers["C"] == 0 {
		t.Errorf("got %v", tiers)
	}
	j := must[*insight.Judgement](t)(sh.Of(list[9]))
	if j.Worth.Sales != 5 || j.Worth.Total != 5_000_000 || len(j.Sales) != 5 || j.Sales[0].Day < j.Sales[4].Day || j.Talks != 1 {
		t.Errorf("rows behind it: %+v", j)
	}
	sum := money.Amount(0)
	for _, s := range j.Sales {
		sum += s.Amount
	}
	if sum != j.Worth.Total {
		t.Errorf("the rows come to %d, shown is %d", sum, j.Worth.Total)
	}
}

func TestNothingIsSuggestedToWhoNeverBoughtNorWhileTooFewDid(t *testing.T) {
	sh := open(t)
	for range 4 {
		sh.sell(sh.customer(customer.Customer{}), 10, 100)
	}
	id := sh.customer(customer.Customer{})
	sh.talk(id)
	page := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false))
	if page.Total != 0 || page.Buyers != 4 || page.Fewest != 5 {
		t.Errorf("got %+v", page)
	}
	sh.sell(sh.customer(customer.Customer{}), 10, 100)
	page = must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false))
	if page.Total != 5 {
		t.Errorf("got %+v", page)
	}
	if j := must[*insight.Judgement](t)(sh.Of(id)); j.Suggested != "" || j.Score != 15 {
		t.Errorf("never bought: %+v", j)
	}
}

func TestATierChangesOnlyWhenAPersonAcceptsItAndInOneStep(t *testing.T) {
	sh := open(t)
	list := sh.buyers()
	tier := func(id customer.ID) string { return must[*customer.Detail](t)(sh.customers.Get(id)).Customer.Tier }
	for _, id := range list {
		if tier(id) != "" {
			t.Fatal("a tier came by itself")
		}
	}
	if n := must[int](t)(sh.Accept(list[7:])); n != 3 || tier(list[9]) != "A" {
		t.Errorf("accepted %d, the best is %s", n, tier(list[9]))
	}
	if p := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false)); p.Total != 7 {
		t.Errorf("%d left", p.Total)
	}
	sh.ok(undo(sh))
	if tier(list[9]) != "" || tier(list[7]) != "" {
		t.Error("one undo does not take all back")
	}
	must[job.ID](t)(sh.AcceptAll())
	waitJobs(sh)
	if p := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false)); p.Total != 0 {
		t.Errorf("%d left after all", p.Total)
	}
	sh.ok(undo(sh))
	if p := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false)); p.Total != 10 {
		t.Errorf("%d after undo", p.Total)
	}
}

func TestNotNowIsRememberedAndCanBeTakenBack(t *testing.T) {
	sh := open(t)
	list := sh.buyers()
	sh.ok(sh.NotNow(list[:2]))
	count := func(putOff bool) int64 { return must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, putOff)).Total }
	if p := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false)); p.PutOff != 2 {
		t.Errorf("got %d", p.PutOff)
	}
	if count(false) != 8 || count(true) != 2 {
		t.Errorf("got %d and %d", count(false), count(true))
	}
	if !must[*insight.Judgement](t)(sh.Of(list[0])).PutOff {
		t.Error("the page of the customer does not know")
	}
	sh.ok(sh.Reconsider(list[:1]))
	if count(false) != 9 {
		t.Errorf("got %d", count(false))
	}
	sh.ok(undo(sh))
	sh.ok(undo(sh))
	if count(true) != 0 || count(false) != 10 {
		t.Errorf("got %d and %d", count(false), count(true))
	}
	// Put off is that tier, not any.
	sh.ok(sh.NotNow(list[:1]))
	for k := range 8 {
		sh.sell(list[0], k, 100_000)
	}
	if j := must[*insight.Judgement](t)(sh.Of(list[0])); j.Suggested == "C" || j.PutOff {
		t.Errorf("got %+v", j)
	}
}

func TestSalesFollowTheirContracts(t *testing.T) {
	sh := open(t)
	a, b := sh.customer(customer.Customer{}), sh.customer(customer.Customer{})
	worth := func(id customer.ID) insight.Worth { return must[*insight.Judgement](t)(sh.Of(id)).Worth }
	k := sh.sell(a, 5, 100)
	sh.sell(a, 5, 50)
	sh.contract(contract.Contract{CustomerID: a, Stage: contract.Draft, Amount: 99900, Currency: "CNY"})
	sh.contract(contract.Contract{CustomerID: a, Stage: contract.Signed, Amount: 77700, Currency: "USD", SignDate: "2026-11-01"})
	if w := worth(a); w.Sales != 3 || w.Days != 2 || w.Total != 15000 || w.Other != 1 || w.FirstDay != "2026-11-01" || w.LastDay != "2026-11-17" {
		t.Errorf("got %+v", w)
	}
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.moved"}, func(tx *store.Tx) error {
		c, err := store.Get[contract.Contract](tx.DB, contract.KindContract, int64(k))
		if err != nil {
			return err
		}
		c.CustomerID = b
		return tx.Update(&c)
	}))
	if worth(a).Total != 5000 || worth(b).Total != 10000 {
		t.Errorf("moved: got %+v and %+v", worth(a), worth(b))
	}
	sh.ok(undo(sh))
	if worth(a).Total != 15000 || worth(b).Sales != 0 {
		t.Errorf("taken back: got %+v and %+v", worth(a), worth(b))
	}
	sh.ok(sh.customers.Trash([]int64{int64(a)}))
	if p := must[*insight.SuggestionPage](t)(sh.Suggestions(0, 0, false)); p.Buyers != 0 {
		t.Errorf("%d buyers in the trash", p.Buyers)
	}
	sh.ok(undo(sh))
	if worth(a).Total != 15000 {
		t.Errorf("back from the trash: got %+v", worth(a))
	}
}
