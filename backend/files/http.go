package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"keyue/backend/fault"
)

const (
	docPath    = "/doc/"
	uploadPath = "/upload"
)

// inline are the kinds a browser may show itself. Everything else is saved:
// an HTML or SVG attachment opened on our own origin could run script.
var inline = map[string]bool{
	"application/pdf": true, "image/png": true, "image/jpeg": true, "image/webp": true, "image/gif": true,
	"text/plain": true, "text/csv": true,
}

// Serves says whether the path belongs to this package's handler.
func Serves(path string) bool {
	return path == uploadPath || strings.HasPrefix(path, docPath)
}

// Handler answers /doc/ and /upload. Who may ask is the door's business.
func (r *Registry) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "private, no-store")
		if req.URL.Path == uploadPath {
			r.upload(w, req)
			return
		}
		r.serve(w, req)
	})
}

// upload takes the raw body. The type must be application/octet-stream: an
// HTML form on a foreign page cannot send that without asking first.
func (r *Registry) upload(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", "POST")
		reply(w, http.StatusMethodNotAllowed, nil, fault.New("files.bad_request", nil))
		return
	}
	if kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type")); err != nil || kind != "application/octet-stream" {
		reply(w, http.StatusUnsupportedMediaType, nil, fault.New("files.bad_request", nil))
		return
	}
	if req.ContentLength > r.o.MaxUpload {
		reply(w, http.StatusRequestEntityTooLarge, nil, fault.New("files.too_large", fault.P{"limit": r.o.MaxUpload >> 20}))
		return
	}
	info, err := r.Put(req.URL.Query().Get("name"), req.Body)
	switch {
	case err == nil:
		reply(w, http.StatusOK, info, nil)
	case fault.Is(err, "files.too_large"):
		reply(w, http.StatusRequestEntityTooLarge, nil, err)
	default:
		reply(w, http.StatusInternalServerError, nil, err)
	}
}

func (r *Registry) serve(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		reply(w, http.StatusMethodNotAllowed, nil, fault.New("files.bad_request", nil))
		return
	}
	e, ok := r.offered(req.URL.Path)
	if !ok {
		reply(w, http.StatusNotFound, nil, fault.New("files.expired", nil))
		return
	}
	var content io.ReadSeeker = bytes.NewReader(e.bytes)
	changed := e.changed
	if e.bytes == nil {
		f, err := os.Open(e.path)
		if err != nil {
			reply(w, http.StatusNotFound, nil, fault.Wrap(err, "files.unreadable", fault.P{"name": e.name}))
			return
		}
		defer f.Close()
		content = f
	}
	kind := "attachment"
	base, _, _ := mime.ParseMediaType(e.mime)
	if inline[base] && req.URL.Query().Get("download") == "" {
		kind = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", e.mime)
	h.Set("Content-Disposition", disposition(kind, e.name))
	if base != "application/pdf" { // Chromium's own PDF viewer does not start under a sandbox
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	http.ServeContent(w, req, "", changed, content)
}

// reply writes a JSON answer in the shape of every call of the browser door.
func reply(w http.ResponseWriter, status int, result any, err error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			f = fault.From(err)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"error": f})
		return
	}
	_ = json.NewEncoder(w).Encode(result)
}
