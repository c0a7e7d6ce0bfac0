package phone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"zvonok/model/guard"
)

// CheckOrigin reads where browsers are to find the page, https://HOST or https://HOST:PORT, and gives it as browsers write it, with its host
// and port. The error is in Russian.
func CheckOrigin(text string) (origin, host, port string, err error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" ||
		(u.Path != "" && u.Path != "/") {
		return "", "", "", fmt.Errorf("адрес страницы для телефона «%s» не подходит: укажите его как https://ИМЯ или https://ИМЯ:ПОРТ", text)
	}
	host, port = strings.ToLower(u.Hostname()), u.Port()
	if port == "" {
		port = "443"
	}
	shown := hostOf(net.JoinHostPort(host, port))
	return "https://" + shown, host, port, nil
}

// How long a browser may take. A person on a bad line has time for a short form.
const (
	headersWithin = 10 * time.Second
	readWithin    = 20 * time.Second
	writeWithin   = 60 * time.Second // comparing a password waits for others
	idleWithin    = time.Minute
	mostHeaders   = 16 << 10
	endWithin     = 5 * time.Second
)

// Serve answers at a listener until ctx ends, with the certificate or, without one, plain HTTP to a proxy on this computer.
func (s *Page) Serve(ctx context.Context, listener net.Listener, certificate *Certificate) error {
	server := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headersWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin, IdleTimeout: idleWithin,
		MaxHeaderBytes: mostHeaders, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug), // strangers knock with whatever they have
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	guard.Go(func() { s.forget(ctx) })
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		waiting, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
		defer cancel()
		if server.Shutdown(waiting) != nil {
			_ = server.Close()
		}
	})
	serve := func() error { return server.Serve(listener) }
	if certificate != nil {
		server.TLSConfig = certificate.config()
		serve = func() error { return server.ServeTLS(listener, "", "") }
	}
	err := serve()
	if stop() { // it ended by itself
		return err
	}
	<-ended
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}
