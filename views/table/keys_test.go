package table

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/views/draw"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestKeyboard(t *testing.T) {
	tbl, w := showPeople(t, people)
	var opened []int
	deleted := 0
	tbl.OnOpen = func(p person) { opened = append(opened, p.id) }
	tbl.Grid.OnDelete = func() { deleted++ }
	tbl.Grid.TakeFocus()
	if w.Canvas().Focused() != fyne.Focusable(tbl.Grid) {
		t.Fatal("the table has no focus")
	}
	viewtest.Keys(tbl.Grid, fyne.KeyDelete)
	if deleted != 0 {
		t.Error("Del without a selection deletes")
	}
	viewtest.Keys(tbl.Grid, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn)
	same(t, "selected", ids(tbl.Selected()), 2)
	same(t, "opened", opened, 2)
	tbl.Grid.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	viewtest.Keys(tbl.Grid, fyne.KeyEnd)
	tbl.Grid.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	same(t, "selected by Shift", ids(tbl.Selected()), 2, 3, 4)
	viewtest.Keys(tbl.Grid, fyne.KeyHome, fyne.KeyReturn, fyne.KeyDelete)
	same(t, "opened", opened, 2, 1)
	if deleted != 1 {
		t.Errorf("deleted %d times, want once", deleted)
	}
	tbl.Grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	same(t, "selected by Ctrl+A", ids(tbl.Selected()), 1, 2, 3, 4)
}

func TestTypeAhead(t *testing.T) {
	tbl, _ := showPeople(t, people)
	now := time.Unix(0, 0)
	tbl.Grid.letters.Now = func() time.Time { return now }
	tbl.Grid.TakeFocus()
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
			tbl.Grid.TypedRune(r)
		}
		if tbl.Grid.current != s.want {
			t.Errorf("after %q the current row is %d, want %d", s.text, tbl.Grid.current, s.want)
		}
	}
}

// TestListByKeys: without checkboxes the arrows choose the row, columns are picked, sorted by and widened by keys.
func TestListByKeys(t *testing.T) {
	tbl := NewList([]*Column[person]{
		Text("name", "ФИО", 200, 0, func(p person) string { return p.name }),
		Number("id", "Номер", 100, func(p person) int { return p.id }),
	}, func(p person) int { return p.id })
	w := viewtest.NewWindow(t, tbl.Grid)
	tbl.SetRows(manyPeople(5))
	w.Canvas().Focus(tbl.Grid)
	viewtest.Keys(tbl.Grid, fyne.KeyDown, fyne.KeyDown)
	if got := tbl.Selected(); len(got) != 1 || got[0] != tbl.Rows()[2] {
		t.Errorf("two steps down choose %v", got)
	}
	ctrl := func(key fyne.KeyName, held fyne.KeyModifier) {
		tbl.Grid.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | held})
	}
	ctrl(fyne.KeyRight, 0)
	ctrl(fyne.KeyRight, 0)
	ctrl(fyne.KeyReturn, 0)
	ctrl(fyne.KeyReturn, 0)
	if rows := tbl.Rows(); rows[0].id < rows[4].id {
		t.Errorf("sorted downwards by the second column: %v", rows)
	}
	before := tbl.Grid.spans[1].Width
	ctrl(fyne.KeyRight, fyne.KeyModifierShift)
	if got := tbl.Grid.spans[1].Width; got != before+columnStep {
		t.Errorf("the column is %v wide, was %v", got, before)
	}
	if label := tbl.Grid.AccessibilityLabel(); !strings.Contains(label, "Номер: ") || !strings.Contains(label, " из 5") {
		t.Errorf("read aloud: %s", label)
	}
}

// TestDeleteMeansTheRowWithTheFocus: after a click on one row and an arrow it was the row that was clicked, out of mind.
func TestDeleteMeansTheRowWithTheFocus(t *testing.T) {
	tbl, _ := showPeople(t, people)
	var deleted []int
	tbl.Grid.OnDelete = func() { deleted = ids(tbl.Selected()) }
	click(tbl, rowPoint(tbl, 0), 0)
	viewtest.Keys(tbl.Grid, fyne.KeyDown, fyne.KeyDelete)
	same(t, "after a click and an arrow", deleted, 2)
	viewtest.Keys(tbl.Grid, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeyDelete)
	same(t, "after marks", deleted, 2, 3)
}

// TestKeysLeadIntoSight: the row that a key leads to is in sight in a dialog or page too that shows only a part of the list.
func TestKeysLeadIntoSight(t *testing.T) {
	tbl := newPeople(manyPeople(40))
	w := viewtest.NewWindow(t, scroll.NewVertical(container.New(widgets.Sized{Height: 600}, tbl.Grid)))
	w.Resize(fyne.NewSize(400, 160))
	w.Canvas().Focus(tbl.Grid)
	for row := range 30 {
		top := draw.Absolute(tbl.Grid).Y + tbl.Grid.headHeight() + float32(tbl.Grid.current)*theme.RowHeight - tbl.Grid.Scroll.Offset.Y
		if tbl.Grid.current != row || row > 0 && (top < 0 || top+theme.RowHeight > 160) {
			t.Fatalf("row %d, wanted %d, is %.0f below the upper edge of 160", tbl.Grid.current, row, top)
		}
		viewtest.Keys(tbl.Grid, fyne.KeyDown)
	}
}
