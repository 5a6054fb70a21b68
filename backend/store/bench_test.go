package store_test

import (
	"context"
	"fmt"
	"testing"

	"keyue/backend/store"
)

// fill inserts n notes as one step.
func fill(t testing.TB, s *store.Store, n int) []note {
	t.Helper()
	rows := make([]note, n)
	for i := range rows {
		rows[i] = note{Name: fmt.Sprintf("客户 %06d", i), Amount: int64(i), Tags: []string{"重点", "上海"}}
	}
	must(t, s.InTx(context.Background(), store.Step{Label: "note.imported"}, func(tx *store.Tx) error { return tx.InsertAll(rows) }))
	return rows
}

func BenchmarkInsertOneStepEach(b *testing.B) {
	s := openNotes(b)
	i := 0
	for b.Loop() {
		i++
		n := &note{Name: fmt.Sprint(i)}
		must(b, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Insert(n) }))
	}
}

func BenchmarkUpdateOneStepEach(b *testing.B) {
	s := openNotes(b)
	n := add(b, s, "a")
	for b.Loop() {
		n.Amount++
		must(b, s.InTx(context.Background(), step, func(tx *store.Tx) error { return tx.Update(n) }))
	}
}

func benchmarkImport(b *testing.B, n int) {
	for b.Loop() {
		b.StopTimer()
		s := openNotes(b)
		b.StartTimer()
		fill(b, s, n)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkInsertAll5000(b *testing.B)   { benchmarkImport(b, 5000) }
func BenchmarkInsertAll100000(b *testing.B) { benchmarkImport(b, 100000) }

func BenchmarkUndoOfAnImportOf100000(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := openNotes(b)
		fill(b, s, 100000)
		did := lastStep(b, s)
		b.StartTimer()
		undo(b, s, did)
	}
	b.ReportMetric(float64(100000*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkUndoOfABulkUpdateOf5000(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := openNotes(b)
		rows := fill(b, s, 5000)
		must(b, s.InTx(context.Background(), step, func(tx *store.Tx) error {
			for i := range rows {
				rows[i].Amount += 7
				if err := tx.Update(&rows[i]); err != nil {
					return err
				}
			}
			return nil
		}))
		did := lastStep(b, s)
		b.StartTimer()
		undo(b, s, did)
	}
}

func BenchmarkListPageOf200From100000(b *testing.B) {
	s := openNotes(b)
	fill(b, s, 100000)
	for b.Loop() {
		var page []note
		must(b, store.Live(s.Read(context.Background())).Order("id desc").Limit(200).Offset(1000).Find(&page).Error)
		if len(page) != 200 {
			b.Fatal(len(page))
		}
	}
}
