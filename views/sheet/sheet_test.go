package sheet

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// spot is a cell of the tests' sheet.
type spot struct{ row, column int }

// gradebook is a sheet with what stands in it: digits and «Н» are taken, digits at once.
type gradebook struct {
	*Sheet[int, int]
	marks         map[spot]string
	asked         int // cells that were asked for
	columns       []int
	corner        int
	undone, again int
	pasted        [][]Text[int, int]
	refuse        string // what is said to a pasted block
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i + 1
	}
	return out
}

func newGradebook(rows, columns int) *gradebook {
	g := &gradebook{marks: map[spot]string{}}
	g.Sheet = New[int, int](Titles{
		Lines: []string{"Дата занятия", "Вид занятия", "Назначено заданий"}, Total: "Средний балл",
	})
	g.Name = func(r int) table.Cell { return table.Cell{Text: fmt.Sprintf("Студент %d", r)} }
	g.Total = func(r int) table.Cell { return table.Cell{Text: "4,2", Pill: true, Tone: widgets.ToneGood} }
	g.Head = func(line, c int) table.Cell {
		return []table.Cell{{Text: fmt.Sprintf("%02d.10", c), Tone: widgets.ToneStrong, Tooltip: "лекция " + strconv.Itoa(c)}, {Text: "Лек"}, {Text: "1"}}[line]
	}
	g.Cell = func(r, c int) table.Cell {
		g.asked++
		return table.Cell{Text: g.marks[spot{r, c}]}
	}
	g.Typed = func(r, c int, text string, entered bool) (bool, string) {
		digit := len(text) == 1 && text >= "2" && text <= "5"
		switch {
		case digit, entered && (strings.EqualFold(text, "н") || text == ""):
			g.marks[spot{r, c}] = text
			return true, ""
		case entered:
			return false, "«" + text + "» в журнал не ставят"
		}
		return false, ""
	}
	g.Pasted = func(texts []Text[int, int]) string {
		g.pasted = append(g.pasted, texts)
		return g.refuse
	}
	g.OnColumn = func(c int) { g.columns = append(g.columns, c) }
	g.OnCorner = func() { g.corner++ }
	g.OnUndo, g.OnRedo = func() { g.undone++ }, func() { g.again++ }
	g.Set(upTo(rows), upTo(columns))
	return g
}

func showGradebook(t *testing.T, rows, columns int) (*gradebook, fyne.Window) {
	t.Helper()
	g := newGradebook(rows, columns)
	w := viewtest.NewWindow(t, widgets.NewLayers(g.Sheet, nil))
	g.TakeFocus()
	return g, w
}

// middleOf is the middle of a cell by places from 0, row -1 for the first line of the head.
func (g *gradebook) middleOf(row, column int) fyne.Position {
	x := 1 + g.leftWidth() + (float32(column)+0.5)*g.columnWidth - g.Scroll.Offset.X
	if row < 0 {
		return fyne.NewPos(x, 15)
	}
	return fyne.NewPos(x, g.headHeight()+(float32(row)+0.5)*theme.RowHeight-g.Scroll.Offset.Y)
}

func (g *gradebook) click(at fyne.Position) {
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary}
	g.MouseDown(e)
	g.MouseUp(e)
	g.Tapped(&e.PointEvent)
}

// write types as a window tells it: every letter as a key first, by its place on the keyboard, and then as a rune.
func (g *gradebook) write(text string) {
	for _, r := range text {
		viewtest.Keys(g.Sheet, fyne.KeyY)
		g.TypedRune(r)
	}
}

func (g *gradebook) isAt(t *testing.T, row, column int) {
	t.Helper()
	if r, c, ok := g.Current(); !ok || r != row || c != column {
		t.Fatalf("the current cell is %d, %d (%v), want %d, %d", r, c, ok, row, column)
	}
}

