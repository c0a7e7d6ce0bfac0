package table

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

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
	tbl.Grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	same(t, "selected", ids(tbl.Selected()))
}

// TestMarksOutOfSight: what is marked stays so while a filter leaves it out, and can be seen alone; a row that was only clicked, or
// that has become another one, does not.
func TestMarksOutOfSight(t *testing.T) {
	tbl, _ := showPeople(t, people)
	only := tbl.Grid.Only(func() {})
	box := func(row int) { click(tbl, fyne.NewPos(15, rowPoint(tbl, row).Y), 0) }
	named := func(name string) func(int) bool {
		return func(place int) bool { return strings.HasPrefix(people[place].name, name) }
	}
	click(tbl, rowPoint(tbl, 0), 0)
	tbl.Grid.Filter(named("Я"))
	if same(t, "clicked", ids(tbl.Selected())); only.Visible() {
		t.Error("a choice of nobody can be looked at")
	}
	box(0)
	tbl.Grid.Filter(named("И"))
	same(t, "marked", ids(tbl.Selected()), 4)
	box(1)
	same(t, "marked in two searches", ids(tbl.Selected()), 3, 4)
	only.SetChecked(true)
	same(t, "of those marked the search finds", ids(tbl.Rows()), 3)
	tbl.Grid.Filter(nil)
	same(t, "those marked", ids(tbl.Rows()), 3, 4)
	only.SetChecked(false)
	tbl.Grid.Filter(named("И"))
	tbl.Grid.TypedShortcut(&fyne.ShortcutSelectAll{})
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
	tbl.Grid.Filter(nil)
	box(1)
	click(tbl, rowPoint(tbl, 2), 0)
	same(t, "clicked instead", ids(tbl.Selected()), 3)
}

func TestMouseSelects(t *testing.T) {
	tbl, _ := showPeople(t, people)
	told := 0
	tbl.Grid.OnSelectionChanged = func() { told++ }
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

func TestSelectionForgetsRowsThatAreGone(t *testing.T) {
	tbl, _ := showPeople(t, people)
	tbl.SelectKeys(1, 4)
	told := 0
	tbl.Grid.OnSelectionChanged = func() { told++ }
	tbl.SetRows(people[:2])
	same(t, "selected", ids(tbl.Selected()), 1)
	tbl.SetRows(people)
	same(t, "selected", ids(tbl.Selected()), 1)
	if told != 1 {
		t.Errorf("told %d times, want once", told)
	}
}

func TestContextMenuSelectsTheRow(t *testing.T) {
	tbl, w := showPeople(t, people)
	var acted []int
	tbl.Grid.Context = func() []widgets.MenuItem {
		return []widgets.MenuItem{{Label: "Удалить", Do: func() { acted = ids(tbl.Selected()) }}}
	}
	tbl.SelectKeys(1, 2)
	open := func(row int) {
		at := rowPoint(tbl, row)
		tbl.Grid.TappedSecondary(&fyne.PointEvent{Position: at, AbsolutePosition: at})
		viewtest.Keys(w.Canvas().Focused(), fyne.KeyReturn)
	}
	open(0)
	same(t, "on a selected row", acted, 1, 2)
	open(3)
	same(t, "on another row", acted, 4)
}

func TestTapWithoutPressSelects(t *testing.T) {
	tbl, w := showPeople(t, people)
	test.TapCanvas(w.Canvas(), rowPoint(tbl, 2))
	same(t, "selected", ids(tbl.Selected()), 3)
}
