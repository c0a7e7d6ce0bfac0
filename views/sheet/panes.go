package sheet

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetPad is the least free room beside a text of a narrow column.
const sheetPad float32 = 3

// makePanes makes the cells, the head above them, which scrolls sideways with them, and the numbers with the names at
// the left and the totals at the right, which scroll up and down with them.
func (s *sheetView) makePanes() {
	s.body, s.head = table.NewPane(theme.TextSize, sheetPad), table.NewPane(theme.CaptionSize, sheetPad)
	s.names, s.totals = table.NewPane(theme.TextSize, sheetPad), table.NewPane(theme.PillSize, sheetPad)
	for i, p := range []*table.Pane{s.head, s.names, s.totals} {
		s.clips[i] = container.NewClip(p.Box)
	}
	s.bodyBand, s.headBand = draw.Box(0), draw.Box(0)
	s.body.Below, s.head.Below = []fyne.CanvasObject{s.bodyBand}, []fyne.CanvasObject{s.headBand}
	for i := range s.ring {
		s.ring[i] = draw.Box(0)
		s.body.Above = append(s.body.Above, s.ring[i])
	}
	s.body.Above = append(s.body.Above, s.edit.objects()...)

	s.body.Cell, s.body.Column, s.body.Rule = s.data.cellAt, s.columnSpan, s.rule
	s.head.Cell, s.head.Column, s.head.Rule = s.headCell, s.columnSpan, s.rule
	s.head.Key, s.head.Line = s.headKey, func(line int) (y, height float32) { return s.lineTop(line), s.lineHeight(line) }
	s.names.Cell, s.names.Column = s.nameCell, s.nameSpan
	s.totals.Cell = func(row, _ int) table.Cell { return s.data.totalAt(row) }
	s.totals.Column = func(int) table.Span { return table.Span{Width: sheetTotalWidth, Align: fyne.TextAlignCenter} }
	for _, p := range []*table.Pane{s.body, s.names, s.totals} {
		p.Ruled, p.Back = true, s.light
	}
}

func (s *sheetView) columnSpan(column int) table.Span {
	return table.Span{X: float32(column) * s.columnWidth, Width: s.columnWidth, Align: fyne.TextAlignCenter}
}

func (s *sheetView) nameSpan(column int) table.Span {
	if column == 0 {
		return table.Span{Width: sheetNumberWidth, Align: fyne.TextAlignTrailing}
	}
	return table.Span{X: sheetNumberWidth, Width: s.nameWidth - table.CellPad}
}

func (s *sheetView) nameCell(row, column int) table.Cell {
	if column == 0 {
		return table.Cell{Text: strconv.Itoa(row + 1), Tone: widgets.ToneMuted}
	}
	return s.data.nameAt(row)
}

// headKey distinguishes the dates of the current column and of the one under the pointer.
func (s *sheetView) headKey(line, column int) int {
	if line == 0 && (column == s.column || s.Hover.Part >= partHead && s.Hover.Column == column) {
		return 1
	}
	return 0
}

func (s *sheetView) headCell(line, column int) table.Cell {
	cell := s.data.headAt(line, column)
	if s.headKey(line, column) == 1 {
		cell.Ink = theme.ColorNameAccent
	}
	return cell
}

// light marks the row under the pointer.
func (s *sheetView) light(row int) fyne.ThemeColorName {
	if row == s.Hover.Row {
		return theme.ColorNameRowHover
	}
	return ""
}

// rule is the line at the right of a column, as long as all rows or the head.
func (s *sheetView) rule(int) (ink fyne.ThemeColorName, y, height float32) {
	rows, _ := s.data.size()
	return theme.ColorNameLineFaint, 0, max(s.headHeight(), float32(rows)*theme.RowHeight)
}

func (s *sheetView) renew() {
	for _, p := range []*table.Pane{s.body, s.head, s.names, s.totals} {
		p.Renew()
	}
}

// seen are the rows and columns that are at least partly in sight.
func (s *sheetView) seen() (rows, columns table.Axis) {
	view, offset := s.Scroll.Size(), s.Scroll.Offset
	allRows, allColumns := s.data.size()
	return table.Seen(offset.Y, view.Height, theme.RowHeight, allRows), table.Seen(offset.X, view.Width, s.columnWidth, allColumns)
}

