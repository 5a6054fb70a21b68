package template_test

import (
	"context"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/testkit"
)

func open(t *testing.T) (*store.Store, *template.Service) {
	t.Helper()
	st := testkit.Open(t, template.Kinds()...)
	must(t, template.OnOpen(st)(context.Background()))
	return st, template.NewService(st, template.Lent{})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheStarterLibraryIsInstalledOnceAndLeftAloneAfterwards(t *testing.T) {
	st, s := open(t)
	list, err := s.List(template.Filter{})
	must(t, err)
	if len(list) < 2 || list[0].Code != "zh-sale" || list[0].Origin != template.OriginStarter || list[0].CurrentID == 0 {
		t.Fatalf("got %+v", list)
	}
	zh, err := s.List(template.Filter{Language: locale.ZhCN, Kind: template.KindSale, Text: "买卖"})
	must(t, err)
	if len(zh) != 1 || zh[0].Name != "买卖合同" {
		t.Fatalf("got %+v", zh)
	}
	// Deleted for good by the owner: it stays away.
	must(t, s.Trash(zh[0].ID))
	_, err = s.Archive(list[1].ID, true)
	must(t, err)
	must(t, st.InTx(context.Background(), store.Step{Label: "template.installed"}, template.InstallStarters))
	must(t, template.OnOpen(st)(context.Background()))
	after, err := s.List(template.Filter{})
	must(t, err)
	if len(after) != len(list)-2 {
		t.Fatalf("%d templates, want %d", len(after), len(list)-2)
	}
}

func TestAStarterWithNewWordingGetsAVersionUnlessTheOwnerChangedIt(t *testing.T) {
	st, s := open(t)
	list, err := s.List(template.Filter{})
	must(t, err)
	ours, theirs := list[0], list[1]
	d, err := s.Get(theirs.ID)
	must(t, err)
	_, err = s.SaveDraft(theirs.ID, template.Edit{Notation: d.Notation + "\n@" + "分页\n"})
	must(t, err)
	_, err = s.Publish(theirs.ID)
	must(t, err)
	must(t, st.InTx(context.Background(), store.Step{Label: "template.installed"}, func(tx *store.Tx) error {
		if err := tx.Exec("update template_starter set hash = 'older'").Error; err != nil {
			return err
		}
		return template.InstallStarters(tx)
	}))
	for _, c := range []struct {
		id   template.ID
		want int
	}{{ours.ID, 2}, {theirs.ID, 2}} {
		versions, err := s.Versions(c.id)
		must(t, err)
		if len(versions) != c.want {
			t.Errorf("template %d has %d versions, want %d", c.id, len(versions), c.want)
		}
	}
	now, err := s.Get(theirs.ID)
	must(t, err)
	if now.Template.Origin != template.OriginOwn || !strings.Contains(now.Text, "@分页") {
		t.Errorf("the owner's wording was replaced: %+v", now.Template)
	}
}

func TestAPublishedVersionNeverChanges(t *testing.T) {
	st, s := open(t)
	made, err := s.Create("我的合同", template.KindOther, locale.ZhCN)
	must(t, err)
	if made.CurrentID != 0 || made.DraftID == 0 {
		t.Fatalf("got %+v", made)
	}
	made, err = s.Publish(made.ID)
	must(t, err)
	first, err := template.Version(st.Read(context.Background()), made.CurrentID)
	must(t, err)
	d, err := s.Get(made.ID)
	must(t, err)
	saved, err := s.SaveDraft(made.ID, template.Edit{Definition: &d.Version.Definition, Text: d.Text + "\n附注一段。\n"})
	must(t, err)
	if saved.Version.ID == first.ID || saved.Template.CurrentID != first.ID {
		t.Fatalf("the draft took the place of the published version")
	}
	again, err := s.SaveDraft(made.ID, template.Edit{Definition: &saved.Version.Definition, Text: saved.Text + "\n再一段。\n", Version: saved.Version.Meta.Version})
	must(t, err)
	if again.Version.ID != saved.Version.ID {
		t.Error("a second save made a second draft")
	}
	if _, err := s.SaveDraft(made.ID, template.Edit{Definition: &saved.Version.Definition, Text: "旧的", Version: saved.Version.Meta.Version}); !fault.Is(err, store.Conflict) {
		t.Errorf("a save over a newer draft: %v", err)
	}
	made, err = s.Publish(made.ID)
	must(t, err)
	old, err := template.Version(st.Read(context.Background()), first.ID)
	must(t, err)
	if old.Hash != first.Hash || old.Meta.Version != first.Meta.Version || made.CurrentID == first.ID {
		t.Error("the first version changed")
	}
	if _, err := s.Publish(made.ID); !fault.Is(err, "template.no_draft") {
		t.Errorf("got %v", err)
	}
	if _, err := s.RestoreVersion(first.ID); err != nil {
		t.Error(err)
	}
	made, err = s.Publish(made.ID)
	must(t, err)
	back, err := template.Version(st.Read(context.Background()), made.CurrentID)
	must(t, err)
	if back.Hash != first.Hash || back.N != 3 {
		t.Errorf("restored version %d differs", back.N)
	}
	if _, err := s.Publish(made.ID); !fault.Is(err, "template.no_draft") {
		t.Errorf("got %v", err)
	}
}

func TestTheLibrarysOtherActions(t *testing.T) {
	_, s := open(t)
	list, err := s.List(template.Filter{Usable: true})
	must(t, err)
	dup, err := s.Duplicate(list[0].ID, "我们的买卖合同")
	must(t, err)
	if dup.Origin != template.OriginOwn || dup.Code != "" || dup.CurrentID == 0 {
		t.Errorf("got %+v", dup)
	}
	dup, err = s.Rename(dup.ID, "  门店  买卖合同 ")
	must(t, err)
	if dup.Name != "门店 买卖合同" {
		t.Errorf("got %q", dup.Name)
	}
	if _, err := s.Rename(dup.ID, " "); !fault.Is(err, fault.InvalidInput) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Archive(dup.ID, true); err != nil {
		t.Error(err)
	}
	archived, err := s.List(template.Filter{Archived: true})
	must(t, err)
	if len(archived) != 1 || archived[0].ID != dup.ID {
		t.Errorf("got %+v", archived)
	}
	d, err := s.Get(dup.ID)
	must(t, err)
	if !strings.HasPrefix(d.Notation, "---\n名称: 门店 买卖合同\n") || len(d.Problems) != 0 {
		t.Errorf("got %.80s %v", d.Notation, d.Problems)
	}
	if _, err := s.SaveDraft(dup.ID, template.Edit{Notation: d.Notation + "\n付给{不存在}\n"}); err != nil {
		t.Error(err)
	}
	if _, err := s.Publish(dup.ID); !fault.Is(err, "template.not_sound") {
		t.Errorf("a template with an unknown field was published: %v", err)
	}
	if _, err := s.DropDraft(dup.ID); err != nil {
		t.Error(err)
	}
	if _, err := s.SaveDraft(dup.ID, template.Edit{Notation: "没有设置"}); !fault.Is(err, "template.text.bad") {
		t.Errorf("got %v", err)
	}
	if _, err := s.Get(99999); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v", err)
	}
	p, err := s.Preview(list[0].ID)
	must(t, err)
	if len(p.Problems) != 0 {
		t.Errorf("got %v", p.Problems)
	}
}

func TestCheckNamesLineAndField(t *testing.T) {
	_, s := open(t)
	c, err := s.Check("---\n名称: 试\n类别: 买卖\n语言: zh-CN\n填写项:\n- 甲 (a): 日期; 默认 昨天\n---\n= 试\n# 标题\n付给{乙方名}\n见[[nowhere]]\n? 甲 大于\n?/\n")
	must(t, err)
	want := map[string]int{"template.field.default": 6, "template.field.unknown": 10, "template.ref.unknown": 11, "template.text.condition": 12}
	for _, p := range c.Problems {
		if line, ok := want[p.Code]; ok {
			if p.Line != line {
				t.Errorf("%s: line %d, want %d", p.Code, p.Line, line)
			}
			delete(want, p.Code)
		}
		if !locale.Has(p.Code) {
			t.Errorf("no sentence for %s", p.Code)
		}
	}
	if len(want) > 0 || c.Sound || c.Readable {
		t.Errorf("not found: %v (%+v)", want, c.Problems)
	}
}
