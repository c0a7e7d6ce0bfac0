package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestShellPersonas(t *testing.T) {
	b := newBench(t, true, nil)
	items := b.shell.userMenu()
	labels := ""
	for _, item := range items {
		labels += item.Label + "/" + item.Hint + "|"
	}
	for _, want := range []string{"Рязанцева Екатерина Викторовна/администратор ПОО|", "Войти как …",
		"Администратор ПОО/Рязанцева Е.В.|", "Преподаватель-предметник/Каган Н.В.|", "Студент/Алёхина Ю.О.|"} {
		if !strings.Contains(labels, want) {
			t.Errorf("no %q in %s", want, labels)
		}
	}
	root := b.opened[0]
	root.stay = true
	last := items[len(items)-2]
	last.Do()
	if b.service.person.ID != 1 {
		t.Fatal("the persona changed though a screen would not be left")
	}
	root.stay = false
	last.Do()
	b.sees("Каган Н.В.", "КН")
	if len(b.opened) != 2 || b.opened[1].shown != 1 || root.hidden != 1 {
		t.Error("the screens were not made again")
	}
}

func TestShellPersonaFromTheDialog(t *testing.T) {
	b := newBench(t, true, nil)
	b.shell.choosePersona()
	field, ok := b.window.Canvas().Focused().(*widgets.Search)
	if !ok {
		t.Fatal("the focus is not in the search")
	}
	field.SetText("алехина")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.service.person.ID != 1 {
		t.Fatal("Enter took somebody who was not chosen")
	}
	for _, o := range test.LaidOutObjects(b.window.Canvas().Overlays().Top()) {
		if list, ok := viewtest.As[*table.Table[model.Person, model.PersonID]](o); ok {
			if rows := list.Rows(); len(rows) != 1 || rows[0].ID != student.ID {
				t.Fatalf("found %v", rows)
			}
			list.SelectKeys(student.ID)
		}
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.sees("Алёхина Ю.О.")
	if b.window.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}
