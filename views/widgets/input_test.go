package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TestInputs: a key in any widget that takes the focus counts, and a move of the pointer over a page or a menu.
func TestInputs(t *testing.T) {
	for name, o := range map[string]fyne.Focusable{
		"entry": NewEntry(""), "search": NewSearch("", nil), "button": NewPrimary("", nil), "check": NewCheck("", nil),
		"tabs": NewTabs(nil, nil), "menu": &menuList{},
	} {
		keys, ok := o.(desktop.Keyable)
		if !ok {
			t.Errorf("%s hears no keys", name)
			continue
		}
		before := Inputs()
		keys.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
		if Inputs() != before+1 {
			t.Errorf("a key in %s was counted %d times", name, Inputs()-before)
		}
	}
	for name, o := range map[string]desktop.Cursorable{"page": NewLayers(NewEntry(""), nil), "menu": &Popover{}} {
		before := Inputs()
		o.Cursor()
		if Inputs() == before {
			t.Errorf("a move over a %s was not counted", name)
		}
	}
}
