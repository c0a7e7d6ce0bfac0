package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// ErrSignedOut says that nobody is at work, or that the account was closed meanwhile.
var ErrSignedOut = errors.New("вы не вошли: войдите заново")

const (
	// forgetTries is how long wrong passwords in a row are remembered.
	forgetTries        = 24 * time.Hour
	defaultIdleMinutes = 30
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
	account, err := s.checkPassword(ctx, login, password)
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
func (s *Session) comeIn(ctx context.Context, account store.AccountRecord, remember bool) (model.SignedIn, error) {
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.CameIn(account.Person, s.college.Clock.Now()) })
	if err != nil {
		return model.SignedIn{}, err
	}
	digest, notice := s.rememberHere(ctx, account.Person, remember)
	if err := s.enter(ctx, account.Person, presence{in: true, login: account.Login, digest: digest}); err != nil {
		return model.SignedIn{}, err
	}
	return model.SignedIn{Person: s.Person(), Notice: notice}, nil
}

// checkPassword finds the account behind a login and a password. The try is counted before the password
// is looked at: ending the program does not save it.
func (s *Session) checkPassword(ctx context.Context, login, password string) (store.AccountRecord, error) {
	var account store.AccountRecord
	var key string
	var delay time.Duration
	err := s.college.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if err := s.college.turnDay(tx); err != nil {
			return err
		}
		account, err = tx.AccountByLogin(login)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		key = triesKey(login, err == nil)
		delay, err = countTry(tx, key, s.college.Clock.Now())
		return err
	})
	if err != nil {
		return store.AccountRecord{}, err
	}
	if account.OneTime {
		password = plainOneTime(password)
	}
	if !s.passwords.right(account.Hash, password) {
		if delay > 0 {
			return store.AccountRecord{}, model.TryLaterError{Wait: delay, Wrong: true}
		}
		return store.AccountRecord{}, model.ErrWrongPassword
	}
	return account, s.college.Store.Update(ctx, func(tx *store.Tx) error {
		person, err := tx.Person(account.Person)
		if err != nil {
			return err
		}
		if account.Disabled || !person.Active {
			return model.ErrAccountDisabled
		}
		if err := s.college.holds(tx, account); err != nil {
			return err
		}
		return tx.ForgetTries(key)
	})
}

// countTry notes one more try and says how long the next one has to wait if this one is wrong; a try
// that comes too early is a model.TryLaterError.
func countTry(tx *store.Tx, key string, now time.Time) (time.Duration, error) {
	tries, err := tx.Tries(key)
	if err != nil {
		return 0, err
	}
	if now.Sub(tries.Last) > forgetTries {
		tries = store.Tries{}
	}
	// A clock that was set back must not lock anybody out for longer than the rule says.
	if wait := min(tries.NextAt.Sub(now), model.SignInDelay(tries.Wrong)); wait > 0 {
		return 0, model.TryLaterError{Wait: wait}
	}
	tries.Wrong++
	delay := model.SignInDelay(tries.Wrong)
	tries.Last, tries.NextAt = now, now.Add(delay)
	return delay, tx.SetTries(key, tries)
}

// triesKey is under what the tries of a login are counted. What nobody has for a login may be a password
// in the wrong field, so only two bytes of its digest are kept.
func triesKey(login string, known bool) string {
	if known {
		return model.FoldLogin(login)
	}
	sum := sha256.Sum256([]byte(model.FoldLogin(login)))
	return "?" + hex.EncodeToString(sum[:2])
}

// ChangePassword changes the password of whoever is signed in, and ends «Запомнить меня» on every
// computer. After a sign-in by a one-time password it lets the person in.
func (s *Session) ChangePassword(ctx context.Context, old, password string) (model.SignedIn, error) {
	how := s.how()
	if how.login == "" {
		return model.SignedIn{}, ErrSignedOut
	}
	if err := model.CheckPassword(how.login, password); err != nil {
		return model.SignedIn{}, err
	}
	account, err := s.checkPassword(ctx, how.login, old)
	if err != nil {
		if errors.Is(err, model.ErrWrongPassword) {
			err = wrongOld(err)
		}
		return model.SignedIn{}, err
	}
	if password == old || account.OneTime && plainOneTime(password) == plainOneTime(old) {
		return model.SignedIn{}, errors.New("новый пароль совпадает с прежним: придумайте другой")
	}
	hash := s.passwords.hash(password, s.passwords.chosen)
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		person, err := tx.Person(account.Person)
		if err != nil {
			return err
		}
		err = errors.Join(tx.SetPassword(account.Person, hash), tx.ForgetTokensOf(account.Person))
		if err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), account.Person, "Смена пароля", person.Name.String(), "")
	})
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

// wrongOld says of the old password what is else said of login and password.
func wrongOld(err error) error {
	var later model.TryLaterError
	if errors.As(err, &later) {
		return errors.New("прежний пароль не подходит. Следующая попытка — через " + model.WaitWords(later.Wait))
	}
	return errors.New("прежний пароль не подходит: проверьте раскладку клавиатуры и Caps Lock")
}

// SignOut ends the session: nobody has any rights in it. It ends «Запомнить меня» on this computer too.
func (s *Session) SignOut(ctx context.Context) error {
	s.mu.Lock()
	digest := s.presence.digest
	s.person, s.actor, s.presence = model.Person{}, model.Actor{}, presence{}
	s.mu.Unlock()
	s.college.readings.drop()
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
		return ErrSignedOut
	}
	if _, err := s.checkPassword(ctx, how.login, password); err != nil {
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

// IdleLimit is after how long without a touch the window is locked; zero means never.
func (s *Session) IdleLimit(ctx context.Context) (time.Duration, error) {
	minutes := defaultIdleMinutes
	err := s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		minutes, err = tx.IntSetting(store.SettingIdleMinutes, defaultIdleMinutes)
		return err
	})
	return time.Duration(max(0, minutes)) * time.Minute, err
}
