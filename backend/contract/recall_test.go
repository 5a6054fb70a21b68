package contract_test

import (
	"testing"

	"keyue/backend/contract"
	"keyue/backend/locale"
	"keyue/backend/template"
)

// said gives what a field of a contract's form says.
func said(v *contract.View, key string) any {
	for _, f := range v.Fields {
		if f.Key == key {
			return f.Value
		}
	}
	return nil
}

func missing(v *contract.View) map[string]bool {
	out := map[string]bool{}
	for _, f := range v.Fields {
		if f.Missing {
			out[f.Key] = true
		}
	}
	return out
}

// Nobody's country is taken for granted: the form asks for the law and the
// courts, once.
func TestAnOwnerAnswersForTheLawOnce(t *testing.T) {
	sh := open(t)
	begin := func() *contract.View {
		t.Helper()
		v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("en-sale")})
		sh.must(err)
		return v
	}
	first := begin()
	if m := missing(first); !m["law"] || !m["dispute"] {
		t.Fatalf("the first contract asks for %v, want law and dispute among them", m)
	}
	answers := map[string]any{"law": "England and Wales", "dispute": "courts", "courts": "England and Wales"}
	_, err := sh.Save(first.Contract.ID, first.Contract.Version, map[string]any{"values": answers})
	sh.must(err)

	second := begin()
	for key, want := range answers {
		if got := said(second, key); got != want {
			t.Errorf("%s of the second contract is %v, want %v as in the first", key, got, want)
		}
	}
	// What was changed for one deal is what the next begins with; an answer taken away
	// is looked for further back.
	_, err = sh.Save(second.Contract.ID, second.Contract.Version, map[string]any{"values": map[string]any{"law": "Scotland", "courts": nil}})
	sh.must(err)
	third := begin()
	if law, courts := said(third, "law"), said(third, "courts"); law != "Scotland" || courts != "England and Wales" {
		t.Errorf("the third says %v and %v, want Scotland and England and Wales", law, courts)
	}
	// The trash tells nothing.
	sh.must(sh.Trash([]contract.ID{third.Contract.ID, second.Contract.ID}))
	if law := said(begin(), "law"); law != "England and Wales" {
		t.Errorf("with the others in the trash it says %v, want England and Wales", law)
	}
	// Another template has its own last contract; changing to this one asks it too.
	other, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("en-nda")})
	sh.must(err)
	if !missing(other)["law"] {
		t.Errorf("a contract of another template says %v", said(other, "law"))
	}
	other, err = sh.Save(other.Contract.ID, other.Contract.Version, map[string]any{"templateId": sh.template("en-sale")})
	sh.must(err)
	if law := said(other, "law"); law != "England and Wales" {
		t.Errorf("changed to the template it says %v", law)
	}
}

func TestABatchSaysWhatTheLastContractSaid(t *testing.T) {
	sh := open(t)
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: sh.template("en-nda")})
	sh.must(err)
	_, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"law": "England and Wales"}})
	sh.must(err)
	in := contract.BatchInput{TemplateID: sh.template("en-nda"), Values: map[string]any{"purpose": "a supply relationship"}}
	in.CustomerIDs = append(in.CustomerIDs, sh.cust)
	check, err := sh.CheckBatch(in)
	sh.must(err)
	if check.Ready != 1 || len(check.Gaps) != 0 {
		t.Errorf("ready %d, gaps %v", check.Ready, check.Gaps)
	}
}

// What can no longer be answered so is asked again.
func TestAnAnswerThatNoLongerFitsIsNotTaken(t *testing.T) {
	sh := open(t)
	templates := template.NewService(sh.st, template.Lent{})
	const head = "---\nname: Note\nlanguage: en\nfields:\n- Buyer (buyer): party; from customer\n- Way (way): choice sea=by sea | air=by air"
	made, err := templates.Create("Note", template.KindOther, locale.En)
	sh.must(err)
	write := func(field string) {
		t.Helper()
		_, err := templates.SaveDraft(made.ID, template.Edit{Notation: head + field + "; required; as last\n---\n\nSent {way}.\n"})
		sh.must(err)
		_, err = templates.Publish(made.ID)
		sh.must(err)
	}
	write(" | rail=by rail")
	v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: made.ID})
	sh.must(err)
	_, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"way": "rail"}})
	sh.must(err)
	write("")
	v, err = sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: made.ID})
	sh.must(err)
	if !missing(v)["way"] {
		t.Errorf("the way is %v", said(v, "way"))
	}
}
