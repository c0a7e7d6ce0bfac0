package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/overlay"
	"zvonok/views/scroll"
	"zvonok/views/theme"
)

// Popover is an overlay with a card that goes away by Esc and by a click beside it.
type Popover struct {
	widget.BaseWidget
	scroll.Pointed
	canvas  fyne.Canvas
	content fyne.CanvasObject
	at      func(card fyne.Size) fyne.Position // where the card's corner should be; the popover keeps it in the window
	Closed  func()
	tip     *TipLayer
}

var (
	_ keys.Taker             = (*Popover)(nil)
	_ TipHost                = (*Popover)(nil)
	_ fyne.SecondaryTappable = (*Popover)(nil)
)

// PopoverPad is the edge between a card and what it holds.
const PopoverPad float32 = 6

// ShowPopover shows content on a card at the place that at gives for its size, and gives focus the keyboard.
func ShowPopover(c fyne.Canvas, content fyne.CanvasObject, at func(fyne.Size) fyne.Position, focus fyne.Focusable) *Popover {
	p := &Popover{canvas: c, content: content, at: at, tip: TipsOver(c)}
	p.ExtendBaseWidget(p)
	overlay.Add(c, p)
	p.Resize(c.Size())
	overlay.FocusIn(c, p, focus)
	return p
}

// Below returns the place of a card under an object, at its left edge or at its right.
func Below(o fyne.CanvasObject, right bool) func(fyne.Size) fyne.Position {
	corner := draw.Absolute(o)
	return func(card fyne.Size) fyne.Position {
		at := corner.AddXY(0, o.Size().Height+4)
		if right {
			at.X += o.Size().Width - card.Width
		}
		if room := draw.CanvasOf(o); room != nil && at.Y+card.Height > room.Size().Height && corner.Y-4 > card.Height {
			at.Y = corner.Y - 4 - card.Height
		}
		return at
	}
}

// Close removes the card.
func (p *Popover) Close() {
	overlay.Remove(p.canvas, p)
	if p.Closed != nil {
		p.Closed()
	}
}

// Tips implements TipHost.
func (p *Popover) Tips() *TipLayer { return p.tip }

// TakeKey implements keys.Taker.
func (p *Popover) TakeKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		p.Close()
	}
}

// Tapped closes it: the click was beside the card.
func (p *Popover) Tapped(*fyne.PointEvent) { p.Close() }

// TappedSecondary closes it; Fyne then gives the click to what lies under the pointer.
func (p *Popover) TappedSecondary(*fyne.PointEvent) { p.Close() }

// CreateRenderer implements fyne.Widget.
func (p *Popover) CreateRenderer() fyne.WidgetRenderer {
	card := NewFloating(theme.CardRadius, 1, 16)
	d := &draw.Drawing{All: []fyne.CanvasObject{card, p.content, p.tip}}
	d.Arrange = func(size fyne.Size) {
		want := p.content.MinSize().AddWidthHeight(2*PopoverPad, 2*PopoverPad)
		want = fyne.NewSize(min(want.Width, size.Width-8), min(want.Height, size.Height-8))
		at := p.at(want)
		at.X = max(4, min(at.X, size.Width-want.Width-4))
		at.Y = max(4, min(at.Y, size.Height-want.Height-4))
		draw.Place(card, at.X, at.Y, want.Width, want.Height)
		draw.Place(p.content, at.X+PopoverPad, at.Y+PopoverPad, want.Width-2*PopoverPad, want.Height-2*PopoverPad)
		draw.Place(p.tip, 0, 0, size.Width, size.Height)
	}
	return d.Of(p)
}

// Floating is the paper of a card over the window; it takes the clicks that hit no widget on it.
type Floating struct {
	widget.BaseWidget
	OnTapped           func() // nil = nothing
	radius, line, blur float32
}

// NewFloating makes paper with a corner radius, the width of its line and the blur of its shadow.
func NewFloating(radius, line, blur float32) *Floating {
	f := &Floating{radius: radius, line: line, blur: blur}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped keeps the click from what lies behind.
func (f *Floating) Tapped(*fyne.PointEvent) {
	if f.OnTapped != nil {
		f.OnTapped()
	}
}

// TappedSecondary keeps the click from what lies behind.
func (f *Floating) TappedSecondary(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (f *Floating) CreateRenderer() fyne.WidgetRenderer {
	back := draw.NewPaper(f.radius)
	d := &draw.Drawing{All: back.Objects()}
	d.Arrange = func(size fyne.Size) { back.Place(0, 0, size.Width, size.Height) }
	d.Paint = func() {
		back.Paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), f.line)
		shadow := canvas.Shadow{
			Color: theme.Color(theme.ColorNameFloatShadow), BlurRadius: f.blur, Offset: fyne.NewPos(0, f.blur*0.4),
		}
		back.Line.Shadow, back.Fill.Shadow = canvas.Shadow{}, shadow
		if f.line > 0 {
			back.Line.Shadow, back.Fill.Shadow = shadow, canvas.Shadow{}
		}
	}
	return d.Of(f)
}
