package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/interaction"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// texts is a workspace whose texts are searched.
type texts struct {
	*testing.T
	st *store.Store
	s  *search.Service
}

func openTexts(t *testing.T) *texts {
	x := &texts{T: t}
	x.st = testkit.OpenWith(t, store.Options{
		Kinds: append(append(append(customer.Kinds(), settings.Kinds()...), interaction.Kinds()...), attachment.Kinds()...),
		OnChange: func(c store.Change) {
			if x.s != nil {
				search.Changed(x.s, c)
			}
		}})
	x.s = search.WithTexts(search.NewService(x.st, search.NewIndex(), customer.SearchSource()),
		customer.TextSource(), customer.ContactTextSource(), interaction.TextSource(), interaction.TaskTextSource(), attachment.TextSource())
	return x
}

// do runs one step and gives its number.
func (x *texts) do(fn func(tx *store.Tx) error) (step int64) {
	x.Helper()
	if err := x.st.InTx(context.Background(), store.Step{Label: "test"}, func(tx *store.Tx) (err error) {
		if err := fn(tx); err != nil {
			return err
		}
		step, err = tx.StepID()
		return err
	}); err != nil {
		x.Fatal(err)
	}
	return step
}

// finds compares what is found, as "kind title (subtitle) → page".
func (x *texts) finds(query string, want ...string) {
	x.Helper()
	found, err := x.s.Texts(query, nil, 10)
	if err != nil {
		x.Fatal(err)
	}
	got := make([]string, len(found))
	for i, f := range found {
		got[i] = fmt.Sprintf("%s %s (%s) → %s %d", f.Kind, f.Title, f.Subtitle, f.OpenKind, f.OpenID)
		if len(f.Ranges) == 0 {
			x.Errorf("%q marks nothing in %q", query, f.Excerpt)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		x.Errorf("%q finds %q, want %q", query, got, want)
	}
}

func TestWhatIsWrittenAboutACustomerIsFoundAndFollowsTrashAndUndo(t *testing.T) {
	x := openTexts(t)
	c := customer.Customer{Name: "宁波海曙纺织", City: "宁波市", Remark: "喜歡靠窗的位置", Address: "中山路１２８號", Tags: []string{"展会认识"},
		Industry: "纺织业", LegalRepresentative: "王海曙", Social: []customer.Social{{Kind: "wechat", Handle: "nb-hs88"}}}
	x.do(func(tx *store.Tx) error {
		if err := customer.Create(tx, &c, []customer.Contact{{Name: "李岚", Remark: "只在下午接电话", Department: "采购部"}}); err != nil {
			return err
		}
		if err := tx.Insert(&interaction.Interaction{CustomerID: c.ID, At: tx.Now, Summary: "要三十台缝纫机", Purposes: []string{"议价"}, Needs: []string{"整机"}}); err != nil {
			return err
		}
		if err := tx.Insert(&interaction.Task{Title: "寄试样", Due: "2026-12-01", CustomerID: c.ID, State: interaction.Open}); err != nil {
			return err
		}
		return tx.Insert(&attachment.Attachment{Kind: customer.KindCustomer, RecordID: int64(c.ID), Name: "营业执照.pdf", SHA256: strings.Repeat("a", 64)})
	})
	self := "customer 宁波海曙纺织 (宁波市) → customer 1"
	for _, q := range []string{"喜欢靠窗", "128号", "中山路128", "展會"} {
		x.finds(q, self)
	}
	x.finds("下午", "contact 李岚 (宁波海曙纺织) → customer 1")
	x.finds("缝纫机", "interaction 宁波海曙纺织 ("+string(date.FromTime(x.st.Now()))+") → customer 1")
	x.finds("試樣", "task 寄试样 (2026-12-01) → customer 1")
	for q, kind := range map[string]string{"纺织业": "customer", "王海曙": "customer", "nb-hs88": "customer", "采购部": "contact", "議價": "interaction", "整机": "interaction"} {
		if found, err := x.s.Texts(q, nil, 5); err != nil || len(found) != 1 || found[0].Kind != kind || len(found[0].Ranges) == 0 {
			t.Errorf("%s: %+v %v", q, found, err)
		}
	}
	x.finds("營業執照", "attachment 营业执照.pdf (宁波海曙纺织) → customer 1")
	step := x.do(func(tx *store.Tx) error { return tx.Trash(customer.KindCustomer, int64(c.ID)) })
	for _, q := range []string{"喜欢靠窗", "下午", "缝纫机", "执照"} {
		x.finds(q)
	}
	if _, err := x.st.Undo(context.Background(), step); err != nil {
		t.Fatal(err)
	}
	x.finds("喜欢靠窗", self)
}

func TestTheTextOfAnImportIsIndexedAfterItAndUndone(t *testing.T) {
	x := openTexts(t)
	step := x.do(func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		var rows []customer.Incoming
		for i := range 700 {
			in := customer.Incoming{Customer: customer.Customer{Name: fmt.Sprintf("客户%d", i)}}
			if i%100 == 7 {
				in.Customer.Remark = fmt.Sprintf("老朋友介绍 no%d", i)
			}
			rows = append(rows, in)
		}
		_, err := im.Rows(rows)
		return err
	})
	x.finds("朋友 no607", "customer 客户607 () → customer 608")
	if hits, err := x.s.Texts("老朋友", []string{customer.KindCustomer}, 50); err != nil || len(hits) != 7 {
		t.Error(len(hits), err)
	}
	if _, err := x.st.Undo(context.Background(), step); err != nil {
		t.Fatal(err)
	}
	x.finds("老朋友")
	var left int64
	if err := x.st.Read(context.Background()).Table("search_doc").Count(&left).Error; err != nil || left != 0 {
		t.Error(left, err)
	}
}
