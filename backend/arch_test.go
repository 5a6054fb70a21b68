package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"keyue/backend/host"
	"keyue/backend/locale"
)

// arrows says what each package may import of ours. vocabulary is for all.
var (
	vocabulary = []string{"fault", "money", "date", "locale"}
	arrows     = map[string][]string{
		"fault": {}, "locale": {}, "date": {"fault"}, "money": {"fault", "locale"},
		"job": {}, "files": {}, "charset": {}, "odds": {}, "manuscript": {"charset"}, "abstract": {"manuscript"},
		"store": {}, "patch": {"store"}, "search": {"search/pinyin", "store"}, "search/pinyin": {},
		"region": {"search"}, "region/table": {"region", "search"}, // a program that prepares the table of divisions
		"typeset": {}, "typeset/font": {"typeset", "typeset/font/slim"}, "typeset/pdf": {"typeset", "typeset/font"},
		"typeset/font/slim": {"typeset/font"}, // a program that prepares the bundled fonts
		"typeset/press":     {"typeset", "typeset/font", "typeset/pdf"},
		"typeset/docx":      {"typeset"},
		"history":           {"store", "search"}, "workspace": {"store", "files"}, "backup": {"store", "files", "job", "workspace"},
		"attachment": {"store", "search", "files", "patch"}, "settings": {"store", "files", "patch", "attachment"},
		"staff":       {"store", "search", "settings"},
		"customer":    {"store", "search", "region", "settings", "staff", "attachment", "patch", "job", "files"},
		"interaction": {"store", "search", "settings", "staff", "attachment", "customer", "patch"},
		"product":     {"store", "search", "attachment", "patch"},
		"group":       {"store", "search", "staff", "customer", "interaction"},
		"relation":    {"store", "search", "customer"},
		"template":    {"store", "search", "settings", "typeset", "patch", "template/starter", "files"},
		"compare":     {"template", "typeset", "manuscript"},
		"approval":    {"store", "settings", "staff", "customer", "template"},
		"contract":    {"store", "search", "settings", "abstract", "approval", "attachment", "customer", "template", "compare", "typeset", "typeset/press", "typeset/docx", "manuscript", "patch", "job", "files"},
		"payment":     {"store", "search", "settings", "customer", "contract", "patch"},
		"opportunity": {"store", "search", "settings", "staff", "approval", "customer", "interaction", "product", "template", "contract", "patch"},
		"forecast":    {"store", "settings", "staff", "opportunity", "odds"},
		"lead":        {"store", "search", "settings", "staff", "region", "customer", "interaction", "product", "opportunity", "patch"},
		"intake":      {"store", "template", "manuscript", "customer", "settings", "contract", "files", "search"},
		"exchange":    {"store", "settings", "staff", "customer", "interaction", "product", "contract", "payment", "template", "opportunity", "lead", "job", "files", "search", "charset"},
		"sample":      {"store", "settings", "customer", "interaction", "relation", "group", "template", "contract", "payment", "opportunity", "lead", "typeset/press", "job"},
		"outreach":    {"store", "region", "customer", "interaction", "exchange", "typeset", "typeset/press", "job", "files"},
		"ocr":         {},
		"shell":       {"files"},
		"insight":     {"store", "search", "settings", "staff", "customer", "interaction", "template", "contract", "payment", "opportunity", "job"},
		"testkit":     {"store"},
	}
	// layers outside the map: the doors may import every domain.
	topmost = []string{"host", "host/browser", "host/window", "host/cli", "host/handover"}
)

// foreign says which libraries only some packages may import, and why.
var foreign = []struct {
	library string
	by      []string
	why     string
}{
	{"github.com/glebarez/sqlite", []string{"store"}, "only store opens databases and knows SQLite"},
	{"modernc.org/sqlite", []string{"store"}, "only store opens databases and knows SQLite"},
	{"github.com/pressly/goose/v3", []string{"store"}, "only store migrates"},
	{"github.com/jung-kurt/gofpdf", []string{"typeset/pdf"}, "typesetting must not depend on a PDF library"},
	{"github.com/wailsapp/wails/v2", []string{"host/window"}, "no service knows the door it is called through"},
	{"github.com/yuin/goldmark", []string{"manuscript"}, "documents others wrote are read in one place"},
	{"flag", []string{"host/cli", "typeset/font/slim"}, "the command line is one door of three"},
	{"net/http", []string{"host", "host/browser", "host/window", "files", "attachment"}, "nothing but the page's own doors speaks HTTP: the application sends nothing anywhere"},
	{"os/exec", []string{"shell", "ocr"}, "other programs are started where the machine is spoken to"},
}

