package settings

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// file is where the journal is written to.
type file struct {
	strings.Builder
	closed bool
	err    error
}

func (f *file) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Builder.Write(p)
}

func (f *file) Close() error {
	f.closed = true
	return nil
}

func (f *file) Name() string { return "/дом/Журнал изменений.xlsx" }

// bench is a window with the screen in it, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	late    *viewtest.Executor
	shell   *shell.Shell
	screen  *screen
	timer   viewtest.Timers
	file    *file
	again   int // how often who is at work was asked to sign in again
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{service: f, late: &viewtest.Executor{}, file: &file{}}
	b.Person = viewtest.NewPerson(t, look)
	b.shell = shell.New(shell.Config{Window: b.Window, Exec: b.late, Timer: b.timer.Timer, Service: f,
		Now: func() time.Time { return time.Date(2026, 3, 2, 10, 2, 0, 0, time.UTC) }},
		shell.Section{Key: "settings", Title: "Настройки системы", Open: func(frame *shell.Shell) shell.Screen {
			b.screen = Open(Deps{Service: f, Serving: f.serves(), Moved: func() { f.letGo++ }, Desk: shell.Desk{Exec: b.late, Timer: b.timer.Timer, Frame: frame,
				Save: func(_ fyne.Window, _ string, then func(dialog.File, error)) { then(b.file, nil) }},
				SaveCopy: func(_ fyne.Window, _ string, then func(dialog.File, error)) { then(b.file, nil) },
				Restored: func() { b.again++ }}).(*screen)
			return b.screen
		}},
		shell.Section{Key: "other", Title: "Чаты", Open: func(*shell.Shell) shell.Screen { return other{} }})
	b.Window.Resize(size)
	return b
}

// other is a screen to go to.
type other struct{}

func (other) Title() string { return "Чаты" }

func (other) Topic() shell.Topic { return "" }

func (other) Content() fyne.CanvasObject { return container.NewWithoutLayout() }

func (other) Shown() {}

func (other) Hidden() {}

func (other) MayLeave(then func(ok bool)) { then(true) }

func (other) Do(shell.Command) {}

func last[T any](t *testing.T, what string, all []T) T {
	t.Helper()
	if len(all) == 0 {
		t.Fatalf("no %s", what)
	}
	return all[len(all)-1]
}

// shown are the subjects that the journal's table shows.
func (b *bench) shown() []string {
	var subjects []string
	for _, l := range b.screen.journal.table.Rows() {
		if !slices.Contains(subjects, l.Subject) {
			subjects = append(subjects, l.Subject)
		}
	}
	return subjects
}

// write types into the field in front that has the placeholder.
func (b *bench) write(placeholder, text string) {
	b.T.Helper()
	for _, field := range viewtest.InFront[*widgets.Entry](&b.Person) {
		if field.PlaceHolder == placeholder {
			field.SetText(text)
			return
		}
	}
	b.T.Fatalf("there is no field %q", placeholder)
}
