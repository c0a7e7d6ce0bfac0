package sheet

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/draw"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// sheetEditor is the one editor of a sheet. It belongs to a row and a column, not to a place in the window.
type sheetEditor struct {
	open        bool
	row, column int
	text        []rune
	whole       bool   // began with the content of the cell, so that an empty text clears it
	told        string // at the current cell: a complaint, or a hint
	tone        widgets.Tone

	back  *draw.Paper
	ink   *canvas.Text
	caret *canvas.Rectangle
	slip  *draw.Paper // behind the note
	words []*canvas.Text
	notes *fyne.Container // the note, over all of the sheet: the cells in sight may be narrower
}

// noteLines is how many lines a complaint may take, noteWidth how wide they are.
const (
	noteLines         = 6
	noteWidth float32 = 260
)

func newSheetEditor() sheetEditor {
	e := sheetEditor{row: -1, column: -1, back: draw.NewPaper(4), slip: draw.NewPaper(theme.ControlRadius), caret: draw.Box(0)}
	e.ink = draw.Ink("", theme.TextSize, false, theme.ColorNameText)
	for range noteLines {
		e.words = append(e.words, draw.Ink("", theme.CaptionSize, false, theme.ColorNameRefused))
	}
	e.notes = container.NewWithoutLayout(e.slip.Objects()...)
	for _, w := range e.words {
		e.notes.Add(w)
	}
	return e
}

// objects are what is drawn in the cell.
func (e *sheetEditor) objects() []fyne.CanvasObject { return e.back.Objects(e.ink, e.caret) }

func (e *sheetEditor) begin(row, column int, text string) {
	e.open, e.row, e.column, e.text, e.told = true, row, column, []rune(text), ""
	e.whole = text != ""
}

// Editing reports whether a cell is being edited.
func (s *sheetView) Editing() bool { return s.edit.open }

func (e *sheetEditor) drop() { e.open, e.row, e.column, e.text, e.told = false, -1, -1, nil, "" }

// note shows words at the current cell until something else is done there; an empty text removes them.
func (e *sheetEditor) note(tone widgets.Tone, text string) { e.tone, e.told = tone, text }

func (e *sheetEditor) erase() {
	if n := len(e.text); n > 0 {
		e.text, e.told = e.text[:n-1], ""
	}
}

// beginWithContent opens the editor on the current cell with what can be written over.
func (s *sheetView) beginWithContent() {
	if s.ReadOnly || s.edit.open || !s.hasCell() {
		return
	}
	s.rest()
	s.show(s.row, s.column)
	s.edit.begin(s.row, s.column, s.data.contentAt(s.row, s.column))
	s.restyle()
}

// lastFilled is the note at the last row when somebody goes on typing there.
const lastFilled = "Это последняя строка, она заполнена. Чтобы изменить её, нажмите F2 или Del."

// rest forgets how the current place was reached, and its note.
func (s *sheetView) rest() {
	s.wentDown, s.filled = false, false
	s.edit.note(widgets.ToneMuted, "")
}

// down goes one row down after something was typed.
func (s *sheetView) down(row, column int) {
	rows, _ := s.data.size()
	s.lead(row+1, column)
	s.filled = row == rows-1
}

// typed offers what has been typed so far; a text that needs no Enter is taken at once, and the next row follows.
func (s *sheetView) typed() {
	row, column := s.edit.row, s.edit.column
	done, complaint := s.data.typedAt(row, column, string(s.edit.text), false)
	s.edit.note(widgets.ToneRefused, complaint)
	if done {
		s.taken(row, column)
		s.down(row, column)
		s.wentDown = true
		return
	}
	s.restyle()
}

