package contract_test

import (
	"bytes"
	"strings"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
)

// offered are the lines of the quotes of these tests.
func offered() []contract.Line {
	return []contract.Line{
		{Code: "SY-3", Name: "3号样布", Spec: "150cm", Unit: "米", Qty: 100_000, ListPrice: 5000, Price: 4800, Discount: 500, Tax: 1300},
		{Name: "运费", Unit: "车", Qty: 1000, Price: 20001},
	}
}

// quote makes a draft of a quote from what an opportunity knows.
func (sh *shop) quote() *contract.View {
	sh.t.Helper()
	var c contract.Contract
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) (err error) {
		c, err = contract.Begin(sh.st, tx, contract.Start{CreateInput: contract.CreateInput{CustomerID: sh.cust}, Quote: true, OpportunityID: 7,
			Lines: offered(), WholeDiscount: 250})
		return err
	}))
	return sh.get(c.ID)
}

func (sh *shop) today() date.Date { return date.FromTime(sh.st.Now()) }

func (sh *shop) get(id contract.ID) *contract.View {
	sh.t.Helper()
	v, err := sh.Get(id)
	sh.must(err)
	return v
}

// issuedQuote issues a quote and gives its view.
func (sh *shop) issuedQuote(id contract.ID) *contract.View {
	sh.t.Helper()
	v := sh.get(id)
	_, err := sh.Issue(id, v.Contract.Version, contract.IssueOptions{})
	sh.must(err)
	return sh.get(id)
}

func TestAQuoteStartsFromTheOpportunity(t *testing.T) {
	sh := open(t)
	v := sh.quote()
	c := v.Contract
	if v.TemplateName != "报价单" || !c.IsQuote() || c.Edition != 1 || c.OpportunityID != 7 {
		t.Errorf("%q, kind %s, edition %d, opportunity %d", v.TemplateName, c.Kind, c.Edition, c.OpportunityID)
	}
	if v.Number != "BJ-2026-0001" {
		t.Errorf("number %s", v.Number)
	}
	if want := sh.today().AddDays(15); c.EndDate != want {
		t.Errorf("valid until %s, want %s", c.EndDate, want)
	}
	for _, f := range v.Fields {
		if f.Missing {
			t.Errorf("%s is asked for", f.Label)
		}
		// What an opportunity is called is a note of ours, not for the customer to read.
		if f.Key == "project" && f.Origin != "" {
			t.Errorf("the subject is %v", f.Value)
		}
	}
	want := template.Compute(offered(), 250, true).Total
	if c.Amount != want {
		t.Errorf("amount %s, want %s", c.Amount, want)
	}
}

func TestAnAcceptedQuoteBecomesAContractWithNothingTypedAgain(t *testing.T) {
	sh := open(t)
	q := sh.issuedQuote(sh.quote().Contract.ID)
	v, err := sh.Accept(q.Contract.ID, q.Contract.Version, 0)
	sh.must(err)
	c := v.Contract
	if c.IsQuote() || v.TemplateName != "买卖合同" || c.QuoteID != q.Contract.ID || c.OpportunityID != 7 || c.Edition != 0 {
		t.Errorf("%q, quote %d, opportunity %d, edition %d", v.TemplateName, c.QuoteID, c.OpportunityID, c.Edition)
	}
	if c.Amount != q.Contract.Amount || len(c.Lines) != 2 || c.Lines[0] != offered()[0] || c.Lines[1] != offered()[1] || c.WholeDiscount != 250 {
		t.Errorf("amount %s of %s, lines %+v", c.Amount, q.Contract.Amount, c.Lines)
	}
	if v.Number != "HT-2026-0001" {
		t.Errorf("the contract is numbered %s", v.Number)
	}
	for _, f := range v.Fields {
		if f.Missing {
			t.Errorf("%s is asked for", f.Label)
		}
	}
	if v.Offer == nil || v.Offer.From == nil || v.Offer.From.Number != "BJ-2026-0001" || len(v.Offer.Terms) == 0 {
		t.Errorf("the contract does not show its quote: %+v", v.Offer)
	}
	q = sh.get(q.Contract.ID)
	if q.Contract.Stage != contract.Accepted || q.Contract.RepliedOn != sh.today() || len(q.Offer.Made) != 1 {
		t.Errorf("the quote is %s, answered %q, made %+v", q.Contract.Stage, q.Contract.RepliedOn, q.Offer.Made)
	}
	again, err := sh.Accept(q.Contract.ID, q.Contract.Version, 0)
	sh.must(err)
	if again.Contract.ID != c.ID {
		t.Error("accepting twice makes two contracts")
	}
	issued, err := sh.Issue(c.ID, again.Contract.Version, contract.IssueOptions{})
	sh.must(err)
	if !bytes.HasPrefix(sh.fetch(issued.URL), []byte("%PDF")) {
		t.Error("no PDF")
	}
}

