package shell

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/widgets"
)

// savingScreen begins with a button that does nothing yet.
type savingScreen struct{ *fakeScreen }

func (s savingScreen) Content() fyne.CanvasObject {
	save := widgets.NewPrimary("Сохранить", func() {})
	save.SetDisabled(true)
	return container.NewVBox(save, s.focus)
}

// TestFocusBeginsOnWhatWorks: a screen is not begun on a button that does nothing, though Tab leads to it.
func TestFocusBeginsOnWhatWorks(t *testing.T) {
	b := newBench(t, false, nil)
	s := savingScreen{newScreen("настроек")}
	b.shell.Push(s)
	if got := b.window.Canvas().Focused(); got != fyne.Focusable(s.focus) {
		t.Errorf("the focus is on %T", got)
	}
}

// slowScreen has nothing to use before it is read.
type slowScreen struct{ *fakeScreen }

func (s slowScreen) Content() fyne.CanvasObject { return widgets.Muted("Читаем…") }

// TestFocusDoesNotBeginOnAHint: on a screen that was still being read Enter opened the guide.
func TestFocusDoesNotBeginOnAHint(t *testing.T) {
	b := newBench(t, false, nil)
	b.shell.cfg.Hints, b.shell.cfg.Help = &fakeHints{}, func(Topic) {}
	b.shell.readIdentity()
	b.shell.Push(slowScreen{newScreen(string(TopicLessons))})
	if b.sees("Подробнее"); b.window.Canvas().Focused() != nil {
		t.Errorf("the focus is on %T", b.window.Canvas().Focused())
	}
}
