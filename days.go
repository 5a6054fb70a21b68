package main

import (
	"context"
	"time"

	"keyue/backend/fault"
	"keyue/backend/insight"
	"keyue/backend/lead"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// dayWatch is how often it is looked whether a new day has begun: the program
// may stay open for weeks.
const dayWatch = 10 * time.Minute

// everyDay does what follows from the calendar alone, once a day, until ctx ends.
func (a *app) everyDay(ctx context.Context) {
	wait := copyAfter
	for {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		err := insight.Daily(a.store.Context(), a.services.Insight)
		if err != nil && !fault.Is(err, store.NotOpen) && !fault.Is(err, store.ReadOnly) {
			a.log.Error("the day not followed", "error", err)
		}
		if err := lead.Daily(a.store.Context(), a.services.Lead); err != nil && !fault.Is(err, store.NotOpen) && !fault.Is(err, store.ReadOnly) {
			a.log.Error("leads not returned to the pool", "error", err)
		}
		if err := a.emptyOldTrash(ctx); err != nil && !fault.Is(err, store.NotOpen) && !fault.Is(err, store.ReadOnly) {
			a.log.Error("the trash not emptied by age", "error", err)
		}
		wait = dayWatch
	}
}

// emptyOldTrash deletes for good what is older than 30 days in the trash, where
// the owner chose so.
func (a *app) emptyOldTrash(ctx context.Context) error {
	chosen, err := settings.Load(a.store.Read(ctx))
	if err != nil || !chosen.PurgeTrash {
		return err
	}
	_, err = a.store.ExpireTrash(ctx)
	return err
}