func TestSheetDigitsAreTakenAtOnceAndGoDown(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	g.click(g.middleOf(0, 1))
	g.isAt(t, 1, 2)
	g.write("543")
	g.isAt(t, 4, 2)
	for row, want := range map[int]string{1: "5", 2: "4", 3: "3"} {
		if got := g.marks[spot{row, 2}]; got != want {
			t.Errorf("row %d has %q, want %q", row, got, want)
		}
	}
}

func TestSheetEnterAfterADigitGoesNoFurther(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	g.SelectCell(1, 2)
	for _, mark := range []string{"5", "4", "3"} {
		g.write(mark)
		viewtest.Keys(g.Sheet, fyne.KeyReturn)
	}
	g.isAt(t, 4, 2)
	want := map[spot]string{{1, 2}: "5", {2, 2}: "4", {3, 2}: "3"}
	if !maps.Equal(g.marks, want) {
		t.Fatalf("the marks are %v, want %v", g.marks, want)
	}
	viewtest.Keys(g.Sheet, fyne.KeyReturn)
	g.isAt(t, 5, 2)
	g.SelectCell(1, 3)
	g.write("5")
	viewtest.Keys(g.Sheet, fyne.KeyUp, fyne.KeyReturn)
	g.isAt(t, 2, 3) // an Enter that does not follow the digit goes down as ever
	g.write("4н")
	viewtest.Keys(g.Sheet, fyne.KeyReturn)
	g.isAt(t, 4, 3)
}

func TestSheetTypingOnAtTheLastRowChangesNothing(t *testing.T) {
	g, _ := showGradebook(t, 3, 4)
	told := func() string {
		if !g.edit.words[0].Visible() {
			return ""
		}
		return g.edit.words[0].Text
	}
	for name, do := range map[string]func(){
		"digits": func() { g.write("5432") },
		"digits with Enter": func() {
			g.write("5")
			viewtest.Keys(g.Sheet, fyne.KeyReturn)
			g.write("4")
			viewtest.Keys(g.Sheet, fyne.KeyReturn)
			g.write("3")
			viewtest.Keys(g.Sheet, fyne.KeyReturn, fyne.KeyReturn)
			g.write("2")
		},
	} {
		clear(g.marks)
		g.SelectCell(1, 1)
		do()
		if g.isAt(t, 3, 1); g.marks[spot{3, 1}] != "3" || !strings.HasPrefix(told(), "Это последняя строка") {
			t.Errorf("%s: the last row has %q, told %q", name, g.marks[spot{3, 1}], told())
		}
		g.Set(upTo(3), upTo(4)) // what was saved is read anew
		if g.write("4"); g.marks[spot{3, 1}] != "3" {
			t.Errorf("%s: after a reading the last row has %q", name, g.marks[spot{3, 1}])
		}
	}
	g.SelectCell(3, 2)
	g.write("н")
	viewtest.Keys(g.Sheet, fyne.KeyReturn)
	if g.write("5"); g.marks[spot{3, 2}] != "н" {
		t.Errorf("a letter with Enter was overwritten by %q", g.marks[spot{3, 2}])
	}
	viewtest.Keys(g.Sheet, fyne.KeyDelete)
	if g.write("4"); g.marks[spot{3, 2}] != "4" || told() != "" {
		t.Errorf("after Delete the last row has %q, told %q", g.marks[spot{3, 2}], told())
	}
	g.click(g.middleOf(2, 1))
	if g.write("5"); g.marks[spot{3, 2}] != "5" {
		t.Errorf("after a click the last row has %q", g.marks[spot{3, 2}])
	}
	viewtest.Keys(g.Sheet, fyne.KeyF2, fyne.KeyBackspace)
	if g.write("2"); g.marks[spot{3, 2}] != "2" {
		t.Errorf("after F2 the last row has %q", g.marks[spot{3, 2}])
	}
}

