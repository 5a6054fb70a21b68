package host_test

import (
	"slices"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/host"
	"keyue/backend/insight"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/opportunity"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func TestWhatAWorkspaceBeganWithFollowsTheLanguage(t *testing.T) {
	st := testkit.Open(t, host.Kinds(insight.NewKeeper(nil))...)
	fails := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	step := func(fn func(tx *store.Tx) error) {
		t.Helper()
		fails(st.InTx(st.Context(), store.Step{Label: "test"}, fn))
	}
	step(func(tx *store.Tx) error {
		if err := contract.InstallRule(tx, locale.ZhCN); err != nil {
			return err
		}
		if err := opportunity.InstallPipeline(tx, locale.ZhCN); err != nil {
			return err
		}
		return lead.InstallChannels(tx, locale.ZhCN)
	})
	// One stage and one channel are the person's own; a number was given for contracts.
	step(func(tx *store.Tx) error {
		var stages []opportunity.Stage
		if err := tx.Order("position").Find(&stages).Error; err != nil {
			return err
		}
		stages[1].Name = "试样"
		if err := tx.Update(&stages[1]); err != nil {
			return err
		}
		list, err := lead.Channels(tx.DB)
		if err != nil {
			return err
		}
		list[0].Name = "同行介绍"
		if err := tx.Update(&list[0]); err != nil {
			return err
		}
		_, err = contract.TakeNumber(tx, contract.ForContracts)
		return err
	})
	told := func() []string {
		t.Helper()
		var out []string
		db := st.Read(st.Context())
		var stages []opportunity.Stage
		fails(store.Live(db).Order("position").Find(&stages).Error)
		for _, s := range stages[:2] {
			out = append(out, s.Name, s.Criteria[0].Name)
		}
		var rules []contract.NumberRule
		fails(store.Live(db).Order("id").Find(&rules).Error)
		for _, r := range rules[:2] {
			out = append(out, r.Name, r.Pattern)
		}
		channels, err := lead.Channels(db)
		fails(err)
		return append(out, channels[0].Name, channels[1].Name)
	}
	is := func(want ...string) {
		t.Helper()
		if got := told(); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	chinese := []string{"初步接触", "找到关键人", "试样", "需求已确认", "合同编号", "HT-{yyyy}-{seq:4}", "报价单编号", "BJ-{yyyy}-{seq:4}", "同行介绍", "官网"}
	is(chinese...)
	s := settings.NewService(st, nil)
	_, err := s.Save(map[string]any{"language": "en", "firstRunDone": true})
	fails(err)
	is("First contact", "Key person found", "试样", "Need confirmed", "Contract numbers", "HT-{yyyy}-{seq:4}", "Quote numbers", "Q-{yyyy}-{seq:4}", "同行介绍", "Website")
	_, err = s.Save(map[string]any{"language": "zh-CN"})
	fails(err)
	is(chinese...)
}
