package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/host"
	"keyue/backend/locale"
)

// command is one word of the command line.
type command struct {
	name string
	args string // as the usage shows them
	run  func(ctx context.Context, e *Env, args []string) (any, error)
	// begins: it may begin a workspace where there is none. The others work on one
	// that is there; a slip in --data would give them an empty one.
	begins bool
}

func commands() []command {
	return []command{
		{"sample", "", runSample, true},
		{"import", "FILE… [--as customers|products|leads] [--dry-run] [--on-duplicate skip|merge|create] [--report FILE]", runImport, true},
		{"export", "customers|contacts|leads|opportunities|products|contracts|interactions|tasks|everything [--segment NAME] [--format csv|xlsx|vcf|vcf4] -o FILE", runExport, false},
		{"segments", "", runSegments, false},
		{"search", "QUERY [--text] [--limit N]", runSearch, false},
		{"template", "list | show NAME | check FILE | preview NAME -o FILE.pdf | export NAME -o FILE.keyue-template | import FILE [--name NAME] [--dry-run]", runTemplate, true},
		{"print", "--template NAME|ID --customer NAME|ID [--company NAME] [--set key=value]… [--line JSON]… [--draft] -o FILE.pdf [--docx FILE.docx]", runPrint, false},
		{"compare", "CONTRACT FILE [--issue N] [--form]", runCompare, false},
		{"deviations", "CONTRACT [-o FILE.pdf]", runDeviations, false},
		{"backup", "-o FILE", runBackup, false},
		{"restore", "FILE --data NEWDIR", runRestore, false},
		{"check", "[BACKUP]", runCheck, false},
		{"methods", "[NAME]", runMethods, false},
		{"call", "PACKAGE.METHOD [JSON-ARGS]", runCall, true},
	}
}

func find(name string) *command {
	for _, c := range commands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

// usage is the help text; the sentences are in the catalogue.
func usage(lang locale.Tag) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n  keyue [--data DIR] [--lang zh-CN|en] [--json] COMMAND\n  keyue --browser [--port N] [--json] [--sample]\n\n", locale.Text(lang, "host.cli.about", nil))
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %s\n      %s\n", strings.TrimSpace(c.name+" "+c.args), locale.Text(lang, "host.cli.help."+c.name, nil))
	}
	return b.String()
}

// methodList shows one method a line to people.
type methodList []host.MethodInfo

// Text writes the list.
func (l methodList) Text(w io.Writer, _ locale.Tag) {
	for _, m := range l {
		params := make([]string, len(m.Params))
		for i, p := range m.Params {
			params[i] = p.Name + ": " + p.Type
		}
		fmt.Fprintf(w, "%s(%s)", m.Name, strings.Join(params, ", "))
		if m.Result != "" {
			fmt.Fprintf(w, " -> %s", m.Result)
		}
		fmt.Fprintln(w)
	}
}

// runMethods lists what call can call; NAME keeps those that begin with it.
func runMethods(_ context.Context, e *Env, args []string) (any, error) {
	rest, err := parse(quietFlags("methods"), args, 0, 1)
	if err != nil {
		return nil, err
	}
	var names map[string][]string
	if len(e.Parameters) > 0 {
		if err := json.Unmarshal(e.Parameters, &names); err != nil {
			return nil, err
		}
	}
	list := methodList{}
	for _, m := range e.Dispatch.Methods(names) {
		if len(rest) == 0 || strings.HasPrefix(m.Name, rest[0]) {
			list = append(list, m)
		}
	}
	return list, nil
}

// maxArguments is the most bytes of JSON read from standard input.
const maxArguments = 16 << 20

// runCall calls one method. "-" for the arguments reads them from standard
// input.
func runCall(ctx context.Context, e *Env, args []string) (any, error) {
	rest, err := parse(quietFlags("call"), args, 1, 2)
	if err != nil {
		return nil, err
	}
	text := []byte("[]")
	if len(rest) == 2 {
		text = []byte(rest[1])
	}
	if string(text) == "-" {
		if text, err = io.ReadAll(io.LimitReader(e.Stdin, maxArguments)); err != nil {
			return nil, fault.Wrap(err, "host.arguments", nil)
		}
	}
	given, err := host.ParseArgs(text)
	if err != nil {
		return nil, &misused{err}
	}
	// Methods about the workspace itself must work when it does not open.
	if err := e.Open(ctx); err != nil && !strings.HasPrefix(rest[0], "workspace.") && !strings.HasPrefix(rest[0], "backup.") && !strings.HasPrefix(rest[0], "shell.") {
		return nil, err
	}
	result, err := e.Dispatch.Call(rest[0], given)
	if err != nil {
		return nil, misusedBy(err, "host.unknown_method", "host.argument_count", "host.argument")
	}
	return json.RawMessage(result), nil
}
