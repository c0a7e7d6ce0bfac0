package dialog

import (
	"testing"

	"zvonok/views/keys"
	"zvonok/views/overlay"
	"zvonok/views/sheet"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// TestCover: dialogs wait below a cover and take neither the focus nor keys from it, and are there when it is lifted, but
// for those that were closed meanwhile.
func TestCover(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewPrimary("за окном", nil))
	before := Show(w, Modal{Title: "До", Primary: "Понятно"})
	password := widgets.NewEntry("")
	cover := overlay.NewCover(w.Canvas(), container.NewStack(password))
	w.Canvas().Focus(password)
	Show(w, Modal{Title: "Пока закрыто", Content: widgets.NewEntry(""), Primary: "Сохранить", Cancel: "Отмена"})
	passing := Show(w, Modal{Title: "Мимолётный", Primary: "Понятно"})
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
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != before.layer {
		t.Error("the dialog that opened below the cover does not hear keys")
	}
	overlay.CloseAll(w.Canvas())
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != nil {
		t.Error("something is left")
	}
}

// TestCoverGivesTheFocusBack: whoever unlocks the window goes on where they were, in the page or in a dialog.
func TestCoverGivesTheFocusBack(t *testing.T) {
	outside, first, second := widgets.NewEntry(""), widgets.NewEntry(""), widgets.NewEntry("")
	w := viewtest.NewWindow(t, container.NewVBox(widgets.Text("за окном"), outside))
	lock := func() *overlay.Cover {
		password := widgets.NewEntry("")
		cover := overlay.NewCover(w.Canvas(), container.NewStack(password))
		w.Canvas().Focus(password)
		return cover
	}
	w.Canvas().Focus(outside)
	lock().Lift()
	if w.Canvas().Focused() != fyne.Focusable(outside) {
		t.Errorf("in the page the focus is in %v", w.Canvas().Focused())
	}
	Show(w, Modal{Title: "До", Content: container.NewVBox(first, second), Primary: "Сохранить", Cancel: "Отмена"})
	w.Canvas().Focus(second)
	lock().Lift()
	if w.Canvas().Focused() != fyne.Focusable(second) {
		t.Errorf("in the dialog the focus is in %v", w.Canvas().Focused())
	}
}

// TestADialogOutlivesTheOneBelow: a form that was saved closes by itself, and takes neither what is told over it with it nor the focus there.
func TestADialogOutlivesTheOneBelow(t *testing.T) {
	for _, covered := range []bool{false, true} {
		w := viewtest.NewWindow(t, widgets.NewPrimary("за окном", nil))
		form := Show(w, Modal{Title: "Занятие", Content: widgets.NewEntry(""), Primary: "Сохранить", Cancel: "Отмена"})
		field := widgets.NewEntry("")
		told := Show(w, Modal{Title: "Уже изменено", Content: field, Primary: "Поставить 5", Cancel: "Отмена", Focus: field})
		if covered {
			cover := overlay.NewCover(w.Canvas(), container.NewStack(widgets.NewEntry("")))
			form.Close()
			cover.Lift()
		} else {
			form.Close()
		}
		if w.Canvas().Overlays().Top() != told.layer || len(w.Canvas().Overlays().List()) != 1 || w.Canvas().Focused() != fyne.Focusable(field) {
			t.Errorf("covered %v: %d dialogs, the focus is in %v", covered, len(w.Canvas().Overlays().List()), w.Canvas().Focused())
		}
	}
}

// TestFocusLeavesClosedDialogs: a field that goes with its dialog loses the focus before.
func TestFocusLeavesClosedDialogs(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewPrimary("за окном", nil))
	field := &counted{Entry: widgets.NewEntry("")}
	field.ExtendBaseWidget(field)
	h := Show(w, Modal{Title: "Поле", Content: field, Primary: "Понятно", Focus: field})
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
	*widgets.Entry
	focused int
}

func (c *counted) FocusGained() { c.focused++ }
func (c *counted) FocusLost()   { c.focused-- }

// TestInputs: a key in any list that takes the focus counts, and a move of the pointer over a dialog.
func TestInputs(t *testing.T) {
	for name, o := range map[string]desktop.Keyable{
		"select": table.NewSelect([]table.Option[int]{{Key: 1, Label: "один"}}, nil).Field, "table": newPeople().Grid,
		"sheet": sheet.New[int, int](sheet.Titles{Lines: []string{"Занятие"}}),
	} {
		before := keys.Inputs()
		o.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
		if keys.Inputs() != before+1 {
			t.Errorf("a key in %s was counted %d times", name, keys.Inputs()-before)
		}
	}
	before := keys.Inputs()
	(&modalLayer{}).Cursor()
	if keys.Inputs() == before {
		t.Error("a move over a dialog was not counted")
	}
}

type person struct {
	id   int
	name string
}

// newPeople is a table of people.
func newPeople(people ...person) *table.Table[person, int] {
	list := table.New([]*table.Column[person]{{ID: "name", Title: "ФИО", Width: 200, Cell: func(p person) table.Cell { return table.Cell{Text: p.name} }}},
		func(p person) int { return p.id })
	list.SetRows(people)
	return list
}
