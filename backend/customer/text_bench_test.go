package customer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/search"
	"keyue/backend/store"
)

// BenchmarkTexts reports p50 and p99 of the palette's question for texts, over 100,000 customers with remarks: words
// that stand in one, in some and in all of them.
func BenchmarkTexts(b *testing.B) {
	st, _ := open(b, customer.Options{})
	n := 100_000
	if testing.Short() {
		n = 2_000
	}
	r := rand.New(rand.NewPCG(3, 4))
	said := []string{"去年展会上认识", "对价格比较敏感", "月底前要给报价", "喜欢靠窗的位置", "只在下午接电话", "付款一向准时", "由老客户介绍过来", "仓库在城北物流园"}
	s := search.WithTexts(search.NewService(st, search.NewIndex()), customer.TextSource())
	ok(b, st.InTx(context.Background(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		var rows []customer.Incoming
		for i := range n {
			rows = append(rows, customer.Incoming{Customer: customer.Customer{Name: fmt.Sprintf("客户%d", i), City: "杭州市",
				Remark: fmt.Sprintf("%s，%s；客户编号 K%06d，请尽快联系。", said[r.IntN(len(said))], said[r.IntN(len(said))], i)}})
			if len(rows) == 500 || i == n-1 {
				if _, err := im.Rows(rows); err != nil {
					return err
				}
				rows = rows[:0]
			}
		}
		return nil
	}))
	from, cpu := time.Now(), cpuTime()
	for waiting := int64(1); waiting > 0; {
		_, err := s.Texts("k", nil, 1) // waits for a while
		ok(b, err)
		ok(b, st.Read(context.Background()).Table("search_todo").Count(&waiting).Error)
	}
	b.Logf("indexed in the background in %v, processor time %v", time.Since(from).Round(time.Millisecond), (cpuTime() - cpu).Round(time.Millisecond))
	queries := []string{"k050000", "k0500", "靠窗", "下午 价格", "请", "联系", "客户编号", "请尽快联系", "k", "城北物流园", "沒有的詞"}
	var all []time.Duration
	for b.Loop() {
		for _, q := range queries {
			from := cpuTime()
			_, err := s.Texts(q, nil, 14)
			ok(b, err)
			took := cpuTime() - from
			all = append(all, took)
			if len(all) <= len(queries) {
				b.Log(q, took)
			}
		}
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(0, "ns/op")
}
