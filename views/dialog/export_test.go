package dialog

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// opening is an opener that notes what it was asked for.
type opening struct {
	asked []string
	err   error
}

func (o *opening) OpenMade(path string) error { return o.note("open ", path) }
func (o *opening) ShowMade(path string) error { return o.note("show ", path) }

func (o *opening) note(what, path string) error {
	o.asked = append(o.asked, what+filepath.Base(path))
	return o.err
}

// TestExportLeadsToItsFile: a file that was made can be opened, by Enter too, and shown in its folder; what is no document
// can only be shown, and without an opener one is only told where it is.
func TestExportLeadsToItsFile(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(0))
	p := viewtest.Person{T: t, Window: test.NewTempWindow(t, widgets.Text("Звонок"))}
	p.Window.Resize(fyne.NewSize(1024, 640))
	dir := t.TempDir()
	export := func(name string, opener Opener) {
		Export{
			Name: name, Done: "Журнал сохранён", Opener: opener,
			Make: func(_ context.Context, w io.Writer) error { _, err := io.WriteString(w, name); return err },
			Where: func(_ fyne.Window, name string, then func(File, error)) {
				file, err := os.Create(filepath.Join(dir, name))
				then(file, err)
			},
		}.Run(&viewtest.Executor{}, p.Window)
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != name {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
		p.Sees("Журнал сохранён.", filepath.Join(dir, name))
	}
	opener := &opening{}
	export("Журнал.xlsx", opener)
	p.Key(fyne.KeyReturn)
	export("Листки.pdf", opener)
	p.Press("Показать в папке")
	export("Колледж.db", opener)
	p.SeesNot("Открыть")
	p.Key(fyne.KeyReturn)
	export("Занятия.ics", opener)
	p.Key(fyne.KeyEscape)
	if want := []string{"open Журнал.xlsx", "show Листки.pdf", "show Колледж.db"}; p.DialogOpen() || !slices.Equal(opener.asked, want) {
		t.Errorf("asked %q, want %q", opener.asked, want)
	}
	opener.err = errors.New("не удалось открыть файл: откройте его сами: " + dir)
	export("Отчёт.xlsx", opener)
	p.Press("Открыть")
	p.Sees("Файл не открылся", "откройте его сами")
	p.Press("Понятно")
	export("Итог.xlsx", nil)
	p.SeesNot("Открыть", "Показать в папке")
	p.Press("Закрыть")
}

// full is a new file on a disk that is full.
type full struct{ *os.File }

func (f full) Write(text []byte) (int, error) {
	n, err := f.File.Write(text[:len(text)/2])
	return n, errors.Join(err, errors.New("no space left on device"))
}

// TestExportOnAFullDisk: nothing of a file is left that could not be written whole, and the person reads what to look at.
func TestExportOnAFullDisk(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(0))
	p := viewtest.Person{T: t, Window: test.NewTempWindow(t, widgets.Text("Звонок"))}
	p.Window.Resize(fyne.NewSize(1024, 640))
	path := filepath.Join(t.TempDir(), "Журнал.xlsx")
	Export{
		Name: "Журнал.xlsx", Done: "Журнал сохранён", Make: func(_ context.Context, w io.Writer) error { _, err := io.WriteString(w, "книга"); return err },
		Where: func(_ fyne.Window, _ string, then func(File, error)) {
			file, err := os.Create(path)
			then(full{file}, err)
		},
	}.Run(&viewtest.Executor{}, p.Window)
	p.Sees("Файл не записан", "есть ли на диске место")
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half of it is left: %v", err)
	}
}
