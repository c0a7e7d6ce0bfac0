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
	return s.check(ctx, login, password, func(tx *store.Tx, account model.AccountHolder) error {
		return tx.ProveSession(college.SessionOf(tx), account.Person, s.college.Clock.Now())
	})
}

// check is CheckPassword; then is done in the transaction that accepts the password. Comparing it takes long, so the account
// is looked at again there.
func (s *Access) check(
	ctx context.Context, login, password string, then func(*store.Tx, model.AccountHolder) error,
) (model.AccountHolder, error) {
	from, err := s.placeOf(ctx, login)
	if err != nil {
		return model.AccountHolder{}, err
	}
	leave, err := s.passwords.gate.enter(from.place, from.known)
	if err != nil {
		return model.AccountHolder{}, err
	}
	defer leave()
	var account store.AccountRecord
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
		return model.AccountHolder{}, err
	}
	if account.OneTime {
		password = plainOneTime(password)
	}
	if !s.passwords.right(account.Hash, password) {
		if delay > 0 {
			return model.AccountHolder{}, model.TryLaterError{Wait: delay, Wrong: true}
		}
		return model.AccountHolder{}, model.ErrWrongPassword
	}
	holder := model.AccountHolder{Person: account.Person, Login: account.Login, OneTime: account.OneTime}
	return holder, s.college.Store.Update(ctx, func(tx *store.Tx) error {
		person, err := tx.Person(account.Person)
		if err != nil {
			return err
		}
		now, err := tx.AccountOf(account.Person)
		switch {
		case err != nil:
			return err
		case now.Disabled || !person.Active:
			return model.ErrAccountDisabled
		case now.Hash != account.Hash:
			return model.ErrWrongPassword // it was changed meanwhile
		}
		if err := holds(s.college, tx, account); err != nil {
			return err
		}
		return errors.Join(tx.ForgetTries(key, from.place), s.knowDesk(ctx, tx, account.Person), then(tx, holder))
	})
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

// ChangePassword changes the password of an account, and ends all its sessions.
func (s *Access) ChangePassword(ctx context.Context, login, old, password string) (model.AccountHolder, error) {
	var none model.AccountHolder
	if err := model.CheckPassword(login, password); err != nil {
		return none, err
	}
	account, err := s.CheckPassword(ctx, login, old)
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
	return account, s.college.Store.Update(ctx, func(tx *store.Tx) error {
		person, err := tx.Person(account.Person)
		if err != nil {
			return err
		}
		if err := errors.Join(tx.SetPassword(account.Person, hash), tx.EndSessionsOf(account.Person)); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), account.Person, "Смена пароля", person.Name.String(), "")
	})
}
