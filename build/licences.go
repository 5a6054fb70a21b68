package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licencesFile is what the About screen shows. It is committed, so that a clone
// builds without asking the module cache, and compared with what is installed
// by the tests.
const licencesFile = "frontend/src/features/settings/licences.json"

// part is a font, library or set of data that goes into the program.
type part struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Kind is font, go, npm or data.
	Kind string `json:"kind"`
	// Licence is the SPDX name.
	Licence string `json:"licence"`
	// Text is the place of the full text in the list of texts; many parts share one.
	Text int `json:"text"`

	text string
}

// licences is the whole of licencesFile.
type licences struct {
	Parts []part   `json:"parts"`
	Texts []string `json:"texts"`
}

// writeLicences writes licencesFile.
func writeLicences(ctx context.Context, _ []string) error {
	made, err := makeLicences(ctx)
	if err != nil {
		return err
	}
	return os.WriteFile(licencesFile, made, 0o644)
}

// compareLicences fails when licencesFile is not what would be written now.
func compareLicences(ctx context.Context, _ io.Writer) error {
	made, err := makeLicences(ctx)
	if err != nil {
		return err
	}
	kept, err := os.ReadFile(licencesFile)
	if err != nil {
		return err
	}
	if !bytes.Equal(made, bytes.ReplaceAll(kept, []byte("\r\n"), []byte("\n"))) {
		return errors.New("the licences are not those of the libraries in use: run go run ./build licences")
	}
	return nil
}

func makeLicences(ctx context.Context) ([]byte, error) {
	if err := node(ctx, io.Discard); err != nil {
		return nil, err
	}
	var all []part
	for _, list := range []func(context.Context) ([]part, error){fontParts, dataParts, goParts, npmParts} {
		parts, err := list(ctx)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(parts, func(a, b part) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
		all = append(all, parts...)
	}
	out := licences{Parts: all}
	at := map[string]int{}
	for i := range all {
		p := &all[i]
		n, ok := at[p.text]
		if !ok {
			n = len(out.Texts)
			at[p.text] = n
			out.Texts = append(out.Texts, p.text)
		}
		p.Text = n
		if p.Licence == "" {
			return nil, fmt.Errorf("the licence of %s %s is not known:\n%.300s", p.Name, p.Version, p.text)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(out)
	return b.Bytes(), err
}

// fontParts are the fonts in the binary: one per licence text.
func fontParts(context.Context) ([]part, error) {
	files, err := filepath.Glob("backend/typeset/font/files/OFL-*.txt")
	if err != nil {
		return nil, err
	}
	readme, err := os.ReadFile("backend/typeset/font/files/README.md")
	if err != nil {
		return nil, err
	}
	var parts []part
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		name := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), "OFL-"), ".txt"), "_", " ")
		p := part{Name: name, Kind: "font", text: plainText(text)}
		p.Licence = licenceName(p.text)
		// A row of the table: | file | package | version | … | OFL-….txt |
		for _, row := range strings.Split(string(readme), "\n") {
			if cells := strings.Split(row, "|"); len(cells) > 5 && strings.TrimSpace(cells[5]) == filepath.Base(f) {
				p.Version = strings.TrimSpace(cells[3])
			}
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// dataParts are the tables in the binary, one for each row of their README:
// | name | package | version | licence file | … |
func dataParts(context.Context) ([]part, error) {
	const dir = "backend/region/files"
	readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		return nil, err
	}
	var parts []part
	for _, row := range strings.Split(string(readme), "\n") {
		cells := strings.Split(row, "|")
		if len(cells) < 6 || !strings.HasPrefix(strings.TrimSpace(cells[4]), "LICENSE-") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, strings.TrimSpace(cells[4])))
		if err != nil {
			return nil, err
		}
		p := part{Name: strings.TrimSpace(cells[1]), Version: strings.TrimSpace(cells[3]), Kind: "data", text: plainText(text)}
		p.Licence = licenceName(p.text)
		parts = append(parts, p)
	}
	return parts, nil
}

