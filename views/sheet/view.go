package sheet

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetView draws a sheet and takes its mouse and keyboard. It knows rows and columns by their places alone.
type sheetView struct {
	widget.BaseWidget
	widgets.Sensed

	// ReadOnly lets nothing be typed.
	ReadOnly bool
	// Empty is what is said in the place of the cells while there are no columns.
	Empty table.Empty

	data   sheetData
	outer  fyne.Widget
	titles Titles

	scroll *container.Scroll
	body   *sheetBody
	head   *sheetHead
	sides  *sheetSides
	edit   sheetEditor

	nameWidth, columnWidth float32

	row, column       int  // the current place; row -1 = a whole column or nothing, column -1 = nothing
	wentDown          bool // the text of the cell above needed no Enter: one that comes after it goes no further
	filled            bool // the current cell is in the last row and was the last to be typed into
	focused, shift    bool
	pointer           fyne.Position
	hover             sheetPlace
	pressed, released sheetPlace
	clicked           sheetPlace // the cell that a second click would edit, for doubleClick from clickedAt on
	clickedAt         time.Time
	now               func() time.Time
	dragging          bool
	settling          bool // the scroller is being moved by the sheet itself
	tip               widgets.HoverTip
}

var (
	_ fyne.Focusable     = (*sheetView)(nil)
	_ fyne.Shortcutable  = (*sheetView)(nil)
	_ fyne.Tabbable      = (*sheetView)(nil)
	_ fyne.Draggable     = (*sheetView)(nil)
	_ desktop.Mouseable  = (*sheetView)(nil)
	_ desktop.Hoverable  = (*sheetView)(nil)
	_ desktop.Keyable    = (*sheetView)(nil)
	_ desktop.Cursorable = (*sheetView)(nil)
)

const (
	sheetNumberWidth float32 = 44
	sheetTotalWidth  float32 = 96
	sheetNameMin     float32 = 170
	sheetNameMax     float32 = 320
	sheetNameShare   float32 = 0.3 // of the width
	sheetColumnMin   float32 = 56
	sheetColumnMax   float32 = 84
)

func (s *sheetView) init(outer fyne.Widget, data sheetData, titles Titles) {
	s.outer, s.data, s.titles = outer, data, titles
	s.row, s.column = -1, -1
	s.pointer, s.hover, s.pressed, s.released, s.clicked = table.Nowhere, offSheet, offSheet, offSheet, offSheet
	s.now = time.Now
	s.body = newSheetBody(s)
	s.scroll = container.NewScroll(s.body)
	s.head, s.sides = newSheetHead(s), newSheetSides(s)
	s.edit = newSheetEditor()
	s.scroll.OnScrolled = func(fyne.Position) { s.scrolled() }
	s.tip = widgets.HoverTip{Owner: outer, Text: s.tipText}
	s.ExtendBaseWidget(outer)
}

// measure gives name and columns their widths: columns are as wide as they may be where there are few of them, and the
// names take what is left over then. Texts that were cut to other widths are drawn anew.
func (s *sheetView) measure(width float32) {
	names, cells := s.nameWidth, s.columnWidth
	defer func() {
		if s.nameWidth != names || s.columnWidth != cells {
			s.head.renew()
			s.body.renew()
			s.sides.renew()
		}
	}()
	_, columns := s.data.size()
	room := width - 2 - sheetNumberWidth - sheetTotalWidth
	s.nameWidth = max(sheetNameMin, min(sheetNameMax, width*sheetNameShare))
	s.columnWidth = sheetColumnMax
	if columns > 0 {
		s.columnWidth = whole(max(sheetColumnMin, min(sheetColumnMax, (room-s.nameWidth)/float32(columns))))
	}
	if columns == 0 {
		s.nameWidth = whole(s.nameWidth) // Empty takes what is left over
		return
	}
	left := room - s.nameWidth - s.columnWidth*float32(columns)
	s.nameWidth = whole(min(sheetNameMax, s.nameWidth+max(0, left)))
}

// whole keeps lines on whole pixels, where they are sharp.
func whole(x float32) float32 { return float32(int(x)) }

func (s *sheetView) leftWidth() float32 { return sheetNumberWidth + s.nameWidth }

// headHeight is the height of the head's lines with the line of the frame above them.
func (s *sheetView) headHeight() float32 { return 1 + s.lineTop(len(s.titles.Lines)) }

// lineTop is where a line of the head begins, without the frame.
func (s *sheetView) lineTop(line int) float32 {
	if line == 0 {
		return 0
	}
	return theme.HeadHeight + float32(line-1)*theme.RowHeight
}

func (s *sheetView) lineHeight(line int) float32 { return s.lineTop(line+1) - s.lineTop(line) }

// window is the range of rows and columns of which anything is in sight, the last ones left out.
func (s *sheetView) window() (fromRow, toRow, fromColumn, toColumn int) {
	rows, columns := s.data.size()
	view, offset := s.scroll.Size(), s.scroll.Offset
	fromRow, fromColumn = int(offset.Y/theme.RowHeight), int(offset.X/s.columnWidth)
	toRow = min(rows, fromRow+int(view.Height/theme.RowHeight)+2)
	toColumn = min(columns, fromColumn+int(view.Width/s.columnWidth)+2)
	return fromRow, toRow, fromColumn, toColumn
}

// renewed draws everything anew.
func (s *sheetView) renewed() {
	s.hover = offSheet
	s.outer.Refresh()
}

