package host

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"keyue/backend/locale"
)

// ContentPolicy is what the page may load and do, in both doors: nothing but
// its own files. The exceptions: the component kit writes style elements, the
// PDF preview makes pictures, fonts and a worker out of memory, and printing on
// Windows shows a PDF from memory in a hidden frame.
const ContentPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self' blob:; " +
	"connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// types are stated because Windows takes them from the registry, where another
// program may have made .js plain text.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
	".wasm": "application/wasm", ".woff2": "font/woff2", ".ttf": "font/ttf", ".bcmap": "application/octet-stream",
}

// Page serves the built frontend. The page routes by the fragment of the
// address, so a path that is no file is simply not there.
func Page(dist fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodGet && req.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			Plain(w, http.StatusMethodNotAllowed, "host.not_found")
			return
		}
		name := strings.TrimPrefix(req.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		st, err := fs.Stat(dist, name) // refuses "..", absolute and odd names
		switch {
		case err != nil && name == "index.html":
			Plain(w, http.StatusServiceUnavailable, "host.no_page")
			return
		case err != nil || st.IsDir() || strings.HasPrefix(path.Base(name), "."):
			Plain(w, http.StatusNotFound, "host.not_found")
			return
		}
		if strings.HasPrefix(name, "assets/") { // named by their content
			w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-store")
		}
		if kind, ok := types[path.Ext(name)]; ok {
			w.Header().Set("Content-Type", kind)
		}
		http.ServeFileFS(w, req, dist, name)
	})
}

// Plain answers a person, in both languages because nobody has signed in yet.
func Plain(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "%s\n\n%s\n", locale.Text(locale.ZhCN, code, nil), locale.Text(locale.En, code, nil))
}
