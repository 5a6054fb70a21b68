package contract

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/press"

	"gorm.io/gorm"
)

// maxBatch is how many customers one batch takes.
const maxBatch = 5000

// BatchInput is one contract for each of many customers.
type BatchInput struct {
	CustomerIDs   []customer.ID      `json:"customerIds"`
	TemplateID    template.ID        `json:"templateId"`
	CompanyID     settings.CompanyID `json:"companyId"`
	Values        map[string]any     `json:"values"`
	Lines         []Line             `json:"lines"`
	WholeDiscount money.BasisPoints  `json:"wholeDiscount"`
	// Merged asks for one file instead of a ZIP with one PDF each.
	Merged bool `json:"merged"`
	// AllowGaps also makes contracts in which required fields are empty.
	AllowGaps bool `json:"allowGaps"`
	// IncludeLost also makes contracts for customers who are lost (流失).
	IncludeLost bool `json:"includeLost"`
}

// BatchGap is a customer for whom something is missing.
type BatchGap struct {
	CustomerID customer.ID `json:"customerId"`
	Name       string      `json:"name"`
	Labels     []string    `json:"labels"`
}

// BatchName is a customer by name.
type BatchName struct {
	CustomerID customer.ID `json:"customerId"`
	Name       string      `json:"name"`
}

// BatchCheck is what a person should know before a batch is made.
type BatchCheck struct {
	// Ready counts the customers who get a contract.
	Ready int        `json:"ready"`
	Gaps  []BatchGap `json:"gaps"`
	// Blanks are the labels of fields that at least one contract leaves as a rule to
	// be written on.
	Blanks []string `json:"blanks"`
	// Trashed are in the trash, or gone for good: they never get a contract. Lost get
	// one with BatchInput.IncludeLost.
	Trashed []BatchName `json:"trashed"`
	Lost    []BatchName `json:"lost"`
}

// Batch is what a batch made.
type Batch struct {
	Made    int        `json:"made"`
	Skipped []BatchGap `json:"skipped"`
	// LeftOut counts those in the trash and those lost who were passed over.
	LeftOut int `json:"leftOut"`
	// URL is the merged PDF or the ZIP; empty when nothing was made.
	URL  string `json:"url"`
	Name string `json:"name"`
}

// StartBatch makes and issues one contract for each customer as a job that can
// be cancelled; a cancelled or failed batch leaves nothing behind. Its result is
// a Batch. Faults: contract.batch_none, contract.batch_many, fault.invalid.
func (s *Service) StartBatch(in BatchInput) (id job.ID, err error) {
	defer fault.Recover(&err)
	if err := in.check(); err != nil {
		return "", err
	}
	return s.jobs.Start("contract.batch", fault.P{"count": len(in.CustomerIDs)}, func(ctx context.Context, p *job.Progress) (any, error) {
		return RunBatch(ctx, s, in, p.Set)
	}), nil
}

// CheckBatch tells what StartBatch would do: for whom required fields would be
// empty, what is left to be written by hand, and who is passed over.
func (s *Service) CheckBatch(in BatchInput) (out *BatchCheck, err error) {
	defer fault.Recover(&err)
	if err := in.check(); err != nil {
		return nil, err
	}
	db := s.st.Read(s.st.Context())
	tpl, version, err := in.template(db)
	if err != nil {
		return nil, err
	}
	if in.CompanyID == 0 {
		if in.CompanyID, err = defaultCompany(db); err != nil {
			return nil, err
		}
	}
	ours, err := settings.OurCurrency(db)
	if err != nil {
		return nil, err
	}
	out = &BatchCheck{Gaps: []BatchGap{}, Blanks: []string{}, Trashed: []BatchName{}, Lost: []BatchName{}}
	blank := map[string]bool{}
	h := newShelf(s.st, db)
	for i, id := range in.CustomerIDs {
		if err := h.ahead(in.CustomerIDs, i); err != nil {
			return nil, err
		}
		who, state, err := h.standing(id)
		if err != nil {
			return nil, err
		}
		switch state {
		case gone:
			out.Trashed = append(out.Trashed, who)
			continue
		case lost:
			if out.Lost = append(out.Lost, who); !in.IncludeLost {
				continue
			}
		}
		f, err := h.fill(in.contract(id, tpl, version, ours), "", s.today(), template.Options{})
		if err != nil {
			return nil, err
		}
		for key := range f.blanks() {
			blank[key] = true
		}
		gap := f.gap()
		if len(gap.Labels) > 0 {
			out.Gaps = append(out.Gaps, gap)
		}
		if len(gap.Labels) == 0 || in.AllowGaps {
			out.Ready++
		}
	}
	for _, field := range version.Definition.Fields {
		if blank[field.Key] {
			out.Blanks = append(out.Blanks, field.Label)
		}
	}
	return out, nil
}

