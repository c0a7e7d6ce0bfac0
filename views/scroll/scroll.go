// Package scroll shows parts of contents that are too large for their places, by the wheel and by where the focus goes.
package scroll

import (
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
)

// Area shows a part of a content that is too large for its place. Its wheel moves three rows a notch and, at the end,
// scrolls the scroller around it. A widget in it that gets the focus comes into sight.
type Area struct {
	container.Scroll
	// Moved is called after a person has scrolled; it may be nil.
	Moved func()
	// Clears says that the bar below lies on nothing of the content.
	Clears bool
}

// New makes a scroller in both directions.
func New(content fyne.CanvasObject) *Area { return newArea(content, container.ScrollBoth) }

// NewVertical makes a scroller up and down, as wide as its content asks for.
func NewVertical(content fyne.CanvasObject) *Area {
	return newArea(content, container.ScrollVerticalOnly)
}

func newArea(content fyne.CanvasObject, direction container.ScrollDirection) *Area {
	s := &Area{}
	s.Content, s.Direction = container.New(besideBar{s}, content), direction
	s.OnScrolled = func(fyne.Position) {
		if s.Moved != nil {
			s.Moved()
		}
	}
	s.ExtendBaseWidget(s)
	return s
}

// Roomy lets a scroller ask for as much room as its content, which may grow, and scroll only where there is less.
func Roomy(s *Area) *fyne.Container {
	s.Clears = true
	return container.New(roomy{s}, s)
}

type roomy struct{ scroll *Area }

func (r roomy) MinSize([]fyne.CanvasObject) fyne.Size { return r.scroll.Content.MinSize() }

func (r roomy) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// barRoom is what the bar takes of the width, with a gap.
const barRoom float32 = 8

// besideBar is the layout of a content that leaves the bars their room where it is higher or wider than the scroller.
type besideBar struct{ scroll *Area }

func (b besideBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, b.below(objects[0]))
}

// below is the room of the bar below a content.
func (b besideBar) below(content fyne.CanvasObject) float32 {
	if width := b.scroll.Size().Width; b.scroll.Clears && width > 0 && content.MinSize().Width > width {
		return barRoom
	}
	return 0
}

func (b besideBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	size.Height -= b.below(objects[0])
	if size.Height > b.scroll.Size().Height {
		size.Width = max(objects[0].MinSize().Width, size.Width-barRoom)
	}
	objects[0].Resize(size)
	if higher := objects[0].MinSize().Height; higher > size.Height { // narrower texts are
		objects[0].Resize(fyne.NewSize(size.Width, higher))
	}
}

// Held is the content.
func (s *Area) Held() fyne.CanvasObject { return s.Content }

// CreateRenderer notes the scroller, so that widgets in it that get the focus can be brought into sight.
func (s *Area) CreateRenderer() fyne.WidgetRenderer {
	drawn[s] = struct{}{}
	return scrollRenderer{s.Scroll.CreateRenderer(), s}
}

// drawn are the scrollers for which Fyne has a renderer.
var drawn = map[*Area]struct{}{}

type scrollRenderer struct {
	fyne.WidgetRenderer
	scroll *Area
}

// Layout places the content, whose height depends on its width.
func (r scrollRenderer) Layout(size fyne.Size) {
	content := r.scroll.Content
	if content.Size().Width != size.Width {
		content.Resize(size)
	}
	r.WidgetRenderer.Layout(size)
	if content.MinSize().Height > content.Size().Height {
		r.WidgetRenderer.Layout(size)
	}
}

// Destroy forgets the scroller.
func (r scrollRenderer) Destroy() {
	delete(drawn, r.scroll)
	r.WidgetRenderer.Destroy()
}

// revealMargin is what is left free between what got the focus and the edge, and revealAbove above it, where a field has its caption.
const revealMargin, revealAbove float32 = 12, 32

// Reveal scrolls an object into sight: what got the focus, the reason of a refusal.
func Reveal(o fyne.CanvasObject) { RevealPart(o, fyne.Position{}, o.Size()) }

