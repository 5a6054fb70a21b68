package intake

import (
	"context"
	"io"
	"os"
	"strings"
	"sync"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/manuscript"
	"keyue/backend/store"
	"keyue/backend/template"
)

// fileMax is the largest document that is read, in bytes.
const fileMax = 32 << 20

// Files gives what came in under a token.
type Files interface {
	Open(token string) (*os.File, files.Info, error)
}

// Service is what the page may call. It keeps nothing that matters between
// calls: the page holds the file's token and the person's decisions.
type Service struct {
	st        *store.Store
	files     Files
	templates *template.Service

	mu   sync.Mutex
	last *read // the document read last, so that decisions show at once
}

type read struct {
	token string
	found *analysis
}

// NewService makes the service.
func NewService(st *store.Store, in Files, templates *template.Service) *Service {
	return &Service{st: st, files: in, templates: templates}
}

// Read reads an uploaded document and proposes a template. Faults
// intake.too_large, files.expired, manuscript.*.
func (s *Service) Read(file string) (p *Proposal, err error) {
	defer fault.Recover(&err)
	return s.Review(file, Decisions{})
}

// Review gives the proposal that decisions lead to. Faults as of Read.
func (s *Service) Review(file string, d Decisions) (p *Proposal, err error) {
	defer fault.Recover(&err)
	return s.compose(file, d)
}

// Preview sets the proposal that decisions lead to, filled with sample data.
// Faults as of Read, template.tree.*.
func (s *Service) Preview(file string, d Decisions) (v *template.Previewed, err error) {
	defer fault.Recover(&err)
	p, err := s.compose(file, d)
	if err != nil {
		return nil, err
	}
	if len(p.images) > 0 {
		step := store.Step{Label: "intake.accepted", Params: fault.P{"name": p.Name}, Quiet: true, NoUndo: true}
		if err := s.st.InTx(s.st.Context(), step, p.keepImages); err != nil {
			return nil, err
		}
	}
	return s.templates.PreviewEdit(template.Edit{Definition: &p.Definition})
}

// Accepted is the template that was made of a document.
type Accepted struct {
	Template template.Template `json:"template"`
	// Proposal is what it was made of.
	Proposal Proposal `json:"proposal"`
}

// Accept makes a template of a document with the person's decisions, as one
// step that can be undone. It is published when it is sound, else a draft.
// Faults as of Read, template.name_required, template.tree.*.
func (s *Service) Accept(file string, d Decisions) (done *Accepted, err error) {
	defer fault.Recover(&err)
	p, err := s.compose(file, d)
	if err != nil {
		return nil, err
	}
	t, err := Adopt(s.st.Context(), s.st, p)
	if err != nil {
		return nil, err
	}
	return &Accepted{Template: *t, Proposal: *p}, nil
}

// Adopt makes a template of a proposal.
func Adopt(ctx context.Context, st *store.Store, p *Proposal) (t *template.Template, err error) {
	step, err := template.NewStep(st.Read(ctx), "intake.accepted", p.Name)
	if err != nil {
		return nil, err
	}
	err = st.InTx(ctx, step, func(tx *store.Tx) error {
		if err := p.keepImages(tx); err != nil {
			return err
		}
		def := p.Definition
		t, err = template.Adopt(tx, &def)
		return err
	})
	return t, err
}

// keepImages keeps the pictures that the definition shows.
func (p *Proposal) keepImages(tx *store.Tx) error {
	for _, data := range p.images {
		if _, err := template.KeepImage(tx, data); err != nil {
			return err
		}
	}
	return nil
}

// compose reads the file, unless it is the one read last, and applies decisions.
func (s *Service) compose(file string, d Decisions) (*Proposal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil || s.last.token != file {
		f, info, err := s.files.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		m, err := Load(s.st.Context(), info.Name, f, info.Size)
		if err != nil {
			return nil, err
		}
		ours, err := Ours(s.st.Read(s.st.Context()))
		if err != nil {
			return nil, err
		}
		s.last = &read{file, analyse(m, ours)}
	}
	p := s.last.found.compose(d)
	p.File = file
	free, err := template.FreeName(s.st.Read(s.st.Context()), p.Name)
	if err != nil {
		return nil, err
	}
	if free != p.Name {
		p.Taken, p.Name, p.Definition.Name = p.Name, free, free
	}
	return &p, nil
}

// Load reads a document of at most 32 MB. Faults intake.too_large, manuscript.*.
func Load(ctx context.Context, name string, r io.ReaderAt, size int64) (*manuscript.Manuscript, error) {
	if size > fileMax {
		return nil, fault.New("intake.too_large", fault.P{"name": strings.TrimSpace(name), "limit": fileMax >> 20})
	}
	return manuscript.ReadContext(ctx, name, r, size)
}
