package journal

import (
	"maps"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/sheet"
)

func TestMarksAreSavedAtOnceToTheRightOfTwoNamesakes(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.sheet.SelectCell(14, 5) // the second «Иванов Иван»
	b.write("5")
	want := model.CellEdit{CellKey: model.CellKey{Lesson: 5, Person: 14}, Mark: 5}
	if len(b.service.cells) != 1 || b.service.cells[0] != want {
		t.Fatalf("saved %+v, want %+v", b.service.cells, want)
	}
	if got := s.markCell(13, 5).Text; got != "" {
		t.Errorf("the namesake has %q", got)
	}
	b.write("б")
	if last := b.service.cells[len(b.service.cells)-1]; last.Absence != model.AbsenceIll || last.Person != 15 {
		t.Errorf("then saved %+v", last)
	}
	s.sheet.SelectCell(3, 5)
	b.write("н")
	if len(b.service.cells) != 2 {
		t.Error("«Н» was taken though it may become «НП»")
	}
	b.write("п")
	if last := b.service.cells[len(b.service.cells)-1]; last.Absence != model.AbsenceUnexcused || last.Person != 3 {
		t.Errorf("«НП» saved %+v", last)
	}
	s.sheet.SelectCell(2, 3) // has 5 and a task's 4
	s.sheet.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got := s.markCell(2, 3).Text; got != "4" {
		t.Errorf("Delete leaves %q, want the task's mark alone", got)
	}
}

func TestMarksAreDrawnBeforeTheyAreStoredAndInOrder(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	b.exec.Late = true
	s.sheet.SelectCell(1, 5)
	b.write("5")
	s.sheet.SelectCell(1, 5)
	b.write("4")
	waiting := b.exec.Take()
	if got := s.markCell(1, 5).Text; got != "4" || len(b.service.cells) != 0 || len(waiting) != 1 {
		t.Fatalf("%q is drawn, %v stored, %d on their way", got, b.service.cells, len(waiting))
	}
	b.exec.Release()
	waiting[0]()
	if len(b.service.cells) != 2 || b.service.cells[0].Mark != 5 || b.service.cells[1].Mark != 4 {
		t.Errorf("stored in the order %+v", b.service.cells)
	}
	if got := s.markCell(1, 5).Text; got != "4" {
		t.Errorf("then %q is drawn", got)
	}
}

func TestAMarkThatCannotBeStoredGoesBackAndIsToldOf(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	f.cellErr = errStore
	s.sheet.SelectCell(1, 1) // has 2
	b.write("5")
	if got := s.markCell(1, 1).Text; got != "2" {
		t.Errorf("%q is drawn, want the old mark", got)
	}
	b.Sees("Не сохранено. База данных занята: повторите через минуту.")
	f.cellErr = nil
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	if len(f.cells) != 0 {
		t.Errorf("what was never stored was undone: %+v", f.cells)
	}
}

func TestUndoAndRedo(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.sheet.SelectCell(1, 1)
	b.write("5")
	b.write("4")
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	if a, c := s.markCell(1, 1).Text, s.markCell(2, 1).Text; a != "2" || c != "3" {
		t.Errorf("undone to %q and %q, want 2 and 3", a, c)
	}
	if p, l, _ := s.sheet.Current(); p != 1 || l != 1 {
		t.Errorf("the undone cell is not shown: %d, %d", p, l)
	}
	s.sheet.TypedShortcut(&fyne.ShortcutRedo{})
	if got := s.markCell(1, 1).Text; got != "5" {
		t.Errorf("done again to %q", got)
	}
	s.ask(model.JournalQuery{Group: 7, Teaching: 31, Term: s.query.Term})
	before := len(b.service.cells)
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	if len(b.service.cells) != before {
		t.Error("another journal undoes this one's marks")
	}
}

func TestAMistypedMarkKeepsTheScreen(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.sheet.SelectCell(1, 5)
	b.write("юю")
	left := true
	s.MayLeave(func(ok bool) { left = ok })
	if left {
		t.Error("the screen was left with a mark that nobody understands")
	}
	b.Sees("«юю» в журнал не ставят: оценка")
	s.sheet.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.MayLeave(func(ok bool) { left = ok })
	if !left {
		t.Error("Esc does not let go")
	}
}

func TestAPageReadTooEarlyTakesNoMarkBack(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	early, begun := s.page, s.cells.now()
	early.Cells = maps.Clone(early.Cells)
	s.sheet.SelectCell(2, 3) // has 5 and a task's 4
	b.write("3")
	s.take(early, s.now, begun)
	if got := s.markCell(2, 3).Text; got != "3 4" {
		t.Errorf("the cell shows %q, want the mark that was stored after the page was read", got)
	}
	s.take(early, s.now, s.cells.now())
	if got := s.markCell(2, 3).Text; got != "5 4" {
		t.Errorf("the cell shows %q, want what a later reading found", got)
	}
}

