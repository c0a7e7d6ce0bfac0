package table

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Pane draws a block of cells. Only as many views exist as are in sight: the view of a cell is its row and column modulo
// the numbers of views, so that scrolling by a line redraws only a line.
type Pane struct {
	Box      *fyne.Container
	TextSize float32
	Pad      float32 // the least free room beside a text

	// Cell is the content of a place, Column the position of a column.
	Cell   func(row, column int) Cell
	Column func(column int) Span
	// Line is the position of a row; nil = every row is as high as those of a table.
	Line func(row int) (y, height float32)
	// Key is what the look of a cell depends on besides its place: when it changes, the cell is drawn again. nil = nothing.
	Key func(row, column int) int
	// Back is the colour behind a row, "" = none; Ruled says whether rows have a line below them.
	Back  func(row int) fyne.ThemeColorName
	Ruled bool
	// Rule is the line at the right of a column, "" = none; nil = no column has one.
	Rule func(column int) (ink fyne.ThemeColorName, y, height float32)
	// Below and Above are drawn under the cells and over them.
	Below, Above []fyne.CanvasObject

	views         [][]*cellView // by row and column modulo
	backs, across []*canvas.Rectangle
	down          []*canvas.Rectangle
	under         int // index of the first text in the box
}

// Span is the position of a column and the alignment of its texts.
type Span struct {
	X, Width float32
	Align    fyne.TextAlign
	column   int // of a table: an index into Grid.columns, or one of the two before them
}

// start is where a text of that width begins in its column.
func (s Span) start(width float32) float32 {
	switch s.Align {
	case fyne.TextAlignTrailing:
		return s.X + s.Width - CellPad - width
	case fyne.TextAlignCenter:
		return s.X + (s.Width-width)/2
	}
	return s.X + CellPad
}

// CellPad is the room beside a cell's text.
const CellPad float32 = 10

// Axis says which rows or columns of a pane are in sight: those from From on, Views of them, of Count in all.
type Axis struct{ From, Views, Count int }

// Seen is the axis of pieces of one size in a view that is scrolled by an offset.
func Seen(offset, view, size float32, count int) Axis {
	return Axis{From: int(offset / size), Views: int(view/size) + 2, Count: count}
}

// NewPane makes a pane that draws nothing yet.
func NewPane(textSize, pad float32) *Pane {
	return &Pane{Box: container.NewWithoutLayout(), TextSize: textSize, Pad: pad}
}

// Renew makes every cell be drawn again by the next Draw.
func (p *Pane) Renew() {
	for _, line := range p.views {
		for _, v := range line {
			v.row = -1
		}
	}
}

// Tip is the tooltip of a cell in sight: its own, or its text if that was cut.
func (p *Pane) Tip(row, column int) string {
	cell := p.Cell(row, column)
	if v := p.view(row, column); cell.Tooltip == "" && v.row == row && v.column == column && v.text.Text != cell.Text {
		return cell.Text
	}
	return cell.Tooltip
}

func (p *Pane) view(row, column int) *cellView {
	line := p.views[row%len(p.views)]
	return line[column%len(line)]
}

// Draw draws what is in sight; width is that of the rows' backs and lines.
func (p *Pane) Draw(rows, columns Axis, width float32) {
	p.ensure(rows.Views, columns.Views)
	for row := rows.From; row < rows.From+len(p.views); row++ {
		shown := row < rows.Count && columns.Count > 0
		y, height := p.line(row)
		p.drawRow(row, shown, y, width, height)
		for column := columns.From; column < columns.From+len(p.down); column++ {
			v, key := p.view(row, column), 0
			if !shown || column >= columns.Count {
				v.hide()
				continue
			}
			if p.Key != nil {
				key = p.Key(row, column)
			}
			if v.row != row || v.column != column || v.key != key {
				v.row, v.column, v.key = row, column, key
				v.draw(p, p.Cell(row, column), p.Column(column), y, height)
			}
		}
	}
	for column := columns.From; column < columns.From+len(p.down) && p.Rule != nil; column++ {
		p.drawRule(p.down[column%len(p.down)], column, column < columns.Count)
	}
	draw.Repaint(p.Box)
}

func (p *Pane) line(row int) (y, height float32) {
	if p.Line != nil {
		return p.Line(row)
	}
	return float32(row) * theme.RowHeight, theme.RowHeight
}

func (p *Pane) drawRow(row int, shown bool, y, width, height float32) {
	back, rule := p.backs[row%len(p.backs)], p.across[row%len(p.across)]
	fill := fyne.ThemeColorName("")
	if shown && p.Back != nil {
		fill = p.Back(row)
	}
	if back.Hidden = fill == ""; !back.Hidden {
		draw.Fill(back, theme.Color(fill))
		draw.Place(back, 0, y, width, height)
	}
	if rule.Hidden = !shown || !p.Ruled; !rule.Hidden {
		draw.Fill(rule, theme.Color(theme.ColorNameLineFaint))
		draw.Place(rule, 0, y+height-1, width, 1)
	}
}

