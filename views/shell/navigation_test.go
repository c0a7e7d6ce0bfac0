package shell

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/views/draw"
	"zvonok/views/widgets"
)

// TestScreensBeginAtTheirStart: a screen that was opened from a page that was scrolled sideways showed its middle.
func TestScreensBeginAtTheirStart(t *testing.T) {
	b := newBench(t, false, nil)
	first, second := newScreen("Приказы"), newScreen("Приказ")
	first.least, second.least = 900, 900
	b.shell.Push(first)
	b.window.Resize(fyne.NewSize(512, 300))
	test.Scroll(b.window.Canvas(), fyne.NewPos(200, 200), -1000, 0)
	if at := draw.Absolute(first.focus).X; at >= 0 {
		t.Fatalf("the page was not scrolled: it begins at %.0f", at)
	}
	b.shell.Push(second)
	if at := draw.Absolute(second.focus).X; at < 0 {
		t.Errorf("the next screen begins at %.0f", at)
	}
}

// buttonScreen is a screen with a button.
type buttonScreen struct {
	*fakeScreen
	button *widgets.Button
}

func (s *buttonScreen) Content() fyne.CanvasObject { return s.button }

// TestSecondClickOfADoubleClick: a double click on a row's name opened its card with the first click, and the second one marked a person
// there, sorted, or pressed a button.
func TestSecondClickOfADoubleClick(t *testing.T) {
	b := newBench(t, false, nil)
	pressed := 0
	next := &buttonScreen{newScreen("Карточка"), widgets.NewPrimary("Удалить", func() { pressed++ })}
	b.shell.Push(next)
	at := draw.Absolute(next.button).AddXY(20, 10)
	test.TapCanvas(b.window.Canvas(), at)
	if pressed != 0 {
		t.Error("the click that opened the card has pressed a button in it")
	}
	b.timer.pass()
	test.TapCanvas(b.window.Canvas(), at)
	if pressed != 1 {
		t.Errorf("pressed %d times", pressed)
	}
}

// TestToastTakesNoFocus: where a screen was still being read, «Отменить» of the message over it got the focus, and Enter took back what had
// just been done.
func TestToastTakesNoFocus(t *testing.T) {
	b := newBench(t, false, nil)
	b.shell.ToastAction("Удалено", widgets.ToneGood, "Отменить", func() { t.Error("taken back") })
	empty := &buttonScreen{newScreen("Сегодня"), widgets.NewPrimary("", nil)}
	empty.button.Hide()
	b.shell.Push(empty)
	if f := b.window.Canvas().Focused(); f != nil {
		t.Errorf("a %T has the focus", f)
	}
}
