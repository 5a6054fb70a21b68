package customer

import (
	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Opened remembers that a customer was looked at. It is no change of the
// record: no history, no undo, no toast.
func (s *Service) Opened(id ID) (err error) {
	defer fault.Recover(&err)
	if _, err := Find(s.db(), id); err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "customer.opened", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		return tx.Exec("insert into customer_opened (customer_id, at) values (?, ?) on conflict (customer_id) do update set at = excluded.at", id, tx.Now).Error
	})
}

// Recent gives the customers looked at last, the latest first.
func (s *Service) Recent(limit int) (rows []Row, err error) {
	defer fault.Recover(&err)
	if limit <= 0 || limit > PageMax {
		limit = PageMax
	}
	var ids []int64
	db := s.db()
	err = db.Table("customer_opened").Joins("join customer on customer.id = customer_opened.customer_id and customer.deleted_at is null").
		Order("at desc, customer_id desc").Limit(limit).Pluck("customer_id", &ids).Error
	if err != nil {
		return nil, err
	}
	return s.rows(db, ids)
}

func openedAt(db *gorm.DB, ids []int64) (map[ID]date.Instant, error) {
	var rows []struct {
		CustomerID ID
		At         date.Instant
	}
	if err := store.IDs(db.Table("customer_opened"), "customer_id", ids).Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[ID]date.Instant, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = r.At
	}
	return out, nil
}
