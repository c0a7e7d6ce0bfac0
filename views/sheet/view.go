package sheet

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetView draws a sheet and takes its mouse and keyboard. It knows rows and columns by their places alone.
type sheetView struct {
	table.Surface

	// ReadOnly lets nothing be typed.
	ReadOnly bool
	// Wide gives columns the width of a date with a time.
	Wide bool

	data   sheetData
	titles Titles

	body, head, names, totals *table.Pane
	clips                     [3]*container.Clip // around the head, the names and the totals
	corner                    *corner
	bodyBand, headBand        *canvas.Rectangle    // behind the current column
	ring                      [4]*canvas.Rectangle // around the current cell: left, right, top, bottom; a stroke would blur
	edit                      sheetEditor

	nameWidth, columnWidth float32

	row, column       int  // the current place; row -1 = a whole column or nothing, column -1 = nothing
	wentDown          bool // the text of the cell above needed no Enter: one that comes after it goes no further
	filled            bool // the current cell is in the last row and was the last to be typed into
	pressed, released widgets.Place
	clicked           widgets.Place // the cell that a second click would edit, for doubleClick from clickedAt on
	clickedAt         time.Time
	now               func() time.Time
	dragging          bool
}

var (
	_ fyne.Focusable     = (*sheetView)(nil)
	_ fyne.Tabbable      = (*sheetView)(nil)
	_ fyne.Draggable     = (*sheetView)(nil)
	_ desktop.Mouseable  = (*sheetView)(nil)
	_ desktop.Cursorable = (*sheetView)(nil)
)

const (
	sheetNumberWidth float32 = 44
	sheetTotalWidth  float32 = 76 // its title takes two lines, since the names need the room more
	sheetNameMin     float32 = 170
	sheetNameMax     float32 = 320
	sheetNameShare   float32 = 0.36 // of the width
	sheetColumnMin   float32 = 56
	sheetColumnMax   float32 = 84
)

func (s *sheetView) init(outer fyne.Widget, data sheetData, titles Titles) {
	s.data, s.titles = data, titles
	s.row, s.column = -1, -1
	s.pressed, s.released, s.clicked = widgets.Nowhere, widgets.Nowhere, widgets.Nowhere
	s.now = time.Now
	s.edit, s.corner = newSheetEditor(), newCorner(titles)
	s.makePanes()
	s.Begin(outer, s.placeAt, s.tipText)
	s.BeginSurface(s.body, func() fyne.Size {
		rows, columns := s.data.size()
		return fyne.NewSize(float32(columns)*s.columnWidth, float32(rows)*theme.RowHeight)
	}, s.restyle, s.scrolled)
}

// measure gives name and columns their widths: where there are few columns they are as wide as they may be, and the names
// take the rest. Texts that were cut to other widths are drawn again.
func (s *sheetView) measure(width float32) {
	names, cells := s.nameWidth, s.columnWidth
	defer func() {
		if s.nameWidth != names || s.columnWidth != cells {
			s.renew()
		}
	}()
	_, columns := s.data.size()
	room := width - 2 - sheetNumberWidth - sheetTotalWidth
	s.nameWidth = max(sheetNameMin, min(sheetNameMax, width*sheetNameShare))
	s.columnWidth = sheetColumnMax
	if columns > 0 && !s.Wide {
		s.columnWidth = whole(max(sheetColumnMin, min(sheetColumnMax, (room-s.nameWidth)/float32(columns))))
	}
	if columns == 0 {
		s.nameWidth = whole(s.nameWidth) // the words of Empty take what is left over
		return
	}
	left := room - s.nameWidth - s.columnWidth*float32(columns)
	s.nameWidth = whole(min(sheetNameMax, s.nameWidth+max(0, left)))
}

