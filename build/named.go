package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Wails writes a field of type contract.Stage as string, so the page would
// have to repeat the words by hand. nameTypes puts them back: a Go string type
// with two or more constants becomes a union of them, every other named string
// or number an alias, and the fields that have such a type say so. "any"
// becomes unknown: what is not known has to be looked at before it is used.

// named is one Go type over string or a number.
type named struct {
	basic  string   // "string" or "number"
	values []string // the constants of a closed set of words
}

// goTypes is what the sources under backend say about types.
type goTypes struct {
	named   map[string]*named                // "contract.Stage"
	structs map[string][]*ast.Field          // "contract.Contract" → fields
	imports map[*ast.Field]map[string]string // names packages are known by where the field stands
}

// readTypes parses every package of the backend; only its own types count.
func readTypes(dir string) (*goTypes, error) {
	t := &goTypes{map[string]*named{}, map[string][]*ast.Field{}, map[*ast.Field]map[string]string{}}
	var constants []*ast.GenDecl
	of := map[*ast.GenDecl]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		imports := map[string]string{}
		for _, i := range file.Imports {
			full, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			name := path.Base(full)
			if i.Name != nil {
				name = i.Name.Name
			}
			imports[name] = path.Base(full)
		}
		for _, decl := range file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			if g.Tok == token.CONST {
				constants = append(constants, g)
				of[g] = file.Name.Name
				continue
			}
			for _, spec := range g.Specs {
				if ts, ok := spec.(*ast.TypeSpec); ok && ts.Assign == 0 {
					t.add(file.Name.Name+"."+ts.Name.Name, ts.Type, imports)
				}
			}
		}
		return nil
	})
	for _, g := range constants {
		t.addConstants(of[g], g)
	}
	return t, err
}

func (t *goTypes) add(name string, typ ast.Expr, imports map[string]string) {
	switch typ := typ.(type) {
	case *ast.StructType:
		t.structs[name] = typ.Fields.List
		for _, f := range typ.Fields.List {
			t.imports[f] = imports
		}
	case *ast.Ident:
		switch {
		case typ.Name == "string":
			t.named[name] = &named{basic: "string"}
		case strings.HasPrefix(typ.Name, "int"), strings.HasPrefix(typ.Name, "uint"), strings.HasPrefix(typ.Name, "float"):
			t.named[name] = &named{basic: "number"}
		}
	}
}

func (t *goTypes) addConstants(pkg string, g *ast.GenDecl) {
	for _, spec := range g.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		id, ok := v.Type.(*ast.Ident)
		if !ok || t.named[pkg+"."+id.Name] == nil {
			continue
		}
		for _, value := range v.Values {
			if lit, ok := value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				word, err := strconv.Unquote(lit.Value)
				if err == nil {
					t.named[pkg+"."+id.Name].values = append(t.named[pkg+"."+id.Name].values, word)
				}
			}
		}
	}
}

// fields returns the named type of every field of a struct that has one, by
// JSON name; embedded structs are read through, as encoding/json does.
func (t *goTypes) fields(name string) map[string]string {
	pkg, _, _ := strings.Cut(name, ".")
	all := map[string]string{}
	for _, f := range t.structs[name] {
		typ := t.innermost(pkg, f.Type, t.imports[f])
		tag := ""
		if f.Tag != nil {
			s, err := strconv.Unquote(f.Tag.Value)
			if err == nil {
				tag, _, _ = strings.Cut(reflect.StructTag(s).Get("json"), ",")
			}
		}
		if len(f.Names) == 0 && tag == "" {
			for k, v := range t.fields(typ) {
				if _, nearer := all[k]; !nearer {
					all[k] = v
				}
			}
			continue
		}
		if t.named[typ] != nil && tag != "" && tag != "-" {
			all[tag] = typ
		}
	}
	return all
}

// innermost is the full name of what a list, pointer or map holds.
func (t *goTypes) innermost(pkg string, e ast.Expr, imports map[string]string) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return t.innermost(pkg, e.X, imports)
	case *ast.ArrayType:
		return t.innermost(pkg, e.Elt, imports)
	case *ast.MapType:
		return t.innermost(pkg, e.Value, imports)
	case *ast.Ident:
		return pkg + "." + e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return imports[x.Name] + "." + e.Sel.Name
		}
	}
	return ""
}

