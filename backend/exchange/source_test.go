package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/store"
)

type entry struct{ name, data string }

func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbook(t testing.TB, sheets ...entry) []byte {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	for i, s := range sheets {
		if i == 0 {
			if err := x.SetSheetName("Sheet1", s.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := x.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for r, line := range strings.Split(strings.TrimSpace(s.data), "\n") {
			for c, cell := range strings.Split(line, ",") {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if err := x.SetCellStr(s.name, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func said(t testing.TB, st *store.Store) []interaction.Interaction {
	t.Helper()
	var rows []interaction.Interaction
	if err := store.Live(st.Read(context.Background())).Order("id").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestSheetsAreJoinedByTheCustomersNameOrNumber(t *testing.T) {
	st := workspace(t)
	ctx := context.Background()
	in := one("客户.xlsx", workbook(t,
		entry{"说明", "本表由系统导出\n请勿修改"},
		entry{"客户资料", "客户编号,客户名称,等级,省份\nK1,杭州云栖科技有限公司,A,浙江省\nK2,苏州天合纺织,B,江苏省\nK3,坏行,Z,"},
		entry{"联系人", "客户编号,联系人,手机\nK1,张三,13800138000\nK1,李四,13900139000\nK2,王芳,没有\nK9,无主,13700137000\nK3,陈七,13600136000"},
		entry{"跟进记录", "客户名称,跟进时间,跟进方式,跟进内容\n杭州云栖科技有限公司,2026-05-06 14:30,面谈,看了样品\n杭州云栖科技有限公司,2026/6/7,电话,谈了价格"},
		entry{"统计", "x\n1"}))
	p, err := MakePlan(ctx, st.Read(ctx), in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, part := range p.Parts {
		got = append(got, fmt.Sprint(part.Part, " ", part.Take, part.Linked))
	}
	if s := strings.Join(got, " "); s != "说明 false false 客户资料 true false 联系人 true true 跟进记录 true true 统计 false false" {
		t.Fatal(s)
	}
	r, err := Import(ctx, st, in, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, f := range r.Failed {
		got = append(got, fmt.Sprint(f.Part, " ", f.Row, " ", f.Column, " ", f.Code))
	}
	want := "客户资料 4 等级 exchange.value.choice|联系人 4 手机 customer.phone.no_digits|联系人 5 客户编号 exchange.row.no_customer|联系人 6  exchange.row.customer_failed"
	if s := strings.Join(got, "|"); r.Created != 2 || r.Attached != 2 || r.Interactions != 2 || s != want {
		t.Fatalf("%+v\n%s\n%s", r, s, want)
	}
	rows := all(t, st)
	people, err := customer.Contacts(st.Read(ctx), rows[0].ID)
	if err != nil || len(people) != 2 || people[1].Name != "李四" {
		t.Errorf("%+v %v", people, err)
	}
	talk := said(t, st)
	if len(talk) != 2 || talk[0].CustomerID != rows[0].ID || talk[0].Medium != interaction.Visit || showInstant(talk[0].At) != "2026-05-06 14:30" {
		t.Errorf("%+v", talk)
	}
	if _, err := st.Undo(ctx, r.Undo); err != nil {
		t.Fatal(err)
	}
	if len(all(t, st)) != 0 || len(said(t, st)) != 0 {
		t.Error("undo leaves something behind")
	}
}

func TestTheLastExchangeAndTheNextStepStandInTheRow(t *testing.T) {
	st := workspace(t)
	list := "客户名称,联系人,手机,最近跟进时间,跟进方式,跟进记录,下次跟进时间,下一步\n" +
		"甲公司,张三,13800138000,2026-05-06,电话,要样品,2026-12-01,寄样品\n乙公司,,,,,只有内容,,\n丙公司,,,2030-01-01,,未来,,\n丁公司,,,2026-05-06,,,2026-12-01 09:30,\n"
	r := importText(t, st, list, Options{})
	if r.Created != 3 || r.Interactions != 2 || r.FailedRows != 1 || r.Failed[0].Column != "最近跟进时间" {
		t.Fatalf("%+v", r)
	}
	rows, talk := all(t, st), said(t, st)
	if rows[1].Remark != "只有内容" || len(talk) != 2 || talk[0].Summary != "要样品" {
		t.Errorf("%+v %+v", rows[1], talk)
	}
	heard, err := interaction.LastOf(st.Read(context.Background()), []int64{int64(rows[0].ID), int64(rows[2].ID)})
	if err != nil || heard[rows[0].ID].Next == nil || heard[rows[0].ID].Next.Title != "寄样品" || heard[rows[2].ID].Next.DueTime != "09:30" {
		t.Errorf("%+v %v", heard, err)
	}
	again := importText(t, st, list, Options{OnDuplicate: customer.OnDuplicateMerge})
	if again.Interactions != 0 || len(said(t, st)) != 2 {
		t.Errorf("said twice: %+v", again)
	}
}

func TestArchivesAndFoldersAreOneImport(t *testing.T) {
	st := workspace(t)
	ctx := context.Background()
	gbkName, err := simplifiedchinese.GBK.NewEncoder().String("通讯录/老客户.csv")
	if err != nil {
		t.Fatal(err)
	}
	in := one("客户.zip", zipped(t, entry{gbkName, "客户名称,电话\n甲公司,0571-88881234\n"}, entry{"cards.vcf", "BEGIN:VCARD\nFN:张三\nTEL:13800138000\nEND:VCARD\n"},
		entry{"b.xlsx", string(workbook(t, entry{"Sheet", "客户名称,等级\n乙公司,A"}))}, entry{"photo.jpg", "x"}, entry{"old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)}, entry{"__MACOSX/a.csv", "x"}))
	p, err := MakePlan(ctx, st.Read(ctx), in, Options{})
	if err != nil || len(p.Parts) != 4 || p.Parts[0].Part != "通讯录/老客户.csv" || p.Parts[3].Refused == "" || len(p.Ignored) != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	r, err := Import(ctx, st, in, Options{}, nil)
	if err != nil || r.Created != 3 {
		t.Fatalf("%+v %v", r, err)
	}
	several := append(one("a.csv", []byte("客户名称\n丙公司\n")), one("a.csv", []byte("客户名称\n丁公司\n"))...)
	skip := true
	r, err = Import(ctx, st, several, Options{Parts: map[string]Reading{"a.csv": {Skip: &skip}}}, nil)
	if err != nil || r.Created != 1 || all(t, st)[3].Name != "丁公司" {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	st := workspace(t)
	zeros := strings.Repeat("\x00", 20<<20)
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"a bomb":             {zipped(t, entry{"a.csv", zeros}), Bomb},
		"a path upwards":     {zipped(t, entry{"../a.csv", "客户名称\n甲\n"}), UnsafeArchive},
		"a path of Windows":  {zipped(t, entry{`..\..\a.csv`, "客户名称\n甲\n"}), UnsafeArchive},
		"an absolute path":   {zipped(t, entry{"/etc/a.csv", "客户名称\n甲\n"}), UnsafeArchive},
		"a drive":            {zipped(t, entry{"C:/a.csv", "客户名称\n甲\n"}), UnsafeArchive},
		"nothing of use":     {zipped(t, entry{"a.jpg", "x"}), NoTables},
		"an archive in one":  {zipped(t, entry{"a.csv", string(zipped(t, entry{"b.csv", "客户名称\n甲\n"}))}), NotATable},
		"a broken directory": {append(zipped(t, entry{"a.csv", "x"})[:40], "PK"...), Damaged},
	} {
		_, err := MakePlan(context.Background(), st.Read(context.Background()), one("x.zip", c.data), Options{})
		if !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestAProblemRowIsPutRightBeforeTheImport(t *testing.T) {
	st := workspace(t)
	list := "客户名称,等级,手机\n甲公司,Z,13800138000\n,A,13900139000\n丙公司,B,没有\n"
	r, err := DryRun(context.Background(), st, one("x.csv", []byte(list)), Options{}, nil)
	if err != nil || r.FailedRows != 3 || r.Failed[0].At != 1 || r.Failed[0].Title != "甲公司" || r.Failed[1].At != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	r = importText(t, st, list, Options{Fixes: []Fix{{Row: 2, Column: 1, Value: "C"}, {Row: 3, Column: 0, Value: "乙公司"}, {Row: 4, Drop: true}}})
	rows := all(t, st)
	if r.Created != 2 || r.FailedRows != 0 || rows[0].Tier != "C" || rows[1].Name != "乙公司" {
		t.Errorf("%+v %+v", r, rows)
	}
}

func TestEverythingWrongWithARowIsToldAtOnce(t *testing.T) {
	st := workspace(t)
	r := importText(t, st, "客户名称,联系人,手机,等级,生日,备注\n青岛海蓝食品,王五,没有,Z,1980-02-30,好\n", Options{})
	var got []string
	for _, p := range r.Failed {
		got = append(got, p.Column)
	}
	if s := strings.Join(got, " "); r.FailedRows != 1 || s != "手机 等级 生日" {
		t.Errorf("told %s of %+v", s, r.Failed)
	}
}

func TestAMappingIsRememberedByItsColumnNames(t *testing.T) {
	st := workspace(t)
	list := "往来户,通话,档次\n甲公司,0571-88881234,A\n"
	importText(t, st, list, reading(Reading{Mapping: []string{"name", "phone", "tier"}}))
	for name, c := range map[string]struct {
		text    string
		reading Reading
		want    string
	}{
		"the same":        {"往来户, 通话 ,档次\n乙公司,1,B\n", Reading{}, "name phone tier"},
		"other columns":   {"往来户,通话\n乙公司,1\n", Reading{}, " "},
		"guessed anew":    {"往来户,通话,档次\n乙公司,1,B\n", Reading{Fresh: true}, "  "},
		"chosen by hand":  {"往来户,通话,档次\n乙公司,1,B\n", Reading{Mapping: []string{"name"}}, "name  "},
		"with a new line": {"往来户,通话,档次\n乙公司,1,B\n丙公司,2,C\n", Reading{}, "name phone tier"},
	} {
		p, err := planOf(t, st, one("x.csv", []byte(c.text)), reading(c.reading))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, column := range p.Columns {
			got = append(got, column.Field)
		}
		if strings.Join(got, " ") != c.want || p.Remembered != (c.want == "name phone tier") {
			t.Errorf("%s: %q %v", name, got, p.Remembered)
		}
	}
}

// hanOf are the Chinese characters of the columns that hold names.
func hanOf(rows [][]string) map[rune]bool {
	out := map[rune]bool{}
	for _, row := range rows {
		for _, cell := range row {
			for _, r := range cell {
				if unicode.Is(unicode.Han, r) {
					out[r] = true
				}
			}
		}
	}
	return out
}

func TestEveryRealFileIsImportedOrRefusedInLittleMemory(t *testing.T) {
	ctx := context.Background()
	var most uint64
	for _, folder := range []string{"1-vcard", "2-csv", "3-xlsx"} {
		files, err := filepath.Glob(filepath.Join(corpus(t, folder), "*"))
		if err != nil {
			t.Fatal(err)
		}
		st := workspace(t)
		imported, created, refused := 0, 0, map[string]int{}
		for _, path := range files {
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			in := []Input{{filepath.Base(path), f}}
			r, err := DryRun(ctx, st, in, Options{OnDuplicate: customer.OnDuplicateCreate}, nil)
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			if err != nil {
				e := fault.From(err)
				if !strings.HasPrefix(e.Code, "exchange.") {
					t.Errorf("%s: %v", filepath.Base(path), err)
				}
				refused[e.Code]++
				f.Close()
				continue
			}
			imported++
			created += r.Created
			if folder == "1-vcard" && r.Created+r.FailedRows > 0 {
				sameHan(t, st, in)
			}
			f.Close()
		}
		t.Logf("%s: %d of %d imported, %d customers; refused: %v", folder, imported, len(files), created, refused)
	}
	if most > 300<<20 {
		t.Errorf("%d MB in use", most>>20)
	}
	t.Logf("at most %d MB in use", most>>20)
}

// sameHan imports cards and looks for every Chinese character of their names in the workspace.
func sameHan(t *testing.T, st *store.Store, in []Input) {
	t.Helper()
	ctx := context.Background()
	_, rows, err := readAll(t, in[0].File, in[0].Name, Reading{})
	if err != nil {
		t.Fatal(err)
	}
	var names [][]string
	for _, row := range rows[1:] {
		for i, head := range rows[0] {
			if head == "#contact.name" || head == "#name" {
				names = append(names, []string{row[i]})
			}
		}
	}
	if len(hanOf(names)) == 0 {
		return
	}
	r, err := Import(ctx, st, in, Options{OnDuplicate: customer.OnDuplicateCreate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.FailedRows > 0 { // they are handed back whole
		return
	}
	var kept []string
	for _, table := range []string{"customer", "contact"} {
		var list []string
		if err := st.Read(ctx).Table(table).Pluck("name", &list).Error; err != nil {
			t.Fatal(err)
		}
		kept = append(kept, list...)
	}
	have := hanOf([][]string{kept})
	for r := range hanOf(names) {
		if !have[r] {
			t.Errorf("%s: %c of a name is lost", in[0].Name, r)
		}
	}
}
