package sheet

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// The parts of a sheet.
const (
	partCorner = iota // the link at the head's left
	partName
	partCell
	partTotal
	partHead // above the cells: the first line of the head, and after it the others
)

// placeAt is what lies at a position of the widget.
func (s *sheetView) placeAt(at fyne.Position) widgets.Place {
	place, size := widgets.Nowhere, s.Size()
	if at.X < 1 || at.Y < 1 || at.X >= size.Width-1 || at.Y >= size.Height-1 {
		return place
	}
	rows, columns := s.data.size()
	left, right := at.X < 1+s.leftWidth(), at.X >= size.Width-1-sheetTotalWidth
	if !left && !right {
		if c := int((at.X - 1 - s.leftWidth() + s.Scroll.Offset.X) / s.columnWidth); c < columns {
			place.Column = c
		}
	}
	if at.Y < s.headHeight() {
		line := 0
		for at.Y-1 >= s.lineTop(line+1) {
			line++
		}
		switch {
		case left && line == 0 && at.X > sheetNumberWidth:
			place.Part = partCorner
		case place.Column >= 0:
			place.Part = partHead + line
		}
		return place
	}
	if r := int((at.Y - s.headHeight() + s.Scroll.Offset.Y) / theme.RowHeight); r < rows {
		place.Row = r
		switch {
		case left:
			place.Part = partName
		case right:
			place.Part = partTotal
		case place.Column >= 0:
			place.Part = partCell
		}
	}
	return place
}

// MouseDown moves at once; a tap would come late, after Fyne has waited for a second click.
func (s *sheetView) MouseDown(e *desktop.MouseEvent) {
	s.HideTip()
	s.pressed, s.dragging = s.placeAt(e.Position), false
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	editing := s.edit.open && s.pressed.Part == partCell && s.pressed.Row == s.edit.row && s.pressed.Column == s.edit.column
	s.TakeFocus()
	if editing || !s.Commit() || s.pressed.Part != partCell {
		return
	}
	s.moveTo(s.pressed.Row, s.pressed.Column)
	if at := s.now(); s.clicked == s.pressed && at.Sub(s.clickedAt) < doubleClick {
		s.beginWithContent()
	} else {
		s.clicked, s.clickedAt = s.pressed, at
	}
}

// doubleClick is how soon a second click edits the cell. Fyne's own double taps would delay every tap.
const doubleClick = 400 * time.Millisecond

// MouseUp does what a head is for, unless the press has become a drag.
func (s *sheetView) MouseUp(e *desktop.MouseEvent) {
	pressed := s.pressed
	s.pressed, s.released = widgets.Nowhere, widgets.Nowhere
	if e.Button != desktop.MouseButtonPrimary || s.dragging || s.edit.open || s.placeAt(e.Position) != pressed {
		return
	}
	s.released = pressed
	switch {
	case pressed.Part >= partHead:
		s.moveTo(-1, pressed.Column)
		s.data.headPressed(pressed.Column)
	case pressed.Part == partName && s.column >= 0:
		s.moveTo(pressed.Row, s.column)
	}
}

// Tapped does what the corner is for. It comes after MouseUp, when Fyne has set the focus: a dialog that was opened
// earlier would lose it.
func (s *sheetView) Tapped(*fyne.PointEvent) {
	if do := s.data.corner(); s.released.Part == partCorner && do != nil {
		do()
	}
}

// TappedSecondary opens the menu of the cell or the column under the pointer.
func (s *sheetView) TappedSecondary(e *fyne.PointEvent) {
	p := s.placeAt(e.Position)
	if p.Part != partCell && p.Part < partHead {
		return
	}
	s.TakeFocus()
	if !s.Commit() {
		return
	}
	s.moveTo(p.Row, p.Column)
	s.OpenMenu(e.AbsolutePosition, s.data.menuAt(p.Row, p.Column))
}

// Dragged moves the cells along with the pointer.
func (s *sheetView) Dragged(e *fyne.DragEvent) {
	s.dragging = true
	s.Scroll.Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: e.Dragged}) // by exactly as much, unlike the wheel
}

// DragEnd lets the cells go.
func (s *sheetView) DragEnd() {}

// Cursor is a hand over what can be pressed.
func (s *sheetView) Cursor() desktop.Cursor {
	if p := s.placeAt(s.Pointer); p.Part >= partHead || p.Part == partCorner && s.data.corner() != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// tipText is the tooltip of what lies under the pointer.
func (s *sheetView) tipText() string {
	p := s.Hover
	if rows, columns := s.data.size(); p.Row >= rows || p.Column >= columns {
		return ""
	}
	switch {
	case p.Part >= partHead:
		return s.head.Tip(p.Part-partHead, p.Column)
	case p.Part == partName:
		return s.names.Tip(p.Row, 1)
	case p.Part == partCell:
		return s.body.Tip(p.Row, p.Column)
	case p.Part == partTotal:
		return s.totals.Tip(p.Row, 0)
	}
	return ""
}
