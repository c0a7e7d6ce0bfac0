// Package drawn is a window as the person in front of it finds it: what is drawn, what can be reached, and where the keys
// go. The tour and the tests of screens share it.
package drawn

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Walk visits an object and everything drawn inside it. What is hidden is left out.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	var within []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		within = o.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(o).Objects()
	}
	for _, child := range within {
		Walk(child, visit)
	}
}

// Front is what a person can reach: the topmost dialog or menu, or else the page.
func Front(w fyne.Window) fyne.CanvasObject {
	if top := w.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return w.Canvas().Content()
}

// Key presses a key: the widget with the focus gets it, or else the window, as with Fyne's driver.
func Key(w fyne.Window, name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if f := w.Canvas().Focused(); f != nil {
		f.TypedKey(event)
	} else if typed := w.Canvas().OnTypedKey(); typed != nil {
		typed(event)
	}
}

// Shortcut presses keys together: the widget with the focus gets them if it takes shortcuts, or else the window.
func Shortcut(w fyne.Window, s fyne.Shortcut) {
	if f, ok := w.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else if c, ok := w.Canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
