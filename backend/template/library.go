package template

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/search"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// ClauseID identifies a clause of the library.
type ClauseID int64

// KindClause is the record kind of library clauses.
const KindClause = "clause"

// Clause is a clause of the library: text to be put into templates, with the
// fields it asks for. A template holds a copy that remembers Key and N, so that
// all copies can be brought up to date together.
type Clause struct {
	ID ClauseID `json:"id"`
	store.Meta
	Name string `json:"name"`
	// Code is set for the clauses that come with the program and never changes.
	Code string `json:"code"`
	// Kind is the kind of template it is meant for, empty for any.
	Kind     Kind       `json:"kind"`
	Language locale.Tag `json:"language"`
	// Lock is what the clause gets when it is put into a template: standard,
	// negotiable or free.
	Lock string `json:"lock"`
	// Body is one clause node.
	Body Node `gorm:"serializer:json" json:"body"`
	// Fields are the fields that the body uses.
	Fields []Field `gorm:"serializer:json" json:"fields"`
	// N counts the wordings from 1; Hashes has the hash of each.
	N      int      `json:"n"`
	Hashes []string `gorm:"serializer:json" json:"-"`
	// Origin is starter while the text is ours, own once the owner has changed it.
	Origin string `json:"origin"`
}

// TableName names the table for GORM.
func (Clause) TableName() string { return "clause" }

// RowID is the primary key.
func (c Clause) RowID() int64 { return int64(c.ID) }

// Key is how templates remember the clause, in every workspace the same.
func (c *Clause) Key() string {
	if c.Code != "" {
		return c.Code
	}
	return c.UID
}

// clauseHash identifies what a clause says, wherever it stands.
func clauseHash(n *Node) string {
	c := *n
	c.Attrs = nil
	return c.Hash(LockFree)
}

// Text is the clause for people to read.
func (c *Clause) text() string {
	return ClauseText(&Definition{Language: c.Language, Fields: c.Fields}, &c.Body)
}

// validate brings the clause into its one form and returns every bad field:
// name, kind, language, lock, body.
func (c *Clause) validate() error {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	name, err := cleanName(c.Name)
	if err != nil {
		add("name", "template.clause.name_required", nil)
	}
	c.Name = name
	if c.Kind != "" && !kindWords.has(string(c.Kind)) {
		add("kind", "template.kind_required", nil)
	}
	if !c.Language.Valid() {
		add("language", "template.language_required", nil)
	}
	if c.Lock == "" {
		c.Lock = LockNegotiable
	}
	if !lockWords.has(c.Lock) {
		add("lock", "template.clause.lock", nil)
	}
	if c.Body.Type != nodeClause {
		add("body", "template.clause.body", nil)
		return fault.Invalid(bad)
	}
	c.Body = c.Body.clone()
	c.Body.unlink()
	c.Body.Attrs = c.Body.ownID()
	d := &Definition{Name: c.Name, Kind: KindOther, Language: c.Language, Fields: slices.Clone(c.Fields), Body: Node{Type: nodeDoc, Content: []Node{c.Body}}}
	if err := CheckTree(d); err != nil {
		e := fault.From(err)
		add("body", e.Code, e.Params)
		return fault.Invalid(bad)
	}
	d.Normalize()
	c.Body, c.Fields = d.Body.Content[0], usedFields(d)
	d.Fields = c.Fields
	for _, p := range Check(d) {
		if !p.Warning && p.Code != "template.name_required" && p.Code != "template.language_unknown" {
			add("body", p.Code, p.Params)
		}
	}
	return fault.Invalid(bad)
}

// ownID keeps of a clause's attributes only its id.
func (n *Node) ownID() *Attrs {
	if id := n.attrs().ID; id != "" {
		return &Attrs{ID: id}
	}
	return nil
}

// unlink drops the links of a clause and those in it.
func (n *Node) unlink() {
	walk(n, func(k *Node) {
		if k.Attrs != nil {
			k.Attrs.Library, k.Attrs.LibraryVersion = "", 0
		}
	})
}

// usedFields are the fields of a definition that its text uses, in their order.
func usedFields(d *Definition) []Field {
	used := map[string]bool{}
	names := newNames(d)
	note := func(key string) {
		if key == "" {
			return
		}
		if l, ok := names.listFact(key); ok {
			key = l.field.Key
		} else if root, _, ok := cutLast(key); ok && d.field(key) == nil {
			key = root
		}
		used[key] = true
	}
	walk(&d.Body, func(n *Node) {
		a := n.attrs()
		note(a.Key)
		note(a.List)
		if n.Type == nodeLines || a.List == pathLines {
			if f := d.linesField(); f != nil {
				note(f.Key)
			}
		}
		if a.Condition != nil {
			a.Condition.fields(note)
		}
	})
	for _, f := range d.Fields {
		if used[f.Key] {
			for _, key := range f.others() {
				used[*key] = true
			}
		}
	}
	out := []Field{}
	for _, f := range d.Fields {
		if used[f.Key] {
			out = append(out, f)
		}
	}
	return out
}

