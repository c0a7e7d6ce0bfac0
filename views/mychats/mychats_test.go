package mychats

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

const linkLabel = "Привязать учебный профиль VK ID"

// TestWhoSeesWhat: the buttons of 29.1.1 for each kind of person and state.
func TestWhoSeesWhat(t *testing.T) {
	tests := []struct {
		name      string
		service   *fakeService
		sees, not []string
	}{
		{"a linked teacher", teacher(), []string{"Перейти в VK Мессенджер", "Управление чатами", unlinkLabel, "Наталья Каган", "привязан",
			"Войти во все мои чаты (3)", "ждёт входа", "отказ", "не создан в VK", "Преподаватель-предметник"}, []string{linkLabel}},
		{"a linked student", student(), []string{"Перейти в VK Мессенджер", unlinkLabel, "Студент"},
			[]string{"Управление чатами", linkLabel, "Войти во все"}},
		{"a teacher without a profile", unlinked(), []string{linkLabel, "Управление чатами", "делается однократно", "нет VK ID"},
			[]string{unlinkLabel, "Войти во все", "Открыть"}},
		{"a teacher without chats", chatless(model.RoleTeacher), []string{"его делает администратор ПОО"}, []string{"назначьте себя"}},
		{"an administrator without chats", chatless(model.RoleAdmin), []string{"назначьте себя в карточке группы"}, []string{"его делает"}},
		{"the owner of the file", owner(), []string{"Управление чатами", "владелец файла"}, []string{linkLabel, unlinkLabel}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, test.service)
			b.Sees(test.sees...)
			b.SeesNot(test.not...)
		})
	}
}

func TestLinking(t *testing.T) {
	f := unlinked()
	b := newBench(t, f)
	b.Press(linkLabel)
	b.Sees("Это вы?", "Наталья Каган", "Номер профиля: 1005")
	if f.called("keep") {
		t.Error("linked unasked")
	}
	b.Press("Это я")
	b.Sees("Учебный профиль VK ID привязан", "Наталья Каган", "Перейти в VK Мессенджер")
	if b.DialogOpen() {
		t.Error("the dialog still stands")
	}
	if f.called("cancel") {
		t.Error("a linking that succeeded was given up")
	}
}

// TestStrangersProfile: «Не я», Esc and leaving drop what signed in; «Не я» says how to sign in oneself.
func TestStrangersProfile(t *testing.T) {
	for name, say := range map[string]func(*bench){
		"no":  func(b *bench) { b.Press("Не я") },
		"Esc": func(b *bench) { b.Key(fyne.KeyEscape) },
	} {
		t.Run(name, func(t *testing.T) {
			f := unlinked()
			b := newBench(t, f)
			b.Press(linkLabel)
			say(b)
			b.Sees("Профиль не привязан", "Ничего не сохранено.", "выберите «Выйти»")
			if f.called("keep") || !f.called("cancel") {
				t.Errorf("asked %q", f.calls)
			}
			b.Press("Понятно")
			b.Press(linkLabel)
			b.Sees("Это вы?")
			b.screen.Hidden()
			if b.DialogOpen() || f.called("keep") {
				t.Error("the question stands though nobody is there")
			}
			b.screen.Shown()
		})
	}
}

// TestCopiedAddress: each copy is an address of its own, for each opens once.
func TestCopiedAddress(t *testing.T) {
	b := newBench(t, unlinked())
	begunDialog(b)
	b.exec.Late = false
	b.Press("Скопировать адрес")
	b.Sees("Адрес скопирован")
	first := fyne.CurrentApp().Clipboard().Content()
	b.Press("Открыть ещё раз")
	b.Press("Адрес скопирован")
	if second := fyne.CurrentApp().Clipboard().Content(); first == second || !strings.HasPrefix(second, "http://127.0.0.1:5000/start/") {
		t.Errorf("copied %q, then %q", first, second)
	}
}