func TestAcceptingIsOneStepToUndo(t *testing.T) {
	sh := open(t)
	q := sh.issuedQuote(sh.quote().Contract.ID)
	v, err := sh.Accept(q.Contract.ID, q.Contract.Version, 0)
	sh.must(err)
	var last int64
	sh.must(sh.st.Read(sh.st.Context()).Raw("select max(id) from step").Scan(&last).Error)
	_, err = sh.st.Undo(sh.st.Context(), last)
	sh.must(err)
	if q := sh.get(q.Contract.ID); q.Contract.Stage != contract.Printed || q.Contract.RepliedOn != "" {
		t.Errorf("the quote is %s after the undo", q.Contract.Stage)
	}
	if sh.get(v.Contract.ID).Contract.DeletedAt == nil {
		t.Error("the contract is still there")
	}
}

func TestANewEditionKeepsTheOld(t *testing.T) {
	sh := open(t)
	q := sh.issuedQuote(sh.quote().Contract.ID)
	before := sh.fetch(must1(sh.IssuePDF(q.Issues[0].ID))(t))
	v, err := sh.NewEdition(q.Contract.ID)
	sh.must(err)
	if v.Number != "BJ-2026-0001-2" || v.Contract.Edition != 2 || v.Contract.FirstID != q.Contract.ID || len(v.Offer.Editions) != 2 {
		t.Errorf("number %s, edition %d of %d, %+v", v.Number, v.Contract.Edition, v.Contract.FirstID, v.Offer)
	}
	if again, err := sh.NewEdition(q.Contract.ID); err != nil || again.Contract.ID != v.Contract.ID {
		t.Errorf("a second draft of the same edition: %v", err)
	}
	lines := v.Contract.Lines
	lines[0].Price = 4500
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": lines})
	sh.must(err)
	if old := sh.get(q.Contract.ID); old.Contract.Stage != contract.Printed {
		t.Errorf("the old edition is %s before the new one is issued", old.Contract.Stage)
	}
	v = sh.issuedQuote(v.Contract.ID)
	old := sh.get(q.Contract.ID)
	if old.Contract.Stage != contract.Replaced || old.Contract.Amount == v.Contract.Amount {
		t.Errorf("the old edition is %s at %s", old.Contract.Stage, old.Contract.Amount)
	}
	if after := sh.fetch(must1(sh.IssuePDF(old.Issues[0].ID))(t)); !bytes.Equal(before, after) {
		t.Error("the old edition's paper changed")
	}
	if _, err := sh.Accept(old.Contract.ID, old.Contract.Version, 0); !fault.Is(err, "contract.stage") {
		t.Errorf("a replaced edition can be accepted: %v", err)
	}
}

