package sheet

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetText draws a cell at a place; one that stays as it is costs nothing.
type sheetText struct {
	row, column int // what is drawn, -1 = nothing
	text        *canvas.Text
	pill        *canvas.Rectangle // nil where cells have none
}

func newSheetText() *sheetText {
	return &sheetText{row: -1, column: -1, text: draw.Ink("", theme.TextSize, false, theme.ColorNameText)}
}

func (t *sheetText) hide() {
	t.row, t.column = -1, -1
	t.text.Hide()
	if t.pill != nil {
		t.pill.Hide()
	}
}

// draw shows a cell within a rectangle, and tells whether the text had to be cut.
func (t *sheetText) draw(cell table.Cell, at fyne.Position, size fyne.Size, align fyne.TextAlign) {
	if cell.Text == "" {
		t.text.Text = ""
		t.text.Hide()
		if t.pill != nil {
			t.pill.Hide()
		}
		return
	}
	t.text.Show()
	s, style := table.Span{X: at.X, Width: size.Width}, cell.Style()
	pad, room, ink := float32(0), size.Width-2*sheetPad, theme.Color(cell.Tone.Ink())
	if t.pill != nil {
		t.pill.Hidden = !cell.Pill
		if cell.Pill {
			on, back := cell.Tone.Pill()
			pad, ink = widgets.PillPad, theme.Color(on)
			draw.Fill(t.pill, theme.Color(back))
		}
	}
	draw.SetText(t.text, widgets.Fit(cell.Text, room-2*pad, t.text.TextSize, style), ink, style.Bold)
	min := t.text.MinSize()
	x := table.TextStart(s, min.Width+2*pad, align)
	if t.pill != nil && cell.Pill {
		draw.Place(t.pill, x, at.Y+(size.Height-widgets.PillHeight)/2, min.Width+2*pad, widgets.PillHeight)
	}
	draw.Place(t.text, x+pad, at.Y+(size.Height-min.Height)/2, min.Width, min.Height)
}

// sheetPad is the least free room beside a text of a narrow column.
const sheetPad float32 = 3

// sheetBody is the content of the sheet's scroller: as large as all cells, but drawing only those in sight. A cell is
// always drawn by the text of its row and column modulo their numbers, so that scrolling by a line redraws a line.
type sheetBody struct {
	widget.BaseWidget
	s        *sheetView
	root     *fyne.Container
	band     *canvas.Rectangle    // behind the current column
	light    *canvas.Rectangle    // behind the row under the pointer
	ring     [4]*canvas.Rectangle // around the current cell: left, right, top, bottom; a stroke would blur
	rowRules []*canvas.Rectangle
	colRules []*canvas.Rectangle
	texts    [][]*sheetText // by row and column modulo
}

func newSheetBody(s *sheetView) *sheetBody {
	b := &sheetBody{s: s, root: container.NewWithoutLayout(), band: draw.Box(0), light: draw.Box(0)}
	for i := range b.ring {
		b.ring[i] = draw.Box(0)
	}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *sheetBody) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Drawing{All: []fyne.CanvasObject{b.root}}
	d.Least = func() fyne.Size {
		rows, columns := b.s.data.size()
		return fyne.NewSize(float32(columns)*b.s.columnWidth, float32(rows)*theme.RowHeight)
	}
	d.Arrange = func(size fyne.Size) { b.root.Resize(size) }
	d.Paint = func() {}
	return d
}

// renew makes every cell be drawn anew.
func (b *sheetBody) renew() {
	for _, line := range b.texts {
		for _, t := range line {
			t.row = -1
		}
	}
}

