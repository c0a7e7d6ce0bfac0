package shell

import (
	"testing"

	"fyne.io/fyne/v2/canvas"

	"zvonok/model"
	"zvonok/views/widgets"
)

// TestUserMenuOfAccount: what concerns one's own account stands in the user's menu.
func TestUserMenuOfAccount(t *testing.T) {
	b := newBench(t, false, nil)
	did := 0
	b.shell.cfg.Menu = func() []widgets.MenuItem { return []widgets.MenuItem{{Label: "Выйти", Do: func() { did++ }}} }
	items := b.shell.userMenu()
	last := items[len(items)-1]
	if last.Label != "Выйти" {
		t.Fatalf("the menu ends with %q", last.Label)
	}
	last.Do()
	b.shell.cfg.Menu = func() []widgets.MenuItem { return nil }
	if got := len(b.shell.userMenu()); did != 1 || got != 1 {
		t.Errorf("done %d times, %d items without an account", did, got)
	}
}

// TestDrop: a window that somebody signed out of hears of nothing any more; MayLeave asks before.
func TestDrop(t *testing.T) {
	b := newBench(t, false, nil)
	left := 0
	b.opened[0].stay = true
	b.shell.MayLeave(func() { left++ })
	b.opened[0].stay = false
	b.shell.MayLeave(func() { left++ })
	if left != 1 {
		t.Errorf("left %d times", left)
	}
	told := b.service.told
	b.shell.Drop()
	if b.service.told != nil || b.opened[0].hidden != 1 {
		t.Errorf("still subscribed: %v, hidden %d times", b.service.told != nil, b.opened[0].hidden)
	}
	reads := b.service.reads
	told(model.Change{Sync: true})
	b.timer.pass()
	if b.service.reads != reads {
		t.Error("a window that is gone still reads")
	}
}

// TestUnder: what lies under the content is there, and below it.
func TestUnder(t *testing.T) {
	under := canvas.NewRectangle(nil)
	b := newBench(t, false, nil)
	cfg := b.shell.cfg
	cfg.Under = under
	b.shell.Drop()
	b.shell = New(cfg, b.shell.sections...)
	b.sees("экран Чаты")
	if under.Size() != b.window.Canvas().Content().Size() {
		t.Errorf("it is %v large", under.Size())
	}
}
