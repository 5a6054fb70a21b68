package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"keyue/backend/fault"
)

// corpus finds a folder of real data beside the checkout; the test is skipped where it is absent.
func corpus(t testing.TB, folder string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		p := filepath.Join(dir, "shared", "corpora", folder)
		if st, err := os.Stat(p); err == nil && st.IsDir() {
			return p
		}
	}
	t.Skip("no corpora beside the checkout")
	return ""
}

// readTable opens the first table of a file.
func readTable(t testing.TB, f File, name string, c Reading) (*table, error) {
	src, err := openSource([]Input{{name, f}})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = src.close() })
	if err := src.parts[0].err; err != nil {
		return nil, err
	}
	return src.parts[0].open(c)
}

func readAll(t testing.TB, f File, name string, c Reading) (*table, [][]string, error) {
	t.Helper()
	tab, err := readTable(t, f, name, c)
	if err != nil {
		return nil, nil, err
	}
	var rows [][]string
	err = tab.each(context.Background(), func(_ int, cells []string) error {
		rows = append(rows, append([]string{}, cells...))
		return nil
	})
	return tab, rows, err
}

func TestEveryRealFileIsReadOrRefusedWithASentence(t *testing.T) {
	for _, folder := range []string{"2-csv", "3-xlsx", "1-vcard", "4-pdf"} {
		t.Run(folder, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(corpus(t, folder), "*"))
			if err != nil {
				t.Fatal(err)
			}
			read, refused := 0, map[string]int{}
			for _, path := range files {
				f, err := os.Open(path)
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				tab, rows, err := readAll(t, f, filepath.Base(path), Reading{})
				f.Close()
				if took := time.Since(start); took > 20*time.Second {
					t.Errorf("%s took %v", filepath.Base(path), took)
				}
				var e *fault.Error
				switch {
				case err == nil:
					read++
					for _, row := range rows {
						for _, cell := range row {
							if !utf8.ValidString(cell) {
								t.Errorf("%s: %q is no text", filepath.Base(path), cell)
							}
						}
					}
					if testing.Verbose() {
						n := 0
						for _, r := range rows {
							n = max(n, len(r))
						}
						t.Logf("%-60s %-4s %-12s %q %d rows × %d", filepath.Base(path), tab.format, tab.encoding, tab.delimiter, len(rows), n)
					}
				case !errors.As(err, &e) || !strings.HasPrefix(e.Code, "exchange."):
					t.Errorf("%s: %v", filepath.Base(path), err)
				default:
					refused[e.Code]++
					if testing.Verbose() {
						t.Logf("%-60s %v", filepath.Base(path), e)
					}
				}
			}
			t.Logf("%s: %d read, refused: %v", folder, read, refused)
		})
	}
}

func TestTextFilesAreReadInTheirEncoding(t *testing.T) {
	text := "客户名称,手机,地址\n杭州云栖科技有限公司,13800138000,浙江省杭州市\n单雄信,13900139000,重庆市渝中区\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	rare, err := simplifiedchinese.GB18030.NewEncoder().String(strings.ReplaceAll(text, "单", "𠮷"))
	if err != nil {
		t.Fatal(err)
	}
	traditional := "客戶名稱,電話,地址\n台灣積體電路製造股份有限公司,0357712345,新竹科學園區\n"
	big5, err := traditionalchinese.Big5.NewEncoder().String(traditional)
	if err != nil {
		t.Fatal(err)
	}
	wide := func(s string, order int) string {
		var b []byte
		for _, r := range s {
			pair := []byte{byte(r), byte(r >> 8)}
			b = append(b, pair[order], pair[1-order])
		}
		return string(b)
	}
	for _, c := range []struct{ name, data, encoding, want string }{
		{"gbk", gbk, "GBK", text},
		{"gb18030", rare, "GB18030", strings.ReplaceAll(text, "单", "𠮷")},
		{"big5", big5, "Big5", traditional},
		{"utf8", text, "UTF-8", text},
		{"bom", "\xEF\xBB\xBF" + text, "UTF-8", text},
		{"utf16le", "\xFF\xFE" + wide(text, 0), "UTF-16LE", text},
		{"utf16be", "\xFE\xFF" + wide(text, 1), "UTF-16BE", text},
		{"short gbk", gbk[:40], "GBK", "客户名称,手机,地址\n杭州云栖科技有限公"},
	} {
		tab, rows, err := readAll(t, bytesFile([]byte(c.data)), c.name, Reading{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, r := range rows {
			got = append(got, strings.Join(r, ","))
		}
		want := strings.TrimSuffix(c.want, "\n")
		if g := strings.Join(got, "\n"); tab.encoding != c.encoding || !strings.HasPrefix(g, want[:30]) || c.name != "short gbk" && g != want {
			t.Errorf("%s: read as %s: %q", c.name, tab.encoding, g)
		}
	}
}

func TestDelimitersAndQuotes(t *testing.T) {
	for _, c := range []struct{ data, delimiter, want string }{
		{"a,b\n1,2\n", ",", "a|b / 1|2"},
		{"a;b\n1,5;2\n", ";", "a|b / 1,5|2"},
		{"a\tb\n1\t2", "\t", "a|b / 1|2"},
		{"a|b\n1|2", "|", "a|b / 1|2"},
		{"sep=;\na;b\n", ";", "a|b"},
		{"\"a,b\",\"c\"\"d\"\n\"e\nf\",g\n", ",", "a,b|c\"d / e\nf|g"},
		{"a\"b,c\n", ",", "a\"b|c"},
		{"a,b\r\n1,2\r\n", ",", "a|b / 1|2"},
		{"a,b\r1,2\r", ",", "a|b / 1|2"},
		{"\"a\"x,b\n", ",", "ax|b"},
		{"name\n张三\n", ",", "name / 张三"},
		{"'=1+1,'abc,''-2\n", ",", "=1+1|'abc|'-2"},
	} {
		tab, rows, err := readAll(t, bytesFile([]byte(c.data)), "x.csv", Reading{})
		var got []string
		for _, r := range rows {
			got = append(got, strings.Join(r, "|"))
		}
		if err != nil || tab.delimiter != c.delimiter || strings.Join(got, " / ") != c.want {
			t.Errorf("%q: %v %q", c.data, err, strings.Join(got, " / "))
		}
	}
}

func TestBrokenFilesAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, data, code string
		row              any
	}{
		{"leer.csv", "", Empty, nil},
		{"blank.csv", " \r\n\t\n", Empty, nil},
		{"nul.csv", "a,b\n1,\x002\n", NULByte, 2},
		{"long.csv", "a,b\n" + strings.Repeat("x", 10<<20), LineTooLong, 2},
		{"quote.csv", "a,b\n1,\"2\n3,4\n", OpenQuote, 2},
		{"wide.csv", strings.Repeat("a,", 600), TooManyCols, 1},
		{"a.xlsx", "%PDF-1.7 ...", NotATable, nil},
		{"b.xlsx", "PK\x03\x04 and nothing", Damaged, nil},
		{"c.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600), OldExcel, nil},
		{"d.xls", "<html><table><tr><td>1</td></tr></table></html>", OldExcel, nil},
	} {
		_, _, err := readAll(t, bytes.NewReader([]byte(c.data)), c.name, Reading{})
		if !fault.Is(err, c.code) || c.row != nil && fmt.Sprint(fault.From(err).Params["row"]) != fmt.Sprint(c.row) {
			t.Errorf("%s: %v, want %s %v", c.name, err, c.code, c.row)
		}
	}
}
