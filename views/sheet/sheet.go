package sheet

import (
	"fmt"
	"slices"

	"zvonok/views/table"
	"zvonok/views/widgets"
)

// Titles are the fixed words of a sheet's head.
type Titles struct {
	// Lines name the lines of the head, above the names of the rows. While OnCorner is set, the first is a link with a
	// plus that calls it.
	Lines []string
	Total string // above the totals: «Средний балл»
}

// Sheet is a table of rows R by columns C that is edited in place, as a journal is. Rows and columns are told apart by
// keys, so that two namesakes keep their own cells. The head, the names and the totals stay in sight; only what is in
// sight is drawn.
//
// What is typed goes into one editor over the current cell, which belongs to its row and its column wherever they scroll
// to. By keyboard: arrows, Home, End, PgUp and PgDn move, with Ctrl to the edges; digits and letters type, F2 edits the
// content, Enter takes it and goes down, Tab to the right, Esc drops it, Del clears; Ctrl+Z and Ctrl+Y undo and redo. A
// text that needs no Enter goes down by itself, and an Enter after it goes no further: «5⏎4⏎» fills as «54» does. After
// the last row was filled, typing on does not overwrite it. Ctrl+V pastes a block from the current cell on. By mouse: a
// click moves, dragging and the wheel scroll, the right button opens the menu.
type Sheet[R, C comparable] struct {
	sheetView

	// Name is the row's title at the left, Total its sum at the right.
	Name  func(R) table.Cell
	Total func(R) table.Cell
	// Head is a line of a column's head, from 0.
	Head func(line int, column C) table.Cell
	// Cell is the content of a place.
	Cell func(R, C) table.Cell
	// Content is what of a cell can be written over, and is edited by F2 and a double click; nil is all of its text.
	Content func(R, C) string
	// Typed takes what has been typed into a place. While entered is false, more may follow: done says that the text
	// needs no Enter and was taken. When entered is true, the text is taken, or refused with a complaint that is shown at
	// the cell. An empty text clears.
	Typed func(row R, column C, text string, entered bool) (done bool, complaint string)
	// Pasted takes a block of texts from a spreadsheet, all of it, or refuses all with a complaint.
	Pasted func([]Text[R, C]) (complaint string)
	// OnColumn is called when a person has gone to another column, also by its head.
	OnColumn func(C)
	// OnHead is called after a person has pressed the head of a column, which may have been the current one.
	OnHead func(C)
	// OnCorner is called by the first line of the head at the left.
	OnCorner func()
	// OnUndo and OnRedo are called by Ctrl+Z and Ctrl+Y.
	OnUndo, OnRedo func()
	// CellMenu and HeadMenu return the menus of the right button; nil = no menu.
	CellMenu func(R, C) []widgets.MenuItem
	HeadMenu func(C) []widgets.MenuItem

	rows    []R
	columns []C
}

// Text is a text for a cell.
type Text[R, C comparable] struct {
	Row    R
	Column C
	Text   string
}

// New returns a sheet without rows and columns.
func New[R, C comparable](titles Titles) *Sheet[R, C] {
	s := &Sheet[R, C]{}
	s.init(s, s, titles)
	return s
}

// Set replaces rows and columns. The current place and what is being typed stay with their keys; where these are gone,
// so is what was typed, and no cell is the current one: the next letter must not fall into another column.
func (s *Sheet[R, C]) Set(rows []R, columns []C) {
	row, column, filled := keyAt(s.rows, s.row), keyAt(s.columns, s.column), s.filled
	editRow, editColumn := keyAt(s.rows, s.edit.row), keyAt(s.columns, s.edit.column)
	s.rows, s.columns = slices.Clone(rows), slices.Clone(columns)
	if s.row, s.column = placeOf(s.rows, row), placeOf(s.columns, column); s.column < 0 {
		s.row = -1
	}
	if s.edit.open {
		s.edit.row, s.edit.column = placeOf(s.rows, editRow), placeOf(s.columns, editColumn)
		if s.edit.row < 0 || s.edit.column < 0 {
			s.edit.drop()
		}
	}
	s.filled = filled && s.row >= 0 && s.row == len(s.rows)-1
	s.renewed()
}

// Redraw shows everything again after what Name, Total, Head and Cell say has changed.
func (s *Sheet[R, C]) Redraw() { s.renewed() }

// SelectColumn makes a column the current one and brings it into sight, without calling OnColumn; a key without a
// column makes none current.
func (s *Sheet[R, C]) SelectColumn(column C) {
	s.rest()
	s.column = slices.Index(s.columns, column)
	if s.column < 0 {
		s.row = -1
	}
	s.show(-1, s.column)
	s.restyle()
}

