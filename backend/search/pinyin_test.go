package search

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// corpus finds a folder of real data beside the checkout; the test is skipped where it is absent.
func corpus(t testing.TB, folder string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		p := filepath.Join(dir, "shared", "corpora", folder)
		if st, err := os.Stat(p); err == nil && st.IsDir() {
			return p
		}
	}
	t.Skip("no corpora beside the checkout")
	return ""
}

func TestNamesAreReadAsPeopleReadThem(t *testing.T) {
	for _, c := range []struct{ text, full, initials string }{
		{"张三", "zhangsan", "zs"},
		{"重庆长安汽车", "chongqingchanganqiche", "cqcaqc"},
		{"厦门银行", "xiamenyinhang", "xmyh"},
		{"长沙会计师事务所", "changshakuaijishishiwusuo", "cskjssws"},
		{"单雄信", "shanxiongxin", "sxx"},
		{"曾国藩", "zengguofan", "zgf"},
		{"翟志刚", "zhaizhigang", "zzg"},
		{"覃海洋", "qinhaiyang", "qhy"},
		{"朴树", "piaoshu", "ps"},
		{"仇英", "qiuying", "qy"},
		{"解缙", "xiejin", "xj"},
		{"查良镛", "zhaliangyong", "zly"},
		{"区先生", "ouxiansheng", "oxs"},
		{"盖叫天", "gejiaotian", "gjt"},
		{"尉迟恭", "yuchigong", "ycg"},
		{"万俟卨", "moqixie", "mqx"},
		{"吕布", "lvbu", "lb"},
		{"ＡＢＣ公司 3号", "abcgongsi3hao", "abcgs3h"},
		{"𠮷田", "𠮷tian", "𠮷t"},
		{"", "", ""},
	} {
		full, initials := Pinyin(c.text)
		if full != c.full || initials != c.initials {
			t.Errorf("Pinyin(%q) = %q, %q; want %q, %q", c.text, full, initials, c.full, c.initials)
		}
	}
}

func readingsOf(word string) string {
	var out []string
	for _, r := range Readings(word) {
		if len(r.Syllables) > 0 {
			out = append(out, plain(r.Syllables[0]))
		}
	}
	return strings.Join(out, " ")
}

func untoned(marked string) string {
	var out []string
	for _, s := range strings.Fields(marked) {
		out = append(out, plain(toneDigit(s)))
	}
	return strings.Join(out, " ")
}

func TestReadingsAgainstPublishedTables(t *testing.T) {
	dir := corpus(t, "6-unicode-zh")
	measure := func(name string, floor float64, pairs func(yield func(word, want string))) {
		var good, total, reachable int
		wrong := []string{}
		pairs(func(word, want string) {
			total++
			if found(word, want) {
				reachable++
			}
			if got := readingsOf(word); got == want {
				good++
			} else {
				wrong = append(wrong, word+" "+got+" ("+want+")")
			}
		})
		share := float64(good) / float64(max(total, 1))
		sort.Strings(wrong)
		t.Logf("%s: %d of %d first readings right (%.1f %%), %d found by either reading", name, good, total, share*100, reachable)
		if testing.Verbose() {
			t.Logf("  differs: %s", strings.Join(wrong[:min(len(wrong), 60)], "; "))
		}
		if share < floor {
			t.Errorf("%s: %.3f is below %.3f", name, share, floor)
		}
	}
	lines := func(file string, fn func(line string)) {
		f, err := os.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan(); {
			fn(sc.Text())
		}
	}
	measure("family names before a given name", 0.90, func(yield func(word, want string)) {
		lines("overtrue.pinyin__surnames.txt", func(line string) {
			if word, marked, ok := strings.Cut(line, ": "); ok {
				yield(word+"小明", untoned(marked)+" xiao ming")
			}
		})
	})
	// Mostly idioms, which are not what customers are called; the figure is a floor to notice a regression.
	measure("words and idioms with polyphonic characters", 0.65, func(yield func(word, want string)) {
		data, err := os.ReadFile(filepath.Join(dir, "theajack.cnchar__polyphone-phrase-simple.json"))
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(data, &words); err != nil {
			t.Fatal(err)
		}
		for word, marked := range words {
			yield(word, untoned(marked))
		}
	})
}

// found tells whether every syllable wanted is among those a character may be typed as.
func found(word, want string) bool {
	syllables := strings.Fields(want)
	for _, r := range Readings(word) {
		if len(r.Syllables) == 0 {
			continue
		}
		ok := false
		for _, s := range r.Syllables {
			ok = ok || (len(syllables) > 0 && plain(s) == syllables[0])
		}
		if !ok {
			return false
		}
		syllables = syllables[1:]
	}
	return len(syllables) == 0
}
