package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"keyue/backend/search"
	"keyue/backend/store"
	"keyue/backend/testkit"

	"gorm.io/gorm"
)

func TestTextIsFoundByAnyPartOfIt(t *testing.T) {
	st := testkit.Open(t)
	put := func(id int64, text string) {
		t.Helper()
		source := search.TextSource{Kind: "customer", Table: "customer", Texts: func(*gorm.DB, []int64) (map[int64]string, error) {
			return map[int64]string{id: text}, nil
		}}
		if err := st.InTx(context.Background(), store.Step{Label: "test"}, func(tx *store.Tx) error {
			return source.Follow(tx, []int64{id})
		}); err != nil {
			t.Fatal(err)
		}
	}
	put(1, "老客户，去年签订合同三份，对价格敏感。")
	put(2, "通过展会认识；喜歡ＨＴ－２０２６型設備")
	put(3, "Met at the Hannover fair, wants a quotation for 3 pumps")
	put(4, "同")
	put(5, "将被改写")
	put(5, "已经改写")
	put(6, "将被删除")
	put(6, "")
	for _, c := range []struct{ query, want string }{
		{"合同", "1"}, {"签订合同", "1"}, {"订合", "1"}, {"同签", ""}, {"合同 价格", "1"}, {"合同 展会", ""},
		{"同", "1 4"}, {"感", "1"}, {"喜欢", "2"}, {"设备", "2"}, {"ht 2026", "2"}, {"型设备", "2"}, {"2026型设备", "2"},
		{"hann", "3"}, {"quotation pumps", "3"}, {`"fair wants"`, "3"}, {`"wants fair"`, ""},
		{"将被", ""}, {"改写", "5"}, {`" OR * NEAR(`, ""}, {"", ""}, {"，。", ""}, {"a AND b", ""},
	} {
		hits, err := search.SearchText(st.Read(context.Background()), c.query, []string{"customer"}, 10)
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
		}
		found := map[int64]bool{}
		for _, h := range hits {
			found[h.RecordID] = true
		}
		var ids []string
		for id := int64(1); id < 10; id++ {
			if found[id] {
				ids = append(ids, fmt.Sprint(id))
			}
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%q finds %q, want %q", c.query, got, c.want)
		}
	}
}

func TestAnExcerptShowsWhereTheTextWasFound(t *testing.T) {
	before, after := strings.Repeat("前", 50), strings.Repeat("后", 50)
	for _, c := range []struct{ text, query, want, ranges string }{
		{before + "簽訂合同" + after, "合同 签订", "…前前前前前簽訂合同" + after[:33] + "…", "[[6 10]]"},
		{"短", "没有", "短", "[]"},
		{"喜歡ＨＴ－２０２６型設備", "ht2026 设备", "喜歡ＨＴ－２０２６型設備", "[[2 9] [10 12]]"},
		{"😀客户，喜歡 𠮷", "户喜欢", "😀客户，喜歡 𠮷", "[[3 7]]"},
		{"plan a Plaster", "pla", "plan a Plaster", "[[0 3] [7 10]]"},
		{"the explanation", "plan", "the explanation", "[]"},
		{"Herr Müller, Straße", "muller strasse", "Herr Müller, Straße", "[[5 11] [13 19]]"},
		{"Jose\u0301 kommt", "josé", "Jose\u0301 kommt", "[[0 5]]"},
		{before + "尾", "尾", "…" + before[:57] + "尾", "[[20 21]]"},
	} {
		text, ranges := search.Excerpt(c.text, c.query, 20)
		if text != c.want || fmt.Sprint(ranges) != c.ranges {
			t.Errorf("%q in %q: %q %v, want %q %s", c.query, c.text, text, ranges, c.want, c.ranges)
		}
	}
}
