package insight_test

import (
	"bufio"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"keyue/backend/date"
	"keyue/backend/insight"
	"keyue/backend/money"
	"keyue/backend/store"
)

// corpus finds a file beside the repository, walking up.
func corpus(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		for _, at := range []string{"corpora", "shared/corpora"} {
			if p := filepath.Join(dir, at, "7-crm-data", name); exists(p) {
				return p
			}
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no corpora here")
	return ""
}

func exists(p string) bool { _, err := os.Stat(p); return err == nil }

// TestRFMEqualsTheSummaryOfCDNOW takes the purchases of the 2,357 customers of
// the CDNOW sample up to the end of its calibration (30 September 1997) as
// contracts, and compares what followSales makes of them with the published
// summary: x repeat purchases, t_x weeks from the first to the last, T weeks
// from the first to the end, zbar the mean value of a repeat purchase.
func TestRFMEqualsTheSummaryOfCDNOW(t *testing.T) {
	purchases, err := os.Open(corpus(t, "CamDavidsonPilon.lifetimes__CDNOW_sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer purchases.Close()
	const end = date.Date("1997-09-30")
	sh := open(t)
	var contracts []int64
	err = sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.created", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		var rows, people [][]any
		lines := bufio.NewScanner(purchases)
		last := ""
		for lines.Scan() { // master id, sample id, day, discs, dollars
			f := strings.Fields(lines.Text())
			day := date.Date(f[2][:4] + "-" + f[2][4:6] + "-" + f[2][6:])
			cents, ok := money.Parse(f[4])
			id, err := strconv.Atoi(f[1])
			if ok != nil || err != nil || !day.Valid() {
				t.Fatalf("cannot read %q", lines.Text())
			}
			if f[1] != last {
				people = append(people, []any{id, f[1], 1, 1, 1, f[1]})
				last = f[1]
			}
			if day > end {
				continue
			}
			n := int64(len(rows) + 1)
			rows = append(rows, []any{n, strconv.FormatInt(n, 10), 1, 1, 1, "", "CD", id, 0, 0, "en", "sale", int64(cents), "CNY", string(day), "done"})
			contracts = append(contracts, n)
		}
		if err := tx.InsertRows("insert into customer (id, uid, created_at, updated_at, version, name) values ", "", people); err != nil {
			return err
		}
		if err := tx.InsertRows("insert into contract (id, uid, created_at, updated_at, version, number, name, customer_id, template_id, template_version_id,"+
			" language, kind, amount, currency, sign_date, stage) values ", "", rows); err != nil {
			return err
		}
		tx.Touch("contract", contracts...)
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	waitJobs(sh)

	summary, err := os.Open(corpus(t, "CamDavidsonPilon.lifetimes__cdnow_customers_summary_with_transactions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer summary.Close()
	want, err := csv.NewReader(summary).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		CustomerID    int
		insight.Worth `gorm:"embedded"`
		First         money.Amount
	}
	var got []row
	err = sh.st.Read(sh.st.Context()).Table("customer_worth w").
		Select("w.customer_id, w.sales, w.days, w.total, w.other, w.first_day, w.last_day, (select sum(s.amount) from sale s where s.customer_id = w.customer_id and s.day = w.first_day) as first").
		Order("w.customer_id").Scan(&got).Error
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want)-1 || len(got) != 2357 {
		t.Fatalf("%d customers, the summary has %d", len(got), len(want)-1)
	}
	wrong := 0
	for i, g := range got {
		number := func(column int) float64 {
			v, err := strconv.ParseFloat(want[i+1][column], 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		weeks := func(from, to date.Date) float64 { return float64(date.Days(from, to)) / 7 }
		repeats := g.Days - 1
		mean := 0.0
		if repeats > 0 {
			mean = float64(g.Total-g.First) / 100 / float64(repeats)
		}
		// The summary is rounded to two places.
		near := func(a, b float64) bool { return math.Abs(a-b) <= 0.005+1e-6 }
		if strconv.Itoa(g.CustomerID) != want[i+1][0] || float64(repeats) != number(1) || !near(weeks(g.FirstDay, g.LastDay), number(2)) ||
			!near(weeks(g.FirstDay, end), number(3)) || !near(mean, number(4)) {
			if wrong++; wrong < 10 {
				t.Errorf("customer %d: got %d repeats, %.2f and %.2f weeks, %.4f; the summary says %v", g.CustomerID, repeats, weeks(g.FirstDay, g.LastDay), weeks(g.FirstDay, end), mean, want[i+1])
			}
		}
	}
	t.Logf("%d customers, %d purchases: %d differ", len(got), len(contracts), wrong)
}
