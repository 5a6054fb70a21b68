package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/intake"
	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/template"
)

// imported is what template import reports.
type imported struct {
	// Template is what was made; nil after --dry-run.
	Template *template.Template `json:"template"`
	Name     string             `json:"name"`
	Kind     template.Kind      `json:"kind"`
	Language locale.Tag         `json:"language"`
	Format   string             `json:"format"`
	Rough    bool               `json:"rough,omitempty"`
	Blocks   int                `json:"blocks"`
	Clauses  int                `json:"clauses"`
	Fields   []intake.Field     `json:"fields"`
	CharsIn  int                `json:"charsIn"`
	CharsOut int                `json:"charsOut"`
	Dropped  []manuscript.Drop  `json:"dropped"`
	Notes    []intake.Note      `json:"notes"`
	Problems []template.Problem `json:"problems"`
}

// Text tells people what was found.
func (r *imported) Text(w io.Writer, lang locale.Tag) {
	say := func(code string, p fault.P) { fmt.Fprintln(w, locale.Text(lang, code, p)) }
	if r.Template == nil {
		say("intake.cli.dry", fault.P{"name": r.Name})
	} else {
		say("intake.cli.made", fault.P{"id": int64(r.Template.ID), "name": r.Template.Name})
		if r.Template.CurrentID == 0 {
			say("intake.cli.draft", fault.P{"count": len(r.Problems)})
		}
	}
	say("intake.cli.counts", fault.P{"blocks": r.Blocks, "clauses": r.Clauses, "fields": len(r.Fields), "in": r.CharsIn, "out": r.CharsOut})
	for _, f := range r.Fields {
		how := f.Source
		if f.As != intake.AsField {
			how = locale.Text(lang, "intake.as."+f.As, nil)
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%.0f %%\n", f.Label, f.Key, f.Type, how, 100*f.Confidence)
	}
	if len(r.Fields) == 0 {
		say("intake.nothing_asked", nil)
	}
	for _, n := range r.Notes {
		say(n.Code, fault.P{"text": n.Text})
	}
	for _, d := range r.Dropped {
		say("intake.cli.dropped", fault.P{"what": locale.Text(lang, d.Code, fault.P{"count": d.Count}), "count": d.Count})
	}
}

// importTemplate is template import FILE [--name NAME] [--dry-run].
func (e *Env) importTemplate(ctx context.Context, path, name string, dry bool) (any, error) {
	file := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, "files.unreadable", fault.P{"name": file})
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fault.Wrap(err, "files.unreadable", fault.P{"name": file})
	}
	if template.IsFile(f, info.Size()) || strings.HasSuffix(path, template.FileExtension) {
		return e.importTemplateFile(ctx, f, info.Size(), name, dry)
	}
	m, err := intake.Load(ctx, file, f, info.Size())
	if err != nil {
		return nil, err
	}
	var ours []string
	if !dry {
		if err := e.Open(ctx); err != nil {
			return nil, err
		}
		if ours, err = intake.Ours(e.Store.Read(ctx)); err != nil {
			return nil, err
		}
	}
	p := intake.Compose(m, ours, intake.Decisions{Name: name})
	r := &imported{Name: p.Name, Kind: p.Kind, Language: p.Language, Format: p.Format, Rough: p.Rough, Blocks: p.Blocks, Clauses: p.Clauses, Fields: p.Fields,
		CharsIn: p.CharsIn, CharsOut: p.CharsOut, Dropped: p.Dropped, Notes: p.Notes, Problems: p.Problems}
	if dry {
		return r, nil
	}
	r.Template, err = intake.Adopt(ctx, e.Store, &p)
	return r, err
}
