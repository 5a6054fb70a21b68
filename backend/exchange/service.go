package exchange

import (
	"context"
	"os"
	"sync"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// Service is what the page may call. Files come as tokens of uploads and go as addresses to fetch.
type Service struct {
	st    *store.Store
	files *files.Registry
	jobs  *job.Runner
	lang  func() locale.Tag

	mu   sync.Mutex
	runs map[job.ID]*run // of imports and dry runs, for their reports
	last []job.ID
}

// run is what a report needs of an import.
type run struct {
	files  []string
	o      Options
	result *Result
}

// runsKept is how many imports can still be reported on.
const runsKept = 20

// NewService makes the service; lang is the language of the screen.
func NewService(st *store.Store, reg *files.Registry, jobs *job.Runner, lang func() locale.Tag) *Service {
	return &Service{st: st, files: reg, jobs: jobs, lang: lang, runs: map[job.ID]*run{}}
}

func (s *Service) options(o Options) Options {
	if !o.Lang.Valid() {
		o.Lang = s.lang()
	}
	return o
}

// inputs opens uploads; done closes them.
func (s *Service) inputs(tokens []string) (in []Input, done func(), err error) {
	var open []*os.File
	done = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	for _, token := range tokens {
		f, info, err := s.files.Open(token)
		if err != nil {
			done()
			return nil, nil, err
		}
		open = append(open, f)
		in = append(in, Input{info.Name, f})
	}
	if len(in) == 0 {
		return nil, nil, fault.New(NoPart, nil)
	}
	return in, done, nil
}

// Plan reads the beginning of uploaded files and proposes how to import them. Call it again with other choices to see
// what they change.
func (s *Service) Plan(files []string, o Options) (plan *Plan, err error) {
	defer fault.Recover(&err)
	in, done, err := s.inputs(files)
	if err != nil {
		return nil, err
	}
	defer done()
	ctx := s.st.Context()
	return MakePlan(ctx, s.st.Read(ctx), in, s.options(o))
}

// DryRun starts a job that finds out what an import would do and changes nothing; its result is a Result.
func (s *Service) DryRun(files []string, o Options) (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.start(files, o, "exchange.checking", DryRun)
}

// Import starts a job that takes files in as one undoable step; its result is a Result.
func (s *Service) Import(files []string, o Options) (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.start(files, o, "exchange.importing", Import)
}

type work func(ctx context.Context, st *store.Store, in []Input, o Options, progress func(int64)) (*Result, error)

func (s *Service) start(files []string, o Options, kind string, do work) (job.ID, error) {
	in, done, err := s.inputs(files)
	if err != nil {
		return "", err
	}
	r := &run{files: files, o: s.options(o)}
	known := make(chan job.ID, 1)
	id := s.jobs.Start(kind, fault.P{"name": in[0].Name}, func(ctx context.Context, p *job.Progress) (any, error) {
		defer done()
		ctx, stop := s.within(ctx)
		defer stop()
		result, err := do(ctx, s.st, in, r.o, func(rows int64) { p.Set(rows, 0) })
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		r.result = result
		s.mu.Unlock()
		select {
		case id := <-known:
			s.keep(id, r)
		case <-ctx.Done():
		}
		return result, nil
	})
	known <- id
	return id, nil
}

// within ends the work of a job also when its workspace is closed.
func (s *Service) within(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.st.Context(), cancel)
	return ctx, func() { stop(); cancel() }
}

func (s *Service) keep(id job.ID, r *run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs[id] = r
	if s.last = append(s.last, id); len(s.last) > runsKept {
		delete(s.runs, s.last[0])
		s.last = s.last[1:]
	}
}

// Report gives the address of a spreadsheet (csv or xlsx) with the rows that an import or a dry run refused and why.
// Fault exchange.no_report when the import is no longer remembered.
func (s *Service) Report(id job.ID, format string) (url string, err error) {
	defer fault.Recover(&err)
	s.mu.Lock()
	r := s.runs[id]
	s.mu.Unlock()
	if r == nil {
		return "", fault.New("exchange.no_report", nil)
	}
	in, done, err := s.inputs(r.files)
	if err != nil {
		return "", err
	}
	defer done()
	ctx := s.st.Context()
	return s.offer("exchange.report.file", format, r.o.Lang, func(out *os.File) error {
		_, err := WriteReport(ctx, s.st.Read(ctx), out, in, r.o, r.result, format)
		return err
	})
}

// Exported is the result of an export job.
type Exported struct {
	URL string `json:"url"`
	// Rows is how many records there were.
	Rows int `json:"rows"`
}

// Export starts a job that writes a list (one of Lists) as
// csv or xlsx, customers also as vcf (3.0) or vcf4: the records with the ids in their order, none means all. Its result
// is an Exported.
func (s *Service) Export(list string, ids []int64, format string) (id job.ID, err error) {
	defer fault.Recover(&err)
	if err := Exportable(list, format); err != nil {
		return "", err
	}
	if len(ids) == 0 {
		ids = nil
	}
	tag := s.lang()
	return s.jobs.Start("exchange.exporting", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		ctx, stop := s.within(ctx)
		defer stop()
		e := &Exported{}
		url, err := s.offer("exchange.list."+list, format, tag, func(out *os.File) (err error) {
			e.Rows, err = Export(ctx, s.st.Read(ctx), out, list, format, ids, tag, p.Set)
			return err
		})
		e.URL = url
		return e, err
	}), nil
}

var mimes = map[string]string{CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	VCard: "text/vcard; charset=utf-8", VCard4: "text/vcard; charset=utf-8"}

// offer writes a file in the private folder and makes it available.
func (s *Service) offer(title, format string, tag locale.Tag, write func(*os.File) error) (string, error) {
	if mimes[format] == "" {
		return "", fault.New(UnknownFormat, nil)
	}
	extension := format
	if format == VCard4 {
		extension = VCard
	}
	return s.files.OfferWritten(locale.Text(tag, title, nil)+"."+extension, mimes[format], write)
}
