package template

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// locked is a template in which locks are nested every way.
const locked = `---
名称: 锁
类别: 服务
语言: zh-CN
填写项:
- 甲方 (a): 主体; 取自 客户
- 天数 (n): 整数; 默认 3
- 要否 (yes): 是否; 默认 是
---
= 锁
# 标准条 {#one 标准}
- 标准款{天数}日。
- 自由款。 {# 自由}
- 可商议款。 {# 可商议}
  - 其下标准目。 {# 标准}
# 可商议条 {#two}
见[[one]]。
- 普通款。
- 标准款二。 {# 标准}
? 要否
# 有条件的标准条 {#three 标准}
只在要时。
?/
# 自由条 {#four 自由}
- 一。
- 二。
`

func lockOf(t *testing.T, d *Definition, start string) LockedClause {
	t.Helper()
	for _, c := range LockedClauses(d) {
		if strings.HasPrefix(ClauseText(d, c.Node), start) {
			return c
		}
	}
	t.Fatalf("no clause %q", start)
	return LockedClause{}
}

func paragraph(s string) Node {
	return Node{Type: nodeClause, Content: []Node{{Type: nodeParagraph, Content: []Node{{Type: nodeText, Text: s}}}}}
}

func TestALockHoldsForWhatIsInItUnlessThatHasItsOwn(t *testing.T) {
	d, problems := Parse(locked)
	if len(problems) > 0 || len(Check(d)) > 0 {
		t.Fatal(problems, Check(d))
	}
	sameAfterPrint(t, d)
	for start, want := range map[string]string{"标准条": LockStandard, "标准款〔": LockStandard, "自由款": LockFree, "可商议款": LockNegotiable, "其下标准目": LockStandard, "普通款": LockNegotiable, "标准款二": LockStandard, "有条件": LockStandard, "一。": LockFree} {
		if c := lockOf(t, d, start); c.Lock != want {
			t.Errorf("%s is %s, want %s", start, c.Lock, want)
		}
	}
	outer, free, two := lockOf(t, d, "标准条"), lockOf(t, d, "自由款"), lockOf(t, d, "可商议条")
	keep := two.Node.clone()
	keep.Content[2].Content[0].Content[0].Text = "改了的款。"
	lose := two.Node.clone()
	lose.Content[3].Content[0].Content[0].Text = "标准款也改了。"
	unlock := two.Node.clone()
	unlock.Content[3].Attrs = nil
	whole := outer.Node.clone()
	whole.Content[2].Content[0].Content[0].Text = "自由款改了。"
	for name, c := range map[string]struct {
		v    Deviation
		need bool
	}{
		"a free clause in a standard one":           {Deviation{Clause: free.Address, Kind: Changed, Body: []Node{paragraph("随便。")}}, false},
		"a free clause taken out of a standard one": {Deviation{Clause: free.Address, Kind: Removed}, false},
		"a negotiable clause around a standard one": {Deviation{Clause: two.Address, Kind: Changed, Body: []Node{keep}}, false},
		"the standard one in it":                    {Deviation{Clause: two.Address, Kind: Changed, Body: []Node{lose}}, true},
		"the standard one in it without its lock":   {Deviation{Clause: two.Address, Kind: Changed, Body: []Node{unlock}}, true},
		"all of it": {Deviation{Clause: two.Address, Kind: Removed}, true},
		"a standard clause whose free part is changed": {Deviation{Clause: outer.Address, Kind: Changed, Body: []Node{whole}}, false},
		"a standard clause in a condition":             {Deviation{Clause: lockOf(t, d, "有条件").Address, Kind: Removed}, true},
		"a standard clause in a negotiable one":        {Deviation{Clause: lockOf(t, d, "可商议款").Address, Kind: Removed}, true},
		"one added behind a standard one":              {Deviation{Clause: outer.Address, Kind: Added, Body: []Node{paragraph("补充。")}}, false},
		"one added inside a standard one":              {Deviation{Clause: free.Address, Kind: Added, Body: []Node{paragraph("补充。")}}, true},
	} {
		bad := CheckDeviations(d, []Deviation{c.v})
		needs := len(bad) == 1 && bad[0].Code == "template.deviation.reason"
		if needs != c.need || len(bad) > 0 && !needs {
			t.Errorf("%s: %+v, want a reason asked for: %v", name, bad, c.need)
		}
		c.v.Reason = "好"
		if bad := CheckDeviations(d, []Deviation{c.v}); len(bad) > 0 {
			t.Errorf("%s with a reason: %+v", name, bad)
		}
	}
}

func TestRandomDeviationsLeaveAllOtherTextAsItIs(t *testing.T) {
	for seed := range uint64(300) {
		d, _ := Parse([]string{locked, starterFiles(t)["starter/zh/sale.txt"]}[seed%2])
		before := asJSON(t, d)
		r := rand.New(rand.NewPCG(seed, 5))
		clauses := LockedClauses(d)
		var list []Deviation
		for i := range 1 + r.IntN(6) {
			v := Deviation{ID: fmt.Sprint(i), Clause: clauses[r.IntN(len(clauses))].Address, Kind: []DeviationKind{Changed, Removed, Added}[r.IntN(3)]}
			if v.Kind != Removed {
				v.Body = []Node{paragraph(fmt.Sprintf("新文字%d。", i))}
			}
			if r.IntN(2) == 0 {
				v.Reason = "商定"
			}
			if v.Stamp(d, 1, "x"); len(CheckDeviations(d, append(list, v))) == 0 {
				list = append(list, v)
			}
		}
		out, states, lost := Deviate(d, list)
		if len(lost) > 0 || CheckTree(&Definition{Body: out.Body.clone()}) != nil {
			t.Fatalf("seed %d: %+v", seed, lost)
		}
		if asJSON(t, d) != before {
			t.Fatalf("seed %d: the template was touched", seed)
		}
		if at := LocksHold(d, list); at != "" {
			t.Errorf("seed %d: %s does not hold after accepted deviations", seed, at)
		}
		for _, s := range states {
			now := out.Body
			for _, i := range s.At {
				now = now.Content[i]
			}
			touched := false
			for _, v := range list {
				touched = touched || v.Clause == s.Address || strings.HasPrefix(v.Clause, s.Address+".")
			}
			if s.At != nil && s.Deviation == nil && !touched && now.Hash(s.Lock) != s.Node.Hash(s.Lock) {
				t.Errorf("seed %d: clause %s is not what the template has", seed, s.Address)
			}
			if s.At != nil && s.Deviation != nil && ClauseText(out, &now) != ClauseText(out, s.Now) {
				t.Errorf("seed %d: clause %s is said to be at %v, where %q stands", seed, s.Address, s.At, ClauseText(out, &now))
			}
		}
		// The same version again: everything goes along.
		for i, v := range Carry(list, d) {
			if v.Conflict && len(byText(d, list[i].Base)) == 1 {
				t.Errorf("seed %d: %+v is a conflict with its own version", seed, v)
			}
		}
		data := Sample(d)
		data.Deviations = list
		Merge(d, data, Options{})
	}
}

// byText finds the clauses with a hash.
func byText(d *Definition, hash string) (out []LockedClause) {
	for _, c := range LockedClauses(d) {
		if c.Node.Hash(c.Lock) == hash {
			out = append(out, c)
		}
	}
	return out
}
