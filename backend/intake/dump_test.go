package intake

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"keyue/backend/template"
)

func TestDump(t *testing.T) {
	want := os.Getenv("DUMP")
	if want == "" {
		t.Skip()
	}
	folder := os.Getenv("FOLDER")
	if folder == "" {
		folder = "5-contracts-zh-text"
	}
	for _, f := range corpus(t, folder, "*") {
		if !strings.Contains(f, want) {
			continue
		}
		p := Propose(readFile(t, f))
		if os.Getenv("ORIG") != "" {
			for _, o := range p.Original {
				fmt.Printf("%d %s h%d [%s] %q\n", o.Index, o.Kind, o.Heading, o.Number, o.Text)
			}
		}
		fmt.Println(f, p.Kind, p.Language, p.We, p.CharsIn, p.CharsOut, p.Dropped)
		for _, q := range p.Parties {
			fmt.Println(q)
		}
		fmt.Println(template.Print(&p.Definition))
		for _, q := range p.Fields {
			fmt.Printf("%s\t%s\t%s\t%s\t%v %s %v\n", q.Key, q.Label, q.Type, q.Source, q.Confidence, q.As, q.Blanks)
		}
		for _, q := range p.Notes {
			fmt.Println(q)
		}
		for _, q := range p.Problems {
			fmt.Println(q)
		}
		if err := template.CheckTree(&p.Definition); err != nil {
			fmt.Println("TREE", err)
		}
	}
}

func TestPDF(t *testing.T) {
	want, to := os.Getenv("PDF"), os.Getenv("OUT")
	if want == "" {
		t.Skip()
	}
	folder := os.Getenv("FOLDER")
	if folder == "" {
		folder = "5-contracts-zh-text"
	}
	for _, f := range corpus(t, folder, "*") {
		if !strings.Contains(f, want) {
			continue
		}
		p := Propose(readFile(t, f))
		d := p.Definition
		merged := template.Preview(&d, template.Options{})
		sheet, err := presses.Proof(merged.Document, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, sheet.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
}
