package insight_test

import (
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/insight"
	"keyue/backend/money"
	"keyue/backend/settings"
)

func TestWhatSalesComeToFollowsOurCurrency(t *testing.T) {
	sh := open(t)
	id := sh.customer(customer.Customer{})
	sh.sell(id, 10, 500)
	sh.contract(contract.Contract{CustomerID: id, Stage: contract.Done, SignDate: date.FromTime(sh.now).AddDays(-5), Amount: 1_900_00, Currency: "EUR"})
	is := func(want money.Amount, when string) {
		t.Helper()
		if got := must[*insight.Judgement](t)(sh.Of(id)).Worth; got.Total != want || got.Other != 1 || got.Sales != 2 {
			t.Errorf("%s: %+v, want a total of %d and one other", when, got, want)
		}
	}
	is(500_00, "at first")
	saved := settings.NewService(sh.st, nil)
	if _, err := saved.Save(map[string]any{"currency": "EUR"}); err != nil {
		t.Fatal(err)
	}
	is(1_900_00, "counted in euros")
	if _, err := saved.Save(map[string]any{"currency": "CNY"}); err != nil {
		t.Fatal(err)
	}
	is(500_00, "and back")
}
