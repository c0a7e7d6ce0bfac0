package table

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// columnView is what a grid knows of a column.
type columnView struct {
	id, title    string
	width, grow  float32
	align        fyne.TextAlign
	sorts, opens bool
	dragged      float32 // width that the user has given it, 0 = none
}

// Grid is all of a table but its rows' type: it draws, sorts and selects. It draws only the rows in sight, by itself rather than
// over Fyne's own table: that one selects single cells, does not scroll by wheel over fixed columns, and knows neither double
// clicks nor a menu.
//
// By mouse: a click selects a row, Ctrl adds it, Shift selects up to it; the checkboxes toggle; a double click opens;
// the right button opens the menu; the head sorts, its borders can be dragged. By keyboard: arrows, PgUp, PgDn, Home and
// End move (with Shift they select), Space toggles, Enter opens, Del deletes, Ctrl+A selects all, letters find a row.
type Grid struct {
	Surface

	// OnSelectionChanged is called after the selection has changed, by a person or the program.
	OnSelectionChanged func()
	// OnDelete is called at Del; it acts on Selected.
	OnDelete func()
	// Context returns the menu of the right button; it acts on Selected. nil = no menu.
	Context func() []widgets.MenuItem
	// OnTyped is called with each typed letter and with the space, instead of what these keys usually do; it acts on
	// Selected. True goes on to the next row.
	OnTyped func(letter rune) (next bool)
	// Checkboxes shows a checkbox before every row; New sets it.
	Checkboxes bool
	// Numbered shows the number of the row in a column «№».
	Numbered bool

	headless     bool // no head, no frame: the list of a Select
	openOnClick  bool // a click anywhere in the row opens it
	clickToggles bool // a click anywhere in the row toggles it

	rows     typedRows
	keys     []any                // of all rows, by their places
	filter   func(place int) bool // nil = all rows are shown
	found    []int                // the places of those that pass it, in order
	shown    []int                // of found, the page in sight
	page     int                  // from 0
	per      int                  // how many rows a page has; 0 = all
	selected map[any]bool         // keys
	pointed  bool                 // what is selected is the row that was clicked, which nobody marked
	only     *widgets.Check       // «Только выбранные»; nil where a choice cannot be out of sight
	sortBy   int                  // index into columns, -1 = as SetRows got the rows
	sortDown bool

	columns    []columnView
	spans      []Span
	body, head *Pane
	clip       *container.Clip // around the head
	ring       *canvas.Rectangle

	current, anchor int  // rows, -1 = none
	pressed         bool // a press was seen, so the tap that follows is ignored
	pressedOpen     int  // row whose opening text was pressed, -1 = none
	pressedHead     int  // span of the head that was pressed, -1 = none
	resizing        int  // column whose right border is dragged, -1 = none

	letters keys.Letters
	picked  int // the column that keys act on, -1 = none
}

var (
	_ fyne.Focusable     = (*Grid)(nil)
	_ fyne.Draggable     = (*Grid)(nil)
	_ desktop.Mouseable  = (*Grid)(nil)
	_ desktop.Cursorable = (*Grid)(nil)
)

func (g *Grid) init(rows typedRows, columns []columnView) {
	g.rows, g.columns, g.selected = rows, columns, map[any]bool{}
	g.Checkboxes, g.sortBy = true, -1
	g.current, g.anchor, g.pressedOpen, g.pressedHead, g.resizing, g.picked = -1, -1, -1, -1, -1, -1
	g.ring = draw.Box(4)
	g.body, g.head = NewPane(theme.TextSize, CellPad), NewPane(theme.CaptionSize, CellPad-0.5)
	g.body.Column, g.head.Column = g.span, g.span
	g.body.Cell, g.body.Key, g.body.Back, g.body.Above = g.bodyCell, g.bodyKey, g.back, []fyne.CanvasObject{g.ring}
	g.head.Cell, g.head.Rule, g.head.Line = g.headCell, g.grip, func(int) (y, height float32) { return 0, theme.HeadHeight }
	g.clip = container.NewClip(g.head.Box)
	g.Begin(g, g.at, g.tipText)
	g.BeginSurface(g.body, func() fyne.Size {
		return fyne.NewSize(g.total(), float32(g.count())*theme.RowHeight)
	}, g.restyle, g.drawScrolled)
}

// headHeight is how much of the widget's height the head takes, with the line of the frame above it.
func (g *Grid) headHeight() float32 {
	if g.headless {
		return 0
	}
	return 1 + theme.HeadHeight
}

// edge is the width of the frame.
func (g *Grid) edge() float32 {
	if g.headless {
		return 0
	}
	return 1
}

// changed redraws after the rows have changed.
func (g *Grid) changed() {
	g.Hover = widgets.Nowhere
	g.Self().Refresh()
}

// restyle redraws after the selection, the current row or the place of the pointer has changed.
func (g *Grid) restyle() {
	if !g.headless {
		g.head.Renew()
		g.head.Draw(Axis{Views: 1, Count: 1}, g.axis(), 0)
	}
	g.drawScrolled()
}

