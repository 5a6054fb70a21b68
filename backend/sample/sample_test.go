package sample_test

import (
	"slices"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/group"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/opportunity"
	"keyue/backend/payment"
	"keyue/backend/relation"
	"keyue/backend/sample"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
	"keyue/backend/typeset/press"

	"errors"
)

func open(t *testing.T) *store.Store {
	st := testkit.Open(t, payment.Following(slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), interaction.Kinds(), relation.Kinds(), group.Kinds(), template.Kinds(), contract.Kinds(), payment.Kinds(), opportunity.Kinds(), lead.Kinds()))...)
	if err := st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		return errors.Join(template.InstallStarters(tx), contract.InstallRule(tx, locale.ZhCN))
	}); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestTheSampleBusinessIsFullAndGoesAwayInOneStep(t *testing.T) {
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		t.Run(string(tag), func(t *testing.T) {
			st := open(t)
			made, err := sample.Fill(t.Context(), st, press.New(), tag, nil)
			if err != nil {
				t.Fatal(err)
			}
			if made.Customers < 80 || made.Contacts < 60 || made.Issued < 40 || made.Contracts <= made.Issued {
				t.Errorf("made %+v", made)
			}
			if a, err := interaction.NewService(st, interaction.Options{}).Agenda(0); err != nil || len(a.Overdue) == 0 || len(a.Today) == 0 || len(a.Week) == 0 || made.Interactions < 100 || made.Tasks < 8 {
				t.Errorf("made %+v, agenda %+v, %v", made, a, err)
			}
			if _, err := sample.Fill(t.Context(), st, press.New(), tag, nil); !fault.Is(err, sample.CodeNotEmpty) {
				t.Errorf("filling twice: %v", err)
			}
			groups := group.NewService(st, customer.NewService(st, customer.Options{Computed: group.CustomerValues()}))
			if list, err := groups.List(); err != nil || len(list) != 3 || list[0].Members != 8 || list[0].Shared == 0 || list[2].Handed == 0 {
				t.Errorf("groups %+v, %v", list, err)
			}
			deals := opportunity.NewService(st, opportunity.Lent{Lang: func() locale.Tag { return tag }})
			for _, x := range []struct {
				q      opportunity.Query
				fewest int64
			}{{opportunity.Query{Outcomes: []opportunity.Outcome{opportunity.Won}}, 25}, {opportunity.Query{Outcomes: []opportunity.Outcome{opportunity.Lost}}, 25},
				{opportunity.Query{Outcomes: []opportunity.Outcome{opportunity.Open}}, 15}, {opportunity.Query{Without: true}, 3}, {opportunity.Query{Late: true}, 1}} {
				if page, err := deals.List(x.q); err != nil || page.Total < x.fewest {
					t.Errorf("%+v: %d opportunities, want %d at least, %v", x.q, page.Total, x.fewest, err)
				}
			}
			var lawless int64
			if err := st.Read(st.Context()).Raw("select count(*) from contract where language = 'en' and kind in ('sale', 'service', 'lease') and json_extract(field_values, '$.law') is null").Scan(&lawless).Error; err != nil || lawless != 0 {
				t.Errorf("%d contracts have a line to write on where the law is, %v", lawless, err)
			}
			money := payment.NewService(st, nil)
			if o, err := money.Overview(); err != nil || o.OverdueCount < 2 || o.OverdueCount > 8 || o.SoonCount == 0 || made.Payments < 20 {
				t.Errorf("%d payments, overview %+v, %v", made.Payments, o, err)
			}
			var differ int64
			if err := st.Read(st.Context()).Raw("select count(*) from contract c where exists (select 1 from plan_row r where r.contract_id = c.id) and " +
				"c.amount <> (select sum(r.amount) from plan_row r where r.contract_id = c.id)").Scan(&differ).Error; err != nil || differ != 0 {
				t.Errorf("%d plans do not add up, %v", differ, err)
			}
			s := settings.NewService(st, nil)
			if now, err := s.Get(); err != nil || !now.FirstRunDone {
				t.Errorf("who asked for the sample is asked the opening questions; %v", err)
			}
			count, err := s.RemoveSample()
			if err != nil {
				t.Fatal(err)
			}
			if want := made.Customers + made.Contracts + 1; count < want {
				t.Errorf("removed %d, want at least %d", count, want)
			}
			if a, err := interaction.NewService(st, interaction.Options{}).Agenda(0); err != nil || len(a.Overdue)+len(a.Today)+len(a.Week) != 0 {
				t.Errorf("tasks are left: %+v, %v", a, err)
			}
			if o, err := money.Overview(); err != nil || o.OverdueCount+o.SoonCount != 0 {
				t.Errorf("something is owed still: %+v, %v", o, err)
			}
			if page, err := deals.List(opportunity.Query{}); err != nil || page.Total != 0 {
				t.Errorf("%d opportunities are left, %v", page.Total, err)
			}
			if list, err := groups.List(); err != nil || len(list) != 0 {
				t.Errorf("groups are left: %+v, %v", list, err)
			}
			if n, err := customer.Count(st.Read(st.Context())); err != nil || n != 0 {
				t.Errorf("%d customers left, %v", n, err)
			}
		})
	}
}