func (p *Pane) drawRule(rule *canvas.Rectangle, column int, shown bool) {
	if !shown {
		rule.Hide()
		return
	}
	ink, y, height := p.Rule(column)
	if rule.Hidden = ink == ""; !rule.Hidden {
		s := p.Column(column)
		draw.Fill(rule, theme.Color(ink))
		draw.Place(rule, s.X+s.Width-1, y, 1, height)
	}
}

// ensure makes as many views as the window can show.
func (p *Pane) ensure(rows, columns int) {
	if len(p.views) >= rows && len(p.down) >= columns {
		return
	}
	rows, columns = max(rows, len(p.views)), max(columns, len(p.down))
	objects := slices.Clone(p.Below)
	boxes := func(count int) (made []*canvas.Rectangle) {
		for range count {
			made = append(made, draw.Box(0))
			objects = append(objects, made[len(made)-1])
		}
		return made
	}
	p.backs, p.across, p.down = boxes(rows), boxes(rows), boxes(columns)
	for _, rule := range p.down {
		rule.Hide()
	}
	p.under, p.views = len(objects), nil
	for range rows {
		line := make([]*cellView, columns)
		for i := range line {
			line[i] = &cellView{row: -1, text: draw.Ink("", p.TextSize, false, theme.ColorNameText)}
			objects = append(objects, line[i].text)
		}
		p.views = append(p.views, line)
	}
	p.Box.Objects = slices.Concat(objects, p.Above)
	p.Box.Refresh()
}

// cellView draws one cell.
type cellView struct {
	row, column, key int // what is drawn, row -1 = nothing
	text             *canvas.Text
	pill             *canvas.Rectangle // the others are nil until a cell has one
	icon             *draw.Stroke
	mark             *widgets.MarkBox
}

func (v *cellView) hide() {
	v.row = -1
	v.text.Hide()
	v.plain()
}

// plain hides all but the text.
func (v *cellView) plain() {
	if v.pill != nil {
		v.pill.Hide()
	}
	if v.icon != nil {
		v.icon.Hide()
	}
	if v.mark != nil {
		v.mark.Hide()
	}
}

func (v *cellView) draw(p *Pane, cell Cell, s Span, y, height float32) {
	v.plain()
	if cell.mark != nil {
		v.drawMark(p, cell, s, y, height)
	}
	if cell.Text == "" && !cell.Video {
		v.text.Text = ""
		v.text.Hide()
		return
	}
	v.text.Show()
	size, style, lead, pad, ink := p.TextSize, cell.style(), cell.lead(), float32(0), cell.ink()
	back := fyne.ThemeColorName("")
	if cell.Pill {
		size, style, lead, pad = theme.PillSize, fyne.TextStyle{}, 0, widgets.PillPad
		ink, back = cell.Tone.Pill()
	}
	v.text.TextSize = size
	draw.SetText(v.text, widgets.Fit(cell.Text, s.Width-2*p.Pad-lead-2*pad, size, style), theme.Color(ink), style.Bold)
	min := v.text.MinSize()
	x := s.start(lead + min.Width + 2*pad)
	draw.Place(v.text, x+lead+pad, y+(height-min.Height)/2, min.Width, min.Height)
	if cell.Pill {
		v.drawPill(p, theme.Color(back), x, y+(height-widgets.PillHeight)/2, min.Width+2*pad)
	} else if lead > 0 {
		v.drawIcon(p, theme.Color(ink), x, y+(height-widgets.IconSide)/2)
	}
}

func (v *cellView) drawPill(p *Pane, back color.Color, x, y, width float32) {
	if v.pill == nil {
		v.pill = draw.Box(widgets.PillHeight / 2)
		p.put(v.pill)
	}
	draw.Fill(v.pill, back)
	draw.Place(v.pill, x, y, width, widgets.PillHeight)
	v.pill.Show()
}

func (v *cellView) drawIcon(p *Pane, ink color.Color, x, y float32) {
	if v.icon == nil {
		v.icon = widgets.NewVideo()
		p.put(v.icon)
	}
	v.icon.SetColour(ink)
	draw.Place(v.icon, x, y, widgets.IconSide, widgets.IconSide)
	v.icon.Show()
}

func (v *cellView) drawMark(p *Pane, cell Cell, s Span, y, height float32) {
	if v.mark == nil {
		v.mark = widgets.NewMarkBox()
		p.put(v.mark)
	}
	v.mark.Set(*cell.mark)
	draw.Place(v.mark, s.X+CellPad, y+(height-widgets.MarkSize)/2, widgets.MarkSize, widgets.MarkSize)
	v.mark.Show()
}

// put adds the parts that few cells have, below the texts.
func (p *Pane) put(o fyne.CanvasObject) { p.Box.Objects = slices.Insert(p.Box.Objects, p.under, o) }