// chinese are the packages where Chinese in Go is data, not text for a person
// that belongs into the catalogue.
var chinese = map[string]string{
	"money": "characters of amounts", "date": "lunar and written dates", "locale": "names of languages",
	"customer": "forms of company names and addresses", "search": "folding tables", "search/pinyin": "readings",
	"exchange": "headers and words found in people's tables", "template": "the notation's own words",
	"typeset": "line rules name their characters", "typeset/font": "characters drawn or tested for", "typeset/pdf": "seal and margin marks",
	"sample": "the sample business", "workspace": "names of sync services", "settings": "forms of company names", "typeset/font/slim": "the character list",
	"manuscript": "list numbers", "abstract": "words of contracts", "intake": "words found in people's contracts", "typeset/docx": "names of fonts",
	"compare": "clause numbers and figures in contracts", "contract": "the words of numbers on paper", "lead": "words that people write names, needs and numbers with", "region": "names of places", "outreach": "words in addresses", "region/table": "names of places", "typeset/press": "document properties",
}

// source is one parsed file.
type source struct {
	pkg, name string // "typeset/pdf", "write.go"
	file      *ast.File
	test      bool
}

func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	set := token.NewFileSet()
	var list []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || p == filepath.Join("store", "driver")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || filepath.Dir(p) == "." {
			return nil
		}
		f, err := parser.ParseFile(set, p, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		list = append(list, source{filepath.ToSlash(filepath.Dir(p)), filepath.Base(p), f, strings.HasSuffix(p, "_test.go")})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, list
}

func TestImportsFollowTheArrows(t *testing.T) {
	set, list := sources(t)
	for _, s := range list {
		if s.test {
			continue
		}
		for _, imp := range s.file.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			at := set.Position(imp.Pos())
			for _, f := range foreign {
				if (p == f.library || strings.HasPrefix(p, f.library+"/")) && !slices.Contains(f.by, s.pkg) {
					t.Errorf("%s: %s imports %s: %s", at, s.pkg, p, f.why)
				}
			}
			ours, ok := strings.CutPrefix(p, "keyue/backend/")
			if !ok || slices.Contains(topmost, s.pkg) {
				continue
			}
			allowed, known := arrows[s.pkg]
			switch {
			case !known:
				t.Errorf("%s: the package %s is not on the map: add it to doc.go and arch_test.go", at, s.pkg)
			case slices.Contains(topmost, ours):
				t.Errorf("%s: %s imports a door", at, s.pkg)
			case ours == "testkit":
				t.Errorf("%s: %s imports testkit outside a test", at, s.pkg)
			case !slices.Contains(allowed, ours) && (!slices.Contains(vocabulary, ours) || slices.Contains(vocabulary, s.pkg)):
				t.Errorf("%s: %s may not import %s", at, s.pkg, ours)
			}
		}
	}
}

// dialect are words that only the engine of the store knows.
var dialect = regexp.MustCompile(`\b(julianday|strftime|unixepoch|json_(each|extract|array_length|group_array|set)|group_concat|ifnull|iif|total|pragma|rowid)\(|\bwithout rowid\b|\bpragma \w|\binsert or (ignore|replace)\b`)

func TestOnlyStoreAndSearchSpeakTheEngine(t *testing.T) {
	set, list := sources(t)
	for _, s := range list {
		if s.test || s.pkg == "store" || strings.HasPrefix(s.pkg, "search") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if word := dialect.FindString(lit.Value); word != "" {
					t.Errorf("%s: %q: another database has to be able to say it: see store/dialect.go", set.Position(lit.Pos()), word)
				}
			}
			return true
		})
	}
}

