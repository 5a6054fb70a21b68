package insight_test

import (
	"fmt"
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/insight"
	"keyue/backend/store"
)

// large is a workspace of 100,000 customers, 30,000 of whom signed 60,000
// contracts and 50,000 of whom were spoken with.
func large(b *testing.B) *shop {
	sh := open(b)
	today := date.FromTime(sh.now)
	sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "customer.created", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		var people, contracts, sales, worth, touched [][]any
		for i := 1; i <= 100_000; i++ {
			name := fmt.Sprintf("客户%06d", i)
			people = append(people, []any{i, name, int64(tx.Now), int64(tx.Now) - int64(i)*400_000, 1, name, name, fmt.Sprintf("渠道%d", i%9), []int{0, 4, 12, 36, 100, 101, 103, 228, 357}[i*7%9], []string{"", "A", "B", "C"}[i%4]})
			if i%2 == 0 {
				touched = append(touched, []any{i, int64(tx.Now) - int64(i%500)*86_400_000})
			}
			if i%10 < 3 {
				a, z := string(today.AddDays(-i%900-5)), string(today.AddDays(-i%700))
				if a > z {
					a, z = z, a
				}
				for k, day := range []string{a, z} {
					n := 2*i + k
					contracts = append(contracts, []any{n, fmt.Sprint(n), 1, 1, 1, fmt.Sprint(n), "合同", i, 0, 0, "zh-CN", "sale", i * 13 % 9_000_000, "CNY", day, "done"})
					sales = append(sales, []any{n, i, day, i * 13 % 9_000_000, "CNY"})
				}
				worth = append(worth, []any{i, 2, 1 + i%7, 2 * (i * 13 % 9_000_000), 0, a, z})
			}
		}
		for _, part := range []struct {
			head string
			rows [][]any
		}{
			{"insert into customer (id, uid, created_at, updated_at, version, name, sort_key, channel, lacks, tier) values ", people},
			{"insert into customer_touch (customer_id, last_at) values ", touched},
			{"insert into contract (id, uid, created_at, updated_at, version, number, name, customer_id, template_id, template_version_id, language, kind, amount, currency, sign_date, stage) values ", contracts},
			{"insert into sale (contract_id, customer_id, day, amount, currency) values ", sales},
			{"insert into customer_worth (customer_id, sales, days, total, other, first_day, last_day) values ", worth},
		} {
			if err := tx.InsertRows(part.head, "", part.rows); err != nil {
				return err
			}
		}
		return tx.Exec("analyze").Error
	}))
	return sh
}

// BenchmarkScreens measures what the screens ask of 100,000 customers, after a
// change and without one, and the first time of all, in processor time.
func BenchmarkScreens(b *testing.B) {
	sh := large(b)
	for _, c := range []struct {
		name string
		ask  func() error
	}{
		{"health", func() error { _, err := sh.Health(); return err }},
		{"badPhone", func() error { _, err := sh.Fixes(insight.FixPhone, 0, 50); return err }},
		{"taxId", func() error { _, err := sh.Fixes(insight.FixTax, 0, 50); return err }},
		{"stale", func() error { _, err := sh.Fixes(insight.FixStale, 0, 50); return err }},
		{"suggestions", func() error { _, err := sh.Suggestions(0, 50, false); return err }},
		{"customer", func() error { _, err := sh.Of(20); return err }},
	} {
		if err := c.ask(); err != nil { // what is read once in a session
			b.Fatal(err)
		}
		for _, fresh := range []bool{true, false} {
			b.Run(fmt.Sprintf("%s/changed=%v", c.name, fresh), func(b *testing.B) {
				var took time.Duration
				n := 0
				for b.Loop() {
					if n++; fresh {
						sh.ok(sh.st.InTx(sh.st.Context(), store.Step{Label: "x", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
							return customer.Change(tx, 20, map[string]any{"remark": fmt.Sprint(n)})
						}))
					}
					from := cpuTime()
					if err := c.ask(); err != nil {
						b.Fatal(err)
					}
					took += cpuTime() - from
				}
				b.ReportMetric(float64(took.Microseconds())/float64(n), "cpu-µs/op")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
	for _, c := range []struct {
		name string
		ask  func(s *insight.Service) error
	}{
		{"health", func(s *insight.Service) error { _, err := s.Health(); return err }},
		{"suggestions", func(s *insight.Service) error { _, err := s.Suggestions(0, 50, false); return err }},
	} {
		b.Run("first/"+c.name, func(b *testing.B) {
			var took time.Duration
			n := 0
			for b.Loop() {
				n++
				s := insight.NewService(sh.st, insight.NewKeeper(nil), nil, nil)
				from := cpuTime()
				sh.ok(c.ask(s))
				took += cpuTime() - from
			}
			b.ReportMetric(float64(took.Microseconds())/float64(n), "cpu-µs/op")
			b.ReportMetric(0, "ns/op")
		})
	}
}
