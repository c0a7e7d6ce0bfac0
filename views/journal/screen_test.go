package journal

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/sheet"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

func TestGroupsComeByCourseAndOpenTheirJournal(t *testing.T) {
	f := atp()
	f.courses = []model.CourseGroups{
		{Year: 1, Groups: []model.JournalGroup{{ID: 7, Name: "АТП-23", Own: true}, {ID: 8, Name: "ДО-19-5"}}},
		{Year: 2, Groups: []model.JournalGroup{{ID: 9, Name: "МСХ-19-3"}}},
		{Groups: []model.JournalGroup{{Name: model.SectionsName, Own: true}}},
	}
	b := newBench(t, f, Groups)
	b.Sees("Журнал успеваемости", "1 курс", "· 2 учебные группы", "Группа АТП-23 моя", "Группа ДО-19-5", "2 курс", "· 1 учебная группа", "Без курса", "4 группы")
	g := b.pages[0].(*groups)
	g.search.SetText("мсх")
	b.Sees("Группа МСХ-19-3", "Найдено 1 из 4")
	b.SeesNot("АТП-23")
	g.search.SetText("ёж")
	b.Sees("Ничего не найдено")
	b.Press("Показать все группы")
	b.Press("Группа АТП-23")
	b.Sees("Журнал группы АТП-23")
	if f.asked[0].Group != 7 {
		t.Errorf("asked for %+v", f.asked)
	}
	b.Press("Группы")
	if len(b.pages) != 1 {
		t.Error("«Группы» does not go back to the list")
	}
}

func TestGroupsSayWhenThereAreNoneAndWhenTheyCannotBeRead(t *testing.T) {
	b := newBench(t, atp(), Groups)
	b.Sees("Журналов пока нет", "Нагрузку загружает администратор ПОО")
	b = newBench(t, atp(), administers(Groups))
	b.Sees("Журналов пока нет", "загрузите их в «Пользователи»")
	b.SeesNot("администратор ПОО")
	f := atp()
	f.groupsErr = errStore
	b = newBench(t, f, Groups)
	b.Sees("Группы не прочитаны", "База данных занята: повторите через минуту.")
	f.groupsErr, f.courses = nil, []model.CourseGroups{{Year: 1, Groups: []model.JournalGroup{{ID: 7, Name: "АТП-23"}}}}
	b.Press("Повторить")
	b.Sees("Группа АТП-23")
}

func TestJournalShowsTheManualsPage(t *testing.T) {
	b := newBench(t, atp(), open)
	b.Sees("Журнал группы АТП-23", "1 курс, 1 семестр", "Экспорт", "Группы", "Английский язык (ОГСЭ) · Преподаватель: Каган Н.В.",
		"5 ч. по факту 51 ч. по плану", "Скрыть занятия из расписания", "Дата занятия +", "Вид занятия", "Назначено заданий", "Средний балл",
		"Абязова Анастасия", "Занятие Темы КТП Список", "Действия", "Лекция на тему:", "1 ч.", "Проверка уровня знаний", "4,7")
	if b.screen().lesson != 5 {
		t.Errorf("lesson %d is chosen, want today's", b.screen().lesson)
	}
	cell := b.screen().totalCell(4)
	if cell.Text != "4,7" || cell.Tone != widgets.ToneGood || cell.Tooltip != "4,7: отлично, 3 оценки" {
		t.Errorf("the average is %+v", cell)
	}
}

func TestJournalChoosesTheNearestLessonOrTheWishedOne(t *testing.T) {
	f := atp()
	f.page.Today, f.page.Lessons = day(14), f.page.Lessons[:4]
	b := newBench(t, f, open)
	if b.screen().lesson != 3 {
		t.Errorf("lesson %d is chosen on the 14th, want that of the 13th", b.screen().lesson)
	}
	b = newBench(t, atp(), func(d Deps) shell.Screen {
		return OfLesson(d, model.LessonLine{Lesson: model.Lesson{ID: 2, Teaching: 30, Date: day(9)}})
	})
	if s := b.screen(); s.lesson != 2 || s.deps.Service.(*fakeService).asked[0] != (model.JournalQuery{Teaching: 30, Term: model.Term{SchoolYear: 2023, Half: 1}}) {
		t.Errorf("lesson %d is chosen, asked %+v", s.lesson, b.service.asked)
	}
	b.Press("Группы")
	if _, ok := b.pages[len(b.pages)-1].(*groups); !ok {
		t.Error("«Группы» of a journal that was opened elsewhere shows no groups")
	}
}

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

func TestAnotherTermAndSubjectAreAskedFor(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.subjects.TypedRune('И')
	if last := b.service.asked[len(b.service.asked)-1]; last.Teaching != 31 || s.page.Teaching.ID != 31 {
		t.Errorf("asked for %+v", last)
	}
	b.service.pageErr = errStore
	s.ask(model.JournalQuery{Group: 7, Teaching: 30, Term: s.query.Term})
	b.Sees("База данных занята: повторите через минуту.", "Журнал группы АТП-23")
	if got, _ := s.subjects.Selected(); got != 31 {
		t.Errorf("the field shows subject %d, the sheet still has 31", got)
	}
}

