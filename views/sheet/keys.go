package sheet

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Keys are what the keys of a sheet do, for the list of all keys.
var Keys = keys.Map{
	{Name: fyne.KeyDown, Words: "По клеткам; с Ctrl — к краю"},
	{Name: fyne.KeyReturn, Words: "Записать и перейти вниз"},
	{Name: fyne.KeyF2, Words: "Исправить то, что в клетке"},
	{Name: fyne.KeyDelete, Words: "Очистить клетку"},
	{Name: fyne.KeyZ, Ctrl: true, Words: "Отменить"},
	{Name: fyne.KeyY, Ctrl: true, Words: "Вернуть отменённое"},
	{Name: fyne.KeyC, Ctrl: true, Words: "Скопировать клетку"},
	{Name: fyne.KeyV, Ctrl: true, Words: "Вставить клетки из таблицы"},
}

// AccessibilityLabel is the current cell with its row and the head of its column.
func (s *sheetView) AccessibilityLabel() string {
	if !s.hasCell() {
		rows, columns := s.data.size()
		return fmt.Sprintf("Журнал, строк: %d, столбцов: %d", rows, columns)
	}
	said := []string{s.data.nameAt(s.row).Text}
	for line := range s.titles.Lines {
		said = append(said, s.data.headAt(line, s.column).Text)
	}
	text := s.data.cellAt(s.row, s.column).Text
	if text == "" {
		text = "пусто"
	}
	return widgets.Spoken(append(said, text)...)
}

// FocusLost takes what is being typed. What is refused stays in its cell with the complaint.
func (s *sheetView) FocusLost() {
	s.Focused = false
	s.Commit()
	s.Surface.FocusLost()
}

// AcceptsTab keeps Tab for the next cell, with Shift for the one before, while something is being typed. Otherwise Tab goes on
// to what can be done about the column, and not through the cells, which would change the column.
func (s *sheetView) AcceptsTab() bool {
	if s.Shift {
		return s.edit.open && s.edit.column > 0
	}
	_, columns := s.data.size()
	return s.edit.open && s.edit.column < columns-1
}

// TypedKey moves, takes, drops and clears; other keys go on to the window.
func (s *sheetView) TypedKey(e *fyne.KeyEvent) {
	typing, row := s.edit.open && (len(s.edit.text) > 0 || s.edit.whole), s.row
	if s.edit.open && s.editKey(e) {
		return
	}
	rows, columns := s.data.size()
	switch e.Name {
	case fyne.KeyDown:
		s.step(1, 0)
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case s.wentDown:
			s.wentDown = false
		case typing:
			s.down(row, s.column)
		case !s.filled:
			s.step(1, 0)
		}
	case fyne.KeyUp:
		s.step(-1, 0)
	case fyne.KeyRight:
		s.step(0, 1)
	case fyne.KeyLeft:
		s.step(0, -1)
	case fyne.KeyTab:
		s.step(0, map[bool]int{true: -1, false: 1}[s.Shift])
	case fyne.KeyHome:
		s.step(0, -columns)
	case fyne.KeyEnd:
		s.step(0, columns)
	case fyne.KeyPageDown:
		s.step(min(s.PageRows(), rows), 0)
	case fyne.KeyPageUp:
		s.step(-min(s.PageRows(), rows), 0)
	case fyne.KeyF2:
		s.beginWithContent()
	case fyne.KeyDelete, fyne.KeyBackspace:
		s.clear()
	case fyne.KeyEscape:
		if s.edit.told == "" {
			keys.Pass(s.Self(), e)
		}
		s.rest()
		s.restyle()
	case desktop.KeyMenu:
		if s.column >= 0 {
			at := fyne.NewPos(1+s.leftWidth()+float32(s.column+1)*s.columnWidth-s.Scroll.Offset.X,
				s.headHeight()+float32(s.row+1)*theme.RowHeight-s.Scroll.Offset.Y)
			s.OpenMenu(draw.Absolute(s.Self()).Add(at), s.data.menuAt(s.row, s.column))
		}
	default:
		keys.Pass(s.Self(), e)
	}
}