func must1[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestQuotesAreNotAmongTheContracts(t *testing.T) {
	sh := open(t)
	q := sh.issuedQuote(sh.quote().Contract.ID)
	sale := sh.sale()
	if sale.TemplateName != "买卖合同" {
		t.Fatal(sale.TemplateName)
	}
	for _, quotes := range []bool{false, true} {
		page, err := sh.List(contract.Query{Quotes: quotes})
		sh.must(err)
		want := sale.Contract.ID
		if quotes {
			want = q.Contract.ID
		}
		if page.Total != 1 || page.Rows[0].ID != want {
			t.Errorf("quotes %v: %+v", quotes, page)
		}
	}
	counts, err := sh.Counts(false)
	sh.must(err)
	of, err := sh.Counts(true)
	sh.must(err)
	if counts.All != 1 || of.All != 1 || of.Stages[contract.Printed] != 1 || of.Expiring != 0 {
		t.Errorf("contracts %+v, quotes %+v", counts, of)
	}
	next, err := sh.Create(contract.CreateInput{CustomerID: sh.cust})
	sh.must(err)
	if next.Contract.IsQuote() {
		t.Error("after a quote, a new contract is a quote")
	}
	page, err := sh.List(contract.Query{OpportunityID: 7, Quotes: true})
	sh.must(err)
	if page.Total != 1 {
		t.Errorf("%d quotes of the opportunity", page.Total)
	}
}

func TestQuotesThatLapseAreTold(t *testing.T) {
	sh := open(t)
	for days, lapses := range map[int]bool{3: true, 0: true, -4: true, 30: false} {
		v := sh.quote()
		v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"validUntil": string(sh.today().AddDays(days))}})
		sh.must(err)
		v = sh.issuedQuote(v.Contract.ID)
		page, err := sh.LapsingQuotes()
		sh.must(err)
		told := false
		for _, r := range page.Rows {
			told = told || r.ID == v.Contract.ID
		}
		if told != lapses {
			t.Errorf("valid for %d days: told %v", days, told)
		}
	}
	page, err := sh.LapsingQuotes()
	sh.must(err)
	if page.Total != 3 {
		t.Errorf("%d lapse", page.Total)
	}
	first := sh.get(page.Rows[0].ID)
	_, err = sh.Decline(first.Contract.ID, first.Contract.Version, contract.Refusal{Reason: "price"})
	sh.must(err)
	if page, _ := sh.LapsingQuotes(); page.Total != 2 {
		t.Error("an answered quote still lapses")
	}
}

func TestADraftTurnsIntoWhatItsTemplateIs(t *testing.T) {
	sh := open(t)
	v := sh.quote()
	v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"templateId": sh.template("zh-sale")})
	sh.must(err)
	if v.Contract.IsQuote() || v.Number != "HT-2026-0001" || v.Contract.Edition != 0 {
		t.Errorf("%s, edition %d", v.Number, v.Contract.Edition)
	}
	q := sh.issuedQuote(sh.quote().Contract.ID)
	if _, err := sh.Save(q.Contract.ID, q.Contract.Version, map[string]any{"templateId": sh.template("zh-sale")}); !fault.Is(err, "contract.stays_what_it_is") {
		t.Errorf("an issued quote turned into a contract: %v", err)
	}
}

func TestTheDeliveryTermOfAQuoteIsThatOfTheContract(t *testing.T) {
	sh := open(t)
	for said, want := range map[string][2]string{"FOB Shanghai": {"FOB", "Shanghai"}, "cif, Port of Hamburg": {"CIF", "Port of Hamburg"}, "as agreed": {"", ""}} {
		q := sh.quote()
		q, err := sh.Save(q.Contract.ID, q.Contract.Version, map[string]any{"templateId": sh.template("en-quote"), "values": map[string]any{"incoterm": said}})
		sh.must(err)
		q = sh.issuedQuote(q.Contract.ID)
		v, err := sh.Accept(q.Contract.ID, q.Contract.Version, sh.template("en-sale"))
		sh.must(err)
		term, _ := v.Contract.Values["term"].(string)
		place, _ := v.Contract.Values["place"].(string)
		if term != want[0] || place != want[1] {
			t.Errorf("%q became %q at %q", said, term, place)
		}
	}
	// Goods that are handed over at our works are handed over at ours.
	q := sh.quote()
	q, err := sh.Save(q.Contract.ID, q.Contract.Version, map[string]any{"templateId": sh.template("en-quote")})
	sh.must(err)
	q = sh.issuedQuote(q.Contract.ID)
	v, err := sh.Accept(q.Contract.ID, q.Contract.Version, sh.template("en-sale"))
	sh.must(err)
	company, err := settings.FindCompany(sh.st.Read(sh.st.Context()), v.Contract.CompanyID)
	sh.must(err)
	if place, _ := v.Contract.Values["place"].(string); v.Contract.Values["term"] != "EXW" || place != company.Address {
		t.Errorf("the usual term became %v at %q", v.Contract.Values["term"], place)
	}
}

