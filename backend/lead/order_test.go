package lead_test

import (
	"fmt"
	"slices"
	"testing"

	"keyue/backend/lead"
	"keyue/backend/store"
)

// TestEveryOrderIsReadToItsEnd: pages one after the other give every lead once,
// in one order, and those without a channel or a next step come last both ways.
func TestEveryOrderIsReadToItsEnd(t *testing.T) {
	b := newBench(t)
	channels := must[[]lead.ChannelView](t)(b.s.Channels())
	err := b.st.InTx(b.st.Context(), store.Step{Label: "lead.entered_many", NoUndo: true}, func(tx *store.Tx) error {
		var rows [][]any
		for i := range 60 {
			due, channel := "", lead.ChannelID(0)
			if i%3 > 0 {
				due = string(tx.Today.AddDays(i % 7))
			}
			if i%4 > 0 {
				channel = channels[i%len(channels)].ID
			}
			if i%11 == 0 {
				channel = 999 // one that is gone for good
			}
			at := int64(tx.Now) - int64(i%5)*1000
			rows = append(rows, []any{i + 1, i, at, at, 1, fmt.Sprintf("甲%d", i%6), channel, []string{"open", "invalid"}[i%2], at, due, i % 4, []string{"hot", "warm", "cold"}[i%3], i % 10})
		}
		return tx.InsertRows("insert into lead (id, uid, created_at, updated_at, version, name, channel_id, state, received_at, next_due, score, grade, amount) values ", "", rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{"", "name", "channel", "grade", "amount", "receivedAt", "lastAt", "nextDue"} {
		for _, desc := range []bool{false, true} {
			for _, view := range []string{lead.ViewAll, lead.ViewOpen} {
				whole := must[*lead.Page](t)(b.s.List(lead.Query{Sort: by, Desc: desc, View: view}))
				ids := make([]lead.ID, len(whole.Rows))
				for i, r := range whole.Rows {
					ids[i] = r.ID
				}
				var paged []lead.ID
				for at := 0; at < len(ids); at += 7 {
					for _, r := range must[*lead.Page](t)(b.s.List(lead.Query{Sort: by, Desc: desc, View: view, Offset: at, Limit: 7})).Rows {
						paged = append(paged, r.ID)
					}
				}
				if int64(len(ids)) != whole.Total || !slices.Equal(ids, paged) {
					t.Errorf("%s desc=%v %s: %d of %d; in pages %v, at once %v", by, desc, view, len(ids), whole.Total, paged, ids)
				}
				slices.Sort(paged)
				if len(slices.Compact(paged)) != len(ids) {
					t.Errorf("%s desc=%v %s: some come twice", by, desc, view)
				}
				blank := false
				for i, r := range whole.Rows {
					none := by == "nextDue" && r.NextDue == "" || by == "channel" && r.ChannelName == ""
					if blank && !none {
						t.Fatalf("%s desc=%v %s: row %d has a value below those without", by, desc, view, i)
					}
					blank = none
				}
				if by == "channel" && !desc {
					place := map[string]int{}
					for i, c := range channels {
						place[c.Name] = i
					}
					if !slices.IsSortedFunc(whole.Rows, func(a, z lead.Row) int {
						if a.ChannelName == "" || z.ChannelName == "" {
							return 0
						}
						return place[a.ChannelName] - place[z.ChannelName]
					}) {
						t.Errorf("%s: not in the order of the channels", view)
					}
				}
			}
		}
	}
}