func TestSheetPastesABlockWholeOrNotAtAll(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	paste := func(text string) {
		fyne.CurrentApp().Clipboard().SetContent(text)
		g.TypedShortcut(&fyne.ShortcutPaste{})
	}
	type block = []Text[int, int]
	for _, c := range []struct {
		name, text string
		want       block // nil = refused or nothing to paste
		told       string
	}{
		{"a column", "5\n4\n3\n", block{{2, 2, "5"}, {3, 2, "4"}, {4, 2, "3"}}, ""},
		{"a row", "5\tн", block{{2, 2, "5"}, {2, 3, "н"}}, ""},
		{"a block of Windows", "5\t \r\nО 4\t3\r\n", block{{2, 2, "5"}, {3, 2, "О 4"}, {3, 3, "3"}}, ""},
		{"a gap", "5\n\n3", block{{2, 2, "5"}, {4, 2, "3"}}, ""},
		{"too many rows", "5\n5\n5\n5\n5", nil, "Ничего не вставлено: в скопированном"},
		{"too many columns", "5\t4\t3\t2", nil, "Ничего не вставлено: в скопированном"},
		{"nothing beyond the edge", "5\n4\n3\n2\n\t\n", block{{2, 2, "5"}, {3, 2, "4"}, {4, 2, "3"}, {5, 2, "2"}}, ""},
	} {
		g.pasted = nil
		g.SelectCell(2, 2)
		g.write("н") // is given up for the block
		paste(c.text)
		if c.want == nil && len(g.pasted) > 0 || c.want != nil && (len(g.pasted) != 1 || !slices.Equal(g.pasted[0], c.want)) {
			t.Errorf("%s: pasted %v, want %v", c.name, g.pasted, c.want)
		}
		if g.edit.open || !strings.HasPrefix(g.edit.told, c.told) || c.told == "" && g.edit.told != "" {
			t.Errorf("%s: told %q, the editor is open: %v", c.name, g.edit.told, g.edit.open)
		}
	}
	if len(g.marks) != 0 {
		t.Errorf("the sheet itself set %v", g.marks)
	}
	g.refuse = "Ничего не вставлено: «7» в журнал не ставят."
	paste("5\n7")
	if got := g.edit.words[0]; !got.Visible() || !strings.HasPrefix(got.Text, "Ничего не вставлено: «7» в журнал") {
		t.Errorf("told %q", got.Text)
	}
	viewtest.Keys(g.Sheet, fyne.KeyEscape)
	if g.edit.words[0].Visible() {
		t.Error("Esc leaves the complaint")
	}
	g.pasted = nil
	paste(" 4 \n")
	if g.marks[spot{2, 2}] != "4" || g.pasted != nil {
		t.Errorf("one value gave %v, %v", g.marks, g.pasted)
	}
	g.ReadOnly = true
	if paste("5\n4"); g.pasted != nil {
		t.Errorf("a reader pasted %v", g.pasted)
	}
}

func TestSheetLettersWaitForEnterOrAnArrow(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	g.SelectCell(1, 1)
	g.write("н")
	if len(g.marks) != 0 {
		t.Fatalf("%v was taken before Enter", g.marks)
	}
	viewtest.Keys(g.Sheet, fyne.KeyReturn)
	g.isAt(t, 2, 1)
	g.write("Н")
	viewtest.Keys(g.Sheet, fyne.KeyRight)
	g.isAt(t, 2, 2)
	g.write("н")
	viewtest.Keys(g.Sheet, fyne.KeyEscape)
	g.isAt(t, 2, 2)
	if g.marks[spot{1, 1}] != "н" || g.marks[spot{2, 1}] != "Н" || len(g.marks) != 2 {
		t.Errorf("the marks are %v", g.marks)
	}
}

func TestSheetComplainsAtTheCellAndStaysThere(t *testing.T) {
	g, w := showGradebook(t, 5, 4)
	g.SelectCell(1, 1)
	g.write("юю")
	viewtest.Keys(g.Sheet, fyne.KeyDown)
	g.isAt(t, 1, 1)
	if got := g.edit.words[0].Text; !g.edit.words[0].Visible() || got != "«юю» в журнал не ставят" {
		t.Errorf("the complaint is %q", got)
	}
	w.Canvas().Unfocus()
	g.TakeFocus()
	viewtest.Keys(g.Sheet, fyne.KeyBackspace, fyne.KeyBackspace)
	g.write("5")
	if g.marks[spot{1, 1}] != "5" || g.edit.open {
		t.Errorf("the marks are %v, the editor is open: %v", g.marks, g.edit.open)
	}
}

