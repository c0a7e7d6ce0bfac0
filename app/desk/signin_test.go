package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// keeping is a keyring that can be locked, or hang until it is given up.
type keeping struct {
	mu      sync.Mutex
	secrets map[string]string
	asked   int
	locked  bool
	hangs   bool
}

var errLocked = errors.New("хранилище ключей недоступно: разблокируйте его")

func (k *keeping) answer(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked++
	if k.hangs {
		<-ctx.Done()
		return errors.New("хранилище ключей не отвечает: разблокируйте его и повторите")
	}
	if k.locked {
		return errLocked
	}
	return nil
}

func (k *keeping) Get(ctx context.Context, name string) (string, error) {
	if err := k.answer(ctx); err != nil {
		return "", err
	}
	if secret, ok := k.secrets[name]; ok {
		return secret, nil
	}
	return "", vault.ErrNone
}

func (k *keeping) Set(ctx context.Context, name, secret string) error {
	if err := k.answer(ctx); err != nil {
		return err
	}
	if k.secrets == nil {
		k.secrets = map[string]string{}
	}
	k.secrets[name] = secret
	return nil
}

func (k *keeping) Delete(ctx context.Context, name string) error {
	if err := k.answer(ctx); err != nil {
		return err
	}
	delete(k.secrets, name)
	return nil
}

func wait(t *testing.T, err error) time.Duration {
	t.Helper()
	var later model.TryLaterError
	if !errors.As(err, &later) {
		t.Fatalf("got %v, want a wait", err)
	}
	return later.Wait
}

// TestSignInDelays: the third wrong password makes the next one wait, a known login and one that nobody
// has alike, and a restart does not help.
func TestSignInDelays(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	for _, who := range []string{login, "nobody.at.all"} {
		t.Run(who, func(t *testing.T) {
			s := w.session(t, "")
			try := func(password string) error {
				_, err := s.SignIn(t.Context(), who, password, false)
				return err
			}
			var words []string
			for range 2 {
				err := try("мимо мимо")
				var later model.TryLaterError
				if !errors.Is(err, model.ErrWrongPassword) || errors.As(err, &later) {
					t.Fatalf("got %v", err)
				}
				words = append(words, err.Error())
			}
			if words[0] != model.ErrWrongPassword.Error() {
				t.Errorf("said %q", words[0])
			}
			third := try("мимо мимо")
			if wait(t, third) != 2*time.Second || !errors.Is(third, model.ErrWrongPassword) {
				t.Errorf("got %v", third)
			}
			s = openWorldAgain(t, w).session(t, "")
			early := try(chosenPassword)
			if wait(t, early) != 2*time.Second || errors.Is(early, model.ErrWrongPassword) {
				t.Errorf("a restart saved the wait: %v", early)
			}
			w.pass(t, 2*time.Second)
			if got := wait(t, try("мимо мимо")); got != 4*time.Second {
				t.Errorf("then %v", got)
			}
			w.pass(t, 4*time.Second)
			if who != login {
				return
			}
			if err := try(chosenPassword); err != nil {
				t.Fatal(err)
			}
			if err := try("мимо мимо"); !errors.Is(err, model.ErrWrongPassword) {
				t.Errorf("a right password did not end the wait: %v", err)
			}
		})
	}
}

// openWorldAgain is the same college opened a second time, on the same clock.
func openWorldAgain(t *testing.T, w *world) *world {
	t.Helper()
	again := openWorld(t, w.college.Dir, w.vk)
	again.clock = w.clock
	again.college.Clock, again.college.PasswordCost = w.clock, cheap
	return again
}

