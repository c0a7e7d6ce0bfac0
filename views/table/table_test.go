package table

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestNamesakesStayTwo(t *testing.T) {
	tbl, _ := showPeople(t, people)
	tbl.SelectKeys(3)
	same(t, "selected", ids(tbl.Selected()), 3)
	click(tbl, rowPoint(tbl, 0), fyne.KeyModifierControl)
	same(t, "selected", ids(tbl.Selected()), 1, 3)
}

// TestNothingToSelect: the head's checkbox and Ctrl+A of an empty list select nothing.
func TestNothingToSelect(t *testing.T) {
	tbl, _ := showPeople(t, nil)
	click(tbl, fyne.NewPos(15, 10), 0)
	tbl.TypedShortcut(&fyne.ShortcutSelectAll{})
	same(t, "selected", ids(tbl.Selected()))
}

// TestMarksOutOfSight: what is marked stays so while a filter leaves it out, and can be seen alone; a row that was only clicked, or
// that has become another one, does not.
func TestMarksOutOfSight(t *testing.T) {
	tbl, _ := showPeople(t, people)
	only := tbl.Only(func() {})
	box := func(row int) { click(tbl, fyne.NewPos(15, rowPoint(tbl, row).Y), 0) }
	named := func(name string) func(int) bool {
		return func(place int) bool { return strings.HasPrefix(people[place].name, name) }
	}
	click(tbl, rowPoint(tbl, 0), 0)
	tbl.Filter(named("Я"))
	if same(t, "clicked", ids(tbl.Selected())); only.Visible() {
		t.Error("a choice of nobody can be looked at")
	}
	box(0)
	tbl.Filter(named("И"))
	same(t, "marked", ids(tbl.Selected()), 4)
	box(1)
	same(t, "marked in two searches", ids(tbl.Selected()), 3, 4)
	only.SetChecked(true)
	same(t, "of those marked the search finds", ids(tbl.Rows()), 3)
	tbl.Filter(nil)
	same(t, "those marked", ids(tbl.Rows()), 3, 4)
	only.SetChecked(false)
	tbl.Filter(named("И"))
	tbl.TypedShortcut(&fyne.ShortcutSelectAll{})
	same(t, "with all that is shown", ids(tbl.Selected()), 1, 3, 4)
	click(tbl, fyne.NewPos(15, 10), 0)
	same(t, "without all that is shown", ids(tbl.Selected()), 4)
	box(0)
	tbl.SetRowsWhere(people, named("Я")) // the first is not what it was
	same(t, "read again", ids(tbl.Selected()), 4)
	only.SetChecked(true)
	box(0)
	if same(t, "once nobody is marked", ids(tbl.Rows()), 4); only.Visible() || only.Checked() {
		t.Error("nobody is marked, and nobody else is shown")
	}
	click(tbl, rowPoint(tbl, 0), 0)
	tbl.Filter(nil)
	box(1)
	click(tbl, rowPoint(tbl, 2), 0)
	same(t, "clicked instead", ids(tbl.Selected()), 3)
}

func TestMouseSelects(t *testing.T) {
	tbl, _ := showPeople(t, people)
	told := 0
	tbl.OnSelectionChanged = func() { told++ }
	steps := []struct {
		row  int
		x    float32 // 0 = away from the texts
		mod  fyne.KeyModifier
		want []int
	}{
		{1, 0, 0, []int{2}},
		{2, 0, 0, []int{3}},
		{0, 0, fyne.KeyModifierControl, []int{1, 3}},
		{0, 0, fyne.KeyModifierControl, []int{3}},
		{0, 0, 0, []int{1}},
		{2, 0, fyne.KeyModifierShift, []int{1, 2, 3}},
		{1, 0, fyne.KeyModifierShift, []int{1, 2}},
		{3, 15, 0, []int{1, 2, 4}}, // the checkbox adds
		{3, 15, 0, []int{1, 2}},
	}
	for i, s := range steps {
		at := rowPoint(tbl, s.row)
		if s.x > 0 {
			at.X = s.x
		}
		click(tbl, at, s.mod)
		if got := ids(tbl.Selected()); !slices.Equal(got, s.want) {
			t.Fatalf("step %d: selected %v, want %v", i, got, s.want)
		}
	}
	if told != len(steps) {
		t.Errorf("OnSelectionChanged was called %d times, want %d", told, len(steps))
	}
}

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
	tbl.DoubleTapped(&fyne.PointEvent{Position: rowPoint(tbl, 3)})
	same(t, "opened", opened, 2, 4)
	click(tbl, name, fyne.KeyModifierControl)
	same(t, "opened by Ctrl and click", opened, 2, 4)
}

