package contract_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/fault"
	"keyue/backend/template"
)

func TestATemplateIsPreviewedWithARealCustomerAndSaysWhereBlocksStand(t *testing.T) {
	sh := open(t)
	d, err := template.NewService(sh.st, template.Lent{}).Get(sh.template("zh-sale"))
	sh.must(err)
	def := d.Version.Definition
	p, err := sh.PreviewTemplate(contract.TemplatePreviewInput{Edit: template.Edit{Definition: &def}, CustomerID: sh.cust})
	sh.must(err)
	if !bytes.HasPrefix(sh.fetch(p.URL), []byte("%PDF")) || p.Pages < 3 || len(p.Problems) != 0 {
		t.Fatalf("%d pages, %+v", p.Pages, p.Problems)
	}
	customer := 0
	for _, page := range p.Hits {
		for _, hit := range page {
			if strings.HasPrefix(hit.Field, "@") {
				t.Errorf("a place among the fields: %+v", hit)
			}
			if hit.Field == "buyer.name" {
				customer++
			}
		}
	}
	if customer == 0 {
		t.Error("the customer's name is nowhere")
	}
	// Every clause that is printed has its place, in reading order.
	at := map[string]contract.Place{}
	last := contract.Place{}
	for _, place := range p.Places {
		at[place.Address] = place
		if place.Page < last.Page {
			t.Errorf("%+v after %+v", place, last)
		}
		last = place
	}
	for _, c := range template.LockedClauses(&def) {
		if c.Level == 1 {
			if _, ok := at[c.Address+".0"]; !ok {
				t.Errorf("%s (%s) has no place", c.Address, c.Node.Content[0].Content[0].Text)
			}
		}
	}
	// Marking places must not change the pages.
	sample, err := sh.PreviewTemplate(contract.TemplatePreviewInput{Edit: template.Edit{Notation: d.Notation}})
	sh.must(err)
	if sample.Pages < 3 {
		t.Errorf("%d pages", sample.Pages)
	}
	if _, err := sh.PreviewTemplate(contract.TemplatePreviewInput{Edit: template.Edit{Definition: &def}, CustomerID: 999}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a customer that is not there: %v", err)
	}
	if _, err := sh.PreviewTemplate(contract.TemplatePreviewInput{Edit: template.Edit{Definition: &template.Definition{Language: "en", Body: template.Node{Type: "script"}}}}); err == nil {
		t.Error("a script was set")
	}
}

// BenchmarkTemplatePreview is what a pause in typing costs beside a real customer.
func BenchmarkTemplatePreview(b *testing.B) {
	sh := open(b)
	d, err := template.NewService(sh.st, template.Lent{}).Get(sh.template("zh-sale"))
	sh.must(err)
	for b.Loop() {
		def := d.Version.Definition
		_, err := sh.PreviewTemplate(contract.TemplatePreviewInput{Edit: template.Edit{Definition: &def}, CustomerID: sh.cust})
		sh.must(err)
	}
}

func TestPicturesOfATemplateAreInTheIssue(t *testing.T) {
	sh := open(t)
	templates := template.NewService(sh.st, template.Lent{Files: sh.files})
	var png64 bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 7)
	}
	sh.must(png.Encode(&png64, img))
	info, err := sh.files.Put("seal.png", &png64)
	sh.must(err)
	pic, err := templates.AddImage(info.Token)
	sh.must(err)
	body := func(image string) string {
		return "---\n名称: 带图\n类别: 其他\n语言: zh-CN\n填写项:\n- 甲方 (a): 主体; 必填; 取自 客户\n---\n= 带图\n{甲方.名称}\n" + image
	}
	sizes := []int{}
	for _, line := range []string{"", "@图片 " + pic.Key + " 60 居中\n", "@图片 logo 60\n", "@图片 img-00 60\n"} {
		tpl, err := templates.Import(body(line))
		sh.must(err)
		v, err := sh.Create(contract.CreateInput{CustomerID: sh.cust, TemplateID: tpl.ID})
		sh.must(err)
		out, err := sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
		sh.must(err)
		sizes = append(sizes, bytes.Count(sh.fetch(out.URL), []byte("/Subtype/Image")))
	}
	// A logo the company does not have, or a picture that is gone, prints nothing
	// and stops nothing.
	if sizes[0] != 0 || sizes[1] != 1 || sizes[2] != 0 || sizes[3] != 0 {
		t.Errorf("pictures in the files: %v", sizes)
	}
}
