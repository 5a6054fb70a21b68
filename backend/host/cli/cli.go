// Package cli is the command line: keyue [--data DIR] [--lang zh-CN|en] [--json]
// COMMAND. Commands are thin: each opens the workspace, calls the functions of a
// domain and shows the result. Results go to standard output, as one JSON
// document with --json; an error is one line on standard error.
package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/host"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/typeset/press"
	"keyue/backend/workspace"
)

// Exit statuses.
const (
	OK     = 0
	Failed = 1 // the work failed
	Usage  = 2 // the command line was wrong
)

// Options are what stands before the command.
type Options struct {
	Data     string // workspace folder, absolute; "" = the one used last
	Lang     locale.Tag
	LangSaid bool // --lang was given
	JSON     bool
	Browser  bool
	Port     int
	Sample   bool // fill an empty workspace at the start
	Smoke    bool // end when the window has shown its page
	Command  []string
}

// Env is what a command works with.
type Env struct {
	Options
	Store    *store.Store
	Services host.Services
	Dispatch *host.Dispatcher
	// Parameters names the parameters of the methods: JSON written by "go run ./build bindings".
	Parameters []byte
	Files      *files.Registry
	Press      *press.Press
	Lang       func() locale.Tag
	// Open opens the workspace; a command that needs none does not call it.
	Open           func(ctx context.Context) error
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// Parse reads the command line. A nil result means that everything has been
// said already and the status is final.
func Parse(args []string, version string, stdout, stderr io.Writer) (*Options, int) {
	o := &Options{Lang: locale.ParseTag(firstSet("LC_ALL", "LC_MESSAGES", "LANG"))}
	var lang string
	var help, showVersion bool
	f := quietFlags("keyue")
	f.StringVar(&o.Data, "data", "", "")
	f.StringVar(&lang, "lang", "", "")
	f.BoolVar(&o.JSON, "json", false, "")
	f.BoolVar(&o.Browser, "browser", false, "")
	f.IntVar(&o.Port, "port", 0, "")
	f.BoolVar(&o.Sample, "sample", false, "")
	f.BoolVar(&o.Smoke, "smoke", false, "")
	f.BoolVar(&help, "help", false, "")
	f.BoolVar(&help, "h", false, "")
	f.BoolVar(&showVersion, "version", false, "")
	err := f.Parse(args)
	switch {
	case lang == "zh-CN" || lang == "en":
		o.Lang, o.LangSaid = locale.Tag(lang), true
	case lang != "" && err == nil:
		err = fault.New("host.cli.lang", fault.P{"lang": lang})
	}
	if err == nil && (o.Port < 0 || o.Port > 65535) {
		err = fault.New("host.no_port", fault.P{"port": o.Port})
	}
	if err == nil && o.Data != "" {
		o.Data, err = filepath.Abs(o.Data)
	}
	if err != nil {
		return nil, misuse(stderr, *o, err)
	}
	o.Command = f.Args()
	if help || len(o.Command) > 0 && o.Command[0] == "help" {
		fmt.Fprint(stdout, usage(o.Lang))
		return nil, OK
	}
	if showVersion {
		fmt.Fprintln(stdout, "keyue", version)
		return nil, OK
	}
	if len(o.Command) == 0 {
		o.Command = nil
	} else if find(o.Command[0]) == nil {
		return nil, misuse(stderr, *o, fault.New("host.cli.command", fault.P{"command": o.Command[0]}))
	}
	return o, OK
}

func firstSet(names ...string) string {
	for _, n := range names {
		if v := os.Getenv(n); v != "" {
			return v
		}
	}
	return ""
}

// Run runs the command of e.Options and returns the exit status.
func Run(ctx context.Context, e Env) int {
	c := find(e.Command[0])
	result, err := guarded(ctx, c, &e)
	if err != nil {
		var wrong *misused
		if errors.As(err, &wrong) {
			return misuse(e.Stderr, e.said(), wrong.err)
		}
		return Fail(e.Stderr, e.said(), err)
	}
	if err := e.show(result); err != nil {
		return Fail(e.Stderr, e.said(), fault.Wrap(err, "host.cli.not_written", nil))
	}
	if r, ok := result.(verdict); ok {
		if err := r.Wrong(e.Lang()); err != nil {
			return Fail(e.Stderr, e.said(), err)
		}
	}
	return OK
}

// verdict is a result that may say that what was looked at is not right: it is
// shown, and the status is that of a failure.
type verdict interface {
	Wrong(lang locale.Tag) error
}

func guarded(ctx context.Context, c *command, e *Env) (result any, err error) {
	defer fault.Recover(&err)
	if open := e.Open; !c.begins {
		e.Open = func(ctx context.Context) error {
			if err := e.begun(); err != nil {
				return err
			}
			return open(ctx)
		}
	}
	return c.run(ctx, e, e.Command[1:])
}

// begun refuses a folder in which there is no workspace.
func (e *Env) begun() error {
	dir, err := workspace.Place(e.Services.Workspace, e.Data)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, store.FileName)); os.IsNotExist(err) {
		return fault.New(store.None, fault.P{"dir": dir})
	}
	return nil
}

