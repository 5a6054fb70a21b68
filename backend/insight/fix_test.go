package insight_test

import (
	"os"
	"strings"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/insight"
	"keyue/backend/store"
)

func fullCompany(change func(c *customer.Customer)) customer.Customer {
	c := customer.Customer{Kind: customer.Company, Phones: []customer.Phone{{Raw: "13800138000"}}, Emails: []string{"a@firma.com.cn"}, Province: "浙江省",
		Industry: "餐饮", Channel: "介绍", Billing: customer.Billing{TaxID: "91110000600037341L"}}
	change(&c)
	return c
}

func (sh *shop) company(change func(c *customer.Customer)) customer.ID {
	sh.t.Helper()
	c := fullCompany(change)
	sh.n++
	c.Name = "公司" + string(rune('A'+sh.n))
	return must[*customer.Detail](sh.t)(sh.customers.Create(c, []customer.Contact{{Name: "王芳", Phones: []customer.Phone{{Raw: "13900139000"}}}})).Customer.ID
}

func (sh *shop) fixes(list string) []insight.FixRow {
	sh.t.Helper()
	p := must[*insight.FixPage](sh.t)(sh.Fixes(list, 0, 0))
	if int(p.Total) != len(p.Rows) {
		sh.t.Errorf("%s: %d rows of %d", list, len(p.Rows), p.Total)
	}
	h := must[*insight.Health](sh.t)(sh.Health())
	if h.Fixes[list] != p.Total {
		sh.t.Errorf("%s: the figure is %d, the list has %d", list, h.Fixes[list], p.Total)
	}
	return p.Rows
}

