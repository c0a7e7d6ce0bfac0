package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
)

// popover is an overlay with a card that goes away by Esc and by a click beside it.
type popover struct {
	widget.BaseWidget
	pointed
	canvas  fyne.Canvas
	content fyne.CanvasObject
	at      func(card fyne.Size) fyne.Position // where the card's corner should be; the popover keeps it in the window
	closed  func()
	tip     *tipLayer
}

var (
	_ keyTaker               = (*popover)(nil)
	_ tipHost                = (*popover)(nil)
	_ fyne.SecondaryTappable = (*popover)(nil)
)

// popoverPad is the edge between a card and what it holds.
const popoverPad float32 = 6

func showPopover(c fyne.Canvas, content fyne.CanvasObject, at func(fyne.Size) fyne.Position, focus fyne.Focusable) *popover {
	p := &popover{canvas: c, content: content, at: at, tip: newTipLayer(UITimer)}
	p.ExtendBaseWidget(p)
	addOverlay(c, p)
	p.Resize(c.Size())
	focusIn(c, p, focus)
	return p
}

// below returns the place of a card under an object, at its left edge or at its right.
func below(o fyne.CanvasObject, right bool) func(fyne.Size) fyne.Position {
	corner := absolute(o)
	return func(card fyne.Size) fyne.Position {
		at := corner.AddXY(0, o.Size().Height+4)
		if right {
			at.X += o.Size().Width - card.Width
		}
		if room := canvasOf(o); room != nil && at.Y+card.Height > room.Size().Height && corner.Y-4 > card.Height {
			at.Y = corner.Y - 4 - card.Height
		}
		return at
	}
}

func (p *popover) close() {
	removeOverlay(p.canvas, p)
	if p.closed != nil {
		p.closed()
	}
}

func (p *popover) tips() *tipLayer { return p.tip }

func (p *popover) takeKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		p.close()
	}
}

// Tapped closes it: the click was beside the card.
func (p *popover) Tapped(*fyne.PointEvent) { p.close() }

// TappedSecondary closes it; Fyne then gives the click to what lies under the pointer.
func (p *popover) TappedSecondary(*fyne.PointEvent) { p.close() }

// CreateRenderer implements fyne.Widget.
func (p *popover) CreateRenderer() fyne.WidgetRenderer {
	card := newFloating(theme.CardRadius, 1, 16)
	d := &drawing{objects: []fyne.CanvasObject{card, p.content, p.tip}}
	d.min = func() fyne.Size { return fyne.Size{} }
	d.layout = func(size fyne.Size) {
		want := p.content.MinSize().AddWidthHeight(2*popoverPad, 2*popoverPad)
		want = fyne.NewSize(min(want.Width, size.Width-8), min(want.Height, size.Height-8))
		at := p.at(want)
		at.X = max(4, min(at.X, size.Width-want.Width-4))
		at.Y = max(4, min(at.Y, size.Height-want.Height-4))
		place(card, at.X, at.Y, want.Width, want.Height)
		place(p.content, at.X+popoverPad, at.Y+popoverPad, want.Width-2*popoverPad, want.Height-2*popoverPad)
		place(p.tip, 0, 0, size.Width, size.Height)
	}
	d.refresh = func() {
		d.layout(p.Size())
	}
	d.refresh()
	return d
}

// floating is the paper of what floats over the window; it takes the clicks that hit no widget on it.
type floating struct {
	widget.BaseWidget
	radius, line, blur float32
	tap                func() // nil = nothing
}

func newFloating(radius, line, blur float32) *floating {
	f := &floating{radius: radius, line: line, blur: blur}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped keeps the click from what lies behind.
func (f *floating) Tapped(*fyne.PointEvent) {
	if f.tap != nil {
		f.tap()
	}
}

// TappedSecondary keeps the click from what lies behind.
func (f *floating) TappedSecondary(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (f *floating) CreateRenderer() fyne.WidgetRenderer {
	back := newPaper(f.radius)
	d := &drawing{objects: back.objects()}
	d.min = func() fyne.Size { return fyne.Size{} }
	d.layout = func(size fyne.Size) {
		back.place(0, 0, size.Width, size.Height)
		d.refresh()
	}
	d.refresh = func() {
		back.paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), f.line)
		shadow := canvas.Shadow{
			Color: theme.Color(theme.ColorNameFloatShadow), BlurRadius: f.blur, Offset: fyne.NewPos(0, f.blur*0.4),
		}
		back.line.Shadow, back.fill.Shadow = canvas.Shadow{}, shadow
		if f.line > 0 {
			back.line.Shadow, back.fill.Shadow = shadow, canvas.Shadow{}
		}
	}
	d.refresh()
	return d
}