// restyle redraws after the current place has changed.
func (s *sheetView) restyle() {
	s.head.update()
	s.body.update()
	s.sides.update()
}

// scrolled follows the scroller. What is being typed is taken before its cell leaves the sight.
func (s *sheetView) scrolled() {
	if s.edit.open && !s.settling && !s.inSight(s.edit.row, s.edit.column) {
		s.commit()
	}
	s.restyle()
}

func (s *sheetView) inSight(row, column int) bool {
	view, offset := s.scroll.Size(), s.scroll.Offset
	x, y := float32(column)*s.columnWidth-offset.X, float32(row)*theme.RowHeight-offset.Y
	return x > -s.columnWidth && x < view.Width && y > -theme.RowHeight && y < view.Height
}

func (s *sheetView) focus() {
	if c := draw.CanvasOf(s.outer); c != nil {
		c.Focus(s.outer.(fyne.Focusable))
	}
}

// show brings a place into sight; -1 leaves that direction alone.
func (s *sheetView) show(row, column int) {
	offset, view := s.scroll.Offset, s.scroll.Size()
	if row >= 0 {
		offset.Y = into(offset.Y, view.Height, float32(row)*theme.RowHeight, theme.RowHeight)
	}
	if column >= 0 {
		offset.X = into(offset.X, view.Width, float32(column)*s.columnWidth, s.columnWidth)
	}
	s.scrollTo(offset)
}

// into moves an offset as little as brings a piece at a place into a view.
func into(offset, view, at, size float32) float32 {
	switch {
	case at < offset:
		return at
	case at+size > offset+view:
		return at + size - view
	}
	return offset
}

func (s *sheetView) centre(column int) {
	if column < 0 {
		return
	}
	s.scrollTo(fyne.NewPos(float32(column)*s.columnWidth-(s.scroll.Size().Width-s.columnWidth)/2, s.scroll.Offset.Y))
}

// scrollTo moves the scroller within its bounds.
func (s *sheetView) scrollTo(offset fyne.Position) {
	view := s.scroll.Size()
	if view.Width <= 0 || view.Height <= 0 {
		return
	}
	all := s.body.MinSize()
	offset.X = max(0, min(offset.X, all.Width-view.Width))
	offset.Y = max(0, min(offset.Y, all.Height-view.Height))
	if offset == s.scroll.Offset {
		return
	}
	s.settling = true
	s.scroll.ScrollToOffset(offset)
	s.settling = false
	s.restyle()
}

// CreateRenderer implements fyne.Widget.
func (s *sheetView) CreateRenderer() fyne.WidgetRenderer {
	back, under := draw.NewPaper(theme.CardRadius), draw.Box(0)
	leftRule, rightRule, numberRule := draw.Box(0), draw.Box(0), draw.Box(0)
	empty := table.NewEmptyBox(&s.Empty)
	// The wheel turns the rows wherever the pointer is; the scroller sees it over the cells alone.
	overHead, overLeft, overRight := table.NewWheelArea(s.scroll), table.NewWheelArea(s.scroll), table.NewWheelArea(s.scroll)
	d := &draw.Drawing{All: back.Objects(s.scroll, empty, s.head.clip, s.sides.left, s.sides.right, s.sides.corner,
		under, leftRule, rightRule, numberRule, overHead, overLeft, overRight)}
	d.Least = func() fyne.Size {
		return fyne.NewSize(sheetNumberWidth+sheetNameMin+sheetTotalWidth+2*sheetColumnMin, s.headHeight()+3*theme.RowHeight)
	}
	d.Arrange = func(size fyne.Size) {
		s.measure(size.Width)
		head, left, right := s.headHeight(), 1+s.leftWidth(), size.Width-1-sheetTotalWidth
		height := max(0, size.Height-head-1)
		back.Place(0, 0, size.Width, size.Height)
		back.Paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), 1)
		draw.Place(s.head.clip, left, 1, right-left, head-1)
		draw.Place(s.sides.left, 1, head, left-1, height)
		draw.Place(s.sides.right, right, head, sheetTotalWidth, height)
		draw.Place(s.sides.corner, 1, 1, size.Width-2, head-1)
		draw.Place(s.scroll, left, head, right-left, height)
		draw.Place(empty, left, head, right-left, height)
		for _, rule := range []*canvas.Rectangle{under, leftRule, rightRule} {
			draw.Fill(rule, theme.Color(theme.ColorNameLine))
		}
		draw.Fill(numberRule, theme.Color(theme.ColorNameLineFaint))
		draw.Place(under, 1, theme.HeadHeight, size.Width-2, 1)
		draw.Place(numberRule, 1+sheetNumberWidth-1, 1, 1, size.Height-2)
		draw.Place(leftRule, left-1, 1, 1, size.Height-2)
		draw.Place(rightRule, right, 1, 1, size.Height-2)
		draw.Place(overHead, 1, 1, size.Width-2, head-1)
		draw.Place(overLeft, 1, head, left-1, height)
		draw.Place(overRight, right, head, sheetTotalWidth, height)
		_, columns := s.data.size()
		if empty.Hidden = columns > 0 || s.Empty.Title == "" && s.Empty.Hint == ""; !empty.Hidden {
			empty.Refresh()
		}
		s.restyle()
	}
	d.Paint = func() {
		s.head.renew()
		s.body.renew()
		s.sides.renew()
		if size := s.Size(); size.Width > 0 {
			d.Arrange(size)
		}
	}
	d.Paint()
	return d
}
