package template

import (
	"encoding/json"
	"os"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// Lent is what other packages lend to this one. Every member may be nil.
type Lent struct {
	// Render sets a document with its pictures and offers the PDF to the page.
	Render func(doc typeset.Document, images map[string][]byte, name string) (url string, pages int, err error)
	// Files brings in what the page uploaded and hands out what it may fetch.
	Files Files
}

// Files is the application's registry of files on their way in and out.
type Files interface {
	Open(token string) (*os.File, files.Info, error)
	Offer(name, mime string, content []byte) (url string, err error)
}

// Service is what the page may call.
type Service struct {
	st   *store.Store
	lent Lent
}

// NewService makes the service.
func NewService(st *store.Store, lent Lent) *Service { return &Service{st: st, lent: lent} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

func (s *Service) write(label string, p fault.P, fn func(tx *store.Tx) error) error {
	return s.st.InTx(s.st.Context(), store.Step{Label: label, Params: p}, fn)
}

// Filter chooses templates; zero members do not filter.
type Filter struct {
	Text     string     `json:"text"`
	Kind     Kind       `json:"kind"`
	Language locale.Tag `json:"language"`
	// Archived shows the archived ones instead of the others.
	Archived bool `json:"archived"`
	// Usable keeps those that have a published version.
	Usable bool `json:"usable"`
}

// listMax bounds a list.
const listMax = 500

// List gives the templates in the library's order: the owner's own first, then
// the starters as they come.
func (s *Service) List(f Filter) (list []Template, err error) {
	defer fault.Recover(&err)
	q := s.db().Scopes(store.Live).Where("archived = ?", f.Archived)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.Language != "" {
		q = q.Where("language = ?", f.Language)
	}
	if f.Usable {
		q = q.Where("current_id <> 0")
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		q = q.Where("lower(name) like ? escape '\\'", "%"+strings.ToLower(strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text))+"%")
	}
	list = []Template{}
	if err := q.Order("case origin when 'own' then 0 else 1 end, id").Limit(listMax).Find(&list).Error; err != nil {
		return nil, err
	}
	return list, nil
}

// Detail is a template with the text of one version.
type Detail struct {
	Template Template `json:"template"`
	// Version is the draft when there is one, else the current version.
	Version Edition `json:"version"`
	// Text is the body in the notation; Notation is the whole template in it.
	Text     string    `json:"text"`
	Notation string    `json:"notation"`
	Problems []Problem `json:"problems"`
}

// Get gives a template with its draft, or its current version. Fault fault.not_found.
func (s *Service) Get(id ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	t, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	vid := t.DraftID
	if vid == 0 {
		vid = t.CurrentID
	}
	return detail(s.db(), t, vid)
}

// GetVersion gives a template with any of its versions. Fault fault.not_found.
func (s *Service) GetVersion(id VersionID) (d *Detail, err error) {
	defer fault.Recover(&err)
	e, err := Version(s.db(), id)
	if err != nil {
		return nil, err
	}
	t, err := Find(s.db(), e.TemplateID)
	if err != nil {
		return nil, err
	}
	return detail(s.db(), t, id)
}

func detail(db *gorm.DB, t *Template, id VersionID) (*Detail, error) {
	e, err := Version(db, id)
	if err != nil {
		return nil, err
	}
	e.Definition.Name = t.Name
	return &Detail{Template: *t, Version: *e, Text: PrintBody(&e.Definition), Notation: Print(&e.Definition), Problems: Check(&e.Definition)}, nil
}

// Create adds a template with a short body to begin with, as a draft. A name that
// is taken gets a number; the title in the text is the wished name.
func (s *Service) Create(name string, kind Kind, tag locale.Tag) (t *Template, err error) {
	defer fault.Recover(&err)
	var bad []fault.Field
	if !kindWords.has(string(kind)) {
		bad = append(bad, fault.Field{Field: "kind", Code: "template.kind_required"})
	}
	if !tag.Valid() {
		bad = append(bad, fault.Field{Field: "language", Code: "template.language_required"})
	}
	if err := fault.Invalid(bad); err != nil {
		return nil, err
	}
	if name, err = cleanName(name); err != nil {
		return nil, err
	}
	d, _ := Parse(beginning[tag])
	d.Name, d.Kind, d.Language = name, kind, tag
	d.Body.Content[0].Content = []Node{{Type: nodeText, Text: name}}
	err = s.add("template.created", name, func(tx *store.Tx) error {
		c := *d
		t, err = create(tx, &c, OriginOwn, false)
		return err
	})
	return t, err
}

// Import adds a template from its whole text in the notation; published when it
// is sound. Fault template.text.bad names the first line that cannot be read.
func (s *Service) Import(notation string) (t *Template, err error) {
	defer fault.Recover(&err)
	d, problems := Parse(notation)
	if err := unreadable(problems); err != nil {
		return nil, err
	}
	if err := CheckTree(d); err != nil {
		return nil, err
	}
	d.Normalize()
	d.Code = ""
	err = s.add("template.created", d.Name, func(tx *store.Tx) error {
		c := *d
		t, err = create(tx, &c, OriginOwn, Sound(Check(&c)))
		return err
	})
	return t, err
}

// unreadable is the fault for text that the notation does not allow.
func unreadable(problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	p := problems[0]
	return fault.New("template.text.bad", fault.P{"line": p.Line, "problem": p.Code, "count": len(problems)})
}

// Duplicate copies a template under a new name; the copy is the owner's own,
// with the same text published at once.
func (s *Service) Duplicate(id ID, name string) (t *Template, err error) {
	defer fault.Recover(&err)
	d, err := s.Get(id)
	if err != nil {
		return nil, err
	}
	def := d.Version.Definition
	def.Name, def.Code = name, ""
	err = s.add("template.duplicated", name, func(tx *store.Tx) error {
		c := def
		t, err = create(tx, &c, OriginOwn, Sound(Check(&c)))
		return err
	})
	return t, err
}

// Archive takes a template out of the lists, or brings it back.
func (s *Service) Archive(id ID, archived bool) (t *Template, err error) {
	defer fault.Recover(&err)
	label := "template.archived"
	if !archived {
		label = "template.unarchived"
	}
	t, err = Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	return s.change(id, label, fault.P{"name": t.Name}, func(t *Template) { t.Archived = archived })
}

// Trash moves a template to the trash; contracts made with it keep its versions.
func (s *Service) Trash(id ID) (err error) {
	defer fault.Recover(&err)
	t, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	return s.write("template.trashed", fault.P{"name": t.Name}, func(tx *store.Tx) error {
		return tx.Trash(KindTemplate, int64(id))
	})
}

func (s *Service) change(id ID, label string, p fault.P, set func(*Template)) (t *Template, err error) {
	err = s.write(label, p, func(tx *store.Tx) error {
		if t, err = Find(tx.DB, id); err != nil {
			return err
		}
		set(t)
		return tx.Update(t)
	})
	return t, err
}

// Edit is what the editor saves: the whole notation, or the body in the
// notation with fields and settings beside it, or the tree itself.
type Edit struct {
	// Version is the draft's own version when it was read, 0 when there was no
	// draft: fault store.conflict when somebody else saved meanwhile.
	Version int64 `json:"version"`
	// Notation is the whole template; when empty, Definition is used.
	Notation string `json:"notation"`
	// Definition is the template as a tree; with Text, its body is read from Text.
	Definition *Definition `json:"definition"`
	Text       string      `json:"text"`
}

// SaveDraft saves what the editor holds as the template's draft; a draft may
// have problems that keep it from being published, but must be readable. Faults
// template.text.bad, template.tree.*, store.conflict.
func (s *Service) SaveDraft(id ID, e Edit) (d *Detail, err error) {
	defer fault.Recover(&err)
	def, err := e.definition()
	if err != nil {
		return nil, err
	}
	t, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "template.draft_saved", Params: fault.P{"name": t.Name, "id": id}, Quiet: true, Typing: true}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		if t, err = Find(tx.DB, id); err != nil {
			return err
		}
		def := *def
		def.Code = t.Code
		if err := def.remember(tx.DB, t); err != nil {
			return err
		}
		if t.DraftID == 0 {
			t.Kind, t.Language = def.Kind, def.Language
			return addVersion(tx, t, &def, false)
		}
		draft, err := Version(tx.DB, t.DraftID)
		if err != nil {
			return err
		}
		if draft.State != StateDraft {
			return fault.New("template.published", nil)
		}
		if e.Version != 0 {
			draft.Meta.Version = e.Version
		}
		draft.Definition = def
		if draft.Hash, err = def.hash(); err != nil {
			return err
		}
		if err := tx.Update(draft); err != nil {
			return err
		}
		if t.Kind == def.Kind && t.Language == def.Language {
			return nil
		}
		t.Kind, t.Language = def.Kind, def.Language
		return tx.Update(t)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(id)
}

