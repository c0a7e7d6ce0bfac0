package shell

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/viewtest"
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

// TestNewer: that the college has a later version is told once, in words of ours, and stays in the user's menu.
func TestNewer(t *testing.T) {
	b := newBench(t, false, func(s *fakeService) { s.line = &fakeLine{now: model.Line{State: model.LineConnected}} })
	p := &viewtest.Person{T: t, Window: b.window}
	b.shell.cfg.Version = "1.1.0"
	hear := func(version string) {
		b.line.now.Server = version
		b.line.told()
		b.timer.pass()
	}
	for _, version := range []string{"1.1.0", "1.0.9", "9.9.9 скачайте с evil.example"} {
		hear(version)
		p.SeesNot("Есть версия")
	}
	hear("1.2.0")
	p.Sees("Есть версия «Звонка» новее: 1.2.0.")
	b.shell.tellServersVersion()
	if told := strings.Count(p.Sight(), "Есть версия"); told > 1 {
		t.Errorf("told %d times", told)
	}
	if !slices.ContainsFunc(b.shell.userMenu(), func(item widgets.MenuItem) bool {
		return item.Label == "Есть версия новее: 1.2.0" && item.Disabled
	}) {
		t.Error("the menu does not say it")
	}
}

// TestNewerRelease: a later release is told once on this computer, not in every window.
func TestNewerRelease(t *testing.T) {
	kept := &fakeHints{}
	for _, told := range []bool{true, false} {
		b := newBench(t, false, nil)
		p := &viewtest.Person{T: t, Window: b.window}
		b.shell.cfg.Version, b.shell.cfg.Hints = "1.1.0", kept
		b.shell.readIdentity()
		b.shell.cfg.Newer = func() string { return "1.2.0" }
		b.shell.askNewer()
		if got := strings.Contains(p.Sight(), "Есть версия «Звонка» новее: 1.2.0."); got != told {
			t.Errorf("told: %t, want %t", got, told)
		}
		if b.shell.newer != "1.2.0" {
			t.Error("the menu does not say it")
		}
	}
}