// standing is whether a batch makes a contract for a customer.
type standing int

const (
	usual standing = iota
	lost           // only when asked for
	gone           // never
)

func (h *shelf) standing(id customer.ID) (BatchName, standing, error) {
	who, err := h.customer(id)
	if fault.Is(err, fault.NotFound) {
		return BatchName{CustomerID: id}, gone, nil
	}
	if err != nil {
		return BatchName{}, usual, err
	}
	name := BatchName{CustomerID: id, Name: who.Customer.Name}
	switch {
	case who.Customer.DeletedAt != nil:
		return name, gone, nil
	case who.Customer.Lifecycle == customer.Lost:
		return name, lost, nil
	}
	return name, usual, nil
}

func (in BatchInput) check() error {
	if len(in.CustomerIDs) == 0 {
		return fault.New("contract.batch_none", nil)
	}
	if len(in.CustomerIDs) > maxBatch {
		return fault.New("contract.batch_many", fault.P{"max": maxBatch})
	}
	return fault.Invalid(template.CheckLines(in.Lines))
}

// template gives the template and its published version; what is as in the last
// contract joins the values.
func (in *BatchInput) template(db *gorm.DB) (*template.Template, *template.Edition, error) {
	tpl, err := template.Find(db, in.TemplateID)
	if err != nil {
		return nil, nil, err
	}
	version, err := template.Version(db, tpl.CurrentID)
	if err != nil {
		return nil, nil, err
	}
	in.Values, err = recall(db, tpl.ID, &version.Definition, in.Values, 0)
	return tpl, version, err
}

func (in BatchInput) contract(id customer.ID, tpl *template.Template, version *template.Edition, ours money.Currency) Contract {
	return Contract{Name: version.Definition.Titled(), CustomerID: id, CompanyID: in.CompanyID, TemplateID: tpl.ID, TemplateVersionID: version.ID,
		Language: version.Definition.Language, Kind: version.Definition.Kind, Values: in.Values, Lines: in.Lines, WholeDiscount: in.WholeDiscount,
		Currency: ours, Stage: Draft}
}

// gap is what the filling still lacks.
func (f *filling) gap() BatchGap {
	g := BatchGap{CustomerID: f.contract.CustomerID, Name: f.data.Customer.Name, Labels: []string{}}
	for _, p := range f.merged.Problems {
		if p.Code == "template.missing" {
			g.Labels = append(g.Labels, p.Label)
		}
	}
	return g
}

// RunBatch does the work of StartBatch in one transaction.
func RunBatch(ctx context.Context, s *Service, in BatchInput, progress func(done, total int64)) (*Batch, error) {
	out := &Batch{Skipped: []BatchGap{}}
	told := fault.P{"count": 0}
	step := store.Step{Label: "contract.batch_done", Params: told, NoUndo: true}
	var made []printed
	err := s.st.InTx(ctx, step, func(tx *store.Tx) error {
		*out, made = Batch{Skipped: []BatchGap{}}, nil
		jobs, err := s.prepare(tx, in, out)
		if err != nil {
			return err
		}
		// The step is written with the first row, so it must know how many there are.
		told["count"] = len(jobs)
		for _, p := range jobs {
			if err := tx.Insert(&p.contract); err != nil {
				return err
			}
		}
		made, err = s.pressAll(ctx, tx, jobs, progress)
		out.Made = len(made)
		return err
	})
	if err != nil || len(made) == 0 {
		return out, err
	}
	return out, s.bundle(in, made, out)
}

// aheadBy is how many customers of a batch are read at once.
const aheadBy = 200

// ahead fetches the next customers of a batch when it is their turn.
func (h *shelf) ahead(ids []customer.ID, i int) error {
	if i%aheadBy != 0 {
		return nil
	}
	return h.fetch(ids[i:min(i+aheadBy, len(ids))])
}

// printed is one finished contract of a batch.
type printed struct {
	contract Contract
	issue    IssueID
	filling  *filling
	doc      typeset.Document
	sheet    press.Sheet
}

