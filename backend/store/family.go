package store

import (
	"fmt"
	"slices"
)

// RestoreWith restores records and what went to the trash in the same moment
// and points at them: the contacts that were deleted with their customer.
func (tx *Tx) RestoreWith(kind string, ids ...int64) error {
	if err := tx.withChildren(kind, ids, "c.deleted_at = p.deleted_at", tx.RestoreWith); err != nil {
		return err
	}
	return tx.Restore(kind, ids...)
}

// PurgeWith purges records and whatever in the trash points at them. Fault
// store.in_use when something outside the trash does.
func (tx *Tx) PurgeWith(kind string, ids ...int64) error {
	if err := tx.withChildren(kind, ids, "c.deleted_at is not null", tx.PurgeWith); err != nil {
		return err
	}
	return tx.Purge(kind, ids...)
}

// withChildren calls f for the records that point at trashed ids and meet cond,
// where c is the pointing row and p the row pointed at.
func (tx *Tx) withChildren(kind string, ids []int64, cond string, f func(string, ...int64) error) error {
	k, err := tx.kind(kind)
	if err != nil || len(ids) == 0 {
		return err
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	for i := range tx.store.o.Kinds {
		child := &tx.store.o.Kinds[i]
		columns, err := tx.references(child, k)
		if err != nil {
			return translate(err)
		}
		var joins []string
		for _, column := range columns {
			joins = append(joins, fmt.Sprintf("c.%s = p.id", quote(column)))
		}
		if child.About != "" {
			joins = append(joins, fmt.Sprintf("c.%s = p.id and c.%s = '%s'", quote(child.About+"_id"), quote(child.About+"_kind"), k.Name))
		}
		for _, join := range joins {
			var found []int64
			err := tx.DB.Raw(fmt.Sprintf(`select c.id from %s c join %s p on %s
				where p.deleted_at is not null and %s and p.id in (select value from json_each(?))`,
				quote(child.Table), quote(k.Table), join, cond), list).Scan(&found).Error
			if err != nil {
				return translate(err)
			}
			if child == k { // a record may point at itself or at another of the list
				found = slices.DeleteFunc(found, func(id int64) bool { return slices.Contains(ids, id) })
			}
			if len(found) == 0 {
				continue
			}
			if err := f(child.Name, found...); err != nil {
				return err
			}
		}
	}
	return nil
}
