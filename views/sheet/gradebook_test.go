package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

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
	heads         []int // that were pressed
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
	g.OnHead = func(c int) { g.heads = append(g.heads, c) }
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
