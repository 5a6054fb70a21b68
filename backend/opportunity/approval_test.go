package opportunity_test

import (
	"slices"
	"testing"

	"keyue/backend/approval"
	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
	"keyue/backend/typeset/press"
)

// office is a workspace with an owner and a salesperson, who is working.
type office struct {
	*world
	staff     *staff.Service
	approvals *approval.Service
	papers    *contract.Service
	boss, rep staff.ID
}

func openOffice(t *testing.T) *office {
	t.Helper()
	st := testkit.OpenWith(t, store.Options{Kinds: opportunity.Following(slices.Concat(settings.Kinds(), staff.Kinds(), attachment.Kinds(), customer.Kinds(),
		interaction.Kinds(), product.Kinds(), template.Kinds(), approval.Kinds(), contract.Kinds(), opportunity.Kinds()))})
	o := &office{world: &world{t: t, st: st}, staff: staff.NewService(st, nil), papers: contract.NewService(st, nil, press.New(), nil, nil, nil)}
	o.approvals = approval.NewService(st, map[approval.What]func(*store.Tx, *approval.Approval) error{approval.Lost: opportunity.CloseApproved})
	o.customers = customer.NewService(st, customer.Options{})
	o.s = opportunity.NewService(st, opportunity.Lent{Lang: func() locale.Tag { return locale.En }})
	o.ok(opportunity.OnOpen(st, func() locale.Tag { return locale.En })(st.Context()))
	o.ok(st.InTx(st.Context(), store.Step{Label: "test"}, template.InstallStarters))
	o.ok(st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error { return contract.InstallRule(tx, locale.En) }))
	list, err := o.s.Pipelines()
	o.ok(err)
	for _, stage := range list[0].Stages {
		o.stages = append(o.stages, stage.ID)
	}
	o.who = o.customer("Hengxin")
	for _, p := range []struct {
		name string
		role staff.Role
		id   *staff.ID
	}{{"Wang", staff.Owner, &o.boss}, {"Li", staff.Sales, &o.rep}} {
		saved, err := o.staff.Save(staff.Staff{Name: p.name, Role: p.role})
		o.ok(err)
		*p.id = saved.ID
	}
	o.work(o.rep)
	return o
}

func (o *office) work(id staff.ID) {
	o.t.Helper()
	o.ok(o.staff.Work(id))
}

func (o *office) waiting() *approval.Waiting {
	o.t.Helper()
	w, err := o.approvals.Waiting()
	o.ok(err)
	return w
}

func (o *office) cheap(price int64) opportunity.Line {
	return opportunity.Line{Name: "Tile", Code: "T1", Unit: "pc", Qty: 1000, Price: money.Amount(price), Floor: 1000_00, FloorReason: "old stock"}
}

func TestAPriceUnderTheFloorWaitsForAnOwner(t *testing.T) {
	o := openOffice(t)
	d := o.create(opportunity.Opportunity{Lines: []opportunity.Line{o.cheap(900_00)}})
	if d.OwnerID != o.rep || len(d.Approval.Floor) != 1 {
		t.Fatalf("it belongs to %d, %+v waits", d.OwnerID, d.Approval)
	}
	q, err := o.s.NewQuote(d.ID, 0)
	o.ok(err)
	issue := func() error {
		return o.st.InTx(o.st.Context(), store.Step{Label: "contract.issued"}, func(tx *store.Tx) error {
			var c contract.Contract
			if err := tx.First(&c, q).Error; err != nil {
				return err
			}
			return contract.IssueDraft(o.st, tx, press.New(), &c, contract.IssueOptions{AllowGaps: true})
		})
	}
	if err := issue(); codes(err) != "approval.floor_needed" {
		t.Fatalf("printed without approval: %v", err)
	}

	d, err = o.s.AskFloor(d.ID, "they pay at once")
	o.ok(err)
	w := o.waiting()
	if len(w.Mine) != 0 || len(w.Asked) != 1 || w.Asked[0].Reason != "Tile: old stock\nthey pay at once" || w.Asked[0].Title != "Tiles" || w.Asked[0].CustomerName != "Hengxin" {
		t.Fatalf("%+v", w)
	}
	asked := w.Asked[0].ID
	if err := o.approvals.Answer(asked, true, ""); codes(err) != "approval.not_owner" {
		t.Errorf("who asks answered: %v", err)
	}
	// Asked again, it is one question still; taken back, none.
	_, err = o.s.AskFloor(d.ID, "please")
	o.ok(err)
	if w = o.waiting(); len(w.Asked) != 1 || w.Asked[0].ID == asked {
		t.Errorf("%+v", w.Asked)
	}
	asked = w.Asked[0].ID
	o.ok(o.approvals.Withdraw(asked))
	if err := o.approvals.Withdraw(asked); codes(err) != "approval.over" || len(o.waiting().Asked) != 0 {
		t.Errorf("taken back twice: %v", err)
	}
	o.undo()
	if len(o.waiting().Asked) != 1 {
		t.Error("an undo did not bring the question back")
	}

	o.work(o.boss)
	if err := o.approvals.Answer(asked, false, " "); fault.From(err).Fields == nil {
		t.Errorf("refused without a word: %v", err)
	}
	o.ok(o.approvals.Answer(asked, true, "once"))
	o.undo()
	if w := o.waiting(); len(w.Mine) != 1 {
		t.Fatalf("the answer was not undone: %+v", w)
	}
	o.ok(o.approvals.Answer(asked, true, "once"))
	o.work(o.rep)

	// What was agreed to holds for the quote and the contract, and for no lower price.
	o.ok(issue())
	c, err := o.s.NewContract(d.ID, 0)
	o.ok(err)
	v, err := o.papers.Get(c)
	o.ok(err)
	if len(v.Approval.Floor) != 0 || len(v.Approval.List) != 2 {
		t.Errorf("the contract asks again: %+v", v.Approval)
	}
	for price, agreed := range map[int64]bool{900_00: true, 950_00: true, 899_99: false, 0: false} {
		v, err = o.papers.Save(c, v.Contract.Version, map[string]any{"lines": []opportunity.Line{o.cheap(price)}})
		o.ok(err)
		if got := len(v.Approval.Floor) == 0; got != agreed {
			t.Errorf("at %d: agreed %v", price, got)
		}
	}
	v, err = o.papers.Save(c, v.Contract.Version, map[string]any{"lines": []opportunity.Line{o.cheap(900_00)}, "wholeDiscount": 1})
	o.ok(err)
	if len(v.Approval.Floor) != 1 {
		t.Error("a discount on the whole goes further below")
	}
	v, err = o.papers.AskFloor(c, "")
	o.ok(err)
	if v.Approval.List[0].State != approval.Asked || v.Approval.List[0].AboutKind != contract.KindContract {
		t.Errorf("%+v", v.Approval.List[0])
	}
}

