package desk_test

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/model"
	"zvonok/model/store"
)

// TestSessionsEnd: people see and end their own sessions, the administrator everybody's, and an ended one does nothing more.
func TestSessionsEnd(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	teacher, another := w.session(t, ""), w.session(t, "")
	_, err := teacher.SignIn(t.Context(), login, chosenPassword, false)
	must(t, err)
	another.Equip(desk.Desk{Parts: host.Parts{Computer: "Кабинет 214"}})
	_, err = another.SignIn(t.Context(), login, chosenPassword, false)
	must(t, err)
	rows, err := teacher.Sessions(teacher.As(t.Context()))
	must(t, err)
	if len(rows) != 3 || rows[0].Computer != "Кабинет 214" || rows[0].Own || !rows[1].Own {
		t.Fatalf("own sessions: %+v", rows)
	}
	curator := w.signIn(t, admin, "Кураторова")
	if err := curator.EndSession(curator.As(t.Context()), rows[0].ID); err == nil || errors.Is(err, app.ErrNoRight) {
		t.Errorf("somebody else's session: %v", err)
	}
	if all, err := admin.Sessions(admin.As(t.Context())); err != nil || len(all) != 5 {
		t.Errorf("the administrator sees %+v, %v", all, err)
	}
	must(t, teacher.EndSession(teacher.As(t.Context()), rows[0].ID))
	if _, err := another.MyChats(another.As(t.Context())); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("an ended session: %v", err)
	}
	must(t, admin.EndSession(admin.As(t.Context()), rows[1].ID))
	if _, err := teacher.MyChats(teacher.As(t.Context())); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("a session that the administrator ended: %v", err)
	}
}

// TestSessionsRunOut: a session that nobody keeps lives on by being used; «Запомнить меня» ends on its day.
func TestSessionsRunOut(t *testing.T) {
	for _, c := range []struct {
		kept  bool
		pause time.Duration // between two uses
		uses  int           // that find it
	}{{false, 6 * 24 * time.Hour, 9}, {false, 8 * 24 * time.Hour, 0}, {true, 6 * 24 * time.Hour, 4}, {true, 29 * 24 * time.Hour, 1}} {
		w, admin := newAccounts(t)
		login := w.account(t, admin, "Учителева")
		s := access.New(w.college)
		begun, err := s.BeginSession(t.Context(), login, chosenPassword, model.Computer{Kept: c.kept})
		must(t, err)
		uses := 0
		for range 9 {
			_ = w.clock.Sleep(t.Context(), c.pause)
			use := s.Stay
			if c.kept {
				use = s.Resume // by the program that begins
			}
			if _, err := use(t.Context(), begun.Token); err != nil {
				if !errors.Is(err, app.ErrSignedOut) {
					t.Fatal(err)
				}
				break
			}
			uses++
		}
		if uses != c.uses {
			t.Errorf("%+v: found %d times", c, uses)
		}
	}
}

// TestOpenWindowStaysSignedIn: the session of an open window does not run out, whether it is kept or not.
func TestOpenWindowStaysSignedIn(t *testing.T) {
	for _, kept := range []bool{false, true} {
		staysSignedIn(t, kept)
	}
}

func staysSignedIn(t *testing.T, kept bool) {
	t.Helper()
	w, admin := newAccounts(t)
	open := w.session(t, "")
	_, err := open.SignIn(t.Context(), w.account(t, admin, "Учителева"), chosenPassword, kept)
	must(t, err)
	login := w.account(t, admin, "Кураторова")
	stop := open.Watch(func(model.Notice) {})
	defer stop()
	for range 9 {
		_ = w.clock.Sleep(t.Context(), 5*24*time.Hour)
		must(t, open.Ring(t.Context()))
		_, err := w.session(t, "").SignIn(t.Context(), login, chosenPassword, false) // forgets the sessions that have run out
		must(t, err)
	}
	if _, err := open.MyChats(open.As(t.Context())); err != nil {
		t.Errorf("kept %v: %v", kept, err)
	}
}

// token is that of a new session of somebody.
func (w *world) token(t *testing.T, surname string) string {
	t.Helper()
	token := rand.Text()
	w.update(t, func(tx *store.Tx) error {
		if _, err := tx.AccountOf(w.person(t, surname)); errors.Is(err, store.ErrNotFound) {
			must(t, tx.AddAccount(store.AccountRecord{Person: w.person(t, surname), Login: surname, Hash: "-"}))
		}
		return tx.AddSession(access.Who(token).Session, store.SessionRecord{
			Person: w.person(t, surname), Since: w.clock.Now(), Until: w.clock.Now().Add(time.Hour),
		})
	})
	return token
}