// SelectCell makes a cell the current one and brings it into sight, without calling OnColumn; an unknown one is left.
func (s *Sheet[R, C]) SelectCell(row R, column C) {
	r, c := slices.Index(s.rows, row), slices.Index(s.columns, column)
	if r < 0 || c < 0 {
		return
	}
	s.rest()
	s.row, s.column = r, c
	s.show(r, c)
	s.restyle()
}

// ScrollToColumn brings a column into the middle, if there are enough columns at its sides.
func (s *Sheet[R, C]) ScrollToColumn(column C) { s.centre(slices.Index(s.columns, column)) }

// Current returns the current cell, and whether there is one.
func (s *Sheet[R, C]) Current() (row R, column C, ok bool) {
	if s.row < 0 || s.column < 0 {
		return row, column, false
	}
	return s.rows[s.row], s.columns[s.column], true
}

func keyAt[K comparable](keys []K, at int) *K {
	if at < 0 || at >= len(keys) {
		return nil
	}
	return &keys[at]
}

func placeOf[K comparable](keys []K, key *K) int {
	if key == nil {
		return -1
	}
	return slices.Index(keys, *key)
}

// sheetData is what the drawing part of a sheet asks, by place from 0.
type sheetData interface {
	size() (rows, columns int)
	nameAt(row int) table.Cell
	totalAt(row int) table.Cell
	headAt(line, column int) table.Cell
	cellAt(row, column int) table.Cell
	contentAt(row, column int) string

	typedAt(row, column int, text string, entered bool) (done bool, complaint string)
	pastedAt(row, column int, block [][]string) (complaint string)
	columnChanged(column int)
	headPressed(column int)
	corner() func()
	undo()
	redo()
	menuAt(row, column int) []widgets.MenuItem // row -1 = of the column's head
}

func (s *Sheet[R, C]) size() (rows, columns int) { return len(s.rows), len(s.columns) }

func (s *Sheet[R, C]) nameAt(row int) table.Cell          { return s.Name(s.rows[row]) }
func (s *Sheet[R, C]) totalAt(row int) table.Cell         { return s.Total(s.rows[row]) }
func (s *Sheet[R, C]) headAt(line, column int) table.Cell { return s.Head(line, s.columns[column]) }
func (s *Sheet[R, C]) cellAt(row, column int) table.Cell {
	return s.Cell(s.rows[row], s.columns[column])
}

func (s *Sheet[R, C]) contentAt(row, column int) string {
	if s.Content == nil {
		return s.cellAt(row, column).Text
	}
	return s.Content(s.rows[row], s.columns[column])
}

func (s *Sheet[R, C]) typedAt(row, column int, text string, entered bool) (done bool, complaint string) {
	return s.Typed(s.rows[row], s.columns[column], text, entered)
}

// pastedAt gives the block its places from a cell on. Where the block has an empty text, the cell stays as it is.
func (s *Sheet[R, C]) pastedAt(row, column int, block [][]string) (complaint string) {
	var texts []Text[R, C]
	for i, line := range block {
		for j, text := range line {
			switch {
			case text == "":
			case row+i >= len(s.rows):
				return fmt.Sprintf("Ничего не вставлено: в скопированном строк %d, а от этой до конца списка %d.", len(block), len(s.rows)-row)
			case column+j >= len(s.columns):
				return fmt.Sprintf("Ничего не вставлено: в скопированном столбцов %d, а от этого до последнего %d.", len(line), len(s.columns)-column)
			default:
				texts = append(texts, Text[R, C]{s.rows[row+i], s.columns[column+j], text})
			}
		}
	}
	if len(texts) == 0 {
		return ""
	}
	return s.Pasted(texts)
}

func (s *Sheet[R, C]) columnChanged(column int) {
	if s.OnColumn != nil {
		s.OnColumn(s.columns[column])
	}
}

func (s *Sheet[R, C]) headPressed(column int) {
	if s.OnHead != nil {
		s.OnHead(s.columns[column])
	}
}

func (s *Sheet[R, C]) corner() func() { return s.OnCorner }

func (s *Sheet[R, C]) undo() {
	if s.OnUndo != nil {
		s.OnUndo()
	}
}

func (s *Sheet[R, C]) redo() {
	if s.OnRedo != nil {
		s.OnRedo()
	}
}

func (s *Sheet[R, C]) menuAt(row, column int) []widgets.MenuItem {
	switch {
	case row < 0 && s.HeadMenu != nil:
		return s.HeadMenu(s.columns[column])
	case row >= 0 && s.CellMenu != nil:
		return s.CellMenu(s.rows[row], s.columns[column])
	}
	return nil
}