func TestHeadSortsAndSelectsAll(t *testing.T) {
	tbl, _ := showPeople(t, people)
	age := fyne.NewPos(tbl.Size().Width-60, 10)
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
	tbl.SortBy("nonsense", false)
	same(t, "as given", ids(tbl.Rows()), 5, 2)
}

func TestSelectionForgetsRowsThatAreGone(t *testing.T) {
	tbl, _ := showPeople(t, people)
	tbl.SelectKeys(1, 4)
	told := 0
	tbl.OnSelectionChanged = func() { told++ }
	tbl.SetRows(people[:2])
	same(t, "selected", ids(tbl.Selected()), 1)
	tbl.SetRows(people)
	same(t, "selected", ids(tbl.Selected()), 1)
	if told != 1 {
		t.Errorf("told %d times, want once", told)
	}
}

func TestKeyboard(t *testing.T) {
	tbl, w := showPeople(t, people)
	var opened []int
	deleted := 0
	tbl.OnOpen = func(p person) { opened = append(opened, p.id) }
	tbl.OnDelete = func() { deleted++ }
	tbl.TakeFocus()
	if w.Canvas().Focused() != fyne.Focusable(tbl) {
		t.Fatal("the table has no focus")
	}
	viewtest.Keys(tbl, fyne.KeyDelete)
	if deleted != 0 {
		t.Error("Del without a selection deletes")
	}
	viewtest.Keys(tbl, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn)
	same(t, "selected", ids(tbl.Selected()), 2)
	same(t, "opened", opened, 2)
	tbl.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	viewtest.Keys(tbl, fyne.KeyEnd)
	tbl.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	same(t, "selected by Shift", ids(tbl.Selected()), 2, 3, 4)
	viewtest.Keys(tbl, fyne.KeyHome, fyne.KeyReturn, fyne.KeyDelete)
	same(t, "opened", opened, 2, 1)
	if deleted != 1 {
		t.Errorf("deleted %d times, want once", deleted)
	}
	tbl.TypedShortcut(&fyne.ShortcutSelectAll{})
	same(t, "selected by Ctrl+A", ids(tbl.Selected()), 1, 2, 3, 4)
}

func TestCurrentRowStaysWithItsKey(t *testing.T) {
	tbl, _ := showPeople(t, people)
	tbl.TakeFocus()
	viewtest.Keys(tbl, fyne.KeyDown)
	tbl.SortBy("age", false)
	var opened []int
	tbl.OnOpen = func(p person) { opened = append(opened, p.id) }
	viewtest.Keys(tbl, fyne.KeyReturn)
	same(t, "opened", opened, 2)
}

func TestTypeAhead(t *testing.T) {
	tbl, _ := showPeople(t, people)
	now := time.Unix(0, 0)
	tbl.letters.Now = func() time.Time { return now }
	tbl.TakeFocus()
	steps := []struct {
		text string
		wait time.Duration
		want int // row
	}{
		{"и", 0, 2},               // the first row is the current one, so the next with the letter
		{"и", 2 * time.Second, 0}, // and around the end
		{"яков", 2 * time.Second, 3},
		{"е", 2 * time.Second, 1}, // ё is found by е
		{"иванов и", 2 * time.Second, 2},
		{"xyz", 2 * time.Second, 2},
	}
	for _, s := range steps {
		now = now.Add(s.wait)
		for _, r := range s.text {
			tbl.TypedRune(r)
		}
		if tbl.current != s.want {
			t.Errorf("after %q the current row is %d, want %d", s.text, tbl.current, s.want)
		}
	}
}

