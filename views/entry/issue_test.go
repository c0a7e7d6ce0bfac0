package entry

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

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
		issued = append(issued, model.Issued{Person: id, Name: model.ParseName("Каган Наталья Васильевна"), Group: "ДО-19-3", Login: "kagan.nv", Password: "kp7m-x4hd-r9tw"})
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
func giving(t *testing.T, f *fakeAccounts) (b *bench, done *int) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	b = newBench(t, nil)
	b.entry.Start()
	done = new(int)
	CreateAccounts(IssueDeps{Exec: b.exec, Window: b.window, Service: f, Done: func() { *done++ }}, []model.PersonID{1, 2})
	return b, done
}

func TestCreateAccounts(t *testing.T) {
	f := &fakeAccounts{}
	b, done := giving(t, f)
	b.sees("Выбрано: 2 человека")
	b.press("Создать")
	b.sees("kagan.nv", "kp7m-x4hd-r9tw", "один раз")
	b.press("Закрыть")
	b.sees("Закрыть без листков?")
	b.press("Вернуться")
	b.sees("kp7m-x4hd-r9tw")
	f.slipErr = errors.New("на диске нет места")
	b.press("Сохранить листки (PDF)…")
	b.press("Сохранить")
	b.sees("На диске нет места.")
	b.press("Понятно")
	f.slipErr = nil
	b.press("Сохранить листки (PDF)…")
	b.press("Сохранить")
	b.sees("Листки сохранены")
	b.press("Понятно")
	b.press("Закрыть")
	if b.dialogOpen() || *done != 1 || len(f.asked) != 1 || f.saved[1] != "Учётные записи.pdf" {
		t.Errorf("done %d times, asked %v, saved %q", *done, f.asked, f.saved)
	}
}

func TestCreateAccountsRefused(t *testing.T) {
	f := &fakeAccounts{err: errors.New("у вас нет права на это действие")}
	b, done := giving(t, f)
	b.press("Создать")
	b.sees("У вас нет права на это действие.")
	if *done != 0 {
		t.Error("done")
	}
}

// TestCreateAccountsTooLate: passwords that were made while somebody pressed «Отмена» are shown.
func TestCreateAccountsTooLate(t *testing.T) {
	b, _ := giving(t, &fakeAccounts{})
	b.exec.late = true
	b.press("Создать")
	b.press("Отмена")
	b.exec.run()
	b.sees("kp7m-x4hd-r9tw")
}

func TestResetPasswords(t *testing.T) {
	b, f := newBench(t, nil), &fakeAccounts{}
	b.entry.Start()
	ResetPasswords(IssueDeps{Exec: b.exec, Window: b.window, Service: f}, []model.PersonID{7})
	b.sees("Выбрано: 1 человек.")
	b.press("Отмена")
	if len(f.reset) != 0 {
		t.Fatal("reset without a yes")
	}
	ResetPasswords(IssueDeps{Exec: b.exec, Window: b.window, Service: f}, []model.PersonID{7})
	b.press("Сбросить пароли")
	b.sees("Пароли сброшены", "kp7m-x4hd-r9tw")
}

func (b *bench) dialogOpen() bool { return b.window.Canvas().Overlays().Top() != nil }
