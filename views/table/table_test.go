package table

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestClickOnNameOpensAndElsewhereSelects(t *testing.T) {
	tbl, _ := showPeople(t, people)
	var opened []int
	tbl.OnOpen = func(p person) { opened = append(opened, p.id) }
	name := fyne.NewPos(checkWidth+CellPad+6, rowPoint(tbl, 1).Y)
	click(tbl, name, 0)
	same(t, "opened", opened, 2)
	same(t, "selected", ids(tbl.Selected()))
	click(tbl, rowPoint(tbl, 1), 0)
	same(t, "opened", opened, 2)
	same(t, "selected", ids(tbl.Selected()), 2)
	tbl.Grid.DoubleTapped(&fyne.PointEvent{Position: rowPoint(tbl, 3)})
	same(t, "opened", opened, 2, 4)
	click(tbl, name, fyne.KeyModifierControl)
	same(t, "opened by Ctrl and click", opened, 2, 4)
}

func TestHeadSortsAndSelectsAll(t *testing.T) {
	tbl, _ := showPeople(t, people)
	age := fyne.NewPos(tbl.Grid.Size().Width-60, 10)
	click(tbl, age, 0)
	same(t, "rows upwards", ids(tbl.Rows()), 3, 2, 1, 4)
	click(tbl, age, 0)
	same(t, "rows downwards", ids(tbl.Rows()), 4, 1, 2, 3)
	tbl.SelectKeys(2)
	tbl.SetRows([]person{{5, "Новый", 25}, {2, "Ёлкин Пётр", 21}})
	same(t, "rows set again", ids(tbl.Rows()), 5, 2)
	same(t, "selected", ids(tbl.Selected()), 2)
	click(tbl, fyne.NewPos(15, 10), 0)
	same(t, "of some none", ids(tbl.Selected()))
	click(tbl, fyne.NewPos(15, 10), 0)
	same(t, "all", ids(tbl.Selected()), 5, 2)
	click(tbl, fyne.NewPos(15, 10), 0)
	same(t, "none", ids(tbl.Selected()))
	tbl.Grid.SortBy("nonsense", false)
	same(t, "as given", ids(tbl.Rows()), 5, 2)
}

func TestCurrentRowStaysWithItsKey(t *testing.T) {
	tbl, _ := showPeople(t, people)
	tbl.Grid.TakeFocus()
	viewtest.Keys(tbl.Grid, fyne.KeyDown)
	tbl.Grid.SortBy("age", false)
	var opened []int
	tbl.OnOpen = func(p person) { opened = append(opened, p.id) }
	viewtest.Keys(tbl.Grid, fyne.KeyReturn)
	same(t, "opened", opened, 2)
}

func manyPeople(n int) []person {
	rows := make([]person, n)
	for i := range rows {
		rows[i] = person{i, "Студент", n - i}
	}
	return rows
}

func TestHundredThousandRowsCostWhatFortyDo(t *testing.T) {
	tbl, _ := showPeople(t, manyPeople(40))
	few := len(tbl.Grid.body.views)
	tbl.SetRows(manyPeople(100_000))
	tbl.ScrollTo(99_999)
	if got := len(tbl.Grid.body.views); got != few {
		t.Errorf("%d row views for 100,000 rows, %d for 40", got, few)
	}
	last := tbl.Grid.body.view(99_999, 1)
	if last.row != 99_999 || !last.text.Visible() {
		t.Errorf("the last row is not drawn: its view shows row %d", last.row)
	}
	if bottom := float32(100_000)*theme.RowHeight - tbl.Grid.Scroll.Offset.Y; bottom > tbl.Grid.Scroll.Size().Height+1 {
		t.Errorf("the last row ends %.0f below the table's top, which is %.0f high", bottom, tbl.Grid.Scroll.Size().Height)
	}
	asked := 0
	tbl.defs[0].Cell = func(p person) Cell { asked++; return Cell{Text: p.name} }
	tbl.SetRows(manyPeople(100_000))
	if asked > 10*few {
		t.Errorf("%d cells were asked for, with %d rows in sight", asked, few)
	}
}

func TestSetRowsKeepsThePlace(t *testing.T) {
	tbl, _ := showPeople(t, manyPeople(1000))
	tbl.ScrollTo(500)
	before := tbl.Grid.Scroll.Offset.Y
	tbl.SetRows(manyPeople(1001))
	if tbl.Grid.Scroll.Offset.Y != before || before == 0 {
		t.Errorf("scrolled to %.0f, was %.0f", tbl.Grid.Scroll.Offset.Y, before)
	}
	tbl.SetRows(manyPeople(3))
	if tbl.Grid.Scroll.Offset.Y != 0 {
		t.Errorf("three rows are scrolled by %.0f", tbl.Grid.Scroll.Offset.Y)
	}
}

func TestScrollToTop(t *testing.T) {
	tbl, _ := showPeople(t, manyPeople(1000))
	tbl.ScrollTo(500)
	tbl.SetRows(manyPeople(400))
	tbl.Grid.ScrollToTop()
	if tbl.Grid.Scroll.Offset.Y != 0 || tbl.Grid.body.view(0, 1).row != 0 {
		t.Errorf("scrolled to %.0f, the first row in sight is %d", tbl.Grid.Scroll.Offset.Y, tbl.Grid.body.view(0, 1).row)
	}
}

