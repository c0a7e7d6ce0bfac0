package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/scroll"
)

// Control is what widgets that take the focus have in common: their keys are counted, shortcuts go on to the window, and
// they are drawn again when the focus or the pointer comes and goes.
type Control struct {
	widget.BaseWidget
	keys.Sensed
	Focused bool
	Hover   Place         // under the pointer
	Pointer fyne.Position // within the control, negative while it is elsewhere

	self    fyne.Widget
	caption string // above the control
	at      func(fyne.Position) Place
	redraw  func()
	tip     hoverTip
}

// Place is a part of a control that the pointer lights up by itself; parts that a control does not distinguish are 0.
type Place struct{ Part, Row, Column int }

// Nowhere is the place of a pointer that is not on the control.
var Nowhere = Place{-1, -1, -1}

var away = fyne.NewPos(-1, -1)

var (
	_ fyne.Shortcutable = (*Control)(nil)
	_ desktop.Hoverable = (*Control)(nil)
)

// Begin sets up the control that self embeds. at is the place at a position, nil for a control that is one place; tip is
// the tooltip of the place under the pointer, nil for none.
func (c *Control) Begin(self fyne.Widget, at func(fyne.Position) Place, tip func() string) {
	c.self, c.at, c.redraw = self, at, self.Refresh
	c.Hover, c.Pointer = Nowhere, away
	c.tip = hoverTip{owner: self, text: tip}
	c.ExtendBaseWidget(self)
}

// Self is the widget that embeds the control.
func (c *Control) Self() fyne.Widget { return c.self }

// DrawBy sets what is called instead of Refresh when only the focus or the pointer has changed.
func (c *Control) DrawBy(redraw func()) { c.redraw = redraw }

// TakeFocus gives the keyboard to the control.
func (c *Control) TakeFocus() {
	if on := draw.CanvasOf(c.self); on != nil {
		on.Focus(c.self.(fyne.Focusable))
	}
}

// OpenMenu opens a menu at a position in the window.
func (c *Control) OpenMenu(at fyne.Position, items []MenuItem) {
	if on := draw.CanvasOf(c.self); on != nil {
		ShowMenu(on, at, items)
	}
}

// TypedRune does nothing.
func (c *Control) TypedRune(rune) {}

// TypedShortcut hands the shortcut on to the window.
func (c *Control) TypedShortcut(s fyne.Shortcut) { keys.PassShortcut(c.self, s) }

// FocusGained draws the focus and brings the control into sight. If it was reached by Tab, its tooltip comes as under a
// pointer.
func (c *Control) FocusGained() {
	c.Focused = true
	c.redraw()
	scroll.Reveal(c.self)
	if keys.Tabbing() && c.at == nil {
		c.tip.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: draw.Absolute(c.self).AddXY(0, c.self.Size().Height-tipBelow)}})
	}
}

// FocusLost draws that the focus has gone.
func (c *Control) FocusLost() {
	c.Focused = false
	c.HideTip()
	c.redraw()
}

// SlidUnder notes what has moved under a resting pointer, which Fyne does not report.
func (c *Control) SlidUnder() {
	if c.at != nil && c.Pointer != away {
		c.HideTip()
		c.Hover = c.at(c.Pointer)
	}
}

// MouseIn lights up what is under the pointer.
func (c *Control) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved lights up what is under the pointer.
func (c *Control) MouseMoved(e *desktop.MouseEvent) {
	c.Pointer = e.Position
	var place Place
	if c.at != nil {
		place = c.at(e.Position)
	}
	if place == c.Hover {
		c.tip.MouseMoved(e)
		return
	}
	c.Hover = place
	c.redraw()
	c.tip.MouseIn(e)
}

// MouseOut removes the light.
func (c *Control) MouseOut() {
	c.Hover, c.Pointer = Nowhere, away
	c.HideTip()
	c.redraw()
}

// HideTip hides the tooltip.
func (c *Control) HideTip() { c.tip.MouseOut() }