// ensure makes as many texts as the view can hold.
func (b *sheetBody) ensure() {
	view := b.s.scroll.Size()
	rows, columns := int(view.Height/theme.RowHeight)+2, int(view.Width/b.s.columnWidth)+2
	if len(b.rowRules) >= rows && len(b.colRules) >= columns {
		return
	}
	rows, columns = max(rows, len(b.rowRules)), max(columns, len(b.colRules))
	b.rowRules, b.colRules, b.texts = nil, nil, nil
	b.root.Objects = []fyne.CanvasObject{b.band, b.light}
	for range rows {
		b.rowRules = append(b.rowRules, draw.Box(0))
		b.root.Objects = append(b.root.Objects, b.rowRules[len(b.rowRules)-1])
	}
	for range columns {
		b.colRules = append(b.colRules, draw.Box(0))
		b.root.Objects = append(b.root.Objects, b.colRules[len(b.colRules)-1])
	}
	for range rows {
		line := make([]*sheetText, columns)
		for i := range line {
			line[i] = newSheetText()
			b.root.Objects = append(b.root.Objects, line[i].text)
		}
		b.texts = append(b.texts, line)
	}
	for _, side := range b.ring {
		b.root.Objects = append(b.root.Objects, side)
	}
	b.root.Objects = append(b.root.Objects, b.s.edit.objects()...)
}

// update draws what is in sight.
func (b *sheetBody) update() {
	s := b.s
	if view := s.scroll.Size(); view.Height <= 0 || view.Width <= 0 {
		return
	}
	b.ensure()
	rows, columns := s.data.size()
	fromRow, _, fromColumn, _ := s.window()
	faint := theme.Color(theme.ColorNameLineFaint)
	all := fyne.NewSize(float32(columns)*s.columnWidth, float32(rows)*theme.RowHeight)
	for i := range b.rowRules {
		row := fromRow + i
		rule := b.rowRules[row%len(b.rowRules)]
		draw.Fill(rule, faint)
		rule.Hidden = row >= rows || columns == 0 // not through the words of Empty
		draw.Place(rule, 0, float32(row+1)*theme.RowHeight-1, max(all.Width, s.scroll.Size().Width), 1)
		for j := range b.colRules {
			column := fromColumn + j
			b.draw(b.texts[row%len(b.texts)][column%len(b.colRules)], row, column)
		}
	}
	for j := range b.colRules {
		column := fromColumn + j
		rule := b.colRules[column%len(b.colRules)]
		draw.Fill(rule, faint)
		rule.Hidden = column >= columns
		draw.Place(rule, float32(column+1)*s.columnWidth-1, 0, 1, all.Height)
	}
	b.paint(all)
	s.edit.draw(s)
}

func (b *sheetBody) draw(t *sheetText, row, column int) {
	rows, columns := b.s.data.size()
	if row >= rows || column >= columns {
		t.hide()
		return
	}
	if t.row == row && t.column == column {
		return
	}
	t.row, t.column = row, column
	at := fyne.NewPos(float32(column)*b.s.columnWidth, float32(row)*theme.RowHeight)
	t.draw(b.s.data.cellAt(row, column), at, fyne.NewSize(b.s.columnWidth, theme.RowHeight), fyne.TextAlignCenter)
}

// paint marks the current column and cell, and the row under the pointer.
func (b *sheetBody) paint(all fyne.Size) {
	s := b.s
	draw.Fill(b.band, theme.Color(theme.ColorNameSelected))
	b.band.Hidden = s.column < 0
	draw.Place(b.band, float32(s.column)*s.columnWidth, 0, s.columnWidth-1, all.Height)
	draw.Fill(b.light, theme.Color(theme.ColorNameRowHover))
	b.light.Hidden = s.hover.row < 0
	draw.Place(b.light, 0, float32(s.hover.row)*theme.RowHeight, max(all.Width, s.scroll.Size().Width), theme.RowHeight-1)
	ring := theme.ColorNameControl
	if s.focused {
		ring = theme.ColorNameAccent
	}
	x, y := float32(s.column)*s.columnWidth, float32(s.row)*theme.RowHeight
	width, height := s.columnWidth-1, theme.RowHeight-1
	for i, side := range b.ring {
		side.Hidden = s.row < 0 || s.column < 0 || s.edit.open
		draw.Fill(side, theme.Color(ring))
		switch i {
		case 0:
			draw.Place(side, x, y, ringWidth, height)
		case 1:
			draw.Place(side, x+width-ringWidth, y, ringWidth, height)
		case 2:
			draw.Place(side, x, y, width, ringWidth)
		default:
			draw.Place(side, x, y+height-ringWidth, width, ringWidth)
		}
	}
}

// ringWidth is the width of the ring's sides.
const ringWidth float32 = 2