// editKey does what a key does only while something is being typed; it is false for the others.
func (s *sheetView) editKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		s.edit.drop()
		s.restyle()
	case fyne.KeyBackspace:
		s.edit.erase()
		s.restyle()
	case fyne.KeyDelete:
		s.edit.text = nil
		s.restyle()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome,
		fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, desktop.KeyMenu:
		return !s.Commit() // refused: the key does nothing more
	default:
		return false // a letter comes as a key too, before its rune
	}
	return true
}

func (s *sheetView) hasCell() bool {
	rows, columns := s.data.size()
	return s.row >= 0 && s.row < rows && s.column >= 0 && s.column < columns
}

// step moves from the current place; the first step into a sheet or a column goes to its first row.
func (s *sheetView) step(down, right int) {
	row, column := s.row+down, s.column+right
	if s.column < 0 {
		_, columns := s.seen()
		column = columns.From
	}
	s.lead(max(0, row), column)
}

// lead goes to a place to which a key leads.
func (s *sheetView) lead(row, column int) {
	s.moveTo(row, column)
	s.Lead(float32(s.column)*s.columnWidth, float32(s.row)*theme.RowHeight, s.columnWidth, theme.RowHeight)
}

// moveTo goes to a place, or the nearest one to it, and brings it into sight; row -1 is a whole column.
func (s *sheetView) moveTo(row, column int) {
	rows, columns := s.data.size()
	if columns == 0 {
		return
	}
	before := s.column
	s.rest()
	s.row, s.column = min(row, rows-1), max(0, min(column, columns-1))
	s.show(s.row, s.column)
	s.restyle()
	if s.column != before || row < 0 {
		s.data.columnChanged(s.column)
	}
}

// TypedRune types into the current cell. Letters come here in any keyboard layout, which they do not as keys.
func (s *sheetView) TypedRune(r rune) {
	if s.ReadOnly || !s.edit.open && (!s.hasCell() || r == ' ') {
		return
	}
	if s.filled && !s.edit.open {
		s.edit.note(widgets.ToneMuted, lastFilled)
		s.restyle()
		return
	}
	s.wentDown = false
	if !s.edit.open {
		s.edit.begin(s.row, s.column, "")
	}
	s.show(s.edit.row, s.edit.column)
	s.edit.text = append(s.edit.text, r)
	s.typed()
}

// TypedShortcut undoes, redoes, copies, pastes and goes to the edges; everything else is the window's.
func (s *sheetView) TypedShortcut(shortcut fyne.Shortcut) {
	switch c := shortcut.(type) {
	case *fyne.ShortcutUndo:
		if s.ReadOnly {
			keys.PassShortcut(s.Self(), shortcut)
			return
		}
		if s.edit.open { // what is being typed is the latest that can be taken back
			s.edit.drop()
			s.restyle()
			return
		}
		s.data.undo()
	case *fyne.ShortcutRedo:
		if !s.edit.open {
			s.data.redo()
		}
	case *fyne.ShortcutCopy:
		if s.hasCell() {
			fyne.CurrentApp().Clipboard().SetContent(s.data.contentAt(s.row, s.column))
		}
	case *fyne.ShortcutPaste:
		s.paste(fyne.CurrentApp().Clipboard().Content())
	case *desktop.CustomShortcut:
		if !s.jump(c.KeyName) {
			keys.PassShortcut(s.Self(), shortcut)
		}
	default:
		keys.PassShortcut(s.Self(), shortcut)
	}
}

// jump goes to an edge; it is false for keys that do not jump.
func (s *sheetView) jump(key fyne.KeyName) bool {
	rows, columns := s.data.size()
	by, known := map[fyne.KeyName][2]int{
		fyne.KeyUp: {-rows, 0}, fyne.KeyDown: {rows, 0}, fyne.KeyLeft: {0, -columns}, fyne.KeyRight: {0, columns},
		fyne.KeyHome: {-rows, -columns}, fyne.KeyEnd: {rows, columns},
	}[key]
	if known && s.Commit() {
		s.step(by[0], by[1])
	}
	return known
}
