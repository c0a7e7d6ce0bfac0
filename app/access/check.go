package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// forgetTries is how long wrong passwords in a row are remembered.
const forgetTries = 24 * time.Hour

// CheckPassword finds the account behind a login and a password. The try is counted before the password is looked at: ending
// the program does not save it. If somebody at work types their own password, that is noted for a while.
func (s *Access) CheckPassword(ctx context.Context, login, password string) (model.AccountHolder, error) {
	account, err := s.check(ctx, login, password, s.prove)
	return holderOf(account), err
}

func (s *Access) prove(tx *store.Tx, account store.AccountRecord) error {
	return tx.ProveSession(college.SessionOf(tx), account.Person, s.college.Clock.Now())
}

func holderOf(a store.AccountRecord) model.AccountHolder {
	return model.AccountHolder{Person: a.Person, Login: a.Login, OneTime: a.OneTime}
}

// check is CheckPassword; then is done in the transaction that accepts the password. Comparing it takes long, so the account
// is looked at again there.
func (s *Access) check(
	ctx context.Context, login, password string, then func(*store.Tx, store.AccountRecord) error,
) (account store.AccountRecord, err error) {
	from, err := s.placeOf(ctx, login)
	if err != nil {
		return account, err
	}
	leave, err := s.passwords.gate.enter(from.place, from.known)
	if err != nil {
		return account, err
	}
	defer leave()
	var key string
	var delay time.Duration
	err = s.college.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if err := s.college.TurnDayIn(tx); err != nil {
			return err
		}
		account, err = tx.AccountByLogin(login)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		key = triesKey(login, err == nil)
		delay, err = countTry(tx, key, from.place, s.college.Clock.Now())
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
		if _, err := unaltered(tx, account); err != nil {
			return err
		}
		if err := holds(s.college, tx, account); err != nil {
			return err
		}
		return errors.Join(tx.ForgetTries(key, from.place), s.knowDesk(ctx, tx, account.Person), then(tx, account))
	})
}

// unaltered gives the person of an account whose password was right a moment ago, unless the account was closed since or got another
// password.
func unaltered(tx *store.Tx, account store.AccountRecord) (model.Person, error) {
	person, err := tx.Person(account.Person)
	if err != nil {
		return person, err
	}
	now, err := tx.AccountOf(account.Person)
	switch {
	case err != nil:
		return person, err
	case now.Disabled || !person.Active:
		return person, model.ErrAccountDisabled
	case now.Hash != account.Hash:
		return person, model.ErrWrongPassword
	}
	return person, nil
}

// countTry notes one more try and says how long the next one has to wait if this one is wrong; a try
// that comes too early is a model.TryLaterError.
func countTry(tx *store.Tx, key, place string, now time.Time) (time.Duration, error) {
	tries, err := tx.Tries(key, place)
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
	return delay, tx.SetTries(key, place, tries)
}

// triesKey is the key by which the tries of a login are counted. A login that nobody has may be a password in the wrong
// field, so only two bytes of its digest are kept.
func triesKey(login string, known bool) string {
	if known {
		return model.FoldLogin(login)
	}
	sum := sha256.Sum256([]byte(model.FoldLogin(login)))
	return "?" + hex.EncodeToString(sum[:2])
}

// wrongOld replaces the words about login and password by words about the old password.
func wrongOld(err error) error {
	if later, ok := errors.AsType[model.TryLaterError](err); ok {
		return errors.New("неверный прежний пароль. Следующая попытка — через " + model.WaitWords(later.Wait))
	}
	return errors.New("неверный прежний пароль: проверьте раскладку клавиатуры и Caps Lock")
}

// IdleLimit is how long nobody may touch the window before it is locked; zero means forever.
func (s *Access) IdleLimit(ctx context.Context) (time.Duration, error) {
	minutes, err := store.Read(ctx, s.college.Store, func(tx *store.Tx) (int, error) {
		return tx.IntSetting(store.SettingIdleMinutes, model.DefaultSettings().IdleMinutes)
	})
	return time.Duration(max(0, minutes)) * time.Minute, err
}

var errChanged = errors.New("пароль этой учётной записи только что сменили в другом месте: войдите с новым")

// ChangePassword changes the password of an account, and ends all its sessions.
func (s *Access) ChangePassword(ctx context.Context, login, old, password string) (model.AccountHolder, error) {
	var none model.AccountHolder
	if err := model.CheckPassword(login, password); err != nil {
		return none, err
	}
	account, err := s.check(ctx, login, old, s.prove)
	if err != nil {
		if errors.Is(err, model.ErrWrongPassword) {
			err = wrongOld(err)
		}
		return none, err
	}
	if password == old || account.OneTime && plainOneTime(password) == plainOneTime(old) {
		return none, errors.New("новый пароль совпадает с прежним: придумайте другой")
	}
	hash := s.passwords.hash(password, s.passwords.chosen)
	return holderOf(account), s.college.Store.Update(ctx, func(tx *store.Tx) error {
		// The hash took a while, in which an administrator may have reset the password.
		person, err := unaltered(tx, account)
		if errors.Is(err, model.ErrWrongPassword) {
			return errChanged
		}
		if err != nil {
			return err
		}
		if err := errors.Join(tx.SetPassword(account.Person, hash), tx.EndSessionsOf(account.Person)); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), account.Person, "Смена пароля", person.Name.String(), "")
	})
}
