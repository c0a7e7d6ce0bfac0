package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Pause lies over what has just come, or come to light, and takes the clicks for as long as a double click may take: where its first click has brought a
// page or a dialog, the second one is not meant for what lies there now.
type Pause struct {
	widget.BaseWidget
	stop func()         // its timer; nil where it does not run
	held fyne.Focusable // had the focus when the button went down
}

// NewPause makes a pause that has not begun.
func NewPause() *Pause {
	p := &Pause{}
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// Begin begins a pause, by the clock of the window.
func (p *Pause) Begin(clock *TipLayer) {
	if clock.after == nil { // it would not end
		return
	}
	if p.stop != nil {
		p.stop()
	}
	p.Show()
	p.stop = clock.after(fyne.CurrentApp().Driver().DoubleTapDelay(), func() {
		p.stop = nil
		p.Hide()
	})
}

// PauseOn begins the pause of what lies on top of a canvas, if that has one: what lay above it has just closed.
func PauseOn(c fyne.Canvas) {
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	if under, ok := top.(interface{ Pause() }); ok {
		under.Pause()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Pause) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// MouseDown notes what has the focus: Fyne takes it away at each press on something else.
func (p *Pause) MouseDown(*desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		p.held = c.Focused()
	}
}

// MouseUp does nothing.
func (*Pause) MouseUp(*desktop.MouseEvent) {}

// Tapped gives the focus back.
func (p *Pause) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil && p.held != nil {
		c.Focus(p.held)
	}
	p.held = nil
}