func TestWheelOverHeadScrolls(t *testing.T) {
	tbl, w := showPeople(t, manyPeople(1000))
	for _, y := range []float32{10, 200} {
		before := tbl.Grid.Scroll.Offset.Y
		test.Scroll(w.Canvas(), fyne.NewPos(300, y), 0, -25)
		if got := tbl.Grid.Scroll.Offset.Y - before; got != 3*theme.RowHeight {
			t.Errorf("the wheel at height %.0f scrolls by %.0f, want three rows", y, got)
		}
	}
}

// TestWheelMovesTheLight: the row that has come under a pointer that rests is the one that is lit, not the one that was.
func TestWheelMovesTheLight(t *testing.T) {
	tbl, w := showPeople(t, manyPeople(1000))
	at := fyne.NewPos(300, 200)
	test.MoveMouse(w.Canvas(), at)
	before := tbl.Grid.Hover.Row
	test.Scroll(w.Canvas(), at, 0, -25)
	if got := tbl.Grid.Hover.Row; got != before+3 {
		t.Errorf("row %d is lit, want %d", got, before+3)
	}
}

func TestColumnsFitAndAreDragged(t *testing.T) {
	tbl, w := showPeople(t, people)
	if got := tbl.Grid.total(); got != tbl.Grid.Size().Width-2 {
		t.Errorf("columns are %.0f wide in a table of %.0f", got, tbl.Grid.Size().Width)
	}
	border := fyne.NewPos(tbl.Grid.spans[1].X+tbl.Grid.spans[1].Width+1, 10)
	tbl.Grid.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: border}, Button: desktop.MouseButtonPrimary})
	tbl.Grid.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: border.AddXY(-200, 0)}})
	tbl.Grid.DragEnd()
	if got, want := tbl.Grid.spans[1].Width, border.X-1-200-tbl.Grid.spans[1].X; got < want-1 || got > want+1 {
		t.Errorf("the column is %.0f wide, want %.0f", got, want)
	}
	w.Resize(fyne.NewSize(200, 400))
	if tbl.Grid.total() <= 198 {
		t.Errorf("columns of %.0f should overflow a table of 200", tbl.Grid.total())
	}
}

func TestTooltipOfTextThatDoesNotFit(t *testing.T) {
	long := "Константинопольский Константин Константинович Длиннофамильный"
	tbl := newPeople([]person{{1, long, 1}, {2, "Ив", 2}})
	layers := widgets.NewLayers(tbl.Grid, nil)
	clock := &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	w.Resize(fyne.NewSize(360, 300))
	hover := func(row int) {
		test.MoveMouse(w.Canvas(), fyne.NewPos(checkWidth+20, rowPoint(tbl, row).Y))
		clock.Pass(widgets.TipDelay)
	}
	hover(1)
	if layers.Tooltip() != "" {
		t.Errorf("a text that fits has the tooltip %q", layers.Tooltip())
	}
	hover(0)
	if layers.Tooltip() != long {
		t.Errorf("tooltip = %q, want the whole name", layers.Tooltip())
	}
	if w.Canvas().Overlays().Top() != nil {
		t.Error("the tooltip is an overlay: it takes clicks from the table")
	}
	tbl.Grid.MouseOut()
	if layers.Tooltip() != "" {
		t.Error("the tooltip stays after the pointer has gone")
	}
}

func TestEmptyTableSaysWhatToDo(t *testing.T) {
	tbl := newPeople(nil)
	did := 0
	tbl.Grid.Empty = Empty{Title: "Чатов пока нет", Hint: "Добавьте первый.", Action: "Добавить", Do: func() { did++ }}
	w := viewtest.NewWindow(t, widgets.NewLayers(tbl.Grid, nil))
	w.Canvas().FocusNext()
	w.Canvas().FocusNext()
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyReturn)
	if did != 1 {
		t.Errorf("the button of the empty table did %d times, want once", did)
	}
}

// TestFailedReadingIsCopied: why the rows could not be read stands in their place, and can be copied.
func TestFailedReadingIsCopied(t *testing.T) {
	tbl := newPeople(nil)
	w := viewtest.NewWindow(t, widgets.NewLayers(tbl.Grid, nil))
	again := 0
	tbl.Grid.Fail("Список не прочитан", errors.New("база данных занята: повторите через минуту"), func() { again++ })
	w.Canvas().FocusNext()
	w.Canvas().FocusNext()
	if why, ok := w.Canvas().Focused().(*widgets.Copyable); !ok {
		t.Errorf("Tab leads to %T", w.Canvas().Focused())
	} else {
		why.TypedShortcut(&fyne.ShortcutCopy{})
	}
	if got := fyne.CurrentApp().Clipboard().Content(); got != "База данных занята: повторите через минуту." {
		t.Errorf("%q is copied", got)
	}
	w.Canvas().FocusNext()
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyReturn)
	if again != 1 {
		t.Errorf("it was read again %d times", again)
	}
}

func same(t *testing.T, what string, got []int, want ...int) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s = %v, want %v", what, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s = %v, want %v", what, got, want)
		}
	}
}
