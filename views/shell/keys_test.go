package shell

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
)

// TestKeysAreShown: «Клавиши» names every key that the window acts by, and each name has a key behind it.
func TestKeysAreShown(t *testing.T) {
	b := newBench(t, false, nil)
	b.shell.cfg.Looks = &fakeLooks{look: theme.Look{Percent: 100}}
	p := &viewtest.Person{T: t, Window: b.window}
	b.ctrl(fyne.KeySlash)
	p.Sees("Клавиши", "Ctrl+F", "Раздел «Занятия»", "Ctrl+Shift+Tab", "F11", "Мельче", "Пробел", "Записать и перейти вниз")
	for _, k := range b.shell.keys() {
		if k.Do == nil {
			t.Errorf("%v does nothing", k)
		}
	}
	p.Key(fyne.KeyEscape)
	if p.DialogOpen() {
		t.Error("Esc does not close it")
	}
}

// TestFind: Ctrl+K and the user's menu open the search for people who may search, and nobody else is told of it.
func TestFind(t *testing.T) {
	b := newBench(t, false, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	b.ctrl(fyne.KeyK)
	b.ctrl(fyne.KeySlash)
	p.SeesNot("Ctrl+K")
	p.Key(fyne.KeyEscape)
	item := func() (do func()) {
		for _, i := range b.shell.userMenu() {
			if i.Hint == keys.Shortcut("K") {
				do = i.Do
			}
		}
		return do
	}
	if b.searched || item() != nil {
		t.Error("a search is there for who may not search")
	}
	b.finds = true
	if b.ctrl(fyne.KeyK); !b.searched {
		t.Error("Ctrl+K opens nothing")
	}
	b.searched = false
	if item()(); !b.searched {
		t.Error("the menu opens nothing")
	}
	b.ctrl(fyne.KeySlash)
	p.Sees("Ctrl+K", "Найти человека, группу или чат")
}

type fakeLooks struct{ look theme.Look }

func (f *fakeLooks) Look() theme.Look     { return f.look }
func (f *fakeLooks) SetLook(l theme.Look) { f.look = l }

// TestLookByKeysAndMenu: the size goes up and down by keys, over a dialog too, and no further than it can.
func TestLookByKeysAndMenu(t *testing.T) {
	b := newBench(t, false, nil)
	looks := &fakeLooks{look: theme.Look{Percent: 100}}
	b.shell.cfg.Looks = looks
	b.shell.keys().Bind(b.window.Canvas())
	b.ctrl(fyne.KeyEqual)
	b.ctrl(fyne.KeyPlus)
	if looks.look.Percent != 120 {
		t.Errorf("twice larger is %d", looks.look.Percent)
	}
	b.shell.chooseLook()
	p := &viewtest.Person{T: t, Window: b.window}
	p.Sees("Вид окна", "120 %", "Как в системе")
	p.Ctrl(fyne.KeyMinus)
	p.Ctrl(fyne.Key0)
	p.Ctrl(fyne.KeyMinus)
	if looks.look.Percent != 100 {
		t.Errorf("the ordinary size is %d", looks.look.Percent)
	}
	for _, sel := range viewtest.InFront[interface{ TypedRune(rune) }](p) {
		sel.TypedRune('т') // «Тёмный»; sizes have no letters
	}
	if looks.look.Shade != theme.ShadeDark {
		t.Errorf("the shade is %q", looks.look.Shade)
	}
}

// TestTurn: Ctrl+Tab goes through the sections, around the ends.
func TestTurn(t *testing.T) {
	b := newBench(t, false, nil)
	turn := func(held fyne.KeyModifier) {
		field := b.shell.Top().(*fakeScreen).focus
		b.window.Canvas().Focus(field)
		field.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyTab, Modifier: fyne.KeyModifierControl | held})
	}
	turn(0)
	if !b.shell.In("Занятия") {
		t.Error("the next section is not open")
	}
	turn(0)
	turn(fyne.KeyModifierShift)
	if !b.shell.In("Занятия") {
		t.Error("around the ends is not where it was")
	}
}

// TestFocusIsKept: a screen begins with something focused, and has what was focused again when one comes back to it.
func TestFocusIsKept(t *testing.T) {
	b := newBench(t, false, nil)
	c := b.window.Canvas()
	if got := c.Focused(); got != fyne.Focusable(b.opened[0].focus) {
		t.Fatalf("a new screen has the focus on %T", got)
	}
	search := b.opened[0].focus
	b.shell.Push(newScreen("Карточка"))
	if got := c.Focused(); got == nil || got == fyne.Focusable(search) {
		t.Errorf("the card has the focus on %T", got)
	}
	b.shell.Back()
	if got := c.Focused(); got != fyne.Focusable(search) {
		t.Errorf("coming back gives the focus to %T", got)
	}
}

var _ theme.Looks = (*fakeLooks)(nil)
