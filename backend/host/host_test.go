package host

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"keyue/backend/fault"
)

type record struct {
	ID   int64    `json:"id"`
	Name string   `json:"name,omitempty"`
	Tags []string `json:"tags"`
}

// Service stands for a bound service of the package "host".
type Service struct{}

func (*Service) Add(a, b int) (sum int, err error)        { return a + b, nil }
func (*Service) Echo(r record) (out record, err error)    { return r, nil }
func (*Service) Fail() (err error)                        { return fault.New("host.arguments", nil) }
func (*Service) Panic() (err error)                       { panic("boom") }
func (*Service) NotANumber() (f float64, err error)       { return math.NaN(), nil }
func (*Service) Secret() (s string, err error)            { return "", errors.New("/home/me") }
func (*Service) Nothing(_ *record, _ []int64) (err error) { return nil }
func (*Service) Markup() (s string, err error)            { return "<甲&乙>", nil }

func newDispatcher(t *testing.T) *Dispatcher {
	t.Helper()
	d, err := NewDispatcher(&Service{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCallsByName(t *testing.T) {
	d := newDispatcher(t)
	cases := []struct{ name, method, args, want, code string }{
		{"two numbers", "host.Add", `[2,3]`, `5`, ""},
		{"a record", "host.Echo", `[{"id":7,"name":"张三","tags":["a"],"unknown":1}]`, `{"id":7,"name":"张三","tags":["a"]}`, ""},
		{"null for a pointer and a list", "host.Nothing", `[null,null]`, `null`, ""},
		{"markup stays as it is", "host.Markup", ``, `"<甲&乙>"`, ""},
		{"a fault comes back", "host.Fail", `[]`, ``, "host.arguments"},
		{"a panic becomes a fault", "host.Panic", `[]`, ``, "fault.internal"},
		{"a result JSON has no word for becomes a fault", "host.NotANumber", `[]`, ``, "fault.internal"},
		{"an unknown method", "host.Missing", `[]`, ``, "host.unknown_method"},
		{"an unexported or promoted name", "host.String", `[]`, ``, "host.unknown_method"},
		{"too few arguments", "host.Add", `[1]`, ``, "host.argument_count"},
		{"too many arguments", "host.Add", `[1,2,3]`, ``, "host.argument_count"},
		{"the wrong type", "host.Add", `[1,"2"]`, ``, "host.argument"},
		{"a fraction for an integer", "host.Add", `[1,2.5]`, ``, "host.argument"},
		{"a number too large", "host.Add", `[1,99999999999999999999]`, ``, "host.argument"},
		{"an object for arguments", "host.Add", `{"a":1}`, ``, "host.arguments"},
		{"no JSON", "host.Add", `[1,`, ``, "host.arguments"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			args, err := ParseArgs([]byte(c.args))
			var got json.RawMessage
			if err == nil {
				got, err = d.Call(c.method, args)
			}
			if c.code == "" && err != nil || c.code != "" && fault.From(err).Code != c.code {
				t.Fatalf("error %v, want %q", err, c.code)
			}
			if string(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestMethodsAreListedWithTheJSONTheyTake(t *testing.T) {
	d := newDispatcher(t)
	b, _ := json.Marshal(d.Methods(map[string][]string{"host.Add": {"a", "b"}}))
	for _, want := range []string{
		`{"name":"host.Add","params":[{"name":"a","type":"integer"},{"name":"b","type":"integer"}],"result":"integer"}`,
		`{"name":"host.Fail","params":[]}`,
		`"params":[{"name":"arg1","type":"{id: integer, name?: string, tags: []string}"}]`,
		`"params":[{"name":"arg1","type":"{id: integer, name?: string, tags: []string}|null"},{"name":"arg2","type":"[]integer"}]`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("missing %s in\n%s", want, b)
		}
	}
}

type oddResults struct{}

func (*oddResults) Two() (a, b int) { return 1, 2 }

type variadic struct{}

func (*variadic) Many(...int) error { return nil }

func TestWhatThePageCouldNotCallIsRefused(t *testing.T) {
	for name, list := range map[string][]any{
		"a struct":      {Service{}},
		"bound twice":   {&Service{}, &Service{}},
		"odd results":   {&oddResults{}},
		"variadic":      {&variadic{}},
		"a nil service": {(*Service)(nil)},
	} {
		if _, err := NewDispatcher(list...); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func FuzzParseArgs(f *testing.F) {
	d, err := NewDispatcher(&Service{})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "[1,2]", "[[[[", `[{"id":1}]`, "null", "[null]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		args, err := ParseArgs([]byte(s))
		if err != nil {
			return
		}
		for _, m := range []string{"host.Echo", "host.Nothing", "host.Add"} {
			_, _ = d.Call(m, args) // must neither panic nor hang
		}
	})
}

func TestAReaderTooFarBehindIsCutOffAndNobodyWaits(t *testing.T) {
	h := NewHub()
	slow, quick := h.Subscribe(), h.Subscribe()
	for range backlog {
		h.Publish("change", 1)
		<-quick.C
	}
	h.Publish("change", 2) // one more than slow can hold
	n := 0
	for range slow.C {
		n++
	}
	if n != backlog {
		t.Errorf("%d events before the cut, want %d", n, backlog)
	}
	if e := <-quick.C; e.Data != 2 {
		t.Errorf("the quick reader got %v", e)
	}
	quick.Cancel()
	slow.Cancel()
	quick.Cancel()
	h.Publish("change", 3)
}
