package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// TestCover: dialogs wait below a cover and take neither the focus nor keys from it, and are there when it is lifted, but
// for those that were closed meanwhile.
func TestCover(t *testing.T) {
	w := newWindow(t, NewPrimary("за окном", nil))
	before := ShowModal(w, Modal{Title: "До", Primary: "Понятно"})
	password := NewEntry("")
	cover := NewCover(w.Canvas(), container.NewStack(password))
	w.Canvas().Focus(password)
	ShowModal(w, Modal{Title: "Пока закрыто", Content: NewEntry(""), Primary: "Сохранить", Cancel: "Отмена"})
	passing := ShowModal(w, Modal{Title: "Мимолётный", Primary: "Понятно"})
	if w.Canvas().Overlays().Top() == before.layer || len(w.Canvas().Overlays().List()) != 1 {
		t.Fatalf("%d overlays, the top is not the cover", len(w.Canvas().Overlays().List()))
	}
	if w.Canvas().Focused() != fyne.Focusable(password) {
		t.Error("a dialog took the focus from the cover")
	}
	passing.Close()
	cover.Lift()
	cover.Lift() // once more changes nothing
	if got := len(w.Canvas().Overlays().List()); got != 2 {
		t.Fatalf("%d dialogs are left", got)
	}
	key(w.Canvas().Focused(), fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != before.layer {
		t.Error("the dialog that opened below the cover does not hear keys")
	}
	CloseOverlays(w.Canvas())
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != nil {
		t.Error("something is left")
	}
}

// TestFocusLeavesClosedDialogs: a field that goes with its dialog loses the focus before.
func TestFocusLeavesClosedDialogs(t *testing.T) {
	w := newWindow(t, NewPrimary("за окном", nil))
	field := &counted{Entry: NewEntry("")}
	field.ExtendBaseWidget(field)
	h := ShowModal(w, Modal{Title: "Поле", Content: field, Primary: "Понятно", Focus: field})
	if field.focused != 1 {
		t.Fatalf("focused %d times", field.focused)
	}
	h.Close()
	if field.focused != 0 {
		t.Error("the field still has the focus")
	}
}

// counted is a field that knows whether it has the focus.
type counted struct {
	*Entry
	focused int
}

func (c *counted) FocusGained() { c.focused++ }
func (c *counted) FocusLost()   { c.focused-- }

// TestInputs: a key in any widget that takes the focus counts, and a move of the pointer over a page or a dialog.
func TestInputs(t *testing.T) {
	g := newGradebook(1, 1)
	day := NewDateField(time.Now())
	table := newPeople(nil)
	for name, o := range map[string]fyne.Focusable{
		"entry": NewEntry(""), "search": NewSearch("", nil), "button": NewPrimary("", nil), "check": NewCheck("", nil),
		"select": NewSelect([]Option[int]{{1, "один"}}, nil), "tabs": NewTabs(nil, nil), "menu": &menuList{}, "calendar": &calendar{},
		"table": table, "sheet": g, "date": day,
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
	for name, o := range map[string]desktop.Cursorable{"page": NewLayers(NewEntry(""), nil), "dialog": &modalLayer{}, "menu": &popover{}} {
		before := Inputs()
		o.Cursor()
		if Inputs() == before {
			t.Errorf("a move over a %s was not counted", name)
		}
	}
}
