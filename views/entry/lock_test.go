package entry

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/drawn"
)

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
