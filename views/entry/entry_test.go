package entry

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestStart(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*fakeService)
		sees    string
		entered bool
	}{
		"no college":  {func(f *fakeService) { f.entry = model.Entry{} }, "Завести колледж на этом компьютере", false},
		"no accounts": {func(f *fakeService) { f.entry.Accounts = false }, "Управление чатами", true},
		"remembered":  {func(f *fakeService) { f.remembered = f.signedIn }, "Управление чатами", true},
		"nobody":      {nil, "Вход в «Звонок»", false},
		"keyring fails": {func(f *fakeService) {
			f.rememberErr = errors.New("хранилище ключей не отвечает")
		}, "Хранилище ключей не отвечает.", false},
		"broken file": {func(f *fakeService) { f.entryErr = errors.New("файл повреждён") }, "Файл повреждён.", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.change)
			b.entry.Start()
			b.Sees(c.sees)
			if (len(b.entered) > 0) != c.entered {
				t.Errorf("entered %v", b.entered)
			}
		})
	}
}

// TestLoginIsRemembered: somebody who signs in again on a computer types only the password; a refused login is not kept.
func TestLoginIsRemembered(t *testing.T) {
	b := newBench(t, nil)
	b.entry.Start()
	b.fill("kagan", "не тот")
	b.Press("Войти")
	if got := fyne.CurrentApp().Preferences().String(loginPreference); got != "" {
		t.Errorf("a refused sign-in leaves %q", got)
	}
	b.fill("kagan", rightPassword)
	b.Press("Войти")
	b.entry.signIn("Колледж", "")
	fields := b.fields()
	if fields[0].Text != "kagan" || b.Window.Canvas().Focused() != fyne.Focusable(fields[1]) {
		t.Errorf("the login is %q, the focus is on %T", fields[0].Text, b.Window.Canvas().Focused())
	}
}

// TestHiddenWay: what cannot be opened yet has no button.
func TestHiddenWay(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.SeesNot("Подключиться")
	b.exec.Late = true
	b.Press("Открыть демонстрационный колледж")
	if b.quit != 0 {
		t.Error("the window ended on the goroutine that works")
	}
	b.exec.Release()
	if b.demo != 1 || b.quit != 1 {
		t.Errorf("opened %d times, ended %d times", b.demo, b.quit)
	}
	b.demoErr = errors.New("нет места на диске")
	b.Press("Открыть демонстрационный колледж")
	b.Sees("Нет места на диске.")
	if b.quit != 1 {
		t.Error("the window ended although nothing goes on")
	}
}

// TestKeyringHangs: while the keyring hangs the form is a click away, and a late answer does not push in.
func TestKeyringHangs(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.remembered = f.signedIn })
	b.exec.Late = true
	b.entry.signInSilently("Педагогический колледж")
	b.Press("Войти с паролем")
	b.Sees("Вход в «Звонок»")
	b.exec.Release()
	if len(b.entered) > 0 {
		t.Error("a late answer opened the program")
	}
	b.Sees("Вход в «Звонок»")
}

func TestSignIn(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.signedIn.Notice = "хранилище закрыто" })
	b.entry.Start()
	b.Press("Войти")
	b.Sees("Введите логин.")
	b.fill("riazantseva.ev", "мимо")
	b.Press("Войти")
	b.Sees("Неверный логин или пароль")
	if got := b.fields(); got[1].Text != "" || got[0].Text != "riazantseva.ev" {
		t.Errorf("left %q and %q", got[0].Text, got[1].Text)
	}
	b.check()
	b.fill("riazantseva.ev", rightPassword)
	b.Window.Canvas().Focus(b.fields()[1])
	b.enter()
	if len(b.entered) != 1 || b.entered[0] != "хранилище закрыто" {
		t.Errorf("entered with %q", b.entered)
	}
	if want := "riazantseva.ev/" + rightPassword + "/да"; b.service.asked[len(b.service.asked)-1] != want {
		t.Errorf("asked %q", b.service.asked)
	}
}