func TestContextMenuSelectsTheRow(t *testing.T) {
	tbl, w := showPeople(t, people)
	var acted []int
	tbl.Context = func() []widgets.MenuItem {
		return []widgets.MenuItem{{Label: "Удалить", Do: func() { acted = ids(tbl.Selected()) }}}
	}
	tbl.SelectKeys(1, 2)
	open := func(row int) {
		at := rowPoint(tbl, row)
		tbl.TappedSecondary(&fyne.PointEvent{Position: at, AbsolutePosition: at})
		viewtest.Keys(w.Canvas().Focused(), fyne.KeyReturn)
	}
	open(0)
	same(t, "on a selected row", acted, 1, 2)
	open(3)
	same(t, "on another row", acted, 4)
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
	few := len(tbl.body.views)
	tbl.SetRows(manyPeople(100_000))
	tbl.ScrollTo(99_999)
	if got := len(tbl.body.views); got != few {
		t.Errorf("%d row views for 100,000 rows, %d for 40", got, few)
	}
	last := tbl.body.view(99_999, 1)
	if last.row != 99_999 || !last.text.Visible() {
		t.Errorf("the last row is not drawn: its view shows row %d", last.row)
	}
	if bottom := float32(100_000)*theme.RowHeight - tbl.Scroll.Offset.Y; bottom > tbl.Scroll.Size().Height+1 {
		t.Errorf("the last row ends %.0f below the table's top, which is %.0f high", bottom, tbl.Scroll.Size().Height)
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
	before := tbl.Scroll.Offset.Y
	tbl.SetRows(manyPeople(1001))
	if tbl.Scroll.Offset.Y != before || before == 0 {
		t.Errorf("scrolled to %.0f, was %.0f", tbl.Scroll.Offset.Y, before)
	}
	tbl.SetRows(manyPeople(3))
	if tbl.Scroll.Offset.Y != 0 {
		t.Errorf("three rows are scrolled by %.0f", tbl.Scroll.Offset.Y)
	}
}

func TestScrollToTop(t *testing.T) {
	tbl, _ := showPeople(t, manyPeople(1000))
	tbl.ScrollTo(500)
	tbl.SetRows(manyPeople(400))
	tbl.ScrollToTop()
	if tbl.Scroll.Offset.Y != 0 || tbl.body.view(0, 1).row != 0 {
		t.Errorf("scrolled to %.0f, the first row in sight is %d", tbl.Scroll.Offset.Y, tbl.body.view(0, 1).row)
	}
}

func TestWheelOverHeadScrolls(t *testing.T) {
	tbl, w := showPeople(t, manyPeople(1000))
	for _, y := range []float32{10, 200} {
		before := tbl.Scroll.Offset.Y
		test.Scroll(w.Canvas(), fyne.NewPos(300, y), 0, -25)
		if got := tbl.Scroll.Offset.Y - before; got != 3*theme.RowHeight {
			t.Errorf("the wheel at height %.0f scrolls by %.0f, want three rows", y, got)
		}
	}
}

// TestWheelMovesTheLight: the row that has come under a pointer that rests is the one that is lit, not the one that was.
func TestWheelMovesTheLight(t *testing.T) {
	tbl, w := showPeople(t, manyPeople(1000))
	at := fyne.NewPos(300, 200)
	test.MoveMouse(w.Canvas(), at)
	before := tbl.Hover.Row
	test.Scroll(w.Canvas(), at, 0, -25)
	if got := tbl.Hover.Row; got != before+3 {
		t.Errorf("row %d is lit, want %d", got, before+3)
	}
}

func TestColumnsFitAndAreDragged(t *testing.T) {
	tbl, w := showPeople(t, people)
	if got := tbl.total(); got != tbl.Size().Width-2 {
		t.Errorf("columns are %.0f wide in a table of %.0f", got, tbl.Size().Width)
	}
	border := fyne.NewPos(tbl.spans[1].X+tbl.spans[1].Width+1, 10)
	tbl.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: border}, Button: desktop.MouseButtonPrimary})
	tbl.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: border.AddXY(-200, 0)}})
	tbl.DragEnd()
	if got, want := tbl.spans[1].Width, border.X-1-200-tbl.spans[1].X; got < want-1 || got > want+1 {
		t.Errorf("the column is %.0f wide, want %.0f", got, want)
	}
	w.Resize(fyne.NewSize(200, 400))
	if tbl.total() <= 198 {
		t.Errorf("columns of %.0f should overflow a table of 200", tbl.total())
	}
}