func TestSheetTakesWhatWasTypedBeforeItScrollsAway(t *testing.T) {
	g, _ := showGradebook(t, 35, 250)
	g.SelectCell(2, 3)
	g.write("н")
	g.Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-3000, -600)})
	if g.edit.open || g.marks[spot{2, 3}] != "н" || len(g.marks) != 1 {
		t.Errorf("the marks are %v, the editor is open: %v", g.marks, g.edit.open)
	}
	g.SelectCell(2, 3)
	g.write("ъ")
	g.Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-3000, -600)})
	viewtest.Keys(g.Sheet, fyne.KeyBackspace)
	g.write("4")
	if g.marks[spot{2, 3}] != "4" || len(g.marks) != 1 {
		t.Errorf("after a refusal the marks are %v", g.marks)
	}
}

func TestSheetEditorStaysWithItsKeys(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	g.SelectCell(3, 2)
	g.write("н")
	g.Set([]int{9, 8, 3, 1}, []int{7, 2})
	viewtest.Keys(g.Sheet, fyne.KeyReturn)
	if g.marks[spot{3, 2}] != "н" || len(g.marks) != 1 {
		t.Errorf("the marks are %v", g.marks)
	}
	g.isAt(t, 1, 2)
	g.write("н")
	g.Set([]int{9, 8}, []int{7, 2})
	viewtest.Keys(g.Sheet, fyne.KeyReturn)
	if g.edit.open || len(g.marks) != 1 {
		t.Errorf("the editor of a row that is gone wrote %v", g.marks)
	}
}

func TestSheetKeys(t *testing.T) {
	g, _ := showGradebook(t, 35, 250)
	g.SelectCell(10, 10)
	ctrl := func(name fyne.KeyName) {
		g.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierControl})
	}
	page := int(g.Scroll.Size().Height/theme.RowHeight) - 1
	steps := []struct {
		name        string
		do          func()
		row, column int
	}{
		{"Right", func() { viewtest.Keys(g.Sheet, fyne.KeyRight) }, 10, 11},
		{"Left", func() { viewtest.Keys(g.Sheet, fyne.KeyLeft) }, 10, 10},
		{"Up", func() { viewtest.Keys(g.Sheet, fyne.KeyUp) }, 9, 10},
		{"Down", func() { viewtest.Keys(g.Sheet, fyne.KeyDown) }, 10, 10},
		{"Enter", func() { viewtest.Keys(g.Sheet, fyne.KeyReturn) }, 11, 10},
		{"Tab", func() { viewtest.Keys(g.Sheet, fyne.KeyTab) }, 11, 11},
		{"Shift+Tab", func() {
			g.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			viewtest.Keys(g.Sheet, fyne.KeyTab)
			g.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}, 11, 10},
		{"PgDn", func() { viewtest.Keys(g.Sheet, fyne.KeyPageDown) }, 11 + page, 10},
		{"PgUp", func() { viewtest.Keys(g.Sheet, fyne.KeyPageUp) }, 11, 10},
		{"Home", func() { viewtest.Keys(g.Sheet, fyne.KeyHome) }, 11, 1},
		{"End", func() { viewtest.Keys(g.Sheet, fyne.KeyEnd) }, 11, 250},
		{"Ctrl+Down", func() { ctrl(fyne.KeyDown) }, 35, 250},
		{"Ctrl+Left", func() { ctrl(fyne.KeyLeft) }, 35, 1},
		{"Ctrl+Right", func() { ctrl(fyne.KeyRight) }, 35, 250},
		{"Ctrl+Up", func() { ctrl(fyne.KeyUp) }, 1, 250},
		{"Ctrl+End", func() { ctrl(fyne.KeyEnd) }, 35, 250},
		{"Ctrl+Home", func() { ctrl(fyne.KeyHome) }, 1, 1},
	}
	for _, s := range steps {
		s.do()
		if r, c, _ := g.Current(); r != s.row || c != s.column {
			t.Fatalf("%s went to %d, %d, want %d, %d", s.name, r, c, s.row, s.column)
		}
		if !g.inSight(g.row, g.column) {
			t.Fatalf("%s left the cell out of sight", s.name)
		}
	}
	if g.undone+g.again != 0 {
		t.Error("undone by moving")
	}
	if g.AcceptsTab() {
		t.Error("Tab does not leave the sheet")
	}
	if viewtest.Keys(g.Sheet, fyne.KeyF2); !g.AcceptsTab() {
		t.Error("Tab leaves the sheet from within a cell")
	}
	viewtest.Keys(g.Sheet, fyne.KeyEscape)
	g.TypedShortcut(&fyne.ShortcutUndo{})
	g.TypedShortcut(&fyne.ShortcutRedo{})
	if g.undone != 1 || g.again != 1 {
		t.Errorf("undone %d times, done again %d times, want once each", g.undone, g.again)
	}
}