// said gives the options with the language as it is by now: opening the
// workspace may have changed it.
func (e *Env) said() Options {
	o := e.Options
	o.Lang = e.Lang()
	return o
}

// Texter is a result that is shown to people in another form than JSON.
type Texter interface {
	Text(w io.Writer, lang locale.Tag)
}

func (e *Env) show(result any) error {
	if result == nil {
		if !e.JSON {
			return nil
		}
		result = struct{}{}
	}
	if t, ok := result.(Texter); ok && !e.JSON {
		var b bytes.Buffer
		t.Text(&b, e.Lang())
		_, err := e.Stdout.Write(b.Bytes())
		return err
	}
	enc := json.NewEncoder(e.Stdout)
	enc.SetEscapeHTML(false)
	if !e.JSON {
		enc.SetIndent("", "  ")
	}
	return enc.Encode(result)
}

// misused marks an error as one of the command line itself.
type misused struct{ err error }

func (m *misused) Error() string { return m.err.Error() }
func (m *misused) Unwrap() error { return m.err }

// wrong makes an error that ends with status 2.
func wrong(code string, p fault.P) error { return &misused{fault.New(code, p)} }

// misusedBy marks an error as one of the command line when it has one of the codes.
func misusedBy(err error, codes ...string) error {
	for _, code := range codes {
		if fault.Is(err, code) {
			return &misused{err}
		}
	}
	return err
}

// misuse reports a wrong command line.
func misuse(w io.Writer, o Options, err error) int {
	var f *fault.Error
	if !errors.As(err, &f) {
		err = flagFault(err)
	}
	Fail(w, o, err)
	return Usage
}

// flagFaults are what package flag says, which only speaks English.
var flagFaults = []struct {
	code string
	said *regexp.Regexp
}{
	{"host.cli.flag_unknown", regexp.MustCompile(`^flag provided but not defined: (?P<flag>-.*)$`)},
	{"host.cli.flag_empty", regexp.MustCompile(`^flag needs an argument: (?P<flag>-.*)$`)},
	{"host.cli.flag_value", regexp.MustCompile(`^invalid (?:boolean )?value "(?P<value>.*)" for (?:flag )?(?P<flag>-[^:]*): `)},
}

func flagFault(err error) error {
	for _, f := range flagFaults {
		if found := f.said.FindStringSubmatch(err.Error()); found != nil {
			params := fault.P{}
			for i, name := range f.said.SubexpNames()[1:] {
				params[name] = found[i+1]
			}
			return fault.New(f.code, params)
		}
	}
	return fault.New("host.cli.flag", fault.P{"reason": err.Error()})
}

// Fail writes an error as one line and returns the status for it.
func Fail(w io.Writer, o Options, err error) int {
	f := fault.From(err)
	sentence := Sentence(o.Lang, f)
	if !o.JSON {
		fmt.Fprintln(w, "keyue: "+strings.ReplaceAll(sentence, "\n", " "))
		return Failed
	}
	b, merr := json.Marshal(struct {
		Code    string        `json:"code"`
		Params  fault.P       `json:"params,omitempty"`
		Fields  []fault.Field `json:"fields,omitempty"`
		Message string        `json:"message"`
	}{f.Code, f.Params, f.Fields, sentence})
	if merr != nil {
		b, _ = json.Marshal(map[string]string{"code": f.Code, "message": sentence})
	}
	fmt.Fprintf(w, "{\"error\":%s}\n", b)
	return Failed
}

// Sentence says a fault with all of its fields.
func Sentence(lang locale.Tag, f *fault.Error) string {
	s := locale.Text(lang, f.Code, f.Params)
	for i, field := range f.Fields {
		s = strings.TrimRight(s, "。.") // the sentence goes on
		if i == 0 {
			s += locale.Text(lang, "host.cli.colon", nil)
		} else {
			s += locale.Text(lang, "host.cli.and", nil)
		}
		s += field.Field + " " + locale.Text(lang, field.Code, field.Params)
	}
	return s
}

func quietFlags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	return f
}

// parse reads flags that may stand before, between and after the arguments;
// everything after "--" is an argument. It fails unless there are at least min
// and at most max arguments (max < 0: any number).
func parse(f *flag.FlagSet, args []string, min, max int) ([]string, error) {
	var rest []string
	for {
		before := len(args)
		if err := f.Parse(args); err != nil {
			return nil, &misused{err}
		}
		left := f.Args()
		if used := before - len(left); used > 0 && args[used-1] == "--" {
			rest = append(rest, left...)
			break
		}
		if len(left) == 0 {
			break
		}
		rest = append(rest, left[0])
		args = left[1:]
	}
	if len(rest) < min || max >= 0 && len(rest) > max {
		return nil, wrong("host.cli.arguments", fault.P{"command": f.Name()})
	}
	return rest, nil
}
