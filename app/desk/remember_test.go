package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/app/vault"
	"zvonok/model"
)

// remembered is a computer whose keyring remembers somebody.
func remembered(t *testing.T) (w *world, admin *desk.Session, ring *keeping, login string) {
	t.Helper()
	w, admin = newAccounts(t)
	login = w.account(t, admin, "Учителева")
	ring = &keeping{}
	s := w.session(t, "")
	s.UseVault(ring)
	in, err := s.SignIn(t.Context(), login, chosenPassword, true)
	if err != nil || in.Notice != "" {
		t.Fatalf("%+v, %v", in, err)
	}
	return w, admin, ring, login
}

// silently is a start of the program on the computer with the keyring.
func (w *world) silently(t *testing.T, ring vault.Vault) (*desk.Session, model.SignedIn, error) {
	t.Helper()
	s := openWorldAgain(t, w).session(t, "")
	s.UseVault(ring)
	in, err := s.SignInRemembered(t.Context())
	return s, in, err
}

func TestRemembered(t *testing.T) {
	w, admin, ring, login := remembered(t)
	s, in, err := w.silently(t, ring)
	if err != nil || in.Person.Name.LastName != "Учителева" || !s.HasPassword() {
		t.Fatalf("%+v, %v", in, err)
	}
	gone := func(t *testing.T, why string) {
		t.Helper()
		if _, in, err := w.silently(t, ring); err != nil || in.Person.ID != 0 {
			t.Errorf("%s: %+v, %v", why, in, err)
		}
	}
	again := func(t *testing.T) *desk.Session {
		t.Helper()
		s := w.session(t, "")
		s.UseVault(ring)
		if _, err := s.SignIn(t.Context(), login, chosenPassword, true); err != nil {
			t.Fatal(err)
		}
		if _, in, err := w.silently(t, ring); err != nil || in.Person.ID == 0 {
			t.Fatalf("%+v, %v", in, err)
		}
		return s
	}
	if err := s.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone(t, "after a sign-out")

	if _, err := again(t).ChangePassword(t.Context(), chosenPassword, "зелёный чемодан"); err != nil {
		t.Fatal(err)
	}
	gone(t, "after a change of the password")
	back := w.session(t, "")
	if _, err := back.SignIn(t.Context(), login, "зелёный чемодан", false); err != nil {
		t.Fatal(err)
	}
	if _, err := back.ChangePassword(t.Context(), "зелёный чемодан", chosenPassword); err != nil {
		t.Fatal(err)
	}

	again(t)
	w.pass(t, 30*24*time.Hour)
	gone(t, "after 30 days")

	again(t)
	if err := admin.DisableAccount(admin.As(t.Context()), w.person(t, "Учителева")); err != nil {
		t.Fatal(err)
	}
	gone(t, "after the account was disabled")
}

// TestRememberedOnePerson: a person who signs in on a computer takes the place of the one who was remembered.
func TestRememberedOnePerson(t *testing.T) {
	w, admin, ring, _ := remembered(t)
	other := w.account(t, admin, "Кураторова")
	s := w.session(t, "")
	s.UseVault(ring)
	if _, err := s.SignIn(t.Context(), other, chosenPassword, false); err != nil {
		t.Fatal(err)
	}
	if _, in, err := w.silently(t, ring); err != nil || in.Person.ID != 0 {
		t.Errorf("%+v, %v", in, err)
	}
	if len(ring.secrets) != 0 {
		t.Error("the keyring still holds the other's token")
	}
}

// broken are contracts some of which fail.
type broken struct {
	app.Contracts
	end, myself error
}

func (b broken) EndSession(ctx context.Context, id model.SessionID) error {
	if b.end != nil {
		return b.end
	}
	return b.Contracts.EndSession(ctx, id)
}

func (b broken) Myself(ctx context.Context) (model.Myself, error) {
	if b.myself != nil {
		return model.Myself{}, b.myself
	}
	return b.Contracts.Myself(ctx)
}

