package store

import (
	"database/sql"

	"keyue/backend/date"

	"gorm.io/gorm"
)

// Before gives what columns of the records of a kind held at an instant, as the
// engine stores them: by record, the columns that an update has changed since.
// Records that were not updated since are not in it.
func Before(db *gorm.DB, kind string, at date.Instant) (map[int64]map[string]any, error) {
	var rows []struct {
		RowID int64
		Diff  sql.NullString
	}
	err := db.Raw("select c.row_id, c.diff from step s join change c on c.step_id = s.id where s.at > ? and c.kind = ? and c.op = ? order by c.id", at, kind, OpUpdate).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	out := map[int64]map[string]any{}
	for _, r := range rows {
		if !r.Diff.Valid {
			continue
		}
		diff, err := decodeDiff(r.Diff.String)
		if err != nil {
			return nil, err
		}
		was := out[r.RowID]
		if was == nil {
			was = map[string]any{}
			out[r.RowID] = was
		}
		for column, pair := range diff {
			if _, ok := was[column]; !ok {
				was[column] = pair[0]
			}
		}
	}
	return out, nil
}
