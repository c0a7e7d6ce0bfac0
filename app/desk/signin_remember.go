package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

const (
	rememberFor = 30 * 24 * time.Hour
	// vaultPatience is how long a sign-in that already succeeded waits for the keyring.
	vaultPatience = 5 * time.Second
)

// SignInRemembered lets in whoever asked to be remembered on this computer. Nobody being remembered is
// no error: the answer's Person is then zero. An error says why the keyring could not be asked.
func (s *Session) SignInRemembered(ctx context.Context) (model.SignedIn, error) {
	now := s.college.Clock.Now()
	var someone bool
	err := s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		someone, err = tx.AnyRemembered(now)
		return err
	})
	if err != nil || !someone {
		return model.SignedIn{}, err // the keyring need not be opened for nothing
	}
	name, err := s.rememberName(ctx)
	if err != nil {
		return model.SignedIn{}, err
	}
	token, err := s.vault.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return model.SignedIn{}, nil
	}
	if err != nil {
		return model.SignedIn{}, fmt.Errorf("войти без пароля не получилось: %w", err)
	}
	if err := s.college.TurnDay(ctx); err != nil {
		return model.SignedIn{}, err
	}
	var account store.AccountRecord
	known := false
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		id, err := tx.Remembered(digestOf(token), now)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		person, err := tx.Person(id)
		if err != nil {
			return err
		}
		account, err = tx.AccountOf(id)
		known = err == nil && person.Active && !account.Disabled && !account.OneTime
		return err
	})
	if err != nil || !known {
		return model.SignedIn{}, err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.NoteSignIn(account.Person, now) })
	if err != nil {
		return model.SignedIn{}, err
	}
	err = s.enter(ctx, account.Person, presence{in: true, login: account.Login, digest: digestOf(token)})
	return model.SignedIn{Person: s.Person()}, err
}

// rememberHere makes this computer remember the person, or nobody: whoever was remembered here before is
// not any more. A keyring that does not do its part is only worth a notice.
func (s *Session) rememberHere(ctx context.Context, id model.PersonID, remember bool) (digest, notice string) {
	digest, err := s.replaceToken(ctx, id, remember)
	if err == nil {
		return digest, ""
	}
	if remember {
		return digest, "Вы вошли, но запомнить вход не получилось: " + err.Error()
	}
	return "", ""
}

func (s *Session) replaceToken(ctx context.Context, id model.PersonID, remember bool) (string, error) {
	now := s.college.Clock.Now()
	var someone bool
	err := s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		someone, err = tx.AnyRemembered(now)
		return err
	})
	if err != nil {
		return "", err
	}
	name, err := s.rememberName(ctx)
	if err != nil {
		return "", err
	}
	waiting, cancel := context.WithTimeout(ctx, vaultPatience)
	defer cancel()
	if someone {
		before, err := s.vault.Get(waiting, name)
		if err != nil && !errors.Is(err, vault.ErrNone) {
			return "", err
		}
		err = s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.ForgetToken(digestOf(before)) })
		if err != nil {
			return "", err
		}
		if before != "" && !remember {
			return "", s.vault.Delete(waiting, name)
		}
	}
	if !remember {
		return "", nil
	}
	token := rand.Text()
	digest := digestOf(token)
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.Remember(digest, id, now, now.Add(rememberFor)) })
	if err != nil {
		return "", err
	}
	if err := s.vault.Set(waiting, name, token); err != nil {
		// A keyring that is still asking to be unlocked may yet keep the token, so it stays good.
		if waiting.Err() == nil {
			err = errors.Join(err, s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.ForgetToken(digest) }))
			return "", err
		}
		return digest, err
	}
	return digest, nil
}

// forgetHere ends a remembered sign-in. Its token is worthless from then on, so it does not matter when
// the keyring keeps it.
func (s *Session) forgetHere(ctx context.Context, digest string) error {
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.ForgetToken(digest) })
	if err != nil {
		return err
	}
	name, err := s.rememberName(ctx)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, vaultPatience)
	defer cancel()
	_ = s.vault.Delete(waiting, name)
	return nil
}

func (s *Session) rememberName(ctx context.Context) (string, error) {
	id, err := s.college.ID(ctx)
	return "remember-" + id, err
}

// digestOf is what is stored of a token; the token has 130 random bits, so a plain digest is enough.
func digestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
