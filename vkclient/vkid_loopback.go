package vkclient

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// callbackPath is where a Loopback takes the answer.
const callbackPath = "/callback"

// startPath is before the nonce in the addresses of Start.
const startPath = "/start/"

// startCookieAge is longer than anybody waits for a sign-in.
const startCookieAge = 30 * time.Minute

// ErrOpenedTwice says that an address of Start was opened a second time: one of the two was not the person's browser.
var ErrOpenedTwice = errors.New("vk id: the address that starts the sign-in was opened twice")

// Loopback leads the browser to VK ID and waits on this computer for it to bring the answer (RFC 8252, 7.3). It listens on
// 127.0.0.1 alone and serves one answer, which only the browser that it led there may bring. Nothing of what comes is logged.
type Loopback struct {
	listener net.Listener
	host     string                                   // what a browser names in the Host header
	ours     func(client, server netip.AddrPort) bool // whether the client belongs to the user of this program

	mu     sync.Mutex
	to     string          // where the start addresses lead
	nonces map[string]bool // of the start addresses: whether each was opened
	newest string          // the only one that opens
	cookie string          // of the browser that was led to VK ID last; "" before the first
}

// ListenLoopback takes the port on 127.0.0.1; 0 is any free one. It fails when the port is taken. Requests that arrive before Wait are kept until it is called; a Loopback that is not waited for needs Close.
func ListenLoopback(ctx context.Context, port int) (*Loopback, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("vk id: loopback: %w", err)
	}
	l := &Loopback{listener: listener, host: listener.Addr().String(), ours: sameUser, nonces: map[string]bool{}}
	if port == 80 {
		l.host = "127.0.0.1" // browsers leave the usual port out
	}
	return l, nil
}

// Address is the redirect URI: http://127.0.0.1:PORT/callback.
func (l *Loopback) Address() string { return "http://" + l.host + callbackPath }

// Start gives an address of this Loopback that leads a browser to the page, so that the page's own address is on no command
// line: other users of the computer can read those. The address opens once; opened again it ends Wait with ErrOpenedTwice. A
// newer one takes its place.
func (l *Loopback) Start(page string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to, l.newest = page, rand.Text()
	l.nonces[l.newest] = false
	return "http://" + l.host + startPath + l.newest
}

// Close stops listening. After Wait it is not needed; closing again does nothing.
func (l *Loopback) Close() error {
	if err := l.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("vk id: loopback: %w", err)
	}
	return nil
}

// Wait serves until accept takes an answer, then closes and gives the answer's whole address. accept is Attempt.ReadAnswer in
// most programs: nil takes the answer, a *VKIDError takes it as a refusal, which Wait gives too; any other error is told to the
// browser and the wait goes on, as it does after requests for other paths, by other names of this computer, by other methods, and
// from browsers that did not come by an address of Start. accept is not called twice at a time. When ctx ends, Wait closes and gives its error.
func (l *Loopback) Wait(ctx context.Context, accept func(address string) error) (string, error) {
	w := &loopbackWait{Loopback: l, accept: accept, taken: make(chan struct{})}
	server := &http.Server{
		Handler: w, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		ErrorLog: log.New(io.Discard, "", 0), // its lines could quote a request
	}
	server.SetKeepAlivesEnabled(false)
	var failed error
	served := make(chan struct{})
	go func() {
		failed = server.Serve(l.listener)
		close(served)
	}()
	var stopped error
	select {
	case <-w.taken:
	case <-ctx.Done():
		stopped = ctx.Err()
	case <-served:
		return "", fmt.Errorf("vk id: loopback: %w", failed)
	}
	_ = server.Close() // the answer's page has been sent; the other connections do not matter
	<-served
	if stopped != nil {
		return "", stopped
	}
	return w.address, w.refusal
}

// loopbackWait is one Wait: the handler of its requests and what came of them.
type loopbackWait struct {
	*Loopback
	accept func(string) error
	taken  chan struct{} // closed when the last page has been sent

	mu      sync.Mutex
	over    bool
	address string // of the answer that was taken
	refusal error  // a *VKIDError, if the answer was one, or ErrOpenedTwice
}

const nothingElse = "Здесь ждут ответ VK ID и ничего больше."

// ServeHTTP judges one request.
func (w *loopbackWait) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	nonce, start := strings.CutPrefix(r.URL.Path, startPath)
	switch {
	case r.Host != w.host: // a foreign name that was made to point here
		page(out, http.StatusMisdirectedRequest, "Не тот адрес", nothingElse)
		return
	case !start && r.URL.Path != callbackPath:
		page(out, http.StatusNotFound, "Такой страницы нет", nothingElse)
		return
	case r.Method != http.MethodGet:
		out.Header().Set("Allow", http.MethodGet)
		page(out, http.StatusMethodNotAllowed, "Так нельзя", nothingElse)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.over:
		page(out, http.StatusGone, "Ответ уже получен", "Закройте эту страницу и вернитесь в «Звонок».")
	case start:
		w.start(out, r, nonce)
	case !w.knows(r):
		page(out, http.StatusForbidden, "Вход начат не в этом браузере",
			"Если в VK ID вошли вы сами, скопируйте адрес этой страницы целиком и вставьте его в окно «Звонка».")
	default:
		w.answer(out, r)
	}
}

