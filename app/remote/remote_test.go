package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"zvonok/app"
	"zvonok/model"
)

// goodToken is of a session, and otherToken of another one.
const goodToken, otherToken = "good", "other"

// far serves the college until the test ends.
type far struct {
	*college
	place   Place // what of the college is served
	client  *Client
	link    model.ConnectionLink
	clock   *clock
	key     Key
	log     bytes.Buffer
	version string // of the server's program
	told    model.ConnectionLink
	stop    func() // ends the server
	end     func() // the same, as if it were killed
}

func serve(t testing.TB) *far {
	t.Helper()
	return serveAs(t, func(c *college) Place { return c })
}

// serveAs serves what is made of the college.
func serveAs(t testing.TB, of func(*college) Place) *far {
	t.Helper()
	f := &far{college: &college{}, clock: newClock()}
	f.place = of(f.college)
	var err error
	if f.key, err = OpenKey(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	f.link = model.ConnectionLink{Addresses: []string{"127.0.0.1:0"}, Pins: []model.Pin{f.key.Pin}}
	f.again(t)
	f.client = NewClient(f.link)
	f.client.UseClock(f.clock)
	t.Cleanup(func() { f.client.Close() })
	return f
}

// again begins to serve at the address.
func (f *far) again(t testing.TB) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", f.link.Addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	f.link.Addresses = []string{listener.Addr().String()}
	server := &Server{
		College: f.place,
		Log:     slog.New(slog.NewTextHandler(&f.log, nil)),
		Version: f.version,
		Link:    func() model.ConnectionLink { return f.told },
	}
	ctx, cancel := context.WithCancel(context.Background())
	mortal, ended := &mortal{Listener: listener}, make(chan error, 1)
	go func() { ended <- server.Serve(ctx, mortal, f.key) }()
	f.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		ended <- nil
	}
	f.end = func() {
		mortal.kill()
		cancel()
		t.Log("killed:", <-ended)
		ended <- nil
	}
	t.Cleanup(f.end)
}

// TestServerVersion: a desk knows the version of the server's program from its answers, and tells when that has become another one.
func TestServerVersion(t *testing.T) {
	f := serve(t)
	told := make(chan struct{}, 64)
	f.client.SubscribeLine(func(model.Line) { told <- struct{}{} })
	ask := func(want string, tells int) {
		t.Helper()
		if _, err := f.client.Groups(signedIn(t)); err != nil {
			t.Fatal(err)
		}
		if got := f.client.Line().Server; got != want || len(told) != tells {
			t.Errorf("version %q, told %d times; want %q, %d", got, len(told), want, tells)
		}
	}
	ask("", 0)
	f.stop()
	f.version = "1.2.0"
	f.again(t)
	ask("1.2.0", 1)
	ask("1.2.0", 1)
}

// mortal takes its connections with it.
type mortal struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
}

func (m *mortal) Accept() (net.Conn, error) {
	conn, err := m.Listener.Accept()
	if err == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.open = append(m.open, conn)
	}
	return conn, err
}

func (m *mortal) kill() {
	_ = m.Close()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, conn := range m.open {
		_ = conn.Close()
	}
}

// works lets somebody begin to work at the desk, who hears of what changes and of the line.
func (f *far) works(t *testing.T, with Work) (changes chan model.Change, lines chan model.Line) {
	t.Helper()
	changes, lines = make(chan model.Change, 100), make(chan model.Line, 100)
	f.client.Subscribe(func(c model.Change) { changes <- c })
	f.client.SubscribeLine(func(l model.Line) { lines <- l })
	if err := f.client.Begin(with.as(goodToken)); err != nil {
		t.Error(err)
	}
	return changes, lines
}

// as is the work of a person who has the session of the token.
func (w Work) as(token string) Work {
	w.Token = func() string { return token }
	return w
}

func signedIn(t *testing.T) context.Context {
	return As(t.Context(), func() string { return goodToken })
}