// Read gives what an edit says, checked and in its one form. Faults
// template.text.bad, template.tree.*.
func (e *Edit) Read() (*Definition, error) { return e.definition() }

// definition reads an edit into a sound tree.
func (e *Edit) definition() (*Definition, error) {
	if e.Notation != "" {
		d, problems := Parse(e.Notation)
		if err := unreadable(problems); err != nil {
			return nil, err
		}
		return d, checked(d)
	}
	if e.Definition == nil {
		return nil, fault.New(CodeMalformed, nil)
	}
	data, err := json.Marshal(e.Definition)
	if err != nil {
		return nil, fault.Wrap(err, CodeMalformed, nil)
	}
	if e.Text == "" {
		return Decode(data)
	}
	d := *e.Definition
	if problems := ParseBody(&d, e.Text); len(problems) > 0 {
		return nil, unreadable(problems)
	}
	return &d, checked(&d)
}

func checked(d *Definition) error {
	if err := CheckTree(d); err != nil {
		return err
	}
	d.Normalize()
	return nil
}

// Publish makes the draft the current version; from then on it never changes.
// Fault template.not_sound while it has problems, template.no_draft.
func (s *Service) Publish(id ID) (t *Template, err error) {
	defer fault.Recover(&err)
	if t, err = Find(s.db(), id); err != nil {
		return nil, err
	}
	// Not undoable: a contract may use the version a moment later.
	step := store.Step{Label: "template.was_published", Params: fault.P{"name": t.Name}, NoUndo: true}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		if t, err = Find(tx.DB, id); err != nil {
			return err
		}
		if t.DraftID == 0 {
			return fault.New("template.no_draft", nil)
		}
		draft, err := Version(tx.DB, t.DraftID)
		if err != nil {
			return err
		}
		draft.Definition.Name = t.Name
		if p := Check(&draft.Definition); !Sound(p) {
			return fault.New("template.not_sound", fault.P{"count": len(p), "problem": p[0].Code})
		}
		draft.State, draft.PublishedAt = StatePublished, tx.Now
		if err := tx.Update(draft); err != nil {
			return err
		}
		t.CurrentID, t.DraftID, t.Origin = draft.ID, 0, OriginOwn
		return tx.Update(t)
	})
	return t, err
}

