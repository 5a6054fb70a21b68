package lead_test

import (
	"fmt"
	"testing"

	"keyue/backend/lead"
	"keyue/backend/store"
)

// large is a team with 100,000 leads: six in ten are open, half of those spoken
// with, a third in the pool.
func large(b *testing.B) *team {
	m := newTeam(b, "王", "李", "赵")
	m.works("王")
	m.rules(lead.Assignment{Rest: lead.RestOwn, Quota: 10, ReturnDays: 30, NoticeDays: 3})
	m.ok(m.st.InTx(m.st.Context(), store.Step{Label: "lead.entered_many", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		var rows, handings [][]any
		for i := 1; i <= 100_000; i++ {
			at := int64(tx.Now) - int64(i)*500_000
			state := []string{"open", "open", "open", "open", "open", "open", "converted", "recycled", "invalid", "invalid"}[i%10]
			first, last := int64(0), int64(0)
			if i%2 == 0 {
				first, last = at+3_600_000, int64(tx.Now)-int64(i%35)*86_400_000
			}
			due := ""
			if i%3 == 0 {
				due = string(tx.Today.AddDays(i%20 - 10))
			}
			owner := i % 4
			if state == "open" && last == 0 && i > 5_000 { // given back long ago
				owner = 0
			}
			name := fmt.Sprintf("线索%06d", i)
			rows = append(rows, []any{i, name, at, at, 1, name, name, fmt.Sprintf("+86138%08d", i), 1 + i%7, state, at, first, last, due, i % 90, []string{"hot", "warm", "cold"}[i%3], owner})
			if owner != 0 {
				handings = append(handings, []any{i, name, at, at, 1, i, owner, "own", tx.Today})
			}
		}
		for _, part := range []struct {
			head string
			rows [][]any
		}{
			{"insert into lead (id, uid, created_at, updated_at, version, name, sort_key, phone_key, channel_id, state, received_at, first_at, last_at, next_due, score, grade, owner_id) values ", rows},
			{"insert into lead_handing (id, uid, created_at, updated_at, version, lead_id, to_id, how, day) values ", handings},
		} {
			if err := tx.InsertRows(part.head, "", part.rows); err != nil {
				return err
			}
		}
		return tx.Exec("analyze").Error
	}))
	return m
}

// BenchmarkList measures what the list of leads asks for at 100,000 of them.
func BenchmarkList(b *testing.B) {
	m := large(b)
	for _, whose := range []string{"", lead.WhoseMine, lead.WhosePool} {
		for _, view := range []string{lead.ViewOpen, lead.ViewNew, lead.ViewDue, lead.ViewReturning} {
			b.Run("first page "+whose+" "+view, func(b *testing.B) {
				for b.Loop() {
					must[*lead.Page](b)(m.s.List(lead.Query{View: view, Whose: whose, Limit: 100}))
				}
			})
		}
		b.Run("counts "+whose, func(b *testing.B) {
			for b.Loop() {
				must[*lead.Counts](b)(m.s.Counts(whose))
			}
		})
	}
	for _, by := range []string{"name", "channel", "grade", "amount", "lastAt", "nextDue"} {
		b.Run("by "+by, func(b *testing.B) {
			for b.Loop() {
				must[*lead.Page](b)(m.s.List(lead.Query{Sort: by, Limit: 100}))
			}
		})
	}
	b.Run("pool", func(b *testing.B) {
		for b.Loop() {
			must[*lead.Pool](b)(m.s.Pool())
		}
	})
	b.Run("who is known", func(b *testing.B) {
		for b.Loop() {
			must[[]lead.Look](b)(m.s.Read("王五 13800012345"))
		}
	})
}

// BenchmarkHandOver measures that a person's leads go to another, and back by one
// undo.
func BenchmarkHandOver(b *testing.B) {
	m := large(b)
	var held int64
	m.ok(m.st.Read(m.st.Context()).Table("lead").Where("owner_id = ?", m.id["李"]).Count(&held).Error)
	for b.Loop() {
		m.ok(m.people.HandOver(m.id["李"], m.id["赵"]))
		m.undo()
	}
	b.ReportMetric(float64(held), "leads")
}
