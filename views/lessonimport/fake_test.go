package lessonimport

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// fakeService answers from memory and notes what it was asked to do.
type fakeService struct {
	preview                          model.LessonsPreview
	previewErr, applyErr, writeError error
	did                              []string
}

func (f *fakeService) PreviewLessons(ctx context.Context, kind model.LessonFileKind, paths []string) (model.LessonsPreview, error) {
	f.did = append(f.did, fmt.Sprintf("preview %d %v", kind, paths))
	if ctx.Err() != nil {
		return model.LessonsPreview{}, ctx.Err()
	}
	return f.preview, f.previewErr
}

func (f *fakeService) ApplyLessons(_ context.Context, kind model.LessonFileKind, fingerprint string) error {
	f.did = append(f.did, fmt.Sprintf("apply %d %s", kind, fingerprint))
	return f.applyErr
}

func (f *fakeService) WriteLessonTemplate(_ context.Context, kind model.LessonFileKind, path string) error {
	f.did = append(f.did, fmt.Sprintf("template %d %s", kind, path))
	return f.writeError
}

func (f *fakeService) Person() model.Person {
	return model.Person{ID: 1, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: model.Staff, Roles: model.RoleAdmin}
}
func (f *fakeService) College() string                            { return "Педагогический колледж" }
func (f *fakeService) SyncStatus() model.SyncStatus               { return model.SyncStatus{AgentHere: true} }
func (f *fakeService) Subscribe(func(model.Change)) (stop func()) { return func() {} }

// lateExecutor runs work when it is told to, where late is set; otherwise at once.
type lateExecutor struct {
	late    bool
	waiting []func()
}

func (e *lateExecutor) Go(f func()) {
	if !e.late {
		f()
		return
	}
	e.waiting = append(e.waiting, f)
}

func (e *lateExecutor) UI(f func()) { f() }

func (e *lateExecutor) run() {
	waiting := e.waiting
	e.waiting = nil
	for _, f := range waiting {
		f()
	}
}

// bench is the screen in a window.
type bench struct {
	t       *testing.T
	service *fakeService
	window  fyne.Window
	exec    lateExecutor
	screen  *screen
	done    []bool
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, true, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, timetables bool, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(look))
	b := &bench{t: t, service: f}
	b.window = test.NewTempWindow(t, nil)
	b.window.Resize(size)
	timer := func(time.Duration, func()) func() { return func() {} }
	shell.New(shell.Config{Window: b.window, Exec: &b.exec, Timer: timer, Service: f, Now: time.Now}, shell.Section{
		Key: "lessons", Title: "Занятия", Open: func(*shell.Shell) shell.Screen {
			b.screen = Open(Deps{
				Exec: &b.exec, Window: b.window, Service: f, Timetables: timetables, Leave: "Назад",
				Done: func(loaded bool) { b.done = append(b.done, loaded) },
			}).(*screen)
			return b.screen
		},
	})
	b.window.Resize(size)
	return b
}

// walk visits what is to be seen.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	var within []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		within = o.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(o).Objects()
	}
	for _, child := range within {
		walk(child, visit)
	}
}

// front is what a person can reach: the topmost overlay, or else the page.
func (b *bench) front() fyne.CanvasObject {
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return b.window.Canvas().Content()
}

// sight is every text in front, as one line.
func (b *bench) sight() string {
	var words []string
	walk(b.front(), func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			words = append(words, strings.Fields(text.Text)...)
		}
	})
	return strings.Join(words, " ")
}

func (b *bench) sees(texts ...string) {
	b.t.Helper()
	sight := b.sight()
	for _, text := range texts {
		if !strings.Contains(sight, text) {
			b.t.Errorf("nobody sees %q in:\n%s", text, sight)
		}
	}
}

func (b *bench) seesNot(texts ...string) {
	b.t.Helper()
	sight := b.sight()
	for _, text := range texts {
		if strings.Contains(sight, text) {
			b.t.Errorf("%q is still to be seen in:\n%s", text, sight)
		}
	}
}

// button is a button in front with that label; nil when there is none.
func (b *bench) button(label string) (found *widgets.Button) {
	walk(b.front(), func(o fyne.CanvasObject) {
		if candidate, ok := o.(*widgets.Button); ok && candidate.Text() == label {
			found = candidate
		}
	})
	return found
}

func (b *bench) press(label string) {
	b.t.Helper()
	found := b.button(label)
	if found == nil {
		b.t.Fatalf("there is no button %q in front of:\n%s", label, b.sight())
	}
	found.Tapped(&fyne.PointEvent{})
}
