package dialog

import (
	"testing"

	"zvonok/views/keys"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestKeymapReachesTheScreenFromAnyWidget(t *testing.T) {
	entry, list := widgets.NewEntry(""), newPeople(person{1, "Иванов Иван"})
	button, tabs, check := widgets.NewSecondary("Назад", nil), widgets.NewTabs([]widgets.Tab{{Key: "a", Label: "А"}}, nil), widgets.NewCheck("x", nil)
	sel := table.NewSelect([]table.Option[int]{{Label: "Один"}}, nil)
	search := widgets.NewSearch("", nil)
	w := viewtest.NewWindow(t, container.NewVBox(entry, list.Grid, button, tabs, check, sel.Field, search))
	did := map[string]int{}
	count := func(what string) func() { return func() { did[what]++ } }
	keys.Map{
		{Name: fyne.KeyF, Ctrl: true, Do: count("find")}, {Name: fyne.KeyS, Ctrl: true, Do: count("save")},
		{Name: fyne.KeyTab, Ctrl: true, Shift: true, Do: count("turn")}, {Name: fyne.KeyF5, Do: count("refresh")},
		{Name: fyne.KeyF11, Over: true, Do: count("large")}, {Name: fyne.KeyEscape, Do: count("back")},
	}.Bind(w.Canvas())
	focusable := []fyne.Focusable{entry, list.Grid, button, tabs, check, sel.Field, search}
	for _, f := range focusable {
		w.Canvas().Focus(f)
		viewtest.Keys(f, fyne.KeyF5, fyne.KeyEscape, fyne.KeyF11)
		for name, held := range map[fyne.KeyName]fyne.KeyModifier{
			fyne.KeyF: fyne.KeyModifierShortcutDefault, fyne.KeyS: fyne.KeyModifierShortcutDefault,
			fyne.KeyTab: fyne.KeyModifierControl | fyne.KeyModifierShift,
		} {
			f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: held})
		}
	}
	for _, what := range []string{"find", "save", "turn", "refresh", "back", "large"} {
		if did[what] != len(focusable) {
			t.Errorf("%s came %d times, want %d", what, did[what], len(focusable))
		}
	}
	Show(w, Modal{Title: "Чат", Content: widgets.NewEntry(""), Primary: "Понятно"})
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{
		KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault,
	})
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyF5, fyne.KeyF11)
	if did["large"] != len(focusable)+1 {
		t.Error("a key that acts over dialogs does not")
	}
	if did["save"] != len(focusable) || did["refresh"] != len(focusable) {
		t.Error("keys reach the screen behind an open dialog")
	}
}
