package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"keyue/backend/contract"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/template"
)

// exportTemplate is template export NAME -o FILE.
func (e *Env) exportTemplate(id template.ID, to string) (any, error) {
	if to == "" {
		return nil, wrong("host.cli.output", fault.P{"command": "template export"})
	}
	x, err := e.Services.Template.Export(id)
	if err != nil {
		return nil, err
	}
	url := x.URL
	x.URL = "" // says nothing outside this run
	return x, writeFile(to, func(w io.Writer) error { return e.Files.Copy(url, w) })
}

// importedFile is what template import reports of a template file.
type importedFile struct {
	// Template is what was made; nil after --dry-run.
	Template *template.Template `json:"template"`
	Name     string             `json:"name"`
	Kind     template.Kind      `json:"kind"`
	Language locale.Tag         `json:"language"`
	Format   string             `json:"format"` // keyue-template
	// Version is the one it was exported from, 0 for a draft.
	Version  int                `json:"version"`
	Clauses  int                `json:"clauses"` // of the library
	Images   int                `json:"images"`
	Fields   int                `json:"fields"`
	Problems []template.Problem `json:"problems"`
}

// Text tells people what was found.
func (r *importedFile) Text(w io.Writer, lang locale.Tag) {
	if r.Template == nil {
		fmt.Fprintln(w, locale.Text(lang, "intake.cli.dry", fault.P{"name": r.Name}))
		return
	}
	fmt.Fprintln(w, locale.Text(lang, "intake.cli.made", fault.P{"id": int64(r.Template.ID), "name": r.Template.Name}))
	if r.Template.CurrentID == 0 {
		fmt.Fprintln(w, locale.Text(lang, "intake.cli.draft", fault.P{"count": len(r.Problems)}))
	}
}

// importTemplateFile is template import of a template file.
func (e *Env) importTemplateFile(ctx context.Context, r io.ReaderAt, size int64, name string, dry bool) (any, error) {
	c, err := template.ReadFile(r, size)
	if err != nil {
		return nil, err
	}
	if name != "" {
		c.Definition.Name = name
	}
	d := c.Definition
	out := &importedFile{Name: d.Name, Kind: d.Kind, Language: d.Language, Format: strings.TrimPrefix(template.FileExtension, "."), Version: c.N,
		Clauses: len(c.Clauses), Images: len(c.Images), Fields: len(d.Fields), Problems: template.Check(d)}
	if dry {
		return out, nil
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	step, err := template.NewStep(e.Store.Read(ctx), "template.created", d.Name)
	if err != nil {
		return nil, err
	}
	err = e.Store.InTx(ctx, step, func(tx *store.Tx) error {
		out.Template, err = template.Keep(tx, c)
		return err
	})
	return out, err
}

// deviations shows what deviates as a person reads it.
type deviations struct {
	*contract.Clauses
	Sheet *contract.DeviationSheet `json:"sheet,omitempty"`
}

// Text writes one block a clause.
func (d deviations) Text(w io.Writer, tag locale.Tag) {
	if len(d.Clauses.Clauses)+len(d.Conflicts) == 0 {
		fmt.Fprintln(w, locale.Text(tag, "contract.no_deviations", nil))
	}
	for _, c := range d.Clauses.Clauses {
		if c.State == "" {
			continue
		}
		fmt.Fprintf(w, "%s %s (%s, %s)\n", c.Number, c.Heading, locale.Text(tag, "template.lock."+c.Lock, nil), locale.Text(tag, "template.deviation.kind."+string(c.State), nil))
		writePieces(w, c.Pieces)
		if c.Deviation.Reason != "" {
			fmt.Fprintln(w, "    “"+c.Deviation.Reason+"”")
		}
	}
	for _, c := range d.Conflicts {
		fmt.Fprintf(w, "! %s\n", locale.Text(tag, "template.deviation.conflict", fault.P{"clause": c.Deviation.Heading}))
		writePieces(w, c.Pieces)
	}
}

func writePieces(w io.Writer, pieces []contract.Piece) {
	fmt.Fprint(w, "    ")
	for _, p := range pieces {
		text := strings.ReplaceAll(p.Text, "\n", "\n    ")
		switch p.Kind {
		case "old":
			text = "[-" + text + "-]"
		case "new":
			text = "{+" + text + "+}"
		}
		fmt.Fprint(w, text)
	}
	fmt.Fprintln(w)
}

// runDeviations is deviations CONTRACT [-o FILE.pdf]: CONTRACT is a number or an
// id. Only the clauses that deviate are listed.
func runDeviations(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("deviations")
	to := f.String("o", "", "")
	rest, err := parse(f, args, 1, 1)
	if err != nil {
		return nil, err
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	id, err := e.contractID(ctx, rest[0])
	if err != nil {
		return nil, err
	}
	list, err := e.Services.Contract.Clauses(id)
	if err != nil {
		return nil, err
	}
	kept := []contract.Clause{}
	for _, c := range list.Clauses {
		if c.State != "" {
			kept = append(kept, c)
		}
	}
	list.Clauses = kept
	out := deviations{Clauses: list}
	if *to == "" {
		return out, nil
	}
	if out.Sheet, err = e.Services.Contract.DeviationSheet(id); err != nil {
		return nil, err
	}
	return out, writeFile(*to, func(w io.Writer) error { return e.Files.Copy(out.Sheet.URL, w) })
}
