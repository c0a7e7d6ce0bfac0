package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/background"
	"zvonok/views/draw"
	"zvonok/views/theme"
)

// TipDelay is how long the pointer rests before a tooltip comes.
const TipDelay = 600 * time.Millisecond

// tipBelow is how far below the pointer a tooltip comes.
const tipBelow float32 = 18

// tipWidth is the width at which long tooltips are broken.
const tipWidth float32 = 420

// TipHost is a layer of the window that shows tooltips above its content: the window's Layers, a dialog, a menu.
type TipHost interface {
	Tips() *TipLayer
}

// TipLayer lies above a content and holds at most one tooltip. It is no overlay of the canvas, since overlays take clicks
// and focus from what lies under them.
type TipLayer struct {
	widget.BaseWidget
	after background.Timer // nil = no tooltips
	text  string
	at    fyne.Position // of the pointer, relative to the layer
}

// NewTipLayer makes a layer without a tooltip.
func NewTipLayer(after background.Timer) *TipLayer {
	t := &TipLayer{after: after}
	t.ExtendBaseWidget(t)
	return t
}

// After runs do when the time has passed by the window's clock, unless stop is called first. A window without a clock never runs it.
func (t *TipLayer) After(time time.Duration, do func()) (stop func()) {
	if t.after == nil {
		return func() {}
	}
	return t.after(time, do)
}

func (t *TipLayer) show(text string, at fyne.Position) {
	t.text, t.at = text, at
	t.Refresh()
}

func (t *TipLayer) hide() {
	if t.text != "" {
		t.text = ""
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *TipLayer) CreateRenderer() fyne.WidgetRenderer {
	back, words := draw.Box(theme.ControlRadius), NewLabel("", theme.CaptionSize, false, theme.ColorNameOnTip)
	words.most, words.wrap = tipWidth, tipWidth
	card := container.NewWithoutLayout(back, words)
	d := &draw.Drawing{All: []fyne.CanvasObject{card}}
	d.Arrange = func(size fyne.Size) {
		if t.text == "" {
			card.Hide()
			return
		}
		words.SetText(t.text)
		needs := words.MinSize()
		draw.Place(words, 10, 6, needs.Width, needs.Height)
		width, height := needs.Width+20, needs.Height+12
		back.FillColor = theme.Color(theme.ColorNameTip)
		back.Resize(fyne.NewSize(width, height))
		y := t.at.Y + tipBelow
		if y+height > size.Height {
			y = t.at.Y - height - 6
		}
		draw.Place(card, max(4, min(t.at.X, size.Width-width-4)), max(4, y), width, height)
		card.Show()
	}
	return d.Of(t)
}

// TipsOver is a layer of tooltips for overlays of a canvas. It uses the clock of the canvas's own layer, if there is one.
func TipsOver(c fyne.Canvas) *TipLayer {
	if under := tipsOn(c); under != nil {
		return NewTipLayer(under.after)
	}
	return NewTipLayer(nil)
}

// tipsOn finds the layer that shows tooltips on a canvas now.
func tipsOn(c fyne.Canvas) *TipLayer {
	if c == nil {
		return nil
	}
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	if host, ok := top.(TipHost); ok {
		return host.Tips()
	}
	return nil
}

// hoverTip shows the tooltip of one widget, which embeds it or hands it the movements of the pointer.
type hoverTip struct {
	owner fyne.CanvasObject
	text  func() string // "" = nothing to say; may be nil
	at    fyne.Position
	stop  func()
	layer *TipLayer
}

// MouseIn starts the wait for the tooltip.
func (h *hoverTip) MouseIn(e *desktop.MouseEvent) {
	h.MouseOut()
	if h.text == nil || h.text() == "" {
		return
	}
	layer := tipsOn(draw.CanvasOf(h.owner))
	if layer == nil || layer.after == nil {
		return
	}
	h.at = e.AbsolutePosition
	h.stop = layer.after(TipDelay, func() {
		if text := h.text(); text != "" {
			h.layer = layer
			layer.show(text, h.at.Subtract(draw.Absolute(layer)))
		}
	})
}

// MouseMoved keeps the tooltip beside the pointer.
func (h *hoverTip) MouseMoved(e *desktop.MouseEvent) { h.at = e.AbsolutePosition }

// MouseOut hides the tooltip.
func (h *hoverTip) MouseOut() {
	if h.stop != nil {
		h.stop()
		h.stop = nil
	}
	if h.layer != nil {
		h.layer.hide()
		h.layer = nil
	}
}

// tooltipArea gives an object that does not watch the pointer itself a tooltip.
type tooltipArea struct {
	widget.BaseWidget
	hoverTip
	content fyne.CanvasObject
}

// WithTooltip returns the object with a tooltip: text is asked when the pointer rests on it, "" shows nothing. The
// buttons of this package have SetTooltip for that, and tables show their own.
func WithTooltip(object fyne.CanvasObject, text func() string) fyne.CanvasObject {
	a := &tooltipArea{content: object}
	a.ExtendBaseWidget(a)
	a.hoverTip = hoverTip{owner: a, text: text}
	return a
}

func (a *tooltipArea) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(a.content)
}

// Held is the content below the tooltips.
func (a *tooltipArea) Held() fyne.CanvasObject { return a.content }
