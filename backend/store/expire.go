package store

import (
	"context"

	"keyue/backend/date"
)

// trashDays is how long the trash keeps a record.
const trashDays = 30

// expireTrash purges what has been in the trash for more than 30 days. A record
// that others still point at stays.
func (s *Store) expireTrash(ctx context.Context) error {
	before := date.At(s.Now().AddDate(0, 0, -trashDays))
	for i := range s.o.Kinds {
		k := &s.o.Kinds[i]
		var ids []int64
		if err := s.Read(ctx).Table(k.Table).Where("deleted_at < ?", before).Order("id").Pluck("id", &ids).Error; err != nil {
			return err
		}
		if len(ids) == 0 {
			continue
		}
		err := s.InTx(ctx, Step{Label: "store.trash_expired", Quiet: true, NoUndo: true}, func(tx *Tx) error {
			return tx.Purge(k.Name, ids...)
		})
		if err == nil {
			continue
		}
		// Some are still pointed at: take the others one by one.
		for _, id := range ids {
			if err := s.InTx(ctx, Step{Label: "store.trash_expired", Quiet: true, NoUndo: true}, func(tx *Tx) error {
				return tx.Purge(k.Name, id)
			}); err != nil {
				s.o.Log.Info("kept in trash", "kind", k.Name, "id", id, "err", err)
			}
		}
	}
	return nil
}