// findClause gives a live clause. Fault fault.not_found.
func findClause(db *gorm.DB, id ClauseID) (*Clause, error) {
	var c Clause
	if err := db.Scopes(store.Live).Where("id = ?", id).Limit(1).Find(&c).Error; err != nil {
		return nil, err
	}
	if c.ID == 0 {
		return nil, fault.Missing(KindClause)
	}
	return &c, nil
}

// ClauseFilter chooses clauses; zero members do not filter.
type ClauseFilter struct {
	// Text is found in the name, its pinyin and initials, and the wording.
	Text     string     `json:"text"`
	Language locale.Tag `json:"language"`
	// Kind keeps those for that kind of template, and those for any.
	Kind Kind `json:"kind"`
}

// ClauseItem is a clause as a list shows it.
type ClauseItem struct {
	Clause
	// Key is what templates remember.
	Key string `json:"key"`
	// Text is the wording, with fields by their labels.
	Text string `json:"text"`
	// Uses is the number of templates that have a copy.
	Uses int `json:"uses"`
}

// Clauses lists the library, best match first, else the owner's own before ours,
// each by name: [{id,key,name,kind,language,lock,body,fields,n,origin,text,uses}].
func (s *Service) Clauses(f ClauseFilter) (list []ClauseItem, err error) {
	defer fault.Recover(&err)
	q := s.db().Scopes(store.Live)
	if f.Language != "" {
		q = q.Where("language = ?", f.Language)
	}
	if f.Kind != "" {
		q = q.Where("kind = '' or kind = ?", f.Kind)
	}
	var rows []Clause
	if err := q.Order("case origin when 'own' then 0 else 1 end, id").Limit(listMax).Find(&rows).Error; err != nil {
		return nil, err
	}
	uses, err := clauseUses(s.db(), "")
	if err != nil {
		return nil, err
	}
	count := map[string]map[ID]bool{}
	for _, u := range uses {
		if count[u.Key] == nil {
			count[u.Key] = map[ID]bool{}
		}
		count[u.Key][u.TemplateID] = true
	}
	list = []ClauseItem{}
	ranks := map[ClauseID]int{}
	for i := range rows {
		c := &rows[i]
		item := ClauseItem{Clause: *c, Key: c.Key(), Text: c.text(), Uses: len(count[c.Key()])}
		rank, ok := clauseRank(&item, f.Text)
		if ok {
			ranks[c.ID] = rank
			list = append(list, item)
		}
	}
	slices.SortStableFunc(list, func(a, b ClauseItem) int { return ranks[a.ID] - ranks[b.ID] })
	return list, nil
}

// clauseRank says how well a clause matches: by the start of its name, its
// pinyin, any part of the name, or only its wording.
func clauseRank(c *ClauseItem, text string) (rank int, ok bool) {
	text = search.Fold(strings.ToLower(strings.Join(strings.Fields(text), "")))
	if text == "" {
		return 0, true
	}
	name := search.Fold(strings.ToLower(strings.Join(strings.Fields(c.Name), "")))
	full, initials := search.Pinyin(c.Name)
	for rank, hit := range []bool{
		strings.HasPrefix(name, text), strings.HasPrefix(initials, text), strings.HasPrefix(full, text), strings.Contains(name, text),
		strings.Contains(initials, text), strings.Contains(search.Fold(strings.ToLower(strings.Join(strings.Fields(c.Text), ""))), text),
	} {
		if hit {
			return rank, true
		}
	}
	return 0, false
}

// Clause gives one clause of the library. Fault fault.not_found.
func (s *Service) Clause(id ClauseID) (item *ClauseItem, err error) {
	defer fault.Recover(&err)
	c, err := findClause(s.db(), id)
	if err != nil {
		return nil, err
	}
	return s.item(c)
}

func (s *Service) item(c *Clause) (*ClauseItem, error) {
	uses, err := clauseUses(s.db(), c.Key())
	if err != nil {
		return nil, err
	}
	ids := map[ID]bool{}
	for _, u := range uses {
		ids[u.TemplateID] = true
	}
	return &ClauseItem{Clause: *c, Key: c.Key(), Text: c.text(), Uses: len(ids)}, nil
}

// ClauseInput is a clause as the page saves it.
type ClauseInput struct {
	// ID is 0 for a new one. Version is the record's version that was read.
	ID       ClauseID   `json:"id"`
	Version  int64      `json:"version"`
	Name     string     `json:"name"`
	Kind     Kind       `json:"kind"`
	Language locale.Tag `json:"language"`
	Lock     string     `json:"lock"`
	// Body is one clause node; Fields may hold more than it uses: the others are
	// dropped.
	Body   Node    `json:"body"`
	Fields []Field `json:"fields"`
}

