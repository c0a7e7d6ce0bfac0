package dialog

import (
	"testing"

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
	w := viewtest.NewWindow(t, container.NewVBox(entry, list, button, tabs, check, sel, search))
	did := map[string]int{}
	count := func(what string) func() { return func() { did[what]++ } }
	widgets.Keymap{
		Find: count("find"), Add: count("add"), Save: count("save"), Refresh: count("refresh"), Back: count("back"),
		Section: func(n int) { did["section"] += n },
	}.Bind(w.Canvas())
	focusable := []fyne.Focusable{entry, list, button, tabs, check, sel, search}
	for _, f := range focusable {
		w.Canvas().Focus(f)
		viewtest.Keys(f, fyne.KeyF5, fyne.KeyEscape)
		for _, name := range []fyne.KeyName{fyne.KeyF, fyne.KeyN, fyne.KeyS, fyne.Key3} {
			f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{
				KeyName: name, Modifier: fyne.KeyModifierShortcutDefault,
			})
		}
	}
	for _, what := range []string{"find", "add", "save", "refresh", "back"} {
		if did[what] != len(focusable) {
			t.Errorf("%s came %d times, want %d", what, did[what], len(focusable))
		}
	}
	if did["section"] != 3*len(focusable) {
		t.Errorf("sections add up to %d", did["section"])
	}
	Show(w, Modal{Title: "Чат", Content: widgets.NewEntry(""), Primary: "Понятно"})
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{
		KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault,
	})
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyF5)
	if did["save"] != len(focusable) || did["refresh"] != len(focusable) {
		t.Error("keys reach the screen behind an open dialog")
	}
}
