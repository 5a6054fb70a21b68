package customer_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// fill imports n believable customers with contacts as one step.
func fill(t testing.TB, st *store.Store, n int, policy string) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	cities := [][2]string{{"浙江省", "杭州市"}, {"浙江省", "宁波市"}, {"江苏省", "苏州市"}, {"福建省", "厦门市"}, {"重庆市", "重庆市"}, {"上海市", "上海市"}, {"河南省", "郑州市"}, {"", ""}}
	head, tail, names := []rune("恒信天合和兴锦程云帆明德东晟蓝海金穗华韵永泰聚源安固百川嘉禾瑞丰"), []string{"建材", "纺织", "食品", "装饰", "机电", "物流", "文化传媒", "医疗器械"}, []rune("王李张刘陈杨赵黄周吴徐孙马朱胡郭何林")
	ok(t, st.InTx(st.Context(), store.Step{Label: "customer.imported", Params: fault.P{"count": n}}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, policy)
		var rows []customer.Incoming
		for i := range n {
			at := cities[r.IntN(len(cities))]
			c := customer.Customer{
				Name:     at[1][:max(0, len(at[1])-3)] + string([]rune{head[r.IntN(len(head))], head[r.IntN(len(head))], head[r.IntN(len(head))]}) + tail[r.IntN(len(tail))] + "有限公司",
				Province: at[0], City: at[1], Tier: []string{"", "A", "B", "C"}[r.IntN(4)], Lifecycle: []string{"potential", "active", "won", "dormant"}[r.IntN(4)],
				Phones: []customer.Phone{{Raw: fmt.Sprintf("13%09d", i*7919%1_000_000_000)}}, Emails: []string{fmt.Sprintf("u%d@example.cn", i)},
				Industry: tail[r.IntN(len(tail))], Tags: [][]string{nil, {"老客户"}, {"设计师", "展会"}}[r.IntN(3)], Remark: "导入",
			}
			contact := customer.Contact{Name: string([]rune{names[r.IntN(len(names))], head[r.IntN(len(head))]}), Title: "采购", Phones: []customer.Phone{{Raw: fmt.Sprintf("15%09d", i*104729%1_000_000_000)}}}
			rows = append(rows, customer.Incoming{Customer: c, Contacts: []customer.Contact{contact}})
			if len(rows) == 500 || i == n-1 {
				if _, err := im.Rows(rows); err != nil {
					return err
				}
				rows = rows[:0]
			}
		}
		return nil
	}))
}

// reportCPU adds the processor time of an operation to a benchmark's results.
func reportCPU(b *testing.B, from time.Duration) {
	b.ReportMetric(float64((cpuTime()-from).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// BenchmarkLists measures what the page asks of 100,000 customers.
func BenchmarkLists(b *testing.B) {
	st, s := open(b, customer.Options{})
	n := 100_000
	if testing.Short() {
		n = 2_000
	}
	fill(b, st, n, customer.OnDuplicateCreate)
	sorted := func(field string, desc bool) []customer.Sort { return []customer.Sort{{Field: field, Desc: desc}} }
	filter := func(field, op string, v any) []customer.Filter {
		return []customer.Filter{{Field: field, Op: op, Value: v}}
	}
	for _, c := range []struct {
		name string
		q    customer.Query
	}{
		{"first page", customer.Query{Limit: 100}},
		{"sorted by tier", customer.Query{Limit: 100, Sort: sorted("tier", false)}},
		{"sorted by tier down", customer.Query{Limit: 100, Sort: sorted("tier", true)}},
		{"sorted by phone down", customer.Query{Limit: 100, Sort: sorted("phone", true)}},
		{"sorted by city down, deep", customer.Query{Limit: 100, Offset: n / 2, Sort: sorted("city", true)}},
		{"sorted by name down", customer.Query{Limit: 100, Sort: sorted("name", true)}},
		{"sorted by remark", customer.Query{Limit: 100, Sort: sorted("remark", false)}},
		{"sorted by opened down", customer.Query{Limit: 100, Sort: sorted("openedAt", true)}},
		{"sorted by updated down", customer.Query{Limit: 100, Sort: sorted("updatedAt", true)}},
		{"sorted by region", customer.Query{Limit: 100, Sort: sorted("region", false)}},
		{"sorted by contact", customer.Query{Limit: 100, Sort: sorted("contactName", false)}},
		{"offset 90%", customer.Query{Limit: 100, Offset: n * 9 / 10}},
		{"500 rows", customer.Query{Limit: 500, Offset: n / 2}},
		{"filter tier", customer.Query{Limit: 100, Filters: filter("tier", "eq", "A")}},
		{"filter tag", customer.Query{Limit: 100, Filters: filter("tags", "eq", "设计师")}},
		{"filter tag, deep", customer.Query{Limit: 100, Offset: n / 5, Filters: filter("tags", "eq", "设计师")}},
		{"filter name contains", customer.Query{Limit: 100, Filters: filter("name", "contains", "恒信")}},
		{"filter phone contains", customer.Query{Limit: 100, Filters: filter("phone", "contains", "7919")}},
	} {
		b.Run(c.name, func(b *testing.B) {
			defer reportCPU(b, cpuTime())
			for b.Loop() {
				if _, err := s.List(c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	page, err := s.List(customer.Query{Offset: n * 3 / 4, Limit: 1})
	ok(b, err)
	id := page.Rows[0].ID
	b.Run("position by name", func(b *testing.B) {
		for b.Loop() {
			if at, err := s.Position(id, customer.Query{}); err != nil || at != int64(n*3/4) {
				b.Fatal(at, err)
			}
		}
	})
	b.Run("position by tier down", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Position(id, customer.Query{Sort: sorted("tier", true)}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("get", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Get(id); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("duplicates", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Duplicates(customer.Customer{Name: "杭州恒信建材有限公司", City: "杭州市", Phones: []customer.Phone{{Raw: "13000007919"}}}, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("tags", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Tags(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("edit in place", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Update(id, 0, map[string]any{"tier": []string{"A", "B"}[i%2]}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("merge of two", func(b *testing.B) {
		for i := int64(1); b.Loop(); i++ {
			if _, err := s.Merge(id, []customer.ID{customer.ID(i)}, nil); err != nil && !fault.Is(err, "customer.merge.none") && !fault.Is(err, fault.InvalidInput) {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkImport measures taking in rows, duplicates looked for.
func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		st, _ := open(b, customer.Options{})
		fill(b, st, 10_000, customer.OnDuplicateMerge)
	}
}
