package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"zvonok/app/remote"
	"zvonok/model"
)

// healthWithin is how long a server may take to answer itself.
const healthWithin = 5 * time.Second

// watched is where monitoring asks a server how it is, in plain HTTP: /healthz and /metrics.
type watched struct {
	listener net.Listener
	failed   error // why it does not answer
}

// startWatch listens at the address that was asked for, if any. A port that is taken keeps nobody from the college.
func (s *Server) startWatch(ctx context.Context) {
	address := s.parts.Watch
	if address == "" {
		return
	}
	if strings.HasPrefix(address, ":") {
		address = "127.0.0.1" + address
	}
	s.watched = &watched{}
	s.watched.listener, s.watched.failed = listen(ctx, address)
}

// Watched is where the server tells how it is, HOST:PORT, empty where it was not asked to; or why it cannot.
func (s *Server) Watched() (address string, err error) {
	switch w := s.watched; {
	case w == nil:
		return "", nil
	case w.failed != nil:
		return "", w.failed
	default:
		return w.listener.Addr().String(), nil
	}
}

// runWatch answers monitoring until ctx ends.
func (s *Server) runWatch(ctx context.Context) {
	if s.watched == nil || s.watched.failed != nil {
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		text := "работает"
		if err := s.health(r.Context()); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			text = err.Error()
		}
		_, _ = fmt.Fprintln(w, text)
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		s.write(w)
	})
	web := &http.Server{Handler: mux, ReadHeaderTimeout: healthWithin, WriteTimeout: 4 * healthWithin, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(s.parts.Log.Handler(), slog.LevelDebug)}
	defer context.AfterFunc(ctx, func() { _ = web.Close() })()
	if err := web.Serve(s.watched.listener); !errors.Is(err, http.ErrServerClosed) {
		s.parts.Log.Error("nobody can watch the server any more", slog.Any("error", err))
	}
}

// health tries the server as a desk does, which needs the database too. The error says in Russian what does not work.
func (s *Server) health(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, healthWithin)
	defer cancel()
	link := model.ConnectionLink{College: s.own.College, Addresses: []string{own(s.at)}, Pins: s.own.Pins[:1]}
	for _, check := range remote.Check(ctx, link, s.parts.Areas.College.Clock) {
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("сервер не ответил самому себе за %d секунд: посмотрите, отвечает ли база данных и не занят ли компьютер", int(healthWithin.Seconds()))
		case check.Err != nil && check.Step != model.CheckTime: // its clock is its own
			return check.Err
		}
	}
	return nil
}

// endWatch closes the port, also one at which nobody answered yet.
func (s *Server) endWatch() error {
	if s.watched == nil || s.watched.failed != nil {
		return nil
	}
	return end(s.watched.listener)
}
