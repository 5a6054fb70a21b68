package template

import (
	"strings"
	"testing"

	"keyue/backend/fault"
)

const lockable = "---\n名称: 可锁的合同\n类别: 服务\n语言: zh-CN\n---\n= 合同\n# 一 {#a}\n甲。\n- 款\n# 二 {#b 自由}\n乙。\n# 三\n- 丙 {#c 标准}\n@附件 清单\n# 附一\n丁。\n"

func locksOf(t *testing.T, s *Service, v VersionID) string {
	t.Helper()
	list, err := s.ClauseLocks(v)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range list {
		s := c.Number + c.Heading + " " + c.Lock
		if c.Mixed {
			s += " mixed"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestClausesAreLockedTogetherInAVersionOfTheirOwn(t *testing.T) {
	_, s := openWorkspace(t)
	tpl, err := s.Import(lockable)
	if err != nil || tpl.CurrentID == 0 {
		t.Fatal(tpl, err)
	}
	first := tpl.CurrentID
	if got := locksOf(t, s, first); got != "第一条一 negotiable; 第二条二 free; 第三条三 negotiable mixed; 第一条附一 negotiable" {
		t.Fatal(got)
	}
	list, err := s.ClauseLocks(first)
	if err != nil {
		t.Fatal(err)
	}
	all := []ClauseLock{{list[0].Address, LockStandard}, {list[2].Address, LockStandard}, {list[3].Address, LockStandard}}
	tpl, err = s.SetLocks(first, all)
	if err != nil || tpl.CurrentID == first || tpl.DraftID != 0 {
		t.Fatal(tpl, err)
	}
	if got := locksOf(t, s, tpl.CurrentID); got != "第一条一 standard; 第二条二 free; 第三条三 standard; 第一条附一 standard" {
		t.Error(got)
	}
	if got := locksOf(t, s, first); !strings.HasPrefix(got, "第一条一 negotiable") {
		t.Error("a published version changed:", got)
	}
	e, err := Version(s.db(), tpl.CurrentID)
	if err != nil {
		t.Fatal(err)
	}
	// What is inside takes the lock from outside: the text shows it once a clause.
	if text := PrintBody(&e.Definition); strings.Count(text, "标准") != 3 || !Sound(Check(&e.Definition)) {
		t.Error(text)
	}
	if _, err := s.SetLocks(first, all); !fault.Is(err, "store.conflict") {
		t.Error("an old version was read:", err)
	}
	if _, err := s.SetLocks(tpl.CurrentID, []ClauseLock{{list[0].Address, "shut"}}); err == nil {
		t.Error("no such lock")
	}
	// A draft is changed in place.
	d, err := s.Get(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = s.SaveDraft(tpl.ID, Edit{Notation: d.Notation + "# 四\n戊。\n"}); err != nil {
		t.Fatal(err)
	}
	draft := d.Template.DraftID
	if tpl, err = s.SetLocks(draft, []ClauseLock{{list[0].Address, LockNegotiable}}); err != nil || tpl.DraftID != draft {
		t.Fatal(tpl, err)
	}
	if got := locksOf(t, s, draft); !strings.HasPrefix(got, "第一条一 negotiable; 第二条二 free; 第三条三 standard") {
		t.Error(got)
	}
}
