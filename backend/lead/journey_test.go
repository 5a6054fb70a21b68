package lead_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/files"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
	"keyue/backend/typeset/press"
)

// journey is one customer from a line somebody typed to a signed contract.
var journeys = []struct {
	tag                         locale.Tag
	line                        string
	company, customer, phone    string
	product, unit               string
	quoteTemplate, saleTemplate string
	quantity                    money.Quantity
}{
	{locale.ZhCN, "王芳 13800138000 杭州西溪装饰有限公司 想要30台净水器", "恒信建材有限公司", "杭州西溪装饰有限公司", "13800138000", "净水器", "台", "zh-quote", "zh-sale", 30_000},
	{locale.En, "Mary Brown, Northgate Ltd, 415-555-2671, wants 30 units centrifugal pump", "Hengxin Supplies Ltd", "Northgate Ltd", "415-555-2671", "Centrifugal pump", "pc", "en-quote", "en-sale", 30_000},
}

// TestFromALineToASignedContractNothingIsTypedTwice: a line becomes a lead, a
// customer with an opportunity, a quote on paper, a contract on paper, and the
// opportunity is won. After the line only the lines of the product's own price
// stand on paper, and nobody fills in anything.
func TestFromALineToASignedContractNothingIsTypedTwice(t *testing.T) {
	for _, j := range journeys {
		t.Run(string(j.tag), func(t *testing.T) {
			kinds := opportunity.Following(slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), interaction.Kinds(), product.Kinds(), template.Kinds(),
				contract.Kinds(), opportunity.Kinds(), lead.Kinds()))
			st := testkit.Open(t, kinds...)
			reg := files.New(files.Options{Dir: testkit.NewDir(t), Now: st.Now})
			t.Cleanup(func() { _ = reg.Close() })
			lang := func() locale.Tag { return j.tag }
			leads := lead.NewService(st, lead.Lent{Lang: lang})
			opportunities := opportunity.NewService(st, opportunity.Lent{Lang: lang})
			contracts := contract.NewService(st, nil, press.New(), reg, job.NewRunner(t.Context(), job.Options{Now: st.Now}), nil)
			products := product.NewService(st, nil, nil)
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
				return errors.Join(template.InstallStarters(tx), contract.InstallRule(tx, j.tag), opportunity.InstallPipeline(tx, j.tag),
					settings.AddCompany(tx, &settings.Company{Name: j.company, Address: "Hangzhou", ContactName: "Shen", Phone: "0571-88000166"}))
			}))
			_, err := products.Create(product.Product{Name: j.product, Unit: j.unit, ListPrice: 1_280_50, Tax: 1300})
			must(err)

			looks, err := leads.Read(j.line)
			must(err)
			taken, err := leads.Enter([]lead.Entry{{Lead: looks[0].Lead, Text: looks[0].Text, Verdict: looks[0].Verdict}})
			must(err)
			want, err := leads.Propose(taken.Leads[0])
			must(err)
			want.Opportunity = true
			made, err := leads.Convert(taken.Leads[0], 0, want.Conversion)
			must(err)
			id := opportunity.ID(made.OpportunityID)

			quoteID, err := opportunities.NewQuote(id, 0)
			must(err)
			quote := paper(t, contracts, reg, quoteID, j.quoteTemplate)
			d, err := opportunities.Get(id)
			must(err)
			quoted := false
			for _, c := range d.Judged {
				quoted = quoted || c.Kind == opportunity.Quoted && c.Met
			}
			if !quoted {
				t.Errorf("the quote is not counted: %+v", d.Judged)
			}

			accepted, err := contracts.Accept(quoteID, quote.Contract.Version, 0)
			must(err)
			view := paper(t, contracts, reg, accepted.Contract.ID, j.saleTemplate)
			for _, side := range []*contract.View{quote, view} {
				c := side.Contract
				if len(c.Lines) != 1 || c.Lines[0].Name != j.product || c.Lines[0].Qty != j.quantity || c.Lines[0].Price != 1_280_50 || c.Lines[0].Unit != j.unit || c.Amount != 38_415_00 {
					t.Errorf("%s: lines %+v, amount %s", side.TemplateName, c.Lines, c.Amount)
				}
				p := c.Parties
				if p == nil || p.Customer.Name != j.customer || !strings.Contains(p.Customer.Phone, j.phone) || p.Company.Name != j.company {
					t.Errorf("%s: parties %+v", side.TemplateName, p)
				}
				if c.OpportunityID != made.OpportunityID || c.CustomerID != made.CustomerID {
					t.Errorf("%s: opportunity %d, customer %d", side.TemplateName, c.OpportunityID, c.CustomerID)
				}
			}

			_, err = contracts.Move(view.Contract.ID, view.Contract.Version, contract.Signed, "")
			must(err)
			d, err = opportunities.Get(id)
			must(err)
			if d.Outcome != opportunity.Won || d.Amount != view.Contract.Amount {
				t.Errorf("the opportunity is %s at %s", d.Outcome, d.Amount)
			}
		})
	}
}

// paper issues a draft as it is, and fails where something required was asked
// for that no earlier entry had: an address to deliver to is the only thing that
// nobody has said yet.
func paper(t *testing.T, s *contract.Service, reg *files.Registry, id contract.ID, code string) *contract.View {
	t.Helper()
	v, err := s.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Fields {
		// What no record can know, the law for one, is answered with the first contract.
		if f.Missing && !f.AsLast && !strings.Contains(strings.ToLower(f.Key), "place") {
			t.Errorf("%s asks for %s", code, f.Label)
		}
	}
	out, err := s.Issue(id, v.Contract.Version, contract.IssueOptions{AllowGaps: true})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := reg.Copy(out.URL, &b); err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF")) {
		t.Fatalf("%s: no PDF: %v", code, err)
	}
	v, err = s.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
