package widgets

import "fyne.io/fyne/v2"

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
