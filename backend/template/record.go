package template

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// ID identifies a template.
type ID int64

// VersionID identifies a version of a template.
type VersionID int64

// Names of the record kinds.
const (
	KindTemplate = "template"
	KindVersion  = "template_version"
)

// Origins of a template.
const (
	OriginOwn     = "own"
	OriginStarter = "starter"
)

// States of a version.
const (
	StateDraft     = "draft"
	StatePublished = "published"
)

// Template is one document of the library; what it says is in its versions.
type Template struct {
	ID ID `json:"id"`
	store.Meta
	Name     string     `json:"name"`
	Code     string     `json:"code"` // the starter it came from; "" for none
	Kind     Kind       `json:"kind"`
	Language locale.Tag `json:"language"`
	// Origin is starter while the text is ours, own once the owner has changed it.
	Origin   string `json:"origin"`
	Archived bool   `json:"archived"`
	// CurrentID is the version that new contracts use, 0 before the first is published.
	CurrentID VersionID `json:"currentId"`
	// DraftID is the version being edited, 0 for none.
	DraftID VersionID `json:"draftId"`
}

// TableName names the table for GORM.
func (Template) TableName() string { return "template" }

// RowID is the primary key.
func (t Template) RowID() int64 { return int64(t.ID) }

// Edition is a stored version: version n of a template. Its text is immutable
// once published.
type Edition struct {
	ID VersionID `json:"id"`
	store.Meta
	TemplateID ID         `json:"templateId"`
	N          int        `json:"n"`
	State      string     `json:"state"`
	Definition Definition `gorm:"serializer:json" json:"definition"`
	// Hash is the SHA-256 of the definition's JSON, in hex.
	Hash        string       `json:"hash"`
	PublishedAt date.Instant `json:"publishedAt"`
}

// TableName names the table for GORM.
func (Edition) TableName() string { return "template_version" }

// RowID is the primary key.
func (e Edition) RowID() int64 { return int64(e.ID) }

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{
		{Name: KindTemplate, Table: "template", Derive: follow, Title: func(db *gorm.DB, id int64) string {
			var t Template
			db.Select("name").Where("id = ?", id).Limit(1).Find(&t)
			return t.Name
		}},
		{Name: KindVersion, Table: "template_version", Title: func(db *gorm.DB, id int64) string {
			var name string
			db.Raw("select t.name from template_version v join template t on t.id = v.template_id where v.id = ?", id).Scan(&name)
			return name
		}},
		{Name: KindClause, Table: "clause", Derive: followClauses, Title: func(db *gorm.DB, id int64) string {
			var c Clause
			db.Select("name").Where("id = ?", id).Limit(1).Find(&c)
			return c.Name
		}},
	}
}

// hash identifies what a definition says; the name does not count, a rename is
// not a new version.
func (d *Definition) hash() (string, error) {
	c := *d
	c.Name = ""
	data, err := json.Marshal(&c)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// Find gives a template, also one in the trash. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Template, error) {
	var t Template
	if err := db.Where("id = ?", id).Limit(1).Find(&t).Error; err != nil {
		return nil, err
	}
	if t.ID == 0 {
		return nil, fault.Missing(KindTemplate)
	}
	return &t, nil
}

// Named finds a live template that can be used, by its exact name or starter
// code; the newest of several. Fault template.not_named.
func Named(db *gorm.DB, name string) (*Template, error) {
	var t Template
	err := db.Scopes(store.Live).Where("(name = ? or code = ?) and current_id <> 0", name, name).Order("archived, id desc").Limit(1).Find(&t).Error
	if err == nil && t.ID == 0 {
		err = fault.New("template.not_named", fault.P{"name": short(name)})
	}
	return &t, err
}

// Version gives a version with its definition. Fault fault.not_found.
func Version(db *gorm.DB, id VersionID) (*Edition, error) {
	var e Edition
	if err := db.Where("id = ?", id).Limit(1).Find(&e).Error; err != nil {
		return nil, err
	}
	if e.ID == 0 {
		return nil, fault.Missing(KindVersion)
	}
	return &e, nil
}

// create adds a template with the definition as its first version, published
// when publish is set, else a draft. A name that is taken gets a number.
func create(tx *store.Tx, d *Definition, origin string, publish bool) (*Template, error) {
	name, err := cleanName(d.Name)
	if err != nil {
		return nil, err
	}
	if name, err = FreeName(tx.DB, name); err != nil {
		return nil, err
	}
	d.Name = name
	t := &Template{Name: name, Code: d.Code, Kind: d.Kind, Language: d.Language, Origin: origin}
	if err := tx.Insert(t); err != nil {
		return nil, err
	}
	return t, addVersion(tx, t, d, publish)
}

// addVersion appends a version to a template and points the template at it.
func addVersion(tx *store.Tx, t *Template, d *Definition, publish bool) error {
	hash, err := d.hash()
	if err != nil {
		return err
	}
	var n int
	if err := tx.Model(&Edition{}).Where("template_id = ?", t.ID).Select("coalesce(max(n), 0)").Scan(&n).Error; err != nil {
		return err
	}
	e := &Edition{TemplateID: t.ID, N: n + 1, State: StateDraft, Definition: *d, Hash: hash}
	if publish {
		e.State, e.PublishedAt = StatePublished, tx.Now
	}
	if err := tx.Insert(e); err != nil {
		return err
	}
	if publish {
		t.CurrentID = e.ID
	} else {
		t.DraftID = e.ID
	}
	return tx.Update(t)
}
