package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/viewtest"
)

// TestCopyable: Tab selects the whole text, dragging a part of it, and that is copied.
func TestCopyable(t *testing.T) {
	const text = "Аккаунт колледжа не может начать звонок: войдите в него ещё раз."
	c := NewCopyable(Paragraph(text, 160))
	w := viewtest.NewWindow(t, container.NewVBox(NewEntry(""), c))
	copied := func() string {
		c.TypedShortcut(&fyne.ShortcutCopy{})
		return fyne.CurrentApp().Clipboard().Content()
	}
	c.KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	w.Canvas().FocusNext()
	w.Canvas().FocusNext()
	c.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
	if w.Canvas().Focused() != fyne.Focusable(c) || copied() != text {
		t.Errorf("by Tab %q is copied", copied())
	}
	at := func(line string, row, letters int) fyne.Position {
		height := c.Size().Height / float32(len(c.label.lines()))
		return fyne.NewPos(c.width(line, letters)+1, (float32(row)+0.5)*height)
	}
	lines := c.label.lines()
	c.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: at(lines[1], 1, 3)}})
	c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(lines[0], 0, 8)}})
	if want := string([]rune(lines[0])[8:]) + " " + string([]rune(lines[1])[:3]); copied() != want {
		t.Errorf("by dragging back %q is copied, want %q", copied(), want)
	}
	if w.Canvas().Unfocus(); copied() != text {
		t.Errorf("with nothing selected %q is copied", copied())
	}
}

// TestFailuresAreCopied: the reasons that people send when they ask for help can be copied, wherever they are shown.
func TestFailuresAreCopied(t *testing.T) {
	const why = "База данных занята: повторите через минуту."
	field := NewEntry("")
	field.SetError("база данных занята: повторите через минуту")
	for name, o := range map[string]fyne.CanvasObject{
		"a page that was not read": Failure("Журнал не прочитан", why, func() {}),
		"a field":                  container.NewVBox(field),
		"a check":                  Verdict("✗", ToneRefused, why, 300),
	} {
		w := viewtest.NewWindow(t, o)
		w.Resize(fyne.NewSize(300, 300)) // a field is narrower than what is wrong with it
		for range 2 {
			if w.Canvas().FocusNext(); w.Canvas().Focused() != fyne.Focusable(field) {
				break
			}
		}
		fyne.CurrentApp().Clipboard().SetContent("")
		if c, ok := w.Canvas().Focused().(*Copyable); ok {
			c.TypedShortcut(&fyne.ShortcutCopy{})
		}
		if got := fyne.CurrentApp().Clipboard().Content(); got != why {
			t.Errorf("%s: %q is copied", name, got)
		}
	}
}

// TestCentredTextIsCopied: dragging selects the letters under the pointer in a line that begins further right.
func TestCentredTextIsCopied(t *testing.T) {
	l := Text("Журнал не прочитан")
	l.Align = fyne.TextAlignCenter
	c := NewCopyable(l)
	viewtest.NewWindow(t, c).Resize(fyne.NewSize(600, 60))
	at := func(letters int) fyne.Position {
		return fyne.NewPos((c.Size().Width-c.width(l.text, 18))/2+c.width(l.text, letters)+1, 5)
	}
	c.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: at(7)}})
	c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(9)}})
	if got := c.selected(); got != "не" {
		t.Errorf("%q is selected", got)
	}
}

// TestDisabledButtonSaysWhy: Tab leads to a button that does nothing, too, and its reason.
func TestDisabledButtonSaysWhy(t *testing.T) {
	pressed := 0
	b, clock := NewSecondary("Добавить", func() { pressed++ }), &viewtest.Timers{}
	b.SetDisabled(true)
	b.SetTooltip("Чаты создаёт администратор ПОО")
	layers := NewLayers(container.NewVBox(b), nil)
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	b.KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	w.Canvas().FocusNext()
	b.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
	clock.Pass(TipDelay)
	if w.Canvas().Focused() != fyne.Focusable(b) || layers.Tooltip() != "Чаты создаёт администратор ПОО" {
		t.Errorf("Tab leads to %v, which says %q", w.Canvas().Focused(), layers.Tooltip())
	}
	if viewtest.Keys(b, fyne.KeySpace, fyne.KeyReturn); pressed > 0 {
		t.Error("a disabled button is pressed")
	}
}
