package table

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// columnView is what the drawing part knows of a column.
type columnView struct {
	title        string
	width, grow  float32
	align        fyne.TextAlign
	sorts, opens bool
	dragged      float32 // width that the user has given it, 0 = none
}

// grid draws a table and takes its mouse and keyboard. It knows rows by their place alone.
type grid struct {
	widget.BaseWidget
	widgets.Sensed

	// Checkboxes shows a checkbox before every row; New sets it.
	Checkboxes bool
	// Numbered shows the number of the row in a column «№».
	Numbered bool
	// Empty is what is said while there are no rows.
	Empty Empty

	headless     bool // no head, no frame: the list of a Select
	openOnClick  bool // a click anywhere in the row opens it
	clickToggles bool // a click anywhere in the row toggles it

	data    gridData
	outer   fyne.Widget
	columns []columnView
	spans   []Span
	scroll  *container.Scroll
	body    *gridBody
	head    *gridHead

	current, anchor    int // rows, -1 = none
	focused, shift     bool
	pointer            fyne.Position // within the table
	hoverRow, hoverCol int
	pressed            bool // a press was seen, so the tap that follows it says nothing new
	pressedOpen        int  // row whose opening text was pressed, -1 = none
	pressedHead        int  // span of the head that was pressed, -1 = none
	resizing           int  // column whose right border is dragged, -1 = none

	typed   string // letters of the running type-ahead
	typedAt time.Time
	now     func() time.Time
	tip     widgets.HoverTip
}

var (
	_ fyne.Focusable     = (*grid)(nil)
	_ fyne.Shortcutable  = (*grid)(nil)
	_ fyne.Draggable     = (*grid)(nil)
	_ desktop.Mouseable  = (*grid)(nil)
	_ desktop.Hoverable  = (*grid)(nil)
	_ desktop.Keyable    = (*grid)(nil)
	_ desktop.Cursorable = (*grid)(nil)
)

func (g *grid) init(outer fyne.Widget, data gridData, columns []columnView) {
	g.outer, g.data, g.columns = outer, data, columns
	g.Checkboxes = true
	g.current, g.anchor, g.hoverRow, g.hoverCol = -1, -1, -1, -1
	g.pressedOpen, g.pressedHead, g.resizing = -1, -1, -1
	g.now = time.Now
	g.pointer = Nowhere
	g.body = newGridBody(g)
	g.scroll = container.NewScroll(g.body)
	g.head = newGridHead(g)
	g.scroll.OnScrolled = func(fyne.Position) { g.scrolled() }
	g.tip = widgets.HoverTip{Owner: outer, Text: g.tipText}
	g.ExtendBaseWidget(outer)
}

// Nowhere is where the pointer is while it is not on the table.
var Nowhere = fyne.NewPos(-1, -1)

// headHeight is how much of the widget's height the head takes, with the line of the frame above it.
func (g *grid) headHeight() float32 {
	if g.headless {
		return 0
	}
	return 1 + theme.HeadHeight
}

// edge is the width of the frame.
func (g *grid) edge() float32 {
	if g.headless {
		return 0
	}
	return 1
}

// changed redraws after the rows have changed.
func (g *grid) changed() {
	g.hoverRow = -1
	g.outer.Refresh()
}

// restyle redraws after the selection or the current row has changed.
func (g *grid) restyle() {
	g.head.update()
	g.body.update()
}

func (g *grid) scrolled() {
	g.head.shift(g.scroll.Offset.X)
	g.body.update()
}

func (g *grid) focus() {
	if c := draw.CanvasOf(g.outer); c != nil {
		c.Focus(g.outer.(fyne.Focusable))
	}
}

// setCurrent moves the current row and brings it into sight.
func (g *grid) setCurrent(row int) {
	if row < 0 || row >= g.data.count() {
		return
	}
	g.current = row
	top := float32(row) * theme.RowHeight
	offset, view := g.scroll.Offset, g.scroll.Size().Height
	switch {
	case top < offset.Y:
		offset.Y = top
	case top+theme.RowHeight > offset.Y+view:
		offset.Y = top + theme.RowHeight - view
	}
	if view > 0 && offset != g.scroll.Offset {
		g.scroll.ScrollToOffset(offset)
		g.scrolled()
	}
	g.restyle()
}

