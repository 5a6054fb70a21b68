package host

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// logMax is the size in bytes at which the log of before is put aside.
const logMax = 2 << 20

// lazyFile is a log that is not made until there is something to write. A log
// that cannot be written must not keep anyone from working.
type lazyFile struct {
	path string
	mu   sync.Mutex
	file *os.File
	dead bool
}

func (l *lazyFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil && !l.dead {
		l.open()
	}
	if l.file != nil {
		_, _ = l.file.Write(p)
	}
	return len(p), nil
}

func (l *lazyFile) open() {
	l.dead = true
	if os.MkdirAll(filepath.Dir(l.path), 0o700) != nil {
		return
	}
	if st, err := os.Stat(l.path); err == nil && st.Size() > logMax {
		_ = os.Rename(l.path, l.path+".1")
	}
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		l.file, l.dead = f, false
	}
}

// NewLog writes to a file of its own, because a window has no console.
func NewLog(path string) *slog.Logger {
	return slog.New(slog.NewTextHandler(&lazyFile{path: path}, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