func TestCallsAnswerAsTheCollegeDoes(t *testing.T) {
	f := serve(t)
	if rows, err := f.client.Groups(signedIn(t)); err != nil || len(rows) != 1 || rows[0].Name != "ДО-19-3" {
		t.Errorf("%+v, %v", rows, err)
	}
	var file bytes.Buffer
	if err := f.client.WriteBackup(signedIn(t), &file); err != nil || file.Len() != 3*len("копия")*1000 {
		t.Errorf("%d bytes, %v", file.Len(), err)
	}
	var seen []model.Progress
	if _, err := f.client.Initialise(signedIn(t), model.InitialiseOptions{}, func(p model.Progress) { seen = append(seen, p) }); err != nil || len(seen) == 0 || seen[len(seen)-1].Done != 2 {
		t.Errorf("%+v, %v", seen, err)
	}
	conflict := f.fails(&model.Conflict{Thing: "чат", Who: "Волков Олег"})
	_, err := f.client.Groups(signedIn(t))
	if c := new(model.Conflict); !errors.As(err, &c) || c.Who != "Волков Олег" || err.Error() != conflict.Error() {
		t.Errorf("a conflict became %v", err)
	}
	if err := f.client.WriteBackup(signedIn(t), io.Discard); !errors.As(err, new(*model.Conflict)) {
		t.Errorf("a conflict after a file became %v", err)
	}
}

// TestMistakesStayOnTheServer: what was not written for people is told as a number, by which the log has it.
func TestMistakesStayOnTheServer(t *testing.T) {
	f := serve(t)
	_, err := os.Open("/secret/path")
	_ = f.fails(err)
	_, err = f.client.Groups(signedIn(t))
	if err == nil || !strings.Contains(err.Error(), errInternal) || strings.Contains(err.Error(), "secret") {
		t.Errorf("the desk is told %v", err)
	}
	if !strings.Contains(f.log.String(), "/secret/path") {
		t.Errorf("the log has %s", f.log.String())
	}
	if err := f.client.RenamePerson(signedIn(t), 1, model.Name{}, model.Name{}); err == nil || strings.Contains(err.Error(), "a mistake") {
		t.Errorf("a panic became %v", err)
	}
}

// TestStrangersAreRefused: without a token, with a wrong one, with another key on either side, by an old TLS.
func TestStrangersAreRefused(t *testing.T) {
	f := serve(t)
	for _, token := range []string{"", "wrong"} {
		if _, err := f.client.Groups(As(t.Context(), func() string { return token })); !errors.Is(err, app.ErrSignedOut) {
			t.Errorf("with the token %q: %v", token, err)
		}
	}
	if _, err := f.client.Found(signedIn(t), model.Founding{}); !errors.Is(err, errWire) {
		t.Errorf("founded over the network: %v", err)
	}
	if _, err := NewClient(model.ConnectionLink{Addresses: f.link.Addresses, Pins: []model.Pin{{1}}}).Groups(signedIn(t)); !errors.Is(err, errKey) {
		t.Errorf("another key: %v", err)
	}
	old := &tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, InsecureSkipVerify: true} //nolint:gosec // what is refused
	if conn, err := (&tls.Dialer{Config: old}).DialContext(t.Context(), "tcp", f.link.Addresses[0]); err == nil {
		conn.Close()
		t.Error("TLS 1.2 is spoken")
	}
}

// TestBadRequests: what is no call of ours is refused, and the server goes on.
func TestBadRequests(t *testing.T) {
	f := serve(t)
	raw := &http.Client{Transport: (&route{link: f.link}).transport()}
	post := func(wire, path, body string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+serverName+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+goodToken)
		r.Header.Set(wireHeader, wire)
		answer, err := raw.Do(r)
		if err != nil {
			return 0
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	rename, begin := procedure("People", "RenamePerson"), procedure("Access", "BeginSession")
	for _, c := range []struct {
		wire, path, body string
		want             int
	}{
		{"2", rename, `[1,{},{}]`, http.StatusNotImplemented}, {"1", rename, `[1,{}]`, http.StatusBadRequest},
		{"1", rename, `[1,{},{},{}]`, http.StatusBadRequest}, {"1", rename, `["x",{},{}]`, http.StatusBadRequest},
		{"1", rename, `[1,{`, http.StatusBadRequest},
		{"1", rename, strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), http.StatusBadRequest},
		{"1", rename, strings.Repeat("[", 1<<20), http.StatusBadRequest},
		{"1", rename, `[1,"` + strings.Repeat("x", mostBytes) + `",{}]`, http.StatusRequestEntityTooLarge},
		{"1", begin, `["` + strings.Repeat("x", mostOpen) + `","",{}]`, http.StatusRequestEntityTooLarge},
	} {
		if code := post(c.wire, c.path, c.body); code != c.want {
			t.Errorf("%.20s… of %d bytes by wire %s is answered with %d, want %d", c.body, len(c.body), c.wire, code, c.want)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+serverName+begin, strings.NewReader("packed"))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "Content-Encoding": "gzip", wireHeader: "1"} {
		r.Header.Set(name, value)
	}
	if answer, err := raw.Do(r); err != nil || answer.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("packed by a stranger: %+v, %v", answer, err)
	}
	if _, err := f.client.Groups(signedIn(t)); err != nil {
		t.Error(err)
	}
}

