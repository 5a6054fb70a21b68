// Package insight says what can be known from the records of others: what a
// customer is worth and which tier that suggests, where it stands in its life
// with us, and how healthy the data is. Every figure comes with the rows that
// made it. It owns no customer: what it changes (a stage by rule, a tier that a
// person accepted) it changes through package customer, and what it keeps apart
// is derived or can be worked out again.
package insight

import (
	"context"
	"log/slog"
	"sync/atomic"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/job"
	"keyue/backend/opportunity"
	"keyue/backend/store"
)

// KindRefusal is the kind of a suggested tier that is not wanted for now.
const KindRefusal = "tier_refusal"

// Keeper follows the records of other domains: it keeps the sales and the
// stages of customers up to date. It is made before the store, whose kinds it
// wraps, and joined to it by NewService.
type Keeper struct {
	log  *slog.Logger
	jobs *job.Runner
	st   *store.Store
	// rounds counts the asks for everybody to be judged since the last round began.
	rounds atomic.Int64
}

// NewKeeper makes a keeper; log may be nil.
func NewKeeper(log *slog.Logger) *Keeper {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Keeper{log: log}
}

// Service is what the page may call.
type Service struct {
	st      *store.Store
	keeper  *Keeper
	learned opportunity.Learner
	roster  roster
	ledger  ledger
}

// NewService makes the service and joins the keeper to the store. learned gives
// what the deals that were closed teach about the open ones; it may be nil.
func NewService(st *store.Store, keeper *Keeper, jobs *job.Runner, learned opportunity.Learner) *Service {
	keeper.st, keeper.jobs = st, jobs
	return &Service{st: st, keeper: keeper, learned: learned}
}

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Daily does once a day what follows from the calendar alone: silence makes
// customers dormant, and the health of the day is written down.
func Daily(ctx context.Context, s *Service) error {
	db := s.st.Read(ctx)
	today := date.FromTime(s.st.Now())
	var n int64
	if err := db.Table("health_day").Where("day = ?", today).Count(&n).Error; err != nil || n > 0 {
		return err
	}
	if err := s.keeper.all(ctx, func(int64, int64) {}); err != nil {
		return err
	}
	return s.note(ctx, db)
}

// ids are customers as the store wants them.
func ids(of []customer.ID) []int64 {
	out := make([]int64, len(of))
	for i, id := range of {
		out[i] = int64(id)
	}
	return out
}
