package search_test

import (
	"context"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func TestTheServiceFollowsWhatIsCommitted(t *testing.T) {
	ctx := context.Background()
	var s *search.Service
	x := search.NewIndex()
	st := testkit.OpenWith(t, store.Options{Kinds: append(customer.Kinds(), settings.Kinds()...), OnChange: func(c store.Change) {
		if s != nil {
			search.Changed(s, c)
		}
	}})
	add := func(name string) customer.ID {
		c := customer.Customer{Name: name}
		if err := st.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) error {
			return customer.Create(tx, &c, []customer.Contact{{Name: "联系人" + name, Phones: []customer.Phone{{Raw: "13800138000"}}}})
		}); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	first := add("重庆长安汽车")
	s = search.NewService(st, x, customer.SearchSource())
	find := func(text string, want int) {
		t.Helper()
		hits, err := s.Query(text, nil, 10)
		if err != nil || len(hits) != want {
			t.Errorf("%q finds %d (%v), want %d", text, len(hits), err, want)
		}
	}
	find("cqca", 1)
	find("8000", 1)
	second := add("厦门银行")
	find("xmyh", 1)
	find("lianxiren", 2)
	var step int64
	if err := st.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) (err error) {
		if err := tx.Trash(customer.KindCustomer, int64(first), int64(second)); err != nil {
			return err
		}
		step, err = tx.StepID()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	find("cqca", 0)
	find("xmyh", 0)
	if _, err := st.Undo(ctx, step); err != nil {
		t.Fatal(err)
	}
	find("cqca", 1)
	find("xmyh", 1)
}
