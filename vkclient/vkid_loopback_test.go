package vkclient

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// waiting is a Loopback that waits, and what its Wait will answer.
type waiting struct {
	*Loopback
	t      *testing.T
	result chan waited
}

type waited struct {
	address string
	err     error
}

var errNotMine = errors.New("not mine")

// startWaiting takes answers whose state is good; state=denied is a refusal.
func startWaiting(ctx context.Context, t *testing.T, path ...string) *waiting {
	t.Helper()
	l, err := ListenLoopback(t.Context(), 0, path...)
	if err != nil {
		t.Fatal(err)
	}
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

// ask sends a request and answers status and page, 0 when nobody is there.
func (w *waiting) ask(method, target, host string) (int, string) {
	w.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(w.t.Context(), "tcp", w.listener.Addr().String())
	if err != nil {
		return 0, ""
	}
	defer conn.Close()
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n", method, target, host)
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatalf("the page came in part: %v", err)
	}
	return resp.StatusCode, string(body)
}

func TestLoopbackTakesOneAnswer(t *testing.T) {
	w := startWaiting(t.Context(), t)
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
		w := startWaiting(t.Context(), t, "/vk/answer")
		status, page := w.ask("GET", "/vk/answer?state="+state, w.host)
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
	w := startWaiting(t.Context(), t)
	results := make(chan int, 8)
	for i := range cap(results) {
		go func() {
			resp, err := http.Get(fmt.Sprintf("%s?state=good&n=%d", w.Address(), i))
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
