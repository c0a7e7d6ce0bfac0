package widgets

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/views/theme"
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
	d := &drawing{objects: []fyne.CanvasObject{b.root}}
	d.min = func() fyne.Size {
		return fyne.NewSize(b.g.total(), float32(b.g.data.count())*theme.RowHeight)
	}
	d.layout = func(size fyne.Size) { b.root.Resize(size) }
	d.refresh = func() {}
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
	mark       *markBox
	number     *canvas.Text
	cells      []cellView
	selected   bool
}

type cellView struct {
	text *canvas.Text
	pill *canvas.Rectangle
	icon *stroke // nil until the cell has one
}

func newRowView() *rowView {
	v := &rowView{row: -1, back: box(0), line: box(0), ring: box(4), mark: newMarkBox()}
	v.number = inkText("", theme.TextSize, false, theme.ColorNameMuted)
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
	place(v.box, 0, float32(row)*theme.RowHeight, width, theme.RowHeight)
	place(v.back, 0, 0, width, theme.RowHeight)
	place(v.line, 0, theme.RowHeight-1, width, 1)
	place(v.ring, 2, 2, min(width, g.scroll.Size().Width)-4, theme.RowHeight-5)
	v.ensure(len(g.columns))
	v.mark.Hidden, v.number.Hidden = !g.Checkboxes, !g.Numbered
	for _, s := range g.spans {
		switch s.column {
		case spanCheck:
			place(v.mark, cellPad, (theme.RowHeight-markSize)/2, markSize, markSize)
		case spanNumber:
			setText(v.number, strconv.Itoa(row+1), theme.Color(v.ink(ToneMuted)), false)
			w := v.number.MinSize().Width
			middle(v.number, textStart(s, w, fyne.TextAlignTrailing), w, theme.RowHeight)
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
			text: inkText("", theme.TextSize, false, theme.ColorNameText), pill: box(pillHeight / 2),
		}
		v.box.Objects = append(v.box.Objects, v.cells[i].pill, v.cells[i].text)
	}
}

func (v *rowView) ink(tone Tone) fyne.ThemeColorName {
	if v.selected {
		return tone.inkOnSelected()
	}
	return tone.ink()
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
	fill(v.back, back)
	fill(v.line, line)
	v.mark.set(map[bool]mark{true: markAll, false: markNone}[v.selected])
	ring := color.Color(color.Transparent)
	if g.focused && row == g.current && !g.headless {
		ring = theme.Color(theme.ColorNameAccent)
	}
	if v.ring.StrokeColor != ring {
		v.ring.StrokeColor = ring
		v.ring.Refresh()
	}
}

func (v *rowView) drawCell(view *cellView, cell Cell, s span, align fyne.TextAlign) {
	room := s.width - 2*cellPad
	view.pill.Hidden = !cell.Pill || cell.Text == ""
	if view.icon != nil {
		view.icon.Hidden = cell.Icon == IconNone || cell.Pill
	}
	if cell.Pill {
		view.text.TextSize = theme.PillSize
		ink, back := cell.Tone.pill()
		fill(view.pill, theme.Color(back))
		setText(view.text, fit(cell.Text, room-2*pillPad, theme.PillSize, fyne.TextStyle{}), theme.Color(ink), false)
		width := view.text.MinSize().Width + 2*pillPad
		drawPill(view.pill, view.text, textStart(s, width, align), width, theme.RowHeight)
		return
	}
	view.text.TextSize = theme.TextSize
	style, ink, lead := cell.style(), theme.Color(v.ink(cell.Tone)), cell.Icon.room()
	setText(view.text, fit(cell.Text, room-lead, theme.TextSize, style), ink, style.Bold)
	width := view.text.MinSize().Width
	x := textStart(s, lead+width, align)
	middle(view.text, x+lead, width, theme.RowHeight)
	if lead > 0 {
		v.drawIcon(view, x, ink)
	}
}

// drawIcon shows the cell's icon at x, which hardly any cell has.
func (v *rowView) drawIcon(view *cellView, x float32, ink color.Color) {
	if view.icon == nil {
		view.icon = newVideo()
		v.box.Objects = append(v.box.Objects, view.icon)
	}
	view.icon.setColour(ink)
	place(view.icon, x, (theme.RowHeight-iconSide)/2, iconSide, iconSide)
}

func fill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}
