package contract

import (
	"keyue/backend/date"

	"gorm.io/gorm"
)

// ShowsPicture reports whether a contract says otherwise than its template with
// the picture, or said so since an instant, or an issue was printed with it: a
// [template.Showing].
func ShowsPicture(db *gorm.DB, key string, since date.Instant) (bool, error) {
	var n int
	err := db.Raw(`select exists (select 1 from contract where instr(deviations, ?) > 0)
		or exists (select 1 from change h join step s on s.id = h.step_id where h.kind = ? and s.at >= ? and instr(h.diff, ?) > 0)
		or exists (select 1 from contract_issue_file where instr(document, ?) > 0)`, key, KindContract, since, key, key).Scan(&n).Error
	return n != 0, err
}
