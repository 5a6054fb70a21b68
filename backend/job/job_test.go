package job

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"keyue/backend/fault"
)

// recorder keeps the events of a runner and lets a test wait for an end.
type recorder struct {
	mu     sync.Mutex
	events []Job
	ended  chan Job
}

func newRunner(t *testing.T) (*Runner, *recorder) {
	t.Helper()
	rec := &recorder{ended: make(chan Job, 100)}
	clock := time.Unix(1_800_000_000, 0)
	var mu sync.Mutex
	r := NewRunner(t.Context(), Options{
		Now: func() time.Time { mu.Lock(); defer mu.Unlock(); clock = clock.Add(30 * time.Millisecond); return clock },
		OnChange: func(j Job) {
			rec.mu.Lock()
			rec.events = append(rec.events, j)
			rec.mu.Unlock()
			if j.State != Running {
				rec.ended <- j
			}
		},
	})
	t.Cleanup(func() { _ = r.Close(context.Background()) })
	return r, rec
}

func TestAJobEndsInTheStateItsWorkAskedFor(t *testing.T) {
	r, rec := newRunner(t)
	cases := []struct {
		name string
		fn   func(context.Context, *Progress) (any, error)
		want State
		code string
	}{
		{"work that returns a result is done", func(context.Context, *Progress) (any, error) { return 7, nil }, Done, ""},
		{"work that returns a fault fails with it", func(context.Context, *Progress) (any, error) {
			return nil, fault.New("job.unknown", nil)
		}, Failed, "job.unknown"},
		{"work that returns a plain error fails without showing it", func(context.Context, *Progress) (any, error) {
			return nil, errors.New("secret path")
		}, Failed, "fault.internal"},
		{"work that panics fails and nothing else does", func(context.Context, *Progress) (any, error) { panic("boom") }, Failed, "fault.internal"},
		{"work that ends with its context was cancelled", func(context.Context, *Progress) (any, error) { return nil, context.Canceled }, Cancelled, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			id := r.Start("job.test", nil, c.fn)
			got := <-rec.ended
			if got.ID != id || got.State != c.want {
				t.Fatalf("job %s ended %s, want %s %s", got.ID, got.State, id, c.want)
			}
			if code := errorCode(got); code != c.code {
				t.Errorf("error code %q, want %q", code, c.code)
			}
			if got.EndedAt == 0 {
				t.Error("no end time")
			}
		})
	}
}

func errorCode(j Job) string {
	if j.Error == nil {
		return ""
	}
	return j.Error.Code
}

func TestCancellingStopsTheWorkAndTheStateSaysSo(t *testing.T) {
	r, rec := newRunner(t)
	id := r.Start("job.test", nil, func(ctx context.Context, _ *Progress) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	if r.Running() != 1 {
		t.Fatalf("%d running, want 1", r.Running())
	}
	s := NewService(r)
	if err := s.Cancel(id); err != nil {
		t.Fatal(err)
	}
	if got := <-rec.ended; got.State != Cancelled {
		t.Fatalf("state %s", got.State)
	}
	if err := s.Cancel("nobody"); !fault.Is(err, "job.unknown") {
		t.Errorf("cancel of an unknown job: %v", err)
	}
	if _, err := s.Get("nobody"); !fault.Is(err, "job.unknown") {
		t.Errorf("get of an unknown job: %v", err)
	}
}

func TestProgressIsToldButNotForEveryRow(t *testing.T) {
	r, rec := newRunner(t) // its clock moves 30 ms a reading
	r.Start("job.test", nil, func(_ context.Context, p *Progress) (any, error) {
		for i := range int64(1000) {
			p.Set(i+1, 1000)
		}
		return nil, nil
	})
	last := <-rec.ended
	if last.Done != 1000 || last.Total != 1000 {
		t.Errorf("ended at %d of %d", last.Done, last.Total)
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	if n := len(rec.events); n < 100 || n > 300 {
		t.Errorf("%d events for 1000 rows at 30 ms each, want one per 100 ms or so", n)
	}
}

func TestClosingCancelsWhatRunsAndRefusesWhatComes(t *testing.T) {
	r, rec := newRunner(t)
	r.Start("job.test", nil, func(ctx context.Context, _ *Progress) (any, error) { <-ctx.Done(); return nil, ctx.Err() })
	if err := r.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := <-rec.ended; got.State != Cancelled {
		t.Errorf("state %s", got.State)
	}
	id := r.Start("job.test", nil, func(context.Context, *Progress) (any, error) { t.Error("ran after Close"); return nil, nil })
	if j, _ := r.Get(id); j.State != Cancelled {
		t.Errorf("late job is %s", j.State)
	}
}

func TestOnlyTheLastFinishedJobsAreKept(t *testing.T) {
	r, rec := newRunner(t)
	for range kept + 20 {
		r.Start("job.test", nil, func(context.Context, *Progress) (any, error) { return nil, nil })
		<-rec.ended
	}
	if n := len(r.List()); n > kept+1 {
		t.Errorf("%d jobs kept", n)
	}
}
