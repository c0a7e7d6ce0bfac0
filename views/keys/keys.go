// Package keys holds what the keys of a window do, wherever in it the focus is, and what typing says: that somebody is
// there, and the first letters of what they look for.
package keys

import (
	"runtime"
	"strings"

	"zvonok/views/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Key is a key that does something wherever in the window the focus is.
type Key struct {
	Name fyne.KeyName
	// Ctrl says that Ctrl is held, on macOS Cmd, and Shift that Shift is.
	Ctrl, Shift bool
	// Over says that the key acts over a dialog or a menu too; otherwise keys belong to these.
	Over bool
	// Words say what it does, for the list of all keys; a key without words is a second key for the same.
	Words string
	Do    func()
}

// keyNames are what is written on keys that Fyne names differently.
var keyNames = map[fyne.KeyName]string{
	fyne.KeyEscape: "Esc", fyne.KeyReturn: "Enter", fyne.KeyDelete: "Del", fyne.KeyMinus: "−", fyne.KeySpace: "Пробел",
	desktop.KeyMenu: "Меню", fyne.KeyPageUp: "PgUp", fyne.KeyPageDown: "PgDn", fyne.KeyUp: "↑", fyne.KeyDown: "↓", fyne.KeyLeft: "←", fyne.KeyRight: "→",
}

// String is what the keyboard of this computer calls the key, such as «Ctrl+S».
func (k Key) String() string { return k.on(runtime.GOOS) }

func (k Key) on(system string) string {
	name := string(k.Name)
	if written, ok := keyNames[k.Name]; ok {
		name = written
	}
	if k.Shift {
		name = "Shift+" + name
	}
	switch {
	case k.Ctrl && system == "darwin" && k.Name != fyne.KeyTab:
		return "Cmd+" + name
	case k.Ctrl:
		return "Ctrl+" + name
	}
	return name
}

// modifier is what is held with the key. On macOS Cmd+Tab belongs to the system.
func (k Key) modifier() (held fyne.KeyModifier) {
	switch {
	case k.Ctrl && k.Name == fyne.KeyTab:
		held = fyne.KeyModifierControl
	case k.Ctrl:
		held = fyne.KeyModifierShortcutDefault
	}
	if k.Shift {
		held |= fyne.KeyModifierShift
	}
	return held
}

// Shortcut is what the keyboard of this computer calls a letter with Ctrl, such as «Ctrl+S».
func Shortcut(key string) string { return Key{Name: fyne.KeyName(key), Ctrl: true}.String() }

// Map is what the keys of a window do.
type Map []Key

// bound holds the map of every window. A program has a window or two, so nothing is ever taken out.
var bound = map[fyne.Canvas]Map{}

// Bind connects the map to the canvas; one bound later replaces it. Fyne gives keys to the focused widget alone, so
// widgets hand on the keys that they do not use.
func (m Map) Bind(c fyne.Canvas) {
	bound[c] = m
	for _, k := range m {
		if k.modifier() != 0 {
			c.AddShortcut(k.shortcut(), func(s fyne.Shortcut) { doShortcut(c, s) })
		}
	}
	if board, ok := c.(desktop.Canvas); ok {
		board.SetOnKeyDown(Sensed{}.KeyDown) // while nothing has the focus
		board.SetOnKeyUp(Sensed{}.KeyUp)
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { doKey(c, e, 0) })
}

// shortcut is what Fyne makes of the key, which has its own type for Ctrl+Z.
func (k Key) shortcut() fyne.Shortcut {
	if k.Name == fyne.KeyZ && k.modifier() == fyne.KeyModifierShortcutDefault {
		return &fyne.ShortcutUndo{}
	}
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.modifier()}
}

// doShortcut does what the canvas's map says about a shortcut.
func doShortcut(c fyne.Canvas, s fyne.Shortcut) {
	switch s := s.(type) {
	case *desktop.CustomShortcut:
		doKey(c, &fyne.KeyEvent{Name: s.KeyName}, s.Modifier)
	case *fyne.ShortcutUndo:
		doKey(c, &fyne.KeyEvent{Name: fyne.KeyZ}, fyne.KeyModifierShortcutDefault)
	}
}

// doKey does what the canvas's map says about a key, or gives it to what lies over the window.
func doKey(c fyne.Canvas, e *fyne.KeyEvent, held fyne.KeyModifier) {
	over := c.Overlays().Top() != nil
	for _, k := range bound[c] {
		if k.Name == e.Name && k.modifier() == held && k.Do != nil && (k.Over || !over) {
			k.Do()
			return
		}
	}
	if held == 0 {
		toOverlay(c, e)
	}
}

// Taker is an overlay that acts on keys which no widget in it has used.
type Taker interface {
	TakeKey(*fyne.KeyEvent)
}

// toOverlay gives a key to the topmost overlay.
func toOverlay(c fyne.Canvas, e *fyne.KeyEvent) {
	if taker, ok := c.Overlays().Top().(Taker); ok {
		taker.TakeKey(e)
	}
}

// Pass hands a key that the focused widget does not use on to the window.
func Pass(from fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := draw.CanvasOf(from); c != nil {
		doKey(c, e, 0)
	}
}

// IsFunction reports whether a key is one of F1 … F12.
func IsFunction(name fyne.KeyName) bool { return len(name) > 1 && strings.HasPrefix(string(name), "F") }

// PassHidden takes the focus from a widget that was hidden while it had it, which Fyne does not do, and hands the key on
// to the window. It gives false for a visible widget.
func PassHidden(o fyne.CanvasObject, e *fyne.KeyEvent) bool {
	if o.Visible() {
		return false
	}
	Pass(o, e)
	if c := draw.CanvasOf(o); c != nil && c.Focused() == o.(fyne.Focusable) {
		c.Unfocus()
	}
	return true
}

// PassShortcut hands a shortcut that the focused widget does not use on to the window.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	if c := draw.CanvasOf(from); c != nil {
		doShortcut(c, s)
	}
}