// TestLinkingGoesWrong: every failure is told, and the person can begin again.
func TestLinkingGoesWrong(t *testing.T) {
	for name, set := range map[string]func(*fakeService){
		"at the beginning": func(f *fakeService) { f.beginErr = errVault },
		"while waiting":    func(f *fakeService) { f.waitErr = errVault },
		"while keeping":    func(f *fakeService) { f.keepErr = errVault },
	} {
		t.Run(name, func(t *testing.T) {
			f := unlinked()
			set(f)
			b := newBench(t, f)
			b.Press(linkLabel)
			if f.keepErr != nil {
				b.Press("Это я")
			}
			b.Sees("Хранилище ключей не отвечает: разблокируйте его и повторите.")
			b.Press("Понятно")
			f.beginErr, f.waitErr, f.keepErr = nil, nil, nil
			b.Press(linkLabel)
			b.Press("Это я")
			b.Sees("Учебный профиль VK ID привязан")
		})
	}
}

// begunDialog opens the dialog and holds the waiting back, as the browser does.
func begunDialog(b *bench) {
	b.exec.Late = true
	b.screen.beginLink()
	b.exec.Take()[0]()
}

func TestWaitingDialog(t *testing.T) {
	f := unlinked()
	b := newBench(t, f)
	begunDialog(b)
	b.Sees("Ждём, пока вы войдёте в браузере", "Осталось 10:00")
	b.exec.Late = false

	b.Press("Открыть ещё раз")
	if !f.called("reopen") {
		t.Error("the page was not opened again")
	}
	if !b.Find("Продолжить").Disabled() {
		t.Error("there is nothing to go on with yet")
	}
	f.pasteErr = errors.New("это не тот адрес: скопируйте его из браузера")
	b.screen.attempt.address.SetText(" https://example.com/ ")
	b.Press("Продолжить")
	b.Sees("Это не тот адрес: скопируйте его из браузера.")
	f.pasteErr = nil
	b.screen.attempt.address.SetText("http://127.0.0.1:1/callback?code=c")
	b.SeesNot("Это не тот адрес")
	b.Press("Продолжить")
	b.Sees("Адрес принят, проверяем…")
	if want := []string{"https://example.com/", "http://127.0.0.1:1/callback?code=c"}; !slices.Equal(f.pasted, want) {
		t.Errorf("pasted %q, want %q", f.pasted, want)
	}
	b.exec.Release() // the waiting ends
	b.Sees("Это вы?", "Наталья Каган")
	b.Press("Это я")
	b.Sees("Учебный профиль VK ID привязан")
	if b.DialogOpen() {
		t.Error("the dialog still stands")
	}
}

func TestCountdown(t *testing.T) {
	f := unlinked()
	f.begun.Deadline = now.Add(65 * time.Second)
	b := newBench(t, f)
	begunDialog(b)
	b.Sees("Осталось 1:05")
	b.timer.Pass(time.Second)
	b.Sees("Осталось 1:05") // by the clock, not by counting ticks
}

// TestCancelling: «Отмена» closes at once and ends the sign-in; what comes late is ignored.
func TestCancelling(t *testing.T) {
	f := unlinked()
	b := newBench(t, f)
	begunDialog(b)
	b.Press("Отмена")
	if b.DialogOpen() {
		t.Fatal("the dialog still stands")
	}
	f.waitErr = errors.New("привязка отменена")
	b.exec.Release()
	if !f.called("cancel") {
		t.Error("the sign-in goes on in the background")
	}
	b.SeesNot("Привязка отменена", "Профиль не привязан")
}

// TestHangingVaultAndVK: with everything that could hang hanging, each button still answers.
func TestHangingVaultAndVK(t *testing.T) {
	f := unlinked()
	b := newBench(t, f)
	b.exec.Late = true // from here on nothing comes back
	b.Press(linkLabel)
	b.Sees("Открываем браузер…")
	b.Press("Отмена")
	if b.DialogOpen() {
		t.Fatal("a vault that hangs keeps the dialog open")
	}
	b.Press("Управление чатами")
	b.Sees("Управление чатами здесь")
	b.shell.Back()

	f = teacher()
	b = newBench(t, f)
	b.exec.Late = true
	b.Press(unlinkLabel)
	b.Press("Отменить привязку")
	b.Sees("Отменяем привязку…")
	if !b.Find("Отменяем привязку…").Disabled() {
		t.Error("unlinking could be begun twice")
	}
	b.Press("Перейти в VK Мессенджер")
	b.Press("Войти во все мои чаты (3)")
	b.Press("Управление чатами")
	b.Sees("Управление чатами здесь")
	b.shell.Back()
	b.exec.Release()
	b.Sees("Привязка отменена")
}

