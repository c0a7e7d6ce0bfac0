package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/app/vault"
	"zvonok/model"
)

// still is a clock that a test moves; a caller that sleeps wakes when the time has come.
type still struct {
	mu    sync.Mutex
	now   time.Time
	moved chan struct{}
}

func newStill() *still {
	return &still{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), moved: make(chan struct{})}
}

func (c *still) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *still) Sleep(ctx context.Context, d time.Duration) error {
	until := c.Now().Add(d)
	for {
		c.mu.Lock()
		now, moved := c.now, c.moved
		c.mu.Unlock()
		if !now.Before(until) {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}

func (c *still) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	close(c.moved)
	c.moved = make(chan struct{})
}

// registry is a fake VK ID: a person who signs in is user. Its grants are "N" with N counting refreshes.
type registry struct {
	clock *still
	user  model.MessengerID

	mu        sync.Mutex
	spent     map[string]bool
	refreshes int
	revoked   []string
	joined    []string
	of        app.Application // whose sign-in it is
	port      int
	open      int // sign-ins that listen
	addresses int // that sign-ins gave

	beginErr, exchangeErr, profileErr, refreshErr, revokeErr error
	hang                                                     bool // revoking never answers
	mayJoin                                                  bool
	mayCall                                                  bool
	calls                                                    app.Calls
}

// at is the registry as the sign-in service of the application.
func (r *registry) at(of app.Application) app.Identity {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.of = of
	return r
}

func (r *registry) grant(n int) app.Grant {
	secret := fmt.Sprintf("grant-%d", n)
	return app.Grant{Secret: &secret, Proof: &secret, Expires: r.clock.Now().Add(time.Hour), Profile: r.user, MayJoin: r.mayJoin, MayCall: r.mayCall}
}

func (r *registry) Begin(_ context.Context, port int) (app.SignIn, error) {
	if r.beginErr != nil {
		return nil, r.beginErr
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.port = port
	r.open++
	return &fakeSignIn{registry: r, answered: make(chan error, 1), closed: make(chan struct{})}, nil
}

func (r *registry) BeginAt(string) (app.WebSignIn, error) { return nil, errors.New("не здесь") }

func (r *registry) Unpack(secret string) (app.Grant, error) {
	name, expires, ok := strings.Cut(secret, "@")
	if !strings.HasPrefix(name, "grant-") {
		return app.Grant{}, errors.New("не ключ")
	}
	g := app.Grant{Secret: &secret, Proof: &secret, Profile: r.user, MayJoin: r.mayJoin, MayCall: r.mayCall, Expires: r.clock.Now().Add(time.Hour)}
	if ok {
		at, err := time.Parse(time.RFC3339, expires)
		g.Expires = at
		return g, err
	}
	return g, nil
}

func (r *registry) Refresh(_ context.Context, g app.Grant) (app.Grant, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refreshErr != nil {
		return app.Grant{}, r.refreshErr
	}
	if r.spent[*g.Secret] {
		return app.Grant{}, app.ErrSignInAgain
	}
	if r.spent == nil {
		r.spent = map[string]bool{}
	}
	r.spent[*g.Secret] = true
	r.refreshes++
	return r.grant(r.refreshes), nil
}

func (r *registry) Profile(context.Context, string) (app.Profile, error) {
	return app.Profile{ID: r.user, Name: "Анна Алексеева", Picture: "https://vk.test/p.png"}, r.profileErr
}

func (r *registry) Revoke(ctx context.Context, g app.Grant) error {
	if r.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.revoked = append(r.revoked, *g.Secret)
	return r.revokeErr
}

func (r *registry) Join(_ context.Context, _ app.Grant, link string) error {
	r.joined = append(r.joined, link)
	return nil
}

func (r *registry) Calls(app.Grant) app.Calls { return r.calls }

func (r *registry) Picture(context.Context, string) ([]byte, error) { return []byte("png"), nil }

type fakeSignIn struct {
	registry *registry
	answered chan error
	closed   chan struct{}
	once     sync.Once
}

func (s *fakeSignIn) Address() string {
	s.registry.addresses++
	return fmt.Sprintf("http://127.0.0.1:5000/start/%d", s.registry.addresses)
}

func (s *fakeSignIn) Wait(ctx context.Context) error {
	select {
	case err := <-s.answered:
		return err
	case <-s.closed:
		return errors.New("не слушает")
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *fakeSignIn) Paste(address string) error {
	switch address {
	case "good":
		return nil
	case "refused":
		return errors.New("вы отказали «Звонку» в доступе")
	}
	return app.ErrNotThisAnswer
}

func (s *fakeSignIn) Exchange(context.Context) (app.Grant, error) {
	return s.registry.grant(0), s.registry.exchangeErr
}

func (s *fakeSignIn) Close() error {
	s.once.Do(func() {
		close(s.closed)
		s.registry.mu.Lock()
		s.registry.open--
		s.registry.mu.Unlock()
	})
	return nil
}

// brokenVault answers err to everything.
type brokenVault struct{ err error }

func (v brokenVault) Get(context.Context, string) (string, error) { return "", v.err }
func (v brokenVault) Set(context.Context, string, string) error   { return v.err }
func (v brokenVault) Delete(context.Context, string) error        { return v.err }

// linker is a person at work who may link a profile.
type linker struct {
	*desk.Session
	*world
	registry *registry
	vault    *vault.Memory
	clock    *still
	opened   *[]string
}

func newLinker(t *testing.T, w *world, surname string, user model.MessengerID) *linker {
	t.Helper()
	clock := newStill()
	w.college.Clock = clock
	l := &linker{world: w, registry: &registry{clock: clock, user: user}, vault: &vault.Memory{}, clock: clock, opened: &[]string{}}
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	browser := desk.SafeBrowser{Hosts: []string{"vk.test", "vk.me"}, Launch: func(address string) error {
		*l.opened = append(*l.opened, address)
		return nil
	}}
	l.Session = desk.NewSession(w.college, keeper, browser, app.Addresses{
		InviteHosts: []string{"vk.me"},
		Home:        "https://vk.test/",
		Chat:        func(peer model.MessengerID) string { return fmt.Sprintf("https://vk.test/convo/%d", peer) },
		Explain:     func(code int) string { return fmt.Sprintf("отказ %d", code) },
	})
	l.UseVault(l.vault)
	l.UseIdentity(desk.LinkParts{
		Identity: l.registry.at, Client: "51", Log: slog.New(slog.DiscardHandler), Farewell: 50 * time.Millisecond,
	})
	if err := l.Enter(t.Context(), w.person(t, surname)); err != nil {
		t.Fatal(err)
	}
	return l
}

// link links the person by a pasted address.
func (l *linker) link(t *testing.T) error {
	t.Helper()
	if _, err := l.BeginLink(l.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if err := l.PasteLink(t.Context(), "good"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.WaitLink(t.Context()); err != nil {
		return err
	}
	return l.KeepLink(t.Context())
}

func (l *linker) state(t *testing.T) model.LinkState {
	t.Helper()
	state, err := l.LinkState(l.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// secret is what the vault keeps for the person.
func (l *linker) secret(t *testing.T) string {
	t.Helper()
	secret, err := l.vault.Get(t.Context(), l.secretName(t))
	if err != nil && !errors.Is(err, vault.ErrNone) {
		t.Fatal(err)
	}
	return secret
}

func (l *linker) secretName(t *testing.T) string {
	t.Helper()
	id, err := l.college.ID(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("vkid-%s-%d", id, l.Person().ID)
}

// expire lets the grant that the vault keeps end in d.
func (l *linker) expire(t *testing.T, d time.Duration) {
	t.Helper()
	secret := "grant-0@" + l.clock.Now().Add(d).Format(time.RFC3339)
	if err := l.vault.Set(t.Context(), l.secretName(t), secret); err != nil {
		t.Fatal(err)
	}
}
