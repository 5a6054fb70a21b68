// Package browser is the door for machines without a window: the same page and
// the same methods over HTTP on 127.0.0.1.
//
// Anything on the machine can reach a loopback port, and any web page the
// person visits can make their browser send requests to it. So the address
// carries a token that works once and buys a cookie; every request must name
// our own host exactly (a name that was made to point here does not pass);
// whatever changes something must come from our own page and be JSON, which a
// form of a foreign page cannot send.
package browser

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/host"
)

// Options of a Server.
type Options struct {
	Port     int // 0 = any free one
	Page     fs.FS
	Dispatch *host.Dispatcher
	Hub      *host.Hub
	Files    *files.Registry
	Log      *slog.Logger
	// MaxBody is the largest call in bytes; 0 means 16 MiB.
	MaxBody int64
}

// Server is the open door.
type Server struct {
	o      Options
	listen net.Listener
	http   *http.Server
	own    string // "127.0.0.1:1234": the only Host there is
	cookie string
	done   chan struct{} // closed when shutting down: ends the event streams
	stop   sync.Once

	mu       sync.Mutex
	tokens   map[string]bool // that have not been used
	sessions map[string]bool
}

// maxSessions bounds what a person who keeps asking for addresses can pile up.
const maxSessions = 64

// Open listens on the loopback interface and nowhere else. Fault
// "host.no_port" {port}.
func Open(o Options) (*Server, error) {
	if o.MaxBody <= 0 {
		o.MaxBody = 16 << 20
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return nil, fault.Wrap(err, "host.no_port", fault.P{"port": o.Port})
	}
	port := l.Addr().(*net.TCPAddr).Port
	s := &Server{
		o: o, listen: l, own: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		// Cookies are shared by all ports of a host: the port keeps two instances apart.
		cookie: "keyue_" + strconv.Itoa(port),
		done:   make(chan struct{}),
		tokens: map[string]bool{}, sessions: map[string]bool{},
	}
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	return s, nil
}

// Address makes a new address that lets one browser in, once.
func (s *Server) Address() string {
	t := secret()
	s.mu.Lock()
	if len(s.tokens) >= maxSessions {
		clear(s.tokens)
	}
	s.tokens[t] = true
	s.mu.Unlock()
	return "http://" + s.own + "/?token=" + t
}

// Serve answers until ctx ends, then lets running calls finish for a moment.
func (s *Server) Serve(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- s.http.Serve(s.listen) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.stop.Do(func() { close(s.done) })
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.http.Shutdown(last); err != nil {
		_ = s.http.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func secret() string {
	var raw [24]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the process instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// redeem uses up a token; every comparison takes the same time.
func (s *Server) redeem(token string) (session string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := ""
	for t := range s.tokens {
		if subtle.ConstantTimeCompare([]byte(t), []byte(token)) == 1 {
			found = t
		}
	}
	if found == "" {
		return "", false
	}
	delete(s.tokens, found)
	if len(s.sessions) >= maxSessions {
		clear(s.sessions)
	}
	session = secret()
	s.sessions[session] = true
	return session, true
}

func (s *Server) known(req *http.Request) bool {
	c, err := req.Cookie(s.cookie)
	if err != nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := 0
	for session := range s.sessions {
		ok |= subtle.ConstantTimeCompare([]byte(session), []byte(c.Value))
	}
	return ok == 1
}

// refuse answers with a fault in the shape of every call.
func refuse(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": fault.From(err)})
}