// TestSignInWaits: the button counts the wait down, and nothing is asked meanwhile.
func TestSignInWaits(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.signInErr = model.TryLaterError{Wait: 4 * time.Second, Wrong: true} })
	b.entry.Start()
	b.fill("riazantseva.ev", "мимо")
	b.Press("Войти")
	b.Sees("через 4 секунды")
	b.fill("riazantseva.ev", rightPassword)
	b.Press("Войти")
	b.Window.Canvas().Focus(b.fields()[1])
	b.enter()
	if len(b.service.asked) != 1 {
		t.Errorf("asked %d times while waiting", len(b.service.asked))
	}
	b.clock.pass(2 * time.Second)
	b.Sees("через 2 секунды")
	b.clock.pass(2 * time.Second)
	b.Sees("Можно попробовать снова.")
	b.service.signInErr = nil
	b.Press("Войти")
	if len(b.entered) != 1 {
		t.Error("not let in after the wait")
	}
}

// TestSignInRunOut: somebody with an old slip is told who to ask.
func TestSignInRunOut(t *testing.T) {
	b := newBench(t, func(f *fakeService) {
		f.signInErr = model.RunOutError{Ask: []model.Name{model.ParseName("Иванова Анна Петровна")}}
	})
	b.entry.Start()
	b.fill("kagan.nv", rightPassword)
	b.Press("Войти")
	b.Sees("Срок одноразового пароля истёк. Попросите новый у администратора: Иванова Анна Петровна")
}

// TestSignInBusy: a second press while the first is under way asks nothing.
func TestSignInBusy(t *testing.T) {
	b := newBench(t, nil)
	b.entry.Start()
	b.fill("riazantseva.ev", rightPassword)
	b.exec.Late = true
	b.Press("Войти")
	b.Sees("Входим…")
	b.Press("Входим…")
	b.exec.Release()
	if len(b.service.asked) != 1 || len(b.entered) != 1 {
		t.Errorf("asked %q, entered %d times", b.service.asked, len(b.entered))
	}
}

func TestFirstPassword(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.mustChange = true })
	b.entry.Start()
	b.fill("riazantseva.ev", rightPassword)
	b.Press("Войти")
	b.Sees("Придумайте свой пароль")
	if len(b.entered) > 0 {
		t.Fatal("a one-time password opened the program")
	}
	b.fill("зелёный чемодан", "зелёный чемодон")
	b.Press("Сохранить и войти")
	b.Sees("Пароли не совпадают")
	b.service.changeErr = errors.New("такой пароль слишком легко угадать")
	b.fill("зелёный чемодан", "зелёный чемодан")
	b.Press("Сохранить и войти")
	b.Sees("Такой пароль слишком легко угадать.")
	b.service.changeErr = nil
	b.Press("Сохранить и войти")
	if len(b.entered) != 1 || b.service.changed[1] != rightPassword+"→зелёный чемодан" {
		t.Errorf("entered %d times, changed %q", len(b.entered), b.service.changed)
	}
}

// TestBackFromFirstPassword: «Назад» before one's own password was made leads to the sign-in; there are no screens of the
// program to throw away yet.
func TestBackFromFirstPassword(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.mustChange = true })
	b.entry.Start()
	b.fill("riazantseva.ev", rightPassword)
	b.Press("Войти")
	b.Press("Назад")
	b.Sees("Вход в «Звонок»")
	if b.left != 0 {
		t.Error("screens were thrown away that never were there")
	}
}

// in is the program opened by a password.
func in(t *testing.T, change func(*fakeService)) *bench {
	t.Helper()
	b := newBench(t, change)
	b.entry.Start()
	b.fill("riazantseva.ev", rightPassword)
	b.Press("Войти")
	if len(b.entered) != 1 {
		t.Fatal("not in")
	}
	return b
}

