package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
)

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
	// Where it is to be written is tried before anything is made: a number is
	// not taken for a paper that nobody gets.
	pdf, docx, drop, err := outputs(*to, *word)
	if err != nil {
		return nil, err
	}
	defer drop()
	v, err := e.made(in, changes, *draft)
	if err != nil {
		return nil, err
	}
	return e.output(v, pdf, docx)
}

// outputs opens the files that are named; drop removes those that are not kept.
func outputs(to, word string) (pdf, docx *files.Sink, drop func(), err error) {
	var open []*files.Sink
	drop = func() {
		for _, f := range open {
			f.Drop()
		}
	}
	for _, o := range []struct {
		path string
		file **files.Sink
	}{{to, &pdf}, {word, &docx}} {
		if o.path == "" {
			continue
		}
		f, err := files.Create(o.path)
		if err != nil {
			drop()
			return nil, nil, nil, err
		}
		*o.file, open = f, append(open, f)
	}
	return pdf, docx, drop, nil
}

// making is a contract that print has made; issued is nil for a draft.
type making struct {
	view   *contract.View
	issued *contract.Issued
}

// made makes a contract, fills it and issues it unless it stays a draft. What
// cannot be filled or issued leaves no contract behind.
func (e *Env) made(in contract.CreateInput, changes map[string]any, draft bool) (m making, err error) {
	v, err := e.Services.Contract.Create(in)
	if err != nil {
		return m, err
	}
	id := v.Contract.ID
	defer func() {
		if err == nil {
			return
		}
		if terr := e.Services.Contract.Trash([]contract.ID{id}); terr == nil {
			_ = e.Services.History.Purge(contract.KindContract, []int64{int64(id)})
		}
	}()
	if err := known(v, changes); err != nil {
		return m, err
	}
	if len(changes) > 0 {
		if v, err = e.Services.Contract.Save(id, v.Contract.Version, changes); err != nil {
			return m, err
		}
	}
	if err := sound(v); err != nil {
		return m, err
	}
	if !draft {
		if m.issued, err = e.Services.Contract.Issue(id, v.Contract.Version, contract.IssueOptions{}); err != nil {
			return m, err
		}
	}
	m.view = v
	return m, nil
}

// known refuses values for fields that the template does not have: a name with
// a slip would print the default.
func known(v *contract.View, changes map[string]any) error {
	values, _ := changes["values"].(map[string]any)
	var bad []fault.Field
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.ContainsFunc(v.Fields, func(f contract.Field) bool { return f.Key == key }) {
			bad = append(bad, fault.Field{Field: key, Code: "host.cli.no_field", Params: fault.P{"template": v.TemplateName}})
		}
	}
	return fault.Invalid(bad)
}

// sound refuses values that are none of their field's kind, in drafts too:
// nobody looks at what a script filled in.
func sound(v *contract.View) error {
	var bad []fault.Field
	for _, p := range v.Problems {
		if !p.Warning && p.Code != "template.missing" {
			bad = append(bad, fault.Field{Field: p.Field, Code: p.Code, Params: p.Params})
		}
	}
	return fault.Invalid(bad)
}

// output writes the PDF to one file and the Word file to another, each if named.
func (e *Env) output(m making, pdf, docx *files.Sink) (any, error) {
	c := m.view.Contract
	out := printed{Contract: c.ID, Number: c.Number, Amount: m.view.Totals.Total, AmountInWords: m.view.AmountInWords, Warnings: []map[string]any{}}
	var url string
	if m.issued != nil {
		out.Number, out.Issue, url = m.issued.Number, m.issued.Issue.N, m.issued.URL
	}
	p, err := e.Services.Contract.Preview(c.ID, contract.PreviewOptions{})
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
	var paper bytes.Buffer
	if err := e.Files.Copy(url, &paper); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(paper.Bytes())
	out.Bytes, out.SHA256 = paper.Len(), hex.EncodeToString(sum[:])
	if pdf != nil {
		if _, err := pdf.Write(paper.Bytes()); err != nil {
			return nil, fault.Wrap(err, "files.not_written", nil)
		}
		if err := pdf.Keep(); err != nil {
			return nil, err
		}
	}
	if docx != nil {
		url, err := e.Services.Contract.SaveDocx(c.ID, out.Issue)
		if err != nil {
			return nil, err
		}
		if err := e.Files.Copy(url, docx); err != nil {
			return nil, err
		}
		return out, docx.Keep()
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