// TestTheContractIsWorthWhatWasAccepted: whether the prices include tax goes
// along, and a template that makes another amount of them is refused.
func TestTheContractIsWorthWhatWasAccepted(t *testing.T) {
	sh := open(t)
	for code, ok := range map[string]bool{"zh-sale": true, "en-sale": true, "zh-nda": false} {
		q := sh.issuedQuote(sh.quote().Contract.ID)
		v, err := sh.Accept(q.Contract.ID, q.Contract.Version, sh.template(code))
		switch {
		case !ok && !fault.Is(err, "contract.amount_differs"):
			t.Errorf("%s: %v", code, err)
		case ok && err != nil:
			t.Errorf("%s: %v", code, err)
		case ok && v.Contract.Amount != q.Contract.Amount:
			t.Errorf("%s: %s of %s", code, v.Contract.Amount, q.Contract.Amount)
		}
	}
}

func TestWhatIsNoQuoteIsNotAccepted(t *testing.T) {
	sh := open(t)
	sale := sh.sale()
	if _, err := sh.Accept(sale.Contract.ID, sale.Contract.Version, 0); !fault.Is(err, "contract.not_a_quote") {
		t.Error(err)
	}
	q := sh.quote()
	if _, err := sh.Accept(q.Contract.ID, q.Contract.Version, 0); !fault.Is(err, "contract.not_issued") {
		t.Error(err)
	}
	q = sh.issuedQuote(q.Contract.ID)
	if _, err := sh.Accept(q.Contract.ID, q.Contract.Version, sh.template("zh-quote")); !fault.Is(err, "contract.is_a_quote") {
		t.Error(err)
	}
	if v := sh.get(q.Contract.ID); v.Contract.Stage != contract.Printed {
		t.Errorf("what failed left the quote %s", v.Contract.Stage)
	}
	if _, err := sh.CreateQuote(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("zh-sale")}); !fault.Is(err, "contract.not_a_quote") {
		t.Error(err)
	}
}

func TestADeclinedQuoteSaysWhy(t *testing.T) {
	sh := open(t)
	q := sh.issuedQuote(sh.quote().Contract.ID)
	id, version := q.Contract.ID, q.Contract.Version
	for _, why := range []contract.Refusal{{}, {Reason: "weather"}, {Reason: "price", Note: strings.Repeat("贵", 2001)}} {
		if _, err := sh.Decline(id, version, why); len(fault.From(err).Fields) != 1 {
			t.Errorf("%+v: %v", why.Reason, err)
		}
	}
	if _, err := sh.Move(id, version, contract.Declined, "因为贵"); fault.From(err).Fields == nil {
		t.Errorf("declined without a reason: %v", err)
	}
	v, err := sh.Decline(id, version, contract.Refusal{Reason: "price", Note: " 比对手贵一成 "})
	sh.must(err)
	if c := v.Contract; c.Stage != contract.Declined || c.DeclineReason != "price" || c.DeclineNote != "比对手贵一成" || c.RepliedOn != sh.today() {
		t.Errorf("%+v", c)
	}
	if _, err := sh.Save(id, v.Contract.Version, map[string]any{"declineReason": "other"}); err == nil {
		t.Error("a reason was saved by itself")
	}
	// They changed their mind.
	v, err = sh.Move(id, v.Contract.Version, contract.Sent, "")
	sh.must(err)
	if v.Contract.DeclineReason != "" || v.Contract.DeclineNote != "" {
		t.Errorf("still declined because of %s", v.Contract.DeclineReason)
	}
	sale := sh.sale()
	if _, err := sh.Decline(sale.Contract.ID, sale.Contract.Version, contract.Refusal{Reason: "price"}); !fault.Is(err, "contract.not_a_quote") {
		t.Error(err)
	}
}