// TestFormerSessionStays: where the session of a person who was remembered cannot be ended, a person who signs in is told, and the computer
// remembers the former person no more.
func TestFormerSessionStays(t *testing.T) {
	for _, remember := range []bool{false, true} {
		w, admin, ring, _ := remembered(t)
		other := w.account(t, admin, "Кураторова")
		s := w.session(t, "")
		s.UseVault(ring)
		s.Contracts = broken{Contracts: s.Contracts, end: model.ErrNoRoom}
		in, err := s.SignIn(t.Context(), other, chosenPassword, remember)
		if err != nil || !strings.Contains(in.Notice, "Вы вошли, но сеанс того, кто был запомнен на этом компьютере, не завершён") {
			t.Errorf("remembering %v: %+v, %v", remember, in, err)
		}
		want := model.PersonID(0)
		if remember {
			want = w.person(t, "Кураторова")
		}
		if _, in, err := w.silently(t, ring); err != nil || in.Person.ID != want {
			t.Errorf("remembering %v, remembered is %+v, %v", remember, in, err)
		}
	}
}

// TestSignInLeavesNoSession: a sign-in that fails after the password was right leaves no session that nobody works by.
func TestSignInLeavesNoSession(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	before, err := admin.Sessions(admin.As(t.Context()))
	must(t, err)
	s := w.session(t, "")
	s.Contracts = broken{Contracts: s.Contracts, myself: model.ErrNoRoom}
	if _, err := s.SignIn(t.Context(), login, chosenPassword, false); !errors.Is(err, model.ErrNoRoom) {
		t.Errorf("signed in: %v", err)
	}
	after, err := admin.Sessions(admin.As(t.Context()))
	must(t, err)
	if len(after) != len(before) {
		t.Errorf("%d sessions, before there were %d", len(after), len(before))
	}
}

// TestRememberedAfterSomebodyWhoLeft: a person who was remembered here and has left the college stands in nobody's way.
func TestRememberedAfterSomebodyWhoLeft(t *testing.T) {
	w, admin, ring, _ := remembered(t)
	other := w.account(t, admin, "Кураторова")
	must(t, admin.LeaveStaff(admin.As(t.Context()), []model.PersonID{w.person(t, "Учителева")}))
	s := w.session(t, "")
	s.UseVault(ring)
	if in, err := s.SignIn(t.Context(), other, chosenPassword, true); err != nil || in.Notice != "" {
		t.Errorf("%+v, %v", in, err)
	}
	if _, in, err := w.silently(t, ring); err != nil || in.Person.ID != w.person(t, "Кураторова") {
		t.Errorf("remembered is %+v, %v", in, err)
	}
}

// TestKeyringLeftAlone: where nobody asked to be remembered the keyring is not asked to be unlocked.
func TestKeyringLeftAlone(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	ring := &keeping{}
	if _, in, err := w.silently(t, ring); err != nil || in.Person.ID != 0 {
		t.Errorf("%+v, %v", in, err)
	}
	s := w.session(t, "")
	s.UseVault(ring)
	if _, err := s.SignIn(t.Context(), login, chosenPassword, false); err != nil {
		t.Fatal(err)
	}
	if err := s.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ring.asked > 0 {
		t.Errorf("the keyring was asked %d times", ring.asked)
	}
}

// TestKeyringLocked: a keyring that is locked or hangs keeps nobody from working, and is told of.
func TestKeyringLocked(t *testing.T) {
	w, _, ring, login := remembered(t)
	ring.locked = true
	s, in, err := w.silently(t, ring)
	if !errors.Is(err, errLocked) || in.Person.ID != 0 || s.Person().ID != 0 {
		t.Errorf("%+v, %v", in, err)
	}
	in, err = s.SignIn(t.Context(), login, chosenPassword, true)
	if err != nil || in.Person.ID == 0 || !strings.Contains(in.Notice, "запомнить вход не получилось — хранилище ключей недоступно: разблокируйте") {
		t.Errorf("%+v, %v", in, err)
	}
	if err := s.SignOut(t.Context()); err != nil {
		t.Error(err)
	}
	in, err = s.SignIn(t.Context(), login, chosenPassword, false)
	if err != nil || in.Person.ID == 0 || !strings.Contains(in.Notice, "прежний вход на этом компьютере, возможно, остался запомненным — ") {
		t.Errorf("not remembered: %+v, %v", in, err)
	}
	ring.locked, ring.hangs = false, true
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.SignInRemembered(ctx); err == nil || !strings.Contains(err.Error(), "не отвечает") {
		t.Errorf("got %v", err)
	}
}
