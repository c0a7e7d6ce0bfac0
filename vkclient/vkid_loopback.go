package vkclient

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// DefaultLoopbackPath is where a Loopback takes the answer.
const DefaultLoopbackPath = "/callback"

// Loopback waits on this computer for the browser to bring VK ID's answer (RFC 8252, 7.3). It listens on 127.0.0.1 alone and
// serves one answer. Nothing of what comes is logged.
type Loopback struct {
	listener net.Listener
	host     string // what a browser names in the Host header
	path     string
}

// ListenLoopback takes the port on 127.0.0.1; 0 is any free one. A path, if given, replaces DefaultLoopbackPath. It fails when the
// port is taken. Requests that arrive before Wait are kept until it is called; a Loopback that is not waited for needs Close.
func ListenLoopback(ctx context.Context, port int, path ...string) (*Loopback, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("vk id: loopback: %w", err)
	}
	l := &Loopback{listener: listener, host: listener.Addr().String(), path: DefaultLoopbackPath}
	if port == 80 {
		l.host = "127.0.0.1" // browsers leave the usual port out
	}
	if len(path) > 0 {
		l.path = path[0]
	}
	return l, nil
}

// Address is the redirect URI: http://127.0.0.1:PORT/callback, or with the path given.
func (l *Loopback) Address() string { return "http://" + l.host + l.path }

// Close stops listening. After Wait there is no need of it; closing again does nothing.
func (l *Loopback) Close() error {
	if err := l.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("vk id: loopback: %w", err)
	}
	return nil
}

// Wait serves until accept takes an answer, then closes and gives the answer's whole address. accept is Attempt.ReadAnswer in
// most programs: nil takes the answer, a *VKIDError takes it as a refusal, which Wait gives too; any other error is told to the
// browser and the wait goes on, as it does after requests for other paths, by other names of this computer, and by other methods.
// accept is not called twice at a time. When ctx ends, Wait closes and gives its error.
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
	_ = server.Close() // the answer's page has been sent whole; there is nothing to save in the other connections
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
	taken  chan struct{} // closed when the answer's page has been sent

	mu      sync.Mutex
	address string // of the answer that was taken
	refusal error  // a *VKIDError, if the answer was one
}

// ServeHTTP judges one request.
func (w *loopbackWait) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	switch {
	case r.Host != w.host: // a foreign name that was made to point here
		page(out, http.StatusMisdirectedRequest, "Не тот адрес", "Здесь ждут ответ VK ID и ничего больше.")
		return
	case r.URL.Path != w.path:
		page(out, http.StatusNotFound, "Такой страницы нет", "Здесь ждут ответ VK ID и ничего больше.")
		return
	case r.Method != http.MethodGet:
		out.Header().Set("Allow", http.MethodGet)
		page(out, http.StatusMethodNotAllowed, "Так нельзя", "Здесь ждут ответ VK ID и ничего больше.")
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.address != "" {
		page(out, http.StatusGone, "Ответ уже получен", "Закройте эту страницу и вернитесь в «Звонок».")
		return
	}
	address := "http://" + w.host + r.URL.RequestURI()
	err := w.accept(address)
	var refusal *VKIDError
	switch {
	case err == nil:
		page(out, http.StatusOK, "Готово, вернитесь в «Звонок»", "Эту страницу можно закрыть.")
	case !errors.As(err, &refusal):
		page(out, http.StatusBadRequest, "Этот ответ не подошёл",
			"Он от другой попытки входа или пришёл не полностью. Вернитесь в «Звонок» и начните вход ещё раз.")
		return
	case refusal.Code == vkidAccessDenied:
		w.refusal = err
		page(out, http.StatusOK, "Вы отказались от входа", "Вернитесь в «Звонок». Если передумаете, начните вход ещё раз.")
	default:
		w.refusal = err
		page(out, http.StatusOK, "VK ID не выполнил вход", "Вернитесь в «Звонок» и начните вход ещё раз, можно чуть позже.")
	}
	w.address = address
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
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	out.WriteHeader(status)
	_, _ = io.WriteString(out, body) // the browser may be gone
	_ = http.NewResponseController(out).Flush()
}
