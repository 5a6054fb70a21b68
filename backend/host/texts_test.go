package host_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/host"
	"keyue/backend/search"
	"keyue/backend/store"
)

// TestWhatAPersonWritesDownIsFound puts words into what is written about records, and looks for them.
func TestWhatAPersonWritesDownIsFound(t *testing.T) {
	st, s := whole(t)
	d, err := s.Create(customer.Customer{Name: "恒信建材"}, nil)
	ok(t, err)
	who := int64(d.Customer.ID)
	find := search.WithTexts(search.NewService(st, search.NewIndex(), host.SearchSources()...), host.TextSources()...)
	n := 0
	for kind, columns := range map[string]map[string]string{
		"customer":    {"remark": "%s", "address": "%s", "shipping_address": "%s", "industry": "%s", "channel": "%s", "tags": `["%s"]`, "legal_representative": "%s", "social": `[{"kind":"wechat","handle":"%s"}]`},
		"contact":     {"remark": "%s", "title": "%s", "department": "%s", "tags": `["%s"]`},
		"interaction": {"summary": "%s", "competitor": "%s", "needs": `["%s"]`},
		"task":        {"title": "%s", "remark": "%s"},
		"relation":    {"note": "%s", "word": "%s", "back": "%s"},
		"community":   {"note": "%s"},
		"handover":    {"topic": "%s", "note": "%s"},
		"product":     {"remark": "%s", "spec": "%s"},
		"opportunity": {"need": "%s", "remark": "%s", "competitor": "%s", "closing_note": "%s", "tags": `["%s"]`, "lines": `[{"name":"门","note":"%s"}]`},
		"lead":        {"need": "%s", "remark": "%s", "reason_note": "%s", "tags": `["%s"]`},
		"contract":    {"remark": "%s", "field_values": `{"place":"%s"}`},
		"attachment":  {"name": "%s.pdf"},
		"clause":      {"name": "%s"},
	} {
		for _, column := range slices.Sorted(maps.Keys(columns)) {
			t.Run(kind+"."+column, func(t *testing.T) {
				n++
				word := fmt.Sprintf("岫%s岚", strings.Repeat("峤", n))
				set := map[string]any{column: fmt.Sprintf(columns[column], word)}
				switch kind { // what a row needs besides its schema to be one
				case "attachment":
					set["kind"], set["record_id"] = customer.KindCustomer, who
				case "interaction", "task", "handover", "opportunity":
					set["customer_id"] = who
				case "lead":
					set["state"], set["wechat"] = "open", "wx"
				case "clause":
					set["body"] = `{"blocks":[]}`
				}
				ok(t, st.InTx(st.Context(), store.Step{}, func(tx *store.Tx) error {
					id := (&sower{t: t, tx: tx, schema: schema(t, tx.DB), n: n * 100}).row(kind, set)
					at := slices.IndexFunc(st.Kinds(), func(k store.Kind) bool { return k.Table == kind })
					tx.Touch(st.Kinds()[at].Name, id)
					return nil
				}))
				found, err := find.Texts(word, nil, 5)
				ok(t, err)
				if len(found) != 1 || !strings.Contains(found[0].Excerpt, word) || len(found[0].Ranges) == 0 {
					t.Errorf("%s is not found: %+v", word, found)
				}
			})
		}
	}
}
