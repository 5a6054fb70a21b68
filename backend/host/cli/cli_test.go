package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/host"
	"keyue/backend/locale"
	"keyue/backend/money"
)

// Service is a bound service of the package "cli".
type Service struct{}

// Double answers.
func (*Service) Double(n int) (m int, err error) { return 2 * n, nil }

// Refuse fails.
func (*Service) Refuse() (err error) {
	return fault.Invalid([]fault.Field{{Field: "name", Code: "customer.name.required"}})
}

// start runs a whole command line on a service of the test's own.
func start(t *testing.T, stdin string, args ...string) (status int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	o, status := Parse(args, "1.2.3", &stdout, &stderr)
	if o == nil {
		return status, stdout.String(), stderr.String()
	}
	d, err := host.NewDispatcher(&Service{})
	if err != nil {
		t.Fatal(err)
	}
	if o.Command == nil {
		t.Fatal("no command")
	}
	status = Run(t.Context(), Env{Options: *o, Dispatch: d, Parameters: []byte(`{"cli.Double":["n"]}`), Lang: func() locale.Tag { return o.Lang },
		Open:  func(context.Context) error { return nil },
		Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr})
	return status, stdout.String(), stderr.String()
}

func TestTheCommandLineAnswersWithStatusAndOneLine(t *testing.T) {
	cases := []struct {
		name, args string
		stdin      string
		status     int
		out, said  string
	}{
		{"a call", "call cli.Double [21]", "", OK, "42", ""},
		{"arguments from standard input", "call cli.Double -", "[4]", OK, "8", ""},
		{"JSON", "--json methods", "", OK, `[{"name":"cli.Double","params":[{"name":"n","type":"integer"}],"result":"integer"},{"name":"cli.Refuse","params":[]}]`, ""},
		{"help", "--help", "", OK, "keyue --browser", ""},
		{"help as a word", "help", "", OK, "methods", ""},
		{"version", "--version", "", OK, "keyue 1.2.3", ""},
		{"a failure in Chinese", "--lang zh-CN call cli.Refuse", "", Failed, "", "请填写"},
		{"a failure as JSON", "--lang en --json call cli.Refuse", "", Failed, "", `"fields":[{"field":"name","code":"customer.name.required"}]`},
		{"an unknown command", "--lang en frobnicate", "", Usage, "", "There is no command"},
		{"an unknown method", "call cli.None", "", Usage, "", "cli.None"},
		{"the wrong arguments", "call cli.Double []", "", Usage, "", "cli.Double"},
		{"no JSON", "call cli.Double {", "", Usage, "", "JSON"},
		{"an unknown flag", "--frob methods", "", Usage, "", "frob"},
		{"an unknown flag of a command", "methods --frob", "", Usage, "", "frob"},
		{"an unknown flag, said in Chinese", "--lang zh-CN methods --frob", "", Usage, "", "没有「-frob」这个选项"},
		{"a flag without its value", "--lang zh-CN search a --limit", "", Usage, "", "选项「-limit」后面要写内容"},
		{"a flag with a wrong value", "--lang zh-CN search a --limit=x", "", Usage, "", "选项「-limit」不能是「x」"},
		{"a switch with a wrong value", "--lang zh-CN import a.csv --dry-run=x", "", Usage, "", "选项「-dry-run」不能是「x」"},
		{"an unknown language", "--lang fr methods", "", Usage, "", "fr"},
		{"an impossible port", "--port 99999 --browser", "", Usage, "", "99999"},
		{"too many words", "methods a b", "", Usage, "", "methods"},
		{"a backup nowhere", "backup", "", Usage, "", "-o"},
		{"a print without what it needs", "print -o x.pdf", "", Usage, "", "--template"},
		{"a restore nowhere", "restore file", "", Usage, "", "--data"},
		{"an export nowhere", "template export", "", Usage, "", "template"},
		{"deviations of nothing", "deviations", "", Usage, "", "deviations"},
		{"an import of something else", "import a.csv --as planets", "", Usage, "", "planets"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, out, said := start(t, c.stdin, strings.Fields(c.args)...)
			if status != c.status || !strings.Contains(out, c.out) || !strings.Contains(said, c.said) {
				t.Errorf("status %d, out %q, said %q", status, out, said)
			}
			if status != OK && (out != "" || strings.Count(said, "\n") != 1) {
				t.Errorf("an error is one line on standard error: out %q, said %q", out, said)
			}
		})
	}
}

func TestFlagsMayStandAnywhereAfterTheCommand(t *testing.T) {
	for args, want := range map[string][]string{
		"a -n 3 b": {"a", "b"}, "-n 3 a b": {"a", "b"}, "a b -n 3": {"a", "b"}, "-n 3 -- -x b": {"-x", "b"}, "a -n 3 -- -y": {"a", "-y"},
	} {
		f := quietFlags("test")
		n := f.Int("n", 0, "")
		got, err := parse(f, strings.Fields(args), 0, 2)
		if err != nil || !reflect.DeepEqual(got, want) || *n != 3 {
			t.Errorf("%q gave %v %d %v", args, got, *n, err)
		}
	}
}

func TestALineMayBeWrittenAsPeopleWriteNumbers(t *testing.T) {
	got, err := line(`{"name":"椅子","qty":"1.5","price":"12.30","tax":"13%","discount":500}`)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"name": "椅子", "qty": money.Quantity(1500), "price": money.Amount(1230), "tax": money.BasisPoints(1300), "discount": json.Number("500")}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	for _, bad := range []string{"", "[]", "null", `{"price":"much"}`} {
		if _, err := line(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestAnErrorSaysEveryField(t *testing.T) {
	var b bytes.Buffer
	Fail(&b, Options{Lang: locale.En}, fault.Invalid([]fault.Field{{Field: "a", Code: "customer.name.required"}, {Field: "b", Code: "customer.name.required"}}))
	if s := b.String(); !strings.Contains(s, "a ") || !strings.Contains(s, "; b ") {
		t.Errorf("said %q", s)
	}
	e := fault.New("contract.values_bad", nil)
	e.Fields = []fault.Field{{Field: "a", Code: "contract.values_bad"}, {Field: "b", Code: "contract.values_bad"}}
	if s := Sentence(locale.ZhCN, e); strings.Contains(s, "。：") || strings.Contains(s, "。；") {
		t.Errorf("two marks in a row: %s", s)
	}
}