// prepare fills the contracts and takes their numbers.
func (s *Service) prepare(tx *store.Tx, in BatchInput, out *Batch) ([]*printed, error) {
	tpl, version, err := in.template(tx.DB)
	if err != nil {
		return nil, err
	}
	if in.CompanyID == 0 {
		if in.CompanyID, err = defaultCompany(tx.DB); err != nil {
			return nil, err
		}
	}
	rule, err := ruleFor(tx.DB, ForContracts)
	if err != nil {
		return nil, err
	}
	ours, err := settings.OurCurrency(tx.DB)
	if err != nil {
		return nil, err
	}
	// The number that a contract is filled with first is the one it is going to
	// get, as a rule.
	expected, err := rule.expected(tx.DB, tx.Today)
	if err != nil {
		return nil, err
	}
	h := newShelf(s.st, tx.DB)
	var todo []*printed
	for i, id := range in.CustomerIDs {
		if err := tx.Context().Err(); err != nil {
			return nil, err
		}
		if err := h.ahead(in.CustomerIDs, i); err != nil {
			return nil, err
		}
		_, state, err := h.standing(id)
		if err != nil {
			return nil, err
		}
		if state == gone || state == lost && !in.IncludeLost {
			out.LeftOut++
			continue
		}
		c := in.contract(id, tpl, version, ours)
		c.NumberRuleID = rule.ID
		// The first filling tells whether it will be made, before a number is taken.
		f, err := h.fill(c, expected, tx.Today, template.Options{})
		if err != nil {
			return nil, err
		}
		if gap := f.gap(); len(gap.Labels) > 0 && !in.AllowGaps {
			out.Skipped = append(out.Skipped, gap)
			continue
		}
		if err := f.ready(tx.DB, IssueOptions{AllowGaps: true}); err != nil {
			return nil, err
		}
		number, seq, err := rule.take(tx)
		if err != nil {
			return nil, err
		}
		if number != expected {
			if f, err = h.fill(c, number, tx.Today, template.Options{}); err != nil {
				return nil, err
			}
		}
		expected = rule.format(tx.Today, seq+1)
		f.adopt(&c)
		todo = append(todo, &printed{contract: c, filling: f, doc: ruled(f.merged.Document)})
	}
	return todo, nil
}

// pressAll sets the documents on all processors and keeps them in order.
func (s *Service) pressAll(ctx context.Context, tx *store.Tx, todo []*printed, progress func(done, total int64)) ([]printed, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	at := tx.Now.Time().In(s.st.Now().Location())
	type result struct {
		sheet press.Sheet
		err   error
	}
	results := make([]chan result, len(todo))
	for i := range results {
		results[i] = make(chan result, 1)
	}
	// At most a few sheets are ahead of the writer, so memory stays flat.
	room := make(chan struct{}, 4*runtime.GOMAXPROCS(0))
	work := make(chan int)
	var workers sync.WaitGroup
	defer workers.Wait()
	workers.Go(func() {
		defer close(work)
		for i := range todo {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case work <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range work {
				sheet, err := s.press.Run(todo[i].doc, todo[i].filling.images(), at)
				results[i] <- result{sheet, err}
			}
		})
	}
	made := make([]printed, 0, len(todo))
	for i, p := range todo {
		var r result
		select {
		case r = <-results[i]:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		<-room
		if r.err != nil {
			stop()
			return nil, r.err
		}
		if len(r.sheet.Missing) > 0 {
			stop()
			return nil, glyphFault(r.sheet.Missing)
		}
		is, err := keep(tx, &p.contract, p.filling, p.doc, r.sheet, false)
		if err != nil {
			stop()
			return nil, err
		}
		p.issue = is.ID
		// The bytes are in the database now; the bundle reads them from there.
		r.sheet.PDF, r.sheet.Frames = nil, nil
		p.sheet = r.sheet
		made = append(made, *p)
		progress(int64(i+1), int64(len(todo)))
	}
	return made, nil
}

// bundle writes the merged file or the ZIP and offers it.
func (s *Service) bundle(in BatchInput, made []printed, out *Batch) (err error) {
	tag := made[0].filling.def.Language
	day := date.FromTime(s.st.Now())
	out.Name = files.BaseName(fmt.Sprintf("%s %s (%d)", made[0].contract.Name, day, len(made)))
	extension, mime, write := ".zip", "application/zip", func(f *os.File) error { return s.zipInto(f, made) }
	if in.Merged {
		extension, mime, write = ".pdf", mimePDF, func(f *os.File) error { return s.mergeInto(f, made, tag) }
	}
	out.Name += extension
	out.URL, err = s.files.OfferWritten(out.Name, mime, write)
	return err
}

func (s *Service) mergeInto(w io.Writer, made []printed, tag locale.Tag) error {
	book, err := s.press.Book(made[0].contract.Name, string(tag), s.st.Now())
	if err != nil {
		return err
	}
	for _, p := range made {
		if _, err := book.Add(p.doc, p.filling.images()); err != nil {
			return err
		}
	}
	data, err := book.Bytes()
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func (s *Service) zipInto(w io.Writer, made []printed) error {
	z := zip.NewWriter(w)
	db := s.st.Read(s.st.Context())
	for _, p := range made {
		_, data, err := IssueBytes(db, p.issue)
		if err != nil {
			return err
		}
		// PDF streams are deflated already.
		f, err := z.CreateHeader(&zip.FileHeader{Name: fileName(p.contract, p.contract.Number+" "+p.filling.data.Customer.Name), Method: zip.Store, Modified: s.st.Now()})
		if err != nil {
			return err
		}
		if _, err := f.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}
