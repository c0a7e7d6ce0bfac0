//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package shell

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
)

// scene is a state of the line at a desk.
type scene struct {
	name string
	line model.Line
	show func(*Shell)
}

// TestPictures draws the top bar with all sections in each state of the line, and what opens from it.
func TestPictures(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 5, 0, 0, time.UTC)
	choose := func(id string) func(*Shell) {
		return func(s *Shell) {
			s.showUnsent()
			s.unsent.table.SelectKeys(id)
		}
	}
	lost := model.Line{State: model.LineLost, ShownAt: at, Waiting: 3, Refused: 1}
	viewtest.Pictures(t, []scene{
		{"connected", model.Line{State: model.LineConnected}, nil},
		{"connecting", model.Line{State: model.LineConnecting}, nil},
		{"lost", model.Line{State: model.LineLost, ShownAt: at}, nil},
		{"lost-waiting", lost, nil},
		{"waiting", model.Line{State: model.LineConnected, Waiting: 3}, nil},
		{"refused", model.Line{State: model.LineConnected, Refused: 2}, nil},
		{"signed-out", model.Line{State: model.LineSignedOut}, nil},
		{"wrong-key", model.Line{State: model.LineWrongKey}, nil},
		{"other-version", model.Line{State: model.LineOtherVersion}, nil},
		{"unsent", lost, (*Shell).showUnsent},
		{"unsent-many", lost, choose("b")},
		{"unsent-conflict", lost, choose("d")},
		{"unsent-leaving", lost, func(s *Shell) { s.MayLeave(func() {}) }},
	}, func(s scene) string { return s.name }, drawScene)
}

func drawScene(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(look))
	window, timer := test.NewTempWindow(t, nil), &fakeTimer{}
	window.Resize(size)
	now := time.Date(2026, 3, 2, 14, 30, 0, 0, time.UTC)
	service := &fakeService{person: administrator, college: "Государственное бюджетное профессиональное образовательное учреждение «Педагогический колледж»",
		status: model.SyncStatus{LastRun: now.Add(-2 * time.Minute), Missing: model.MissingCount{Waiting: 321}}}
	section := func(title string) Section {
		return Section{Key: title, Title: title, Open: func(*Shell) Screen { return newScreen(title) }}
	}
	shell := New(Config{Window: window, Exec: &viewtest.Executor{}, Timer: timer.timer, Now: func() time.Time { return now }, Service: service,
		Line: &fakeLine{now: s.line, unsent: someUnsent()}}, section("Занятия"), section("Пользователи"), section("Чаты"), section("Настройки системы"))
	if s.show != nil {
		s.show(shell)
	}
	return window
}

// TestBarPictures draws what the bar and the first screen show beside the ordinary: a new college, a failed synchronisation, the
// demonstration.
func TestBarPictures(t *testing.T) {
	long := "VK не принимает ключ сообщества: создайте новый ключ в настройках сообщества и введите его в «Настройках системы»."
	for name, change := range map[string]func(*bench){
		"steps-begun": func(b *bench) { b.shell.cfg.Steps = (&newCollege{found: model.Beginnings{Accounts: 1}}).steps() },
		"steps-half": func(b *bench) {
			b.shell.cfg.Steps = (&newCollege{found: model.Beginnings{Students: true, Community: true, Accounts: 1}}).steps()
		},
		"failed": func(b *bench) {
			b.service.status = model.SyncStatus{Problem: long, AgentHere: true}
			b.shell.cfg.Retry = func() func(context.Context) error { return func(context.Context) error { return nil } }
		},
		"demonstration":       func(b *bench) { b.shell.cfg.Found = func() error { return nil } },
		"demonstration-found": func(b *bench) { b.shell.cfg.Found = func() error { return nil } },
	} {
		viewtest.Pictures(t, []string{name}, func(name string) string { return "bar-" + name }, func(t *testing.T, name string, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
			b := newBench(t, false, nil)
			fyne.CurrentApp().Settings().SetTheme(theme.NewForced(look))
			b.window.Resize(size)
			change(b)
			section := func(title string) Section {
				return Section{Key: title, Title: title, Open: func(*Shell) Screen { return newScreen(title) }}
			}
			b.shell = New(b.shell.cfg, section("Занятия"), section("Пользователи"), section("Чаты"), section("Настройки системы"))
			if name == "demonstration-found" {
				b.shell.found()
			}
			return b.window
		})
	}
}
