package template

import (
	"context"

	"keyue/backend/date"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// keptAfter is how long a picture stays after the last text that showed it was
// changed, in milliseconds: as long as the trash, so that a step of those days
// that is undone finds its picture.
const keptAfter = 30 * 24 * 60 * 60 * 1000

// Showing reports whether records of another package show the picture with the
// key, or did so since an instant.
type Showing func(db *gorm.DB, key string, since date.Instant) (bool, error)

// SweepImages deletes the pictures that nothing shows any more, for
// store.Options.OnOpen: no version of a template and no clause of the library,
// live or in the trash, no text of the last thirty days in the history, and none
// of the records that shown asks about. It runs when a workspace is opened
// because then no editor holds a picture that is not saved yet.
func SweepImages(st *store.Store, shown ...Showing) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if info, ok := st.Info(); !ok || info.ReadOnly {
			return nil
		}
		unused, err := unusedImages(st.Read(ctx), date.Instant(st.Now().UnixMilli()-keptAfter), shown)
		if err != nil || len(unused) == 0 {
			return err
		}
		step := store.Step{Label: "template.image.swept", Quiet: true, NoUndo: true}
		return st.InTx(ctx, step, func(tx *store.Tx) error {
			return tx.Exec("delete from template_asset where key in ?", unused).Error
		})
	}
}

func unusedImages(db *gorm.DB, since date.Instant, shown []Showing) ([]string, error) {
	var keys, unused []string
	err := db.Raw(`select key from template_asset a
		where not exists (select 1 from template_version v where instr(v.definition, a.key) > 0)
		and not exists (select 1 from clause c where instr(c.body, a.key) > 0)
		and not exists (select 1 from change h join step s on s.id = h.step_id
			where h.kind in (?, ?) and s.at >= ? and instr(h.diff, a.key) > 0)
		order by key`, KindVersion, KindClause, since).Scan(&keys).Error
	if err != nil {
		return nil, err
	}
next:
	for _, key := range keys {
		for _, f := range shown {
			if yes, err := f(db, key, since); err != nil {
				return nil, err
			} else if yes {
				continue next
			}
		}
		unused = append(unused, key)
	}
	return unused, nil
}
