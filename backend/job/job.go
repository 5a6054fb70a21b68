// Package job runs long work (an import, a batch of a thousand contracts) away
// from the call that started it, tells the page how far it is and lets it be
// cancelled.
//
// The work itself stays an ordinary domain function that takes a context and
// reports progress, so the command line runs the same function directly.
package job

import (
	"context"
	"errors"
	"log/slog"
	"sort"
	"strconv"
	"sync"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// ID names one job for as long as the application runs.
type ID string

// State says where a job stands.
type State string

// The states of a job. A job leaves Running exactly once.
const (
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Job is what the page sees of one piece of long work. Total is 0 while the
// amount of work is not known. Result is set in Done, Error in Failed.
type Job struct {
	ID        ID           `json:"id"`
	Kind      string       `json:"kind"` // catalog code of what is being done: "exchange.importing"
	Params    fault.P      `json:"params"`
	State     State        `json:"state"`
	Done      int64        `json:"done"`
	Total     int64        `json:"total"`
	Result    any          `json:"result,omitempty"`
	Error     *fault.Error `json:"error,omitempty"`
	StartedAt date.Instant `json:"startedAt"`
	EndedAt   date.Instant `json:"endedAt"`
}

// kept is how many finished jobs are remembered; the page asks for a result
// soon after the event that announced it.
const kept = 50

// pause is the least time between two progress events of one job: faster than
// the eye, slow enough not to flood the page.
const pause = 100 * time.Millisecond

// Options of a Runner.
type Options struct {
	Now      func() time.Time // the application's clock
	OnChange func(Job)        // called on every change worth showing, never concurrently for one job
	Log      *slog.Logger
}

// Runner starts jobs and knows them all.
type Runner struct {
	o      Options
	base   context.Context
	cancel context.CancelFunc
	wait   sync.WaitGroup

	mu     sync.Mutex
	next   int64
	jobs   map[ID]*entry
	closed bool
}

type entry struct {
	job    Job
	cancel context.CancelFunc
	told   time.Time  // when the last event went out
	send   sync.Mutex // keeps the events of one job in order
}

// NewRunner returns a runner whose jobs all end when ctx ends.
func NewRunner(ctx context.Context, o Options) *Runner {
	if o.OnChange == nil {
		o.OnChange = func(Job) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	base, cancel := context.WithCancel(ctx)
	return &Runner{o: o, base: base, cancel: cancel, jobs: map[ID]*entry{}}
}

// Progress is handed to the work so that it can say how far it is.
type Progress struct {
	r *Runner
	e *entry
}

// Set reports that done of total units are finished. It is cheap enough to be
// called for every row.
func (p *Progress) Set(done, total int64) {
	p.r.mu.Lock()
	p.e.job.Done, p.e.job.Total = done, total
	now := p.r.o.Now()
	due := now.Sub(p.e.told) >= pause
	if due {
		p.e.told = now
	}
	p.r.mu.Unlock()
	if due {
		p.r.tell(p.e)
	}
}

// Start runs fn in the background and returns at once. A panic in fn ends the
// job as failed with "fault.internal"; it never takes the application down.
// After Close it returns a job that is already cancelled.
func (r *Runner) Start(kind string, params fault.P, fn func(ctx context.Context, p *Progress) (any, error)) ID {
	if params == nil {
		params = fault.P{}
	}
	ctx, cancel := context.WithCancel(r.base)
	r.mu.Lock()
	r.next++
	id := ID(strconv.FormatInt(r.next, 10))
	e := &entry{cancel: cancel, job: Job{ID: id, Kind: kind, Params: params, State: Running, StartedAt: instant(r.o.Now())}}
	r.jobs[id] = e
	r.forget()
	closed := r.closed
	if !closed {
		r.wait.Add(1)
	}
	r.mu.Unlock()
	if closed {
		r.end(e, nil, context.Canceled)
		return id
	}
	r.tell(e)
	go func() {
		defer r.wait.Done()
		defer cancel()
		result, err := guarded(ctx, fn, &Progress{r: r, e: e})
		r.end(e, result, err)
	}()
	return id
}

func guarded(ctx context.Context, fn func(context.Context, *Progress) (any, error), p *Progress) (result any, err error) {
	defer fault.Recover(&err)
	return fn(ctx, p)
}

// end moves a job out of Running and tells the page.
func (r *Runner) end(e *entry, result any, err error) {
	r.mu.Lock()
	switch {
	case err == nil:
		e.job.State, e.job.Result = Done, result
	case errors.Is(err, context.Canceled), fault.Is(err, fault.Cancelled):
		e.job.State = Cancelled
	default:
		e.job.State, e.job.Error = Failed, fault.From(err)
		r.o.Log.Error("job failed", "kind", e.job.Kind, "error", err)
	}
	e.job.EndedAt = instant(r.o.Now())
	r.mu.Unlock()
	r.tell(e)
}

// tell sends the state as it is now; the lock of the entry keeps a late
// progress event from arriving after the last one.
func (r *Runner) tell(e *entry) {
	e.send.Lock()
	defer e.send.Unlock()
	r.mu.Lock()
	j := e.job
	r.mu.Unlock()
	r.o.OnChange(j)
}

// forget drops the oldest finished jobs; called with the lock held.
func (r *Runner) forget() {
	var ended []ID
	for id, e := range r.jobs {
		if e.job.State != Running {
			ended = append(ended, id)
		}
	}
	if len(ended) <= kept {
		return
	}
	sort.Slice(ended, func(a, b int) bool { return r.jobs[ended[a]].job.EndedAt < r.jobs[ended[b]].job.EndedAt })
	for _, id := range ended[:len(ended)-kept] {
		delete(r.jobs, id)
	}
}

// Get returns one job, or fault "job.unknown".
func (r *Runner) Get(id ID) (Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.jobs[id]
	if !ok {
		return Job{}, fault.New("job.unknown", nil)
	}
	return e.job, nil
}

// List returns every job that is running or was lately finished, oldest first.
func (r *Runner) List() []Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]Job, 0, len(r.jobs))
	for _, e := range r.jobs {
		list = append(list, e.job)
	}
	sort.Slice(list, func(a, b int) bool {
		if list[a].StartedAt != list[b].StartedAt {
			return list[a].StartedAt < list[b].StartedAt
		}
		return len(list[a].ID) < len(list[b].ID) || len(list[a].ID) == len(list[b].ID) && list[a].ID < list[b].ID
	})
	return list
}

// Cancel asks a job to stop. It ends as Cancelled when its work notices;
// cancelling a finished job does nothing. Fault "job.unknown".
func (r *Runner) Cancel(id ID) error {
	r.mu.Lock()
	e, ok := r.jobs[id]
	r.mu.Unlock()
	if !ok {
		return fault.New("job.unknown", nil)
	}
	e.cancel()
	return nil
}

// Running says how many jobs are at work: the window asks before it closes.
func (r *Runner) Running() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, e := range r.jobs {
		if e.job.State == Running {
			n++
		}
	}
	return n
}

// Close cancels every job and waits for them, but no longer than ctx lasts.
func (r *Runner) Close(ctx context.Context) error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.cancel()
	ended := make(chan struct{})
	go func() { r.wait.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func instant(t time.Time) date.Instant { return date.Instant(t.UnixMilli()) }