func TestGivingUpWaitsForAnOwnerWhereTheRuleSaysSo(t *testing.T) {
	o := openOffice(t)
	lost := opportunity.Closing{Outcome: opportunity.Lost, Reason: "price", Note: "too dear"}
	free := o.create(opportunity.Opportunity{Name: "free"})
	_, err := o.s.Close(free.ID, free.StageID, lost)
	o.ok(err)

	if err := o.approvals.SetRules(approval.Rules{Lost: true}); codes(err) != "approval.not_owner" {
		t.Errorf("a salesperson changed the rules: %v", err)
	}
	o.work(o.boss)
	o.ok(o.approvals.SetRules(approval.Rules{Lost: true}))
	o.work(o.rep)
	d := o.create(opportunity.Opportunity{})
	if _, err := o.s.Close(d.ID, d.StageID, lost); codes(err) != "approval.lost_needed" {
		t.Fatalf("closed without approval: %v", err)
	}
	if _, err := o.s.AskLost(d.ID, d.StageID, opportunity.Closing{}); fault.From(err).Fields == nil {
		t.Errorf("asked without a reason: %v", err)
	}
	if _, err := o.s.AskLost(d.ID, o.stages[2], lost); codes(err) != "opportunity.elsewhere" {
		t.Errorf("asked where it is not: %v", err)
	}
	d, err = o.s.AskLost(d.ID, d.StageID, lost)
	o.ok(err)
	if d.Outcome != opportunity.Open || !d.AskLost || len(d.Approval.List) != 1 {
		t.Fatalf("%+v", d.Approval)
	}
	o.work(o.boss)
	w := o.waiting()
	o.ok(o.approvals.Answer(w.Mine[0].ID, true, ""))
	d, err = o.s.Get(d.ID)
	o.ok(err)
	if d.Outcome != opportunity.Lost || d.ClosingReason != "price" || d.ClosingNote != "too dear" || d.AskLost {
		t.Errorf("%+v", d.Opportunity)
	}
	o.undo()
	if d, err = o.s.Get(d.ID); err != nil || d.Outcome != opportunity.Open || len(o.waiting().Mine) != 1 {
		t.Errorf("one undo takes back the answer and the closing: %v", d.Outcome)
	}
	// Won meanwhile: the answer comes too late and changes nothing.
	_, err = o.s.Close(d.ID, d.StageID, opportunity.Closing{Outcome: opportunity.Won})
	o.ok(err)
	if err := o.approvals.Answer(w.Mine[0].ID, true, ""); codes(err) != "opportunity.closed" || len(o.waiting().Mine) != 1 {
		t.Errorf("a won one was lost: %v", err)
	}
	// In the trash nothing about it waits.
	o.ok(o.s.Trash([]opportunity.ID{d.ID}))
	if len(o.waiting().Mine) != 0 {
		t.Error("what is in the trash waits for an answer")
	}
}

func TestAloneNobodyIsAsked(t *testing.T) {
	o := openOffice(t)
	o.work(o.boss)
	o.ok(o.approvals.SetRules(approval.Rules{Lost: true}))
	d := o.create(opportunity.Opportunity{Lines: []opportunity.Line{o.cheap(1_00)}})
	if _, err := o.s.AskFloor(d.ID, ""); codes(err) != "approval.alone" || len(d.Approval.Floor) != 0 || d.AskLost {
		t.Errorf("an owner asks: %v", err)
	}
	o.work(o.rep)
	o.ok(o.staff.Leave(o.boss, 0))
	d, err := o.s.Get(d.ID)
	o.ok(err)
	if len(d.Approval.Floor) != 0 || d.AskLost {
		t.Errorf("in solo mode an owner is asked: %+v", d.Approval)
	}
	_, err = o.s.Close(d.ID, d.StageID, opportunity.Closing{Outcome: opportunity.Lost, Reason: "price"})
	o.ok(err)
	alone := o.create(opportunity.Opportunity{})
	if alone.OwnerID != 0 {
		t.Errorf("in solo mode it belongs to %d", alone.OwnerID)
	}
}