func TestEachListHoldsWhatItSays(t *testing.T) {
	sh := open(t)
	good := sh.company(func(*customer.Customer) {})
	for list, spoil := range map[string]func(c *customer.Customer){
		insight.FixPhone:    func(c *customer.Customer) { c.Phones = append(c.Phones, customer.Phone{Raw: "1380013"}) },
		insight.FixEmail:    func(c *customer.Customer) { c.Emails = append(c.Emails, "lihua@qq.con") },
		insight.FixRegion:   func(c *customer.Customer) { c.Province = "" },
		insight.FixIndustry: func(c *customer.Customer) { c.Industry = "" },
		insight.FixChannel:  func(c *customer.Customer) { c.Channel = "" },
		insight.FixNoEmail:  func(c *customer.Customer) { c.Emails = nil },
	} {
		if n := len(sh.fixes(list)); n != 0 {
			t.Errorf("%s: %d before", list, n)
		}
		id := sh.company(spoil)
		rows := sh.fixes(list)
		if len(rows) != 1 || rows[0].CustomerID != id {
			t.Errorf("%s: got %+v", list, rows)
		}
		sh.ok(sh.customers.Trash([]int64{int64(id)}))
	}
	person := sh.customer(customer.Customer{Kind: customer.Person})
	if rows := sh.fixes(insight.FixNoPhone); len(rows) != 1 || rows[0].CustomerID != person {
		t.Errorf("no phone: got %+v", rows)
	}
	company := sh.customer(customer.Customer{Kind: customer.Company})
	if rows := sh.fixes(insight.FixContact); len(rows) != 1 || rows[0].CustomerID != company {
		t.Errorf("no contact: got %+v", rows)
	}
	if rows := sh.fixes(insight.FixTax); len(rows) != 0 {
		t.Errorf("no contract, so no tax id is wanted: got %+v", rows)
	}
	k := sh.contract(contract.Contract{CustomerID: company, Stage: contract.Draft, Currency: "CNY"})
	sh.contract(contract.Contract{CustomerID: good, Stage: contract.Draft, Currency: "CNY"})
	if rows := sh.fixes(insight.FixTax); len(rows) != 1 || rows[0].CustomerID != company || rows[0].ContractID != k {
		t.Errorf("tax id: got %+v", rows)
	}
	if _, err := sh.Fixes("shoes", 0, 0); !fault.Is(err, "insight.list") {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsPutRightLeavesItsListAndUndoBringsItBack(t *testing.T) {
	sh := open(t)
	id := sh.company(func(c *customer.Customer) { c.Emails = []string{"lihua@gmial.com"} })
	row := sh.fixes(insight.FixEmail)[0]
	if d := row.Holders[0].Doubts[0]; d.Code != "customer.email.typo" || d.Meant != "lihua@gmail.com" {
		t.Errorf("got %+v", d)
	}
	before := must[*insight.Health](t)(sh.Health())
	must[*customer.Detail](t)(sh.customers.Update(id, row.Version, map[string]any{"emails": []any{"lihua@gmail.com"}}))
	after := must[*insight.Health](t)(sh.Health())
	if len(sh.fixes(insight.FixEmail)) != 0 || before.Complete != 0 || after.Complete != 1 || after.Channels[0].Complete != 1 {
		t.Errorf("before %+v after %+v", before.Share, after.Share)
	}
	sh.ok(undo(sh))
	if len(sh.fixes(insight.FixEmail)) != 1 {
		t.Error("undo does not bring it back")
	}
	// The number of a contact is put right at the contact.
	p := must[*customer.Detail](t)(sh.customers.Get(id)).Contacts[0]
	must[*customer.Detail](t)(sh.customers.UpdateContact(p.ID, 0, map[string]any{"phones": []any{map[string]any{"raw": "8888 6666"}}}))
	row = sh.fixes(insight.FixPhone)[0]
	if len(row.Holders) != 1 || row.Holders[0].ContactID != p.ID || row.Holders[0].Doubts[0].Code != "customer.phone.no_area" {
		t.Errorf("got %+v", row.Holders)
	}
}

func TestWhatWasCheckedIsNotStaleAnyMore(t *testing.T) {
	sh := open(t)
	quiet, spoken := sh.company(func(*customer.Customer) {}), sh.company(func(*customer.Customer) {})
	sh.now = sh.now.AddDate(2, 0, 0)
	sh.talk(spoken)
	rows := sh.fixes(insight.FixStale)
	if len(rows) != 1 || rows[0].CustomerID != quiet {
		t.Fatalf("got %+v", rows)
	}
	must[*customer.Detail](t)(sh.customers.Update(quiet, rows[0].Version, map[string]any{"checkedOn": "2028-11-22"}))
	if rows := sh.fixes(insight.FixStale); len(rows) != 0 {
		t.Errorf("got %+v", rows)
	}
}

func TestWhoBoughtStandsFirstAndPagesJoinUp(t *testing.T) {
	sh := open(t)
	for i := range 30 {
		id := sh.customer(customer.Customer{Kind: customer.Person})
		if i%3 == 0 {
			sh.sell(id, 5, int64(i))
		}
	}
	all := sh.fixes(insight.FixChannel)
	if all[0].CustomerID != 28 {
		t.Errorf("first is %d", all[0].CustomerID)
	}
	var pages []insight.FixRow
	for at := 0; at < 30; at += 7 {
		pages = append(pages, must[*insight.FixPage](t)(sh.Fixes(insight.FixChannel, at, 7)).Rows...)
	}
	for i := range all {
		if pages[i].CustomerID != all[i].CustomerID {
			t.Fatalf("row %d: %d and %d", i, pages[i].CustomerID, all[i].CustomerID)
		}
	}
}

// The bits that the migration gives to customers from before must be those that
// the program gives, but for what only the program knows.
func TestTheMigrationGivesTheBitsOfTheProgram(t *testing.T) {
	sh := open(t)
	for _, spoil := range []func(c *customer.Customer){
		func(*customer.Customer) {}, func(c *customer.Customer) { *c = customer.Customer{} }, func(c *customer.Customer) { *c = customer.Customer{Kind: customer.Person} },
		func(c *customer.Customer) { c.Phones = []customer.Phone{{Raw: "1380013"}, {Raw: "88886666"}} },
		func(c *customer.Customer) { c.Emails, c.Province = nil, "" }, func(c *customer.Customer) { c.Industry, c.Channel, c.Billing.TaxID = "", "", "" },
	} {
		sh.company(spoil)
	}
	gone := sh.company(func(c *customer.Customer) { c.Phones, c.Emails = nil, nil })
	p := must[*customer.Detail](t)(sh.customers.Get(gone)).Contacts[0]
	must[*customer.Detail](t)(sh.customers.UpdateContact(p.ID, 0, map[string]any{"leftCompany": true}))
	sh.customer(customer.Customer{})

	text, err := os.ReadFile("../store/migrations/00072_insight.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, sql, _ := strings.Cut(string(text), "update customer set lacks =")
	sql, _, _ = strings.Cut("update customer set lacks ="+sql, ";")
	bits := func() (list []int) {
		sh.ok(sh.st.Read(sh.st.Context()).Table("customer").Order("id").Pluck("lacks", &list).Error)
		return list
	}
	program := bits()
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Quiet: true, NoUndo: true}, func(tx *store.Tx) error { return tx.Exec(sql).Error }))
	for i, b := range bits() {
		if b != program[i] {
			t.Errorf("customer %d: the migration says %b, the program %b", i+1, b, program[i])
		}
	}
}
