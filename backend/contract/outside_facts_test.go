package contract

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keyue/backend/abstract"
	"keyue/backend/money"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"
)

// TestFactsOfWhatWePrintAreFoundAgain measures on all starters, as Word and as
// PDF, whose facts are known.
func TestFactsOfWhatWePrintAreFoundAgain(t *testing.T) {
	files, err := filepath.Glob("../template/starter/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ right, wrong, none int }
	score := map[string]*tally{"party": {}, "amount": {}, "number": {}, "sign": {}, "end": {}, "title": {}}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		def, _ := template.Parse(string(text))
		switch def.Kind {
		case template.KindQuote, template.KindReceipt, template.KindStatement:
			continue // no contracts
		}
		data := template.Sample(def)
		merged := template.Merge(def, data, template.Options{})
		doc := ruled(merged.Document)
		var b bytes.Buffer
		if err := docx.Write(&b, doc, nil); err != nil {
			t.Fatal(err)
		}
		sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		whole := runsOf(doc)
		for file, content := range map[string][]byte{def.Code + ".docx": b.Bytes(), def.Code + ".pdf": sheet.PDF} {
			f := abstract.Read(back(t, file, content))
			note := func(kind string, there, found, same bool, got any) {
				switch {
				case there && same:
					score[kind].right++
				case found && !same:
					score[kind].wrong++
					t.Logf("%s: %s is %v", file, kind, got)
				case there:
					score[kind].none++
					t.Logf("%s: no %s", file, kind)
				}
			}
			for _, who := range []string{data.Customer.Name, data.Company.Name} {
				k := slices.IndexFunc(f.Parties, func(p abstract.Party) bool { return strings.Trim(p.Name, ".") == strings.Trim(who, ".") })
				note("party", strings.Contains(whole, who), false, k >= 0, nil)
			}
			for _, p := range f.Parties {
				if n := strings.Trim(p.Name, "."); n != strings.Trim(data.Customer.Name, ".") && n != strings.Trim(data.Company.Name, ".") {
					note("party", true, true, false, p)
				}
			}
			note("amount", strings.Contains(whole, merged.Amount.Grouped(money.CNY)), f.Amount.Found, f.Amount.Value == merged.Amount, f.Amount)
			note("number", strings.Contains(whole, data.Contract.Number), f.Number.Value != "", f.Number.Value == data.Contract.Number, f.Number)
			note("sign", merged.SignDate != "", f.SignDate.Value != "", f.SignDate.Value == merged.SignDate, f.SignDate)
			note("end", merged.EndDate != "" && strings.Contains(whole, merged.EndDate.Zh()), merged.EndDate != "" && f.EndDate.Value != "", f.EndDate.Value == merged.EndDate, f.EndDate)
			note("title", true, true, f.Title.Value == doc.Title || strings.Contains(whole, f.Title.Value), f.Title)
		}
	}
	for kind, s := range score {
		t.Logf("%s: %d right, %d wrong, %d not found", kind, s.right, s.wrong, s.none)
		if s.right < 9*(s.right+s.wrong+s.none)/10 {
			t.Errorf("%s: fewer than nine in ten", kind)
		}
	}
}

func runsOf(doc typeset.Document) string {
	var b strings.Builder
	for _, p := range template.Passages(doc) {
		b.WriteString(p.Text + "\n")
	}
	return b.String()
}
