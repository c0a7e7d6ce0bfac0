package entry

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// fakeOpening is a college that opens or not.
type fakeOpening struct {
	err, restoreErr error
	copies          []model.Backup
	restored        string
	elsewhere       string
}

func (f *fakeOpening) Open(context.Context) error      { return f.err }
func (f *fakeOpening) Copies() ([]model.Backup, error) { return f.copies, nil }
func (f *fakeOpening) Elsewhere(dir string) error      { f.elsewhere = dir; return nil }
func (f *fakeOpening) Restore(_ context.Context, name string) error {
	f.restored = name
	if f.restoreErr == nil {
		f.err = nil
	}
	return f.restoreErr
}

// opening is a window that opens a college; opened and quit count.
func opening(t *testing.T, f *fakeOpening, size fyne.Size, look fyne.ThemeVariant) (p *viewtest.Person, opened, quit *int) {
	t.Helper()
	at := viewtest.NewPerson(t, look)
	p = &at
	p.Window.Resize(size)
	opened, quit = new(int), new(int)
	timers := &viewtest.Timers{}
	Opening{Window: p.Window, Exec: &viewtest.Executor{}, Timer: timers.Timer, Service: f, Dir: "/home/teacher/.local/share/zvonok",
		Opened: func() { *opened++ }, Quit: func() { *quit++ }}.Start()
	return p, opened, quit
}

var twoCopies = []model.Backup{
	{Name: "new", At: time.Date(2026, 11, 28, 8, 30, 0, 0, time.UTC), Why: model.BackupDaily, Size: 3 << 20},
	{Name: "old", At: time.Date(2026, 11, 27, 17, 5, 0, 0, time.UTC), Why: model.BackupYear, Size: 2 << 20},
}

// TestCollegeDoesNotOpen: a damaged college is told of in a window, with its copies; one of them brings it back.
func TestCollegeDoesNotOpen(t *testing.T) {
	f := &fakeOpening{err: errors.New("файл college.db повреждён: восстановите резервную копию"), copies: twoCopies}
	p, opened, _ := opening(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight)
	p.Sees("Колледж не открылся")
	p.Sees("Файл college.db повреждён")
	p.Sees("/home/teacher/.local/share/zvonok")
	p.Sees("28.11.2026 08:30:00")
	p.Press("Повторить")
	p.Sees("Колледж не открылся")
	if *opened != 0 {
		t.Fatal("went on without a college")
	}
	openCopy(p, twoCopies[1])
	p.Sees("каким был 27.11.2026 в 17:05")
	f.restoreErr = errors.New("копия повреждена")
	p.Press("Восстановить")
	p.Sees("Копия повреждена.")
	f.restoreErr = nil
	openCopy(p, twoCopies[0])
	p.Press("Восстановить")
	if f.restored != "new" || *opened != 1 {
		t.Errorf("restored %q, opened %d times", f.restored, *opened)
	}
}

// openCopy opens a row of the list of copies.
func openCopy(p *viewtest.Person, copied model.Backup) {
	viewtest.InFront[*table.Table[model.Backup, string]](p)[0].OnOpen(copied)
}

// TestNoCopies: without a copy there is still another folder to choose.
func TestNoCopies(t *testing.T) {
	f := &fakeOpening{err: errors.New("эту базу данных сделала более новая версия «Звонка»: обновите программу")}
	p, _, quit := opening(t, f, fyne.NewSize(1024, 640), fynetheme.VariantDark)
	p.Sees("обновите программу")
	p.Sees("Копий, из которых можно восстановить колледж, в папке нет")
	dir := t.TempDir()
	p.Press("Другая папка…")
	viewtest.InFront[*widgets.Entry](p)[0].SetText(dir)
	p.Press("Открыть") // goes into the folder
	p.Press("Выбрать папку")
	if f.elsewhere != dir || *quit != 1 {
		t.Errorf("went to %q, ended %d times", f.elsewhere, *quit)
	}
}

// TestMovedCollege: what a college left behind says how to get to where it is now, and offers no copy, which would make two of it.
func TestMovedCollege(t *testing.T) {
	f := &fakeOpening{err: fmt.Errorf("%w, теперь он здесь: college на db.college.ru", model.ErrMoved), copies: twoCopies}
	p, opened, _ := opening(t, f, fyne.NewSize(1024, 640), fynetheme.VariantLight)
	p.Sees("Колледж перенесён", "college на db.college.ru", "«zvonok serve»", "Другая папка…")
	p.SeesNot("Восстановить", "Копий")
	f.err = nil
	p.Press("Повторить")
	if *opened != 1 {
		t.Error("it does not go on to its server")
	}
}
