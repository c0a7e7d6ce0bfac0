package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/app/vault"
	"zvonok/model"
)

// vaultPatience is how long a sign-in that already succeeded waits for the keyring.
const vaultPatience = 5 * time.Second

// SignInRemembered lets in the person who asked to be remembered on this computer. It is no error if there is none:
// Person is then zero. An error says why the keyring could not be asked.
func (s *Session) SignInRemembered(ctx context.Context) (model.SignedIn, error) {
	if someone, err := s.place.anyKept(ctx); err != nil || !someone {
		return model.SignedIn{}, err // the keyring should not be opened for nothing
	}
	name, err := s.keptName(ctx)
	if err != nil {
		return model.SignedIn{}, err
	}
	token, err := s.vault.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return model.SignedIn{}, nil
	}
	if err != nil {
		return model.SignedIn{}, fmt.Errorf("войти без пароля не получилось — %w", err)
	}
	login, err := s.Resume(ctx, token)
	if who, kept := s.place.resumeAlone(); kept && errors.Is(err, remote.ErrNoServer) {
		return s.resumeAlone(ctx, who, token)
	}
	if errors.Is(err, app.ErrSignedOut) {
		return model.SignedIn{}, nil
	}
	if err != nil {
		return model.SignedIn{}, err
	}
	notice, err := s.enter(ctx, presence{in: true, login: login, token: token, kept: true})
	return model.SignedIn{Person: s.Person(), Notice: notice}, err
}

// resumeAlone lets in the remembered person while the college does not answer: they see what was kept here.
func (s *Session) resumeAlone(ctx context.Context, who keptPerson, token string) (model.SignedIn, error) {
	how := presence{in: true, login: who.Login, token: token, kept: true}
	var notice string
	if err := s.place.begin(who.Person, func() presence { return how }); err != nil {
		notice = err.Error()
	}
	me, err := s.Myself(s.place.as(ctx, func() presence { return how }))
	if err != nil {
		s.place.end()
		return model.SignedIn{}, err
	}
	s.mu.Lock()
	s.presence = how
	s.take(me)
	s.mu.Unlock()
	s.readAhead()
	return model.SignedIn{Person: me.Person, Notice: notice}, nil
}

// keep makes this computer remember the session of the token, or nobody, and forget the person who was remembered before. The
// error says what of that failed.
func (s *Session) keep(ctx context.Context, token string, who keptPerson, remember bool) error {
	err := s.remember(ctx, token, who, remember)
	switch {
	case err == nil || errors.Is(err, errStays):
		return err
	case remember:
		return fmt.Errorf("запомнить вход не получилось — %w", err)
	}
	return fmt.Errorf("прежний вход на этом компьютере, возможно, остался запомненным — %w", err)
}

// errStays: the person who was remembered before could not be signed out at the college.
var errStays = errors.New("сеанс того, кто был запомнен на этом компьютере, не завершён: завершите его в «Моих сеансах» под его именем или " +
	"попросите администратора ПОО")

func (s *Session) remember(ctx context.Context, token string, who keptPerson, remember bool) error {
	if someone, err := s.place.anyKept(ctx); err != nil || !someone && !remember {
		return err
	}
	name, err := s.keptName(ctx)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, vaultPatience)
	defer cancel()
	before, err := s.vault.Get(waiting, name)
	if err != nil && !errors.Is(err, vault.ErrNone) {
		return err
	}
	switch {
	case remember:
		err = errors.Join(s.vault.Set(waiting, name, token), s.place.noteKept(who))
	case before != "":
		err = errors.Join(s.vault.Delete(waiting, name), s.place.noteKept(keptPerson{}))
	default:
		return nil
	}
	if before == "" || err != nil {
		return err
	}
	if err := s.EndSession(s.withToken(ctx, before), 0); err != nil && !errors.Is(err, app.ErrSignedOut) {
		return fmt.Errorf("%w (%w)", errStays, err)
	}
	return nil
}

// forgetKept takes the token of an ended session out of the keyring. It is worthless by then, so it does not matter when
// the keyring keeps it.
func (s *Session) forgetKept(ctx context.Context) {
	name, err := s.keptName(ctx)
	if err != nil {
		return
	}
	waiting, cancel := context.WithTimeout(ctx, vaultPatience)
	defer cancel()
	_ = errors.Join(s.vault.Delete(waiting, name), s.place.noteKept(keptPerson{}))
}

func (s *Session) keptName(ctx context.Context) (string, error) {
	id, err := s.place.id(ctx)
	return rememberName(id), err
}

// rememberName is where the keyring keeps the session in a college.
func rememberName(college string) string { return "remember-" + college }
