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