// restyle draws what is in sight, as the current place and the pointer are now.
func (s *sheetView) restyle() {
	view, offset := s.Scroll.Size(), s.Scroll.Offset
	if view.Width <= 0 || view.Height <= 0 {
		return
	}
	rows, columns := s.seen()
	all := s.Scroll.Content.MinSize()
	s.body.Draw(rows, columns, max(all.Width, view.Width))
	lines := len(s.titles.Lines)
	s.head.Draw(table.Axis{Views: lines, Count: lines}, columns, 0)
	s.names.Draw(rows, table.Axis{Views: 2, Count: 2}, s.leftWidth())
	s.totals.Draw(rows, table.Axis{Views: 1, Count: 1}, sheetTotalWidth)
	s.head.Box.Move(fyne.NewPos(-offset.X, 0))
	s.names.Box.Move(fyne.NewPos(0, -offset.Y))
	s.totals.Box.Move(fyne.NewPos(0, -offset.Y))
	s.mark(s.bodyBand, 0, all.Height)
	s.mark(s.headBand, theme.HeadHeight, s.headHeight())
	s.drawRing()
	s.edit.draw(s)
	s.corner.draw(s)
}

// mark puts a band behind the current column.
func (s *sheetView) mark(band *canvas.Rectangle, y, height float32) {
	draw.Fill(band, theme.Color(theme.ColorNameSelected))
	band.Hidden = s.column < 0
	draw.Place(band, float32(s.column)*s.columnWidth, y, s.columnWidth-1, height)
}

// ringWidth is the width of the ring's sides.
const ringWidth float32 = 2

func (s *sheetView) drawRing() {
	ink := theme.ColorNameControl
	if s.Focused {
		ink = theme.ColorNameAccent
	}
	x, y := float32(s.column)*s.columnWidth, float32(s.row)*theme.RowHeight
	width, height := s.columnWidth-1, theme.RowHeight-1
	for i, at := range [][4]float32{
		{x, y, ringWidth, height}, {x + width - ringWidth, y, ringWidth, height},
		{x, y, width, ringWidth}, {x, y + height - ringWidth, width, ringWidth},
	} {
		s.ring[i].Hidden = s.row < 0 || s.column < 0 || s.edit.open
		draw.Fill(s.ring[i], theme.Color(ink))
		draw.Place(s.ring[i], at[0], at[1], at[2], at[3])
	}
}

// corner draws the words of the head above the names and the totals.
type corner struct {
	box          *fyne.Container
	link         *canvas.Text
	total, words []*canvas.Text
	under        []*canvas.Rectangle
}

func newCorner(titles Titles) *corner {
	c := &corner{link: draw.Ink(titles.Lines[0], theme.CaptionSize+0.5, true, theme.ColorNameAccent)}
	c.box = container.NewWithoutLayout(c.link)
	for _, word := range strings.Fields(titles.Total) { // each on its own line
		text := draw.Ink(word, theme.CaptionSize, true, theme.ColorNameMuted)
		c.total = append(c.total, text)
		c.box.Add(text)
	}
	for _, word := range titles.Lines[1:] {
		text, rule := draw.Ink(word, theme.CaptionSize, false, theme.ColorNameMuted), draw.Box(0)
		c.words, c.under = append(c.words, text), append(c.under, rule)
		c.box.Objects = append(c.box.Objects, text, rule)
	}
	return c
}

func (c *corner) draw(s *sheetView) {
	x, width := sheetNumberWidth+table.CellPad, s.Size().Width-2
	title, ink := s.titles.Lines[0], theme.ColorNameMuted
	if s.data.corner() != nil {
		title, ink = title+" +", theme.ColorNameAccent
	}
	draw.SetText(c.link, title, theme.Color(ink), true)
	draw.Middle(c.link, x, c.link.MinSize().Width, theme.HeadHeight)
	const closer = 3 // than the lines of a text are apart
	for i, line := range c.total {
		draw.SetText(line, line.Text, theme.Color(theme.ColorNameMuted), true)
		min, count := line.MinSize(), float32(len(c.total))
		pitch := min.Height - closer
		draw.Place(line, width-sheetTotalWidth+(sheetTotalWidth-min.Width)/2, (theme.HeadHeight-min.Height-pitch*(count-1))/2+pitch*float32(i), min.Width, min.Height)
	}
	for i, word := range c.words {
		draw.SetText(word, word.Text, theme.Color(theme.ColorNameMuted), false)
		min := word.MinSize()
		draw.Place(word, x, s.lineTop(i+1)+(theme.RowHeight-min.Height)/2, min.Width, min.Height)
		draw.Fill(c.under[i], theme.Color(theme.ColorNameLineFaint))
		draw.Place(c.under[i], 0, s.lineTop(i+2)-1, width, 1)
	}
}
