package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// MouseDown selects at once; a tap would come late, after Fyne has waited for a second click.
func (g *Grid) MouseDown(e *desktop.MouseEvent) {
	g.HideTip()
	g.pressedOpen, g.pressedHead, g.resizing = -1, -1, -1
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	g.pressed = true
	if c := g.borderAt(e.Position); c >= 0 {
		g.resizing = c
		return
	}
	if e.Position.Y < g.headHeight() {
		g.pressedHead = g.spanAt(e.Position.X)
		return
	}
	g.TakeFocus()
	row := g.rowAt(e.Position)
	if row < 0 {
		return
	}
	ctrl := e.Modifier&fyne.KeyModifierShortcutDefault != 0
	shift := e.Modifier&fyne.KeyModifierShift != 0
	anchor := g.anchor
	g.anchor = row
	switch {
	case shift && anchor >= 0 && anchor < g.count():
		g.anchor = anchor
		g.selectRange(anchor, row, ctrl)
	case ctrl || g.clickToggles || g.onCheck(e.Position):
		g.toggle(row)
	case g.opensAt(e.Position):
		g.pressedOpen = row
	default:
		g.selectOnly(row)
	}
	g.setCurrent(row)
}

// MouseUp opens the row whose text was pressed, or sorts by the head that was.
func (g *Grid) MouseUp(e *desktop.MouseEvent) {
	open, head := g.pressedOpen, g.pressedHead
	g.pressedOpen, g.pressedHead = -1, -1
	switch {
	case e.Button != desktop.MouseButtonPrimary:
	case open >= 0 && open == g.rowAt(e.Position) && g.opensAt(e.Position):
		g.open(open)
	case head >= 0 && head < len(g.spans) && e.Position.Y < g.headHeight() && head == g.spanAt(e.Position.X):
		g.tapHead(g.spans[head].column)
	}
}

func (g *Grid) tapHead(column int) {
	switch {
	case column == spanCheck:
		g.toggleAll()
	case column >= 0 && g.columns[column].sorts:
		g.sortColumn(column)
	}
}

// Tapped does what a press and a release do, for touch screens, which report neither.
func (g *Grid) Tapped(e *fyne.PointEvent) {
	if g.pressed {
		g.pressed = false
		return
	}
	press := &desktop.MouseEvent{PointEvent: *e, Button: desktop.MouseButtonPrimary}
	g.MouseDown(press)
	g.MouseUp(press)
	g.pressed = false
}

// DoubleTapped opens the row, unless the first click has done it.
func (g *Grid) DoubleTapped(e *fyne.PointEvent) {
	g.pressed = false
	if row := g.rowAt(e.Position); row >= 0 && !g.onCheck(e.Position) && !g.opensAt(e.Position) {
		g.open(row)
	}
}

// TappedSecondary opens the menu, on the row under the pointer if that is not selected.
func (g *Grid) TappedSecondary(e *fyne.PointEvent) {
	row := g.rowAt(e.Position)
	if row < 0 {
		return
	}
	g.TakeFocus()
	g.anchor = row
	g.selectForMenu(row)
	g.setCurrent(row)
	g.OpenMenu(e.AbsolutePosition, g.menu())
}

// Dragged moves the border of a column.
func (g *Grid) Dragged(e *fyne.DragEvent) {
	if g.resizing < 0 {
		return
	}
	for _, s := range g.spans {
		if s.column == g.resizing {
			g.columns[g.resizing].dragged = max(columnMin, e.Position.X+g.Scroll.Offset.X-g.edge()-s.X)
		}
	}
	g.Self().Refresh()
}

// DragEnd releases the border.
func (g *Grid) DragEnd() {
	g.resizing = -1
	g.restyle()
}

// Cursor shows what a click would do.
func (g *Grid) Cursor() desktop.Cursor {
	switch {
	case g.resizing >= 0 || g.borderAt(g.Pointer) >= 0:
		return desktop.HResizeCursor
	case g.opensAt(g.Pointer):
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// tipText is the tooltip of the cell under the pointer.
func (g *Grid) tipText() string {
	row, i := g.Hover.Row, g.Hover.Column
	if row < 0 || row >= g.count() || i < 0 || i >= len(g.spans) {
		return ""
	}
	return g.body.Tip(row, i)
}