// typescript is the right side of a type's declaration.
func (n *named) typescript() string {
	if n.basic != "string" || len(n.values) < 2 {
		return n.basic
	}
	var words []string
	for _, v := range n.values {
		if w := "'" + v + "'"; !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " | ")
}

// closed says that the page must name the type to know its words.
func (n *named) closed() bool { return n.basic == "string" && len(n.values) > 1 }

var (
	namespaceLine = regexp.MustCompile(`^export namespace (\w+) \{`)
	interfaceLine = regexp.MustCompile(`^\s*export interface (\w+) \{`)
	fieldLine     = regexp.MustCompile(`^(\s+)(\w+)(\??): (.+);$`)
	anyWord       = regexp.MustCompile(`\bany\b`)
	qualified     = regexp.MustCompile(`\b(\w+)\.([A-Z]\w*)`)
)

// nameTypes rewrites the bindings Wails wrote into dir.
func nameTypes(dir, sources string) error {
	types, err := readTypes(sources)
	if err != nil {
		return err
	}
	models := filepath.Join(dir, "wailsjs", "go", "models.ts")
	b, err := os.ReadFile(models)
	if err != nil {
		return err
	}
	used := map[string]bool{} // named types that have to be declared
	services, err := filepath.Glob(filepath.Join(dir, "wailsjs", "go", "*", "Service.d.ts"))
	if err != nil {
		return err
	}
	parameters, err := readParameters(sources)
	if err != nil {
		return err
	}
	callable := map[string][]string{}
	for _, file := range services {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		said, of := nameParameters(filepath.Base(filepath.Dir(file)), string(text), parameters)
		maps.Copy(callable, of)
		text = []byte(said)
		for _, m := range qualified.FindAllStringSubmatch(string(text), -1) {
			if name := m[1] + "." + m[2]; types.named[name] != nil {
				used[name] = true
			}
		}
		if err := os.WriteFile(file, anyWord.ReplaceAll(text, []byte("unknown")), 0o644); err != nil {
			return err
		}
	}
	if err := writeParameters(dir, callable); err != nil {
		return err
	}
	text := nameFields(string(b), types, used)
	return os.WriteFile(models, []byte(declare(text, types, used)), 0o644)
}

// nameFields gives the fields of the interfaces their named types.
func nameFields(text string, types *goTypes, used map[string]bool) string {
	lines := strings.Split(text, "\n")
	space, fields := "", map[string]string{}
	for i, line := range lines {
		if m := namespaceLine.FindStringSubmatch(line); m != nil {
			space = m[1]
			continue
		}
		if m := interfaceLine.FindStringSubmatch(line); m != nil {
			fields = types.fields(space + "." + m[1])
			continue
		}
		m := fieldLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		typ := anyWord.ReplaceAllString(m[4], "unknown")
		if name := fields[m[2]]; name != "" && types.named[name].closed() {
			used[name] = true
			word := "string"
			// A map's key is a string too; the value is the last one.
			if at := strings.LastIndex(typ, word); at >= 0 {
				typ = typ[:at] + strings.TrimPrefix(name, space+".") + typ[at+len(word):]
			}
		}
		lines[i] = m[1] + m[2] + m[3] + ": " + typ + ";"
	}
	return strings.Join(lines, "\n")
}

// declare adds the named types to their namespaces, in a fixed order.
func declare(text string, types *goTypes, used map[string]bool) string {
	bySpace := map[string][]string{}
	for name := range used {
		space, short, _ := strings.Cut(name, ".")
		bySpace[space] = append(bySpace[space], fmt.Sprintf("\texport type %s = %s;\n", short, types.named[name].typescript()))
	}
	spaces := make([]string, 0, len(bySpace))
	for space := range bySpace {
		spaces = append(spaces, space)
		slices.Sort(bySpace[space])
	}
	slices.Sort(spaces)
	for _, space := range spaces {
		head := "export namespace " + space + " {\n"
		block := strings.Join(bySpace[space], "")
		if strings.Contains(text, head) {
			text = strings.Replace(text, head, head+block, 1)
		} else {
			text += head + block + "}\n"
		}
	}
	return text
}
