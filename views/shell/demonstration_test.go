package shell

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestDemonstrationLeadsToOnesOwnCollege: the window says that it is the demonstration, and its mark and the user's menu lead to the
// founding of a college once that is confirmed; what keeps the other window from opening is said, and this one stays.
func TestDemonstrationLeadsToOnesOwnCollege(t *testing.T) {
	b := newBench(t, true, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	p.SeesNot(demoWord)
	var fails error
	asked := 0
	b.shell.cfg.Found = func() error { asked++; return fails }
	b.shell = New(b.shell.cfg, b.shell.all...)
	p.Sees(demoWord)
	viewtest.InFront[*demoPill](p)[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	p.Key(fyne.KeyReturn) // «Остаться в демонстрации» has the focus: nothing done here comes back
	fails = errors.New("программа не запустилась")
	items := b.shell.userMenu()
	items[slices.IndexFunc(items, func(i widgets.MenuItem) bool { return i.Label == foundLabel })].Do()
	p.Press(foundLabel)
	p.Sees("Открыть не получилось", "Программа не запустилась.")
	p.Press("Понятно")
	if fails = nil; asked != 1 || b.closed {
		t.Fatalf("asked %d times, closed %v", asked, b.closed)
	}
	viewtest.InFront[*demoPill](p)[0].Tapped(nil)
	if p.Press(foundLabel); asked != 2 || !b.closed {
		t.Errorf("asked %d times, closed %v", asked, b.closed)
	}
}