// CreateRenderer implements fyne.Widget.
func (g *grid) CreateRenderer() fyne.WidgetRenderer {
	back, rule := draw.NewPaper(theme.CardRadius), draw.Box(0)
	empty := NewEmptyBox(&g.Empty)
	wheel := NewWheelArea(g.scroll)
	d := &draw.Drawing{All: back.Objects(g.scroll, empty, g.head.clip, wheel, rule)}
	d.Least = func() fyne.Size { return fyne.NewSize(160, g.headHeight()+3*theme.RowHeight) }
	d.Arrange = func(size fyne.Size) {
		edge, head := g.edge(), g.headHeight()
		back.Place(0, 0, size.Width, size.Height)
		back.Paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), edge)
		draw.Place(wheel, edge, edge, size.Width-2*edge, head)
		draw.Place(rule, edge, head-1, size.Width-2*edge, 1)
		g.layoutColumns(size.Width - 2*edge)
		draw.Place(g.head.clip, edge, edge, size.Width-2*edge, theme.HeadHeight)
		draw.Place(g.scroll, edge, head, size.Width-2*edge, max(0, size.Height-head-edge))
		draw.Place(empty, edge, head, size.Width-2*edge, max(0, size.Height-head-edge))
		// Empty is a field that may have been set since the last refresh.
		if empty.Hidden = g.data.count() > 0 || g.Empty.Title == "" && g.Empty.Hint == ""; !empty.Hidden {
			empty.Refresh()
		}
		g.head.update()
		g.scrolled()
	}
	d.Paint = func() {
		rule.FillColor = theme.Color(theme.ColorNameLine)
		rule.Hidden, g.head.clip.Hidden = g.headless, g.headless
		g.body.renew()
		if size := g.Size(); size.Width > 0 {
			d.Arrange(size)
		}
	}
	d.Paint()
	return d
}

// WheelArea scrolls the rows when the wheel turns over the head. It is apart from the grid because Fyne clips all that
// can be scrolled, to the loss of half the frame.
type WheelArea struct {
	widget.BaseWidget
	scroll *container.Scroll
}

// NewWheelArea makes an area over which the wheel turns scroll.
func NewWheelArea(scroll *container.Scroll) *WheelArea {
	w := &WheelArea{scroll: scroll}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled scrolls the rows.
func (w *WheelArea) Scrolled(e *fyne.ScrollEvent) { w.scroll.Scrolled(e) }

// CreateRenderer implements fyne.Widget.
func (w *WheelArea) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// EmptyBox is what stands in a table without rows.
type EmptyBox struct {
	widget.BaseWidget
	words *Empty
}

// NewEmptyBox makes a box that says words, whatever they are at its refresh.
func NewEmptyBox(words *Empty) *EmptyBox {
	e := &EmptyBox{words: words}
	e.ExtendBaseWidget(e)
	return e
}

const emptyWidth float32 = 440

// CreateRenderer implements fyne.Widget.
func (e *EmptyBox) CreateRenderer() fyne.WidgetRenderer {
	title := widgets.NewLabel("", 16, true, theme.ColorNameText)
	hint := widgets.Paragraph("", emptyWidth)
	hint.Align = fyne.TextAlignCenter
	hint.SetTone(widgets.ToneMuted)
	action := widgets.NewSecondary("", func() {
		if e.words.Do != nil {
			e.words.Do()
		}
	})
	d := &draw.Drawing{All: []fyne.CanvasObject{title, hint, action}}
	d.Least = func() fyne.Size { return fyne.Size{} }
	d.Arrange = func(size fyne.Size) {
		height := title.MinSize().Height + 6 + hint.MinSize().Height + 14 + theme.RowHeight
		y := max(8, (size.Height-height)/2-16)
		for i, o := range d.All {
			min := o.MinSize()
			draw.Place(o, (size.Width-min.Width)/2, y, min.Width, min.Height)
			y += min.Height + []float32{6, 14, 0}[i]
		}
	}
	d.Paint = func() {
		title.SetText(e.words.Title)
		hint.SetText(e.words.Hint)
		action.SetText(e.words.Action)
		action.Hidden = e.words.Action == ""
		d.Arrange(e.Size())
	}
	d.Paint()
	return d
}
