package people

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"zvonok/model"
)

// fakeAccounts gives out accounts and notes what was saved.
type fakeAccounts struct {
	asked, reset [][]model.PersonID
	err, slipErr error
	saved        []string
}

func (f *fakeAccounts) give(ids []model.PersonID) ([]model.Issued, error) {
	var issued []model.Issued
	for _, id := range ids {
		issued = append(issued, model.Issued{Person: id, Name: model.ParseName("Каган Наталья Васильевна"), Group: "ДО-19-3", Login: "kagan.nv", Password: "kp7m-x4hd-r9tw",
			Until: time.Date(2027, 3, 29, 0, 0, 0, 0, time.UTC)})
	}
	return issued, f.err
}

func (f *fakeAccounts) CreateAccounts(_ context.Context, ids []model.PersonID) ([]model.Issued, error) {
	f.asked = append(f.asked, ids)
	return f.give(ids)
}

func (f *fakeAccounts) ResetPasswords(_ context.Context, ids []model.PersonID) ([]model.Issued, error) {
	f.reset = append(f.reset, ids)
	return f.give(ids)
}

func (f *fakeAccounts) WriteSlips(_ context.Context, path string, _ []model.Issued) error {
	f.saved = append(f.saved, filepath.Base(path))
	return f.slipErr
}

// giving is the window of a program with the dialog open.
func giving(t *testing.T, given fakeAccounts) (b *bench, done *int) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	f := admin()
	f.fakeAccounts = given
	b, done = newBench(t, f), new(int)
	createAccounts(b.deps, []model.PersonID{1, 2}, func() { *done++ })
	return b, done
}

func TestCreateAccounts(t *testing.T) {
	b, done := giving(t, fakeAccounts{})
	f := b.service
	b.Sees("Выбрано: 2 человека")
	b.Press("Создать")
	b.Sees("kagan.nv", "kp7m-x4hd-r9tw", "один раз", "до 29.03.2027 включительно")
	b.Press("Закрыть")
	b.Sees("Закрыть без листков?")
	b.Press("Вернуться")
	b.Sees("kp7m-x4hd-r9tw")
	f.slipErr = errors.New("на диске нет места")
	b.Press("Сохранить листки (PDF)…")
	b.Press("Сохранить")
	b.Sees("На диске нет места.")
	b.Press("Понятно")
	f.slipErr = nil
	b.Press("Сохранить листки (PDF)…")
	b.Press("Сохранить")
	b.Sees("Листки сохранены")
	b.Press("Закрыть")
	b.Press("Закрыть")
	if b.DialogOpen() || *done != 1 || len(f.asked) != 1 || f.saved[1] != "Учётные записи.pdf" {
		t.Errorf("done %d times, asked %v, saved %q", *done, f.asked, f.saved)
	}
}

// TestWindowAsksAboutPasswords: those that were not saved would be gone with it.
func TestWindowAsksAboutPasswords(t *testing.T) {
	b, _ := giving(t, fakeAccounts{})
	b.Press("Создать")
	b.shell.Close()
	b.shell.Close()
	b.Sees("В открытом окне есть несохранённое.")
	b.Press("Вернуться")
	b.Covers("Закрыть программу?")
	b.Sees("kp7m-x4hd-r9tw")
}

func TestCreateAccountsRefused(t *testing.T) {
	b, done := giving(t, fakeAccounts{err: errors.New("у вас нет права на это действие")})
	b.Press("Создать")
	b.Sees("У вас нет права на это действие.")
	if *done != 0 {
		t.Error("done")
	}
}

// TestCreateAccountsTooLate: passwords that were made while somebody pressed «Отмена» are shown.
func TestCreateAccountsTooLate(t *testing.T) {
	b, _ := giving(t, fakeAccounts{})
	b.late.Late = true
	b.Press("Создать")
	b.Press("Отмена")
	b.late.Release()
	b.Sees("kp7m-x4hd-r9tw")
}

func TestResetPasswords(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	resetPasswords(b.deps, []model.PersonID{7}, func() {})
	b.Sees("Сбросить пароль?", "Прежний пароль сразу перестанет действовать")
	b.Press("Отмена")
	if len(f.reset) != 0 {
		t.Fatal("reset without a yes")
	}
	resetPasswords(b.deps, []model.PersonID{7}, func() {})
	b.Press("Сбросить пароль")
	b.Sees("Пароль сброшен", "kp7m-x4hd-r9tw")
}
