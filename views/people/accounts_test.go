package people

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
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

// accounts is the list in the section.
func accounts(t *testing.T, f *fakeService) (b *bench, l *accountList) {
	t.Helper()
	b = newBench(t, f)
	b.tab("accounts")
	return b, b.section.lists[6].tab.(*accountList)
}

// TestNewSlips: those whose one-time passwords have run out are shown, chosen and given new ones, and nobody else.
func TestNewSlips(t *testing.T) {
	f := withAccounts()
	b, l := accounts(t, f)
	b.Sees("срок истёк", "ждёт до 29.03.2026", "свой пароль", "отключена", "срок истёк: 2")
	l.NameSearch.SetText("нет такого")
	b.Press("Новые листки: срок истёк…")
	b.Press("Сбросить пароли")
	if want := []model.PersonID{102, 104}; len(f.reset) != 1 || !slices.Equal(f.reset[0], want) {
		t.Errorf("new passwords for %v, want %v", f.reset, want)
	}
	b.Sees("Показано 2 из 7", "выбрано 2")
	for i := range f.accounts {
		f.accounts[i].RunOut = false
	}
	b.Press("Закрыть")
	b.Press("Закрыть без листков")
	b.SeesNot("срок истёк: ")
	b.Press("Новые листки: срок истёк…")
	b.Sees("Одноразовых паролей с истёкшим сроком нет")
	if len(f.reset) != 1 {
		t.Errorf("new passwords for %v", f.reset)
	}
}

// TestNewSlipsBeforeTheListIsRead: nobody knows yet whose passwords have run out.
func TestNewSlipsBeforeTheListIsRead(t *testing.T) {
	b := newBench(t, withAccounts())
	b.late.Late = true
	b.tab("accounts")
	b.Press("Новые листки: срок истёк…")
	b.Sees("Список ещё не прочитан.")
	b.SeesNot("Одноразовых паролей с истёкшим сроком нет")
}

// TestAccountMenu: those who have an account get new passwords; who else is chosen is counted, and keeps theirs.
func TestAccountMenu(t *testing.T) {
	f := withAccounts()
	b, l := accounts(t, f)
	l.Table.SelectKeys(100, 101, 103)
	for item, sure := range map[string]string{"Создать учётные записи…": "Создать", "Сбросить пароли…": "Сбросить пароли"} {
		b.item(l.menu(l.Table.Selected()), item)
		b.Press(sure)
		b.Press("Закрыть")
		b.Press("Закрыть без листков")
		if left := l.Table.Selected(); len(left) > 0 {
			t.Errorf("%s: %d people are still chosen, who would get another password with the next ones", item, len(left))
		}
		l.Table.SelectKeys(100, 101, 103)
	}
	if len(f.asked) != 1 || !slices.Equal(f.asked[0], []model.PersonID{100, 101, 103}) || len(f.reset) != 1 || !slices.Equal(f.reset[0], []model.PersonID{101, 103}) {
		t.Errorf("accounts for %v, passwords for %v", f.asked, f.reset)
	}
	for state, want := range map[model.AccountState]int{0: 7, model.AccountMissing: 1, model.AccountOneTime: 1, model.AccountRunOut: 2, model.AccountDisabled: 1, model.AccountOwn: 2} {
		l.state.SetSelected(state)
		l.Filtered()
		if got := len(l.Table.Rows()); got != want {
			t.Errorf("state %d: %d people, want %d", state, got, want)
		}
	}
}

// TestAccountsKeepMarks: people are gathered search by search; those who are no longer what was looked for are not among them.
func TestAccountsKeepMarks(t *testing.T) {
	f := withAccounts()
	b, l := accounts(t, f)
	for _, state := range []model.AccountState{model.AccountMissing, model.AccountDisabled} {
		l.state.SetSelected(state)
		l.Filtered()
		l.TakeFocus()
		b.Key(fyne.KeySpace)
	}
	b.Sees("Показано 1 из 7 · выбрано 2", "Действия (2)", "Только выбранные")
	l.Reset()
	only := viewtest.InFront[*widgets.Check](&b.Person)[0]
	only.SetChecked(true)
	b.Sees("Показано 2 из 7 · выбрано 2")
	only.SetChecked(false)
	l.state.SetSelected(model.AccountMissing)
	l.Filtered()
	f.accounts[0].Login = "given"
	l.Load()
	b.Sees("Показано 0 из 7 · выбрано 1")
}

// TestAccountsInFront: what is put over another screen begins with «Учётные записи», and leads back.
func TestAccountsInFront(t *testing.T) {
	b := newBench(t, admin())
	b.shell.Push(OpenAccounts(b.deps))
	b.Sees("Новые листки: срок истёк…", "Назад")
	b.Press("Назад")
	b.SeesNot("Новые листки: срок истёк…")
}
