package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
)

// TestInputs: a key in any widget that takes the focus counts, and a move of the pointer over a page or a menu.
func TestInputs(t *testing.T) {
	for name, o := range map[string]fyne.Focusable{
		"entry": NewEntry(""), "search": NewSearch("", nil), "button": NewPrimary("", nil), "check": NewCheck("", nil),
		"tabs": NewTabs(nil, nil), "menu": &menuList{},
	} {
		heard, ok := o.(desktop.Keyable)
		if !ok {
			t.Errorf("%s hears no keys", name)
			continue
		}
		before := keys.Inputs()
		heard.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
		if keys.Inputs() != before+1 {
			t.Errorf("a key in %s was counted %d times", name, keys.Inputs()-before)
		}
	}
	for name, o := range map[string]desktop.Cursorable{"page": NewLayers(NewEntry(""), nil), "menu": &Popover{}} {
		before := keys.Inputs()
		o.Cursor()
		if keys.Inputs() == before {
			t.Errorf("a move over a %s was not counted", name)
		}
	}
}

// TestLongTextStaysInside: a text longer than its field ends before the border.
func TestLongTextStaysInside(t *testing.T) {
	test.NewTempApp(t)
	e := NewEntry("")
	e.Resize(fyne.NewSize(200, theme.RowHeight))
	e.SetText(strings.Repeat("C:\\Program Files\\", 20))
	text := test.WidgetRenderer(e).(*entryRenderer).WidgetRenderer.Objects()[entryScroll]
	if end := text.Position().X + text.Size().Width; end > 200-entryInset {
		t.Errorf("the text is drawn up to %v of 200", end)
	}
}

// TestTipOnFocus: what the pointer is told, who comes by Tab is told too.
func TestTipOnFocus(t *testing.T) {
	test.NewTempApp(t)
	b, clock := NewSecondary("Экспорт", nil), &viewtest.Timers{}
	b.SetTooltip("Записать все строки")
	layers := NewLayers(b, nil)
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	for _, byTab := range []bool{true, false} {
		if byTab {
			b.KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
		}
		w.Canvas().Focus(b)
		b.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
		clock.Pass(TipDelay)
		if told := layers.Tooltip() != ""; told != byTab {
			t.Errorf("by Tab: %v; told %q", byTab, layers.Tooltip())
		}
		w.Canvas().Unfocus()
		if layers.Tooltip() != "" {
			t.Error("the tip stays when the focus has gone")
		}
	}
}
