package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/template"
)

// templates shows one template a line.
type templates []template.Template

// Text writes the list.
func (l templates) Text(w io.Writer, _ locale.Tag) {
	for _, t := range l {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", t.ID, t.Code, t.Language, t.Kind, t.Name)
	}
}

// runTemplate is template list | show NAME | check FILE | preview NAME -o FILE |
// export NAME -o FILE | import FILE.
func runTemplate(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("template")
	to := f.String("o", "", "")
	name, dry := f.String("name", "", ""), f.Bool("dry-run", false, "")
	rest, err := parse(f, args, 1, 2)
	if err != nil {
		return nil, err
	}
	what := rest[0]
	if what == "list" && len(rest) == 1 {
		if err := e.Open(ctx); err != nil {
			return nil, err
		}
		list, err := e.Services.Template.List(template.Filter{})
		return templates(list), err
	}
	if len(rest) != 2 {
		return nil, wrong("host.cli.arguments", fault.P{"command": "template"})
	}
	if what == "import" {
		return e.importTemplate(ctx, rest[1], *name, *dry)
	}
	if what == "check" {
		text, err := os.ReadFile(rest[1])
		if err != nil {
			return nil, fault.Wrap(err, "files.unreadable", fault.P{"name": filepath.Base(rest[1])})
		}
		return checked{template.CheckText(string(text))}, nil
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	id, err := e.templateID(ctx, rest[1])
	if err != nil {
		return nil, err
	}
	switch what {
	case "show":
		return e.Services.Template.Get(id)
	case "export":
		return e.exportTemplate(id, *to)
	case "preview":
		if *to == "" {
			return nil, wrong("host.cli.output", fault.P{"command": "template preview"})
		}
		p, err := e.Services.Template.Preview(id)
		if err != nil {
			return nil, err
		}
		if err := writeFile(*to, func(w io.Writer) error { return e.Files.Copy(p.URL, w) }); err != nil {
			return nil, err
		}
		// The address is of this process and ends with it: say the file.
		return previewed{*to, p.Pages, p.Problems}, nil
	}
	return nil, wrong("host.cli.arguments", fault.P{"command": "template"})
}

// previewed says what template preview wrote.
type previewed struct {
	File     string             `json:"file"`
	Pages    int                `json:"pages"`
	Problems []template.Problem `json:"problems"`
}

// checked is what template check found.
type checked struct{ *template.Checked }

// Text writes one problem a line.
func (c checked) Text(w io.Writer, lang locale.Tag) {
	for _, p := range c.Problems {
		fmt.Fprintln(w, problemText(lang, p))
	}
	if len(c.Problems) == 0 {
		fmt.Fprintln(w, locale.Text(lang, "host.cli.template_sound", nil))
	}
}

// Wrong says that the template cannot be used, with the first reason.
func (c checked) Wrong(lang locale.Tag) error {
	if c.Sound {
		return nil
	}
	bad, first := 0, ""
	for _, p := range c.Problems {
		if p.Warning {
			continue
		}
		if bad++; bad == 1 {
			first = problemText(lang, p)
		}
	}
	return fault.New("host.cli.template_unsound", fault.P{"count": bad, "first": first})
}

// problemText says what is wrong and in which line.
func problemText(lang locale.Tag, p template.Problem) string {
	s := locale.Text(lang, p.Code, p.Params)
	if p.Line == 0 {
		return s
	}
	return locale.Text(lang, "host.cli.line_of", fault.P{"line": p.Line, "text": s})
}
