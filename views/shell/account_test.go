package shell

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/overlay"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestUserMenuOfAccount: what concerns one's own account stands in the user's menu.
func TestUserMenuOfAccount(t *testing.T) {
	b := newBench(t, false, nil)
	did := 0
	b.shell.cfg.Menu = func() []widgets.MenuItem { return []widgets.MenuItem{{Label: "Выйти", Do: func() { did++ }}} }
	items := b.shell.userMenu()
	exit := func(i widgets.MenuItem) bool { return i.Label == "Выйти" }
	at := slices.IndexFunc(items, exit)
	if at < 0 {
		t.Fatalf("the menu has no «Выйти»: %v", items)
	}
	items[at].Do()
	b.shell.cfg.Menu = func() []widgets.MenuItem { return nil }
	if did != 1 || slices.ContainsFunc(b.shell.userMenu(), exit) {
		t.Errorf("done %d times", did)
	}
}

// TestDrop: a window hears of nothing after the sign-out; MayLeave asks before.
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

// TestCover: a covered window names its screen in no title, whatever goes on below.
func TestCover(t *testing.T) {
	b := newBench(t, false, nil)
	heard := 0
	b.shell.WhenCovered(func() { heard++ })
	if got := b.window.Title(); got == "Звонок" {
		t.Fatalf("the title is %q", got)
	}
	open := b.window.Title()
	b.shell.Cover(true)
	b.shell.Go(1)
	if got := b.window.Title(); got != "Звонок" {
		t.Errorf("the title of a covered window is %q", got)
	}
	b.shell.Go(0)
	b.shell.Cover(false)
	if got := b.window.Title(); got != open || heard != 2 {
		t.Errorf("the title is %q, heard %d times", got, heard)
	}
}

// TestUnsaved: the window knows whether a screen or a dialog holds what would be lost.
func TestUnsaved(t *testing.T) {
	b := newBench(t, false, nil)
	if b.shell.Unsaved() {
		t.Error("nothing was begun")
	}
	name := widgets.NewEntry("")
	dialog.Show(b.window, dialog.Modal{Title: "Группа", Content: name, Primary: "Сохранить", Cancel: "Отмена"})
	name.SetText("АТП-26")
	if !b.shell.Unsaved() {
		t.Error("a dialog that was filled in holds nothing")
	}
	overlay.CloseAll(b.window.Canvas())
	b.shell.Push(holding{b.opened[0]})
	if !b.shell.Unsaved() {
		t.Error("a screen that holds edits holds nothing")
	}
}

// holding is a screen with edits.
type holding struct{ Screen }

func (holding) Unsaved() bool { return true }

// TestCloseAsksAboutADialog: what was typed in it would be lost with the window.
func TestCloseAsksAboutADialog(t *testing.T) {
	b := newBench(t, false, nil)
	name := widgets.NewEntry("")
	dialog.Show(b.window, dialog.Modal{Title: "Группа", Content: name, Primary: "Добавить", Cancel: "Отмена"})
	name.TypedRune('Д')
	b.shell.Close()
	if b.closed {
		t.Fatal("closed over what was typed")
	}
	(&viewtest.Person{T: t, Window: b.window}).Press("Закрыть без сохранения")
	if !b.closed {
		t.Error("it stays open")
	}
}

// TestCloseAsksOnce, however often the window's cross is pressed, and again after an answer.
func TestCloseAsksOnce(t *testing.T) {
	b := newBench(t, false, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	name := widgets.NewEntry("")
	dialog.Show(b.window, dialog.Modal{Title: "Группа", Content: name, Primary: "Добавить", Cancel: "Отмена"})
	name.TypedRune('Д')
	twice := func(open int, stay string) {
		t.Helper()
		for range 2 {
			b.shell.Close()
			b.shell.Close()
			if n := len(b.window.Canvas().Overlays().List()); n != open {
				t.Fatalf("%d windows lie over the page, want %d", n, open)
			}
			p.Press(stay)
		}
	}
	twice(2, "Вернуться")
	overlay.CloseAll(b.window.Canvas())
	b.shell.Push(edited{b.opened[0], b.window})
	twice(1, "Отмена")
}

// edited is a screen that asks before it is left.
type edited struct {
	Screen
	window fyne.Window
}

func (e edited) MayLeave(then func(bool)) { dialog.Unsaved(e.window, nil, func() { then(true) }) }

// TestCloseOfACoveredWindow: while the window waits for a password, its cross asks above the cover and names nobody; where nothing would be
// lost it asks nothing.
func TestCloseOfACoveredWindow(t *testing.T) {
	covered := func() (*bench, *viewtest.Person, *widgets.Entry) {
		b := newBench(t, false, nil)
		b.shell.Cover(true)
		password := widgets.NewEntry("")
		name := widgets.NewEntry("")
		dialog.Show(b.window, dialog.Modal{Title: "Группа", Content: name, Primary: "Добавить", Cancel: "Отмена"})
		overlay.NewCover(b.window.Canvas(), container.NewStack(password))
		b.window.Canvas().Focus(password)
		return b, &viewtest.Person{T: t, Window: b.window}, name
	}
	b, p, name := covered()
	b.shell.cfg.Guests = func() []string { return []string{"Волков О."} }
	name.TypedRune('Д')
	b.shell.Close()
	b.shell.Close()
	p.Sees("Закрыть программу?", "Несохранённое пропадёт.", "С других компьютеров сейчас работают.")
	p.SeesNot("Волков")
	p.Press("Вернуться")
	if n := len(b.window.Canvas().Overlays().List()); n != 1 || b.closed {
		t.Fatalf("%d windows lie over the page, closed: %v", n, b.closed)
	}
	if _, in := b.window.Canvas().Focused().(*widgets.Entry); !in {
		t.Errorf("the focus is in %T, not where the password is typed", b.window.Canvas().Focused())
	}
	b.shell.Close()
	if p.Press("Закрыть программу"); !b.closed {
		t.Error("it stays open")
	}
	b, _, _ = covered()
	b.shell.Close()
	if !b.closed {
		t.Error("it asks although nothing would be lost")
	}
}
