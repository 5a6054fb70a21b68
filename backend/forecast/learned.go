package forecast

import (
	"sync"

	"keyue/backend/date"
	"keyue/backend/opportunity"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Learned gives what the closed deals of the open workspace teach of the open
// ones, for opportunities. It is worked out anew when anything has changed or
// a minute has gone by: boards and lists ask for it again and again.
func Learned(st *store.Store) opportunity.Learner {
	var (
		lock sync.Mutex
		of   moment
		kept opportunity.Chances
	)
	return func() (opportunity.Chances, error) {
		lock.Lock()
		defer lock.Unlock()
		db, now := st.Read(st.Context()), date.At(st.Now())
		is := moment{dir: st.Dir(), minute: int64(now) / 60_000}
		if err := db.Table("step").Select("coalesce(max(id), 0)").Scan(&is.step).Error; err != nil {
			return nil, err
		}
		if kept != nil && is == of {
			return kept, nil
		}
		fresh, err := learned(db, now)
		if err != nil {
			return nil, err
		}
		of, kept = is, fresh
		return kept, nil
	}
}

// moment is a state of a workspace, as far as probabilities go.
type moment struct {
	dir          string
	step, minute int64
}

func learned(db *gorm.DB, now date.Instant) (opportunity.Chances, error) {
	out := opportunity.Chances{}
	e, err := newEstimator(db)
	if err != nil || !e.model.Learned() {
		return out, err
	}
	list, err := deals(db.Where("o.deleted_at is null and o.outcome = ?", opportunity.Open))
	if err != nil {
		return nil, err
	}
	for i := range list {
		if p := e.learned(&list[i], now); p != nil {
			out[list[i].ID] = *p
		}
	}
	return out, nil
}
