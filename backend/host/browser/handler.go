package browser

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"keyue/backend/fault"
	"keyue/backend/host"
)

// handler checks who asks, then answers.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	docs := s.o.Files.Handler()
	mux.Handle("/doc/", docs)
	mux.Handle("/upload", docs)
	mux.HandleFunc("/rpc/", s.call)
	mux.HandleFunc("/events", s.events)
	mux.Handle("/", host.Page(s.o.Page))
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", host.ContentPolicy)
		if !s.ours(req) {
			s.o.Log.Warn("foreign request refused", "host", req.Host, "origin", req.Header.Get("Origin"), "path", req.URL.Path)
			refuse(w, http.StatusForbidden, fault.New("host.foreign", nil))
			return
		}
		if s.enter(w, req) {
			return
		}
		if !s.known(req) {
			s.signedOut(w, req)
			return
		}
		mux.ServeHTTP(w, req)
	})
}

// ours reports whether a request was made for this server and, where it says
// so, by its own page.
func (s *Server) ours(req *http.Request) bool {
	if req.Host != s.own {
		return false // DNS rebinding, or a proxy
	}
	origin, safe := req.Header.Get("Origin"), req.Method == http.MethodGet || req.Method == http.MethodHead
	if origin != "http://"+s.own && (origin != "" || !safe) {
		return false
	}
	switch req.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	// A link on another page may open ours; nothing of ours may be embedded,
	// read or posted to from elsewhere.
	return safe && req.Header.Get("Sec-Fetch-Mode") == "navigate" && req.Header.Get("Sec-Fetch-Dest") == "document" && req.URL.Path == "/"
}

// enter exchanges the token in the address for a cookie.
func (s *Server) enter(w http.ResponseWriter, req *http.Request) bool {
	token := req.URL.Query().Get("token")
	if req.URL.Path != "/" || token == "" || req.Method != http.MethodGet {
		return false
	}
	w.Header().Set("Cache-Control", "no-store")
	session, ok := s.redeem(token)
	if !ok {
		if s.known(req) { // the same address opened again in the same browser
			http.Redirect(w, req, "/", http.StatusSeeOther)
			return true
		}
		s.signedOut(w, req)
		return true
	}
	http.SetCookie(w, &http.Cookie{Name: s.cookie, Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		MaxAge: int((30 * 24 * time.Hour).Seconds())})
	http.Redirect(w, req, "/", http.StatusSeeOther)
	return true
}

// signedOut says in plain words what to do, as JSON to a call and as text to a
// person.
func (s *Server) signedOut(w http.ResponseWriter, req *http.Request) {
	err := fault.New("host.signed_out", nil)
	if req.URL.Path != "/" {
		refuse(w, http.StatusUnauthorized, err)
		return
	}
	host.Plain(w, http.StatusUnauthorized, "host.signed_out")
}

// call answers POST /rpc/package.Method.
func (s *Server) call(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", "POST")
		refuse(w, http.StatusMethodNotAllowed, fault.New("host.not_found", nil))
		return
	}
	if kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, fault.New("host.not_json", nil))
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, s.o.MaxBody))
	if err != nil {
		var over *http.MaxBytesError
		if errors.As(err, &over) {
			refuse(w, http.StatusRequestEntityTooLarge, fault.New("host.too_large", nil))
			return
		}
		refuse(w, http.StatusBadRequest, fault.Wrap(err, "host.arguments", nil))
		return
	}
	args, err := host.ParseArgs(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	name := strings.TrimPrefix(req.URL.Path, "/rpc/")
	result, err := s.o.Dispatch.Call(name, args)
	if err != nil {
		status := statusOf(err)
		if status == http.StatusInternalServerError {
			s.o.Log.Error("call failed", "method", name, "error", err)
		}
		refuse(w, status, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(append([]byte(`{"result":`), result...), '}'))
}

func statusOf(err error) int {
	switch fault.From(err).Code {
	case fault.Internal:
		return http.StatusInternalServerError
	case "host.unknown_method":
		return http.StatusNotFound
	case "host.argument", "host.argument_count", "host.arguments":
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

// heartbeat keeps an idle stream from looking dead.
const heartbeat = 20 * time.Second

// events streams what happens, as server-sent events.
func (s *Server) events(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet {
		w.Header().Set("Allow", "GET")
		refuse(w, http.StatusMethodNotAllowed, fault.New("host.not_found", nil))
		return
	}
	sub := s.o.Hub.Subscribe()
	defer sub.Cancel()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if _, err := io.WriteString(w, "retry: 1000\n\n"); err != nil || out.Flush() != nil {
		return
	}
	for {
		var message []byte
		select {
		case <-s.done:
			return
		case <-req.Context().Done():
			return
		case <-beat.C:
			message = []byte(": still here\n\n")
		case e, open := <-sub.C:
			if !open {
				return // too far behind: the page connects again
			}
			data, err := json.Marshal(e.Data)
			if err != nil {
				s.o.Log.Error("event not sent", "event", e.Name, "error", err)
				continue
			}
			message = fmt.Appendf(nil, "event: %s\ndata: %s\n\n", e.Name, bytes.ReplaceAll(data, []byte("\n"), nil))
		}
		if _, err := w.Write(message); err != nil || out.Flush() != nil {
			return
		}
	}
}
