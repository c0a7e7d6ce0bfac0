package sheet

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/views/viewtest"
)

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
		g.Set(upTo(3), upTo(4)) // what was saved is read again
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

// TestSheetUndoWhileTyping takes back what is being typed, and nothing that was written before; what was undone is not done again over it.
func TestSheetUndoWhileTyping(t *testing.T) {
	g, _ := showGradebook(t, 3, 4)
	undone, redone := 0, 0
	g.OnUndo, g.OnRedo = func() { undone++ }, func() { redone++ }
	g.SelectCell(1, 1)
	g.write("н")
	g.TypedShortcut(&fyne.ShortcutRedo{})
	if redone != 0 || !g.Editing() {
		t.Errorf("Ctrl+Y: redone %d, still typing %v", redone, g.Editing())
	}
	g.TypedShortcut(&fyne.ShortcutUndo{})
	if undone != 0 || g.Editing() || len(g.marks) != 0 {
		t.Errorf("Ctrl+Z: undone %d, still typing %v, written %v", undone, g.Editing(), g.marks)
	}
	g.TypedShortcut(&fyne.ShortcutUndo{})
	g.TypedShortcut(&fyne.ShortcutRedo{})
	if undone != 1 || redone != 1 {
		t.Errorf("undone %d, redone %d, want once each", undone, redone)
	}
}
