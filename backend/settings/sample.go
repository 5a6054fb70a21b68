package settings

import (
	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// MarkSample notes rows of a kind as part of the sample business, so that they
// can be labelled and removed in one step.
func MarkSample(tx *store.Tx, kind string, ids ...int64) error {
	for _, id := range ids {
		if err := tx.Exec("insert into sample_row (kind, row_id) values (?, ?) on conflict do nothing", kind, id).Error; err != nil {
			return err
		}
	}
	return nil
}

// SampleRows gives the ids of the sample rows of a kind that are live.
func SampleRows(db *gorm.DB, k store.Kind) ([]int64, error) {
	ids := []int64{}
	err := db.Table("sample_row").Joins("join "+k.Table+" r on r.id = sample_row.row_id and r.deleted_at is null").
		Where("sample_row.kind = ?", k.Name).Order("row_id").Pluck("row_id", &ids).Error
	return ids, err
}

// Sample says how much of the sample business is still there.
type Sample struct {
	// Rows by kind; kinds without any are left out.
	Rows  map[string]int `json:"rows"`
	Total int            `json:"total"`
}

// Sample says how much of the sample business is still there.
func (s *Service) Sample() (out Sample, err error) {
	defer fault.Recover(&err)
	out.Rows = map[string]int{}
	for _, k := range s.st.Kinds() {
		ids, err := SampleRows(s.db(), k)
		if err != nil {
			return Sample{}, err
		}
		if len(ids) > 0 {
			out.Rows[k.Name] = len(ids)
			out.Total += len(ids)
		}
	}
	return out, nil
}

// RemoveSample moves all that is left of the sample business to the trash, as
// one step, and gives the number of rows.
func (s *Service) RemoveSample() (count int, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "settings.sample_removed"}, func(tx *store.Tx) error {
		count = 0
		for _, k := range s.st.Kinds() {
			ids, err := SampleRows(tx.DB, k)
			if err != nil {
				return err
			}
			if err := tx.Trash(k.Name, ids...); err != nil {
				return err
			}
			count += len(ids)
		}
		return nil
	})
	return count, err
}
