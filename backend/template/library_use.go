package template

import (
	"slices"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// ClauseUse is one copy of a library clause in a template.
type ClauseUse struct {
	Key          string    `json:"key"`
	TemplateID   ID        `json:"templateId"`
	TemplateName string    `json:"templateName"`
	VersionID    VersionID `json:"versionId"`
	// State is that of the version: published (the current one) or draft.
	State string `json:"state"`
	// Path leads to the clause; Number is what is printed before it.
	Path   []int  `json:"path"`
	Number string `json:"number"`
	// N is the version of the clause that was copied. Changed says that the copy
	// was edited in the template since.
	N       int  `json:"n"`
	Changed bool `json:"changed"`

	hash string
}

// clauseUses finds the copies of a clause, or of all with key "", in current
// versions and drafts of live templates, in the templates' order.
func clauseUses(db *gorm.DB, key string) ([]ClauseUse, error) {
	var rows []struct {
		Edition
		Name string
	}
	q := db.Table("template_version v").Joins("join template t on t.id = v.template_id and (t.current_id = v.id or t.draft_id = v.id)").
		Where("t.deleted_at is null and v.deleted_at is null and instr(v.definition, ?) > 0", `"library":"`+key)
	if err := q.Select("v.*, t.name as name").Order("t.id, v.n").Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := []ClauseUse{}
	for i := range rows {
		e := &rows[i]
		numbers := map[string]string{}
		for _, n := range Outline(&e.Definition) {
			numbers[Address(n.Path)] = n.Number
		}
		for _, c := range LockedClauses(&e.Definition) {
			a := c.Node.attrs()
			if a.Library == "" || key != "" && a.Library != key {
				continue
			}
			out = append(out, ClauseUse{Key: a.Library, TemplateID: e.TemplateID, TemplateName: e.Name, VersionID: e.ID, State: e.State,
				Path: c.Path, Number: numbers[c.Address], N: a.LibraryVersion, hash: clauseHash(c.Node)})
		}
	}
	return out, nil
}

// ClauseUses lists where a library clause is used:
// [{key,templateId,templateName,versionId,state,path,number,n,changed}].
func (s *Service) ClauseUses(id ClauseID) (list []ClauseUse, err error) {
	defer fault.Recover(&err)
	c, err := findClause(s.db(), id)
	if err != nil {
		return nil, err
	}
	return c.uses(s.db())
}

func (c *Clause) uses(db *gorm.DB) ([]ClauseUse, error) {
	list, err := clauseUses(db, c.Key())
	for i := range list {
		u := &list[i]
		u.Changed = u.N < 1 || u.N > len(c.Hashes) || c.Hashes[u.N-1] != u.hash
	}
	return list, err
}

// ClauseUpdate is what bringing one template up to date would do.
type ClauseUpdate struct {
	TemplateID   ID     `json:"templateId"`
	TemplateName string `json:"templateName"`
	// From are the versions of the clause that the copies have; Changed says that
	// one was edited in the template, and that the edit would be lost.
	From    []int `json:"from"`
	Changed bool  `json:"changed"`
	// Draft says that the template's draft is changed as well.
	Draft bool `json:"draft"`
	// Differences are those of the published text, or of the draft where nothing
	// is published; Fields are the fields that are added.
	Differences []Change `json:"differences"`
	Fields      []Field  `json:"fields"`
	// Problems would keep the new version from being published; a template with
	// any is left as it is.
	Problems []Problem `json:"problems"`
}

// PlanClauseUpdate shows, template by template, what UpdateTemplates would
// change; nothing is written. templates chooses, empty means all that have an
// older copy. Copies that read as the clause does already are left out.
func (s *Service) PlanClauseUpdate(id ClauseID, templates []ID) (plan []ClauseUpdate, err error) {
	defer fault.Recover(&err)
	c, err := findClause(s.db(), id)
	if err != nil {
		return nil, err
	}
	works, err := c.works(s.db(), templates)
	if err != nil {
		return nil, err
	}
	plan = []ClauseUpdate{}
	for _, w := range works {
		plan = append(plan, w.ClauseUpdate)
	}
	return plan, nil
}

// UpdateTemplates puts the newest wording of a clause into the templates: each
// gets a new published version, and its draft is changed where it has one. It is
// one step that can be undone until a contract uses one of the new versions.
// Templates with problems are left as they are; the answer says what was done,
// as PlanClauseUpdate does.
func (s *Service) UpdateTemplates(id ClauseID, templates []ID) (done []ClauseUpdate, err error) {
	defer fault.Recover(&err)
	c, err := findClause(s.db(), id)
	if err != nil {
		return nil, err
	}
	err = s.write("template.clause.updated", fault.P{"name": c.Name}, func(tx *store.Tx) error {
		done = []ClauseUpdate{}
		works, err := c.works(tx.DB, templates)
		if err != nil {
			return err
		}
		for _, w := range works {
			if !Sound(w.Problems) {
				continue
			}
			if err := w.write(tx); err != nil {
				return err
			}
			done = append(done, w.ClauseUpdate)
		}
		return nil
	})
	return done, err
}

// clauseWork is one template's update, ready to be written.
type clauseWork struct {
	ClauseUpdate
	published, draft *Definition
	draftID          VersionID
}

// works prepares the update of every template that has an older wording.
func (c *Clause) works(db *gorm.DB, templates []ID) ([]clauseWork, error) {
	uses, err := c.uses(db)
	if err != nil {
		return nil, err
	}
	newest := clauseHash(&c.Body)
	var out []clauseWork
	done := map[VersionID]bool{}
	for _, u := range uses {
		if done[u.VersionID] || len(templates) > 0 && !slices.Contains(templates, u.TemplateID) {
			continue
		}
		done[u.VersionID] = true
		e, err := Version(db, u.VersionID)
		if err != nil {
			return nil, err
		}
		e.Definition.Name = u.TemplateName
		next, fields, changed := c.renewed(&e.Definition, newest)
		if !changed {
			continue
		}
		w := clauseWork{ClauseUpdate: ClauseUpdate{TemplateID: u.TemplateID, TemplateName: u.TemplateName, From: []int{}, Fields: fields, Problems: []Problem{},
			Differences: BodyDifferences(&e.Definition, next)}}
		for _, o := range uses {
			if o.VersionID == u.VersionID {
				w.From = append(w.From, o.N)
				w.Changed = w.Changed || o.Changed
			}
		}
		if e.State == StateDraft {
			w.draft, w.draftID, w.Draft = next, e.ID, true
		} else {
			w.published = next
			w.Problems = append(w.Problems, Check(next)...)
		}
		if k := len(out) - 1; k >= 0 && out[k].TemplateID == u.TemplateID {
			out[k].join(w)
			continue
		}
		out = append(out, w)
	}
	return out, nil
}

// join takes the other version of the same template.
func (w *clauseWork) join(o clauseWork) {
	if o.published != nil {
		o.draft, o.draftID, o.Draft = w.draft, w.draftID, w.Draft
		o.Changed = o.Changed || w.Changed
		*w = o
		return
	}
	w.draft, w.draftID, w.Draft = o.draft, o.draftID, true
	w.Changed = w.Changed || o.Changed
}

// renewed copies a definition with the newest wording in place of every copy.
func (c *Clause) renewed(d *Definition, newest string) (next *Definition, fields []Field, changed bool) {
	copied := *d
	copied.Body, copied.Fields = d.Body.clone(), slices.Clone(d.Fields)
	next, fields = &copied, []Field{}
	var visit func(n *Node)
	visit = func(n *Node) {
		for i := range n.Content {
			k := &n.Content[i]
			if k.Type != nodeClause || k.attrs().Library != c.Key() {
				visit(k)
				continue
			}
			if k.Attrs.LibraryVersion == c.N && clauseHash(k) == newest {
				continue
			}
			own := map[string]bool{}
			walk(k, func(o *Node) { own[o.attrs().ID] = true })
			in := c.insertion(next, own)
			next.Fields = append(next.Fields, in.Fields...)
			fields = append(fields, in.Fields...)
			id, lock := k.Attrs.ID, k.Attrs.Lock
			if id == "" {
				id = in.Node.Attrs.ID
			}
			*k = in.Node
			k.Attrs.ID, k.Attrs.Lock = id, lock
			changed = true
		}
	}
	visit(&next.Body)
	next.Normalize()
	return next, fields, changed
}

// write stores the new versions.
func (w *clauseWork) write(tx *store.Tx) error {
	t, err := Find(tx.DB, w.TemplateID)
	if err != nil {
		return err
	}
	if w.published != nil {
		t.Origin = OriginOwn
		if err := addVersion(tx, t, w.published, true); err != nil {
			return err
		}
	}
	if w.draft == nil {
		return nil
	}
	e, err := Version(tx.DB, w.draftID)
	if err != nil {
		return err
	}
	e.Definition = *w.draft
	if e.Hash, err = w.draft.hash(); err != nil {
		return err
	}
	return tx.Update(e)
}