func TestLessonsOfTheTimetableCanBeHidden(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.hide.SetChecked(true)
	if got := s.shown(); !slices.Equal(got, []model.LessonID{1, 3, 4, 5}) {
		t.Errorf("shown %v", got)
	}
	b.SeesNot("09.10")
	if cell := s.totalCell(1); cell.Text != "2,0" {
		t.Errorf("hiding changed the average to %q", cell.Text)
	}
}

func TestAReaderChangesNothing(t *testing.T) {
	f := atp()
	f.page.Access = model.JournalAccess{See: true}
	online(f)
	b := newBench(t, f, open)
	s := b.screen()
	b.SeesNot("Действия", "Открыть", "Удалить", "Дата занятия +")
	s.sheet.SelectCell(1, 1)
	b.write("5")
	s.sheet.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	s.Do(shell.CommandAdd)
	if len(f.cells) != 0 || s.cellMenu(1, 1) != nil || s.actions() != nil || b.DialogOpen() {
		t.Errorf("a reader changed %+v", f.cells)
	}
}

func TestJournalSaysWhatIsMissing(t *testing.T) {
	f := atp()
	f.pageErr = errStore
	b := newBench(t, f, open)
	b.Sees("Журнал не прочитан", "База данных занята: повторите через минуту.")
	f.pageErr, f.page.Lessons, f.page.Plan = nil, nil, nil
	b.Press("Повторить")
	b.Sees("Занятий пока нет", "Добавить занятие", "Выберите занятие: нажмите на его дату в журнале.")
	b.screen().panel.tabs.Select(tabPlan)
	b.Sees("Тем КТП пока нет")
	f.page.Teachings, f.page.Teaching = nil, model.TeachingRow{}
	b.screen().load()
	b.Sees("В группе нет предметов", "загружает администратор ПОО")
	b = newBench(t, f, administers(open))
	b.Sees("В группе нет предметов", "загрузите её в «Пользователи»")
	b.SeesNot("администратор ПОО")
}

// administers makes a screen for the administrator of the college.
func administers(make func(Deps) shell.Screen) func(Deps) shell.Screen {
	return func(deps Deps) shell.Screen {
		deps.Administers = true
		return make(deps)
	}
}

func TestChangesElsewhereAreReadAndWhatIsTypedStays(t *testing.T) {
	f := atp()
	b := newBench(t, f, open)
	s := b.screen()
	s.sheet.SelectCell(1, 5)
	b.write("у")
	f.page.Students = append([]model.JournalStudent{{Person: 50, Name: model.ParseName("Ааронов Пётр")}}, f.page.Students...)
	for mark, change := range map[model.Mark]model.Change{
		3: {Journals: []model.TeachingID{1}}, 4: {Lessons: true}, 5: {All: true}, // which is told where too many journals would have to be named
	} {
		f.put(4, 2, model.Cell{Mark: mark})
		f.Publish(change)
		b.timer.Pass(time.Second)
		if got := s.markCell(2, 4).Text; got != strconv.Itoa(int(mark)) {
			t.Errorf("after %+v, the mark of elsewhere is %q", change, got)
		}
	}
	b.write("п")
	if len(f.cells) != 1 || f.cells[0].Person != 1 || f.cells[0].Absence != model.AbsenceExcused {
		t.Errorf("stored %+v", f.cells)
	}
	s.Hidden()
	if f.Subscribed() != 0 {
		t.Error("a screen that was left still listens")
	}
	s.Shown()
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

func TestExportAsksForTheShownJournal(t *testing.T) {
	b := newBench(t, atp(), open)
	b.Press("Экспорт")
	if b.file.String() != "30" {
		t.Errorf("exported %q", b.file)
	}
	b.Sees("Журнал сохранён")
	b.Press("Закрыть")
	if name := exportName(b.screen().page); name != "Журнал АТП-23 Английский язык (ОГСЭ) 1 курс, 1 семестр.xlsx" {
		t.Errorf("the file is called %q", name)
	}
	b.screen().page.Teaching.Subject = `МДК 01/02: "Игра"`
	if name := exportName(b.screen().page); strings.ContainsAny(name, `/\:"`) {
		t.Errorf("no file can be called %q", name)
	}
	b.service.exportErr = errStore
	b.Press("Экспорт")
	b.Sees("Журнал не сохранён", "База данных занята: повторите через минуту.")
}

func TestPanelListsLessonsAndTopics(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.panel.tabs.Select(tabList)
	s.panel.list.SelectKeys(3)
	if s.lesson != 3 {
		t.Errorf("a click in the list chose %d", s.lesson)
	}
	s.panel.tabs.Select(tabLesson)
	b.Sees("Пятница 13", "ДЗ · Выучить слова", "ТТ · Тест")
	s.panel.tabs.Select(tabPlan)
	b.Sees("Моя семья и друзья", "0/4")
	s.panel.plan.SelectKeys(2)
	b.Press("Добавить занятие по теме")
	b.Sees("Тема из КТП", "Темы занятий из КТП нельзя редактировать.")
	b.Press("Сохранить")
	want := model.LessonEdit{Teaching: 30, Date: day(20), Hours: 4, Kind: model.LessonPractical, Topic: 2}
	if len(b.service.lessons) != 1 || b.service.lessons[0] != want {
		t.Errorf("saved %+v, want %+v", b.service.lessons, want)
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
	b.Sees("Вставлено: 5 ячеек, из них заменено: 1. Вернуть — Ctrl+Z")
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
