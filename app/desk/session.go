package desk

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/roster/table"
)

// Session is one person at work. Every method checks the person's rights; the window only hides what would be refused.
// Its methods are safe for concurrent use.
type Session struct {
	app.Contracts

	place     place
	here      *areas.Areas   // nil where the college is on another computer
	serving   *server.Switch // nil where other computers cannot be let in
	browser   app.Browser
	addresses app.Addresses

	vault   vault.Vault
	desk    Desk
	linking *linking // nil where nobody links a profile by signing in

	mu       sync.Mutex
	zone     *time.Location // the college's, once somebody was at work
	presence presence
	person   model.Person
	actor    model.Actor
	name     string // the college's
	bells    map[*bell]bool
}

// NewSession makes a session of nobody, who may do nothing: SignIn or Enter says whose it is. Its secrets
// are forgotten with the program until UseVault says where to keep them.
func NewSession(c *college.College, keeper *agent.Keeper, browser app.Browser, addresses app.Addresses) *Session {
	all := areas.New(c, keeper, addresses)
	s := newSession(here{all}, browser, addresses)
	s.here = all
	return s
}

func newSession(at place, browser app.Browser, addresses app.Addresses) *Session {
	s := &Session{Contracts: at, place: at, browser: browser, addresses: addresses, vault: &vault.Memory{}}
	at.subscribe(s.lookAtSelf)
	return s
}

// UseVault says where the session's secrets are kept. It is called before the session is used.
func (s *Session) UseVault(v vault.Vault) {
	s.vault = v
	if s.here != nil {
		s.here.UseVault(v)
	}
}

// enter gives the session to the person who came in. notice says what of their work is not kept on this computer.
func (s *Session) enter(ctx context.Context, how presence) (notice string, err error) {
	me, err := s.Myself(s.place.as(ctx, func() presence { return how }))
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.presence = how
	s.take(me)
	s.mu.Unlock()
	if err := s.place.begin(me.Person.ID, s.how); err != nil {
		notice = err.Error()
	}
	s.readAhead()
	return notice, nil
}

// take takes over what the college says of the person at work. It is called with mu held.
func (s *Session) take(me model.Myself) {
	s.person, s.actor, s.name, s.zone = me.Person, me.Actor, me.College, me.Now.Location()
}

// Now is the college's time, in its zone once somebody has come in. It does not block.
func (s *Session) Now() time.Time {
	now := s.place.clock().Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.zone == nil {
		return now
	}
	return now.In(s.zone)
}

// As makes a context in which the person acts who is at work in the session at the moment of the work.
func (s *Session) As(ctx context.Context) context.Context {
	return s.place.as(ctx, s.how)
}

// Person is the person at work; Actor is the same with the facts that rights depend on. Neither blocks.
func (s *Session) Person() model.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.person
}

// LastDone is the person's own latest line of «Журнал изменений»; without a change where nothing can be taken back.
func (s *Session) LastDone(ctx context.Context) (model.AuditLine, error) {
	lines, _, err := s.Audit(ctx, model.AuditFilter{ByActor: true, Actor: s.Person().ID, Limit: 1})
	if err != nil || len(lines) == 0 {
		return model.AuditLine{}, err
	}
	return lines[0], nil
}

// Actor is the person with the facts that rights depend on, as of Enter.
func (s *Session) Actor() model.Actor {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actor
}

// log is where the session writes what it tells nobody; before Equip that is nowhere.
func (s *Session) log() *slog.Logger {
	if s.desk.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.desk.Log
}

// College is the college's name.
func (s *Session) College() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.name
}

// Subscribe calls fn after every change, on any goroutine, until cancel is called.
func (s *Session) Subscribe(fn func(model.Change)) (cancel func()) {
	return s.place.subscribe(fn)
}

// Line is how the college is reached; nil where it is on this computer.
func (s *Session) Line() Line {
	line, _ := s.place.(Line)
	return line
}

// OpenMessenger opens the web messenger.
func (s *Session) OpenMessenger(context.Context) error { return s.browser.Open(s.addresses.Home) }

// lookAtSelf reads the session's own person again: a change of the roster may have changed what they may do.
func (s *Session) lookAtSelf(c model.Change) {
	how := s.how()
	if !c.Roster && !c.All || !how.in {
		return
	}
	me, err := s.Myself(s.place.as(context.Background(), func() presence { return how }))
	if errors.Is(err, app.ErrSignedOut) {
		return
	}
	if err != nil {
		s.log().Warn("who is at work was not read again", slog.Any("error", err))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.presence.is(how) { // a person who signed out meanwhile stays out
		s.take(me)
	}
}

// OpenChat opens a chat's page in the web messenger.
func (s *Session) OpenChat(ctx context.Context, id model.ChatID) error {
	address, err := s.ChatAddress(ctx, id)
	if err != nil {
		return err
	}
	return s.browser.Open(address)
}

// ReadFiles reads the files that a person has chosen: one folder, or files.
func (*Session) ReadFiles(ctx context.Context, paths []string) (model.Files, error) {
	return table.Open(ctx, paths)
}
