// Package attachment keeps files that belong to records. A file is copied into
// the workspace under the hash of its content, so that the same scan is kept
// once, cannot be changed unnoticed, and no name a person gives ever becomes a
// path.
package attachment

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// ID names an attachment.
type ID int64

// KindAttachment is the name of the kind in history and events.
const KindAttachment = "attachment"

// Attachment is a file of a record: row, value and JSON.
type Attachment struct {
	ID ID `json:"id"`
	store.Meta
	// Kind and RecordID say whose it is: "customer" 12.
	Kind     string `json:"kind"`
	RecordID int64  `json:"recordId"`
	// Name is what people call it, with its ending; never a path.
	Name string `json:"name"`
	// Mime is found from the content, not believed from the name.
	Mime string `json:"mime"`
	// Size in bytes.
	Size   int64  `json:"size"`
	SHA256 string `gorm:"column:sha256" json:"sha256"`
	// Width and Height in pixels; 0 when it is no image we can read.
	Width  int `json:"width"`
	Height int `json:"height"`
}

// TableName is the table.
func (Attachment) TableName() string { return "attachment" }

// RowID is the primary key.
func (a Attachment) RowID() int64 { return int64(a.ID) }

// Kinds are the record types of this package, for app.go.
func Kinds() []store.Kind {
	return []store.Kind{{Name: KindAttachment, Table: "attachment", Derive: follow, Title: func(db *gorm.DB, id int64) string {
		var name string
		db.Table("attachment").Where("id = ?", id).Limit(1).Pluck("name", &name)
		return name
	}}}
}

// nameMax is in bytes, so that the name fits any file system when saved again.
const nameMax = 200

// cleanName makes a file name out of anything: the last part of a path, without
// what no file system takes. The ending survives shortening.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if len(name) > nameMax {
		ending := ""
		if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 16 {
			ending = name[i:]
		}
		cut := nameMax - len(ending)
		for cut > 0 && !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = name[:cut] + ending
	}
	return name
}

// Validate gives every fault of the fields.
func (a *Attachment) Validate() []fault.Field {
	var bad []fault.Field
	if a.Name == "" {
		bad = append(bad, fault.Field{Field: "name", Code: "attachment.name.required"})
	}
	if a.Kind == "" || a.RecordID <= 0 {
		bad = append(bad, fault.Field{Field: "recordId", Code: "attachment.record.required"})
	}
	return bad
}

// List gives the live attachments of a record, newest first.
func List(db *gorm.DB, kind string, id int64) ([]Attachment, error) {
	rows := []Attachment{}
	err := store.Live(db).Where("kind = ? and record_id = ?", kind, id).Order("id desc").Find(&rows).Error
	return rows, err
}

// Count is the number of live attachments of a record.
func Count(db *gorm.DB, kind string, id int64) (int64, error) {
	var n int64
	err := store.Live(db.Model(&Attachment{})).Where("kind = ? and record_id = ?", kind, id).Count(&n).Error
	return n, err
}

// Move gives the attachments of records to another of the same kind: a merge.
func Move(tx *store.Tx, kind string, to int64, from ...int64) error {
	var rows []Attachment
	if err := store.IDs(tx.Where("kind = ?", kind), "record_id", from).Find(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		rows[i].RecordID = to
		if err := tx.Update(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// Share makes the file an attachment of another record as well, inside a step;
// its content is kept once.
func (a Attachment) Share(tx *store.Tx, kind string, id int64) error {
	a.ID, a.Meta, a.Kind, a.RecordID = 0, store.Meta{}, kind, id
	return tx.Insert(&a)
}

// Forget removes for good the attachments of records that are gone for good.
func Forget(tx *store.Tx, kind string, records ...int64) error {
	if len(records) == 0 {
		return nil
	}
	var ids []int64
	if err := store.IDs(tx.Table("attachment").Where("kind = ?", kind), "record_id", records).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return err
	}
	if err := tx.Trash(KindAttachment, ids...); err != nil {
		return err
	}
	return tx.Purge(KindAttachment, ids...)
}

// withEnding gives a name without an ending that of another one.
func withEnding(name, other string) string {
	ending := path.Ext(other)
	if name == "" || ending == "" || path.Ext(name) != "" {
		return name
	}
	return cleanName(name + ending)
}
