package chats

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

// bench is a window with the screens in it, on fakes.
type bench struct {
	viewtest.Person
	service         *fakeService
	timer           *viewtest.Timers
	shell           *shell.Shell
	list            *list
	late            *viewtest.Executor
	saved           []string // names of files that were taken out of the program
	strings.Builder          // what was written into the last of them
}

// Close ends a file.
func (*bench) Close() error { return nil }

// Name is the full path of the last file.
func (b *bench) Name() string { return "/дом/" + b.saved[len(b.saved)-1] }

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{service: f, timer: &viewtest.Timers{}, late: &viewtest.Executor{}}
	b.Person = viewtest.NewPerson(t, look)
	b.shell = shell.New(shell.Config{Window: b.Window, Exec: b.late, Timer: b.timer.Timer, Service: f,
		Confirm: func() func() { return func() { Initialise(b.list.deps) } },
		Now:     func() time.Time { return time.Date(2026, 3, 2, 10, 2, 0, 0, time.UTC) }},
		shell.Section{Key: "chats", Title: "Чаты", Open: func(frame *shell.Shell) shell.Screen {
			b.list = Open(Deps{Desk: shell.Desk{Exec: b.late, Timer: b.timer.Timer, Frame: frame,
				Save: func(_ fyne.Window, name string, then func(dialog.File, error)) {
					b.saved = append(b.saved, name)
					then(b, nil)
				}}, Service: f}).(*list)
			return b.list
		}})
	b.Window.Resize(size)
	return b
}

// top is the screen on top; the list keeps itself.
func (b *bench) top() shell.Screen { return b.shell.Top() }

// titles are the chats that the list shows, in its order.
func (b *bench) titles() []string {
	var titles []string
	for _, r := range b.list.pane.Table.Rows() {
		titles = append(titles, r.Title)
	}
	return titles
}

func wantStrings(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}