// ClauseFrom takes a clause out of a definition as the editor holds it, to be
// saved to the library: name from its heading, its lock, and the fields it uses.
// References to clauses outside become the headings of those. path is that of
// the clause node. Fault template.clause.body.
func (s *Service) ClauseFrom(d Definition, path []int) (in *ClauseInput, err error) {
	defer fault.Recover(&err)
	if err := checked(&d); err != nil {
		return nil, err
	}
	n := &d.Body
	for _, i := range path {
		if i < 0 || i >= len(n.Content) {
			return nil, fault.New("template.clause.body", nil)
		}
		n = &n.Content[i]
	}
	if n.Type != nodeClause {
		return nil, fault.New("template.clause.body", nil)
	}
	body := n.clone()
	inside := map[string]bool{}
	walk(&body, func(k *Node) { inside[k.attrs().ID] = true })
	headings := map[string]string{}
	walk(&d.Body, func(k *Node) { headings[k.attrs().ID] = k.headline() })
	walk(&body, func(k *Node) {
		if id := k.attrs().Clause; k.Type == nodeRef && !inside[id] {
			*k = Node{Type: nodeText, Text: quotedHeading(headings[id], d.Language), Marks: k.Marks}
		}
	})
	lock := LockNegotiable
	for _, c := range LockedClauses(&d) {
		if c.Address == Address(path) {
			lock = c.Lock
		}
	}
	in = &ClauseInput{Name: n.headline(), Kind: d.Kind, Language: d.Language, Lock: lock, Body: body,
		Fields: usedFields(&Definition{Language: d.Language, Fields: d.Fields, Body: Node{Type: nodeDoc, Content: []Node{body}}})}
	return in, nil
}

func quotedHeading(s string, tag locale.Tag) string {
	if s == "" {
		return "____"
	}
	if tag == locale.En {
		return "“" + s + "”"
	}
	return "“" + s + "”一条"
}

// SaveClause adds a clause to the library or changes one; a change of its
// wording is a new version, which templates take over by UpdateTemplates. Faults:
// fault.invalid with name, kind, language, lock, body; store.conflict.
func (s *Service) SaveClause(in ClauseInput) (item *ClauseItem, err error) {
	defer fault.Recover(&err)
	c := &Clause{Name: in.Name, Kind: in.Kind, Language: in.Language, Lock: in.Lock, Body: in.Body, Fields: in.Fields, Origin: OriginOwn}
	if err := c.validate(); err != nil {
		return nil, err
	}
	label := "template.clause.saved"
	if in.ID == 0 {
		label = "template.clause.created"
	}
	err = s.write(label, fault.P{"name": c.Name}, func(tx *store.Tx) error {
		if in.ID == 0 {
			c.ID, c.Meta = 0, store.Meta{}
			return c.insert(tx)
		}
		old, err := findClause(tx.DB, in.ID)
		if err != nil {
			return err
		}
		old.Meta.Version = in.Version
		old.take(c)
		c = old
		return tx.Update(old)
	})
	if err != nil {
		return nil, err
	}
	return s.item(c)
}

func (c *Clause) insert(tx *store.Tx) error {
	c.N, c.Hashes = 1, []string{clauseHash(&c.Body)}
	return tx.Insert(c)
}

// take brings a stored clause to a new wording; the same wording is no version.
func (c *Clause) take(in *Clause) {
	hash := clauseHash(&in.Body)
	if len(c.Hashes) == 0 || c.Hashes[len(c.Hashes)-1] != hash {
		c.N++
		c.Hashes = append(slices.Clone(c.Hashes), hash)
	}
	c.Name, c.Kind, c.Language, c.Lock, c.Body, c.Fields, c.Origin = in.Name, in.Kind, in.Language, in.Lock, in.Body, in.Fields, in.Origin
}

// TrashClause moves a clause to the trash; the copies in templates stay.
func (s *Service) TrashClause(id ClauseID) (err error) {
	defer fault.Recover(&err)
	c, err := findClause(s.db(), id)
	if err != nil {
		return err
	}
	return s.write("template.clause.trashed", fault.P{"name": c.Name}, func(tx *store.Tx) error {
		return tx.Trash(KindClause, int64(id))
	})
}

// Insertion is a clause ready to be put into a definition.
type Insertion struct {
	// Node is the clause with its link and lock, its fields named as the
	// definition names them and its ids free there.
	Node Node `json:"node"`
	// Fields are to be added to the definition first.
	Fields []Field `json:"fields"`
}