func TestABlockIsPastedAsOneStepOrNotAtAll(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	paste := func(text string) {
		fyne.CurrentApp().Clipboard().SetContent(text)
		s.sheet.TypedShortcut(&fyne.ShortcutPaste{})
	}
	s.sheet.SelectCell(1, 4)
	b.write("4")
	s.sheet.SelectCell(1, 4)
	paste("5\tн\n\t4\nО 3\tзач\n")
	cells := func() (text string) {
		for p := model.PersonID(1); p <= 3; p++ {
			text += s.markCell(p, 4).Text + "," + s.markCell(p, 5).Text + ";"
		}
		return text
	}
	if got := cells(); got != "5,Н;,4;О 3,зач;" || b.service.calls != 2 {
		t.Fatalf("pasted %q in %d calls", got, b.service.calls-1)
	}
	b.Sees("Вставлено: 5 клеток, из них заменено: 1. Вернуть — Ctrl+Z")
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	if got := cells(); got != "4,;,;,;" || b.service.calls != 3 {
		t.Errorf("one Ctrl+Z gives %q in %d calls", got, b.service.calls-2)
	}
	s.sheet.SelectCell(1, 4)
	paste("5\n3\n7\n")
	if got := cells(); got != "4,;,;,;" || b.service.calls != 3 {
		t.Errorf("of a block with a wrong value %q was set in %d calls", got, b.service.calls-3)
	}
	b.Sees("Ничего не вставлено. Алиев", "«7» в журнал не ставят")
}

