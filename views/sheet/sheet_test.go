package sheet

import (
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
	for range 2 {
		g.click(g.middleOf(-1, 1))
	}
	if !slices.Equal(g.heads, []int{3, 2, 2}) {
		t.Errorf("told of the pressed heads %v", g.heads)
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
// drawing one screen of it again. The limit is 0.33.
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
