package lead

import (
	"context"
	"time"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// sinceSQL is since when a lead has waited for its owner: since it came, was
// spoken with, or was given to them. A return to the pool that somebody took
// back gives them the whole time anew.
const sinceSQL = "max(lead.received_at, lead.last_at, " + givenSQL + ")"

const givenSQL = `coalesce((select max(case when h.deleted_at is null then h.created_at when h.how = 'returned' then h.deleted_at else 0 end)
	from lead_handing h where h.lead_id = lead.id), 0)`

// waitingSince keeps the open leads of somebody that have waited since a day or longer.
func waitingSince(db *gorm.DB, day date.Date, where *time.Location) *gorm.DB {
	next := day.AddDays(1)
	end := date.At(time.Date(next.Year(), time.Month(next.Month()), next.Day(), 0, 0, 0, 0, where))
	// What the lead says itself comes first: few are left to be looked up.
	return db.Where("lead.state = ? and lead.owner_id <> 0 and lead.received_at < ? and lead.last_at < ? and "+givenSQL+" < ?", Open, end, end, end)
}

// returning keeps the leads that return to the pool within the days of the notice.
func returning(db *gorm.DB, rules Assignment, now time.Time) *gorm.DB {
	if rules.ReturnDays == 0 {
		return db.Where("1 = 0")
	}
	return waitingSince(db, date.FromTime(now).AddDays(rules.NoticeDays-rules.ReturnDays), now.Location())
}

// Daily returns leads to the pool that their owners have not spoken with for too
// long, once a day and as one step. None returns that 今日 did not announce on an
// earlier day: after a holiday the notice comes first.
func Daily(ctx context.Context, s *Service) error {
	db := s.st.Read(ctx)
	solo, err := staff.Solo(db)
	if err != nil || solo {
		return err
	}
	now := s.st.Now()
	today := date.FromTime(now)
	var last date.Date
	if err := settings.Value(db, dayKey, &last); err != nil || last >= today {
		return err
	}
	rules, err := LoadAssignment(db)
	if err != nil {
		return err
	}
	if rules.ReturnDays > 0 && last != "" {
		until := min(today.AddDays(-rules.ReturnDays), last.AddDays(rules.NoticeDays-rules.ReturnDays))
		if err := s.giveBack(ctx, until, now.Location()); err != nil {
			return err
		}
	}
	return s.st.InTx(ctx, store.Step{Label: "lead.day", Quiet: true, NoUndo: true, By: store.ByRule}, func(tx *store.Tx) error {
		return settings.SetValue(tx, dayKey, today)
	})
}

// giveBack returns the leads to the pool that have waited since a day or longer.
func (s *Service) giveBack(ctx context.Context, until date.Date, where *time.Location) error {
	find := func(db *gorm.DB) (ids []ID, err error) {
		return ids, waitingSince(db.Table("lead").Where("lead.deleted_at is null"), until, where).Order("lead.id").Pluck("lead.id", &ids).Error
	}
	ids, err := find(s.st.Read(ctx))
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.st.InTx(ctx, store.Step{Label: "lead.returned", Params: fault.P{"count": len(ids)}, By: store.ByRule}, func(tx *store.Tx) error {
		ids, err := find(tx.DB) // nobody else writes now
		if err != nil {
			return err
		}
		_, err = hand(tx, ids, 0, 0, HowReturned)
		return err
	})
}

// Assignment gives who gets new leads, and the rules of the pool.
func (s *Service) Assignment() (a Assignment, err error) {
	defer fault.Recover(&err)
	return LoadAssignment(s.db())
}

// SetAssignment keeps another assignment; leads that are there stay whose they
// are. When leads return sooner than before, it is announced first. Fault
// fault.invalid.
func (s *Service) SetAssignment(a Assignment) (kept Assignment, err error) {
	defer fault.Recover(&err)
	a.normalize()
	err = s.step("lead.assignment_saved", nil, func(tx *store.Tx) error {
		people, err := staff.People(tx.DB)
		if err != nil {
			return err
		}
		here := map[staff.ID]bool{}
		for _, p := range people {
			here[p.ID] = true
		}
		if err := fault.Invalid(a.validate(here)); err != nil {
			return err
		}
		was, err := LoadAssignment(tx.DB)
		if err != nil {
			return err
		}
		if was.ReturnDays != a.ReturnDays || was.NoticeDays != a.NoticeDays {
			if err := settings.SetValue(tx, dayKey, tx.Today); err != nil {
				return err
			}
		}
		return settings.SetValue(tx, assignmentKey, a)
	})
	if err != nil {
		return a, err
	}
	return LoadAssignment(s.db())
}

// Pool is what who is working may do with the pool.
type Pool struct {
	// Free counts the leads in it.
	Free int64 `json:"free"`
	// Left is how many may still be taken today where Limited.
	Left    int  `json:"left"`
	Limited bool `json:"limited"`
	// Returning counts the leads of who is working, or of all while nobody is, that
	// return to it within NoticeDays.
	Returning  int64 `json:"returning"`
	NoticeDays int   `json:"noticeDays"`
}

// Pool says what is in the pool, how many may still be taken from it, and how
// many are about to return to it.
func (s *Service) Pool() (p *Pool, err error) {
	defer fault.Recover(&err)
	db := s.db()
	p = &Pool{}
	working, err := staff.Working(db)
	if err != nil {
		return nil, err
	}
	rules, err := LoadAssignment(db)
	if err != nil {
		return nil, err
	}
	now := s.st.Now()
	p.NoticeDays = rules.NoticeDays
	if err := store.Live(db.Table("lead")).Where("owner_id = 0 and state = ?", Open).Count(&p.Free).Error; err != nil {
		return nil, err
	}
	if p.Left, p.Limited, err = quotaLeft(db, working.ID, date.FromTime(now)); err != nil {
		return nil, err
	}
	soon := db.Table("lead").Where("lead.deleted_at is null")
	if working.ID != 0 {
		soon = soon.Where("lead.owner_id = ?", working.ID)
	}
	return p, returning(soon, rules, now).Count(&p.Returning).Error
}