// DropDraft throws the draft away; the current version stays. Fault
// template.no_draft, also for a template that has nothing else.
func (s *Service) DropDraft(id ID) (t *Template, err error) {
	defer fault.Recover(&err)
	if t, err = Find(s.db(), id); err != nil {
		return nil, err
	}
	err = s.write("template.draft_dropped", fault.P{"name": t.Name}, func(tx *store.Tx) error {
		if t, err = Find(tx.DB, id); err != nil {
			return err
		}
		if t.DraftID == 0 || t.CurrentID == 0 {
			return fault.New("template.no_draft", nil)
		}
		draft := int64(t.DraftID)
		t.DraftID = 0
		if err := tx.Update(t); err != nil {
			return err
		}
		return tx.Trash(KindVersion, draft)
	})
	return t, err
}

// RestoreVersion takes the text of an older version back as the draft, in place
// of the draft there was; publishing it makes it current again.
func (s *Service) RestoreVersion(id VersionID) (t *Template, err error) {
	defer fault.Recover(&err)
	old, err := Version(s.db(), id)
	if err != nil {
		return nil, err
	}
	if t, err = Find(s.db(), old.TemplateID); err != nil {
		return nil, err
	}
	err = s.write("template.restored_version", fault.P{"name": t.Name, "n": old.N}, func(tx *store.Tx) error {
		if t, err = Find(tx.DB, old.TemplateID); err != nil {
			return err
		}
		if t.DraftID != 0 && t.DraftID != id {
			if err := tx.Trash(KindVersion, int64(t.DraftID)); err != nil {
				return err
			}
		}
		d := old.Definition
		t.Kind, t.Language = d.Kind, d.Language
		return addVersion(tx, t, &d, false)
	})
	return t, err
}

// VersionInfo is a version without its text.
type VersionInfo struct {
	ID VersionID `json:"id"`
	store.Meta
	N           int    `json:"n"`
	State       string `json:"state"`
	PublishedAt int64  `json:"publishedAt"`
	Current     bool   `json:"current"`
}

// Versions lists the versions of a template, newest first.
func (s *Service) Versions(id ID) (list []VersionInfo, err error) {
	defer fault.Recover(&err)
	t, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	list = []VersionInfo{}
	err = s.db().Table("template_version").Scopes(store.Live).Where("template_id = ?", id).Order("n desc").Limit(listMax).Find(&list).Error
	for i := range list {
		list[i].Current = list[i].ID == t.CurrentID
	}
	return list, err
}
