package exchange

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// pieces are what hostile texts are made of.
var pieces = []string{"=", "+", "-", "@", "'", "\"", "\"\"", ";", "；", ",", "，", "、", "|", ":", "：", "\\", "\\n", "\n", "\r\n", "\t", " ", "　", "#", "#name", "%", "0012", "1E5", "2026-01-02", "<b>", "&amp;", "{x}",
	"张", "单雄信", "𠮷", "é", "e\u0301", "👨‍👩‍👧", "\u200b", "\ufeff", "\u202e", "BEGIN:VCARD", "END:VCARD", "X-KEYUE", "TEL:1", "=C3=A9", "公司", "客户名称", "sep=;", "NULL", "true", "‘", "—", "ﬁ", "１２３", "\u0085", "\u2028"}

func hostileText(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.Intn(most) + 1 {
		b.WriteString(pieces[r.Intn(len(pieces))])
	}
	return b.String()
}

// hostileCustomers adds customers and contacts of hostile texts; what the rules refuse is left out.
func hostileCustomers(t testing.TB, st *store.Store, seed int64, n int) {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	ctx := context.Background()
	some := func(most int) string {
		if r.Intn(3) == 0 {
			return ""
		}
		return hostileText(r, most)
	}
	kept := 0
	for i := range n {
		c := customer.Customer{Name: hostileText(r, 4) + fmt.Sprint("某", i), Kind: []string{customer.Company, customer.Person}[r.Intn(2)], Alias: some(4), Role: "end", Tier: []string{"", "A", "B"}[r.Intn(3)],
			Channel: some(3), Industry: some(3), Website: some(2), Province: some(2), City: some(2), District: some(2), Address: some(6), Postcode: some(2), ShippingAddress: some(5),
			Billing: customer.Billing{Title: some(4), Bank: some(3), Account: some(2), Address: some(3), Phone: some(2)}, LegalRepresentative: some(3), Remark: some(12), Tags: []string{some(3), some(3)},
			Phones: []customer.Phone{{Raw: fmt.Sprintf("1380013%04d", i), Label: some(2)}}, Social: []customer.Social{{Kind: "weibo", Handle: some(3)}, {Kind: "qq", Handle: some(2)}}}
		var people []customer.Contact
		for k := range r.Intn(3) {
			people = append(people, customer.Contact{Name: hostileText(r, 4) + "人", Title: some(3), Department: some(3), Remark: some(8), Tags: []string{some(2)},
				Phones: []customer.Phone{{Raw: fmt.Sprintf("139%04d%04d", k, i), Label: some(2)}}, Social: []customer.Social{{Kind: "wechat", Handle: some(3)}}})
		}
		var id customer.ID
		err := st.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) error {
			err := customer.Create(tx, &c, people)
			id = c.ID
			return err
		})
		if fault.Is(err, fault.InvalidInput) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		kept++
		if r.Intn(2) == 0 {
			if err := st.InTx(ctx, store.Step{Label: "test"}, func(tx *store.Tx) error {
				said := interaction.Interaction{CustomerID: id, Medium: interaction.Visit, At: tx.Now - date.Instant(r.Intn(1000))*date.Instant(time.Hour/time.Millisecond), Summary: "谈" + some(6)}
				return interaction.Add(tx, &said, &interaction.Next{Title: "做" + some(3), Due: "2026-12-0" + date.Date(fmt.Sprint(r.Intn(9)+1))})
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if kept < n/3 {
		t.Fatalf("only %d of %d customers are possible", kept, n)
	}
}

func exported(t testing.TB, st *store.Store, format string, tag locale.Tag) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Export(context.Background(), st.Read(context.Background()), &out, Customers, format, nil, tag, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sheetValues are the cells of a workbook with their types.
func sheetValues(t testing.TB, data []byte) []string {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	var out []string
	for _, sheet := range x.GetSheetList() {
		rows, err := x.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, cell := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				kind, _ := x.GetCellType(sheet, at)
				out = append(out, fmt.Sprintf("%s!%s %d %q", sheet, at, kind, cell))
			}
		}
	}
	return out
}

// cardLinesOf are the unfolded lines of cards.
func cardLinesOf(data []byte) []string {
	return strings.Split(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n")
}

func TestWhatIsExportedAndImportedIsExportedTheSame(t *testing.T) {
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	for seed := range int64(rounds) {
		from := workspace(t)
		hostileCustomers(t, from, seed, 60)
		for _, format := range []string{CSV, XLSX, VCard, VCard4} {
			for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
				first := exported(t, from, format, tag)
				to := workspace(t)
				ext := strings.TrimSuffix(format, "4")
				r, err := Import(context.Background(), to, one("x."+ext, first), Options{OnDuplicate: customer.OnDuplicateCreate, Lang: tag}, nil)
				if err != nil || r.FailedRows > 0 {
					t.Fatalf("seed %d %s %s: %+v %v", seed, format, tag, r, err)
				}
				again := exported(t, to, format, tag)
				a, b := strings.Split(string(first), "\n"), strings.Split(string(again), "\n")
				switch format {
				case XLSX:
					a, b = sheetValues(t, first), sheetValues(t, again)
				case VCard, VCard4:
					a, b = cardLinesOf(first), cardLinesOf(again)
				}
				for i := range max(len(a), len(b)) {
					if i >= len(a) || i >= len(b) || a[i] != b[i] {
						t.Errorf("seed %d %s %s line %d:\n was %q\n now %q", seed, format, tag, i, append(a, "")[min(i, len(a))], append(b, "")[min(i, len(b))])
						break
					}
				}
				if format == CSV && !bytes.Equal(first, again) {
					t.Errorf("seed %d: the CSV files differ", seed)
				}
			}
		}
	}
}

// FuzzRoundTrip puts one text everywhere a text can stand.
func FuzzRoundTrip(f *testing.F) {
	for _, h := range hostile {
		f.Add(h)
	}
	r := rand.New(rand.NewSource(7))
	for range 20 {
		f.Add(hostileText(r, 8))
	}
	fields := fixedFields()
	f.Fuzz(func(t *testing.T, s string) {
		c := customer.Customer{Name: s, Kind: customer.Company, Alias: s, Address: s, City: s, Remark: s, Tags: []string{s, "b"}, Website: s, Social: []customer.Social{{Kind: "weibo", Handle: s}}}
		p := customer.Contact{Name: s, Title: s, Department: s, Remark: s, Tags: []string{s}}
		c.Normalize()
		p.Normalize()
		if len(c.Validate()) > 0 || len(p.Validate()) > 0 {
			return
		}
		d := draft{c: c, p: p}
		for _, format := range []string{VCard, VCard4} {
			var out bytes.Buffer
			if err := writeCards(&out, format, fields, &d); err != nil {
				t.Fatal(err)
			}
			cells, err := cellsOf(out.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			same(t, fields, &d, cells)
		}
	})
}

// same reports fields whose cell does not give back what was written.
func same(t *testing.T, fields []field[draft], d *draft, cells map[string]string) {
	t.Helper()
	var back draft
	byKey := byKeyOf(fields)
	for key, cell := range cells {
		if f := byKey[key]; f != nil && strings.TrimSpace(cell) != "" {
			if err := f.set(&back, strings.TrimSpace(cell)); err != nil {
				t.Errorf("%s: %v", key, err)
			}
		}
	}
	back.c.Normalize()
	for i := range fields {
		f := &fields[i]
		if want, got := f.get(d), f.get(&back); strings.TrimSpace(want) != strings.TrimSpace(got) {
			t.Errorf("%s: %q comes back as %q", f.key, want, got)
		}
	}
}