func TestAnAcceptedQuoteStaysAndANewEditionIsMade(t *testing.T) {
	sh := open(t)
	q := sh.issuedQuote(sh.quote().Contract.ID)
	_, err := sh.Accept(q.Contract.ID, q.Contract.Version, sh.template("zh-sale"))
	sh.must(err)
	q = sh.get(q.Contract.ID)
	for name, try := range map[string]func() error{
		"saved": func() error {
			_, err := sh.Save(q.Contract.ID, q.Contract.Version, map[string]any{"wholeDiscount": 100})
			return err
		},
		"issued": func() error {
			_, err := sh.Issue(q.Contract.ID, q.Contract.Version, contract.IssueOptions{})
			return err
		},
		"replaced": func() error { _, err := sh.UseNewestVersion(q.Contract.ID, q.Contract.Version); return err },
	} {
		if err := try(); !fault.Is(err, "contract.quote_accepted_kept") {
			t.Errorf("%s: %v", name, err)
		}
	}
	next, err := sh.NewEdition(q.Contract.ID)
	sh.must(err)
	_, err = sh.Save(next.Contract.ID, next.Contract.Version, map[string]any{"wholeDiscount": 100})
	sh.must(err)
}

// Templates of one's own call the same thing by other names; ours count in months
// what the quote says in words.
func TestWhatTheQuoteSaysGoesIntoTheContract(t *testing.T) {
	sh := open(t)
	v := sh.quote()
	v, err := sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"warranty": "2 年"}})
	sh.must(err)
	q := sh.issuedQuote(v.Contract.ID)

	templates := template.NewService(sh.st, template.Lent{})
	list, err := templates.List(template.Filter{Text: "买卖合同"})
	sh.must(err)
	own, err := templates.Duplicate(list[0].ID, "买卖合同")
	sh.must(err)
	d, err := templates.Get(own.ID)
	sh.must(err)
	text := strings.Replace(d.Notation, "- 质保期 (warranty): 整数; 默认 12;", "- 质保期 (guarantee): 文本;", 1)
	text = strings.Replace(text, "? 质保期 大于 0", "? 质保期 已填", 1)
	_, err = templates.SaveDraft(own.ID, template.Edit{Notation: text})
	sh.must(err)
	_, err = templates.Publish(own.ID)
	sh.must(err)

	for id, want := range map[template.ID]any{list[0].ID: 24.0, own.ID: "2 年"} {
		v, err = sh.Accept(q.Contract.ID, q.Contract.Version, id)
		sh.must(err)
		key := map[bool]string{true: "guarantee", false: "warranty"}[id == own.ID]
		if got := v.Contract.Values[key]; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
		if v.Contract.Name != "买卖合同" {
			t.Errorf("with %q the contract is called %q", v.TemplateName, v.Contract.Name)
		}
		for _, term := range v.Offer.Terms {
			if term.Label == "质保" {
				t.Error("what was carried is told as if it were not")
			}
		}
		sh.must(sh.Trash([]contract.ID{v.Contract.ID}))
	}
}

// Who made a template of their own wants it, not ours.
func TestTheFirstContractIsOnTheOwnersOwnTemplate(t *testing.T) {
	sh := open(t)
	templates := template.NewService(sh.st, template.Lent{})
	list, err := templates.List(template.Filter{Text: "服务合同"})
	sh.must(err)
	own, err := templates.Duplicate(list[0].ID, "我们的合同")
	sh.must(err)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust})
	sh.must(err)
	if v.Contract.TemplateID != own.ID {
		t.Errorf("it is made with %q", v.TemplateName)
	}
}
