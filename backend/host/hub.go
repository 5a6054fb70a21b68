package host

import "sync"

// Event is one message to the page: "change" after every commit, "job" while
// long work goes on, "drop" and "closing" from the window.
type Event struct {
	Name string
	Data any
}

// Hub hands events to whoever shows a page. It never waits for a slow reader.
type Hub struct {
	mu   sync.Mutex
	subs map[*Subscription]struct{}
}

// Subscription is one reader of events.
type Subscription struct {
	C    <-chan Event // closed when the reader fell too far behind or cancelled
	c    chan Event
	hub  *Hub
	once sync.Once
}

// backlog is how many events a reader may be behind: some seconds of a batch
// job at ten events a second beside a hundred commits.
const backlog = 512

// NewHub returns a hub without readers.
func NewHub() *Hub { return &Hub{subs: map[*Subscription]struct{}{}} }

// Publish hands an event to every reader. One that is a whole backlog behind is
// cut off; its page connects again and reads everything afresh.
func (h *Hub) Publish(name string, data any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		select {
		case s.c <- Event{name, data}:
		default:
			h.remove(s)
		}
	}
}

// Subscribe adds a reader, who must call Cancel in the end.
func (h *Hub) Subscribe() *Subscription {
	c := make(chan Event, backlog)
	s := &Subscription{C: c, c: c, hub: h}
	h.mu.Lock()
	h.subs[s] = struct{}{}
	h.mu.Unlock()
	return s
}

// Cancel ends the subscription and closes its channel.
func (s *Subscription) Cancel() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.remove(s)
}

func (h *Hub) remove(s *Subscription) {
	delete(h.subs, s)
	s.once.Do(func() { close(s.c) })
}
