package table

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Span is where a column lies within the row. Column is an index into grid.columns, or one of the two before them.
type Span struct {
	column   int
	X, Width float32
}

const (
	spanCheck  = -1
	spanNumber = -2

	// CellPad is the room beside a cell's text.
	CellPad      float32 = 10
	checkWidth   float32 = 36
	numberWidth  float32 = 44
	columnMin    float32 = 48 // what dragging leaves of a column
	squeezedMin  float32 = 90 // what a narrow window leaves of a growing column, unless it wants less
	squeezeShare float32 = 0.5
)

// layoutColumns gives every column its place in a width. Growing columns share what is left over, and give way down to
// half of their preferred width; below that the table scrolls sideways.
func (g *grid) layoutColumns(width float32) {
	g.spans = g.spans[:0]
	x := float32(0)
	add := func(column int, width float32) {
		g.spans = append(g.spans, Span{column: column, X: x, Width: width})
		x += width
	}
	if g.Checkboxes {
		add(spanCheck, checkWidth)
	}
	if g.Numbered {
		digits := fyne.MeasureText(strconv.Itoa(g.data.count()), theme.TextSize, fyne.TextStyle{}).Width
		add(spanNumber, max(numberWidth, digits+2*CellPad))
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
		add(i, w)
	}
}

// total is the width of all columns.
func (g *grid) total() float32 {
	if len(g.spans) == 0 {
		return 0
	}
	last := g.spans[len(g.spans)-1]
	return last.X + last.Width
}

// spanAt returns the span at a position of the widget, or -1.
func (g *grid) spanAt(x float32) int {
	x += g.scroll.Offset.X - g.edge()
	for i, s := range g.spans {
		if x >= s.X && x < s.X+s.Width {
			return i
		}
	}
	return -1
}

// borderAt returns the column whose right border lies at a position of the head, or -1.
func (g *grid) borderAt(at fyne.Position) int {
	const reach = 4
	if g.headless || at.Y >= g.headHeight() {
		return -1
	}
	x := at.X + g.scroll.Offset.X - g.edge()
	for _, s := range g.spans {
		if d := x - s.X - s.Width; s.column >= 0 && d >= -reach && d <= reach {
			return s.column
		}
	}
	return -1
}

// rowAt returns the row at a position of the widget, or -1.
func (g *grid) rowAt(at fyne.Position) int {
	if at.Y < g.headHeight() || at.Y >= g.Size().Height-g.edge() || at.X < 0 || at.X >= g.Size().Width {
		return -1
	}
	row := int((at.Y - g.headHeight() + g.scroll.Offset.Y) / theme.RowHeight)
	if row < 0 || row >= g.data.count() {
		return -1
	}
	return row
}

// column returns the column of the span at a position, or -1 where there is none.
func (g *grid) columnAt(x float32) int {
	if i := g.spanAt(x); i >= 0 {
		return g.spans[i].column
	}
	return -3
}

// opensAt tells whether a position lies on a text that opens its row.
func (g *grid) opensAt(at fyne.Position) bool {
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
	cell := g.data.cell(row, s.column)
	width := min(s.Width-2*CellPad, cell.Icon.Room()+fyne.MeasureText(cell.Text, theme.TextSize, cell.Style()).Width)
	from := TextStart(s, width, g.columns[s.column].align)
	x := at.X + g.scroll.Offset.X - g.edge()
	return x >= from && x < from+width
}

// TextStart is where a text of that width begins in its column.
func TextStart(s Span, width float32, align fyne.TextAlign) float32 {
	switch align {
	case fyne.TextAlignTrailing:
		return s.X + s.Width - CellPad - width
	case fyne.TextAlignCenter:
		return s.X + (s.Width-width)/2
	}
	return s.X + CellPad
}

// Style is that of the cell's text.
func (c Cell) Style() fyne.TextStyle { return fyne.TextStyle{Bold: c.Tone == widgets.ToneStrong} }
