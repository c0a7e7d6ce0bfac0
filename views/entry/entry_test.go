package entry

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/drawn"
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

func TestFound(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	b.Sees("Новый колледж", "Москва (МСК, UTC+3)", "Санкт-Петербург")
	b.fill("Колледж", "Каган Наталья Васильевна")
	if got := b.fields()[2].Text; got != "kagan.nv" {
		t.Errorf("suggests %q", got)
	}
	b.Press("Завести колледж")
	b.Sees("Придумайте пароль")
	b.fill("", "Каган Наталья Васильевна", "kagan.nv", rightPassword, rightPassword)
	b.Press("Завести колледж")
	b.Sees("Укажите название колледжа.")
	b.fill("Колледж", "Каган Наталья Васильевна", "kagan.nv", "12345678", "12345678")
	b.Press("Завести колледж")
	b.Sees("Такой пароль слишком легко угадать")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[3]) {
		t.Errorf("after a weak password the focus is on %T", b.Window.Canvas().Focused())
	}
	b.fill("Колледж", "Каган Наталья Васильевна", "к", rightPassword, rightPassword)
	b.Press("Завести колледж")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[2]) {
		t.Errorf("after a login that is none the focus is on %T", b.Window.Canvas().Focused())
	}
	b.fill("Колледж", "Каган Наталья Васильевна", "director", rightPassword, rightPassword)
	b.fields()[1].SetText("Каган Наталья Олеговна")
	if got := b.fields()[2].Text; got != "director" {
		t.Errorf("the login that was typed became %q", got)
	}
	b.service.foundErr = errors.New("на диске нет места")
	b.Press("Завести колледж")
	b.Sees("На диске нет места.")
	b.service.foundErr = nil
	b.Press("Завести колледж")
	got := b.service.founding[1]
	want := model.Founding{College: "Колледж", TimeZone: "Europe/Moscow", Administrator: model.ParseName("Каган Наталья Олеговна"), Login: "director", Password: rightPassword}
	if got != want {
		t.Errorf("founded %+v", got)
	}
	b.Sees("Загрузка списков", "Пропустить")
	b.Press("Пропустить")
	if len(b.entered) != 1 || !strings.Contains(b.entered[0], "позже") {
		t.Errorf("entered with %q", b.entered)
	}
}