// goParts are Go itself and the modules that reach a binary on any system.
func goParts(ctx context.Context) ([]part, error) {
	root, err := output(ctx, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	version, err := output(ctx, "go", "list", "-m", "-f", "{{.GoVersion}}")
	if err != nil {
		return nil, err
	}
	name, text, err := licenceOf(root)
	if err != nil {
		return nil, err
	}
	parts := []part{{Name: "Go", Version: version, Kind: "go", Licence: name, text: text}}
	seen := map[string]bool{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		var list bytes.Buffer
		err := command{env: []string{"CGO_ENABLED=0", "GOOS=" + system, "GOARCH=amd64"}, out: &list}.run(ctx, "go", "list", "-e", "-deps",
			"-tags", "desktop,production", "-f", "{{with .Module}}{{if not (or .Main .Replace)}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
		if err != nil {
			return nil, fmt.Errorf("%w\n%s", err, list.String())
		}
		for _, line := range strings.Split(list.String(), "\n") {
			cells := strings.Split(strings.TrimSpace(line), "\t")
			if len(cells) != 3 || seen[cells[0]] {
				continue
			}
			seen[cells[0]] = true
			name, text, err := licenceOf(cells[2])
			if err != nil {
				return nil, err
			}
			parts = append(parts, part{Name: cells[0], Version: cells[1], Kind: "go", Licence: name, text: text})
		}
	}
	return parts, nil
}

// npmParts are the packages of the page that are not only tools or types.
// within are programs of others inside a package of npm, with licences of their
// own: what ui/pdf/engine.ts takes of pdf.js to decode scans.
var within = map[string][]part{
	"pdfjs-dist": {{Name: "OpenJPEG (pdf.js)", Licence: "BSD-2-Clause", text: "OPENJPEG"}, {Name: "PDFium JBIG2 (pdf.js)", Licence: "BSD-3-Clause", text: "JBIG2"}},
}

func npmParts(context.Context) ([]part, error) {
	b, err := os.ReadFile("frontend/package-lock.json")
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version  string `json:"version"`
			Licence  string `json:"license"`
			Dev      bool   `json:"dev"`
			Optional bool   `json:"optional"`
		} `json:"packages"`
	}
	if err := json.Unmarshal(b, &lock); err != nil {
		return nil, err
	}
	var parts []part
	for path, p := range lock.Packages {
		_, name, ok := cutLast(path, "node_modules/")
		if !ok || p.Dev || p.Optional || strings.HasPrefix(name, "@types/") {
			continue
		}
		_, text, err := licenceOf(filepath.Join(frontendDir, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{Name: name, Version: p.Version, Kind: "npm", Licence: strings.Trim(p.Licence, "()"), text: text})
		for _, inner := range within[name] {
			inner.Version, inner.Kind = p.Version, "npm"
			var texts []string
			for _, file := range []string{"LICENSE_" + inner.text, "LICENSE_PDFJS_" + inner.text} {
				b, err := os.ReadFile(filepath.Join(frontendDir, filepath.FromSlash(path), "wasm", file))
				if err != nil {
					return nil, err
				}
				texts = append(texts, plainText(b))
			}
			inner.text = strings.Join(texts, "\n\n")
			parts = append(parts, inner)
		}
	}
	return parts, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

var licenceFiles = regexp.MustCompile(`(?i)^((un)?licen[cs]e|copying|notice|patents)([._-].*)?$`)

// licenceOf gives the licence files of a folder, one after the other, and the
// name of the first, which is that of the whole; a package without one says its
// licence in its description only, and so do we.
func licenceOf(dir string) (name, text string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", "", err
	}
	var texts []string
	for _, e := range entries {
		if !e.Type().IsRegular() || !licenceFiles.MatchString(e.Name()) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", "", err
		}
		texts = append(texts, plainText(b))
	}
	if len(texts) == 0 {
		text, err = described(dir)
		return "", text, err
	}
	return licenceName(texts[0]), strings.Join(texts, "\n\n----\n\n"), nil
}

// described is what a package.json says of author and licence.
func described(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s holds no licence", dir)
	}
	if err != nil {
		return "", err
	}
	var p struct {
		Name     string `json:"name"`
		Licence  string `json:"license"`
		Homepage string `json:"homepage"`
		Author   any    `json:"author"`
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return "", err
	}
	author, _ := p.Author.(string)
	if m, ok := p.Author.(map[string]any); ok {
		author, _ = m["name"].(string)
	}
	return strings.TrimSpace(fmt.Sprintf("%s\n%s\nLicence: %s\n%s", p.Name, author, p.Licence, p.Homepage)), nil
}

// plainText is a text as the page shows it: UTF-8, lines ended by \n.
func plainText(b []byte) string {
	s := strings.ToValidUTF8(strings.TrimPrefix(string(b), "\uFEFF"), "\uFFFD")
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n").Replace(s))
}

// licenceName tells a licence by sentences that only it has; "" when unknown.
func licenceName(text string) string {
	s := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	has := func(words string) bool { return strings.Contains(s, words) }
	switch {
	case has("sil open font license version 1.1"):
		return "OFL-1.1"
	case has("apache license version 2.0"):
		return "Apache-2.0"
	case has("mozilla public license version 2.0"), has("mozilla public license, version 2.0"):
		return "MPL-2.0"
	case has("permission is hereby granted, free of charge, to any person obtaining a copy"):
		return "MIT"
	case has("redistribution and use in source and binary forms") && (has("neither the name") || has("may not be used to endorse") || has("endorse or promote")):
		return "BSD-3-Clause"
	case has("redistribution and use in source and binary forms"):
		return "BSD-2-Clause"
	case has("permission to use, copy, modify, and/or distribute this software for any purpose"), has("permission to use, copy, modify, and distribute this software for any purpose"):
		return "ISC"
	case has("gnu lesser general public license"):
		return "LGPL"
	case has("this is free and unencumbered software released into the public domain"):
		return "Unlicense"
	}
	return ""
}