func TestTooltipOfTextThatDoesNotFit(t *testing.T) {
	long := "Константинопольский Константин Константинович Длиннофамильный"
	tbl := newPeople([]person{{1, long, 1}, {2, "Ив", 2}})
	layers := widgets.NewLayers(tbl, nil)
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
	tbl.MouseOut()
	if layers.Tooltip() != "" {
		t.Error("the tooltip stays after the pointer has gone")
	}
}

func TestEmptyTableSaysWhatToDo(t *testing.T) {
	tbl := newPeople(nil)
	did := 0
	tbl.Empty = Empty{Title: "Чатов пока нет", Hint: "Добавьте первый.", Action: "Добавить", Do: func() { did++ }}
	w := viewtest.NewWindow(t, widgets.NewLayers(tbl, nil))
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
	w := viewtest.NewWindow(t, widgets.NewLayers(tbl, nil))
	again := 0
	tbl.Fail("Список не прочитан", errors.New("база данных занята: повторите через минуту"), func() { again++ })
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

func TestTapWithoutPressSelects(t *testing.T) {
	tbl, w := showPeople(t, people)
	test.TapCanvas(w.Canvas(), rowPoint(tbl, 2))
	same(t, "selected", ids(tbl.Selected()), 3)
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

// TestListByKeys: without checkboxes the arrows choose the row, columns are picked, sorted by and widened by keys.
func TestListByKeys(t *testing.T) {
	tbl := NewList([]*Column[person]{
		Text("name", "ФИО", 200, 0, func(p person) string { return p.name }),
		Number("id", "Номер", 100, func(p person) int { return p.id }),
	}, func(p person) int { return p.id })
	w := viewtest.NewWindow(t, tbl)
	tbl.SetRows(manyPeople(5))
	w.Canvas().Focus(tbl)
	viewtest.Keys(tbl, fyne.KeyDown, fyne.KeyDown)
	if got := tbl.Selected(); len(got) != 1 || got[0] != tbl.Rows()[2] {
		t.Errorf("two steps down choose %v", got)
	}
	ctrl := func(key fyne.KeyName, held fyne.KeyModifier) {
		tbl.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | held})
	}
	ctrl(fyne.KeyRight, 0)
	ctrl(fyne.KeyRight, 0)
	ctrl(fyne.KeyReturn, 0)
	ctrl(fyne.KeyReturn, 0)
	if rows := tbl.Rows(); rows[0].id < rows[4].id {
		t.Errorf("sorted downwards by the second column: %v", rows)
	}
	before := tbl.spans[1].Width
	ctrl(fyne.KeyRight, fyne.KeyModifierShift)
	if got := tbl.spans[1].Width; got != before+columnStep {
		t.Errorf("the column is %v wide, was %v", got, before)
	}
	if label := tbl.AccessibilityLabel(); !strings.Contains(label, "Номер: ") || !strings.Contains(label, " из 5") {
		t.Errorf("read aloud: %s", label)
	}
}
