package vkclient

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

// waiting is a Loopback that waits, and what its Wait will answer.
type waiting struct {
	*Loopback
	t      *testing.T
	result chan waited
	cookie string // what the browser says of itself; "" for one that was not led to VK ID
}

type waited struct {
	address string
	err     error
}

var errNotMine = errors.New("not mine")

// startWaiting takes answers whose state is good; state=denied is a refusal.
func startWaiting(ctx context.Context, t *testing.T) *waiting {
	t.Helper()
	l, err := ListenLoopback(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return waitingAt(ctx, t, l)
}

func waitingAt(ctx context.Context, t *testing.T, l *Loopback) *waiting {
	t.Helper()
	w := &waiting{Loopback: l, t: t, result: make(chan waited, 1)}
	go func() {
		address, err := l.Wait(ctx, func(address string) error {
			switch {
			case strings.Contains(address, "state=good"):
				return nil
			case strings.Contains(address, "state=denied"):
				return &VKIDError{Code: vkidAccessDenied}
			case strings.Contains(address, "state=broken"):
				return &VKIDError{Code: vkidServerError}
			}
			return errNotMine
		})
		w.result <- waited{address, err}
	}()
	return w
}

const loginPage = "https://id.example/authorize?state=secret"

// started is startWaiting with a browser that was led to VK ID.
func started(ctx context.Context, t *testing.T) *waiting {
	t.Helper()
	w := startWaiting(ctx, t)
	w.led(w.Start(loginPage))
	return w
}

// led opens a start address and keeps the cookie.
func (w *waiting) led(start string) {
	w.t.Helper()
	resp := w.send(http.MethodGet, strings.TrimPrefix(start, "http://"+w.host), w.host)
	if resp == nil {
		w.t.Fatal("nobody is there")
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != loginPage || len(resp.Cookies()) != 1 {
		w.t.Fatalf("%s answers %d, leads to %q", start, resp.StatusCode, resp.Header.Get("Location"))
	}
	c := resp.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != callbackPath || c.Domain != "" {
		w.t.Errorf("the cookie is for others too: %+v", c)
	}
	w.cookie = c.Name + "=" + c.Value
}

// send sends a request; nil when nobody is there.
func (w *waiting) send(method, target, host string) *http.Response {
	w.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(w.t.Context(), "tcp", w.listener.Addr().String())
	if err != nil {
		return nil
	}
	w.t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Length: 0\r\n\r\n", method, target, host, w.cookie)
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		w.t.Fatal(err)
	}
	return resp
}

// ask sends a request and answers status and page, 0 when nobody is there.
func (w *waiting) ask(method, target, host string) (int, string) {
	w.t.Helper()
	resp := w.send(method, target, host)
	if resp == nil {
		return 0, ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatalf("the page came in part: %v", err)
	}
	return resp.StatusCode, string(body)
}

func TestLoopbackTakesOneAnswer(t *testing.T) {
	w := started(t.Context(), t)
	own := w.listener.Addr().String()
	if w.Address() != "http://"+own+"/callback" || !strings.HasPrefix(own, "127.0.0.1:") {
		t.Fatalf("address = %s on %s", w.Address(), own)
	}
	_, port, _ := net.SplitHostPort(own)
	passed := []struct {
		method, target, host string
		status               int
	}{
		{"GET", "/favicon.ico", own, 404},
		{"GET", "/", own, 404},
		{"GET", "/callback/?state=good", own, 404},
		{"GET", "/callback?state=other", own, 400},
		{"GET", "/callback", own, 400},
		{"GET", "/callback?state=good", "evil.example:" + port, 421},
		{"GET", "/callback?state=good", "localhost:" + port, 421},
		{"GET", "http://evil.example/callback?state=good", own, 421},
		{"POST", "/callback?state=good", own, 405},
		{"HEAD", "/callback?state=good", own, 405},
		{"OPTIONS", "/callback?state=good", own, 405},
	}
	for _, tt := range passed {
		if status, _ := w.ask(tt.method, tt.target, tt.host); status != tt.status {
			t.Errorf("%s %s of %s: status %d, want %d", tt.method, tt.target, tt.host, status, tt.status)
		}
	}
	select {
	case got := <-w.result:
		t.Fatalf("the wait ended with %+v", got)
	default:
	}
	status, page := w.ask("GET", "/callback?state=good&code=1", own)
	if status != 200 || !strings.Contains(page, "Готово, вернитесь в «Звонок»") || strings.Contains(page, "code=1") {
		t.Errorf("status %d, page:\n%s", status, page)
	}
	if got := <-w.result; got.err != nil || got.address != w.Address()+"?state=good&code=1" {
		t.Errorf("Wait = %+v", got)
	}
	if status, _ := w.ask("GET", "/callback?state=good", own); status != 0 {
		t.Errorf("a late answer: status %d, want that nobody listens", status)
	}
	if err := w.Close(); err != nil {
		t.Errorf("Close after Wait: %v", err)
	}
}

func TestLoopbackTakesRefusals(t *testing.T) {
	for state, words := range map[string]string{"denied": "Вы отказались от входа", "broken": "VK ID не выполнил вход"} {
		w := started(t.Context(), t)
		status, page := w.ask("GET", "/callback?state="+state, w.host)
		if status != 200 || !strings.Contains(page, words) {
			t.Errorf("%s: status %d, page:\n%s", state, status, page)
		}
		var refusal *VKIDError
		if got := <-w.result; !errors.As(got.err, &refusal) {
			t.Errorf("%s: Wait = %+v", state, got)
		}
	}
}

// Many right answers at once: one is taken, the others find it taken or nobody there.
func TestLoopbackTakesOneOfMany(t *testing.T) {
	w := started(t.Context(), t)
	results := make(chan int, 8)
	for i := range cap(results) {
		go func() {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s?state=good&n=%d", w.Address(), i), nil)
			if err != nil {
				results <- -1
				return
			}
			request.Header.Set("Cookie", w.cookie)
			resp, err := http.DefaultClient.Do(request)
			if err != nil {
				results <- 0
				return
			}
			_ = resp.Body.Close()
			results <- resp.StatusCode
		}()
	}
	taken := 0
	for range cap(results) {
		if status := <-results; status == http.StatusOK {
			taken++
		} else if status != 0 && status != http.StatusGone {
			t.Errorf("status %d", status)
		}
	}
	if got := <-w.result; taken != 1 || got.err != nil {
		t.Errorf("%d answers were taken, Wait = %+v", taken, got)
	}
}

// TestLoopbackStart: the address opens once, for a program of the same user; the newest address alone opens.
func TestLoopbackStart(t *testing.T) {
	w := startWaiting(t.Context(), t)
	target := func(start string) string { return strings.TrimPrefix(start, "http://"+w.host) }
	first := w.Start(loginPage)
	second := w.Start(loginPage)
	if first == second || strings.Contains(second, "secret") {
		t.Fatalf("the addresses are %s, %s", first, second)
	}
	for name, tt := range map[string]struct {
		method, target, host string
		status               int
	}{
		"a guess":              {"GET", "/start/AAAAAAAAAAAAAAAAAAAAAAAAAA", w.host, 404},
		"no nonce":             {"GET", "/start/", w.host, 404},
		"one that was renewed": {"GET", target(first), w.host, 410},
		"another method":       {"POST", target(second), w.host, 405},
		"another name":         {"GET", target(second), "localhost", 421},
	} {
		if status, page := w.ask(tt.method, tt.target, tt.host); status != tt.status || strings.Contains(page, "secret") {
			t.Errorf("%s: status %d, want %d, page:\n%s", name, status, tt.status, page)
		}
	}
	w.led(second)
	status, page := w.ask("GET", target(second), w.host)
	if status != 410 || !strings.Contains(page, "открыли дважды") || strings.Contains(page, "secret") {
		t.Errorf("a second time: status %d, page:\n%s", status, page)
	}
	if got := <-w.result; !errors.Is(got.err, ErrOpenedTwice) || got.address != "" {
		t.Errorf("Wait = %+v", got)
	}
}

// TestLoopbackOfAnotherUser: another user of the computer is refused, which costs the person nothing.
func TestLoopbackOfAnotherUser(t *testing.T) {
	l, err := ListenLoopback(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var theirs atomic.Bool
	theirs.Store(true)
	l.ours = func(client, server netip.AddrPort) bool {
		if server.String() != l.listener.Addr().String() || client == server {
			t.Errorf("asked for %s at %s", client, server)
		}
		return !theirs.Load()
	}
	w := waitingAt(t.Context(), t, l)
	start := w.Start(loginPage)
	status, page := w.ask("GET", strings.TrimPrefix(start, "http://"+w.host), w.host)
	if status != 403 || !strings.Contains(page, "другого пользователя") || strings.Contains(page, "secret") {
		t.Errorf("status %d, page:\n%s", status, page)
	}
	theirs.Store(false)
	w.led(start)
	if status, _ := w.ask("GET", "/callback?state=good", w.host); status != 200 || (<-w.result).err != nil {
		t.Errorf("the person's own answer: status %d", status)
	}
}

// TestLoopbackKnowsItsBrowser: the right answer of a browser that was not led to VK ID last is not taken.
func TestLoopbackKnowsItsBrowser(t *testing.T) {
	w := startWaiting(t.Context(), t)
	refused := func(what, cookie string) {
		t.Helper()
		w.cookie = cookie
		if status, page := w.ask("GET", "/callback?state=good", w.host); status != 403 || !strings.Contains(page, "не в этом браузере") {
			t.Errorf("%s: status %d, page:\n%s", what, status, page)
		}
	}
	refused("before any browser", "")
	refused("an empty cookie", w.cookieName()+"=")
	w.led(w.Start(loginPage))
	first := w.cookie
	refused("no cookie", "")
	refused("another's cookie", w.cookieName()+"=AAAAAAAAAAAAAAAAAAAAAAAAAA")
	w.led(w.Start(loginPage))
	second := w.cookie
	refused("the browser before", first)
	w.cookie = second
	if status, _ := w.ask("GET", "/callback?state=good", w.host); status != 200 || (<-w.result).err != nil {
		t.Errorf("its own browser: status %d", status)
	}
}

func TestLoopbackEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := startWaiting(ctx, t)
	// A browser that has connected in advance and says nothing does not hold the end up.
	idle, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", w.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	cancel()
	if got := <-w.result; !errors.Is(got.err, context.Canceled) || got.address != "" {
		t.Errorf("Wait = %+v", got)
	}
	if status, _ := w.ask("GET", "/callback?state=good", w.host); status != 0 {
		t.Errorf("status %d after the end", status)
	}
}

func TestLoopbackPort(t *testing.T) {
	first, err := ListenLoopback(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	port := first.listener.Addr().(*net.TCPAddr).Port
	if _, err := ListenLoopback(t.Context(), port); err == nil {
		t.Error("a port was taken twice")
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if err := first.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if _, err := first.Wait(t.Context(), func(string) error { return nil }); err == nil {
		t.Error("Wait after Close answers")
	}
	again, err := ListenLoopback(t.Context(), port)
	if err != nil {
		t.Fatalf("the port is not free again: %v", err)
	}
	_ = again.Close()
}
