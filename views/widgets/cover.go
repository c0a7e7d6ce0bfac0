package widgets

import (
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/views/keys"
)

// Cover hides all that a window shows until it is lifted. Dialogs that open meanwhile wait below it.
type Cover struct {
	canvas fyne.Canvas
	page   fyne.CanvasObject
	below  []fyne.CanvasObject // the dialogs and menus, the lowest first
}

// covers holds the cover of every window that has one.
var covers = map[fyne.Canvas]*Cover{}

// NewCover covers a window with a page.
func NewCover(c fyne.Canvas, page fyne.CanvasObject) *Cover {
	v := &Cover{canvas: c, page: page, below: slices.Clone(c.Overlays().List())}
	clearOverlays(c)
	c.Unfocus() // what lies below does not go on blinking
	covers[c] = v
	c.Overlays().Add(page)
	return v
}

// Lift uncovers the window as it has become meanwhile.
func (v *Cover) Lift() {
	if covers[v.canvas] != v {
		return
	}
	clearOverlays(v.canvas)
	delete(covers, v.canvas)
	for _, o := range v.below {
		v.canvas.Overlays().Add(o)
	}
	if len(v.below) > 0 {
		v.canvas.FocusNext()
	}
}

// CloseOverlays closes the dialogs and menus of a window, and takes its cover away.
func CloseOverlays(c fyne.Canvas) {
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

// UnsavedDialogs reports whether a dialog of the window, below a cover too, holds what would be dropped with it.
func UnsavedDialogs(c fyne.Canvas) bool {
	open := c.Overlays().List()
	if v := covers[c]; v != nil {
		open = v.below
	}
	return slices.ContainsFunc(open, func(o fyne.CanvasObject) bool {
		l, ok := o.(interface{ Unsaved() bool })
		return ok && l.Unsaved()
	})
}

// AddOverlay shows an overlay that acts on keys even while nothing in it has the focus, or puts it below the window's
// cover.
func AddOverlay(c fyne.Canvas, overlay fyne.CanvasObject) {
	if v := covers[c]; v != nil {
		v.below = append(v.below, overlay)
		return
	}
	if c.OnTypedKey() == nil {
		keys.Map{}.Bind(c)
	}
	c.Overlays().Add(overlay)
}

// RemoveOverlay takes an overlay away, with all that lies above it. What had the focus in it loses it before: Fyne tells
// nobody, and a caret would blink for ever.
func RemoveOverlay(c fyne.Canvas, overlay fyne.CanvasObject) {
	if v := covers[c]; v != nil {
		if at := slices.Index(v.below, overlay); at >= 0 {
			v.below = v.below[:at]
		}
		return
	}
	if slices.Contains(c.Overlays().List(), overlay) {
		c.Unfocus()
		c.Overlays().Remove(overlay)
	}
}

// FocusIn gives the focus to something in an overlay, nil for the first that takes it, if that is the topmost. What is in a
// field there is replaced by what is typed, as in one that Tab leads to.
func FocusIn(c fyne.Canvas, overlay fyne.CanvasObject, wanted fyne.Focusable) {
	switch {
	case c.Overlays().Top() != overlay:
		return
	case wanted == nil:
		c.FocusNext()
	default:
		c.Focus(wanted)
	}
	if field, ok := c.Focused().(interface{ SelectAll() }); ok {
		field.SelectAll()
	}
}

// Editing reports whether something is being edited in the window: a dialog, a list or a menu is open, or the focus is where
// one types. Nothing may take the screen away then.
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