func (s *sheetView) columns() int {
	_, columns := s.data.size()
	return columns
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

// renewed draws everything again.
func (s *sheetView) renewed() {
	s.Hover = widgets.Nowhere
	s.Self().Refresh()
}

// scrolled follows the scroller. What is being typed is taken before its cell leaves the sight.
func (s *sheetView) scrolled() {
	if s.edit.open && !s.inSight(s.edit.row, s.edit.column) {
		s.Commit()
	}
	s.restyle()
}

func (s *sheetView) inSight(row, column int) bool {
	view, offset := s.Scroll.Size(), s.Scroll.Offset
	x, y := float32(column)*s.columnWidth-offset.X, float32(row)*theme.RowHeight-offset.Y
	return x > -s.columnWidth && x < view.Width && y > -theme.RowHeight && y < view.Height
}

// show brings a place into sight; -1 leaves that direction alone.
func (s *sheetView) show(row, column int) {
	width, height := s.columnWidth, theme.RowHeight
	if row < 0 {
		height = 0
	}
	if column < 0 {
		width = 0
	}
	s.Reveal(float32(column)*s.columnWidth, float32(row)*theme.RowHeight, width, height)
}

func (s *sheetView) centre(column int) {
	if column >= 0 {
		s.ScrollTo(fyne.NewPos(float32(column)*s.columnWidth-(s.Scroll.Size().Width-s.columnWidth)/2, s.Scroll.Offset.Y))
	}
}

// Uncut keeps a narrow window from giving the sheet less than it needs: without a column in sight it would draw nothing.
func (s *sheetView) Uncut() {}

// CreateRenderer implements fyne.Widget.
func (s *sheetView) CreateRenderer() fyne.WidgetRenderer {
	back, under := draw.NewPaper(theme.CardRadius), draw.Box(0)
	leftRule, rightRule, numberRule := draw.Box(0), draw.Box(0), draw.Box(0)
	// The wheel scrolls the rows wherever the pointer is; the scroller itself gets it only over the cells.
	overHead, overLeft, overRight := s.Wheel(), s.Wheel(), s.Wheel()
	d := &draw.Drawing{All: back.Objects(s.Scroll, s.Words(), s.clips[0], s.clips[1], s.clips[2], s.corner.box,
		under, leftRule, rightRule, numberRule, overHead, overLeft, overRight, s.edit.notes)}
	d.Least = func() fyne.Size {
		return fyne.NewSize(sheetNumberWidth+sheetNameMin+sheetTotalWidth+4*sheetColumnMin, s.headHeight()+s.LeastHeight(s.columns() > 0))
	}
	d.Arrange = func(size fyne.Size) {
		s.measure(size.Width)
		head, left, right := s.headHeight(), 1+s.leftWidth(), size.Width-1-sheetTotalWidth
		height := max(0, size.Height-head-1)
		back.Place(0, 0, size.Width, size.Height)
		draw.Place(s.clips[0], left, 1, right-left, head-1)
		draw.Place(s.clips[1], 1, head, left-1, height)
		draw.Place(s.clips[2], right, head, sheetTotalWidth, height)
		draw.Place(s.corner.box, 1, 1, size.Width-2, head-1)
		draw.Place(under, 1, theme.HeadHeight, size.Width-2, 1)
		draw.Place(numberRule, 1+sheetNumberWidth-1, 1, 1, size.Height-2)
		draw.Place(leftRule, left-1, 1, 1, size.Height-2)
		draw.Place(rightRule, right, 1, 1, size.Height-2)
		draw.Place(overHead, 1, 1, size.Width-2, head-1)
		draw.Place(overLeft, 1, head, left-1, height)
		draw.Place(overRight, right, head, sheetTotalWidth, height)
		s.PlaceCells(left, head, right-left, height, s.columns() > 0)
		s.restyle()
	}
	d.Paint = func() {
		back.Plain()
		for _, rule := range []*canvas.Rectangle{under, leftRule, rightRule} {
			rule.FillColor = theme.Color(theme.ColorNameLine)
		}
		numberRule.FillColor = theme.Color(theme.ColorNameLineFaint)
		s.renew()
	}
	return d.Of(s.Self())
}
