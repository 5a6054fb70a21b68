//go:build desktop || bindings

package window

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	wails2 "github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	wails "github.com/wailsapp/wails/v2/pkg/runtime"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/host"
	"keyue/backend/locale"
	"keyue/backend/shell"
)

// Run shows the window and returns when it is gone.
func (d *desk) Run(o Options) error {
	r := &running{d: d, o: o, ready: make(chan struct{})}
	title := locale.Text(o.Lang(), "host.title", nil)
	return wails2.Run(&options.App{
		Title: title, Width: 1280, Height: 800, MinWidth: 900, MinHeight: 600,
		BackgroundColour:   options.NewRGB(0xf6, 0xf6, 0xf3), // the page's own ground
		AssetServer:        &assetserver.Options{Assets: o.Page, Handler: o.Files.Handler(), Middleware: r.middleware},
		Menu:               applicationMenu(),
		Logger:             &bridge{o.Log},
		LogLevelProduction: logger.WARNING,
		OnStartup:          r.startup,
		OnDomReady:         r.loaded,
		OnShutdown:         r.shutdown,
		OnBeforeClose: func(ctx context.Context) bool {
			return d.beforeClose(func() { wails.EventsEmit(ctx, "closing") })
		},
		Bind:           o.Bound,
		ErrorFormatter: r.formatError,
		DragAndDrop:    &options.DragAndDrop{EnableFileDrop: true},
		Linux:          &linux.Options{Icon: o.Icon, ProgramName: "keyue", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Mac:            &mac.Options{About: &mac.AboutInfo{Title: title, Icon: o.Icon}},
		Windows: &windows.Options{
			WebviewUserDataPath: webviewData(),
			Messages:            messages(o.Lang()),
		},
	})
}

// running is one run of the window.
type running struct {
	d      *desk
	o      Options
	ready  chan struct{} // closed when the workspace is open, or failed to
	events atomic.Pointer[host.Subscription]
	gone   atomic.Bool
}

// applicationMenu is the least macOS needs: without an Edit menu the keys for
// copy and paste do nothing. Elsewhere there is none.
func applicationMenu() *menu.Menu {
	if !needsMenu {
		return nil
	}
	return menu.NewMenuFromItems(menu.AppMenu(), menu.EditMenu(), menu.WindowMenu())
}

// webviewData keeps the browser's own files out of the roaming profile.
func webviewData() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "" // Wails chooses
	}
	return filepath.Join(dir, "Keyue", "WebView2")
}

func messages(lang locale.Tag) *windows.Messages {
	m := windows.DefaultMessages()
	m.InstallationRequired = locale.Text(lang, "host.webview_missing", nil)
	m.UpdateRequired = locale.Text(lang, "host.webview_old", nil)
	m.Webview2NotInstalled = locale.Text(lang, "host.webview_missing", nil)
	return m
}

// middleware makes the page wait for the workspace, so that its first call
// finds it open, and puts our policy on everything but documents, which have
// their own.
func (r *running) middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if files.Serves(req.URL.Path) {
			r.o.Files.Handler().ServeHTTP(w, req)
			return
		}
		if req.URL.Path == "/" || req.URL.Path == "/index.html" {
			select {
			case <-r.ready:
			case <-req.Context().Done():
				return
			}
		}
		w.Header().Set("Content-Security-Policy", host.ContentPolicy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, req)
	})
}

func (r *running) startup(ctx context.Context) {
	r.d.mu.Lock()
	r.d.ctx = ctx
	r.d.mu.Unlock()
	r.listen(ctx)
	wails.OnFileDrop(ctx, r.dropped)
	if !r.o.Open(ctx) {
		r.end(ctx)
		return
	}
	close(r.ready)
	if r.o.Smoke != nil {
		wails.EventsOn(ctx, "smoke", func(data ...any) {
			text, _ := data[0].(string)
			r.o.Smoke(text)
			r.d.Quit()
		})
	}
}

// end quits before the window has begun: on Linux a quit before the main loop
// runs is lost, so it is said until it was heard.
func (r *running) end(ctx context.Context) {
	for !r.gone.Load() {
		r.d.Quit()
		select {
		case <-ctx.Done():
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// listen passes events on to the page until the window is gone. Cut off for
// being too slow, it begins again.
func (r *running) listen(ctx context.Context) {
	go func() {
		for !r.gone.Load() {
			sub := r.o.Hub.Subscribe()
			r.events.Store(sub)
			for e := range sub.C {
				wails.EventsEmit(ctx, e.Name, e.Data)
			}
		}
	}()
}

// dropped gives tokens to files dropped on the window, of folders to the tables in them, and tells the page.
func (r *running) dropped(x, y int, paths []string) {
	list := []files.Info{}
	for _, p := range paths {
		if st, err := os.Stat(p); err == nil && st.IsDir() {
			inside, err := r.o.Files.ChooseFolder(p, shell.OfKind("table"))
			if err != nil {
				r.o.Log.Warn("dropped folder not taken", "error", err)
				continue
			}
			list = append(list, inside...)
			continue
		}
		info, err := r.o.Files.Choose(p)
		if err != nil {
			r.o.Log.Warn("dropped file not taken", "error", err)
			continue
		}
		list = append(list, info)
	}
	r.o.Hub.Publish("drop", map[string]any{"x": x, "y": y, "files": list})
}

// smokeScript asks Go something through the bridge and reports what is on the
// screen once the page has drawn something.
const smokeScript = `(function look(n){
	var text = document.body.innerText.trim();
	if (text.length < 20 && n > 0) { setTimeout(look, 200, n - 1); return; }
	window.go.shell.Service.Door().then(function (door) { window.runtime.EventsEmit("smoke", door + "\n" + text); },
		function (e) { window.runtime.EventsEmit("smoke", "error " + e); });
})(100)`

func (r *running) loaded(ctx context.Context) {
	r.d.shown.Store(true)
	if r.o.Smoke != nil {
		wails.WindowExecJS(ctx, smokeScript)
	}
}

func (r *running) shutdown(context.Context) {
	r.gone.Store(true)
	if sub := r.events.Load(); sub != nil {
		sub.Cancel()
	}
	r.o.Close()
}

// formatError turns what a bound method returned into JSON text: Wails hands
// the page a string whole, but an object only sometimes.
func (r *running) formatError(err error) any {
	f := fault.From(err)
	if f.Code == fault.Internal {
		r.o.Log.Error("call failed", "error", err)
	}
	return f.JSON()
}

// bridge takes what Wails logs into our log.
type bridge struct{ log *slog.Logger }

func (b *bridge) Print(m string)   { b.log.Info(m) }
func (b *bridge) Trace(m string)   { b.log.Debug(m) }
func (b *bridge) Debug(m string)   { b.log.Debug(m) }
func (b *bridge) Info(m string)    { b.log.Info(m) }
func (b *bridge) Warning(m string) { b.log.Warn(m) }
func (b *bridge) Error(m string)   { b.log.Error("window", "error", errors.New(m)) }
func (b *bridge) Fatal(m string) {
	b.log.Error("window", "error", errors.New(m))
	os.Exit(1)
}