func TestDigitsWithEnterFillStudentsInARow(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.sheet.SelectCell(1, 5)
	for _, mark := range []string{"5", "4", "3"} {
		b.write(mark)
		s.sheet.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if got := s.markCell(1, 5).Text + s.markCell(2, 5).Text + s.markCell(3, 5).Text + s.markCell(4, 5).Text; got != "543" {
		t.Errorf("filled %q", got)
	}
}

// TestLeavingWaitsForMarks: what was typed just before the window is closed or somebody signs out is stored first, a
// second mark that waits for the first one too.
func TestLeavingWaitsForMarks(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	left := ""
	leave := func() {
		left = ""
		s.MayLeave(func(ok bool) { left = map[bool]string{true: "left", false: "stayed"}[ok] })
	}
	if s.Unsaved() {
		t.Error("nothing was typed yet")
	}
	b.exec.Late = true
	s.sheet.SelectCell(1, 5)
	b.write("54н") // «Н» is still being typed
	if !s.Unsaved() {
		t.Error("marks on their way are taken for saved")
	}
	if leave(); left != "" {
		t.Fatalf("%s with marks on their way", left)
	}
	b.exec.Run()
	if left != "" {
		t.Fatalf("%s after the first mark", left)
	}
	b.exec.Run()
	b.exec.Run()
	if left != "left" || len(b.service.cells) != 3 {
		t.Fatalf("%s with %d of 3 marks stored", left, len(b.service.cells))
	}
	b.timer.Pass(leaveWait)
	b.SeesNot("Уйти без них")

	s.sheet.SelectCell(1, 5)
	b.write("32")
	leave()
	b.service.cellErr = errStore
	b.exec.Release()
	b.Sees("Не сохранено. База данных занята")
	if left != "stayed" {
		t.Errorf("%s though a mark was refused", left)
	}
	if leave(); left != "left" {
		t.Errorf("%s after the refusal was told", left)
	}

	b.service.cellErr, b.exec.Late = nil, true
	s.sheet.SelectCell(1, 5)
	b.write("32")
	leave()
	b.timer.Pass(leaveWait)
	b.Sees("Оценки ещё сохраняются", "Не сохранено: 2 правки.")
	b.exec.Release()
	if left != "" {
		t.Errorf("%s while being asked", left)
	}
	if b.Press("Уйти без них"); left != "left" {
		t.Errorf("%s after the answer", left)
	}
}

// TestAMarkTypedWhileAnotherSubjectIsReadIsKept: until the other journal is there, the one before can be written in, and
// undoes its own; what is stored late crashes nothing and stands in no other journal.
func TestAMarkTypedWhileAnotherSubjectIsReadIsKept(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	b.exec.Late = true
	s.ask(model.JournalQuery{Group: 7, Teaching: 31, Term: s.query.Term})
	reading := b.exec.Take()
	s.sheet.SelectCell(1, 1) // has 2
	b.write("5")
	if got := s.markCell(1, 1).Text; got != "5" {
		t.Errorf("%q is drawn", got)
	}
	b.exec.Run()
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	b.exec.Run()
	if last := b.service.cells[len(b.service.cells)-1]; last.Mark != 2 {
		t.Errorf("undone to %v, want the mark that stood there", last.Mark)
	}
	b.write("4")
	late := b.exec.Take()
	reading[0]()
	if s.page.Teaching.ID != 31 {
		t.Fatalf("subject %d is shown", s.page.Teaching.ID)
	}
	b.exec.Late = false
	late[0]()
	if last := b.service.cells[len(b.service.cells)-1]; last.Mark != 4 || len(b.service.cells) != 3 {
		t.Errorf("stored %+v", b.service.cells)
	}
	before := len(b.service.cells)
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	if len(b.service.cells) != before {
		t.Error("the other journal undoes this one's mark")
	}
}

// TestAnothersMarkIsNotLost: a mark over one that another teacher entered meanwhile is asked about, with both; what is chosen
// stands, and the rest of a step is saved either way.
func TestAnothersMarkIsNotLost(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	text := func(p model.PersonID) string { return s.markCell(p, 5).Text }
	meanwhile := func(p model.PersonID, m model.Mark) { f.put(5, p, model.Cell{Mark: m}) }
	meanwhile(1, 4)
	s.sheet.SelectCell(1, 5)
	b.write("5")
	b.Sees("Уже изменено", "Пока вы изменяли журнал, здесь сохранено другое.", "Лебедев Олег Иванович, 10:02", "Абязова А., 20.10: — › 4", "У вас: 5")
	if got := text(1); got != "4" || len(f.cells) != 0 {
		t.Errorf("%q is drawn while it is asked, saved %v", got, f.cells)
	}
	b.Press("Оставить 4")
	if got := text(1); got != "4" || len(f.cells) != 0 || b.DialogOpen() {
		t.Errorf("left as it is: %q, saved %v", got, f.cells)
	}
	meanwhile(1, 3)
	s.sheet.SelectCell(1, 5)
	b.write("5")
	b.Press("Поставить 5")
	if got := text(1); got != "5" || f.page.Cells[model.CellKey{Lesson: 5, Person: 1}].Mark != 5 {
		t.Errorf("saved over it: %q", got)
	}
	s.sheet.OnUndo()
	if got := text(1); got != "3" {
		t.Errorf("Ctrl+Z brings back %q, want the other's", got)
	}
	meanwhile(2, 2)
	s.pasted([]sheet.Text[model.PersonID, model.LessonID]{{Row: 2, Column: 5, Text: "4"}, {Row: 3, Column: 5, Text: "4"}})
	b.Press("Оставить 2")
	if got := text(2) + text(3); got != "24" {
		t.Errorf("a block without the other's cell: %q", got)
	}
}

// TestAMarkOverARefusedOne: a mark that was typed over one that could not be saved is no conflict with anybody.
func TestAMarkOverARefusedOne(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	b.exec.Late = true
	s.sheet.SelectCell(1, 5)
	b.write("5")
	s.sheet.SelectCell(1, 5)
	b.write("4")
	b.service.cellErr = errStore
	b.exec.Run()
	b.service.cellErr = nil
	b.exec.Release()
	if got := s.markCell(1, 5).Text; got != "4" || b.DialogOpen() {
		t.Errorf("%q is drawn, a dialog is open: %v", got, b.DialogOpen())
	}
}

// TestMarksOfTasksAreNotEdited: F2 and a double click edit the lesson's own entry. With the marks of tasks in it an Enter made one of them
// a mark of the lesson, or was refused.
func TestMarksOfTasksAreNotEdited(t *testing.T) {
	f := atp()
	f.put(3, 1, model.Cell{Tasks: []model.Mark{4}})
	b := newBench(t, f, open)
	s := b.screen()
	for _, p := range []model.PersonID{1, 2} { // the second has a mark of the lesson too
		s.sheet.SelectCell(p, 3)
		b.Key(fyne.KeyF2)
		b.Key(fyne.KeyReturn)
	}
	if len(f.cells) != 0 || s.sheet.Editing() {
		t.Errorf("an Enter has written %+v, still typing: %v", f.cells, s.sheet.Editing())
	}
	s.sheet.SelectCell(2, 3)
	b.Key(fyne.KeyF2)
	b.Key(fyne.KeyBackspace)
	b.write("3")
	if got := s.markCell(2, 3).Text; got != "3 4" {
		t.Errorf("then the cell shows %q", got)
	}
	s.sheet.SelectCell(2, 3)
	s.sheet.TypedShortcut(&fyne.ShortcutCopy{})
	s.sheet.SelectCell(4, 5)
	s.sheet.TypedShortcut(&fyne.ShortcutPaste{})
	if got := s.markCell(4, 5).Text; got != "3" {
		t.Errorf("a copy of it shows %q", got)
	}
}

// TestAnEnterIsNoAnswer: whoever types «5⏎4⏎» when it turns out that somebody else has entered another mark saves nothing over it by the
// Enter that was on its way, and drops nothing.
func TestAnEnterIsNoAnswer(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	f.put(5, 1, model.Cell{Mark: 4})
	s.sheet.SelectCell(1, 5)
	b.write("5")
	b.Sees("Уже изменено")
	b.Key(fyne.KeyReturn)
	b.Sees("Уже изменено", "У вас: 5")
	if len(f.cells) != 0 {
		t.Errorf("saved %+v", f.cells)
	}
	b.Window.Canvas().FocusNext() // by Tab
	b.Key(fyne.KeyReturn)
	if len(f.cells) != 1 || f.cells[0].Mark != 5 || b.DialogOpen() {
		t.Errorf("Tab and Enter saved %+v, still asking: %v", f.cells, b.DialogOpen())
	}
}
