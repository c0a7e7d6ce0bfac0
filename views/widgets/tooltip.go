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
	after background.Timer
	text  string
	at    fyne.Position // of the pointer, relative to the layer
}

// NewTipLayer makes a layer without a tooltip.
func NewTipLayer(after background.Timer) *TipLayer {
	t := &TipLayer{after: after}
	t.ExtendBaseWidget(t)
	return t
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
	return NewTipLayer(background.UITimer)
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
	if layer == nil {
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

// Tooltip is the one that is shown, "" while there is none.
func (l *Layers) Tooltip() string { return l.tip.text }

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

// Layers is the content of a window: a bar and the page under it, other layers above them such as toasts, and the tooltips on top.
type Layers struct {
	widget.BaseWidget
	Pointed
	bar     fyne.CanvasObject // stays where the page is scrolled; nil = none
	content *Scroll           // for a page that needs more room than the window has
	above   fyne.CanvasObject // nil = nothing
	tip     *TipLayer
}

// NewLayers returns the object to give to Window.SetContent. above, which may be nil, fills the window over the content.
// Without Layers a window shows no tooltips outside its dialogs.
func NewLayers(content, above fyne.CanvasObject) *Layers {
	l := &Layers{content: NewScroll(content), above: above, tip: NewTipLayer(background.UITimer)}
	l.content.clears = true
	l.ExtendBaseWidget(l)
	return l
}

// ToStart shows the page from its beginning.
func (l *Layers) ToStart() { l.content.ScrollToOffset(fyne.Position{}) }

// SetBar puts a bar over the page, which stays in sight where the page is scrolled.
func (l *Layers) SetBar(bar fyne.CanvasObject) {
	l.bar = bar
	l.Refresh()
}

// SetTimer replaces the clock of the tooltips, for tests.
func (l *Layers) SetTimer(after background.Timer) { l.tip.after = after }

// SetContent changes what lies under the rest.
func (l *Layers) SetContent(content fyne.CanvasObject) {
	l.content.SetContent(content)
	l.Refresh()
}

// Tips implements TipHost.
func (l *Layers) Tips() *TipLayer { return l.tip }

// Needs is the size of a window in which nothing has to be scrolled into sight.
func (l *Layers) Needs() fyne.Size { return l.withBar(l.content.Content.MinSize()) }

// withBar is the size of the window for a size of the page.
func (l *Layers) withBar(page fyne.Size) fyne.Size {
	if l.bar == nil {
		return page
	}
	bar := l.bar.MinSize()
	return fyne.NewSize(max(bar.Width, page.Width), bar.Height+page.Height)
}

// layersLeast is how small the place of a page may become even if it needs more: the rest is scrolled into sight.
var layersLeast = fyne.NewSize(400, 192)

// CreateRenderer implements fyne.Widget.
func (l *Layers) CreateRenderer() fyne.WidgetRenderer {
	stack := container.NewStack()
	d := &draw.Drawing{All: []fyne.CanvasObject{stack}}
	// A window as large as its page would not fit a small screen, or large letters.
	d.Least = func() fyne.Size { return l.withBar(l.content.Content.MinSize().Min(layersLeast)) }
	d.Arrange = func(size fyne.Size) { stack.Resize(size) }
	d.Paint = func() {
		stack.Objects = []fyne.CanvasObject{container.NewBorder(l.bar, nil, nil, nil, l.content)}
		if l.above != nil {
			stack.Objects = append(stack.Objects, l.above)
		}
		stack.Objects = append(stack.Objects, l.tip)
		stack.Resize(l.Size())
		stack.Layout.Layout(stack.Objects, l.Size())
	}
	return d.Of(l)
}

// Held is the content below the tooltips.
func (a *tooltipArea) Held() fyne.CanvasObject { return a.content }
