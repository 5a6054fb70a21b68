package customer_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
)

func TestManyAreChangedAsThePreviewSays(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes map[string]any
		// preview as JSON
		preview string
	}{
		{"a choice", map[string]any{"tier": "C"},
			`{"total":4,"changed":3,"same":1,"fields":[{"field":"tier","was":[{"value":"A","rest":false,"count":2},{"value":"","rest":false,"count":1}],"changed":3,"same":1}],"contacts":0,"refused":[],"refusedCount":0}`},
		{"part of a field", map[string]any{"consent": map[string]any{"doNotContact": true}},
			`{"total":4,"changed":4,"same":0,"fields":[{"field":"consent.doNotContact","was":[{"value":false,"rest":false,"count":4}],"changed":4,"same":0}],"contacts":0,"refused":[],"refusedCount":0}`},
		{"a custom field", map[string]any{"custom": map[string]any{"KEY": 7.0}},
			`{"total":4,"changed":4,"same":0,"fields":[{"field":"custom.KEY","was":[{"value":null,"rest":false,"count":4}],"changed":4,"same":0}],"contacts":0,"refused":[],"refusedCount":0}`},
		{"tags and remark", map[string]any{"addTags": []any{"展会"}, "removeTags": []any{"老客户"}, "appendRemark": " 十一月回访 "},
			`{"total":4,"changed":4,"same":0,"fields":[{"field":"remark","was":[{"value":"","rest":false,"count":3},{"value":"老店","rest":false,"count":1}],"changed":4,"same":0},{"field":"tags","was":[{"value":[],"rest":false,"count":2},{"value":["老客户"],"rest":false,"count":2}],"changed":4,"same":0}],"contacts":0,"refused":[],"refusedCount":0}`},
		{"a lifecycle stage", map[string]any{"lifecycle": "won", "province": "浙江省"},
			`{"total":4,"changed":4,"same":0,"fields":[{"field":"lifecycle","was":[{"value":"potential","rest":false,"count":4}],"changed":4,"same":0},{"field":"province","was":[{"value":"","rest":false,"count":4}],"changed":4,"same":0}],"contacts":0,"refused":[],"refusedCount":0}`},
		{"contacts", map[string]any{"contacts": map[string]any{"dealRole": "signer"}},
			`{"total":4,"changed":1,"same":3,"fields":[{"field":"contacts.dealRole","was":[{"value":"","rest":false,"count":2}],"changed":2,"same":0}],"contacts":2,"refused":[],"refusedCount":0}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			st, s := open(t, customer.Options{})
			ok(t, st.InTx(st.Context(), store.Step{Label: "settings.saved"}, func(tx *store.Tx) error {
				f := settings.CustomField{Entity: "customer", Key: "KEY", Label: "人数", Type: settings.FieldNumber, Choices: []string{}}
				return tx.Insert(&f)
			}))
			var ids []int64
			for i, tier := range []string{"A", "A", "", "C"} {
				people := []customer.Contact{}
				if i == 0 {
					people = []customer.Contact{{Name: "李梅"}, {Name: "王强"}}
				}
				x := customer.Customer{Name: fmt.Sprintf("客户%d", i), Tier: tier}
				if i < 2 {
					x.Tags = []string{"老客户"}
				}
				if i == 3 {
					x.Remark = "老店"
				}
				ids = append(ids, int64(add(t, s, x, people...)))
			}
			before := values(t, s, ids)
			p := must[*customer.BulkPreview](t)(s.PreviewMany(append(ids, ids[0], 999), c.changes))
			got, err := json.Marshal(p)
			ok(t, err)
			if string(got) != c.preview {
				t.Errorf("preview\n%s, want\n%s", got, c.preview)
			}
			if values(t, s, ids) != before {
				t.Fatal("the preview changed something")
			}
			done := must[customer.BulkDone](t)(s.UpdateMany(ids, c.changes))
			if done.Changed != p.Changed || done.Same != p.Same || done.Contacts != p.Contacts {
				t.Errorf("done %+v, previewed %+v", done, p)
			}
			if again := must[*customer.BulkPreview](t)(s.PreviewMany(ids, c.changes)); again.Changed != 0 && c.changes["appendRemark"] == nil {
				t.Errorf("after it %+v would change", again)
			}
			undo(t, st)
			if got := values(t, s, ids); got != before {
				t.Errorf("after undo\n%s, was\n%s", got, before)
			}
		})
	}
}

// values are the records as JSON, without what every write counts up.
func values(t *testing.T, s *customer.Service, ids []int64) string {
	t.Helper()
	out := ""
	for _, id := range ids {
		d := must[*customer.Detail](t)(s.Get(customer.ID(id)))
		d.Customer.Meta = store.Meta{}
		for i := range d.Contacts {
			d.Contacts[i].Meta = store.Meta{}
		}
		text, err := json.Marshal([]any{d.Customer, d.Contacts})
		ok(t, err)
		out += string(text) + "\n"
	}
	return out
}

func TestWhoCannotBeChangedIsLeftAndNamed(t *testing.T) {
	st, s := open(t, customer.Options{})
	a, b := add(t, s, customer.Customer{Name: "甲"}), add(t, s, customer.Customer{Name: "乙"})
	ok(t, st.InTx(st.Context(), store.Step{}, func(tx *store.Tx) error { // as an older program may have left it
		return tx.Exec("update customer set credit_currency = '?' where id = ?", b).Error
	}))
	ids := []int64{int64(a), int64(b)}
	p := must[*customer.BulkPreview](t)(s.PreviewMany(ids, map[string]any{"tier": "A"}))
	if p.Changed != 1 || p.RefusedCount != 1 || p.Refused[0].Name != "乙" || p.Refused[0].Fields[0].Field != "creditCurrency" {
		t.Errorf("%+v", p)
	}
	if done := must[customer.BulkDone](t)(s.UpdateMany(ids, map[string]any{"tier": "A"})); done.Changed != 1 || done.Refused != 1 {
		t.Errorf("%+v", done)
	}
	for changes, want := range map[string]string{`{"tier": "Z"}`: fault.InvalidInput, `{}`: "customer.bulk.none", `{"primaryContactId": 1}`: fault.InvalidInput, `{"contacts": {"customerId": 1}}`: fault.InvalidInput} {
		var m map[string]any
		ok(t, json.Unmarshal([]byte(changes), &m))
		if _, err := s.UpdateMany(ids, m); !fault.Is(err, want) {
			t.Errorf("%s: %v, want %s", changes, err, want)
		}
	}
}