func TestOnlyStoreReadsTheClock(t *testing.T) {
	set, list := sources(t)
	for _, s := range list {
		if s.test || s.pkg == "store" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := x.X.(*ast.Ident); ok && id.Name == "time" && (x.Sel.Name == "Now" || x.Sel.Name == "Since" || x.Sel.Name == "Until") {
					t.Errorf("%s: time.%s: take the time from the store or a parameter", set.Position(n.Pos()), x.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestBoundMethodsRecoverFirst(t *testing.T) {
	set, list := sources(t)
	for _, s := range list {
		if s.test {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !f.Name.IsExported() || receiver(f) != "Service" {
				continue
			}
			if len(f.Body.List) == 0 || !recovers(f.Body.List[0]) {
				t.Errorf("%s: (*%s.Service).%s must begin with defer fault.Recover(&err): a panic leaves the page waiting for ever", set.Position(f.Pos()), s.pkg, f.Name.Name)
			}
		}
	}
}

func receiver(f *ast.FuncDecl) string {
	x := f.Recv.List[0].Type
	if p, ok := x.(*ast.StarExpr); ok {
		x = p.X
	}
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func recovers(s ast.Stmt) bool {
	d, ok := s.(*ast.DeferStmt)
	if !ok {
		return false
	}
	x, ok := d.Call.Fun.(*ast.SelectorExpr)
	return ok && x.Sel.Name == "Recover"
}

// TestBoundMethodsSpeakJSON walks the types of every bound method. What the
// bridge cannot carry faithfully is refused here instead of failing on a screen.
func TestBoundMethodsSpeakJSON(t *testing.T) {
	v := reflect.TypeFor[host.Services]()
	for i := range v.NumField() {
		s := v.Field(i).Type
		for j := range s.NumMethod() {
			m := s.Method(j)
			name := s.Elem().String() + "." + m.Name
			for k := 1; k < m.Type.NumIn(); k++ {
				carry(t, name, m.Type.In(k), map[reflect.Type]bool{})
			}
			n := m.Type.NumOut()
			if n == 0 || n > 2 || m.Type.Out(n-1) != reflect.TypeFor[error]() {
				t.Errorf("%s must return (T, error) or error", name)
				continue
			}
			if n == 2 {
				carry(t, name, m.Type.Out(0), map[reflect.Type]bool{})
			}
		}
	}
}

func carry(t *testing.T, where string, x reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	if seen[x] {
		return
	}
	seen[x] = true
	switch x.Kind() {
	case reflect.Func, reflect.Chan, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		t.Errorf("%s: %s is not JSON", where, x)
	case reflect.Interface:
		if x.NumMethod() > 0 {
			t.Errorf("%s: the interface %s cannot be read back", where, x)
		}
	case reflect.Pointer, reflect.Map:
		carry(t, where, x.Elem(), seen)
	case reflect.Slice, reflect.Array:
		if x.Elem().Kind() == reflect.Uint8 && x.Name() == "" {
			t.Errorf("%s: bytes go through files.Offer, not through a call", where)
		}
		carry(t, where, x.Elem(), seen)
	case reflect.Struct:
		if x.PkgPath() == "time" {
			t.Errorf("%s: %s arrives as an untyped string: use date.Date or date.Instant", where, x)
			return
		}
		for i := range x.NumField() {
			f := x.Field(i)
			if f.IsExported() && f.Tag.Get("json") != "-" {
				carry(t, where+" "+x.Name()+"."+f.Name, f.Type, seen)
			}
		}
	}
}

var code = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)

// TestEveryCodeHasItsSentence finds the codes of faults and steps in the source
// and looks them up in the catalogue.
func TestEveryCodeHasItsSentence(t *testing.T) {
	set, list := sources(t)
	consts := map[string]string{} // "pkg.Name" → value
	for _, s := range list {
		ast.Inspect(s.file, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if ok {
				for i, id := range v.Names {
					if i < len(v.Values) {
						if text, ok := literal(v.Values[i]); ok {
							consts[path.Base(s.pkg)+"."+id.Name] = text
						}
					}
				}
			}
			return true
		})
	}
	for _, s := range list {
		if s.test {
			continue
		}
		check := func(e ast.Expr) {
			text, ok := literal(e)
			if id, is := e.(*ast.Ident); is && !ok {
				text, ok = consts[path.Base(s.pkg)+"."+id.Name]
			}
			if x, is := e.(*ast.SelectorExpr); is && !ok {
				if id, is := x.X.(*ast.Ident); is {
					text, ok = consts[id.Name+"."+x.Sel.Name]
				}
			}
			if ok && text != "" && !locale.Has(text) {
				t.Errorf("%s: %q has no sentence in backend/locale/catalog", set.Position(e.Pos()), text)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				switch selector(x.Fun) {
				case "fault.New":
					check(x.Args[0])
				case "fault.Wrap":
					check(x.Args[1])
				case "locale.Text":
					check(x.Args[1])
				}
			case *ast.CompositeLit:
				kind := selector(x.Type)
				for _, el := range x.Elts {
					kv, ok := el.(*ast.KeyValueExpr)
					if !ok {
						continue
					}
					key, _ := kv.Key.(*ast.Ident)
					if key != nil && (kind == "store.Step" && key.Name == "Label" || kind == "fault.Field" && key.Name == "Code") {
						check(kv.Value)
					}
				}
			}
			return true
		})
	}
}

func literal(e ast.Expr) (string, bool) {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(b.Value)
	return s, err == nil
}

func selector(e ast.Expr) string {
	x, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	id, ok := x.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return id.Name + "." + x.Sel.Name
}

func TestTheCatalogueIsComplete(t *testing.T) {
	hole := regexp.MustCompile(`\{[a-zA-Z0-9_]+\}`)
	for key, entry := range locale.Catalog() {
		zh, en := entry[locale.ZhCN], entry[locale.En]
		if zh == "" || en == "" {
			t.Errorf("%s lacks a language", key)
		}
		a, b := hole.FindAllString(zh, -1), hole.FindAllString(en, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s: the languages name different parameters: %v and %v", key, a, b)
		}
		if !code.MatchString(strings.ToLower(key)) {
			t.Errorf("%s is not a key: package.words", key)
		}
	}
}

func TestTextForPeopleStandsInTheCatalogue(t *testing.T) {
	set, list := sources(t)
	for _, s := range list {
		if _, data := chinese[s.pkg]; s.test || data || strings.HasSuffix(s.pkg, "/starter") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if text, ok := literal(e); ok && strings.IndexFunc(text, func(c rune) bool { return unicode.Is(unicode.Han, c) }) >= 0 {
					t.Errorf("%s: %q belongs into backend/locale/catalog", set.Position(n.Pos()), text)
				}
			}
			return true
		})
	}
}
