// Package handover lets a second start of the application find the first one.
//
// Whoever holds a workspace's lock listens on a socket in a private folder of
// this machine, named after the workspace. A start that finds the workspace
// locked asks there: a window comes to the front, a browser door gives a new
// address. A socket file and not a port: only the same user can reach it, so
// nothing secret has to be written down, and nothing listens to the network.
package handover

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Answer is what the first instance says.
type Answer struct {
	// Door is "window" or "browser".
	Door string `json:"door"`
	// Address lets one browser in, once; "" for a window.
	Address string `json:"address,omitempty"`
	// PID of the first instance.
	PID int `json:"pid"`
}

// hello is the only question there is; its number changes with the protocol.
const hello = "keyue 1\n"

// patience bounds one exchange: both ends are on this machine.
const patience = 2 * time.Second

// Door is open while the workspace is.
type Door struct{ listen net.Listener }

// Listen answers other starts for a workspace whose lock the caller holds, so
// that whatever lies under the name is left from a process that is gone. dir is
// made private to the user; a path that is too long for a socket, or a folder
// that others can write to, is an error: then there is no handover.
func Listen(dir, workspace string, answer func() Answer) (*Door, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := private(dir); err != nil {
		return nil, err
	}
	path := name(dir, workspace)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	go serve(l, answer)
	return &Door{l}, nil
}

// Close ends the answering; a nil Door is closed.
func (d *Door) Close() {
	if d != nil {
		_ = d.listen.Close() // removes the file, too
	}
}

// serve answers one at a time until the listener is closed.
func serve(l net.Listener, answer func() Answer) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		reply(c, answer)
	}
}

func reply(c net.Conn, answer func() Answer) {
	defer c.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if limit, ok := ctx.Deadline(); ok {
		_ = c.SetDeadline(limit)
	}
	line, err := bufio.NewReader(io.LimitReader(c, int64(len(hello)))).ReadString('\n')
	if err != nil || line != hello {
		return
	}
	_ = json.NewEncoder(c).Encode(answer())
}

// Ask asks the instance that has the workspace open; false when none answers.
func Ask(ctx context.Context, dir, workspace string) (a Answer, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if private(dir) != nil {
		return a, false
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", name(dir, workspace))
	if err != nil {
		return a, false
	}
	defer c.Close()
	if limit, ok := ctx.Deadline(); ok {
		_ = c.SetDeadline(limit)
	}
	yield()
	if _, err := io.WriteString(c, hello); err != nil {
		return a, false
	}
	if err := json.NewDecoder(io.LimitReader(c, 4096)).Decode(&a); err != nil {
		return a, false
	}
	return a, a.Door != ""
}

// name is short, because a socket's path may have no more than about a hundred
// bytes, and the same however the workspace was written.
func name(dir, workspace string) string {
	if abs, err := filepath.Abs(workspace); err == nil {
		workspace = abs
	}
	if real, err := filepath.EvalSymlinks(workspace); err == nil {
		workspace = real
	}
	sum := sha256.Sum256([]byte(workspace))
	return filepath.Join(dir, hex.EncodeToString(sum[:8])+".sock")
}
