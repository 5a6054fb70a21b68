package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/host"
)

// Service is a bound service of the package "browser".
type Service struct{}

// Greet answers.
func (*Service) Greet(name string) (s string, err error) { return "你好 " + name, nil }

// Break fails as a bug does.
func (*Service) Break() (err error) { panic("secret detail") }

// Refuse fails as a rule does.
func (*Service) Refuse() (err error) {
	return fault.Invalid([]fault.Field{{Field: "name", Code: "customer.name.required"}})
}

type door struct {
	s      *Server
	hub    *host.Hub
	base   string
	client *http.Client // with a jar
	stop   func() error
}

func openDoor(t *testing.T) *door {
	t.Helper()
	d, err := host.NewDispatcher(&Service{})
	if err != nil {
		t.Fatal(err)
	}
	f := files.New(files.Options{Dir: t.TempDir(), Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, MaxUpload: 1 << 20})
	t.Cleanup(func() { _ = f.Close() })
	hub := host.NewHub()
	s, err := Open(Options{Dispatch: d, Hub: hub, Files: f, MaxBody: 1 << 16, Page: fstest.MapFS{
		"index.html":       {Data: []byte("<!doctype html><title>客约</title>")},
		"assets/app-1.js":  {Data: []byte("export {}")},
		"assets/.secret":   {Data: []byte("x")},
		"assets/x/page.js": {Data: []byte("export {}")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	jar, _ := cookiejar.New(nil)
	w := &door{s: s, hub: hub, base: "http://" + s.own, client: &http.Client{Jar: jar}}
	w.stop = func() error { cancel(); err := <-ended; ended <- err; return err }
	t.Cleanup(func() { _ = w.stop() })
	return w
}

func (w *door) enter(t *testing.T) {
	t.Helper()
	res, err := w.client.Get(w.s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); res.StatusCode != 200 || !strings.Contains(string(body), "客约") {
		t.Fatalf("entering gave %d %s", res.StatusCode, body)
	}
}

// send makes one request; the client's Origin is our own unless the headers say
// otherwise ("-" removes it).
func (w *door) send(t *testing.T, client *http.Client, method, path, body string, header map[string]string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequest(method, w.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == "POST" {
		req.Header.Set("Origin", w.base)
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range header {
		switch {
		case k == "Host":
			req.Host = v
		case v == "-":
			req.Header.Del(k)
		default:
			req.Header.Set(k, v)
		}
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b), res.Header
}

func TestTheDoorIsOnTheLoopbackInterfaceOnly(t *testing.T) {
	w := openDoor(t)
	if ip := w.s.listen.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		t.Fatalf("listening on %s", ip)
	}
	if _, err := Open(Options{Port: w.s.listen.Addr().(*net.TCPAddr).Port, Dispatch: w.s.o.Dispatch, Hub: w.hub, Files: w.s.o.Files, Page: w.s.o.Page}); !fault.Is(err, "host.no_port") {
		t.Errorf("a used port: %v", err)
	}
}

func TestATokenLetsOneBrowserInOnce(t *testing.T) {
	w := openDoor(t)
	address := w.s.Address()
	first, _ := cookiejar.New(nil)
	noFollow := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := (&http.Client{Jar: first, CheckRedirect: noFollow}).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	c := res.Cookies()
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/" || len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("%d %v %+v", res.StatusCode, res.Header, c)
	}
	replay, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = replay.Body.Close()
	if replay.StatusCode != http.StatusUnauthorized || len(replay.Cookies()) != 0 {
		t.Errorf("a used token gave %d %v", replay.StatusCode, replay.Cookies())
	}
	again, err := (&http.Client{Jar: first}).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Body.Close()
	if again.StatusCode != http.StatusOK {
		t.Errorf("the same browser with the same address gave %d", again.StatusCode)
	}
	for _, bad := range []string{"/?token=wrong", "/?token=", "/", "/assets/app-1.js", "/rpc/browser.Greet", "/events", "/doc/x/y"} {
		if code, body, _ := w.send(t, &http.Client{}, "GET", bad, "", nil); code != http.StatusUnauthorized || strings.Contains(body, "<title>") {
			t.Errorf("%s without a cookie: %d %s", bad, code, body)
		}
	}
}

func TestCalls(t *testing.T) {
	w := openDoor(t)
	w.enter(t)
	const rpc = "/rpc/browser."
	cases := []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
		want                     string
	}{
		{"a call is answered", "POST", rpc + "Greet", `["张三"]`, nil, 200, `{"result":"你好 张三"}`},
		{"a rule is a fault with fields", "POST", rpc + "Refuse", `[]`, nil, 422, `"field":"name"`},
		{"a bug shows nothing of itself", "POST", rpc + "Break", `[]`, nil, 500, `{"error":{"code":"fault.internal"}}`},
		{"an unknown method", "POST", rpc + "Missing", `[]`, nil, 404, "host.unknown_method"},
		{"an unknown package", "POST", "/rpc/../rpc/os.Exit", `[]`, nil, 404, ""},
		{"too few arguments", "POST", rpc + "Greet", `[]`, nil, 400, "host.argument_count"},
		{"a wrong type", "POST", rpc + "Greet", `[1]`, nil, 400, "host.argument"},
		{"no JSON", "POST", rpc + "Greet", `["`, nil, 400, "host.arguments"},
		{"an object", "POST", rpc + "Greet", `{}`, nil, 400, "host.arguments"},
		{"a huge body", "POST", rpc + "Greet", `["` + strings.Repeat("x", 1<<17) + `"]`, nil, 413, "host.too_large"},
		{"reading a call", "GET", rpc + "Greet", ``, nil, 405, ""},
		{"a form of a foreign page", "POST", rpc + "Greet", `name=x`, map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://evil.example"}, 403, "host.foreign"},
		{"a form even of our own origin", "POST", rpc + "Greet", `["x"]`, map[string]string{"Content-Type": "text/plain"}, 415, "host.not_json"},
		{"JSON with no type", "POST", rpc + "Greet", `["x"]`, map[string]string{"Content-Type": "-"}, 415, "host.not_json"},
		{"a foreign origin", "POST", rpc + "Greet", `["x"]`, map[string]string{"Origin": "http://127.0.0.1:1"}, 403, "host.foreign"},
		{"an opaque origin", "POST", rpc + "Greet", `["x"]`, map[string]string{"Origin": "null"}, 403, "host.foreign"},
		{"no origin", "POST", rpc + "Greet", `["x"]`, map[string]string{"Origin": "-"}, 403, "host.foreign"},
		{"another site by fetch metadata", "POST", rpc + "Greet", `["x"]`, map[string]string{"Sec-Fetch-Site": "cross-site"}, 403, "host.foreign"},
		{"a rebound name", "POST", rpc + "Greet", `["x"]`, map[string]string{"Host": "evil.example"}, 403, "host.foreign"},
		{"a rebound name with our port", "GET", "/", ``, map[string]string{"Host": "evil.example:80"}, 403, "host.foreign"},
		{"localhost is not our name", "GET", "/", ``, map[string]string{"Host": "localhost"}, 403, "host.foreign"},
		{"an upload from elsewhere", "POST", "/upload?name=a", `x`, map[string]string{"Content-Type": "application/octet-stream", "Origin": "https://evil.example"}, 403, "host.foreign"},
		{"an upload as a form", "POST", "/upload?name=a", `x`, map[string]string{"Content-Type": "multipart/form-data; boundary=x"}, 415, "files.bad_request"},
		{"an upload", "POST", "/upload?name=a.csv", `x`, map[string]string{"Content-Type": "application/octet-stream"}, 200, `"size":1`},
		{"another page embeds an answer", "GET", "/doc/x/y", ``, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403, "host.foreign"},
		{"another page frames ours", "GET", "/", ``, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403, "host.foreign"},
		{"a link on another page opens ours", "GET", "/", ``, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200, "<title>"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			code, body, h := w.send(t, w.client, c.method, c.path, c.body, c.header)
			if code != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%d %s, want %d %s", code, body, c.status, c.want)
			}
			if h.Get("Access-Control-Allow-Origin") != "" || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", h)
			}
			if strings.Contains(body, "secret detail") {
				t.Error("the cause was shown")
			}
		})
	}
}

func TestThePageAndNothingElseIsServed(t *testing.T) {
	w := openDoor(t)
	w.enter(t)
	for path, want := range map[string]int{
		"/": 200, "/assets/app-1.js": 200, "/assets/x/page.js": 200,
		"/assets/": 404, "/assets/.secret": 404, "/assets/x": 404, "/customers": 404, "/..%2f..%2fetc/passwd": 404,
		"/%2e%2e/%2e%2e/etc/passwd": 404, "/assets/..%5c..%5cmain.go": 404, "/assets/%00": 404, "//etc/passwd": 404,
	} {
		code, body, h := w.send(t, w.client, "GET", path, "", nil)
		if code != want || strings.Contains(body, "root:") {
			t.Errorf("%s gave %d, want %d", path, code, want)
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'self'") && h.Get("Location") == "" {
			t.Errorf("%s has no policy", path)
		}
	}
	if _, _, h := w.send(t, w.client, "GET", "/assets/app-1.js", "", nil); h.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("script served as %s", h.Get("Content-Type"))
	}
}

