package table

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// gridBody is the content of the table's scroller: as high as all rows, but drawing only those in sight. Row n is
// always drawn by view n modulo the number of views, so that scrolling by a line redraws a line.
type gridBody struct {
	widget.BaseWidget
	g     *grid
	views []*rowView
	root  *fyne.Container
}

func newGridBody(g *grid) *gridBody {
	b := &gridBody{g: g, root: container.NewWithoutLayout()}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *gridBody) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Drawing{All: []fyne.CanvasObject{b.root}}
	d.Least = func() fyne.Size {
		return fyne.NewSize(b.g.total(), float32(b.g.data.count())*theme.RowHeight)
	}
	d.Arrange = func(size fyne.Size) { b.root.Resize(size) }
	d.Paint = func() {}
	return d
}

// renew makes every row be drawn anew: texts, colours, columns.
func (b *gridBody) renew() {
	for _, v := range b.views {
		v.row = -1
	}
}

// update draws what is in sight.
func (b *gridBody) update() {
	view := b.g.scroll.Size()
	if view.Height <= 0 {
		return
	}
	first := int(b.g.scroll.Offset.Y / theme.RowHeight)
	want := int(view.Height/theme.RowHeight) + 2
	if len(b.views) < want {
		for len(b.views) < want {
			b.views = append(b.views, newRowView())
		}
		b.root.Objects = nil
		for _, v := range b.views {
			v.row = -1
			b.root.Objects = append(b.root.Objects, v.box)
		}
	}
	width := max(b.g.total(), view.Width)
	n := len(b.views)
	for row := first; row < first+n; row++ {
		v := b.views[row%n]
		if row >= b.g.data.count() {
			v.row = -1
			v.box.Hide()
			continue
		}
		v.draw(b.g, row, width)
	}
}

// rowView draws one row.
type rowView struct {
	row        int
	width      float32
	box        *fyne.Container
	back, line *canvas.Rectangle
	ring       *canvas.Rectangle
	mark       *widgets.MarkBox
	number     *canvas.Text
	cells      []cellView
	selected   bool
}

type cellView struct {
	text *canvas.Text
	pill *canvas.Rectangle
	icon *draw.Stroke // nil until the cell has one
}

func newRowView() *rowView {
	v := &rowView{row: -1, back: draw.Box(0), line: draw.Box(0), ring: draw.Box(4), mark: widgets.NewMarkBox()}
	v.number = draw.Ink("", theme.TextSize, false, theme.ColorNameMuted)
	v.ring.FillColor, v.ring.StrokeWidth = color.Transparent, 2
	v.box = container.NewWithoutLayout()
	return v
}

// draw shows a row; one that is shown already only changes its colours.
func (v *rowView) draw(g *grid, row int, width float32) {
	selected := g.data.isSelected(row)
	whole := v.row != row || v.width != width || v.selected != selected
	v.selected = selected
	v.paint(g, row)
	if !whole {
		return
	}
	v.row, v.width = row, width
	draw.Place(v.box, 0, float32(row)*theme.RowHeight, width, theme.RowHeight)
	draw.Place(v.back, 0, 0, width, theme.RowHeight)
	draw.Place(v.line, 0, theme.RowHeight-1, width, 1)
	draw.Place(v.ring, 2, 2, min(width, g.scroll.Size().Width)-4, theme.RowHeight-5)
	v.ensure(len(g.columns))
	v.mark.Hidden, v.number.Hidden = !g.Checkboxes, !g.Numbered
	for _, s := range g.spans {
		switch s.column {
		case spanCheck:
			draw.Place(v.mark, CellPad, (theme.RowHeight-widgets.MarkSize)/2, widgets.MarkSize, widgets.MarkSize)
		case spanNumber:
			draw.SetText(v.number, strconv.Itoa(row+1), theme.Color(v.ink(widgets.ToneMuted)), false)
			w := v.number.MinSize().Width
			draw.Middle(v.number, TextStart(s, w, fyne.TextAlignTrailing), w, theme.RowHeight)
		default:
			v.drawCell(&v.cells[s.column], g.data.cell(row, s.column), s, g.columns[s.column].align)
		}
	}
	v.box.Show()
}

