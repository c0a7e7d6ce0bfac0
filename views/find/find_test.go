package find

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// fakeService finds what it was given, whatever is asked.
type fakeService struct {
	found []model.Found
	more  int
	err   error
	asked []string
}

func (f *fakeService) Find(ctx context.Context, text string) ([]model.Found, int, error) {
	f.asked = append(f.asked, text)
	if ctx.Err() != nil {
		return nil, 0, ctx.Err()
	}
	return f.found, f.more, f.err
}

// frame is a window with nothing but the search.
type frame struct {
	shell.Frame
	window fyne.Window
}

func (f frame) Window() fyne.Window { return f.window }

type bench struct {
	viewtest.Person
	viewtest.Timers
	service *fakeService
	exec    *viewtest.Executor
	opened  []string
}

func someFound() []model.Found {
	return []model.Found{
		{Kind: model.FoundPerson, ID: 1, Title: "Пестова Анна Ильинична", Detail: "студент, ДО-19-1"},
		{Kind: model.FoundPerson, ID: 2, Title: "Пестова Мария Олеговна", Detail: "преподаватель-предметник; родитель: Пестова А.И., ДО-19-1"},
		{Kind: model.FoundChat, ID: 1, Title: "Пестовские чтения", Detail: "чат «Предметы», ДО-19-1"},
	}
}

func newBench(t *testing.T, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{Person: viewtest.NewPerson(t, look), service: &fakeService{found: someFound()}, exec: &viewtest.Executor{}}
	b.Window.SetContent(widgets.Text("Экран под поиском"))
	b.Window.Resize(size)
	b.open()
	return b
}

func usual(t *testing.T) *bench {
	t.Helper()
	return newBench(t, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func (b *bench) open() {
	Show(Deps{Desk: shell.Desk{Exec: b.exec, Timer: b.Timer, Frame: frame{window: b.Window}}, Service: b.service,
		Open: func(f model.Found) { b.opened = append(b.opened, f.Title) }})
}

func (b *bench) enter(text string) {
	for _, r := range text {
		b.Window.Canvas().Focused().TypedRune(r)
	}
}

// TestFind: what was typed is asked once, after a pause; arrows choose, Enter opens and the dialog is closed.
func TestFind(t *testing.T) {
	b := usual(t)
	b.Sees("Кого или что найти?")
	b.enter("пест")
	b.Pass(pause / 2)
	b.enter("ова")
	b.Pass(pause / 2)
	if len(b.service.asked) > 0 {
		t.Errorf("while somebody types %q are asked", b.service.asked)
	}
	b.Pass(pause)
	if !slices.Equal(b.service.asked, []string{"пестова"}) {
		t.Errorf("asked %q", b.service.asked)
	}
	b.Sees("Пестова Анна Ильинична", "студент, ДО-19-1", "Пестовские чтения")
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyUp)
	b.Key(fyne.KeyReturn)
	if b.DialogOpen() || !slices.Equal(b.opened, []string{"Пестова Мария Олеговна"}) {
		t.Errorf("opened %q", b.opened)
	}
}

// TestEnterBeforeTheAnswer: Enter right after typing opens the first line of the answer to that text.
func TestEnterBeforeTheAnswer(t *testing.T) {
	for name, late := range map[string]bool{"during the pause": false, "while it is searched": true} {
		t.Run(name, func(t *testing.T) {
			b := usual(t)
			b.exec.Late = late
			b.enter("пест")
			if late {
				b.Pass(pause)
			}
			b.Key(fyne.KeyReturn)
			b.exec.Run()
			if b.DialogOpen() || !slices.Equal(b.opened, []string{"Пестова Анна Ильинична"}) {
				t.Errorf("opened %q", b.opened)
			}
		})
	}
}

// TestLateAnswer: an answer to a text that is no longer there, or to a closed dialog, is forgotten.
func TestLateAnswer(t *testing.T) {
	b := usual(t)
	b.exec.Late = true
	b.enter("пест")
	b.Pass(pause)
	b.enter("р")
	b.Key(fyne.KeyReturn)
	first := b.exec.Take()
	b.enter("о")
	for _, f := range first {
		f()
	}
	b.SeesNot("Пестова Анна")
	if len(b.opened) > 0 {
		t.Errorf("an answer of before opens %q", b.opened)
	}
	b.Key(fyne.KeyReturn)
	b.Key(fyne.KeyEscape)
	b.exec.Run()
	b.Pass(pause)
	if b.DialogOpen() || len(b.opened) > 0 {
		t.Errorf("after Esc %q are opened", b.opened)
	}
}

// TestNothingFound: no answer, more answers than are shown and a failure are told, and a failure is not the end.
func TestNothingFound(t *testing.T) {
	b := usual(t)
	b.service.found = nil
	b.enter("яяя")
	b.Pass(pause)
	b.Sees("Ничего не найдено")
	b.Key(fyne.KeyReturn)
	b.service.found, b.service.more = someFound(), 31
	b.enter("я")
	b.Pass(pause)
	b.Sees("Показаны первые 3 строки, есть ещё 31 строка.")
	b.service.found, b.service.more, b.service.err = nil, 0, errors.New("нет связи с колледжем")
	b.enter("я")
	b.Pass(pause)
	b.Sees("Поиск не удался", "Нет связи с колледжем.")
	b.SeesNot("Пестова", "есть ещё")
	b.service.found, b.service.err = someFound(), nil
	b.Press("Повторить")
	b.Sees("Пестова Анна Ильинична")
	b.Press("Открыть")
	if !slices.Equal(b.opened, []string{"Пестова Анна Ильинична"}) {
		t.Errorf("opened %q", b.opened)
	}
}
