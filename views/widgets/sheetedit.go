package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"zvonok/views/theme"
)

// sheetEditor is the one editor of a sheet. It belongs to a row and a column, not to a place in the window.
type sheetEditor struct {
	open        bool
	row, column int
	text        []rune
	whole       bool // began with what stood there, so that an emptied text means to clear
	complaint   string

	back  *paper
	ink   *canvas.Text
	caret *canvas.Rectangle
	note  *paper
	words []*canvas.Text
}

// complaintLines is how many lines a complaint may take, complaintWidth how wide they are.
const (
	complaintLines         = 4
	complaintWidth float32 = 260
)

func newSheetEditor() sheetEditor {
	e := sheetEditor{row: -1, column: -1, back: newPaper(4), note: newPaper(theme.ControlRadius), caret: box(0)}
	e.ink = inkText("", theme.TextSize, false, theme.ColorNameText)
	for range complaintLines {
		e.words = append(e.words, inkText("", theme.CaptionSize, false, theme.ColorNameRefused))
	}
	return e
}

func (e *sheetEditor) objects() []fyne.CanvasObject {
	objects := e.note.objects(e.back.objects(e.ink, e.caret)...)
	for _, w := range e.words {
		objects = append(objects, w)
	}
	return objects
}

func (e *sheetEditor) begin(row, column int, text string) {
	e.open, e.row, e.column, e.text, e.complaint = true, row, column, []rune(text), ""
	e.whole = text != ""
}

func (e *sheetEditor) drop() { e.open, e.row, e.column, e.text, e.complaint = false, -1, -1, nil, "" }

func (e *sheetEditor) erase() {
	if n := len(e.text); n > 0 {
		e.text, e.complaint = e.text[:n-1], ""
	}
}

// beginWith opens the editor on the current cell with a text.
func (s *sheetView) beginWith(text string) {
	if s.ReadOnly || s.edit.open || !s.hasCell() {
		return
	}
	s.show(s.row, s.column)
	s.edit.begin(s.row, s.column, text)
	s.restyle()
}

// typed offers what has been typed so far; what needs no Enter is taken and goes down.
func (s *sheetView) typed() {
	row, column := s.edit.row, s.edit.column
	done, complaint := s.data.typedAt(row, column, string(s.edit.text), false)
	s.edit.complaint = complaint
	if done {
		s.taken(row, column)
		s.moveTo(row+1, column)
		return
	}
	s.restyle()
}

// commit takes what is being typed, and is true when nothing is left to take.
func (s *sheetView) commit() bool {
	if !s.edit.open {
		return true
	}
	row, column, text := s.edit.row, s.edit.column, strings.TrimSpace(string(s.edit.text))
	if text == "" && !s.edit.whole {
		s.edit.drop()
		s.restyle()
		return true
	}
	done, complaint := s.data.typedAt(row, column, text, true)
	if s.edit.complaint = complaint; !done {
		s.restyle()
		return false
	}
	s.taken(row, column)
	return true
}

// taken closes the editor, unless taking the text has already moved or replaced it.
func (s *sheetView) taken(row, column int) {
	if s.edit.row == row && s.edit.column == column {
		s.edit.drop()
	}
	s.renewed()
}

// clear takes back what stands in the current cell.
func (s *sheetView) clear() {
	if s.ReadOnly || !s.hasCell() || s.data.cellAt(s.row, s.column).Text == "" {
		return
	}
	if done, _ := s.data.typedAt(s.row, s.column, "", true); done {
		s.renewed()
	}
}

// paste types a text into the current cell and takes it.
func (s *sheetView) paste(text string) {
	if s.ReadOnly || !s.hasCell() || strings.TrimSpace(text) == "" {
		return
	}
	if !s.edit.open {
		s.edit.begin(s.row, s.column, "")
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	s.edit.text = append(s.edit.text, []rune(first)...)
	s.commit()
}

// draw shows the editor over its cell, and the complaint below it, or above where there is no room.
func (e *sheetEditor) draw(s *sheetView) {
	for _, o := range e.objects() {
		o.(interface{ Hide() }).Hide()
	}
	if !e.open {
		return
	}
	x, y := float32(e.column)*s.columnWidth, float32(e.row)*theme.RowHeight
	line := theme.ColorNameAccent
	if e.complaint != "" {
		line = theme.ColorNameRefused
		e.complain(s, x, y)
	}
	text := string(e.text)
	width := max(s.columnWidth, fyne.MeasureText(text, theme.TextSize, fyne.TextStyle{}).Width+16)
	e.back.line.Show()
	e.back.fill.Show()
	e.back.place(x, y, width, theme.RowHeight-1)
	e.back.paint(theme.Color(line), theme.Color(theme.ColorNameSurface), 2)
	setText(e.ink, text, theme.Color(theme.ColorNameText), false)
	min := e.ink.MinSize()
	left := x + (width-min.Width)/2
	place(e.ink, left, y+(theme.RowHeight-min.Height)/2, min.Width, min.Height)
	e.ink.Show()
	fill(e.caret, theme.Color(theme.ColorNameAccent))
	place(e.caret, left+min.Width+1, y+7, 1.5, theme.RowHeight-14)
	e.caret.Show()
}

func (e *sheetEditor) complain(s *sheetView, x, y float32) {
	lines := breakLines(e.complaint, complaintWidth, theme.CaptionSize, fyne.TextStyle{})
	lines = lines[:min(len(lines), complaintLines)]
	high := fyne.MeasureText("Ж", theme.CaptionSize, fyne.TextStyle{}).Height
	height := high*float32(len(lines)) + 12
	view, offset := s.scroll.Size(), s.scroll.Offset
	x = max(offset.X+4, min(x, offset.X+view.Width-complaintWidth-24))
	top := y + theme.RowHeight + 3
	if top+height > offset.Y+view.Height {
		top = y - height - 3
	}
	e.note.line.Show()
	e.note.fill.Show()
	e.note.place(x, top, complaintWidth+20, height)
	e.note.paint(theme.Color(theme.ColorNameRefused), theme.Color(theme.ColorNameSurface), 1)
	for i, words := range lines {
		setText(e.words[i], words, theme.Color(theme.ColorNameRefused), false)
		place(e.words[i], x+10, top+6+float32(i)*high, complaintWidth, high)
		e.words[i].Show()
	}
}