func (v *rowView) ensure(columns int) {
	if len(v.cells) == columns && len(v.box.Objects) > 0 {
		return
	}
	v.cells = make([]cellView, columns)
	v.box.Objects = []fyne.CanvasObject{v.back, v.line, v.ring, v.mark, v.number}
	for i := range v.cells {
		v.cells[i] = cellView{
			text: draw.Ink("", theme.TextSize, false, theme.ColorNameText), pill: draw.Box(widgets.PillHeight / 2),
		}
		v.box.Objects = append(v.box.Objects, v.cells[i].pill, v.cells[i].text)
	}
}

func (v *rowView) ink(tone widgets.Tone) fyne.ThemeColorName {
	if v.selected {
		return tone.InkOnSelected()
	}
	return tone.Ink()
}

// paint sets what changes without the row's texts: background, checkbox, ring of the focus.
func (v *rowView) paint(g *grid, row int) {
	back, line := color.Color(color.Transparent), theme.Color(theme.ColorNameLineFaint)
	if g.headless {
		line = color.Transparent
	}
	switch {
	case v.selected, g.headless && row == g.current:
		back = theme.Color(theme.ColorNameSelected)
	case row == g.hoverRow:
		back = theme.Color(theme.ColorNameRowHover)
	}
	draw.Fill(v.back, back)
	draw.Fill(v.line, line)
	v.mark.Set(map[bool]widgets.Mark{true: widgets.MarkAll, false: widgets.MarkNone}[v.selected])
	ring := color.Color(color.Transparent)
	if g.focused && row == g.current && !g.headless {
		ring = theme.Color(theme.ColorNameAccent)
	}
	if v.ring.StrokeColor != ring {
		v.ring.StrokeColor = ring
		v.ring.Refresh()
	}
}

func (v *rowView) drawCell(view *cellView, cell Cell, s Span, align fyne.TextAlign) {
	room := s.Width - 2*CellPad
	view.pill.Hidden = !cell.Pill || cell.Text == ""
	if view.icon != nil {
		view.icon.Hidden = cell.Icon == widgets.IconNone || cell.Pill
	}
	if cell.Pill {
		view.text.TextSize = theme.PillSize
		ink, back := cell.Tone.Pill()
		draw.Fill(view.pill, theme.Color(back))
		draw.SetText(view.text, widgets.Fit(cell.Text, room-2*widgets.PillPad, theme.PillSize, fyne.TextStyle{}), theme.Color(ink), false)
		width := view.text.MinSize().Width + 2*widgets.PillPad
		widgets.DrawPill(view.pill, view.text, TextStart(s, width, align), width, theme.RowHeight)
		return
	}
	view.text.TextSize = theme.TextSize
	style, ink, lead := cell.Style(), theme.Color(v.ink(cell.Tone)), cell.Icon.Room()
	draw.SetText(view.text, widgets.Fit(cell.Text, room-lead, theme.TextSize, style), ink, style.Bold)
	width := view.text.MinSize().Width
	x := TextStart(s, lead+width, align)
	draw.Middle(view.text, x+lead, width, theme.RowHeight)
	if lead > 0 {
		v.drawIcon(view, x, ink)
	}
}

// drawIcon shows the cell's icon at x, which hardly any cell has.
func (v *rowView) drawIcon(view *cellView, x float32, ink color.Color) {
	if view.icon == nil {
		view.icon = widgets.NewVideo()
		v.box.Objects = append(v.box.Objects, view.icon)
	}
	view.icon.SetColour(ink)
	draw.Place(view.icon, x, (theme.RowHeight-widgets.IconSide)/2, widgets.IconSide, widgets.IconSide)
}
