package widgets

import (
	"runtime"
	"strconv"

	"zvonok/views/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Keymap holds what the keys of a screen do. A nil function leaves its key without effect.
type Keymap struct {
	Find    func()      // Ctrl+F
	Add     func()      // Ctrl+N
	Save    func()      // Ctrl+S
	Refresh func()      // F5
	Help    func()      // F1, over a dialog or a menu too
	Back    func()      // Esc
	Section func(n int) // Ctrl+1 … Ctrl+4, n counts from 1
}

// Shortcut is what the keyboard of this computer calls the key of a command, such as «Ctrl+S».
func Shortcut(key string) string { return shortcut(runtime.GOOS, key) }

func shortcut(system, key string) string {
	if system == "darwin" {
		return "Cmd+" + key
	}
	return "Ctrl+" + key
}

// bound holds the map of every window. A program has a window or two, so nothing is ever taken out.
var bound = map[fyne.Canvas]Keymap{}

// Bind connects the map to the canvas; one bound later replaces it. Fyne gives keys to the focused widget alone,
// so the widgets of this package hand on what they have no use for. While a dialog or a menu is open, keys belong to it.
func (k Keymap) Bind(c fyne.Canvas) {
	bound[c] = k
	for _, name := range []fyne.KeyName{
		fyne.KeyF, fyne.KeyN, fyne.KeyS, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4,
	} {
		s := &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
		c.AddShortcut(s, func(s fyne.Shortcut) { k.shortcut(c, s) })
	}
	if keys, ok := c.(desktop.Canvas); ok {
		keys.SetOnKeyDown(Sensed{}.KeyDown) // while nothing has the focus
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case e.Name == fyne.KeyF1 && k.Help != nil:
			k.Help()
		case keyToOverlay(c, e):
		case e.Name == fyne.KeyF5 && k.Refresh != nil:
			k.Refresh()
		case e.Name == fyne.KeyEscape && k.Back != nil:
			k.Back()
		}
	})
}

// shortcut does what the map says about a shortcut, nothing while a dialog or a menu is open.
func (k Keymap) shortcut(c fyne.Canvas, s fyne.Shortcut) {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierShortcutDefault || c.Overlays().Top() != nil {
		return
	}
	do := map[fyne.KeyName]func(){fyne.KeyF: k.Find, fyne.KeyN: k.Add, fyne.KeyS: k.Save}[custom.KeyName]
	if n, err := strconv.Atoi(string(custom.KeyName)); err == nil && n >= 1 && n <= 4 && k.Section != nil {
		do = func() { k.Section(n) }
	}
	if do != nil {
		do()
	}
}

// KeyTaker is an overlay that acts on keys which no widget in it has used.
type KeyTaker interface {
	TakeKey(*fyne.KeyEvent)
}

// keyToOverlay gives a key to the topmost overlay; it is false where there is none.
func keyToOverlay(c fyne.Canvas, e *fyne.KeyEvent) bool {
	top := c.Overlays().Top()
	if taker, ok := top.(KeyTaker); ok {
		taker.TakeKey(e)
	}
	return top != nil
}

// PassKey hands on a key that the focused widget has no use for.
func PassKey(from fyne.CanvasObject, e *fyne.KeyEvent) {
	c := draw.CanvasOf(from)
	if c == nil || e.Name != fyne.KeyF1 && keyToOverlay(c, e) {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(e)
	}
}

// keyToHidden takes the focus from a widget that was hidden with it, which Fyne does not, and hands the key on to the
// window; it is false for a widget that can be seen.
func keyToHidden(o fyne.CanvasObject, e *fyne.KeyEvent) bool {
	if o.Visible() {
		return false
	}
	PassKey(o, e)
	if c := draw.CanvasOf(o); c != nil && c.Focused() == o.(fyne.Focusable) {
		c.Unfocus()
	}
	return true
}

// PassShortcut hands on a shortcut that the focused widget has no use for.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	if c := draw.CanvasOf(from); c != nil {
		bound[c].shortcut(c, s)
	}
}