func TestEventsArriveAndShutdownDoesNotHang(t *testing.T) {
	w := openDoor(t)
	w.enter(t)
	res, err := w.client.Get(w.base + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	r := bufio.NewReader(res.Body)
	if line, _ := r.ReadString('\n'); !strings.HasPrefix(line, "retry:") {
		t.Fatalf("first line %q", line)
	}
	_, _ = r.ReadString('\n')
	w.hub.Publish("change", map[string]string{"label": "换行\n好"})
	event, _ := r.ReadString('\n')
	data, _ := r.ReadString('\n')
	var got map[string]string
	if err := json.Unmarshal([]byte(strings.TrimPrefix(data, "data: ")), &got); event != "event: change\n" || err != nil || got["label"] != "换行\n好" {
		t.Errorf("%q %q %v", event, data, err)
	}
	if err := w.stop(); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if _, err := io.ReadAll(r); err != nil {
		t.Errorf("the stream was torn, not ended: %v", err)
	}
	if _, err := w.client.Get(w.base); err == nil {
		t.Error("the door is still open")
	}
	if u, err := url.Parse(w.base); err != nil || u.Hostname() != "127.0.0.1" {
		t.Errorf("address %s", w.base)
	}
}

func TestABuildWithoutItsPageSaysSo(t *testing.T) {
	w := openDoor(t)
	w.enter(t)
	w.s.o.Page = fstest.MapFS{".gitkeep": {}}
	w.s.http.Handler = w.s.handler()
	code, body, _ := w.send(t, w.client, "GET", "/", "", nil)
	if code != http.StatusServiceUnavailable || !strings.Contains(body, "go run ./build run") {
		t.Errorf("%d %s", code, body)
	}
}
