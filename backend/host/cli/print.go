package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
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
		return template.CheckText(string(text)), nil
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

// printed is what print reports.
type printed struct {
	Contract      contract.ID      `json:"contract"`
	Number        string           `json:"number"`
	Issue         int              `json:"issue"` // 0 for a draft
	Pages         int              `json:"pages"`
	Bytes         int              `json:"bytes"`
	SHA256        string           `json:"sha256"`
	Amount        money.Amount     `json:"amount"` // minor units
	AmountInWords string           `json:"amountInWords"`
	Warnings      []map[string]any `json:"warnings"`
}

// pairs collects --set key=value.
type pairs []string

func (p *pairs) String() string     { return strings.Join(*p, " ") }
func (p *pairs) Set(s string) error { *p = append(*p, s); return nil }

// runPrint makes a contract, fills it and issues it (or with --draft leaves it
// a draft), and writes its PDF, with --docx (or -o FILE.docx) a Word file.
func runPrint(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("print")
	tpl, cust, company, to := f.String("template", "", ""), f.String("customer", "", ""), f.String("company", "", ""), f.String("o", "", "")
	draft, word := f.Bool("draft", false, ""), f.String("docx", "", "")
	var set, lines pairs
	f.Var(&set, "set", "")
	f.Var(&lines, "line", "")
	if _, err := parse(f, args, 0, 0); err != nil {
		return nil, err
	}
	if strings.EqualFold(filepath.Ext(*to), ".docx") && *word == "" {
		*to, *word = "", *to
	}
	if *tpl == "" || *cust == "" || *to+*word == "" {
		return nil, wrong("host.cli.print_needs", nil)
	}
	changes, err := filling(set, lines)
	if err != nil {
		return nil, err
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	in, err := e.parties(ctx, *tpl, *cust, *company)
	if err != nil {
		return nil, err
	}
	v, err := e.Services.Contract.Create(in)
	if err != nil {
		return nil, err
	}
	if len(changes) > 0 {
		if v, err = e.Services.Contract.Save(v.Contract.ID, v.Contract.Version, changes); err != nil {
			return nil, err
		}
	}
	return e.output(v, *draft, *to, *word)
}

// output writes the PDF to one file and the Word file to another, each if named.
func (e *Env) output(v *contract.View, draft bool, to, word string) (any, error) {
	out := printed{Contract: v.Contract.ID, Number: v.Contract.Number, Amount: v.Totals.Total, AmountInWords: v.AmountInWords, Warnings: []map[string]any{}}
	var url string
	if !draft {
		issued, err := e.Services.Contract.Issue(v.Contract.ID, v.Contract.Version, contract.IssueOptions{})
		if err != nil {
			return nil, err
		}
		out.Number, out.Issue, url = issued.Number, issued.Issue.N, issued.URL
	}
	p, err := e.Services.Contract.Preview(v.Contract.ID, contract.PreviewOptions{})
	if err != nil {
		return nil, err
	}
	out.Pages = p.Pages
	if url == "" {
		url = p.URL
	}
	for _, list := range []any{p.Problems, p.Missing, p.Warnings} {
		if out.Warnings, err = appendJSON(out.Warnings, list); err != nil {
			return nil, err
		}
	}
	var pdf bytes.Buffer
	if err := e.Files.Copy(url, &pdf); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(pdf.Bytes())
	out.Bytes, out.SHA256 = pdf.Len(), hex.EncodeToString(sum[:])
	if to != "" {
		if err := writeFile(to, func(w io.Writer) error { _, err := w.Write(pdf.Bytes()); return err }); err != nil {
			return nil, err
		}
	}
	if word != "" {
		url, err := e.Services.Contract.SaveDocx(v.Contract.ID, out.Issue)
		if err != nil {
			return nil, err
		}
		return out, writeFile(word, func(w io.Writer) error { return e.Files.Copy(url, w) })
	}
	return out, nil
}

// appendJSON puts lists of different records into one, as JSON sees them.
func appendJSON(to []map[string]any, list any) ([]map[string]any, error) {
	b, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	var more []map[string]any
	if err := json.Unmarshal(b, &more); err != nil {
		return nil, err
	}
	return append(to, more...), nil
}

// filling turns --set and --line into the changes of contract.Save.
func filling(set, lines pairs) (map[string]any, error) {
	changes := map[string]any{}
	if len(set) > 0 {
		values := map[string]any{}
		for _, s := range set {
			key, value, ok := strings.Cut(s, "=")
			if !ok || key == "" {
				return nil, wrong("host.cli.set", fault.P{"set": s})
			}
			values[key] = value
		}
		changes["values"] = values
	}
	if len(lines) > 0 {
		list := make([]any, 0, len(lines))
		for _, text := range lines {
			l, err := line(text)
			if err != nil {
				return nil, &misused{err}
			}
			list = append(list, l)
		}
		changes["lines"] = list
	}
	return changes, nil
}

// line reads one line of goods. Quantities, prices and percentages may be
// written as people do, in quotes ("1.5", "12.30", "13"); plain numbers are
// thousandths, minor units and basis points, as everywhere in the services.
func line(text string) (map[string]any, error) {
	var l map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&l); err != nil || l == nil {
		return nil, fault.Wrap(err, "host.cli.line", fault.P{"line": text})
	}
	for key, v := range l {
		s, written := v.(string)
		if !written {
			continue
		}
		var n any
		var err error
		switch key {
		case "qty":
			n, err = money.ParseQuantity(s)
		case "price", "listPrice":
			n, err = money.Parse(s)
		case "tax", "discount":
			n, err = money.ParsePercent(strings.TrimSuffix(s, "%"))
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		l[key] = n
	}
	return l, nil
}

// parties finds what print names, by id or by name.
func (e *Env) parties(ctx context.Context, tpl, cust, company string) (in contract.CreateInput, err error) {
	if in.TemplateID, err = e.templateID(ctx, tpl); err != nil {
		return in, err
	}
	if in.CustomerID, err = e.customerID(ctx, cust); err != nil {
		return in, err
	}
	if company == "" {
		return in, nil
	}
	list, err := settings.Companies(e.Store.Read(ctx))
	if err != nil {
		return in, err
	}
	for _, c := range list {
		if c.Name == company || strconv.FormatInt(int64(c.ID), 10) == company {
			in.CompanyID = c.ID
			return in, nil
		}
	}
	return in, fault.New("host.cli.no_company", fault.P{"name": company})
}

func (e *Env) templateID(ctx context.Context, name string) (template.ID, error) {
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		return template.ID(n), nil
	}
	t, err := template.Named(e.Store.Read(ctx), name)
	if err != nil {
		return 0, err
	}
	return t.ID, nil
}

func (e *Env) customerID(ctx context.Context, name string) (customer.ID, error) {
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		return customer.ID(n), nil
	}
	var ids []customer.ID
	err := e.Store.Read(ctx).Table("customer").Scopes(store.Live).Where("name = ?", name).Limit(2).Pluck("id", &ids).Error
	switch {
	case err != nil:
		return 0, err
	case len(ids) == 0:
		return 0, fault.New("host.cli.no_customer", fault.P{"name": name})
	case len(ids) > 1:
		return 0, fault.New("host.cli.customers", fault.P{"name": name})
	}
	return ids[0], nil
}