func TestSheetDeleteClearsAndF2Edits(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	g.marks[spot{1, 1}], g.marks[spot{2, 1}] = "5", "4"
	g.Redraw()
	g.SelectCell(1, 1)
	viewtest.Keys(g.Sheet, fyne.KeyDelete)
	if g.marks[spot{1, 1}] != "" {
		t.Error("Delete leaves the mark")
	}
	viewtest.Keys(g.Sheet, fyne.KeyDown, fyne.KeyF2, fyne.KeyBackspace, fyne.KeyReturn)
	if g.marks[spot{2, 1}] != "" {
		t.Error("an emptied editor leaves the mark")
	}
	g.isAt(t, 3, 1)
	g.marks[spot{3, 1}] = "3"
	g.write("н")
	viewtest.Keys(g.Sheet, fyne.KeyBackspace, fyne.KeyReturn)
	if g.marks[spot{3, 1}] != "3" {
		t.Error("a letter taken back clears the mark")
	}
	g.ReadOnly = true
	g.SelectCell(3, 1)
	g.write("5")
	viewtest.Keys(g.Sheet, fyne.KeyDelete, fyne.KeyF2)
	if g.marks[spot{3, 1}] != "3" || g.edit.open {
		t.Error("a sheet to read was written in")
	}
}

func TestSheetHeadSelectsAndCornerAdds(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	g.click(g.middleOf(-1, 2))
	if len(g.columns) != 1 || g.columns[0] != 3 || g.column != 2 || g.row != -1 {
		t.Fatalf("the head told of columns %v", g.columns)
	}
	g.click(fyne.NewPos(sheetNumberWidth+30, 15))
	if g.corner != 1 {
		t.Errorf("the corner was told %d times", g.corner)
	}
	viewtest.Keys(g.Sheet, fyne.KeyDown)
	g.isAt(t, 1, 3)
	if len(g.columns) != 1 {
		t.Errorf("the same column was told again: %v", g.columns)
	}
	viewtest.Keys(g.Sheet, fyne.KeyRight)
	if len(g.columns) != 2 || g.columns[1] != 4 {
		t.Errorf("the next column was not told: %v", g.columns)
	}
}

func TestSheetEditsByASecondClickSoonAfterTheFirst(t *testing.T) {
	g, _ := showGradebook(t, 5, 4)
	at := time.Date(2023, time.October, 20, 10, 0, 0, 0, time.UTC)
	g.now = func() time.Time { return at }
	g.marks[spot{2, 2}] = "4"
	g.Redraw()
	g.click(g.middleOf(1, 1))
	at = at.Add(doubleClick)
	g.click(g.middleOf(1, 1))
	if g.edit.open {
		t.Fatal("two slow clicks edit")
	}
	g.click(g.middleOf(1, 1))
	if !g.edit.open || string(g.edit.text) != "4" {
		t.Fatalf("two quick clicks edit %q", string(g.edit.text))
	}
	viewtest.Keys(g.Sheet, fyne.KeyEscape)
	g.click(g.middleOf(2, 1))
	if g.edit.open {
		t.Error("quick clicks on two cells edit")
	}
}

