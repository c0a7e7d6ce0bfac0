package desk_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/app/access"
	"zvonok/model"
	"zvonok/model/store"
)

// TestForgottenPassword: the owner of the file lets an administrator in again, who chooses a new one.
func TestForgottenPassword(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Админова")
	must(t, w.college.Store.Update(t.Context(), func(tx *store.Tx) error {
		return tx.DisableAccount(w.person(t, "Админова"))
	}))
	for range 4 { // the tries of a person who does not remember
		_, _ = w.session(t, "").SignIn(t.Context(), login, "не помню", false)
	}
	issued, err := access.OneTimePassword(t.Context(), w.college, strings.ToUpper(login))
	if err != nil || issued.Login != login || issued.Name.LastName != "Админова" {
		t.Fatalf("%+v, %v", issued, err)
	}
	s := w.session(t, "")
	if in, err := s.SignIn(t.Context(), login, issued.Password, false); err != nil || !in.MustChange {
		t.Fatalf("the one-time password gives %+v, %v", in, err)
	}
	if s.Actor().MayManageAccounts() {
		t.Error("a one-time password opens more than its own change")
	}
	if _, err := s.ChangePassword(t.Context(), issued.Password, "жёлтый чемодан"); err != nil {
		t.Fatal(err)
	}
	for password, opens := range map[string]bool{"жёлтый чемодан": true, chosenPassword: false, issued.Password: false} {
		if in, err := w.session(t, "").SignIn(t.Context(), login, password, false); (err == nil && !in.MustChange) != opens {
			t.Errorf("%q gives %+v, %v", password, in, err)
		}
	}
	if got, want := w.journal(t, "Сброшены пароли"), []string{"Админова Анна: логин " + login + ", командой «zvonok password»"}; !slices.Equal(got, want) {
		t.Errorf("the journal says %q", got)
	}
}

func TestForgottenPasswordOfNobody(t *testing.T) {
	w, admin := newAccounts(t)
	for _, c := range []struct {
		name, login, want string
		before            func()
	}{
		{"no accounts", "adminova.a", "ни у кого из администраторов ПОО нет учётной записи", func() {}},
		{"another login", "direktor", "входят под логинами: adminova.a", func() { w.account(t, admin, "Админова") }},
		{"who left", "zavkhozova.a", "больше не числится", func() {
			w.account(t, admin, "Завхозова")
			must(t, admin.LeaveStaff(admin.As(t.Context()), []model.PersonID{w.person(t, "Завхозова")}))
		}},
	} {
		c.before()
		if issued, err := access.OneTimePassword(t.Context(), w.college, c.login); err == nil || !strings.Contains(err.Error(), c.want) || issued.Password != "" {
			t.Errorf("%s: %+v, %v", c.name, issued, err)
		}
	}
}
