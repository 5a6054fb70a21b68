package template

import (
	"strings"
	"testing"
)

// spelled writes a change as people do: [-old-]{+new+}.
func spelled(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(map[string]string{"same": p.Text, "old": "[-" + p.Text + "-]", "new": "{+" + p.Text + "+}"}[p.Kind])
	}
	return b.String()
}

func TestAChangedLineStandsAgainstItsOwnOldText(t *testing.T) {
	lines := func(texts ...string) (out []Passage) {
		for _, s := range texts {
			out = append(out, Passage{Text: s})
		}
		return out
	}
	a := lines("甲方应当在收到货物后七日内付款。", "乙方应当开具发票。", "双方另行约定的除外。")
	b := lines("本合同自签字之日起生效。", "甲方应当在收到货物后十日内付款。", "双方另行书面约定的除外。")
	var got []string
	for _, c := range Differences(a, b) {
		got = append(got, spelled(c.Pieces))
	}
	want := "{+本合同自签字之日起生效。+}\n甲方应当在收到货物后[-七-]{+十+}日内付款。\n[-乙方应当开具发票。-]\n双方另行{+书面+}约定的除外。"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	if len(Differences(a, a)) != 0 {
		t.Error("a text differs from itself")
	}
}

// compared gives how the template differs once its notation is edited.
func compared(t *testing.T, name string, edits ...string) *VersionDifference {
	t.Helper()
	_, s := openWorkspace(t)
	d := named(t, s, name)
	text := strings.NewReplacer(edits...).Replace(d.Notation)
	if text == d.Notation {
		t.Fatal("nothing replaced")
	}
	diff, err := s.DifferenceOfEdit(d.Version.ID, Edit{Notation: text})
	if err != nil {
		t.Fatal(err)
	}
	return diff
}

func TestAClauseThatIsOpenedAndRewrittenTellsBoth(t *testing.T) {
	diff := compared(t, "zh-sale", "# 不可抗力", "# 不可抗力 {# 标准}", "在十五日内提供", "在十日内提供")
	if len(diff.Changes) != 1 || len(diff.Locks) != 1 || diff.Locks[0] != (LockChange{"第九条 不可抗力", LockNegotiable, LockStandard}) {
		t.Errorf("%+v %+v", diff.Changes, diff.Locks)
	}
}

func TestACodeThatChangesAloneIsTold(t *testing.T) {
	diff := compared(t, "zh-sale", "cod=货到付款", "arrival=货到付款")
	if diff.Same || len(diff.Fields) != 1 || !strings.Contains(spelled(diff.Fields[0].Pieces), "货到付款（代号 [-cod-]{+arrival+}）") {
		t.Errorf("%+v", diff.Fields)
	}
}

func TestAPlaceInAnAttachmentNamesTheAttachment(t *testing.T) {
	_, s := openWorkspace(t)
	for tag, want := range map[string][2]string{
		"zh-CN": {"附件一 第一条 附一", "附件一 清单"}, "en": {"Annex 1, 1. 附一", "Annex 1 清单"},
	} {
		tpl, err := s.Import(strings.NewReplacer("zh-CN", tag, "可锁", "可锁"+tag).Replace(lockable))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("zh-CN", tag, "可锁", "可锁"+tag, "# 附一\n丁。", "随货交付。\n# 附一 {# 标准}\n戊。").Replace(lockable)
		diff, err := s.DifferenceOfEdit(tpl.CurrentID, Edit{Notation: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(diff.Changes) != 3 || diff.Changes[0].Where != want[1] || diff.Changes[2].Where != want[0] || len(diff.Locks) != 1 || diff.Locks[0].Heading != want[0] {
			t.Errorf("%s: %+v %+v", tag, diff.Changes, diff.Locks)
		}
	}
}
