package shell

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// TestHelp: F1 opens the guide at what the screen is about, over a dialog too and whatever has the focus.
func TestHelp(t *testing.T) {
	b := newBench(t, false, nil)
	var topics []Topic
	b.shell.cfg.Help = func(topic Topic) { topics = append(topics, topic) }
	press := func() { b.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1}) }
	press()
	b.shell.Go(1)
	b.window.Canvas().Focus(b.opened[1].focus)
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	dialog.Show(b.window, dialog.Modal{Title: "Вопрос", Primary: "Да", Cancel: "Нет"})
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	want := []Topic{b.opened[0].Topic(), b.opened[1].Topic(), b.opened[1].Topic()}
	if !slices.Equal(topics, want) || topics[0] == topics[1] {
		t.Errorf("opened %q, want %q", topics, want)
	}
}

// TestHelpMenu: the user's menu leads to the guide and to «О программе», and has neither where there is none.
func TestHelpMenu(t *testing.T) {
	b := newBench(t, false, nil)
	labels := func() (found []string) {
		for _, item := range b.shell.userMenu() {
			found = append(found, item.Label)
		}
		return found
	}
	if got := labels(); slices.Contains(got, "Справка") || slices.Contains(got, "О программе…") {
		t.Errorf("without a guide: %q", got)
	}
	opened, shown := 0, 0
	b.shell.cfg.Help, b.shell.cfg.About = func(Topic) { opened++ }, func(Desk) { shown++ }
	for _, label := range []string{"Справка", "О программе…"} {
		i := slices.IndexFunc(b.shell.userMenu(), func(item widgets.MenuItem) bool { return item.Label == label })
		if i < 0 {
			t.Fatalf("no %q among %q", label, labels())
		}
		b.shell.userMenu()[i].Do()
	}
	if opened != 1 || shown != 1 {
		t.Errorf("opened %d, shown %d", opened, shown)
	}
}