// TestFirstImportReadsAgain: the page of the first rosters says «Прочитать ещё раз» (F5), and F5 did nothing before the window was open.
func TestFirstImportReadsAgain(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	b.fill("Колледж", "Каган Наталья Васильевна", "kagan.nv", rightPassword, rightPassword)
	b.Press("Завести колледж")
	roster := filepath.Join(t.TempDir(), "Списки.xlsx")
	if err := os.WriteFile(roster, []byte("PK"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Press("Выбрать файл…")
	b.fields()[0].SetText(roster)
	b.Press("Открыть")
	before := b.service.previews
	b.Key(fyne.KeyF5)
	if before == 0 || b.service.previews != before+1 {
		t.Errorf("the file was compared %d times, and %d times by F5", before, b.service.previews-before)
	}
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

// TestSuggestedLoginByTab: what is typed after Tab follows the login that was suggested.
func TestSuggestedLoginByTab(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	admin := b.fields()[1]
	b.Window.Canvas().Focus(admin)
	test.Type(admin, "Каган Наталья Васильевна")
	b.Window.Canvas().FocusNext()
	test.Type(b.Window.Canvas().Focused(), "2")
	if got := b.fields()[2].Text; got != "kagan.nv2" {
		t.Errorf("the login became %q", got)
	}
}

func TestLockByIdleness(t *testing.T) {
	b := in(t, nil)
	b.work.SetText("несохранённое")
	b.clock.pass(29 * time.Minute)
	b.Window.Canvas().Focus(b.work)
	b.work.SetText("несохранённое и ещё")
	b.work.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
	b.clock.pass(time.Minute) // typing was seen
	b.clock.pass(28 * time.Minute)
	touch(b) // the pointer moves
	b.clock.pass(29 * time.Minute)
	if b.service.locked {
		t.Fatal("locked while somebody was there")
	}
	b.clock.pass(2 * time.Minute)
	if !b.service.locked {
		t.Fatal("nobody was there for half an hour, and the window is open")
	}
	b.Sees("Окно заблокировано", "Рязанцева Екатерина Викторовна")
	b.Covers("Управление чатами")

	// A dialog that comes meanwhile lies under the lock and is there afterwards.
	dialog.ShowError(b.Window, "Синхронизация закончена", "Тайное")
	b.clock.pass(time.Second)
	b.SeesNot("Тайное")
	if !b.covered {
		t.Error("nobody was told of the lock")
	}
	b.Press("Разблокировать")
	b.Sees("Введите пароль.")
	b.fill("мимо")
	b.Press("Разблокировать")
	b.Sees("Неверный пароль: проверьте раскладку")
	b.SeesNot("Логин")
	b.fill(rightPassword)
	b.Press("Разблокировать")
	b.Sees("Тайное")
	if b.covered {
		t.Error("nobody was told that the lock is open")
	}
	b.Press("Понятно")
	b.Sees("Управление чатами")
	if b.work.Text != "несохранённое и ещё" {
		t.Errorf("the work behind became %q", b.work.Text)
	}
	b.clock.pass(31 * time.Minute)
	if !b.service.locked {
		t.Error("locked only once")
	}
}

// touch moves the pointer over the window as the driver does: it asks what lies there for its cursor.
func touch(b *bench) {
	drawn.Walk(b.Window.Canvas().Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(desktop.Cursorable); ok {
			c.Cursor()
		}
	})
}

func TestNeverLocked(t *testing.T) {
	for name, change := range map[string]func(*fakeService){
		"by the setting": func(f *fakeService) { f.limit = 0 },
		"without a password": func(f *fakeService) {
			f.entry.Accounts = false
		},
	} {
		b := newBench(t, change)
		b.entry.Start()
		if len(b.entered) == 0 {
			b.fill("riazantseva.ev", rightPassword)
			b.Press("Войти")
		}
		b.clock.pass(3 * time.Hour)
		if b.service.locked || len(b.entered) != 1 {
			t.Errorf("%s: locked %v, entered %d times", name, b.service.locked, len(b.entered))
		}
	}
}

// TestLockSignOut: somebody else may take the window over, after a warning.
func TestLockSignOut(t *testing.T) {
	b := in(t, nil)
	dialog.ShowError(b.Window, "Диалог", "Прежний")
	b.unsaved = true
	b.entry.Lock()
	b.Press("Выйти")
	b.Sees("Несохранённые изменения пропадут")
	if b.service.out != 0 {
		t.Fatal("signed out without a warning")
	}
	b.Press("Выйти без сохранения")
	b.Sees("Вход в «Звонок»")
	if b.service.out != 1 || b.left != 1 {
		t.Errorf("signed out %d times, left %d times", b.service.out, b.left)
	}
	b.clock.pass(time.Hour)
	b.Sees("Вход в «Звонок»")
	b.SeesNot("Прежний")
}

// TestLockSignOutSaved: where everything is saved nobody is told of a loss.
func TestLockSignOutSaved(t *testing.T) {
	b := in(t, nil)
	b.entry.Lock()
	b.Press("Выйти")
	b.Sees("Вход в «Звонок»")
	if b.service.out != 1 || b.left != 1 {
		t.Errorf("signed out %d times, left %d times", b.service.out, b.left)
	}
}

// TestLetGo: a college that is closed is left without a word to it, and the window opens again.
func TestLetGo(t *testing.T) {
	b := in(t, nil)
	b.entry.LetGo()
	if b.service.out != 0 || b.left != 1 || b.reopens != 1 {
		t.Errorf("signed out %d times, left %d times, opened again %d times", b.service.out, b.left, b.reopens)
	}
}

// TestNothingOfThePreviousPerson: what somebody has begun shows nothing to the next one, and their dialogs are gone.
func TestNothingOfThePreviousPerson(t *testing.T) {
	b := in(t, nil)
	dialog.ShowError(b.Window, "Диалог", "Открытый")
	b.exec.Late = true
	background.Perform(b.theirs, func() error { return errors.New("тайна") }, func(err error) {
		dialog.ShowError(b.Window, "Не получилось", err.Error())
	})
	pending := b.exec.Take()
	b.exec.Late = false
	b.entry.SignOut()
	for _, work := range pending {
		work()
	}
	b.Sees("Вход в «Звонок»")
	b.SeesNot("тайна", "Открытый")
}

func TestLockWaits(t *testing.T) {
	b := in(t, nil)
	b.entry.Lock()
	b.service.unlockErr = model.TryLaterError{Wait: 2 * time.Second, Wrong: true}
	b.fill("мимо")
	b.Press("Разблокировать")
	b.Sees("Неверный пароль", "Следующая попытка — через 2 секунды")
	b.service.unlockErr = nil
	b.fill(rightPassword)
	b.Press("Разблокировать")
	if !b.service.locked {
		t.Error("unlocked before the wait was over")
	}
	b.clock.pass(2 * time.Second)
	b.fill(rightPassword)
	b.Press("Разблокировать")
	if b.service.locked {
		t.Error("still locked")
	}
}

// TestFoundFormAsksBeforeItIsDropped: Esc dropped all that was entered of a new college.
func TestFoundFormAsksBeforeItIsDropped(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.entry = model.Entry{} })
	b.entry.Start()
	b.Press("Завести колледж на этом компьютере")
	b.Press("Назад")
	b.Press("Завести колледж на этом компьютере")
	b.fields()[0].SetText("Колледж")
	b.Key(fyne.KeyEscape)
	b.Press("Остаться")
	b.Sees("Новый колледж")
	b.Press("Назад")
	b.Press("Вернуться без сохранения")
	b.Sees("Добро пожаловать")
}
