package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// parametersFile holds the names of every callable method's parameters, as
// {"customer.List": ["query"]}: a compiled program has types, but no names.
// "keyue methods" shows them.
const parametersFile = "parameters.json"

// readParameters reads the parameter names of the methods of every Service
// under dir; a context comes from the caller and is left out.
func readParameters(dir string) (map[string][]string, error) {
	names := map[string][]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.IsExported() && ofService(f) {
				names[file.Name.Name+"."+f.Name.Name] = parametersOf(f)
			}
		}
		return nil
	})
	return names, err
}

func ofService(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	pointer, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	id, ok := pointer.X.(*ast.Ident)
	return ok && id.Name == "Service"
}

func parametersOf(f *ast.FuncDecl) []string {
	names := []string{}
	for _, field := range f.Type.Params.List {
		if s, ok := field.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Context" {
			continue
		}
		for _, id := range field.Names {
			names = append(names, id.Name)
		}
		if len(field.Names) == 0 {
			names = append(names, "_")
		}
	}
	return names
}

var (
	exported = regexp.MustCompile(`^export function (\w+)\(`)
	numbered = regexp.MustCompile(`\barg(\d+):`)
	reserved = []string{"_", "class", "default", "delete", "export", "function", "import", "in", "new", "typeof", "var", "void", "with"}
)

// nameParameters puts the names into the declarations of one service, in the
// place of Wails' arg1 and arg2, and returns those of its methods.
func nameParameters(service, text string, all map[string][]string) (string, map[string][]string) {
	of := map[string][]string{}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		m := exported.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		method := service + "." + m[1]
		names, ok := all[method]
		if !ok {
			continue
		}
		of[method] = names
		lines[i] = numbered.ReplaceAllStringFunc(line, func(arg string) string {
			n, err := strconv.Atoi(strings.Trim(arg, "arg:"))
			if err != nil || n > len(names) || slices.Contains(reserved, names[n-1]) {
				return arg
			}
			return names[n-1] + ":"
		})
	}
	return strings.Join(lines, "\n"), of
}

// writeParameters writes the file of names into the fresh bindings.
func writeParameters(dir string, names map[string][]string) error {
	b, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return fmt.Errorf("parameter names: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, "wailsjs", parametersFile), append(b, '\n'), 0o644)
}
