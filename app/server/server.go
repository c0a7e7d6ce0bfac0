// Package server opens a college to other computers: it listens at a port, knows the addresses where others reach it, and
// makes the connection link. The command «zvonok serve» (app/cli) and the switch of a window (app/desk) both work by it;
// app/remote is what it speaks.
package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"zvonok/app/access"
	"zvonok/app/areas"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/guard"
)

// ErrNoAdministrator says that nobody could sign in from another computer to let others in.
var ErrNoAdministrator = errors.New("у колледжа нет администратора ПОО с учётной записью, поэтому войти с других компьютеров было бы некому: " +
	"заведите её командой «zvonok account ЛОГИН --admin» или в окне программы, «Пользователи» › «Учётные записи»")

// Parts are what a server works with.
type Parts struct {
	Areas *areas.Areas
	// Listen is [HOST]:PORT; empty is model.ServerPort at all addresses of this computer.
	Listen string
	// Addresses are those that the college names, HOST or HOST:PORT: they come first in the link.
	Addresses []string
	// NoAgent says that the chats are not carried to the messenger by this process.
	NoAgent bool
	// BehindProxy are the networks of the proxies before the server: what they say of where a call comes from counts.
	BehindProxy []netip.Prefix
	// Version is that of the program, for the desks to know.
	Version string
	// Phone is the page for the phone.
	Phone PhoneParts
	// Watch is where monitoring asks the server how it is, [HOST]:PORT; without a host only this computer can ask, and empty is
	// nowhere. It needs Counts.
	Watch  string
	Counts *Counts
	Log    *slog.Logger
}

// Server is a college that other computers can connect to.
type Server struct {
	parts    Parts
	id       string               // random
	own      model.ConnectionLink // the addresses and keys of this server alone
	link     atomic.Pointer[model.ConnectionLink]
	joined   bool // the other servers of the college know of it
	since    time.Time
	key      remote.Key
	listener net.Listener
	at       *net.TCPAddr // where it listens
	phone    *phonePage   // nil without one
	watched  *watched     // nil where nobody watches
	lock     *flock.Flock
	close    func() error
}

// Start listens at the port; calls are answered by Run. A data folder has only one server: if there is another one, the
// error is a TakenError.
func Start(ctx context.Context, p Parts) (*Server, error) {
	c := p.Areas.College
	switch has, err := access.HasAdministrator(ctx, c); {
	case err != nil:
		return nil, err
	case !has:
		return nil, ErrNoAdministrator
	}
	s := &Server{parts: p, id: rand.Text(), since: c.Clock.Now(), lock: flock.New(lockFile(c.Dir))}
	s.close = sync.OnceValue(s.end)
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context) (err error) {
	c := s.parts.Areas.College
	if err := s.take(ctx); err != nil {
		return err
	}
	if s.key, err = remote.OpenKey(c.Dir); err != nil {
		return err
	}
	if s.listener, err = listen(ctx, s.parts.Listen); err != nil {
		return err
	}
	s.own.Pins = []model.Pin{s.key.Pin}
	switch next, found, err := remote.NextPin(c.Dir); {
	case err != nil:
		return err
	case found:
		s.own.Pins = append(s.own.Pins, next)
	}
	if s.own.College, err = c.ID(ctx); err != nil {
		return err
	}
	s.at = s.listener.Addr().(*net.TCPAddr) //nolint:forcetypeassert // it listens by TCP
	if s.own.Addresses, err = reachable(s.parts.Addresses, s.at); err != nil {
		return err
	}
	if err := s.startPhone(ctx); err != nil {
		return err
	}
	s.startWatch(ctx)
	if err := s.join(ctx); err != nil {
		return err
	}
	return s.announce(own(s.at))
}

// Link is how other computers connect, to this server or to another one of the college.
func (s *Server) Link() model.ConnectionLink { return *s.link.Load() }

// connectBy makes a link the one by which other computers connect.
func (s *Server) connectBy(link model.ConnectionLink) {
	if before := s.link.Swap(&link); before == nil || before.String() != link.String() {
		s.parts.Areas.ConnectBy(link)
	}
}

// Address is where the server listens.
func (s *Server) Address() string { return s.at.String() }

// Port is what a firewall has to let through, by TCP.
func (s *Server) Port() int { return s.at.Port }

// Alone reports whether this computer alone reaches the server, such as a proxy on it.
func (s *Server) Alone() bool { return s.at.IP.IsLoopback() }

// Since is when the server was started, in UTC.
func (s *Server) Since() time.Time { return s.since.UTC() }

// Run answers calls, and does what commands and other servers ask of the agent, until ctx ends, and closes the server.
func (s *Server) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	server := &remote.Server{College: s.parts.Areas, Log: s.parts.Log, BehindProxy: s.parts.BehindProxy, Version: s.parts.Version,
		Link: s.Link}
	if s.parts.Counts != nil {
		server.Answered = s.parts.Counts.call
	}
	errands, end := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(guard.Safe(func() { s.keepErrands(errands) }))
	beside.Go(guard.Safe(func() { s.runPhone(errands) }))
	beside.Go(guard.Safe(func() { s.runWatch(errands) }))
	beside.Go(guard.Safe(func() { s.meet(errands, stop) }))
	err := guard.Run(func() error { return server.Serve(ctx, s.listener, s.key) })
	end()
	beside.Wait()
	if errors.Is(context.Cause(ctx), model.ErrMoved) {
		err = errors.Join(err, context.Cause(ctx))
	}
	return errors.Join(err, s.Close())
}

// Close ends a server, also one that was never run.
func (s *Server) Close() error { return s.close() }

func (s *Server) end() error {
	s.parts.Areas.ConnectBy(model.ConnectionLink{})
	err := errors.Join(s.endPhone(), s.endWatch())
	if s.listener != nil {
		err = errors.Join(err, end(s.listener))
	}
	s.part()
	if s.lock.Locked() {
		err = errors.Join(err, s.retract(), s.lock.Close())
	}
	return err
}

// end closes a listener, unless it is closed already.
func end(l net.Listener) error {
	if err := l.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// addressInUse is what Windows says of a port that is taken, where syscall.EADDRINUSE is no error of the system.
const addressInUse = syscall.Errno(10048)

func listen(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		address = ":" + strconv.Itoa(model.ServerPort)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, addressInUse):
		return nil, fmt.Errorf("адрес %s занят другой программой: закройте её или откройте доступ на другом порту", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("системе не разрешено открыть %s: назовите порт больше 1023", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("у этого компьютера нет адреса %s: назовите один из его адресов или только порт", address)
	case err != nil:
		return nil, fmt.Errorf("не удалось открыть доступ по адресу %s: укажите его как АДРЕС:ПОРТ или :ПОРТ (%w)", address, err)
	}
	return listener, nil
}