// drawScrolled draws what has come into sight.
func (g *Grid) drawScrolled() {
	view := g.Scroll.Size()
	if view.Height <= 0 {
		return
	}
	g.head.Box.Move(fyne.NewPos(-g.Scroll.Offset.X, 0))
	g.body.Ruled = !g.headless
	g.body.Draw(Seen(g.Scroll.Offset.Y, view.Height, theme.RowHeight, g.count()), g.axis(), max(g.total(), view.Width))
	g.ring.FillColor, g.ring.StrokeWidth, g.ring.StrokeColor = nil, 2, theme.Color(theme.ColorNameAccent)
	g.ring.Hidden = !g.Focused || g.current < 0 || g.headless
	draw.Place(g.ring, 2, float32(g.current)*theme.RowHeight+2, view.Width-4, theme.RowHeight-5)
}

// axis is all columns: a table draws also those out of sight.
func (g *Grid) axis() Axis { return Axis{Views: len(g.spans), Count: len(g.spans)} }

func (g *Grid) span(i int) Span { return g.spans[i] }

// back marks a row that is selected, and the one under the pointer.
func (g *Grid) back(row int) fyne.ThemeColorName {
	switch {
	case g.isSelected(row), g.headless && row == g.current:
		return theme.ColorNameSelected
	case g.Hover.Part == partRow && row == g.Hover.Row:
		return theme.ColorNameRowHover
	}
	return ""
}

// bodyKey distinguishes the cells of selected rows.
func (g *Grid) bodyKey(row, _ int) int {
	if g.isSelected(row) {
		return 1
	}
	return 0
}

func (g *Grid) bodyCell(row, i int) (cell Cell) {
	selected := g.isSelected(row)
	switch column := g.spans[i].column; column {
	case spanCheck:
		mark := widgets.MarkNone
		if selected {
			mark = widgets.MarkAll
		}
		cell.mark = &mark
	case spanNumber:
		cell.Text, cell.Tone = strconv.Itoa(row+1), widgets.ToneMuted
	default:
		cell = g.cell(row, column)
	}
	if selected {
		cell.Ink = cell.Tone.InkOnSelected()
	}
	return cell
}

func (g *Grid) headCell(_, i int) (cell Cell) {
	s := g.spans[i]
	cell.Tone, cell.Ink = widgets.ToneStrong, theme.ColorNameMuted
	switch s.column {
	case spanCheck:
		mark := g.allMark()
		cell.mark = &mark
		return cell
	case spanNumber:
		cell.Text = "№"
		return cell
	}
	c := g.columns[s.column]
	if g.Hover.Part == partHead && g.Hover.Column == i && c.sorts {
		cell.Ink = theme.ColorNameText
	}
	if g.Focused && g.picked == s.column {
		cell.Ink = theme.ColorNameAccent
	}
	cell.Text = c.title
	if g.sortBy == s.column {
		arrow := " ↑"
		if g.sortDown {
			arrow = " ↓"
		}
		style := cell.style()
		room := s.Width - 2*g.head.Pad - fyne.MeasureText(arrow, theme.CaptionSize, style).Width
		cell.Text = widgets.Fit(c.title, room, theme.CaptionSize, style) + arrow
	}
	return cell
}

func (g *Grid) allMark() widgets.Mark {
	switch n := len(g.selectedOf(g.shown)); {
	case n == 0:
		return widgets.MarkNone
	case n == g.count():
		return widgets.MarkAll
	}
	return widgets.MarkSome
}

// grip is the line between two columns, in sight while the pointer is on the head.
func (g *Grid) grip(i int) (ink fyne.ThemeColorName, y, height float32) {
	switch column := g.spans[i].column; {
	case column < 0 || g.Hover.Part != partHead && g.resizing < 0:
	case column == g.resizing:
		ink = theme.ColorNameAccent
	default:
		ink = theme.ColorNameLine
	}
	return ink, 8, theme.HeadHeight - 16
}

// setCurrent moves the current row and brings it into sight.
func (g *Grid) setCurrent(row int) {
	if row < 0 || row >= g.count() {
		return
	}
	g.current = row
	g.Reveal(0, float32(row)*theme.RowHeight, 0, theme.RowHeight)
	g.restyle()
}

// CreateRenderer implements fyne.Widget.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	back, rule, wheel := draw.NewPaper(theme.CardRadius), draw.Box(0), g.Wheel()
	d := &draw.Drawing{All: back.Objects(g.Scroll, g.Words(), g.clip, wheel, rule)}
	d.Least = func() fyne.Size { return fyne.NewSize(160, g.headHeight()+g.LeastHeight(g.count() > 0)) }
	d.Arrange = func(size fyne.Size) {
		edge, head := g.edge(), g.headHeight()
		back.Place(0, 0, size.Width, size.Height)
		draw.Place(wheel, edge, edge, size.Width-2*edge, head)
		draw.Place(rule, edge, head-1, size.Width-2*edge, 1)
		g.layoutColumns(size.Width - 2*edge)
		g.body.Renew()
		draw.Place(g.clip, edge, edge, size.Width-2*edge, theme.HeadHeight)
		g.PlaceCells(edge, head, size.Width-2*edge, size.Height-head-edge, g.count() > 0)
		g.restyle()
	}
	d.Paint = func() {
		back.Paint(theme.Color(theme.ColorNameLine), theme.Color(theme.ColorNameSurface), g.edge())
		rule.FillColor = theme.Color(theme.ColorNameLine)
		rule.Hidden, g.clip.Hidden = g.headless, g.headless
	}
	return d.Of(g.Self())
}
