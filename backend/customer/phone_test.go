package customer

import (
	"bufio"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestANumberIsReadAsPeopleWriteIt(t *testing.T) {
	for _, c := range []struct {
		in, number, ext string
		kind            PhoneType
	}{
		{"13812345678", "+8613812345678", "", PhoneMobile},
		{"１３８１２３４５６７８", "+8613812345678", "", PhoneMobile},
		{"138-1234-5678", "+8613812345678", "", PhoneMobile},
		{"138 1234 5678", "+8613812345678", "", PhoneMobile},
		{"+86 138 1234 5678", "+8613812345678", "", PhoneMobile},
		{"8613812345678", "+8613812345678", "", PhoneMobile},
		{"0086-13812345678", "+8613812345678", "", PhoneMobile},
		{"（+86）13812345678", "+8613812345678", "", PhoneMobile},
		{"手机：13812345678（张经理）", "+8613812345678", "", PhoneMobile},
		{"13812345678.0", "+8613812345678", "", PhoneMobile},
		{"\u202d13812345678\u202c", "+8613812345678", "", PhoneMobile},
		{"0571-88158198", "+8657188158198", "", PhoneFixed},
		{"（0571）8815 8198", "+8657188158198", "", PhoneFixed},
		{"+86 0571-88158198", "+8657188158198", "", PhoneFixed},
		{"0571-88158198-801", "+8657188158198", "801", PhoneFixed},
		{"0571-88158198转801", "+8657188158198", "801", PhoneFixed},
		{"010-62671188 ext. 8001", "+861062671188", "8001", PhoneFixed},
		{"010-62671188 分机：8001", "+861062671188", "8001", PhoneFixed},
		{"02161791000", "+862161791000", "", PhoneFixed},
		{"4001095018", "+864001095018", "", PhoneHotline},
		{"400-6388-666", "+864006388666", "", PhoneHotline},
		{"400 810 0080", "+864008100080", "", PhoneHotline},
		{"8008208388", "+868008208388", "", PhoneHotline},
		{"95588", "95588", "", PhoneHotline},
		{"+86 95588", "95588", "", PhoneHotline},
		{"950808", "950808", "", PhoneHotline},
		{"95163000", "95163000", "", PhoneHotline},
		{"10086", "10086", "", PhoneHotline},
		{"12345", "12345", "", PhoneHotline},
		{"10105678", "10105678", "", PhoneHotline},
		{"0551-96588", "+8655196588", "", PhoneHotline},
		{"88158198", "88158198", "", PhoneLocal},
		{"+852 2123 4567", "+85221234567", "", PhoneFixed},
		{"852 5123 4567", "+85251234567", "", PhoneMobile},
		{"+1-800-633-0738", "+18006330738", "", PhoneHotline},
		{"+1 415-667-7870", "+14156677870", "", PhoneMobile},
		{"123456789012345", "123456789012345", "", PhoneUnknown},
		{"没有", "", "", PhoneUnknown},
		{"", "", "", PhoneUnknown},
		{"+", "", "", PhoneUnknown},
	} {
		p := ParsePhone(c.in)
		if p.Number != c.number || p.Ext != c.ext || p.Type != c.kind {
			t.Errorf("%q: got %q ext %q %s, want %q ext %q %s", c.in, p.Number, p.Ext, p.Type, c.number, c.ext, c.kind)
		}
		if p.Raw != strings.TrimSpace(c.in) {
			t.Errorf("%q: what was typed became %q", c.in, p.Raw)
		}
	}
}

func TestSeveralNumbersInOneTextAreAllFound(t *testing.T) {
	for in, want := range map[string]string{
		"13812345678、13912345678":         "+8613812345678 +8613912345678",
		"13812345678/0571-88158198":       "+8613812345678 +8657188158198",
		"13812345678,13912345678":         "+8613812345678 +8613912345678",
		"13812345678，13912345678；95588":   "+8613812345678 +8613912345678 95588",
		"13812345678 13912345678":         "+8613812345678 +8613912345678",
		"138 1234 5678 139 1234 5678":     "+8613812345678 +8613912345678",
		"0571-88158198/88158199":          "+8657188158198 +8657188158199",
		"0571-88158198/99":                "+8657188158198 +8657188158199",
		"电话：0571-88158198 手机：13812345678": "+8657188158198 +8613812345678",
		"13812345678\n13812345678":        "+8613812345678",
		"030 / 44 55 600":                 "0304455600",
		"0171/2345603":                    "01712345603",
		"0571/88158198":                   "+8657188158198",
		"+49 30/1234567":                  "+49301234567",
		"030/4455600/01":                  "0304455600 0304455601",
		"0171/2345603; 0171/2345604":      "01712345603 01712345604",
		"13812345678 或 13912345678":       "+8613812345678 +8613912345678",
		"无":                               "",
		"010-62671188, 010-62671188-2":    "+861062671188 +861062671188#2",
		"+1-800-633-0738|400-699-8888":    "+18006330738 +864006998888",
	} {
		var got []string
		for _, p := range ParsePhones(in) {
			s := p.Number
			if p.Ext != "" {
				s += "#" + p.Ext
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: got %q, want %q", in, s, want)
		}
	}
}

// corpus finds a folder of ../shared/corpora from the package upwards, or skips.
func corpus(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "shared", "corpora", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("no corpora on this machine")
	return ""
}

func TestExampleNumbersOfTheNumberingPlansComeBackAsThemselves(t *testing.T) {
	dir := corpus(t, "6-unicode-zh")
	n := 0
	for _, cc := range []string{"1", "33", "61", "65", "82", "86", "852", "853", "886"} {
		f, err := os.Open(filepath.Join(dir, "google.libphonenumber__phone_"+cc+"_examples.csv"))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.Comma, r.TrimLeadingSpace, r.LazyQuotes = ';', true, true
		rows, err := r.ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			number := strings.Trim(row[2], `" `)
			p := ParsePhone("+" + cc + " " + number)
			if p.Number != "+"+cc+number || !p.Valid() {
				t.Errorf("%s +%s %s: got %q %s", row[1], cc, number, p.Number, p.Type)
			}
			n++
		}
	}
	if n < 100 {
		t.Fatalf("only %d examples read", n)
	}
}

func TestHotlinesOfRealCompaniesAreKnown(t *testing.T) {
	f, err := os.Open(filepath.Join(corpus(t, "6-unicode-zh"), "metowolf.vCards__cn_company_hotlines.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, unknown := 0, []string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		cols := strings.Split(s.Text(), "\t")
		if len(cols) < 3 || cols[2] == "phones" {
			continue
		}
		for _, raw := range strings.Split(cols[2], "|") {
			if digitsOf(raw) == "" {
				continue
			}
			all++
			if p := ParsePhone(raw); !p.known() {
				unknown = append(unknown, raw+" "+p.Number+" "+string(p.Type))
			}
		}
	}
	t.Logf("%d of %d known; the rest: %q", all-len(unknown), all, unknown)
	if all < 150 || len(unknown) > 10 {
		t.Errorf("too many hotlines not understood: %d of %d", len(unknown), all)
	}
}

func FuzzParsePhones(f *testing.F) {
	for _, s := range []string{"13812345678", "0571-88158198/99", "转1", "+86+86", "/-/9", "１３８,ext", "x1", "，，,1234567"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range ParsePhones(s) {
			if p.Number == "" {
				t.Fatalf("%q: a number without digits", s)
			}
			if again := ParsePhone(p.Number); again.Number != p.Number {
				t.Fatalf("%q: %q is read again as %q", s, p.Number, again.Number)
			}
		}
	})
}
