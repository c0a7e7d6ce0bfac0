// Package overlay holds what lies over the page of a window: dialogs and menus, the cover that hides them while the window waits for
// a password, and the focus in them.
package overlay

import (
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/views/draw"
	"zvonok/views/keys"
)

// Cover hides all that a window shows until it is lifted. Dialogs that open meanwhile wait below it.
type Cover struct {
	canvas  fyne.Canvas
	page    fyne.CanvasObject
	below   []fyne.CanvasObject // the dialogs and menus, the lowest first
	top     fyne.CanvasObject   // of them when the window was covered; nil = none
	focused fyne.Focusable      // in it, or in the window itself
}

// covers holds the cover of every window that has one.
var covers = map[fyne.Canvas]*Cover{}

// NewCover covers a window with a page.
func NewCover(c fyne.Canvas, page fyne.CanvasObject) *Cover {
	v := &Cover{canvas: c, page: page, below: slices.Clone(c.Overlays().List()), top: c.Overlays().Top(), focused: c.Focused()}
	clearOverlays(c)
	c.Unfocus() // no caret below goes on blinking
	covers[c] = v
	c.Overlays().Add(page)
	return v
}

// Lift uncovers the window, with what has changed meanwhile. What had the focus has it again, unless a dialog has opened or closed.
func (v *Cover) Lift() {
	if covers[v.canvas] != v {
		return
	}
	clearOverlays(v.canvas)
	delete(covers, v.canvas)
	for _, o := range v.below {
		v.canvas.Overlays().Add(o)
	}
	before, there := v.focused.(fyne.CanvasObject)
	switch top := v.canvas.Overlays().Top(); {
	case top == v.top && there && draw.InWindow(before):
		v.canvas.Focus(v.focused)
	case top != nil:
		v.canvas.FocusNext()
	}
}

// Above shows what do opens above the window's cover, if there is one.
func Above(c fyne.Canvas, do func()) {
	v := covers[c]
	delete(covers, c)
	if do(); v != nil {
		covers[c] = v
	}
}

// CloseAll closes the dialogs and menus of a window and removes its cover.
func CloseAll(c fyne.Canvas) {
	clearOverlays(c)
	delete(covers, c)
	c.Unfocus()
}

func clearOverlays(c fyne.Canvas) {
	if list := c.Overlays().List(); len(list) > 0 {
		c.Unfocus()
		c.Overlays().Remove(list[0]) // with all that lies above it
	}
}

// Unsaved reports whether a dialog of the window, also one below a cover, holds something that would be lost with
// it.
func Unsaved(c fyne.Canvas) bool {
	open := c.Overlays().List()
	if v := covers[c]; v != nil {
		open = v.below
	}
	return slices.ContainsFunc(open, func(o fyne.CanvasObject) bool {
		l, ok := o.(holder)
		return ok && l.Unsaved()
	})
}

// Add shows an overlay, below the window's cover if there is one. The overlay acts on keys even while nothing in
// it has the focus.
func Add(c fyne.Canvas, overlay fyne.CanvasObject) {
	if v := covers[c]; v != nil {
		v.below = append(v.below, overlay)
		return
	}
	if c.OnTypedKey() == nil {
		keys.Map{}.Bind(c)
	}
	c.Overlays().Add(overlay)
}

// Remove removes an overlay with the menus above it. A dialog above it stays, with the focus: it tells or asks something of its own. A
// widget in what is removed loses the focus first: Fyne would not tell it, and its caret would blink for ever.
func Remove(c fyne.Canvas, overlay fyne.CanvasObject) {
	if v := covers[c]; v != nil {
		if at := slices.Index(v.below, overlay); at >= 0 {
			v.below = append(v.below[:at], dialogs(v.below[at+1:])...)
			return
		}
	}
	list, top, focused := c.Overlays().List(), c.Overlays().Top(), c.Focused()
	at := slices.Index(list, overlay)
	if at < 0 {
		return
	}
	above := dialogs(list[at+1:])
	c.Unfocus()
	c.Overlays().Remove(overlay)
	for _, o := range above {
		c.Overlays().Add(o)
	}
	switch {
	case len(above) == 0:
	case c.Overlays().Top() == top:
		c.Focus(focused)
	default:
		c.FocusNext()
	}
}

// holder is an overlay that somebody may have entered something into: a dialog.
type holder interface{ Unsaved() bool }

func dialogs(overlays []fyne.CanvasObject) (found []fyne.CanvasObject) {
	for _, o := range overlays {
		if _, ok := o.(holder); ok {
			found = append(found, o)
		}
	}
	return found
}

// FocusIn gives the focus to something in an overlay, nil for the first that takes it, if the overlay is the topmost. What
// is typed replaces the content of a field, as in a field that was reached by Tab.
func FocusIn(c fyne.Canvas, overlay fyne.CanvasObject, wanted fyne.Focusable) {
	switch {
	case c.Overlays().Top() != overlay:
		return
	case wanted == nil:
		c.FocusNext()
		wanted = c.Focused()
	}
	Focus(c, wanted)
}

// Focus gives the keyboard to something; nil takes it away. What is in a field is replaced by what is typed.
func Focus(c fyne.Canvas, f fyne.Focusable) {
	c.Focus(f)
	if field, ok := f.(interface{ SelectAll() }); ok {
		field.SelectAll()
	}
}

// Editing reports whether something is being edited in the window: a dialog, a list or a menu is open, or the focus is in a
// field. Nothing may replace the screen then.
func Editing(c fyne.Canvas) bool {
	if c.Overlays().Top() != nil {
		return true
	}
	switch f := c.Focused().(type) {
	case interface{ Editing() bool }:
		return f.Editing()
	case interface{ SelectedText() string }: // every field for text
		return true
	}
	return false
}