// Commit takes what is being typed. It gives false when the text is refused and stays in the editor.
func (s *sheetView) Commit() bool {
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
	if s.edit.note(widgets.ToneRefused, complaint); !done {
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

// clear deletes the content of the current cell.
func (s *sheetView) clear() {
	if s.ReadOnly || !s.hasCell() || s.data.cellAt(s.row, s.column).Text == "" {
		return
	}
	s.rest()
	if done, _ := s.data.typedAt(s.row, s.column, "", true); done {
		s.renewed()
	}
}

// paste types a text into the current cell and takes it. A block of a spreadsheet goes into as many cells, in place of
// what is being typed.
func (s *sheetView) paste(text string) {
	if s.ReadOnly || !s.hasCell() || strings.TrimSpace(text) == "" {
		return
	}
	s.rest()
	if block := blockOf(text); len(block) > 1 || len(block[0]) > 1 {
		s.edit.drop()
		s.edit.note(widgets.ToneRefused, s.data.pastedAt(s.row, s.column, block))
		s.renewed()
		return
	}
	if !s.edit.open {
		s.edit.begin(s.row, s.column, "")
	}
	s.edit.text = append(s.edit.text, []rune(strings.TrimSpace(text))...)
	s.Commit()
}

// blockOf parts what spreadsheets copy: lines, the last of which may be ended too, of texts parted by tabs.
func blockOf(text string) (block [][]string) {
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for line := range strings.SplitSeq(text, "\n") {
		texts := strings.Split(line, "\t")
		for i := range texts {
			texts[i] = strings.TrimSpace(texts[i])
		}
		block = append(block, texts)
	}
	return block
}

// draw shows the editor over its cell, and the complaint below it, or above where there is no room.
func (e *sheetEditor) draw(s *sheetView) {
	for _, o := range append(e.objects(), e.notes.Objects...) {
		o.(interface{ Hide() }).Hide()
	}
	if !e.open {
		if e.told != "" && s.hasCell() && s.inSight(s.row, s.column) {
			e.tell(s, float32(s.column)*s.columnWidth, float32(s.row)*theme.RowHeight)
		}
		return
	}
	x, y := float32(e.column)*s.columnWidth, float32(e.row)*theme.RowHeight
	line := theme.ColorNameAccent
	if e.told != "" {
		line = theme.ColorNameRefused
		e.tell(s, x, y)
	}
	text := string(e.text)
	width := max(s.columnWidth, fyne.MeasureText(text, theme.TextSize, fyne.TextStyle{}).Width+16)
	e.back.Line.Show()
	e.back.Fill.Show()
	e.back.Place(x, y, width, theme.RowHeight-1)
	e.back.Paint(theme.Color(line), theme.Color(theme.ColorNameSurface), 2)
	draw.SetText(e.ink, text, theme.Color(theme.ColorNameText), false)
	min := e.ink.MinSize()
	left := x + (width-min.Width)/2
	draw.Place(e.ink, left, y+(theme.RowHeight-min.Height)/2, min.Width, min.Height)
	e.ink.Show()
	draw.Fill(e.caret, theme.Color(theme.ColorNameAccent))
	draw.Place(e.caret, left+min.Width+1, y+7, 1.5, theme.RowHeight-14)
	e.caret.Show()
}

// tell shows the note below the cell at a place of the body, or above it.
func (e *sheetEditor) tell(s *sheetView, x, y float32) {
	x, y = 1+s.leftWidth()+x-s.Scroll.Offset.X, s.headHeight()+y-s.Scroll.Offset.Y
	ink, line := theme.Color(e.tone.Ink()), theme.Color(theme.ColorNameRefused)
	if e.tone == widgets.ToneMuted {
		line = theme.Color(theme.ColorNameControl)
	}
	lines := widgets.BreakLines(e.told, noteWidth, theme.CaptionSize, fyne.TextStyle{})
	lines = lines[:min(len(lines), noteLines)]
	high := fyne.MeasureText("Ж", theme.CaptionSize, fyne.TextStyle{}).Height
	height := high*float32(len(lines)) + 12
	const edge = 4
	x = max(edge, min(x, s.Size().Width-1-sheetTotalWidth-noteWidth-24))
	top := y + theme.RowHeight + 3
	if top+height > s.Size().Height {
		top = max(edge, y-height-3)
	}
	e.slip.Line.Show()
	e.slip.Fill.Show()
	e.slip.Place(x, top, noteWidth+20, height)
	e.slip.Paint(line, theme.Color(theme.ColorNameSurface), 1)
	for i, words := range lines {
		draw.SetText(e.words[i], words, ink, false)
		draw.Place(e.words[i], x+10, top+6+float32(i)*high, noteWidth, high)
		e.words[i].Show()
	}
}
