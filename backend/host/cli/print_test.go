package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/history"
	"keyue/backend/host"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
	"keyue/backend/typeset/press"
)

// shop is a workspace with a customer, a company of ours and the starters, as
// commands work with it.
func shop(t *testing.T) *Env {
	t.Helper()
	st := testkit.Open(t, slices.Concat(settings.Kinds(), attachment.Kinds(), customer.Kinds(), interaction.Kinds(), template.Kinds(), contract.Kinds())...)
	reg := files.New(files.Options{Dir: t.TempDir(), Now: st.Now})
	t.Cleanup(func() { _ = reg.Close() })
	jobs, p := job.NewRunner(t.Context(), job.Options{Now: st.Now}), press.New()
	err := st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		c := customer.Customer{Name: "苏州天合纺织有限公司", ShippingAddress: "苏州工业园区 2 号仓", Phones: []customer.Phone{{Raw: "0512-62880088"}}}
		return errors.Join(template.InstallStarters(tx), contract.InstallRule(tx, locale.ZhCN), settings.AddCompany(tx, &settings.Company{Name: "恒信建材有限公司"}), customer.Create(tx, &c, nil))
	})
	if err != nil {
		t.Fatal(err)
	}
	index := search.NewIndex()
	e := &Env{Store: st, Files: reg, Press: p, Lang: func() locale.Tag { return locale.ZhCN }, Open: func(context.Context) error { return nil }}
	e.Services = host.Services{Contract: contract.NewService(st, index, p, reg, jobs, nil), History: history.NewService(st, nil),
		Interaction: interaction.NewService(st, interaction.Options{}), Search: search.NewService(st, index, customer.SearchSource())}
	return e
}

func TestAPrintThatFailsLeavesNothingBehind(t *testing.T) {
	e := shop(t)
	dir := t.TempDir()
	to := filepath.Join(dir, "x.pdf")
	good := []string{"--template", "买卖合同", "--customer", "苏州天合纺织有限公司", "--line", `{"name":"样布","qty":"100","price":"48"}`}
	for _, c := range []struct {
		name, code string
		args       []string
	}{
		{"nothing is sold", "contract.gaps", slices.Concat(good[:4], []string{"-o", to})},
		{"an unknown field", fault.InvalidInput, slices.Concat(good, []string{"--set", "depositt=20%", "-o", to})},
		{"a value of another kind", fault.InvalidInput, slices.Concat(good, []string{"--set", "penalty=abc", "-o", to})},
		{"the same in a draft", fault.InvalidInput, slices.Concat(good, []string{"--set", "penalty=abc", "--draft", "-o", to})},
		{"no folder to write to", "files.not_written", slices.Concat(good, []string{"-o", filepath.Join(dir, "none", "x.pdf")})},
		{"no folder for the Word file", "files.not_written", slices.Concat(good, []string{"-o", to, "--docx", filepath.Join(dir, "none", "x.docx")})},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := runPrint(t.Context(), e, c.args)
			if !fault.Is(err, c.code) {
				t.Errorf("%v, %v", out, err)
			}
			var n, trashed int64
			if err := e.Store.Read(t.Context()).Raw("select count(*), count(deleted_at) from contract").Row().Scan(&n, &trashed); err != nil || n != 0 {
				t.Errorf("%d contracts are left, %d of them in the trash; %v", n, trashed, err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("files are left: %v %v", left, err)
			}
		})
	}
	out, err := runPrint(t.Context(), e, slices.Concat(good, []string{"--set", "deposit=20%", "-o", to, "--docx", filepath.Join(dir, "x.docx")}))
	if err != nil {
		t.Fatal(err)
	}
	if p := out.(printed); p.Number != "HT-2026-0001" || p.Issue != 1 || p.Amount != 480000 {
		t.Errorf("a number was lost: %+v", p)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("written: %v %v", left, err)
	}
}

func TestASearchHasOneShapeAndANumberTellsWhoIsCalling(t *testing.T) {
	e := shop(t)
	for query, called := range map[string]bool{"天合": false, "0512-62880088": true, "0088": true} {
		out, err := runSearch(t.Context(), e, []string{query})
		if err != nil {
			t.Fatal(err)
		}
		list := out.(hits)
		if len(list) != 1 || list[0].Kind != customer.KindCustomer || list[0].Title != "苏州天合纺织有限公司" || (list[0].Caller != nil) != called {
			t.Errorf("%s: %s", query, fmt.Sprint(list))
		}
	}
}

func TestATemplateThatCannotBeUsedIsAFailure(t *testing.T) {
	c := checked{template.CheckText("---\n名称: 试\n类别: 其他\n语言: zh-CN\n填写项:\n- 买方 (buyer): 主体; 必填; 取自 客户\n---\n\n= 试\n\n买方{买方.名称}购买{货物}。\n")}
	err := c.Wrong(locale.ZhCN)
	if !fault.Is(err, "host.cli.template_unsound") || fault.From(err).Params["count"] != 1 {
		t.Fatalf("%v", err)
	}
	if want := "模板有 1 处问题，不能使用。第 11 行：没有「货物」这个填写项或来源。请核对名称，或先添加这个填写项。"; Sentence(locale.ZhCN, fault.From(err)) != want {
		t.Errorf("said %s", Sentence(locale.ZhCN, fault.From(err)))
	}
	if err := (checked{template.CheckText("---\n名称: 试\n类别: 其他\n语言: zh-CN\n---\n\n= 试\n\n第一句。\n")}).Wrong(locale.ZhCN); err != nil {
		t.Errorf("a sound template: %v", err)
	}
}
