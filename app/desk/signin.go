package desk

import (
	"context"
	"strings"

	"zvonok/app"
	"zvonok/model"
)

// presence is how a session was entered.
type presence struct {
	in bool
	// login is that of who came in by a password; empty for the owner of the file and for personas.
	login string
	// waiting signed in by a one-time password, which has to be changed first; remember is what they
	// asked for meanwhile.
	waiting  model.PersonID
	remember bool
	digest   string // of the token that remembers this sign-in; empty without one
	locked   bool
	// generation is the college's as of the sign-in: in another one the person's number may be somebody else's.
	generation string
}

func (s *Session) how() presence {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.presence
}

// SignIn makes the session that of the person with this login and password. Wrong tries are
// model.ErrWrongPassword or, when the next one has to wait, a model.TryLaterError. With a one-time
// password nothing is allowed before ChangePassword. remember keeps a token in the vault, by which
// SignInRemembered does without a password for 30 days.
func (s *Session) SignIn(ctx context.Context, login, password string, remember bool) (model.SignedIn, error) {
	account, err := s.Access.SignIn(ctx, login, password)
	if err != nil {
		return model.SignedIn{}, err
	}
	if account.OneTime {
		s.mu.Lock()
		s.person, s.actor = model.Person{}, model.Actor{}
		s.presence = presence{waiting: account.Person, login: account.Login, remember: remember}
		s.mu.Unlock()
		return model.SignedIn{MustChange: true}, nil
	}
	return s.comeIn(ctx, account, remember)
}

// comeIn lets in whoever has shown who they are.
func (s *Session) comeIn(ctx context.Context, account model.AccountHolder, remember bool) (model.SignedIn, error) {
	digest, notice := s.rememberHere(ctx, account.Person, remember)
	if err := s.enter(ctx, account.Person, presence{in: true, login: account.Login, digest: digest}); err != nil {
		return model.SignedIn{}, err
	}
	return model.SignedIn{Person: s.Person(), Notice: notice}, nil
}

// SignOut ends the session: nobody has any rights in it. It ends «Запомнить меня» on this computer too.
func (s *Session) SignOut(ctx context.Context) error {
	s.mu.Lock()
	digest := s.presence.digest
	s.person, s.actor, s.presence = model.Person{}, model.Actor{}, presence{}
	s.mu.Unlock()
	s.Imports.Forget()
	if digest == "" {
		return nil
	}
	return s.forgetHere(ctx, digest)
}

// Lock asks for the password before the window is used again, and reports whether it does: who came in
// without a password is never locked out. Work that is under way goes on.
func (s *Session) Lock() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presence.locked = s.presence.in && s.presence.login != ""
	return s.presence.locked
}

// Unlock opens a locked session by its person's password. Errors are those of SignIn.
func (s *Session) Unlock(ctx context.Context, password string) error {
	how := s.how()
	if !how.in || how.login == "" {
		return app.ErrSignedOut
	}
	if _, err := s.CheckPassword(ctx, how.login, password); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presence.locked = false
	return nil
}

// Locked reports whether the session waits for Unlock; it does not block.
func (s *Session) Locked() bool { return s.how().locked }

// HasPassword reports whether the person came in by a password, which then can be changed, asked for by a
// lock, and signed out of; it does not block.
func (s *Session) HasPassword() bool { how := s.how(); return how.in && how.login != "" }

// Found begins a college with its administrator, who is then signed in.
func (s *Session) Found(ctx context.Context, f model.Founding) error {
	id, err := s.Access.Found(ctx, f)
	if err != nil {
		return err
	}
	return s.enter(ctx, id, presence{in: true, login: strings.TrimSpace(f.Login)})
}

// ChangePassword changes the password of whoever is signed in, and ends «Запомнить меня» on every
// computer. After a sign-in by a one-time password it lets the person in.
func (s *Session) ChangePassword(ctx context.Context, old, password string) (model.SignedIn, error) {
	how := s.how()
	if how.login == "" {
		return model.SignedIn{}, app.ErrSignedOut
	}
	account, err := s.Access.ChangePassword(ctx, how.login, old, password)
	if err != nil {
		return model.SignedIn{}, err
	}
	if how.waiting != 0 {
		return s.comeIn(ctx, account, how.remember)
	}
	s.mu.Lock()
	s.presence.digest = ""
	person := s.person
	s.mu.Unlock()
	return model.SignedIn{Person: person}, nil
}