// RevealPart scrolls a piece of an object into sight by all that is around the object; a piece without a width or a height
// leaves that direction alone. Fyne knows no parents: the object is in a scroller if it moves with its content.
func RevealPart(o fyne.CanvasObject, part fyne.Position, size fyne.Size) {
	on, canvasOf := draw.CanvasOf(o), fyne.CurrentApp().Driver().CanvasForObject
	for s := range drawn {
		if on == nil || !s.Visible() || s.Size().IsZero() || canvasOf(s) != on {
			continue
		}
		was := s.Offset
		at, to := draw.Absolute(o).Add(part).Subtract(draw.Absolute(s)).Add(was), was
		if s.Direction != container.ScrollVerticalOnly && size.Width > 0 {
			to.X = Into(was.X, s.Size().Width, at.X-revealMargin, size.Width+2*revealMargin)
		}
		if size.Height > 0 {
			to.Y = Into(was.Y, s.Size().Height, at.Y-revealAbove, size.Height+revealAbove+revealMargin)
		}
		if to == was {
			continue
		}
		if holds(s, o) {
			s.ScrollToOffset(to)
		}
	}
}

// holds reports whether a widget is in a scroller, by moving the content there and back. Scrolling would draw what comes
// into sight, and not draw again what was there.
func holds(s *Area, o fyne.CanvasObject) bool {
	before, place := draw.Absolute(o), s.Content.Position()
	s.Content.Move(place.AddXY(1, 1))
	moved := draw.Absolute(o) != before
	s.Content.Move(place)
	return moved
}

// underPointer are the scrollers that the pointer is over, the outermost first. They are noted because Fyne knows no
// parents.
var underPointer []*Area

// Cursor notes that the pointer is over the scroller; see Pointed.
func (s *Area) Cursor() desktop.Cursor {
	underPointer = append(underPointer, s)
	return desktop.DefaultCursor
}

// wheelRows is how many rows a notch of the wheel moves, and fyneNotch how far Fyne would. On macOS the system decides
// that.
const (
	wheelRows         = 3
	fyneNotch float32 = 25
)

func wheelFactor(system string) float32 {
	if system == "darwin" {
		return 1
	}
	return wheelRows * theme.RowHeight / fyneNotch
}

// Scrolled scrolls, or lets the scroller around this one do it.
func (s *Area) Scrolled(e *fyne.ScrollEvent) {
	around := underPointer
	if i := slices.Index(around, s); i >= 0 {
		around = around[:i]
	} else {
		around = nil
	}
	wheel(append(slices.Clone(around), s), e)
}

// wheel scrolls the innermost of some scrollers that still can.
func wheel(scrollers []*Area, e *fyne.ScrollEvent) {
	turned := *e
	turned.Scrolled.DX *= wheelFactor(runtime.GOOS)
	turned.Scrolled.DY *= wheelFactor(runtime.GOOS)
	for _, s := range slices.Backward(scrollers) {
		before := s.Offset
		if s.Scroll.Scrolled(&turned); s.Offset != before {
			return
		}
	}
}

// WheelPass lies over widgets that swallow the wheel in Fyne, such as text fields, and gives it to the scroller around
// them.
type WheelPass struct{ widget.BaseWidget }

// NewWheelPass makes one.
func NewWheelPass() *WheelPass {
	w := &WheelPass{}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled scrolls what lies under the pointer.
func (w *WheelPass) Scrolled(e *fyne.ScrollEvent) { wheel(underPointer, e) }

// CreateRenderer implements fyne.Widget.
func (w *WheelPass) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Into moves an offset just far enough to bring a piece at a place into a view.
func Into(offset, view, at, size float32) float32 {
	switch {
	case at < offset || size > view:
		return max(0, at)
	case at+size > offset+view:
		return at + size - view
	}
	return offset
}

// Pointed notes the moves of the pointer over a widget. At each move Fyne asks everything under the pointer for its
// cursor, the lowest first. So anything that fills a window embeds it, without taking events from the widgets above.
type Pointed struct{}

// Cursor is the ordinary arrow.
func (Pointed) Cursor() desktop.Cursor {
	keys.CountInput()
	underPointer = underPointer[:0]
	return desktop.DefaultCursor
}
