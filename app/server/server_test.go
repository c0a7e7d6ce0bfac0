package server

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/store"
)

const loopback = "127.0.0.1:0"

// still is a clock that stands.
type still struct{}

func (still) Now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func (still) Sleep(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

// opened are the areas of a college in a new folder, without a person in it.
func opened(t *testing.T) *areas.Areas {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := &college.College{Store: s, Dir: dir, Clock: still{}, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}}
	return areas.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{})
}

// founded are those with an administrator.
func founded(t *testing.T) *areas.Areas {
	t.Helper()
	all := opened(t)
	_, err := all.Found(t.Context(), model.Founding{College: "Педагогический колледж", TimeZone: "Europe/Moscow",
		Administrator: model.ParseName("Каган Наталья Васильевна"), Login: "kagan", Password: "синий чемодан"})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func parts(all *areas.Areas) Parts {
	return Parts{Areas: all, Listen: loopback, Log: slog.New(slog.DiscardHandler)}
}

// run runs a server until the test ends or stop is called.
func run(t *testing.T, s *Server) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		ended <- nil
	}
	t.Cleanup(stop)
	return stop
}

// TestServes: a person who has the link signs in, and what stands in the folder leads to the same server until it ends.
func TestServes(t *testing.T) {
	all := founded(t)
	s, err := Start(t.Context(), parts(all))
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, s)
	beside, found := Beside(all.College.Dir)
	if !found || beside.PID != os.Getpid() || beside.Link.String() != s.Link().String() || beside.Connect.String() != s.Link().String() {
		t.Errorf("beside the server: %+v, %v; its link is %v", beside, found, s.Link())
	}
	file := filepath.Join(all.College.Dir, announced)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", announced, info, err)
	}
	link, err := model.ParseConnectionLink(s.Link().String())
	if err != nil {
		t.Fatal(err)
	}
	desk := remote.NewClient(link)
	defer desk.Close()
	begun, err := desk.BeginSession(t.Context(), "kagan", "синий чемодан", model.Computer{Name: "Кабинет 214"})
	if err != nil {
		t.Fatal(err)
	}
	me, err := desk.Myself(remote.As(t.Context(), func() string { return begun.Token }))
	if err != nil || me.College != "Педагогический колледж" {
		t.Errorf("%+v, %v", me, err)
	}
	desk.Close()
	stop()
	if _, found := Beside(all.College.Dir); found {
		t.Error("it has ended, and is still found")
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is left: %v", announced, err)
	}
	again, err := Start(t.Context(), parts(all))
	if err != nil || again.Link().Pins[0] != link.Pins[0] {
		t.Fatalf("started again: %v, with the link %v", err, again.Link())
	}
	if err := errors.Join(again.Close(), again.Close()); err != nil {
		t.Error(err)
	}
}

