package contract_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"keyue/backend/contract"
	"keyue/backend/date"
	"keyue/backend/store"
	"keyue/backend/template"
)

func TestAPictureOfOneDealIsPrintedAndKeptWithItsIssue(t *testing.T) {
	sh := open(t)
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	img.Set(3, 3, color.RGBA{200, 0, 0, 255})
	var data bytes.Buffer
	sh.must(png.Encode(&data, img))
	var kept *template.Image
	sh.must(sh.st.InTx(t.Context(), store.Step{Label: "test"}, func(tx *store.Tx) (err error) {
		kept, err = template.KeepImage(tx, data.Bytes())
		return err
	}))
	shows := func() bool {
		yes, err := contract.ShowsPicture(sh.st.Read(t.Context()), kept.Key, date.Instant(sh.st.Now().Add(time.Hour).UnixMilli()))
		sh.must(err)
		return yes
	}
	if shows() {
		t.Error("a picture that was never put anywhere is shown")
	}
	v := sh.sale()
	place := clauseNamed(t, sh.clauses(v.Contract.ID), "保密")
	node := *place.Node
	node.Content = append(node.Content[:len(node.Content):len(node.Content)],
		template.Node{Type: "image", Attrs: &template.Attrs{Asset: kept.Key, Width: 90, Alt: "样品 <A>"}})
	v = sh.deviate(v, contract.DeviationInput{Clause: place.Address, Kind: template.Changed, Body: []template.Node{node}})
	issued, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	url, err := sh.SaveDocx(v.Contract.ID, issued.Issue.N)
	sh.must(err)
	if doc := part(t, sh.fetch(url), "word/document.xml"); !strings.Contains(doc, `descr="样品 &lt;A&gt;"`) {
		t.Error("the Word file does not say what the picture shows")
	}
	pdf, err := sh.IssuePDF(issued.Issue.ID)
	sh.must(err)
	if !bytes.Contains(sh.fetch(pdf), []byte("/Image")) {
		t.Error("the issue has no picture")
	}
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	_, err = sh.RemoveDeviation(v.Contract.ID, v.Contract.Version, v.Contract.Deviations[0].ID)
	sh.must(err)
	if !shows() {
		t.Error("the picture of an issue would be swept")
	}
}
