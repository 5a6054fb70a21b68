package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/store"
)

// mappingsKept is how many mappings are remembered: those used last.
const mappingsKept = 200

// signature is the same for tables with the same column names; "" for one without a header or a format whose columns
// name themselves.
func (l *layout) signature() string {
	if l.header == 0 || l.format == VCard {
		return ""
	}
	heads := make([]string, len(l.heads))
	for i, h := range l.heads {
		heads[i] = strings.ToLower(strings.TrimSpace(h))
	}
	if l.as != "" && l.as != Customers {
		heads = append(heads, l.as)
	}
	sum := sha256.Sum256([]byte(strings.Join(heads, "\x1f")))
	return hex.EncodeToString(sum[:])
}

// remember maps the columns as they were when a table with the same column names was imported last.
func (l *layout) remember(db *gorm.DB) error {
	signature := l.signature()
	if signature == "" {
		return nil
	}
	var text string
	if err := db.Table("import_mapping").Where("signature = ?", signature).Limit(1).Pluck("mapping", &text).Error; err != nil || text == "" {
		return err
	}
	var mapping []string
	if json.Unmarshal([]byte(text), &mapping) != nil || len(mapping) != len(l.mapping) {
		return nil
	}
	for i, key := range mapping {
		if key != "" && l.dict.byKey[key] == nil { // a field that is gone since
			mapping[i] = ""
		}
	}
	l.mapping, l.remembered = mapping, true
	return nil
}

// keep writes down how the columns were mapped. It is no record: there is nothing in it to undo.
func (l *layout) keep(tx *store.Tx) error {
	signature := l.signature()
	if signature == "" {
		return nil
	}
	text, err := json.Marshal(l.mapping)
	if err != nil {
		return err
	}
	if err := tx.Run("insert into import_mapping (signature, mapping, used_at) values (?, ?, ?) on conflict (signature) do update set mapping = excluded.mapping, used_at = excluded.used_at",
		signature, string(text), int64(tx.Now)); err != nil {
		return err
	}
	return tx.Run("delete from import_mapping where signature not in (select signature from import_mapping order by used_at desc limit ?)", mappingsKept)
}
