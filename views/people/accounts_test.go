package people

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

// withAccounts is the college of admin with accounts in every state.
func withAccounts() *fakeService {
	f := admin()
	until := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	for i, s := range f.students[:7] {
		a := model.Account{Person: s.Person, Name: s.Name, Kind: model.Student, Group: s.GroupName, Login: "login" + string(rune('a'+i))}
		switch i {
		case 0:
			a.Login = ""
		case 1:
			a.OneTime, a.Until = true, until
		case 2, 4:
			a.OneTime, a.Until, a.RunOut = true, until.AddDate(0, -6, 0), true
		case 3:
			a.Disabled = true
		}
		f.accounts = append(f.accounts, a)
	}
	return f
}

// accounts is the list, in a program that notes whose passwords it is asked to make.
func accounts(t *testing.T, f *fakeService) (b *bench, l *accountList, created, reset *[]model.PersonID, over *func()) {
	t.Helper()
	created, reset, over = new([]model.PersonID), new([]model.PersonID), new(func())
	b = newBenchLook(t, f, fyne.NewSize(1280, 800), 0, func(d *Deps) {
		d.CreateAccounts = func(people []model.PersonID, done func()) { *created, *over = people, done }
		d.ResetPasswords = func(people []model.PersonID, done func()) { *reset, *over = people, done }
	})
	b.tab("accounts")
	return b, b.section.lists[6].tab.(*accountList), created, reset, over
}

// TestNewSlips: those whose one-time passwords have run out are shown, chosen and given new ones, and nobody else.
func TestNewSlips(t *testing.T) {
	f := withAccounts()
	b, l, _, reset, over := accounts(t, f)
	b.Sees("срок истёк", "ждёт до 29.03.2026", "свой пароль", "отключена", "срок истёк: 2")
	l.NameSearch.SetText("нет такого")
	b.Press("Новые листки: срок истёк…")
	if want := []model.PersonID{102, 104}; !slices.Equal(*reset, want) {
		t.Errorf("new passwords for %v, want %v", *reset, want)
	}
	b.Sees("Показано 2 из 7", "выбрано 2")
	for i := range f.accounts {
		f.accounts[i].RunOut = false
	}
	(*over)()
	b.SeesNot("срок истёк: ")
	*reset = nil
	b.Press("Новые листки: срок истёк…")
	b.Sees("Одноразовых паролей с истёкшим сроком нет")
	if *reset != nil {
		t.Errorf("new passwords for %v", *reset)
	}
}

// TestAccountMenu: passwords are made anew for those who have an account, accounts for those who have none.
func TestAccountMenu(t *testing.T) {
	b, l, created, reset, _ := accounts(t, withAccounts())
	l.Table.SelectKeys(100, 101, 103)
	b.item(l.menu(l.Table.Selected()), "Создать учётные записи…")
	b.item(l.menu(l.Table.Selected()), "Сбросить пароли…")
	if !slices.Equal(*created, []model.PersonID{100}) || !slices.Equal(*reset, []model.PersonID{101, 103}) {
		t.Errorf("accounts for %v, passwords for %v", *created, *reset)
	}
	for state, want := range map[model.AccountState]int{0: 7, model.AccountMissing: 1, model.AccountOneTime: 1, model.AccountRunOut: 2, model.AccountDisabled: 1, model.AccountOwn: 2} {
		l.state.SetSelected(state)
		l.Filtered()
		if got := len(l.Table.Rows()); got != want {
			t.Errorf("state %d: %d people, want %d", state, got, want)
		}
	}
}
