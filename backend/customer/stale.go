package customer

import (
	"context"

	"keyue/backend/job"
	"keyue/backend/store"
)

// staleAtOnce is how many customers one transaction of freshen takes: few enough
// that a person who writes meanwhile does not notice.
const staleAtOnce = 250

// Freshen works out again what is derived from customers that an older program
// left (names folded and sounded, divisions), which SQL cannot do. It takes a
// minute for a hundred thousand; the customers can be worked with meanwhile, and
// what is cut short goes on when the workspace is opened next.
func Freshen(ctx context.Context, s *Service, progress func(done, total int64)) error {
	var total int64
	if err := s.st.Read(ctx).Table("customer_stale").Count(&total).Error; err != nil || total == 0 {
		return err
	}
	step := store.Step{Label: "customer.freshened", Quiet: true, NoUndo: true}
	var before []int64
	for done := int64(0); ; {
		var ids []int64
		if err := s.st.Read(ctx).Table("customer_stale").Order("customer_id").Limit(staleAtOnce).Pluck("customer_id", &ids).Error; err != nil {
			return err
		}
		if len(ids) == 0 { // the page is told once, when all of it is new
			s.counts.forget()
			s.doubles.forget()
			return s.st.InTx(ctx, step, func(tx *store.Tx) error { tx.Touch(KindCustomer, before...); return nil })
		}
		err := s.st.InTx(ctx, step, func(tx *store.Tx) error {
			if err := deriveCustomers(tx, ids); err != nil {
				return err
			}
			return tx.Exec("delete from customer_stale where customer_id <= ?", ids[len(ids)-1]).Error
		})
		if err != nil {
			return err
		}
		before = ids
		done += int64(len(ids))
		progress(done, max(total, done))
	}
}

// FreshenLater is Freshen as a job, when there is something to do.
func FreshenLater(ctx context.Context, s *Service) error {
	var some []int64
	if err := s.st.Read(ctx).Table("customer_stale").Limit(1).Pluck("customer_id", &some).Error; err != nil || len(some) == 0 {
		return err
	}
	s.start("customer.freshening", 0, func(ctx context.Context, p *job.Progress) (any, error) {
		return nil, Freshen(ctx, s, p.Set)
	})
	return nil
}
