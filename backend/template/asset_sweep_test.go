package template

import (
	"testing"
	"time"

	"keyue/backend/date"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// keptImages counts the pictures of a workspace.
func keptImages(t testing.TB, st *store.Store) (n int64) {
	t.Helper()
	if err := st.Read(t.Context()).Model(&Image{}).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPictureGoesThirtyDaysAfterTheLastTextThatShowedIt(t *testing.T) {
	st, s := openWorkspace(t)
	tpl, err := s.Create("带图", KindOther, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := s.AddImage(put(t, s, "a.png", picture(t, 40, 30)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddImage(put(t, s, "b.png", picture(t, 9, 9))); err != nil {
		t.Fatal(err)
	}
	plain, _ := s.Get(tpl.ID)
	d, err := s.SaveDraft(tpl.ID, Edit{Notation: plain.Notation + "\n@图片 " + shown.Key + " 120 居中 \"样品\"\n"})
	if err != nil {
		t.Fatal(err)
	}
	sweep := func(others ...Showing) int64 {
		t.Helper()
		if err := SweepImages(st, others...)(t.Context()); err != nil {
			t.Fatal(err)
		}
		return keptImages(t, st)
	}
	// The one that was never put into a text goes at once; the one a draft shows stays.
	if n := sweep(); n != 1 {
		t.Fatalf("%d pictures", n)
	}
	// Taken out in another go, it waits as long as undoing may bring it back.
	if _, err := s.Create("别的", KindOther, "zh-CN"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveDraft(tpl.ID, Edit{Version: d.Version.Version, Notation: plain.Notation}); err != nil {
		t.Fatal(err)
	}
	if n := sweep(); n != 1 {
		t.Fatalf("%d pictures right after", n)
	}
	if err := st.InTx(t.Context(), store.Step{Label: "x"}, func(tx *store.Tx) error {
		return tx.Exec("update step set at = at - ?", int64(31*24*time.Hour/time.Millisecond)).Error
	}); err != nil {
		t.Fatal(err)
	}
	asked := ""
	contract := func(_ *gorm.DB, key string, _ date.Instant) (bool, error) { asked = key; return true, nil }
	if n := sweep(contract); n != 1 || asked != shown.Key {
		t.Fatalf("%d pictures, asked about %q", n, asked)
	}
	if n := sweep(); n != 0 {
		t.Fatalf("%d pictures after thirty days", n)
	}
}

func TestAPictureOfATemplateInTheTrashStays(t *testing.T) {
	st, s := openWorkspace(t)
	if _, err := s.ImportFile(put(t, s, "x.keyue-template", exported(t, s))); err != nil {
		t.Fatal(err)
	}
	list, err := s.List(Filter{Text: "带图合同"})
	if err != nil || len(list) != 2 {
		t.Fatalf("%v %+v", err, list)
	}
	for _, tpl := range list {
		if err := s.Trash(tpl.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := SweepImages(st)(t.Context()); err != nil || keptImages(t, st) != 1 {
		t.Errorf("%v, %d pictures", err, keptImages(t, st))
	}
}
