package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Surface is what Table and Sheet have in common: cells that scroll below a head, the focus with Shift, and what is said
// where there are none.
type Surface struct {
	widgets.Control
	// Empty is what is said while there is nothing to show.
	Empty Empty
	// Scroll holds the cells.
	Scroll *scroll.Area
	// Shift says whether Shift is held: Fyne does not say so with the keys.
	Shift bool

	redraw func()
	words  *emptyBox
}

// extent gives the content of the scroller the size of all cells.
type extent func() fyne.Size

func (e extent) MinSize([]fyne.CanvasObject) fyne.Size { return e() }

func (extent) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// BeginSurface makes the scroller of a body; size is that of all cells together. redraw draws what is in sight; scrolled is
// called when a person has scrolled, and must draw it too.
func (s *Surface) BeginSurface(body *Pane, size func() fyne.Size, redraw, scrolled func()) {
	s.Scroll, s.words, s.redraw = scroll.New(container.New(extent(size), body.Box)), newEmptyBox(&s.Empty), redraw
	s.Scroll.Moved = func() {
		s.SlidUnder()
		scrolled()
	}
	s.DrawBy(redraw)
}

// PageRows is how many rows PgUp and PgDn go by.
func (s *Surface) PageRows() int { return max(1, int(s.Scroll.Size().Height/theme.RowHeight)-1) }

// Reveal scrolls just far enough to bring a piece into sight; a piece without a width or a height leaves that direction
// alone.
func (s *Surface) Reveal(x, y, width, height float32) {
	offset, view := s.Scroll.Offset, s.Scroll.Size()
	if width > 0 {
		offset.X = scroll.Into(offset.X, view.Width, x, width)
	}
	if height > 0 {
		offset.Y = scroll.Into(offset.Y, view.Height, y, height)
	}
	s.ScrollTo(offset)
}

// Lead is Reveal of a piece that a key has led to, also where the surface itself is not wholly in sight. A click needs none: it
// would move what is under the pointer.
func (s *Surface) Lead(x, y, width, height float32) {
	s.Reveal(x, y, width, height)
	scroll.RevealPart(s.Scroll, fyne.NewPos(x, y).Subtract(s.Scroll.Offset), fyne.NewSize(width, height))
}

// ScrollTo moves the cells to an offset, within their bounds.
func (s *Surface) ScrollTo(offset fyne.Position) {
	view := s.Scroll.Size()
	if view.Width <= 0 || view.Height <= 0 {
		return
	}
	all := s.Scroll.Content.MinSize()
	offset.X = max(0, min(offset.X, all.Width-view.Width))
	offset.Y = max(0, min(offset.Y, all.Height-view.Height))
	if offset != s.Scroll.Offset {
		s.Scroll.ScrollToOffset(offset)
		s.redraw()
	}
}

// FocusLost removes the ring of the focus.
func (s *Surface) FocusLost() {
	s.Shift = false
	s.Control.FocusLost()
}

// KeyDown notes Shift.
func (s *Surface) KeyDown(e *fyne.KeyEvent) {
	s.Control.KeyDown(e)
	s.Shift = s.Shift || isShift(e)
}

// KeyUp notes that Shift was released.
func (s *Surface) KeyUp(e *fyne.KeyEvent) {
	s.Control.KeyUp(e)
	s.Shift = s.Shift && !isShift(e)
}

func isShift(e *fyne.KeyEvent) bool {
	return e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight
}

// Wheel is an area over which the wheel scrolls the cells. The surface does not take the wheel itself, because Fyne clips
// objects that do, and half of the frame would be lost.
func (s *Surface) Wheel() fyne.CanvasObject {
	w := &wheelArea{scroll: s.Scroll}
	w.ExtendBaseWidget(w)
	return w
}

type wheelArea struct {
	widget.BaseWidget
	scroll *scroll.Area
}

// Scrolled scrolls the cells.
func (w *wheelArea) Scrolled(e *fyne.ScrollEvent) { w.scroll.Scrolled(e) }

// CreateRenderer implements fyne.Widget.
func (w *wheelArea) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Words are what the surface says while it is empty.
func (s *Surface) Words() fyne.CanvasObject { return s.words }

// LeastHeight is that of three rows or, where there are no cells, of the words.
func (s *Surface) LeastHeight(cells bool) float32 {
	if cells || s.Empty.Title == "" && s.Empty.Hint == "" {
		return 3 * theme.RowHeight
	}
	return max(3*theme.RowHeight, s.words.MinSize().Height)
}

// PlaceCells places the scroller or, where there are no cells, the words.
func (s *Surface) PlaceCells(x, y, width, height float32, cells bool) {
	draw.Place(s.Scroll, x, y, width, max(0, height))
	draw.Place(s.words, x, y, width, max(0, height))
	// Empty may have been set since the last refresh.
	if s.words.Hidden = cells || s.Empty.Title == "" && s.Empty.Hint == ""; !s.words.Hidden {
		s.words.Refresh()
	}
}

// emptyBox is what a surface without cells shows.
type emptyBox struct {
	widget.BaseWidget
	words *Empty
}

func newEmptyBox(words *Empty) *emptyBox {
	e := &emptyBox{words: words}
	e.ExtendBaseWidget(e)
	return e
}

const (
	emptyWidth float32 = 440
	emptyEdge  float32 = 8
)

// CreateRenderer implements fyne.Widget.
func (e *emptyBox) CreateRenderer() fyne.WidgetRenderer {
	title := widgets.NewLabel("", 16, true, theme.ColorNameText)
	centred := func() *widgets.Label {
		l := widgets.Paragraph("", emptyWidth).In(widgets.ToneMuted)
		l.Align = fyne.TextAlignCenter
		return l
	}
	hint, failure := centred(), widgets.NewCopyable(centred())
	action := widgets.NewSecondary("", func() {
		if e.words.Do != nil {
			e.words.Do()
		}
	})
	d := &draw.Drawing{All: []fyne.CanvasObject{title, hint, failure, action}}
	height := func() float32 {
		return title.MinSize().Height + 6 + hint.MinSize().Height + 14 + theme.RowHeight
	}
	d.Least = func() fyne.Size {
		d.Paint() // Empty may have been set since the last refresh
		return fyne.NewSize(0, height()+2*emptyEdge)
	}
	d.Arrange = func(size fyne.Size) {
		hint.Within(size.Width - 2*emptyEdge)
		failure.Within(size.Width - 2*emptyEdge)
		y := max(emptyEdge, (size.Height-height())/2-16)
		for i, o := range d.All {
			min := o.MinSize()
			draw.Place(o, (size.Width-min.Width)/2, y, min.Width, min.Height)
			if o != hint { // the failure is shown instead
				y += min.Height + []float32{6, 0, 14, 0}[i]
			}
		}
	}
	d.Paint = func() {
		title.SetText(e.words.Title)
		hint.SetText(e.words.Hint)
		failure.SetText(e.words.Hint)
		hint.Hidden, failure.Hidden = e.words.Failed, !e.words.Failed
		action.SetText(e.words.Action)
		action.Hidden = e.words.Action == ""
	}
	return d.Of(e)
}