// TestServesNobody: what keeps a college from being served is said in words, and leaves nothing behind.
func TestServesNobody(t *testing.T) {
	all := founded(t)
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", loopback)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	first, err := Start(t.Context(), parts(all))
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	alone := founded(t)
	for _, c := range []struct {
		name string
		with Parts
		says string
	}{
		{"nobody to sign in", parts(opened(t)), "zvonok account ЛОГИН --admin"},
		{"a second server", parts(all), "уже открыт другой программой"},
		{"a port that is taken", Parts{Areas: alone, Listen: taken.Addr().String()}, "занят другой программой"},
		{"no port", Parts{Areas: alone, Listen: "сервер"}, "укажите его как АДРЕС:ПОРТ"},
		{"somebody else's address", Parts{Areas: alone, Listen: "192.0.2.1:0"}, "нет адреса 192.0.2.1:0"},
		{"an address that is none", Parts{Areas: alone, Listen: loopback, Addresses: []string{"https://zvonok.ru"}}, "«https://zvonok.ru» — не адрес"},
	} {
		s, err := Start(t.Context(), c.with)
		if err == nil || !strings.Contains(err.Error(), c.says) || s != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, found := Beside(alone.College.Dir); found {
		t.Error("an attempt that failed holds the folder")
	}
	if _, err := Start(t.Context(), parts(all)); !errors.As(err, new(TakenError)) || !strings.Contains(err.Error(), "(процесс ") {
		t.Errorf("which program it is, is not said: %v", err)
	}
}

// TestKilledServer: what a killed one left in the folder leads nobody astray.
func TestKilledServer(t *testing.T) {
	all := founded(t)
	for name, text := range map[string]string{announced: `{"link":"zvonok://connect/1/x?a=127.0.0.1:1&k=x","pid":1}`, "server.lock": ""} {
		if err := os.WriteFile(filepath.Join(all.College.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if running, found := Beside(all.College.Dir); found {
		t.Errorf("found %+v", running)
	}
	next := &Server{parts: parts(all), lock: flock.New(lockFile(all.College.Dir))}
	if err := next.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	if running, found := Beside(all.College.Dir); !found || running.PID != 0 {
		t.Errorf("while the next one begins, found %+v, %v", running, found)
	}
	if err := next.lock.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Start(t.Context(), parts(all))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if running, found := Beside(all.College.Dir); !found || running.PID != os.Getpid() {
		t.Errorf("found %+v, %v", running, found)
	}
}

func TestReachable(t *testing.T) {
	for _, c := range []struct {
		named []string
		at    string
		want  []string
	}{
		{nil, "192.168.1.5:8473", []string{"192.168.1.5:8473"}},
		{[]string{"zvonok.college.ru", "10.0.0.1:443", "fd00::1"}, "[::1]:9000", []string{"zvonok.college.ru:9000", "10.0.0.1:443", "[fd00::1]:9000"}},
		{nil, "127.0.0.1:8473", []string{"127.0.0.1:8473"}},
		{[]string{"127.0.0.1"}, "127.0.0.1:8473", []string{"127.0.0.1:8473"}},
	} {
		at, err := net.ResolveTCPAddr("tcp", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := reachable(c.named, at); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q at %s: %q, %v", c.named, c.at, got, err)
		}
	}
	got, err := reachable([]string{"a.ru"}, &net.TCPAddr{Port: model.ServerPort})
	if err != nil || got[0] != "a.ru:8473" || len(got) < 2 || len(got) > mostAddresses {
		t.Errorf("at all addresses: %q, %v", got, err)
	}
	for _, address := range got[1:] {
		if host, port, err := net.SplitHostPort(address); err != nil || port != "8473" || net.ParseIP(host).IsUnspecified() {
			t.Errorf("others are told %q", address)
		}
	}
	if order := []string{"192.168.0.1:1", "8.8.8.8:1", "school:1", "[2001:db8::1]:1"}; !slices.IsSortedFunc(order, func(a, b string) int { return rank(a) - rank(b) }) {
		t.Error("the addresses are in another order")
	}
}

// TestSwitch: the administrator opens the college and closes it, and the next start of the program does as was left.
func TestSwitch(t *testing.T) {
	all := founded(t)
	owner := college.AsOwner(t.Context())
	s := NewSwitch(t.Context(), "Приёмная", parts(all))
	if _, err := s.Serving(t.Context()); !errors.Is(err, app.ErrNoRight) || !errors.Is(s.SetServing(t.Context(), true), app.ErrNoRight) {
		t.Errorf("nobody: %v", err)
	}
	if err := s.Begin(t.Context()); err != nil {
		t.Error(err)
	}
	if now, err := s.Serving(owner); err != nil || now.On || now.Port != 0 {
		t.Errorf("at first: %+v, %v", now, err)
	}
	if err := s.SetServing(owner, true); err != nil {
		t.Fatal(err)
	}
	now, err := s.Serving(owner)
	if err != nil || !now.On || now.Port == 0 || now.Problem != "" || !now.Since.Equal(still{}.Now()) {
		t.Errorf("opened: %+v, %v", now, err)
	}
	if _, err := remote.NewClient(now.Link).Entry(t.Context()); err != nil {
		t.Errorf("a desk: %v", err)
	}
	s.Close()
	elsewhere := NewSwitch(t.Context(), "Другой компьютер", parts(all))
	if err := elsewhere.Begin(t.Context()); err != nil || elsewhere.service != nil {
		t.Errorf("a copy on another computer serves: %v", err)
	}
	again := NewSwitch(t.Context(), "Приёмная", parts(all))
	if err := again.Begin(t.Context()); err != nil {
		t.Error(err)
	}
	defer again.Close()
	if now, err := again.Serving(owner); err != nil || !now.On || now.Port == 0 {
		t.Errorf("the next start: %+v, %v", now, err)
	}
	if err := again.SetServing(owner, false); err != nil {
		t.Error(err)
	}
	if now, err := again.Serving(owner); err != nil || now.On || now.Port != 0 || now.Problem != "" {
		t.Errorf("closed: %+v, %v", now, err)
	}
}

// TestSwitchThatIsNotKept: what could not be written down is not open either.
func TestSwitchThatIsNotKept(t *testing.T) {
	all := founded(t)
	owner := college.AsOwner(t.Context())
	s := NewSwitch(t.Context(), "Приёмная", parts(all))
	defer s.Close()
	db, err := sql.Open("sqlite3", filepath.Join(all.College.Dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const refuse = `CREATE TRIGGER refuse BEFORE INSERT ON settings WHEN NEW.name LIKE 'serving@%' BEGIN SELECT RAISE(ABORT, 'no'); END`
	if _, err := db.ExecContext(t.Context(), refuse); err != nil {
		t.Fatal(err)
	}
	if err := s.SetServing(owner, true); err == nil {
		t.Error("it was kept")
	}
	if now, err := s.Serving(owner); err != nil || now.On || now.Port != 0 {
		t.Errorf("not kept: %+v, %v", now, err)
	}
	if _, found := Beside(all.College.Dir); found {
		t.Error("it is served")
	}
}

// TestSwitchSaysWhyNot: a college that is to be served and is not, says so.
func TestSwitchSaysWhyNot(t *testing.T) {
	all := founded(t)
	owner := college.AsOwner(t.Context())
	s := NewSwitch(t.Context(), "Приёмная", parts(all))
	if err := s.SetServing(owner, true); err != nil {
		t.Fatal(err)
	}
	second := NewSwitch(t.Context(), "Приёмная", parts(all))
	defer s.Close()
	if err := second.Begin(t.Context()); !errors.As(err, new(TakenError)) {
		t.Errorf("a second one: %v", err)
	}
	if now, err := second.Serving(owner); err != nil || !now.On || now.Problem == "" || now.Port != 0 {
		t.Errorf("it says %+v, %v", now, err)
	}
	if err := NewSwitch(t.Context(), "Приёмная", parts(opened(t))).SetServing(owner, true); !errors.Is(err, ErrNoAdministrator) {
		t.Errorf("without an administrator: %v", err)
	}
}
