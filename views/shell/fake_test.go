package shell

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

type fakeService struct {
	person    model.Person
	status    model.SyncStatus
	told      func(model.Change)
	reads     int
	meanwhile func() // happens once while the state of synchronisation is on its way
	college   string
	line      *fakeLine
}

func (f *fakeService) Person() model.Person { return f.person }

func (f *fakeService) College() string { return f.college }

func (f *fakeService) SyncStatus() model.SyncStatus {
	f.reads++
	read, happen := f.status, f.meanwhile
	if f.meanwhile = nil; happen != nil {
		happen()
	}
	return read
}

func (f *fakeService) Subscribe(do func(model.Change)) (cancel func()) {
	f.told = do
	return func() { f.told = nil }
}

// Personas and Become make the fake a demonstration.
func (f *fakeService) Personas(context.Context) ([]model.Person, error) {
	if f.college == "broken" {
		return nil, errors.New("нет списка")
	}
	return []model.Person{administrator, teacher, student}, nil
}

func (f *fakeService) Become(_ context.Context, id model.PersonID) error {
	for _, p := range []model.Person{administrator, teacher, student} {
		if p.ID == id {
			f.person = p
			return nil
		}
	}
	return errors.New("нет такого человека")
}

// fakeScreen notes what the shell does with it. It has a field, since a key counts wherever the focus is.
type fakeScreen struct {
	title         string
	stay          bool    // MayLeave says no
	least         float32 // how wide the page must be
	shown, hidden int
	did           []Command
	focus         *widgets.Search
}

func newScreen(title string) *fakeScreen {
	return &fakeScreen{title: title, focus: widgets.NewSearch("", nil)}
}

func (s *fakeScreen) Title() string { return s.title }

func (s *fakeScreen) Topic() Topic { return Topic(s.title) }

func (s *fakeScreen) Content() fyne.CanvasObject {
	wide := draw.Box(0)
	wide.SetMinSize(fyne.NewSize(s.least, 1))
	return container.NewVBox(widgets.Text("экран "+s.title), s.focus, wide)
}

func (s *fakeScreen) Shown() { s.shown++ }

func (s *fakeScreen) Hidden() { s.hidden++ }

func (s *fakeScreen) MayLeave(then func(ok bool)) { then(!s.stay) }

func (s *fakeScreen) Do(c Command) { s.did = append(s.did, c) }

type fakeTimer struct{ due []func() }

func (f *fakeTimer) timer(_ time.Duration, do func()) (stop func()) {
	n := len(f.due)
	f.due = append(f.due, do)
	return func() { f.due[n] = nil }
}

func (f *fakeTimer) pass() {
	due := f.due
	f.due = nil
	for _, do := range due {
		if do != nil {
			do()
		}
	}
}

type bench struct {
	t                   *testing.T
	service             *fakeService
	timer               *fakeTimer
	window              fyne.Window
	shell               *Shell
	opened              []*fakeScreen // first screens, in the order of opening
	closed              bool
	confirms, confirmed bool // who is at work may confirm a removal, and was led there
	now                 time.Time
	finds, searched     bool      // who is at work may search, and did
	line                *fakeLine // nil where the college is on this computer
}

func newBench(t *testing.T, demo bool, change func(*fakeService)) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(fynetheme.VariantLight))
	b := &bench{t: t, confirms: true, timer: &fakeTimer{}, window: test.NewWindow(nil), now: time.Date(2026, 3, 2, 10, 2, 0, 0, time.UTC)}
	t.Cleanup(func() {
		if !b.closed {
			b.window.Close()
		}
	})
	b.service = &fakeService{person: administrator, college: "Педагогический колледж",
		status: model.SyncStatus{LastRun: b.now.Add(-2 * time.Minute)}}
	if change != nil {
		change(b.service)
	}
	var line LineService
	if b.line = b.service.line; b.line != nil {
		line = b.line
	}
	var personas Personas
	if demo {
		personas = b.service
	}
	section := func(title string) Section {
		return Section{Key: title, Title: title, Open: func(*Shell) Screen {
			s := newScreen(title)
			b.opened = append(b.opened, s)
			return s
		}}
	}
	b.shell = New(Config{Window: b.window, Exec: &viewtest.Executor{}, Timer: b.timer.timer, Now: func() time.Time { return b.now },
		Service: b.service, Line: line, Personas: personas, Closed: func() { b.closed = true },
		Find: func() func() {
			if !b.finds {
				return nil
			}
			return func() { b.searched = true }
		},
		Confirm: func() func() {
			if !b.confirms {
				return nil
			}
			return func() { b.shell.Reach("Занятия", func() { b.confirmed = true }) }
		}}, section("Чаты"), section("Занятия"))
	b.window.Resize(fyne.NewSize(1280, 800))
	return b
}

func (b *bench) sight() string {
	var words []string
	for _, o := range test.LaidOutObjects(b.window.Canvas().Content()) {
		if text, ok := o.(*canvas.Text); ok {
			words = append(words, text.Text)
		}
	}
	return strings.Join(words, " ")
}

func (b *bench) sees(texts ...string) {
	b.t.Helper()
	for _, text := range texts {
		if !strings.Contains(b.sight(), text) {
			b.t.Errorf("nobody sees %q in: %s", text, b.sight())
		}
	}
}

func (b *bench) ctrl(name fyne.KeyName) {
	field := b.shell.Top().(*fakeScreen).focus
	b.window.Canvas().Focus(field)
	field.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault})
}

func (b *bench) key(name fyne.KeyName) {
	field := b.shell.Top().(*fakeScreen).focus
	b.window.Canvas().Focus(field)
	field.TypedKey(&fyne.KeyEvent{Name: name})
}
