package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/keys"
)

// hold lies over a dialog while its work is under way and takes clicks and keys: what is typed into a field meanwhile would be lost with the
// dialog.
type hold struct {
	widget.BaseWidget
	keys.Sensed
	focused fyne.Focusable // before
}

func newHold() *hold {
	h := &hold{}
	h.ExtendBaseWidget(h)
	h.Hide()
	return h
}

// begin takes the focus of a window.
func (h *hold) begin(c fyne.Canvas) {
	h.focused = c.Focused()
	h.Show()
	c.Focus(h)
}

// end gives the focus back, unless somebody else has it.
func (h *hold) end(c fyne.Canvas) {
	h.Hide()
	if c.Focused() == fyne.Focusable(h) {
		c.Focus(h.focused)
	}
	h.focused = nil
}

// CreateRenderer implements fyne.Widget.
func (h *hold) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// AccessibilityLabel says why nothing can be entered.
func (h *hold) AccessibilityLabel() string { return "Подождите, выполняется" }

// AccessibilityRole is that of a text.
func (h *hold) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Tapped does nothing.
func (h *hold) Tapped(*fyne.PointEvent) {}

// AcceptsTab keeps Tab from moving the focus on.
func (h *hold) AcceptsTab() bool { return true }

// FocusGained does nothing.
func (h *hold) FocusGained() {}

// FocusLost does nothing.
func (h *hold) FocusLost() {}

// TypedRune does nothing.
func (h *hold) TypedRune(rune) {}

// TypedKey leaves the key to the window, as does a widget that has no use for it.
func (h *hold) TypedKey(e *fyne.KeyEvent) {
	if !keys.PassHidden(h, e) {
		keys.Pass(h, e)
	}
}

// TypedShortcut leaves the shortcut to the window.
func (h *hold) TypedShortcut(s fyne.Shortcut) { keys.PassShortcut(h, s) }
