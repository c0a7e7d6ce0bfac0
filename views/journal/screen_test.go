package journal

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
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

func TestAnotherTermAndSubjectAreAskedFor(t *testing.T) {
	b := newBench(t, atp(), open)
	s := b.screen()
	s.subjects.Field.TypedRune('И')
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
	if s.Undo() {
		t.Error("a reader has steps of the journal to take back")
	}
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

// TestGroupsKeepTheirPlace: who comes back from a journal, or hears of a change elsewhere, finds the tile that they were on.
func TestGroupsKeepTheirPlace(t *testing.T) {
	f := atp()
	f.courses = []model.CourseGroups{{Year: 1, Groups: []model.JournalGroup{{ID: 7, Name: "АТП-23"}, {ID: 8, Name: "ДО-19-5"}}}}
	b := newBench(t, f, Groups)
	tile := b.pages[0].(*groups).tiles[1]
	b.Window.Canvas().Focus(tile)
	f.courses = []model.CourseGroups{{Year: 1, Groups: slices.Clone(f.courses[0].Groups)}}
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	if b.Window.Canvas().Focused() != fyne.Focusable(tile) || b.pages[0].(*groups).tiles[1] != tile {
		t.Error("the tile is another one")
	}
	f.courses = []model.CourseGroups{{Year: 1, Groups: []model.JournalGroup{{ID: 7, Name: "АТП-23"}, {ID: 8, Name: "ДО-20-5"}}}}
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	b.Sees("ДО-20-5")
}

func TestJournalShowsTheLessonWhoseDateIsPressed(t *testing.T) {
	b := newBench(t, atp(), open)
	for _, tab := range []string{tabPlan, tabList} {
		b.screen().panel.tabs.Select(tab)
		b.SeesNot("Действия")
		b.screen().sheet.OnColumn(3) // by an arrow: the tab stays
		b.SeesNot("Действия")
		b.screen().sheet.OnHead(3)
		b.Sees("Действия", "Проверка уровня знаний")
	}
}
