package store

import (
	"context"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// trashDays is how long the trash keeps a record where a person chose that it
// ends at all.
const trashDays = 30

// Expiry is when a record that was deleted at an instant may leave the trash.
func Expiry(deleted date.Instant) date.Instant {
	return date.At(deleted.Time().AddDate(0, 0, trashDays))
}

// Expired is the instant before which records went to the trash that have been
// there for more than 30 days.
func (s *Store) Expired() date.Instant { return date.At(s.Now().AddDate(0, 0, -trashDays)) }

// ExpireTrash deletes for good what has been in the trash for more than 30 days,
// as a quiet step. Only for workspaces whose owner chose so: without that nothing
// leaves the trash by itself.
func (s *Store) ExpireTrash(ctx context.Context) (purged int, err error) {
	before := s.Expired()
	err = s.InTx(ctx, Step{Label: "store.trash_expired", Quiet: true, NoUndo: true}, func(tx *Tx) (err error) {
		var kept int
		purged, kept, err = tx.EmptyTrash(before)
		if kept > 0 {
			s.o.Log.Info("kept in trash, in use", "records", kept)
		}
		return err
	})
	return purged, err
}

// EmptyTrash deletes for good what went to the trash before an instant (0:
// everything), except records that others still use, which are counted as kept.
func (tx *Tx) EmptyTrash(before date.Instant) (purged, kept int, err error) {
	for i := range tx.store.o.Kinds {
		k := &tx.store.o.Kinds[i]
		q := tx.Table(k.Table).Where("deleted_at is not null")
		if before > 0 {
			q = q.Where("deleted_at < ?", before)
		}
		var ids []int64
		if err := q.Order("id").Pluck("id", &ids).Error; err != nil {
			return purged, kept, translate(err)
		}
		if len(ids) == 0 {
			continue
		}
		err := tx.nested(func(tx *Tx) error { return tx.PurgeWith(k.Name, ids...) })
		if err == nil {
			purged += len(ids)
			continue
		}
		if !fault.Is(err, InUse) {
			return purged, kept, err
		}
		for _, id := range ids { // some are in use: find out which
			err := tx.nested(func(tx *Tx) error { return tx.PurgeWith(k.Name, id) })
			switch {
			case err == nil:
				purged++
			case fault.Is(err, InUse):
				kept++
			default:
				return purged, kept, err
			}
		}
	}
	return purged, kept, nil
}
