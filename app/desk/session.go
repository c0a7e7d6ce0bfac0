package desk

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/agent"
	"zvonok/app/care"
	"zvonok/app/chats"
	"zvonok/app/college"
	"zvonok/app/host"
	"zvonok/app/imports"
	"zvonok/app/lessons"
	"zvonok/app/orders"
	"zvonok/app/people"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/roster/table"
	"zvonok/model/store"
)

// Session is one person at work. Every method asks the table of rights; the window only hides what
// would be refused. Its methods are safe for concurrent use.
type Session struct {
	*access.Access
	*people.People
	*orders.Book
	*imports.Imports
	*chats.Lists
	*lessons.Lessons
	*care.Care
	*agent.Sync
	*host.Host

	college   *college.College
	keeper    *agent.Keeper
	browser   app.Browser
	addresses app.Addresses

	vault   vault.Vault
	desk    Desk
	linking *linking // nil where nobody links a profile by signing in

	mu       sync.Mutex
	presence presence
	person   model.Person
	actor    model.Actor
	name     string // the college's
	bells    map[*bell]bool
}

// NewSession makes a session of nobody, who may do nothing: SignIn or Enter says whose it is. Its secrets
// are forgotten with the program until UseVault says where to keep them.
func NewSession(college *college.College, keeper *agent.Keeper, browser app.Browser, addresses app.Addresses) *Session {
	s := &Session{
		college: college, keeper: keeper, browser: browser, addresses: addresses,
		vault:  &vault.Memory{},
		Access: access.New(college), People: people.New(college), Book: orders.New(college), Imports: imports.New(college, orders.Write),
		Lists: chats.New(college, addresses), Lessons: lessons.New(college, addresses), Care: care.New(college), Sync: agent.NewSync(college, keeper),
	}
	s.Host = host.New(college, keeper, s.Imports.Forget)
	college.Store.Subscribe(s.lookAtSelf)
	return s
}

// UseVault says where the session's secrets are kept. It is called before the session is used.
func (s *Session) UseVault(v vault.Vault) {
	s.vault = v
	s.Host.UseVault(v)
}

// Enter makes the person the session's own without a password: for the owner of the file while nobody has an account, and
// for the personas of the demonstration. A college with accounts lets nobody in like that.
func (s *Session) Enter(ctx context.Context, id model.PersonID) error {
	how := presence{in: true, persona: id}
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		accounts, err := tx.HasAccounts()
		if err == nil && accounts {
			err = demonstrationOnly(tx)
		}
		if err != nil {
			return err
		}
		how.generation, err = tx.Setting(store.SettingGeneration, "")
		return err
	})
	if err != nil {
		return err
	}
	return s.enter(ctx, how)
}

// demonstrationOnly refuses what no real college offers.
func demonstrationOnly(tx *store.Tx) error {
	made, err := tx.Setting(store.SettingDemonstration, "")
	if err == nil && made != "1" {
		err = app.ErrNoRight
	}
	return err
}

// enter makes the session that of whoever came in so.
func (s *Session) enter(ctx context.Context, how presence) error {
	me, err := s.Myself(college.As(ctx, how.who))
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presence, s.person, s.actor, s.name = how, me.Person, me.Actor, me.College
	return nil
}

// EnterOwner makes the session that of the owner of the file, who may do everything: the college's
// administrator or, while the roster names none, a person outside it.
func (s *Session) EnterOwner(ctx context.Context) error {
	var owner model.PersonID
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		staff, err := tx.StaffMembers()
		for _, p := range staff {
			if p.Roles.Has(model.RoleAdmin) {
				owner = p.ID
				break
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Enter(ctx, owner)
}

// Personas are the staff whose work the demonstration lets one do.
func (s *Session) Personas(ctx context.Context) (staff []model.Person, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		if err := demonstrationOnly(tx); err != nil {
			return err
		}
		staff, err = tx.StaffMembers()
		return err
	})
	return staff, err
}

// Become makes the session another person's: only the demonstration offers it.
func (s *Session) Become(ctx context.Context, id model.PersonID) error {
	if s.how().login != "" {
		return app.ErrNoRight // who came in by a password stays who they are
	}
	if err := s.college.Store.View(ctx, demonstrationOnly); err != nil {
		return err
	}
	return s.Enter(ctx, id)
}

// As lets what is done with the context be done by whoever is at work in the session at that moment.
func (s *Session) As(ctx context.Context) context.Context {
	return college.As(ctx, func() college.Who { return s.how().who() })
}

// Person is who is at work; Actor the same with the facts that rights depend on. Neither blocks.
func (s *Session) Person() model.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.person
}

// Actor is the person with the facts that rights depend on, as of Enter.
func (s *Session) Actor() model.Actor {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actor
}

// log is where the session writes what nobody is told; nowhere before Equip.
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
	return s.college.Store.Subscribe(fn)
}

// OpenMessenger opens the web messenger.
func (s *Session) OpenMessenger(context.Context) error { return s.browser.Open(s.addresses.Home) }

// lookAtSelf reads the session's own person again: a change of the roster may have changed what they may do.
func (s *Session) lookAtSelf(c model.Change) {
	how := s.how()
	if !c.Roster && !c.All || !how.in {
		return
	}
	me, err := s.Myself(college.As(context.Background(), how.who))
	if errors.Is(err, app.ErrSignedOut) {
		return
	}
	if err != nil {
		s.log().Warn("who is at work was not read again", slog.Any("error", err))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.presence.is(how) { // whoever signed out meanwhile stays out
		s.person, s.actor, s.name = me.Person, me.Actor, me.College
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
