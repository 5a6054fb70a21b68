package search

import (
	"slices"
	"testing"
)

func TestSpellGivesEveryCharactersSyllables(t *testing.T) {
	got := Spell([]string{"客户.名称", "银行", "A1"})
	want := [][][]string{{{"ke"}, {"hu"}, {}, {"ming"}, {"cheng", "chen"}}, {{"yin"}, {"hang"}}, {{}, {}}}
	for i := range want {
		if len(got[i]) != len(want[i]) {
			t.Fatalf("%v", got[i])
		}
		for k := range want[i] {
			if len(want[i][k]) == 0 && len(got[i][k]) != 0 || len(want[i][k]) > 0 && !slices.Contains(got[i][k], want[i][k][0]) {
				t.Errorf("text %d character %d: %v, want %v", i, k, got[i][k], want[i][k])
			}
		}
	}
}
