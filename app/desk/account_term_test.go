package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zvonok/app/access"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

const aDay = 24 * time.Hour

// TestOneTimePasswordRunsOut: a slip that was not used in time opens nothing and says who to ask, though only to who
// has it; a new one opens again.
func TestOneTimePasswordRunsOut(t *testing.T) {
	w, owner := newAccounts(t)
	admin := w.signIn(t, owner, "Админова")
	a := w.issue(t, admin, "Менеджерова")
	try := func(password string) error {
		_, err := w.session(t, "").SignIn(t.Context(), a.Login, password, false)
		return err
	}
	w.pass(t, 120*aDay)
	if err := try(a.Password); err != nil {
		t.Fatalf("on the last day: %v", err)
	}
	waiting := w.session(t, "")
	if _, err := waiting.SignIn(t.Context(), a.Login, a.Password, false); err != nil {
		t.Fatal(err)
	}
	w.pass(t, aDay)
	err := try(a.Password)
	var over model.RunOutError
	if !errors.As(err, &over) || err.Error() != "срок одноразового пароля истёк. Попросите новый у администратора: Админова Анна" {
		t.Fatalf("after the last day: %v", err)
	}
	if _, err := waiting.ChangePassword(t.Context(), a.Password, chosenPassword); !errors.As(err, &over) {
		t.Errorf("a window left open is a way around: %v", err)
	}
	if err := try("мимо мимо"); !errors.Is(err, model.ErrWrongPassword) || errors.As(err, &over) {
		t.Errorf("a stranger is told: %v", err)
	}
	if _, err := admin.ResetPasswords(admin.As(t.Context()), []model.PersonID{a.Person}); err != nil {
		t.Fatal(err)
	}
	if err := try(a.Password); !errors.Is(err, model.ErrWrongPassword) || errors.As(err, &over) {
		t.Errorf("the old slip: %v", err)
	}
}

// TestOneTimeSetting: the term is the college's, and a chosen password has none.
func TestOneTimeSetting(t *testing.T) {
	for set, holds := range map[string]int{"10": 10, "": 120, "вечность": 120, "-3": 1, "100000000": 366} {
		w, admin := newAccounts(t)
		login := w.account(t, admin, "Учителева")
		w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingOneTimeDays, set) })
		a := w.issue(t, admin, "Менеджерова")
		if got := int(a.Until.Sub(w.clock.Now().Truncate(aDay)) / aDay); got != holds {
			t.Errorf("%q: the slip says %d days", set, got)
		}
		w.pass(t, time.Duration(holds)*aDay)
		if _, err := w.session(t, "").SignIn(t.Context(), a.Login, a.Password, false); err != nil {
			t.Errorf("%q: %v", set, err)
		}
		w.pass(t, aDay)
		if _, err := w.session(t, "").SignIn(t.Context(), a.Login, a.Password, false); !errors.As(err, new(model.RunOutError)) {
			t.Errorf("%q: %v", set, err)
		}
		if _, err := w.session(t, "").SignIn(t.Context(), login, chosenPassword, false); err != nil {
			t.Errorf("a chosen password: %v", err)
		}
	}
}

// TestRunOutNobodyToAsk: the only administrator is sent to the owner of the file, whose command lets them in.
func TestRunOutNobodyToAsk(t *testing.T) {
	w, owner := newAccounts(t)
	a := w.issue(t, owner, "Админова")
	w.pass(t, 121*aDay)
	_, err := w.session(t, "").SignIn(t.Context(), a.Login, a.Password, false)
	var over model.RunOutError
	if !errors.As(err, &over) || len(over.Ask) != 0 || over.Login != a.Login {
		t.Fatalf("got %v", err)
	}
	again, err := access.OneTimePassword(t.Context(), w.college, a.Login)
	if err != nil || !again.Until.Equal(w.clock.Now().Truncate(aDay).AddDate(0, 0, 120)) {
		t.Fatalf("%+v, %v", again, err)
	}
	if in, err := w.session(t, "").SignIn(t.Context(), a.Login, again.Password, false); err != nil || !in.MustChange {
		t.Errorf("%+v, %v", in, err)
	}
}

// TestAccountsTellRunOut: the list says who has not come in time, and new slips for those open again.
func TestAccountsTellRunOut(t *testing.T) {
	w, admin := newAccounts(t)
	w.account(t, admin, "Учителева")
	old := w.issue(t, admin, "Менеджерова")
	w.pass(t, 100*aDay)
	w.issue(t, admin, "Алексеева")
	w.pass(t, 21*aDay)
	states := func(s *desk.Session) map[string]model.AccountState {
		accounts, err := s.Accounts(s.As(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]model.AccountState{}
		for _, a := range accounts {
			got[a.Name.LastName] = a.State()
		}
		return got
	}
	got := states(admin)
	for surname, want := range map[string]model.AccountState{"Учителева": model.AccountOwn, "Менеджерова": model.AccountRunOut,
		"Алексеева": model.AccountOneTime, "Борисова": model.AccountMissing} {
		if got[surname] != want {
			t.Errorf("%s is %d, want %d", surname, got[surname], want)
		}
	}
	issued, err := admin.ResetPasswords(admin.As(t.Context()), []model.PersonID{old.Person})
	if err != nil || len(issued) != 1 || !slices.Equal(issued, []model.Issued{{Person: old.Person, Name: old.Name, Login: old.Login,
		Password: issued[0].Password, Until: w.clock.Now().Truncate(aDay).AddDate(0, 0, 120)}}) {
		t.Fatalf("%+v, %v", issued, err)
	}
	if got := states(admin)["Менеджерова"]; got != model.AccountOneTime {
		t.Errorf("after a new slip: %d", got)
	}
}