// InsertClause prepares a copy of a library clause for a definition as the
// editor holds it; putting it in is the editor's: {node, fields}. Fields that
// the definition has already, by key, by label or as the same party, are shared.
func (s *Service) InsertClause(id ClauseID, d Definition) (in *Insertion, err error) {
	defer fault.Recover(&err)
	c, err := findClause(s.db(), id)
	if err != nil {
		return nil, err
	}
	return c.insertion(&d, nil), nil
}

// insertion makes the copy; own are ids of the definition that the copy may take
// because what has them is replaced by it.
func (c *Clause) insertion(d *Definition, own map[string]bool) *Insertion {
	in := &Insertion{Node: c.Body.clone(), Fields: []Field{}}
	keys := map[string]string{}
	for _, f := range c.Fields {
		to, fresh := placeField(d, in.Fields, f)
		keys[f.Key] = to.Key
		if fresh {
			in.Fields = append(in.Fields, to)
		}
	}
	for i := range in.Fields {
		for _, key := range in.Fields[i].others() {
			if to := keys[*key]; to != "" {
				*key = to
			}
		}
	}
	in.Node.renameKeys(keys)
	in.Node.freeIDs(d, own)
	if in.Node.Attrs == nil {
		in.Node.Attrs = &Attrs{}
	}
	in.Node.Attrs.Library, in.Node.Attrs.LibraryVersion = c.Key(), c.N
	if in.Node.Attrs.Lock = c.Lock; c.Lock == LockNegotiable {
		in.Node.Attrs.Lock = ""
	}
	return in
}

// placeField finds the field of a definition that stands for a clause's field,
// or makes one whose key and label are free.
func placeField(d *Definition, added []Field, f Field) (to Field, fresh bool) {
	same := func(o *Field) bool {
		return o.Type == f.Type && slices.Equal(o.Choices, f.Choices) && slices.Equal(o.Columns, f.Columns)
	}
	if o := d.field(f.Key); o != nil && same(o) {
		return *o, false
	}
	for i := range d.Fields {
		o := &d.Fields[i]
		if same(o) && o.Label == f.Label || f.Type == TypeLines && o.Type == TypeLines || f.Type == TypeParty && o.Type == TypeParty && f.Source != "" && o.Source == f.Source {
			return *o, false
		}
	}
	taken := func(key, label string) bool {
		for _, o := range slices.Concat(d.Fields, added) {
			if o.Key == key || o.Label == label || o.Key == label || o.Label == key {
				return true
			}
		}
		return false
	}
	key, label := f.Key, f.Label
	for n := 2; taken(key, label); n++ {
		key, label = fmt.Sprintf("%s%d", f.Key, n), fmt.Sprintf("%s%d", f.Label, n)
	}
	f.Key, f.Label = key, label
	return f, true
}

// renameKeys gives fields other keys, also where a fact of them is meant.
func (n *Node) renameKeys(keys map[string]string) {
	rename := func(key string) string {
		root, rest, _ := strings.Cut(key, ".")
		if to := keys[key]; to != "" {
			return to
		}
		if to := keys[root]; to != "" && rest != "" {
			return to + "." + rest
		}
		return key
	}
	var condition func(c *Condition)
	condition = func(c *Condition) {
		c.Field, c.Other = rename(c.Field), rename(c.Other)
		for i := range c.Args {
			condition(&c.Args[i])
		}
	}
	walk(n, func(k *Node) {
		if k.Attrs == nil {
			return
		}
		if k.Attrs.Key = rename(k.Attrs.Key); k.Attrs.Condition != nil {
			condition(k.Attrs.Condition)
		}
		if to := keys[k.Attrs.List]; k.Attrs.List != pathLines && to != "" {
			k.Attrs.List = to
		}
	})
}

// freeIDs gives ids that the definition has already another name.
func (n *Node) freeIDs(d *Definition, own map[string]bool) {
	taken := map[string]bool{}
	walk(&d.Body, func(k *Node) {
		if id := k.attrs().ID; id != "" && !own[id] {
			taken[id] = true
		}
	})
	names := map[string]string{}
	walk(n, func(k *Node) {
		id := k.attrs().ID
		if id == "" {
			return
		}
		free := id
		for i := 2; taken[free]; i++ {
			free = fmt.Sprintf("%s-%d", id, i)
		}
		taken[free], names[id] = true, free
		k.Attrs.ID = free
	})
	walk(n, func(k *Node) {
		if k.Attrs != nil && k.Attrs.Clause != "" && names[k.Attrs.Clause] != "" {
			k.Attrs.Clause = names[k.Attrs.Clause]
		}
	})
}

// decodeClause reads a clause of a template file.
func decodeClause(data []byte) (c *Clause, err error) {
	c = &Clause{}
	if err := json.Unmarshal(data, c); err != nil {
		return nil, err
	}
	c.ID, c.Meta = 0, store.Meta{UID: c.UID}
	c.Hashes = nil
	return c, c.validate()
}