func (w *world) pass(t *testing.T, d time.Duration) {
	t.Helper()
	if err := w.clock.Sleep(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// TestClockSetBack: a clock that was set back a year does not lock anybody out for a year.
func TestClockSetBack(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	s := w.session(t, "")
	for range 3 {
		_, _ = s.SignIn(t.Context(), login, "мимо мимо", false)
	}
	w.pass(t, -365*24*time.Hour)
	_, err := s.SignIn(t.Context(), login, chosenPassword, false)
	if got := wait(t, err); got > 2*time.Second {
		t.Errorf("waits %v", got)
	}
}

func TestSignInWhateverCase(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	if in, err := w.session(t, "").SignIn(t.Context(), "  "+strings.ToUpper(login)+" ", chosenPassword, false); err != nil || in.Person.Name.LastName != "Учителева" {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := w.session(t, "").SignIn(t.Context(), login, strings.ToUpper(chosenPassword), false); !errors.Is(err, model.ErrWrongPassword) {
		t.Errorf("the case of a password does not matter: %v", err)
	}
}

// TestOneTimePassword: it opens nothing but its own change, however it is copied from the paper.
func TestOneTimePassword(t *testing.T) {
	w, admin := newAccounts(t)
	a := w.issue(t, admin, "Менеджерова")
	s := w.session(t, "")
	typed := strings.ToUpper(strings.ReplaceAll(a.Password, "-", " "))
	in, err := s.SignIn(t.Context(), a.Login, typed, true)
	if err != nil || !in.MustChange || in.Person.ID != 0 {
		t.Fatalf("%+v, %v", in, err)
	}
	if s.Person().ID != 0 || s.HasPassword() {
		t.Error("somebody is at work before the password is changed")
	}
	if _, err := s.PreviewInitialise(s.As(t.Context()), model.InitialiseOptions{}, nil); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("a one-time password opens the college: %v", err)
	}
	for password, wrong := range map[string]string{
		a.Password: "совпадает с прежним", typed: "совпадает с прежним", "коротко": "не меньше 8", strings.ToUpper(a.Login): "совпадает с логином",
	} {
		if _, err := s.ChangePassword(t.Context(), a.Password, password); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: got %v, want %q", password, err, wrong)
		}
	}
	if _, err := s.ChangePassword(t.Context(), "мимо мимо", chosenPassword); err == nil || !strings.Contains(err.Error(), "неверный прежний пароль") {
		t.Errorf("got %v", err)
	}
	in, err = s.ChangePassword(t.Context(), a.Password, chosenPassword)
	if err != nil || in.Person.Name.LastName != "Менеджерова" || !s.HasPassword() {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := w.session(t, "").SignIn(t.Context(), a.Login, a.Password, false); !errors.Is(err, model.ErrWrongPassword) {
		t.Errorf("the one-time password still works: %v", err)
	}
}

func TestLock(t *testing.T) {
	w, admin := newAccounts(t)
	if admin.Lock() || admin.Locked() || admin.HasPassword() {
		t.Error("who has no password was locked out")
	}
	s := w.signIn(t, admin, "Учителева")
	if !s.Lock() || !s.Locked() {
		t.Fatal("not locked")
	}
	for range 2 {
		if err := s.Unlock(t.Context(), "мимо мимо"); !errors.Is(err, model.ErrWrongPassword) || !s.Locked() {
			t.Errorf("got %v, locked %v", err, s.Locked())
		}
	}
	if got := wait(t, s.Unlock(t.Context(), "мимо мимо")); got != 2*time.Second {
		t.Errorf("waits %v", got)
	}
	w.pass(t, 2*time.Second)
	if err := s.Unlock(t.Context(), chosenPassword); err != nil || s.Locked() {
		t.Errorf("got %v, locked %v", err, s.Locked())
	}
	if err := s.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Unlock(t.Context(), chosenPassword); !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("nobody unlocked the window: %v", err)
	}
}

func TestIdleLimit(t *testing.T) {
	w, admin := newAccounts(t)
	for _, c := range []struct {
		set  string
		want time.Duration
	}{{"", 30 * time.Minute}, {"5", 5 * time.Minute}, {"0", 0}, {"-3", 0}, {"вечность", 30 * time.Minute}} {
		w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingIdleMinutes, c.set) })
		if got, err := admin.IdleLimit(t.Context()); err != nil || got != c.want {
			t.Errorf("%q: %v, %v", c.set, got, err)
		}
	}
}

// TestSixRolesSignIn: each of the six comes in by a password of their own and is who they are.
func TestSixRolesSignIn(t *testing.T) {
	w, admin := newAccounts(t)
	w.run(t, initialise)
	chats := map[string]int{}
	for _, surname := range []string{"Админова", "Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"} {
		s := w.signIn(t, admin, surname)
		list, err := s.Chats(s.As(t.Context()), model.ChatFilter{})
		if staff := s.Person().Kind.Has(model.Staff); staff != (err == nil) {
			t.Errorf("%s: %v", surname, err)
		}
		chats[surname] = len(list)
		if got := s.Actor().Person; got != w.person(t, surname) {
			t.Errorf("%s is %d", surname, got)
		}
	}
	if !(chats["Админова"] == chats["Менеджерова"] && chats["Админова"] > chats["Учителева"] && chats["Учителева"] > 0 && chats["Кураторова"] > 0) {
		t.Errorf("they see %v", chats)
	}
}