func TestAnotherAddress(t *testing.T) {
	f := serve(t)
	link := f.link
	link.Addresses = append([]string{"127.0.0.1:1"}, link.Addresses...)
	if _, err := NewClient(link).Groups(signedIn(t)); err != nil {
		t.Error(err)
	}
	stranger := serve(t)
	link.Addresses = append([]string{stranger.link.Addresses[0]}, f.link.Addresses...)
	desk := NewClient(link)
	if _, err := desk.Groups(signedIn(t)); err != nil {
		t.Errorf("an address that has become another server's: %v", err)
	}
	if first := desk.route.known().Addresses[0]; first != f.link.Addresses[0] {
		t.Errorf("the address that answered is not the first: %s", first)
	}
	f.end()
	if _, err := f.client.Groups(signedIn(t)); !errors.Is(err, ErrNoServer) {
		t.Errorf("without the server: %v", err)
	}
}

// TestNextKey: a desk that was told of the next key and of another address knows the server by them, once it has changed to them.
func TestNextKey(t *testing.T) {
	f := serve(t)
	f.end()
	dir := t.TempDir()
	if err := ChangeKey(dir); !errors.Is(err, errNoNextKey) {
		t.Errorf("changed to no key: %v", err)
	}
	var err error
	if f.key, err = OpenKey(dir); err != nil {
		t.Fatal(err)
	}
	if err := PrepareKey(dir); err != nil {
		t.Fatal(err)
	}
	next, found, err := NextPin(dir)
	if err != nil || !found || next == f.key.Pin {
		t.Fatalf("the next key is %v, %v, %v", next, found, err)
	}
	elsewhere := serve(t).link.Addresses[0] // where nobody knows the key yet
	f.link.College, f.link.Pins = "college", []model.Pin{f.key.Pin}
	f.told = model.ConnectionLink{College: "college", Addresses: []string{elsewhere}, Pins: []model.Pin{f.key.Pin, next}}
	f.again(t)
	f.client = NewClient(f.link)
	t.Cleanup(f.client.Close)
	learnt := make(chan model.ConnectionLink, 1)
	f.client.SubscribeLink(func(l model.ConnectionLink) { learnt <- l })
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	if l := <-learnt; !slices.Equal(l.Pins, f.told.Pins) || !slices.Equal(l.Addresses, []string{f.link.Addresses[0], elsewhere}) {
		t.Errorf("learnt %v", l)
	}
	f.end()
	if err := ChangeKey(dir); err != nil {
		t.Fatal(err)
	}
	if f.key, err = OpenKey(dir); err != nil || f.key.Pin != next {
		t.Fatalf("changed to %v, %v", f.key.Pin, err)
	}
	await(t, lines, model.LineLost)
	f.again(t)
	f.client.Wake()
	await(t, lines, model.LineConnected)
}

func TestKeyIsKept(t *testing.T) {
	dir := t.TempDir()
	first, err := OpenKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := OpenKey(dir); err != nil || again.Pin != first.Pin {
		t.Errorf("another key: %v", err)
	}
	path := filepath.Join(dir, keyFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKey(dir); !errors.Is(err, errDamagedKey) {
		t.Errorf("a damaged key: %v", err)
	}
}