// start leads the browser to VK ID, and makes it known by a cookie.
func (w *loopbackWait) start(out http.ResponseWriter, r *http.Request, nonce string) {
	w.Loopback.mu.Lock()
	defer w.Loopback.mu.Unlock()
	opened, known := w.nonces[nonce]
	switch {
	case !known:
		page(out, http.StatusNotFound, "Такой страницы нет", nothingElse)
	case !w.fromOurs(r):
		page(out, http.StatusForbidden, "Это вход другого пользователя", "Откройте «Звонок» под своим именем в системе и начните вход там.")
	case opened:
		page(out, http.StatusGone, "Адрес входа открыли дважды", "Вход прекращён. Вернитесь в «Звонок» и начните привязку заново.")
		w.end("", ErrOpenedTwice)
	case nonce != w.newest:
		page(out, http.StatusGone, "Этот адрес уже не действует", "Вернитесь в «Звонок» и нажмите «Открыть ещё раз».")
	default:
		w.nonces[nonce], w.cookie = true, rand.Text()
		http.SetCookie(out, &http.Cookie{ //nolint:gosec // the loopback address has no TLS, so it cannot be Secure
			// Cookies do not tell ports apart: two programs that wait at once have different names.
			Name: w.cookieName(), Value: w.cookie, Path: callbackPath, MaxAge: int(startCookieAge.Seconds()), HttpOnly: true,
			// The return from VK ID is a cross-site GET of the whole page, which Strict would keep the cookie from.
			SameSite: http.SameSiteLaxMode,
		})
		guard(out)
		http.Redirect(out, r, w.to, http.StatusSeeOther)
	}
}

// fromOurs reports whether the request comes from a program of this program's user.
func (w *loopbackWait) fromOurs(r *http.Request) bool {
	client, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	server, err := netip.ParseAddrPort(w.listener.Addr().String())
	return err == nil && w.ours(client, server)
}

func (l *Loopback) cookieName() string {
	_, port, _ := strings.Cut(l.listener.Addr().String(), ":")
	return "zvonok-" + port
}

// knows reports whether the browser is the one that was led to VK ID.
func (w *loopbackWait) knows(r *http.Request) bool {
	cookie, err := r.Cookie(w.cookieName())
	w.Loopback.mu.Lock()
	defer w.Loopback.mu.Unlock()
	return err == nil && w.cookie != "" && subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(w.cookie)) == 1
}

// answer takes what VK ID answers.
func (w *loopbackWait) answer(out http.ResponseWriter, r *http.Request) {
	address := "http://" + w.host + r.URL.RequestURI()
	err := w.accept(address)
	var refusal *VKIDError
	switch {
	case err == nil:
		page(out, http.StatusOK, "Готово, вернитесь в «Звонок»", "Эту страницу можно закрыть.")
		w.end(address, nil)
	case !errors.As(err, &refusal):
		page(out, http.StatusBadRequest, "Этот ответ не подошёл",
			"Он от другой попытки входа или пришёл не полностью. Вернитесь в «Звонок» и начните вход ещё раз.")
	case refusal.Code == vkidAccessDenied:
		page(out, http.StatusOK, "Вы отказались от входа", "Вернитесь в «Звонок». Если передумаете, начните вход ещё раз.")
		w.end(address, err)
	default:
		page(out, http.StatusOK, "VK ID не выполнил вход", "Вернитесь в «Звонок» и начните вход ещё раз, можно чуть позже.")
		w.end(address, err)
	}
}

// end is the end of the wait; mu is held.
func (w *loopbackWait) end(address string, refusal error) {
	w.over, w.address, w.refusal = true, address, refusal
	close(w.taken)
}

// page sends a small page whole: after it the connection may be cut. It asks for nothing from anywhere, and its address, which may
// hold a code, is told to nobody.
func page(out http.ResponseWriter, status int, title, text string) {
	body := `<!doctype html><html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
		`<title>` + html.EscapeString(title) + `</title><style>:root{color-scheme:light dark}` +
		`body{font:16px/1.5 system-ui,sans-serif;max-width:520px;margin:18vh auto 0;padding:0 24px;text-align:center}h1{font-size:22px}</style></head>` +
		`<body><h1 id="title">` + html.EscapeString(title) + `</h1><p>` + html.EscapeString(text) + `</p></body></html>`
	h := out.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	guard(out)
	out.WriteHeader(status)
	_, _ = io.WriteString(out, body) // the browser may be gone
	_ = http.NewResponseController(out).Flush()
}

// guard makes a page load nothing, be kept nowhere and tell its address to nobody.
func guard(out http.ResponseWriter) {
	h := out.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}