func TestChangePassword(t *testing.T) {
	b := in(t, nil)
	b.entry.changePassword()
	b.Press("Сменить пароль")
	b.Sees("Введите прежний пароль")
	b.fill(rightPassword, "зелёный чемодан", "зелёный")
	b.Press("Сменить пароль")
	b.Sees("Пароли не совпадают")
	b.service.changeErr = errors.New("неверный прежний пароль")
	b.fill(rightPassword, "зелёный чемодан", "зелёный чемодан")
	b.Press("Сменить пароль")
	b.Sees("Неверный прежний пароль.")
	b.service.changeErr = nil
	b.Press("Сменить пароль")
	b.Sees("Пароль изменён")
}

func TestUserMenu(t *testing.T) {
	b := newBench(t, nil)
	if items := b.entry.UserMenu(func(func()) {}); items != nil {
		t.Errorf("the owner of the file is offered %v", items)
	}
	b = in(t, nil)
	asked := 0
	items := b.entry.UserMenu(func(then func()) { asked++; then() })
	var labels []string
	for _, i := range items {
		labels = append(labels, i.Label)
	}
	if got := strings.Join(labels, " · "); got != "Сменить пароль… · Мои сеансы… · Заблокировать · Выйти" {
		t.Errorf("the menu is %s", got)
	}
	items[3].Do()
	if asked != 1 || b.left != 1 || b.service.out != 1 {
		t.Errorf("asked %d times, left %d times, signed out %d times", asked, b.left, b.service.out)
	}
	b.Sees("Вход в «Звонок»")
}

// TestMySessions: people see only their own sessions, and can end those on other computers.
func TestMySessions(t *testing.T) {
	b := in(t, func(f *fakeService) { f.sessions = someSessions() })
	b.service.sessionsErr = errors.New("нет связи с колледжем")
	b.entry.mySessions()
	b.Sees("Список не прочитан", "Нет связи с колледжем.")
	b.Press("Закрыть")
	b.service.sessionsErr = nil
	b.entry.mySessions()
	b.Sees("KADRY-2 · этот сеанс", "NOTEBOOK")
	b.SeesNot("KAB-214")
	list := viewtest.InFront[*table.Table[model.SessionRow, model.SessionID]](&b.Person)[0]
	list.SelectKeys(1)
	b.Press("Завершить сеанс") // one's own: nothing happens
	list.SelectKeys(2)
	b.service.sessionsErr = errors.New("сеанс уже завершён")
	b.Press("Завершить сеанс")
	b.Sees("Сеанс не завершён", "Сеанс уже завершён.")
	b.Press("Понятно")
	b.service.sessionsErr = nil
	b.Press("Завершить сеанс")
	if got := b.service.ended; len(got) != 2 || got[1] != 2 {
		t.Errorf("ended %v", got)
	}
	b.SeesNot("NOTEBOOK")
}

// TestEnterAnywhere: Enter signs in from «Запомнить меня» too; on a founding form that is empty it says what is missing, and
// leads there.
func TestEnterAnywhere(t *testing.T) {
	b := newBench(t, nil)
	b.entry.Start()
	b.fill("kagan.nv", rightPassword)
	b.Window.Canvas().Focus(viewtest.InFront[*widgets.Check](&b.Person)[0])
	b.enter()
	if len(b.entered) != 1 {
		t.Error("Enter on the checkbox does not sign in")
	}

	b = newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	for i, missing := range []string{"Укажите название колледжа.", "Укажите фамилию и имя администратора.", "Придумайте пароль", "Пароли не совпадают"} {
		b.enter()
		b.Sees(missing)
		if at := []int{0, 1, 3, 4}[i]; b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[at]) {
			t.Errorf("%s: the focus is not on field %d", missing, at)
		}
		test.Type(b.Window.Canvas().Focused(), []string{"Колледж", "Каган Наталья", rightPassword, ""}[i])
	}
}