func TestSheetScrollsByWheelOverEveryPartAndByDrag(t *testing.T) {
	g, w := showGradebook(t, 35, 250)
	size := g.Size()
	for name, at := range map[string]fyne.Position{
		"the head": g.middleOf(-1, 1), "the corner": fyne.NewPos(80, 20), "the names": fyne.NewPos(100, 200),
		"the cells": g.middleOf(2, 2), "the totals": fyne.NewPos(size.Width-30, 200), "the totals' head": fyne.NewPos(size.Width-30, 20),
	} {
		g.ScrollTo(fyne.NewPos(0, 0))
		test.Scroll(w.Canvas(), at, 0, -25)
		if g.Scroll.Offset.Y != 3*theme.RowHeight {
			t.Errorf("the wheel over %s scrolled to %v", name, g.Scroll.Offset)
		}
		test.Scroll(w.Canvas(), at, -25, 0)
		if g.Scroll.Offset.X != 3*theme.RowHeight {
			t.Errorf("the sideways wheel over %s scrolled to %v", name, g.Scroll.Offset)
		}
	}
	before := g.Scroll.Offset
	at := g.middleOf(5, 5)
	down := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary}
	g.MouseDown(down)
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}, Dragged: fyne.NewDelta(-56, -32)})
	g.MouseUp(down)
	if moved := g.Scroll.Offset.Subtract(before); moved != fyne.NewPos(56, 32) {
		t.Errorf("the drag moved by %v", moved)
	}
}

func TestSheetDragFromTheHeadSelectsNothing(t *testing.T) {
	g, _ := showGradebook(t, 35, 250)
	down := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: g.middleOf(-1, 3)}, Button: desktop.MouseButtonPrimary}
	g.MouseDown(down)
	g.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-20, 0)})
	g.MouseUp(down)
	if len(g.columns) != 0 {
		t.Errorf("a drag selected %v", g.columns)
	}
}

func TestSheetDrawsOnlyWhatIsInSight(t *testing.T) {
	g, _ := showGradebook(t, 35, 250)
	for r := range 36 {
		for c := range 251 {
			g.marks[spot{r, c}] = strconv.Itoa(r*1000 + c)
		}
	}
	g.Redraw()
	view := g.Scroll.Size()
	rows, columns := int(view.Height/theme.RowHeight)+2, int(view.Width/g.columnWidth)+2
	if got := len(g.body.Box.Objects); got > (rows+1)*(columns+1)+3*rows+3*columns {
		t.Errorf("%d objects are held for %d × %d cells in sight", got, rows, columns)
	}
	g.asked = 0
	g.ScrollTo(fyne.NewPos(0, theme.RowHeight))
	if g.asked > columns {
		t.Errorf("a line further down asks for %d cells, a line has %d", g.asked, columns)
	}
	g.asked = 0
	g.ScrollTo(fyne.NewPos(g.columnWidth, theme.RowHeight))
	if g.asked > rows {
		t.Errorf("a column further asks for %d cells, a column has %d", g.asked, rows)
	}
	g.ScrollToColumn(200)
	drawn := map[spot]string{}
	for _, o := range g.body.Box.Objects {
		if text, ok := o.(*canvas.Text); ok && text.Visible() {
			at := text.Position()
			drawn[spot{int(at.Y/theme.RowHeight) + 1, int(at.X/g.columnWidth) + 1}] = text.Text
		}
	}
	fromRow, fromColumn := int(g.Scroll.Offset.Y/theme.RowHeight)+1, int(g.Scroll.Offset.X/g.columnWidth)+1
	for r := fromRow; r < fromRow+rows-1; r++ {
		for c := fromColumn; c < fromColumn+columns-1; c++ {
			if got := drawn[spot{r, c}]; got != g.marks[spot{r, c}] {
				t.Fatalf("%q is drawn in %d, %d", got, r, c)
			}
		}
	}
	if !g.inSight(1, 199) {
		t.Error("the column scrolled to is out of sight")
	}
}

