package sheet

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetPart is a part of a sheet.
type sheetPart uint8

const (
	partNone   sheetPart = iota
	partCorner           // the link at the head's left
	partHead             // above the cells
	partName
	partCell
	partTotal
)

// sheetPlace is what lies under a point of the sheet. Line is that of the head.
type sheetPlace struct {
	part              sheetPart
	row, column, line int // -1 = none
}

var offSheet = sheetPlace{row: -1, column: -1, line: -1}

// placeAt is what lies at a position of the widget.
func (s *sheetView) placeAt(at fyne.Position) sheetPlace {
	place, size := offSheet, s.Size()
	if at.X < 1 || at.Y < 1 || at.X >= size.Width-1 || at.Y >= size.Height-1 {
		return place
	}
	rows, columns := s.data.size()
	left, right := at.X < 1+s.leftWidth(), at.X >= size.Width-1-sheetTotalWidth
	if !left && !right {
		if c := int((at.X - 1 - s.leftWidth() + s.scroll.Offset.X) / s.columnWidth); c < columns {
			place.column = c
		}
	}
	if at.Y < s.headHeight() {
		for place.line = 0; at.Y-1 >= s.lineTop(place.line+1); place.line++ {
		}
		switch {
		case left && place.line == 0 && at.X > sheetNumberWidth:
			place.part = partCorner
		case place.column >= 0:
			place.part = partHead
		}
		return place
	}
	if r := int((at.Y - s.headHeight() + s.scroll.Offset.Y) / theme.RowHeight); r < rows {
		place.row = r
		switch {
		case left:
			place.part = partName
		case right:
			place.part = partTotal
		case place.column >= 0:
			place.part = partCell
		}
	}
	return place
}

// MouseDown moves at once; a tap would come late, after Fyne has waited for a second click.
func (s *sheetView) MouseDown(e *desktop.MouseEvent) {
	s.tip.Out()
	s.pressed, s.dragging = s.placeAt(e.Position), false
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	editing := s.edit.open && s.pressed.part == partCell && s.pressed.row == s.edit.row && s.pressed.column == s.edit.column
	s.focus()
	if editing || !s.commit() || s.pressed.part != partCell {
		return
	}
	s.moveTo(s.pressed.row, s.pressed.column)
	if at := s.now(); s.clicked == s.pressed && at.Sub(s.clickedAt) < doubleClick {
		s.beginWith(s.data.cellAt(s.row, s.column).Text)
	} else {
		s.clicked, s.clickedAt = s.pressed, at
	}
}

// doubleClick is how soon a second click edits what stands in the cell. Fyne's own double taps would hold up every tap.
const doubleClick = 400 * time.Millisecond

// MouseUp does what a head is pressed for, unless the press has become a drag.
func (s *sheetView) MouseUp(e *desktop.MouseEvent) {
	pressed := s.pressed
	s.pressed, s.released = offSheet, offSheet
	if e.Button != desktop.MouseButtonPrimary || s.dragging || s.edit.open || s.placeAt(e.Position) != pressed {
		return
	}
	s.released = pressed
	switch pressed.part {
	case partHead:
		s.moveTo(-1, pressed.column)
	case partName:
		if s.column >= 0 {
			s.moveTo(pressed.row, s.column)
		}
	}
}

// Tapped does what the corner is pressed for. It comes after MouseUp, when Fyne has done with the focus, which a dialog
// that was opened before would lose.
func (s *sheetView) Tapped(*fyne.PointEvent) {
	if do := s.data.corner(); s.released.part == partCorner && do != nil {
		do()
	}
}

// TappedSecondary opens the menu of the cell or the column under the pointer.
func (s *sheetView) TappedSecondary(e *fyne.PointEvent) {
	p := s.placeAt(e.Position)
	if p.part != partCell && p.part != partHead {
		return
	}
	s.focus()
	if !s.commit() {
		return
	}
	s.moveTo(p.row, p.column)
	s.showMenu(e.AbsolutePosition, p.row, p.column)
}

func (s *sheetView) showMenu(at fyne.Position, row, column int) {
	if c := draw.CanvasOf(s.outer); c != nil {
		widgets.ShowMenu(c, at, s.data.menuAt(row, column))
	}
}

// Dragged moves the cells along with the pointer.
func (s *sheetView) Dragged(e *fyne.DragEvent) {
	s.dragging = true
	s.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: e.Dragged})
}

// DragEnd lets the cells go.
func (s *sheetView) DragEnd() {}

// MouseIn lights up the row under the pointer.
func (s *sheetView) MouseIn(e *desktop.MouseEvent) { s.MouseMoved(e) }

// MouseMoved lights up the row under the pointer.
func (s *sheetView) MouseMoved(e *desktop.MouseEvent) {
	s.pointer = e.Position
	p := s.placeAt(e.Position)
	if p == s.hover {
		s.tip.Moved(e.AbsolutePosition)
		return
	}
	s.hover = p
	s.restyle()
	s.tip.In(e.AbsolutePosition)
}

// MouseOut puts the light out.
func (s *sheetView) MouseOut() {
	s.pointer, s.hover = table.Nowhere, offSheet
	s.tip.Out()
	s.restyle()
}

// Cursor is a hand over what can be pressed.
func (s *sheetView) Cursor() desktop.Cursor {
	switch p := s.placeAt(s.pointer); {
	case p.part == partHead, p.part == partCorner && s.data.corner() != nil:
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// tipText is the tooltip of what lies under the pointer: its own, or a text that was cut.
func (s *sheetView) tipText() string {
	p := s.hover
	rows, columns := s.data.size()
	if p.row >= rows || p.column >= columns {
		return ""
	}
	var cell table.Cell
	var drawn *sheetText
	switch p.part {
	case partHead:
		cell, drawn = s.data.headAt(p.line, p.column), s.head.texts[p.column%len(s.head.texts)][p.line]
	case partName:
		cell, drawn = s.data.nameAt(p.row), s.sides.names[p.row%len(s.sides.names)]
	case partCell:
		cell = s.data.cellAt(p.row, p.column)
		drawn = s.body.texts[p.row%len(s.body.texts)][p.column%len(s.body.colRules)]
	case partTotal:
		cell, drawn = s.data.totalAt(p.row), s.sides.totals[p.row%len(s.sides.totals)]
	default:
		return ""
	}
	if cell.Tooltip == "" && drawn.text.Text != cell.Text {
		return cell.Text
	}
	return cell.Tooltip
}
