package desk

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"zvonok/app"
	"zvonok/model"
)

// presence is how a session was entered.
type presence struct {
	in bool
	// login and token are those of a person who came in by a password; empty for the owner of the file and for personas.
	login, token string
	kept         bool // the keyring has the token
	// waiting signed in by a one-time password, which has to be changed first; remember is what they
	// asked for meanwhile.
	waiting, remember bool
	locked            bool
	// persona is the person who came in without a password, generation the college's at that time: in another generation
	// the number may be somebody else's.
	persona    model.PersonID
	generation string
}

// is reports whether it is the same entry.
func (p presence) is(other presence) bool {
	return p.in == other.in && p.token == other.token && p.persona == other.persona && p.generation == other.generation
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
	begun, err := s.BeginSession(ctx, login, password, model.Computer{Name: s.desk.Computer, Kept: remember})
	if err != nil {
		return model.SignedIn{}, err
	}
	how := presence{in: true, login: strings.TrimSpace(login), token: begun.Token}
	if begun.MustChange {
		how.in, how.waiting, how.remember = false, true, remember
		s.mu.Lock()
		s.person, s.actor, s.presence = model.Person{}, model.Actor{}, how
		s.mu.Unlock()
		return model.SignedIn{MustChange: true}, nil
	}
	how.kept = remember
	notice, err := s.enter(ctx, how)
	if err != nil {
		// Nobody will use the session, so it is ended if possible.
		if left := s.EndSession(s.withToken(context.WithoutCancel(ctx), begun.Token), 0); left != nil {
			s.log().Warn("a session that nobody works by was not ended", slog.Any("error", left))
		}
		return model.SignedIn{}, err
	}
	if err := s.keep(ctx, begun.Token, keptPerson{s.Person().ID, how.login}, remember); err != nil {
		notice = "Вы вошли, но " + err.Error()
	}
	return model.SignedIn{Person: s.Person(), Notice: notice}, nil
}

// withToken makes a context in which the person of the token's session acts.
func (s *Session) withToken(ctx context.Context, token string) context.Context {
	return s.place.as(ctx, func() presence { return presence{in: true, token: token} })
}

// SignOut ends the session: nobody has any rights in it. It ends «Запомнить меня» on this computer too,
// even where the college is not reached to end the session there.
func (s *Session) SignOut(ctx context.Context) error {
	s.mu.Lock()
	how := s.presence
	s.person, s.actor, s.presence = model.Person{}, model.Actor{}, presence{}
	s.mu.Unlock()
	s.place.leave()
	s.place.forget()
	if how.token == "" {
		return nil
	}
	err := s.EndSession(s.withToken(ctx, how.token), 0)
	if how.kept {
		s.forgetKept(ctx)
	}
	if errors.Is(err, app.ErrSignedOut) {
		return nil
	}
	return err
}

// stay keeps the session from running out while its window is open.
func (s *Session) stay(ctx context.Context) error {
	how := s.how()
	if how.token == "" {
		return nil
	}
	return s.place.stay(ctx, how.token)
}

// Lock asks for the password before the window is used again, and reports whether it does: a person who came in without a
// password is never locked out. Work that is under way goes on.
func (s *Session) Lock() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presence.locked = s.presence.in && s.presence.token != ""
	return s.presence.locked
}

// Unlock opens a locked session by its person's password. Errors are those of SignIn.
func (s *Session) Unlock(ctx context.Context, password string) error {
	how := s.how()
	if !how.in || how.token == "" {
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
func (s *Session) HasPassword() bool { how := s.how(); return how.in && how.token != "" }

// Found begins a college with its administrator, who is then signed in.
func (s *Session) Found(ctx context.Context, f model.Founding) error {
	if _, err := s.Contracts.Found(ctx, f); err != nil {
		return err
	}
	_, err := s.SignIn(ctx, f.Login, f.Password, false)
	return err
}

// ChangePassword changes the password of the person who is signed in, and ends «Запомнить меня» on every computer. After
// a sign-in by a one-time password it lets the person in.
func (s *Session) ChangePassword(ctx context.Context, old, password string) (model.SignedIn, error) {
	how := s.how()
	if how.login == "" {
		return model.SignedIn{}, app.ErrSignedOut
	}
	if _, err := s.Contracts.ChangePassword(ctx, how.login, old, password); err != nil {
		return model.SignedIn{}, err
	}
	return s.SignIn(ctx, how.login, password, how.remember)
}
