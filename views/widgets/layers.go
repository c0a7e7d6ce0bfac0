package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/background"
	"zvonok/views/draw"
	"zvonok/views/scroll"
)

// Layers is the content of a window: a bar and the page under it, other layers above them such as toasts, and the tooltips on top.
type Layers struct {
	widget.BaseWidget
	scroll.Pointed
	bar     fyne.CanvasObject // stays where the page is scrolled; nil = none
	content *scroll.Area      // for a page that needs more room than the window has
	above   fyne.CanvasObject // nil = nothing
	tip     *TipLayer

	pause *Pause // over a page that has just come
}

// NewLayers returns the object to give to Window.SetContent. above, which may be nil, fills the window over the content.
// Without Layers a window shows no tooltips outside its dialogs.
func NewLayers(content, above fyne.CanvasObject) *Layers {
	l := &Layers{content: scroll.New(content), above: above, tip: NewTipLayer(nil), pause: NewPause()}
	l.content.Clears = true
	l.ExtendBaseWidget(l)
	return l
}

// Begin shows a page from its beginning.
func (l *Layers) Begin() {
	l.content.ScrollToOffset(fyne.Position{})
	l.Pause()
}

// Pause takes the clicks away from the page for as long as a double click may take.
func (l *Layers) Pause() { l.pause.Begin(l.tip) }

// SetBar puts a bar over the page, which stays in sight where the page is scrolled.
func (l *Layers) SetBar(bar fyne.CanvasObject) {
	l.bar = bar
	l.Refresh()
}

// SetTimer gives the window its clock. Without one it shows no tooltips and makes no pauses.
func (l *Layers) SetTimer(after background.Timer) { l.tip.after = after }

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
		stack.Objects = []fyne.CanvasObject{container.NewBorder(l.bar, nil, nil, nil, container.NewStack(l.content, l.pause))}
		if l.above != nil {
			stack.Objects = append(stack.Objects, l.above)
		}
		stack.Objects = append(stack.Objects, l.tip)
		stack.Resize(l.Size())
		stack.Layout.Layout(stack.Objects, l.Size())
	}
	return d.Of(l)
}

// Tooltip is the text of the tooltip in sight, "" if none is shown.
func (l *Layers) Tooltip() string { return l.tip.text }
