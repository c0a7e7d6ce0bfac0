package server

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// Switch is «Доступ с других компьютеров» in the window of the computer that has the college. The context says who acts. Its
// methods are safe for concurrent use.
type Switch struct {
	parts    Parts
	computer string
	running  context.Context

	mu      sync.Mutex
	service *service // nil while nothing was begun
	problem error    // why it was not begun although it is on
}

// service is a server at work.
type service struct {
	*Server
	stop  context.CancelFunc
	ended chan struct{}
	err   error // why it has ended by itself, once ended is closed
}

// over reports whether it has ended.
func (s *service) over() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// NewSwitch makes the switch of the computer of that name. Whether it serves is kept for that computer alone, so that a copy
// of the college on another one opens no port. The server ends with running.
func NewSwitch(running context.Context, computer string, p Parts) *Switch {
	return &Switch{running: running, computer: computer, parts: p}
}

// Begin serves if that was switched on before. What keeps it from serving is told by Serving. It asks for no right: it is for
// the program itself.
func (s *Switch) Begin(ctx context.Context) error {
	on, err := s.on(ctx)
	if err != nil || !on {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begin(ctx)
}

func (s *Switch) on(ctx context.Context) (on bool, err error) {
	err = s.parts.Areas.College.Store.View(ctx, func(tx *store.Tx) error { return college.LoadSettings(tx, s.setting(&on)) })
	return on, err
}

func (s *Switch) setting(on *bool) []college.Setting {
	return []college.Setting{{Name: store.SettingServing(s.computer), To: on, Words: "закрыт/открыт",
		Label: "Доступ с других компьютеров (колледж на компьютере «" + s.computer + "»)"}}
}

// Serving says whether the college can be reached from other computers.
func (s *Switch) Serving(ctx context.Context) (serving model.Serving, err error) {
	if _, err := s.parts.Areas.College.MaySetUp(ctx); err != nil {
		return serving, err
	}
	if serving.On, err = s.on(ctx); err != nil {
		return serving, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	problem := s.problem
	if s.service != nil {
		if !s.service.over() {
			serving.Link, serving.Port = s.service.Link(), s.service.Port()
			serving.Since, err = s.since(ctx, s.service)
			return serving, err
		}
		problem = s.service.err
	}
	if problem != nil && serving.On {
		serving.Problem = problem.Error()
	}
	return serving, nil
}

// since is when a server was started, in the college's time zone.
func (s *Switch) since(ctx context.Context, of *service) (at time.Time, err error) {
	c := s.parts.Areas.College
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		zone, err := c.Zone(tx)
		if err == nil {
			at = of.Since().In(zone)
		}
		return err
	})
	return at, err
}

// SetServing opens the college to other computers, or closes it, and keeps that for the next start. What cannot be opened stays
// closed.
func (s *Switch) SetServing(ctx context.Context, on bool) error {
	if _, err := s.parts.Areas.College.MaySetUp(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if on {
		if err := s.begin(ctx); err != nil {
			return err
		}
	}
	err := s.keep(ctx, on)
	if !on || err != nil { // open is only what the settings say is open
		s.end()
	}
	return err
}

// keep notes for the next start whether the college is open.
func (s *Switch) keep(ctx context.Context, on bool) error {
	c := s.parts.Areas.College
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		var before bool
		if err := college.LoadSettings(tx, s.setting(&before)); err != nil {
			return err
		}
		return c.SaveSettings(tx, who, s.setting(&before), s.setting(&on))
	})
}

// begin serves beside the window. It is called with mu held.
func (s *Switch) begin(ctx context.Context) error {
	if s.service != nil && !s.service.over() {
		return nil
	}
	server, err := Start(ctx, s.parts)
	if s.problem = err; err != nil {
		return err
	}
	running, stop := context.WithCancel(s.running)
	begun := &service{Server: server, stop: stop, ended: make(chan struct{})}
	s.service = begun
	guard.Go(func() {
		defer close(begun.ended)
		if begun.err = server.Run(running); begun.err != nil {
			s.parts.Log.Error("the server ended", slog.Any("error", begun.err))
		}
	})
	return nil
}

// end closes the college to other computers. It is called with mu held.
func (s *Switch) end() {
	s.problem = nil
	if s.service == nil {
		return
	}
	s.service.stop()
	<-s.service.ended
	s.service = nil
}

// Close ends the server, if there is one, and waits for its end.
func (s *Switch) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end()
}
