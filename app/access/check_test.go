package access

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

type fixed struct{}

func (fixed) Now() time.Time                                   { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
func (fixed) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// TestAccountClosedWhileThePasswordIsCompared: a sign-in that was under way begins no session.
func TestAccountClosedWhileThePasswordIsCompared(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a := New(&college.College{Store: s, Dir: dir, Clock: fixed{}, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}})
	const login, password = "kagan", "дубрава-полоз-44"
	person := model.Person{Name: model.ParseName("Каган Наталья"), Kind: model.Staff, Active: true}
	update := func(do func(tx *store.Tx) error) {
		t.Helper()
		if err := s.Update(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *store.Tx) (err error) {
		if person.ID, err = tx.InsertPerson(person); err != nil {
			return err
		}
		return tx.AddAccount(store.AccountRecord{Person: person.ID, Login: login, Hash: a.passwords.hash(password, a.passwords.chosen)})
	})
	for range atOnce {
		a.passwords.gate.slots <- struct{}{}
	}
	ended := make(chan error, 1)
	go func() {
		_, err := a.BeginSession(ctx, login, password, model.Computer{})
		ended <- err
	}()
	for tried := false; !tried; runtime.Gosched() {
		if err := s.View(ctx, func(tx *store.Tx) error {
			tries, err := tx.Tries(triesKey(login, true), "")
			tried = tries.Wrong > 0
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *store.Tx) error {
		return errors.Join(tx.DisableAccount(person.ID), tx.EndSessionsOf(person.ID))
	})
	<-a.passwords.gate.slots
	if err := <-ended; !errors.Is(err, model.ErrAccountDisabled) {
		t.Errorf("the sign-in ends with %v", err)
	}
	if err := s.View(ctx, func(tx *store.Tx) error {
		sessions, err := tx.Sessions(person.ID, fixed{}.Now())
		if len(sessions) > 0 {
			t.Errorf("a session was begun: %+v", sessions)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestPasswordResetWhileAnotherIsChosen: whoever changes a password does not write over the one that an administrator gives the account
// meanwhile, and opens no account that was closed meanwhile.
func TestPasswordResetWhileAnotherIsChosen(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*Access, context.Context, model.PersonID) error
		want      error
	}{
		"reset": {func(a *Access, ctx context.Context, id model.PersonID) error {
			_, err := a.ResetPasswords(ctx, []model.PersonID{id})
			return err
		}, errChanged},
		"closed": {(*Access).DisableAccount, model.ErrAccountDisabled},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, dir := t.Context(), t.TempDir()
			s, err := store.Open(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			at := &college.College{Store: s, Dir: dir, Clock: fixed{}, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}}
			a, administrator := New(at), New(at)
			const login, password = "kagan", "дубрава-полоз-44"
			person := model.Person{Name: model.ParseName("Каган Наталья"), Kind: model.Staff, Active: true}
			if err := s.Update(ctx, func(tx *store.Tx) (err error) {
				if person.ID, err = tx.InsertPerson(person); err != nil {
					return err
				}
				return tx.AddAccount(store.AccountRecord{Person: person.ID, Login: login, Hash: a.passwords.hash(password, a.passwords.chosen)})
			}); err != nil {
				t.Fatal(err)
			}
			hashes := make(chan struct{}) // each hash waits here before it is made, and after
			a.passwords.gate.slots = hashes
			ended := make(chan error, 1)
			go func() {
				_, err := a.ChangePassword(ctx, login, password, "новая-дубрава-55")
				ended <- err
			}()
			<-hashes
			hashes <- struct{}{} // the old password is right
			<-hashes
			var given store.AccountRecord
			if err := c.meanwhile(administrator, college.AsOwner(ctx), person.ID); err != nil {
				t.Fatal(err)
			}
			now := func(tx *store.Tx) (store.AccountRecord, error) { return tx.AccountOf(person.ID) }
			if given, err = store.Read(ctx, s, now); err != nil {
				t.Fatal(err)
			}
			hashes <- struct{}{}
			if err := <-ended; !errors.Is(err, c.want) {
				t.Errorf("the change ends with %v, want %v", err, c.want)
			}
			if left, err := store.Read(ctx, s, now); err != nil || left != given {
				t.Errorf("the account is %+v, %v; the administrator left %+v", left, err, given)
			}
		})
	}
}
