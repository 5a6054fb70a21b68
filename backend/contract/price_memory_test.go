package contract_test

import (
	"testing"

	"keyue/backend/contract"
	"keyue/backend/money"
)

func TestThePriceOfLastTimeAndTheLowestAreRemembered(t *testing.T) {
	sh := open(t)
	issue := func(lines ...contract.Line) *contract.View {
		t.Helper()
		v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("zh-sale")})
		sh.must(err)
		v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
		sh.must(err)
		_, err = sh.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{AllowGaps: true})
		sh.must(err)
		v, err = sh.Get(v.Contract.ID)
		sh.must(err)
		return v
	}
	cloth := func(price money.Amount, discount money.BasisPoints) contract.Line {
		return contract.Line{Code: "LB", Name: "滤布", Unit: "米", Qty: 1000, Price: price, Discount: discount}
	}
	low := issue(cloth(5000, 2000), contract.Line{Name: "运费", Qty: 1000, Price: 300})
	last := issue(cloth(4500, 0))
	void := issue(cloth(100, 0))
	_, err := sh.Move(void.Contract.ID, void.Contract.Version, contract.Void, "写错了")
	sh.must(err)
	draft := sh.sale()
	_, err = sh.Save(draft.Contract.ID, draft.Contract.Version, map[string]any{"lines": []contract.Line{cloth(1, 0)}})
	sh.must(err)

	m, err := sh.PriceMemory(draft.Contract.ID, contract.Line{Code: "LB", Name: "滤布（新名）"})
	sh.must(err)
	if m.Last == nil || m.Last.Price != 4500 || m.Last.Number != last.Contract.Number {
		t.Errorf("last: %+v", m.Last)
	}
	if m.Lowest == nil || m.Lowest.Net != 4000 || m.Lowest.ContractID != low.Contract.ID {
		t.Errorf("lowest: %+v", m.Lowest)
	}
	// Without a code the name and the spec say what it is.
	if m, err = sh.PriceMemory(draft.Contract.ID, contract.Line{Name: "运费"}); err != nil || m.Last == nil || m.Last.Price != 300 {
		t.Errorf("by name: %+v %v", m, err)
	}
	if m, err = sh.PriceMemory(draft.Contract.ID, contract.Line{Name: "滤布", Spec: "另一种"}); err != nil || m.Last != nil || m.Lowest != nil {
		t.Errorf("another spec: %+v %v", m, err)
	}
	// The contract itself is not its own past.
	if m, err = sh.PriceMemory(last.Contract.ID, cloth(0, 0)); err != nil || m.Last.ContractID != low.Contract.ID {
		t.Errorf("of the last one: %+v %v", m, err)
	}
}
