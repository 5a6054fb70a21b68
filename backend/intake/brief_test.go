package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"keyue/backend/manuscript"
	"keyue/backend/template"
)

func TestLabelsAreCutWhereTheyStillSaySomething(t *testing.T) {
	for in, want := range map[string]string{
		"Purchase price": "Purchase price",
		"Cyber liability insurance with a minimum limit for each":    "Cyber liability insurance",
		"Use of the AI Services is subject to the Acceptable Use":    "Use of the AI Services",
		"Full name of the authorized signatory":                      "Full name of the authorized",
		"Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch": "Llanfairpwllgwyngyllgogerychwyrn",
		"乙方交货时应同时提供下列资料":                                             "交货时应同时提供下列资料",
		"增值税率": "增值税率",
	} {
		if got := briefEnd(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := briefStart("货到付款，甲方验收后付清全部货款"); got != "货到付款" {
		t.Error(got)
	}
	if got := briefStart("甲方验收合格后十日内一次付清全部货款"); got != "甲方验收合格后十日内一次" {
		t.Error(got)
	}
}

// What a form asks for in English begins with a capital and is never a piece of
// a word.
func TestEnglishLabelsReadAsLabels(t *testing.T) {
	text := []byte("SUPPLY AGREEMENT\n\nThis Agreement is governed by the laws of {governing_law}.\n\n" +
		"Brackets indicate choices that are optional where you can pick none:\n\n□ by post\n□ by hand\n")
	m, err := manuscript.Read("contract.txt", bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range Propose(m).Fields {
		got[f.Label] = f.Key
	}
	for _, want := range []string{"Governing law", "Brackets indicate choices"} {
		if _, ok := got[want]; !ok {
			t.Errorf("no %q among %q", want, got)
		}
	}
	for label, want := range map[string]string{"payment due from": "Payment due from", "iPhone": "iPhone", "éclairage": "Éclairage", "甲方": "甲方", "x射线": "x射线", "": ""} {
		if got := capital(label); got != want {
			t.Errorf("%q: got %q, want %q", label, got, want)
		}
	}
	if got := plainKey("PROVIDER"); got != "provider" {
		t.Errorf("got the key %q", got)
	}
}

// Whose law applies is answered once; what is filled from a record is not.
func TestTheLawOfAnImportedContractIsAsInTheLast(t *testing.T) {
	text := []byte("SUPPLY AGREEMENT\n\nThis Agreement is governed by the laws of {governing_law}. The courts of {jurisdiction} decide.\n\n" +
		"It ends at the latest on [Date by which the goods must be taken]. The goods are {goods_description}.\n")
	m, err := manuscript.Read("contract.txt", bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	p := Propose(m)
	got := map[string]bool{}
	for _, f := range p.Definition.Fields {
		got[f.Label] = f.AsLast
		if strings.HasPrefix(f.Label, "Date by") && f.Type != template.TypeDate {
			t.Errorf("%q is asked for as %s", f.Label, f.Type)
		}
	}
	if !got["Governing law"] || !got["Jurisdiction"] || got["Goods description"] {
		t.Errorf("as in the last contract: %v", got)
	}
	changed := Compose(m, nil, Decisions{Fields: []FieldDecision{{Key: "jurisdiction", Source: "customer.address"}}})
	for _, f := range changed.Definition.Fields {
		if f.Key == "jurisdiction" && f.AsLast {
			t.Error("what is filled from the customer is still as in the last contract")
		}
	}
}

func TestNoGuessedLabelIsLongerThanAChipCanBe(t *testing.T) {
	seen := 0
	for _, dir := range []string{"5-contracts-zh-text", "5-contracts-en-text", "4-docx-contracts"} {
		for _, file := range corpus(t, dir, "*") {
			if ext := filepath.Ext(file); ext != ".md" && ext != ".docx" {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := manuscript.Read(filepath.Base(file), bytes.NewReader(data), int64(len(data)))
			if err != nil {
				continue // what is refused is the manuscript's to test
			}
			p := Propose(m)
			for _, f := range p.Fields {
				if f.Fact != "" {
					continue
				}
				seen++
				most := briefLatin + 4 // a number behind it
				if hanCount(f.Label) > 0 {
					most = briefHan + 6
				}
				if n := utf8.RuneCountInString(f.Label); n > most {
					t.Errorf("%s: %d %q", filepath.Base(file), n, f.Label)
				}
			}
		}
	}
	if seen < 1000 {
		t.Errorf("only %d fields looked at", seen)
	}
}
