package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// expected is a row of testdata/vcards.json: what a small reader of another kind, in another language, took out of the
// bytes of a file, looked over by a person. Extensions are written " ext. 102"; labels behind e-mails are left off.
type expected struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Cards  []struct {
		Name   string   `json:"name"`
		Phones []string `json:"phones"`
		Emails []string `json:"emails"`
	} `json:"cards"`
}

func TestEveryRealCardHasItsNamePhonesAndEmails(t *testing.T) {
	dir := corpus(t, "1-vcard")
	text, err := os.ReadFile(filepath.Join("testdata", "vcards.json"))
	if err != nil {
		t.Fatal(err)
	}
	var table []expected
	if err := json.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	cards := 0
	for _, want := range table {
		data, err := os.ReadFile(filepath.Join(dir, want.File))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want.SHA256 {
			t.Errorf("%s is another file than the table was made of", want.File)
			continue
		}
		_, rows, err := readAll(t, bytesFile(data), want.File, Reading{})
		if err != nil {
			t.Errorf("%s: %v", want.File, err)
			continue
		}
		if len(rows)-1 != len(want.Cards) {
			t.Errorf("%s: %d cards, want %d", want.File, len(rows)-1, len(want.Cards))
			continue
		}
		column := map[string]int{}
		for i, head := range rows[0] {
			column[strings.TrimPrefix(head, titleOfOur)] = i
		}
		for i, card := range want.Cards {
			cards++
			at := func(key string) string {
				if k, ok := column[key]; ok {
					return rows[i+1][k]
				}
				return ""
			}
			name, prefix := at("contact.name"), "contact."
			if name == "" && card.Name != "" {
				name, prefix = at("name"), "" // the card of a company
			}
			var phones []string
			for _, p := range parsePhones(at(prefix+"phone"), "") {
				phones = append(phones, p.Raw)
			}
			emails := splitList(at(prefix+"email"), separators)
			if got, w := fmt.Sprintf("%q %q %q", name, phones, emails), fmt.Sprintf("%q %q %q", card.Name, card.Phones, card.Emails); got != w {
				t.Errorf("%s card %d:\n got %s\nwant %s", want.File, i+1, got, w)
			}
		}
	}
	if len(table) < 119 || cards < 1000 {
		t.Errorf("the table has %d files with %d cards", len(table), cards)
	}
	t.Logf("%d files, %d cards", len(table), cards)
}

func TestCardsOfEveryVersionAndDamage(t *testing.T) {
	for name, c := range map[string]struct{ card, want string }{
		"2.1 quoted-printable":        {"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=89=\r\n=E4=B8=B0;;;\r\nTEL;CELL;VOICE:13800138000\r\nEND:VCARD\r\n", "张三丰|mobile: 13800138000"},
		"2.1 in GBK":                  {"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5;=C8=FD\nTEL;WORK:0571-88881234\nEND:VCARD\n", "张三|work: 0571-88881234"},
		"3.0 folded":                  {"BEGIN:VCARD\nVERSION:3.0\nFN:张\n 三\nitem1.TEL;TYPE=\"cell,pref\":138\n  0013 8000\nEND:VCARD\n", "张三|mobile: 138 0013 8000"},
		"4.0 uri":                     {"BEGIN:VCARD\nVERSION:4.0\nFN:Ann Lee\nTEL;VALUE=uri;TYPE=home:tel:+1-555-0100;ext=12\nEND:VCARD\n", "Ann Lee|home: +1-555-0100 ext. 12"},
		"photo in the middle":         {"BEGIN:VCARD\nVERSION:3.0\nFN:张三\nPHOTO;ENCODING=b;TYPE=JPEG:" + strings.Repeat("QUJD\n ", 5000) + "\nTEL:1\nEND:VCARD\n", "张三|1"},
		"no end":                      {"BEGIN:VCARD\nFN:张三\nTEL:1\n", "张三|1"},
		"lines that are none":         {"BEGIN:VCARD\nFN:张三\n#comment\n;;;\nTEL;:2\nEND:VCARD\n", "张三|2"},
		"lower case and blanks":       {"begin:vcard \nversion:3.0\nfn:张三\ntel:1\nend:vcard\n", "张三|1"},
		"old line ends":               {"BEGIN:VCARD\rFN:张三\rTEL:1\rEND:VCARD\r", "张三|1"},
		"a colon in a quoted word":    {"BEGIN:VCARD\nFN:张三\nTEL;TYPE=\"a:b;c\":1\nEND:VCARD\n", "张三|1"},
		"escapes":                     {"BEGIN:VCARD\nVERSION:3.0\nFN:a\\,b\\;c\\\\d\nTEL:1\nEND:VCARD\n", "a,b;c\\d|1"},
		"a family name comes first":   {"BEGIN:VCARD\nN:欧阳;修;;;\nTEL:1\nEND:VCARD\n", "欧阳修|1"},
		"a given name where it isn't": {"BEGIN:VCARD\nN:Lee;Ann;M.;;\nTEL:1\nEND:VCARD\n", "Ann M. Lee|1"},
	} {
		_, rows, err := readAll(t, bytesFile([]byte(c.card)), "x.vcf", Reading{})
		if err != nil || len(rows) != 2 {
			t.Errorf("%s: %q %v", name, rows, err)
			continue
		}
		var got []string
		for i, head := range rows[0] {
			if head == "#contact.name" || head == "#contact.phone" {
				got = append(got, rows[1][i])
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, "|"), c.want)
		}
	}
}

func FuzzCards(f *testing.F) {
	f.Add([]byte("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5;=\n=C8=FD\nADR:;;;;;;\nEND:VCARD\n"))
	f.Add([]byte("BEGIN:VCARD\nBEGIN:VCARD\nX-KEYUE;FIELD=name:\\n\\\nEND:VCARD\nEND:VCARD\nEND:VCARD"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = eachCard(context.Background(), bytes.NewReader(data), func(card []property) error {
			cardText{"GBK"}.read(card).cells()
			return nil
		})
	})
}
