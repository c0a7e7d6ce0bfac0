package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

// tipDelay is how long the pointer rests before a tooltip comes.
const tipDelay = 600 * time.Millisecond

// tipWidth is the width that long tooltips are broken at.
const tipWidth float32 = 420

// tipHost is a layer of the window that shows tooltips above its content: the window's Layers, a dialog, a menu.
type tipHost interface {
	tips() *tipLayer
}

// tipLayer lies above a content and holds at most one tooltip. It is no overlay of the canvas, for those take clicks
// and focus from what lies under them.
type tipLayer struct {
	widget.BaseWidget
	after Timer
	text  string
	at    fyne.Position // of the pointer, relative to the layer
}

func newTipLayer(after Timer) *tipLayer {
	t := &tipLayer{after: after}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tipLayer) show(text string, at fyne.Position) {
	t.text, t.at = text, at
	t.Refresh()
}

func (t *tipLayer) hide() {
	if t.text != "" {
		t.text = ""
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *tipLayer) CreateRenderer() fyne.WidgetRenderer {
	back := box(theme.ControlRadius)
	card := container.NewWithoutLayout(back)
	d := &drawing{objects: []fyne.CanvasObject{card}}
	d.min = func() fyne.Size { return fyne.Size{} }
	d.layout = func(size fyne.Size) {
		if t.text == "" {
			card.Hide()
			return
		}
		lines := breakLines(t.text, tipWidth, theme.CaptionSize, fyne.TextStyle{})
		card.Objects = card.Objects[:1]
		width, height := float32(0), float32(6)
		for _, line := range lines {
			ink := inkText(line, theme.CaptionSize, false, theme.ColorNameOnTip)
			min := ink.MinSize()
			place(ink, 10, height, min.Width, min.Height)
			card.Objects = append(card.Objects, ink)
			width, height = max(width, min.Width), height+min.Height
		}
		width, height = width+20, height+6
		back.FillColor = theme.Color(theme.ColorNameTip)
		back.Resize(fyne.NewSize(width, height))
		y := t.at.Y + 18
		if y+height > size.Height {
			y = t.at.Y - height - 6
		}
		place(card, max(4, min(t.at.X, size.Width-width-4)), max(4, y), width, height)
		card.Show()
	}
	d.refresh = func() { d.layout(t.Size()) }
	d.refresh()
	return d
}

// tipsOn finds the layer that shows tooltips on a canvas now.
func tipsOn(c fyne.Canvas) *tipLayer {
	if c == nil {
		return nil
	}
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	if host, ok := top.(tipHost); ok {
		return host.tips()
	}
	return nil
}

// hoverTip shows the tooltip of one widget. The widget hands it the movements of the pointer.
type hoverTip struct {
	owner fyne.CanvasObject
	text  func() string // "" = nothing to say
	at    fyne.Position
	stop  func()
	layer *tipLayer
}

func (h *hoverTip) in(at fyne.Position) {
	h.out()
	if h.text() == "" {
		return
	}
	layer := tipsOn(canvasOf(h.owner))
	if layer == nil {
		return
	}
	h.at = at
	h.stop = layer.after(tipDelay, func() {
		if text := h.text(); text != "" {
			h.layer = layer
			layer.show(text, h.at.Subtract(absolute(layer)))
		}
	})
}

func (h *hoverTip) moved(at fyne.Position) { h.at = at }

func (h *hoverTip) out() {
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
	content fyne.CanvasObject
	tip     hoverTip
}

// WithTooltip returns the object with a tooltip: text is asked when the pointer rests on it, "" shows nothing. The
// buttons of this package have SetTooltip for that, and tables show their own.
func WithTooltip(object fyne.CanvasObject, text func() string) fyne.CanvasObject {
	a := &tooltipArea{content: object}
	a.ExtendBaseWidget(a)
	a.tip = hoverTip{owner: a, text: text}
	return a
}

func (a *tooltipArea) MouseIn(e *desktop.MouseEvent)    { a.tip.in(e.AbsolutePosition) }
func (a *tooltipArea) MouseMoved(e *desktop.MouseEvent) { a.tip.moved(e.AbsolutePosition) }
func (a *tooltipArea) MouseOut()                        { a.tip.out() }

func (a *tooltipArea) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(a.content)
}

// Layers is the content of a window: the screens, the toasts above them, the tooltips above all.
type Layers struct {
	widget.BaseWidget
	pointed
	content fyne.CanvasObject
	toasts  *Toasts
	tip     *tipLayer
}

// NewLayers returns the object to give to Window.SetContent. toasts may be nil. Without Layers a window shows no
// tooltips outside its dialogs.
func NewLayers(content fyne.CanvasObject, toasts *Toasts) *Layers {
	l := &Layers{content: content, toasts: toasts, tip: newTipLayer(UITimer)}
	l.ExtendBaseWidget(l)
	return l
}

// SetTimer replaces the clock of the tooltips, for tests.
func (l *Layers) SetTimer(after Timer) { l.tip.after = after }

// SetContent changes what lies under the toasts and tooltips.
func (l *Layers) SetContent(content fyne.CanvasObject) {
	l.content = content
	l.Refresh()
}

func (l *Layers) tips() *tipLayer { return l.tip }

// CreateRenderer implements fyne.Widget.
func (l *Layers) CreateRenderer() fyne.WidgetRenderer {
	stack := container.NewStack()
	d := &drawing{objects: []fyne.CanvasObject{stack}}
	d.min = func() fyne.Size { return l.content.MinSize() }
	d.layout = func(size fyne.Size) { stack.Resize(size) }
	d.refresh = func() {
		stack.Objects = []fyne.CanvasObject{l.content}
		if l.toasts != nil {
			stack.Objects = append(stack.Objects, l.toasts.layer)
		}
		stack.Objects = append(stack.Objects, l.tip)
		stack.Resize(l.Size())
		stack.Layout.Layout(stack.Objects, l.Size())
	}
	d.refresh()
	return d
}
