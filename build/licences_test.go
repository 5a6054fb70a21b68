package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func readLicences(t *testing.T) map[string]part {
	t.Helper()
	t.Chdir("..")
	b, err := os.ReadFile(licencesFile)
	if err != nil {
		t.Fatal(err)
	}
	var all licences
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	parts := map[string]part{}
	for _, p := range all.Parts {
		if p.Text < 0 || p.Text >= len(all.Texts) || len(all.Texts[p.Text]) < 50 || p.Licence == "" {
			t.Errorf("%s has no licence text or name", p.Name)
		}
		parts[p.Kind+" "+p.Name] = p
	}
	return parts
}

// imported gives the paths that the program's own Go files import; tests and
// this build program do not go into it.
func imported(t *testing.T) map[string]bool {
	t.Helper()
	paths := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (path == "frontend" || path == "build" || path == ".git" || path == filepath.Join("backend", "testkit")) {
			return filepath.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			paths[p] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestEveryModuleTheProgramImportsIsListedWithItsLicence(t *testing.T) {
	parts := readLicences(t)
	paths := imported(t)
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) (v\S+)`).FindAllStringSubmatch(string(mod), -1) {
		name, version := m[1], m[2]
		direct := false
		for p := range paths {
			direct = direct || p == name || strings.HasPrefix(p, name+"/")
		}
		if !direct {
			continue
		}
		found++
		if p, ok := parts["go "+name]; !ok || p.Version != version {
			t.Errorf("%s %s is listed as %q: run go run ./build licences", name, version, p.Version)
		}
	}
	if found < 10 {
		t.Fatalf("only %d modules are imported: this test does not see them", found)
	}
	if _, ok := parts["go Go"]; !ok {
		t.Error("Go itself is not listed")
	}
}

func TestEveryPackageOfThePageIsListedWithItsLicence(t *testing.T) {
	parts := readLicences(t)
	b, err := os.ReadFile("frontend/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	for name, version := range p.Dependencies {
		if got, ok := parts["npm "+name]; !ok || got.Version != version {
			t.Errorf("%s %s is listed as %q: run go run ./build licences", name, version, got.Version)
		}
	}
}

func TestEveryBundledFontIsListedWithItsLicence(t *testing.T) {
	parts := readLicences(t)
	files, err := filepath.Glob("backend/typeset/font/files/*.ttf")
	if err != nil || len(files) == 0 {
		t.Fatal("no fonts found", err)
	}
	for _, f := range files {
		family, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".ttf"), "-")
		found := false
		for key, p := range parts {
			found = found || key == "font "+p.Name && strings.ReplaceAll(p.Name, " ", "") == family && p.Licence == "OFL-1.1"
		}
		if !found {
			t.Errorf("the licence of %s is not listed", f)
		}
	}
}

func TestLicencesAreToldApart(t *testing.T) {
	for want, text := range map[string]string{
		"MIT":          "Permission is hereby granted, free of charge, to any person\nobtaining a copy of this software",
		"BSD-3-Clause": "Redistribution and use in source and binary forms … Neither the name of the copyright holder",
		"BSD-2-Clause": "Redistribution and use in source and binary forms, with or without modification",
		"Apache-2.0":   "  Apache License\n  Version 2.0, January 2004",
		"OFL-1.1":      "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007",
		"":             "All rights reserved.",
	} {
		if got := licenceName(text); got != want {
			t.Errorf("%q is taken for %q, not %q", text, got, want)
		}
	}
}