func TestUnlinking(t *testing.T) {
	f := teacher()
	b := newBench(t, f)
	b.Press(unlinkLabel)
	b.Sees("выйдете из всех чатов", "сейчас вы в 2 чатах")
	b.Press("Оставить привязку")
	if f.called("unlink") {
		t.Fatal("unlinked without a yes")
	}
	b.Press(unlinkLabel)
	b.Press("Отменить привязку")
	b.Sees(linkLabel)
	b.SeesNot(unlinkLabel)
}

// TestUnlinkingWithNotes: what could not be done is told, and the link is gone all the same.
func TestUnlinkingWithNotes(t *testing.T) {
	f := teacher()
	f.notes = []string{"VK ID не подтвердил отмену входа."}
	b := newBench(t, f)
	b.Press(unlinkLabel)
	b.Press("Отменить привязку")
	b.Sees("VK ID не подтвердил отмену входа.", linkLabel)
}

// TestTroubles: each has its next step.
func TestTroubles(t *testing.T) {
	f := teacher()
	f.renewErr = errVault
	b := newBench(t, f)
	b.Sees("Хранилище ключей не отвечает: разблокируйте его и повторите.")
	f.renewErr = nil
	b.Press("Повторить")
	b.SeesNot("Хранилище ключей не отвечает")

	f = teacher()
	f.link.SignInAgain = true
	b = newBench(t, f)
	b.Sees("Вход через VK ID больше не действует", "нужен вход")
	b.Press(linkLabel)
	if !f.called("begin") {
		t.Error("signing in again does not begin")
	}

	f = teacher()
	f.readErr = errVault
	b = newBench(t, f)
	b.Sees("Чаты не прочитаны")
	f.readErr = nil
	b.Press("Повторить")
	b.Sees("Учительская")
}

// TestPicture: it is fetched once; what is no picture leaves the initials.
func TestPicture(t *testing.T) {
	f := teacher()
	f.link.Picture, f.picture = "https://vk.test/p.png", samplePictureFile
	b := newBench(t, f)
	if b.screen.picture == nil {
		t.Fatal("there is no picture")
	}
	f.publishAndSettle(b)
	fetched := 0
	for _, c := range f.calls {
		if c == "picture" {
			fetched++
		}
	}
	if fetched != 1 {
		t.Errorf("fetched %d times", fetched)
	}
	f = teacher()
	f.link.Picture, f.picture = "https://vk.test/p.png", []byte("<html>")
	b = newBench(t, f)
	b.Sees("НК")
}

// TestLeaving gives up the linking that waits.
func TestLeaving(t *testing.T) {
	f := unlinked()
	b := newBench(t, f)
	begunDialog(b)
	b.exec.Late = false
	b.screen.Hidden()
	if !f.called("cancel") {
		t.Error("the sign-in goes on though nobody is there")
	}
	b.screen.Shown()
}

func TestRefreshKey(t *testing.T) {
	f := teacher()
	b := newBench(t, f)
	f.calls = nil
	f.chats = f.chats[:1]
	b.screen.Do(shell.CommandRefresh)
	if got := len(b.screen.table.Rows()); got != 1 {
		t.Errorf("%d chats, want 1", got)
	}
	if !f.called("look") || !f.called("renew") {
		t.Errorf("F5 asked only %v", f.calls)
	}
}

// TestTheCardKeepsTheFocus when the chats are read again, as they are each second while chats are carried.
func TestTheCardKeepsTheFocus(t *testing.T) {
	f := teacher()
	f.link.SignInAgain = true
	b := newBench(t, f)
	for _, button := range viewtest.InFront[*widgets.Button](&b.Person) {
		if button.Text() == linkLabel && button.Visible() {
			b.Window.Canvas().Focus(button)
		}
	}
	f.chats[0].Members++
	f.publishAndSettle(b)
	if !slices.Contains(viewtest.InFront[fyne.Focusable](&b.Person), b.Window.Canvas().Focused()) {
		t.Error("the button that had the focus is gone")
	}
	f.link.SignInAgain = false
	f.publishAndSettle(b)
	b.SeesNot("Вход через VK ID больше не действует.")
}