func TestSheetMenusAndTooltips(t *testing.T) {
	g, w := showGradebook(t, 5, 4)
	var chosen []spot
	g.CellMenu = func(r, c int) []widgets.MenuItem {
		return []widgets.MenuItem{{Label: "Очистить", Do: func() { chosen = append(chosen, spot{r, c}) }}}
	}
	g.HeadMenu = func(c int) []widgets.MenuItem {
		return []widgets.MenuItem{{Label: "Изменить занятие", Do: func() { chosen = append(chosen, spot{-1, c}) }}}
	}
	for _, at := range []fyne.Position{g.middleOf(1, 2), g.middleOf(-1, 0)} {
		g.TappedSecondary(&fyne.PointEvent{Position: at, AbsolutePosition: at})
		if w.Canvas().Overlays().Top() == nil {
			t.Fatal("no menu is open")
		}
		viewtest.Keys(w.Canvas().Focused(), fyne.KeyReturn)
	}
	if len(chosen) != 2 || chosen[0] != (spot{2, 3}) || chosen[1] != (spot{-1, 1}) {
		t.Errorf("chosen %v", chosen)
	}
	g.Name = func(int) table.Cell {
		return table.Cell{Text: strings.Repeat("Долгополова-Воскресенская ", 3)}
	}
	g.Redraw()
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, g.middleOf(1, 0).Y)}})
	if got := g.tipText(); !strings.HasPrefix(got, "Долгополова-Воскресенская Долгополова") {
		t.Errorf("the tooltip of a clipped name is %q", got)
	}
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: g.middleOf(-1, 2)}})
	if got := g.tipText(); got != "лекция 3" {
		t.Errorf("the tooltip of a head is %q", got)
	}
	g.MouseOut() // a tooltip that still waits would be drawn while the next test draws
}

func TestSheetWithoutColumnsSaysWhatToDo(t *testing.T) {
	g, _ := showGradebook(t, 5, 0)
	added := false
	g.Empty = table.Empty{Title: "Занятий ещё нет", Action: "Добавить занятие", Do: func() { added = true }}
	g.Redraw()
	viewtest.Keys(g.Sheet, fyne.KeyDown, fyne.KeyEnd)
	g.write("5")
	if len(g.marks) != 0 {
		t.Errorf("a sheet without columns took %v", g.marks)
	}
	g.Empty.Do()
	if !added {
		t.Error("the action does nothing")
	}
}

// BenchmarkSheetScroll is what a step of the wheel costs in a journal of 35 students and 250 lessons, as a share of
// drawing one screen of it anew. The limit is 0.33.
func BenchmarkSheetScroll(b *testing.B) {
	test.NewApp()
	g := newGradebook(35, 250)
	for r := range 36 {
		for c := range 251 {
			g.marks[spot{r, c}] = strconv.Itoa(2 + (r+c)%4)
		}
	}
	w := test.NewWindow(widgets.NewLayers(g.Sheet, nil))
	defer w.Close()
	w.Resize(fyne.NewSize(1280, 800))
	const many = 20
	timed := func(do func()) float64 {
		began := time.Now()
		for range many {
			do()
		}
		return float64(time.Since(began))
	}
	x, screen, step := float32(0), math.Inf(1), math.Inf(1) // the fastest of each: what else the computer does takes no part
	for b.Loop() {
		for range many {
			screen = min(screen, timed(g.Redraw))
			step = min(step, timed(func() {
				if x += 40; x > 12000 {
					x = 0
				}
				g.ScrollTo(fyne.NewPos(x, float32(int(x)%200)))
			}))
		}
	}
	b.ReportMetric(step/screen, "screens/step(limit-0.33)")
	if step/screen > 0.33 {
		b.Errorf("a step of scrolling costs %.2f of drawing a screen", step/screen)
	}
}
