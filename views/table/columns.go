package table

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

const (
	spanCheck  = -1
	spanNumber = -2

	checkWidth   float32 = 36
	numberWidth  float32 = 44
	columnMin    float32 = 48 // the least width that dragging leaves a column
	squeezedMin  float32 = 90 // the least width that a narrow window leaves a growing column, unless it wants less
	squeezeShare float32 = 0.5
)

// layoutColumns gives every column its place in a width. Growing columns share what is left over, and give way down to
// half of their preferred width; below that the table scrolls sideways.
func (g *Grid) layoutColumns(width float32) {
	g.spans = g.spans[:0]
	x := float32(0)
	add := func(column int, width float32, align fyne.TextAlign) {
		g.spans = append(g.spans, Span{column: column, X: x, Width: width, Align: align})
		x += width
	}
	if g.Checkboxes {
		add(spanCheck, checkWidth, fyne.TextAlignLeading)
	}
	if g.Numbered {
		digits := fyne.MeasureText(strconv.Itoa(g.count()), theme.TextSize, fyne.TextStyle{}).Width
		add(spanNumber, max(numberWidth, digits+2*CellPad), fyne.TextAlignTrailing)
	}
	left, shares := width-x, float32(0)
	for _, c := range g.columns {
		if c.dragged > 0 {
			left -= c.dragged
			continue
		}
		left -= c.width
		shares += c.grow
	}
	for i, c := range g.columns {
		w := c.width
		switch {
		case c.dragged > 0:
			w = c.dragged
		case c.grow > 0:
			w = max(w+left*c.grow/shares, min(c.width, max(squeezedMin, c.width*squeezeShare)))
		}
		add(i, w, c.align)
	}
}

// total is the width of all columns.
func (g *Grid) total() float32 {
	if len(g.spans) == 0 {
		return 0
	}
	last := g.spans[len(g.spans)-1]
	return last.X + last.Width
}

// spanAt returns the span at a position of the widget, or -1.
func (g *Grid) spanAt(x float32) int {
	x += g.Scroll.Offset.X - g.edge()
	for i, s := range g.spans {
		if x >= s.X && x < s.X+s.Width {
			return i
		}
	}
	return -1
}

// borderAt returns the column whose right border lies at a position of the head, or -1.
func (g *Grid) borderAt(at fyne.Position) int {
	const reach = 4
	if g.headless || at.Y >= g.headHeight() {
		return -1
	}
	x := at.X + g.Scroll.Offset.X - g.edge()
	for _, s := range g.spans {
		if d := x - s.X - s.Width; s.column >= 0 && d >= -reach && d <= reach {
			return s.column
		}
	}
	return -1
}

// rowAt returns the row at a position of the widget, or -1.
func (g *Grid) rowAt(at fyne.Position) int {
	if at.Y < g.headHeight() || at.Y >= g.Size().Height-g.edge() || at.X < 0 || at.X >= g.Size().Width {
		return -1
	}
	row := int((at.Y - g.headHeight() + g.Scroll.Offset.Y) / theme.RowHeight)
	if row < 0 || row >= g.count() {
		return -1
	}
	return row
}

// The parts of a table.
const (
	partRow = iota
	partHead
)

// at is the row and the span at a position of the widget; on the head there is no row.
func (g *Grid) at(p fyne.Position) widgets.Place {
	if p.Y >= 0 && p.Y < g.headHeight() {
		return widgets.Place{Part: partHead, Row: -1, Column: g.spanAt(p.X)}
	}
	if row := g.rowAt(p); row >= 0 {
		return widgets.Place{Part: partRow, Row: row, Column: g.spanAt(p.X)}
	}
	return widgets.Nowhere
}

// onCheck reports whether a position lies on the checkboxes.
func (g *Grid) onCheck(at fyne.Position) bool {
	i := g.spanAt(at.X)
	return i >= 0 && g.spans[i].column == spanCheck
}

// opensAt reports whether a position lies on a text that opens its row.
func (g *Grid) opensAt(at fyne.Position) bool {
	row, i := g.rowAt(at), g.spanAt(at.X)
	if row < 0 {
		return false
	}
	if g.openOnClick {
		return true
	}
	if i < 0 || g.spans[i].column < 0 || !g.columns[g.spans[i].column].opens {
		return false
	}
	s := g.spans[i]
	cell := g.cell(row, s.column)
	width := min(s.Width-2*CellPad, cell.lead()+fyne.MeasureText(cell.Text, theme.TextSize, cell.style()).Width)
	from := s.start(width)
	x := at.X + g.Scroll.Offset.X - g.edge()
	return x >= from && x < from+width
}
