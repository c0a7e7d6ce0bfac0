package journal

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestLessonIsAddedByTheCornerAndChosen(t *testing.T) {
	b := newBench(t, atp(), open)
	b.screen().sheet.OnCorner()
	b.Sees("Занятие", lessonHint[:60], "Дата", "Длительность", "Вид", "Тема занятия", "Отмена", "Сохранить")
	b.Press("Сохранить")
	b.Sees("Укажите тему занятия: выберите её из КТП или напишите.")
	if field, ok := b.Window.Canvas().Focused().(*widgets.Entry); !ok || field.PlaceHolder != "Тема занятия" {
		t.Errorf("the focus is in %T, not where the topic is written", b.Window.Canvas().Focused())
	}
	each(b, func(e *widgets.Entry) {
		if e.PlaceHolder == "Тема занятия" {
			e.SetText("Моя  комната")
		}
	})
	each(b, func(f *dates.Field) { f.SetText("23.10") })
	b.Press("Сохранить")
	want := model.LessonEdit{Teaching: 30, Date: day(23), Hours: 1, Kind: model.LessonLecture, Title: "Моя комната"}
	if len(b.service.lessons) != 1 || b.service.lessons[0] != want {
		t.Fatalf("saved %+v, want %+v", b.service.lessons, want)
	}
	b.Sees("Понедельник 23", "Занятие 23.10.2023 сохранено")
	b.screen().addLesson(1)
	b.Press("Сохранить")
	b.Sees("Занятие 20.10.2023, № 2 сохранено")
}

func TestLessonDialogSaysWhatIsWrong(t *testing.T) {
	b := newBench(t, atp(), open)
	b.act("Изменить занятие")
	each(b, func(f *dates.Field) { f.SetText("когда-нибудь") })
	b.Press("Сохранить")
	b.Sees("Такой даты нет, формат: ДД.ММ.ГГГГ.")
	inDate := func() {
		t.Helper()
		if _, ok := b.Window.Canvas().Focused().(*dates.Field); !ok {
			t.Errorf("the focus is in %T, not in the date", b.Window.Canvas().Focused())
		}
	}
	inDate()
	each(b, func(f *dates.Field) { f.SetText("20.10.2032") })
	b.Press("Сохранить")
	b.Sees("проверьте год")
	inDate()
	each(b, func(f *dates.Field) { f.SetText("20.10.2023") })
	b.service.saveErr = errStore
	b.Press("Сохранить")
	b.Sees("База данных занята: повторите через минуту.")
	b.service.saveErr = nil
	b.Press("Сохранить")
	if len(b.service.lessons) != 1 || b.service.lessons[0].ID != 5 {
		t.Errorf("saved %+v", b.service.lessons)
	}
}

// TestALessonThatAnotherChangedIsAskedAbout: the dialog shows who changed what and stays; saving over it sends what was shown.
func TestALessonThatAnotherChangedIsAskedAbout(t *testing.T) {
	b := newBench(t, atp(), open)
	b.act("Изменить занятие")
	now := b.service.page.Lessons[len(b.service.page.Lessons)-1].Seen()
	now.Hours = 6
	sent, err := json.Marshal(now)
	if err != nil {
		t.Fatal(err)
	}
	b.service.saveErr = &model.Conflict{Thing: "занятие 20.10.2023", Who: "Лебедев Олег Иванович", At: friday, What: "часы 2 → 6, у вас 2", Now: sent}
	b.Press("Сохранить")
	b.Sees("Уже изменено", "Пока вы изменяли занятие 20.10.2023", "Лебедев Олег Иванович, "+friday.Format("15:04"), "часы 2 › 6, у вас 2")
	b.service.saveErr = nil
	b.Press("Сохранить моё")
	if got := b.service.lessons; len(got) != 1 || got[0].Seen != now {
		t.Errorf("saved %+v", got)
	}
}

func TestALessonOfAnotherTermIsFollowed(t *testing.T) {
	b := newBench(t, atp(), open)
	b.act("Изменить занятие")
	each(b, func(f *dates.Field) { f.SetText("15.02.2024") })
	b.Press("Сохранить")
	if last := b.service.asked[len(b.service.asked)-1]; last.Term != (model.Term{SchoolYear: 2023, Half: 2}) {
		t.Errorf("read %+v after a lesson went to February", last)
	}
}

func TestDeletingALessonNamesWhatIsLost(t *testing.T) {
	f := atp()
	online(f)
	b := newBench(t, f, open)
	b.screen().choose(3)
	b.act("Удалить занятие")
	b.Sees("13.10.2023, лекция «Проверка уровня знаний».", "14 оценок, 2 задания")
	b.Press("Удалить занятие")
	if len(f.deleted) != 1 || f.deleted[0] != 3 || b.screen().lesson != 5 {
		t.Errorf("deleted %v; then lesson %d is chosen, want the nearest to today", f.deleted, b.screen().lesson)
	}
	b.screen().choose(5)
	b.act("Удалить занятие")
	b.Sees("дистанционное занятие со ссылкой на звонок")
	f.saveErr = errStore
	b.Press("Удалить занятие")
	b.Sees("Не получилось", "База данных занята: повторите через минуту.")
}

func TestTasksWithAndWithoutMarks(t *testing.T) {
	b := newBench(t, atp(), open)
	b.act("Добавить задание")
	each(b, func(e *widgets.Entry) { e.SetText("Прочитать главу 2") })
	b.Press("Сохранить")
	if got := b.service.tasks[0]; got.Lesson != 5 || got.Kind != model.TaskHomework || got.Title != "Прочитать главу 2" || got.Marks != nil {
		t.Errorf("saved %+v", got)
	}
	b.act("Задание с оценками")
	b.Sees("Клавиши: 5, 4, 3, 2, З — зач, Н — нез, пробел — нет оценки.")
	each(b, func(c *choices[model.Mark]) {
		c.table.ScrollTo(14)
		c.table.SelectKeys(14)
		c.table.Grid.TypedRune('5')
		c.table.Grid.TypedRune('p') // «з» of a forgotten layout, for the next one
	})
	b.Press("Сохранить")
	if got := b.service.tasks[1]; !slices.Equal(got.Marks, []model.StudentMark{{Person: 14, Mark: 5}, {Person: 15, Mark: model.MarkPass}}) {
		t.Errorf("the marks of the second namesake and the next student were saved as %+v", got.Marks)
	}
	b.service.marks = []model.StudentMark{{Person: 2, Mark: 4}}
	b.screen().choose(3)
	b.Press("Оценки")
	b.service.saveErr = errStore
	b.Press("Сохранить")
	b.Sees("База данных занята: повторите через минуту.")
	if got := b.service.tasks[2]; got.ID == 0 || got.Marks != nil {
		t.Errorf("marks that nobody changed were saved: %+v", got)
	}
	b.service.saveErr = nil
	b.Press("Удалить задание")
	b.Sees("пропадут: 1 оценка.")
	b.Press("Удалить задание")
	if len(b.service.dropped) != 1 {
		t.Errorf("dropped %v", b.service.dropped)
	}
}

func TestTheAbsentAreOfferedFromWhoJoined(t *testing.T) {
	f := atp()
	online(f)
	f.page.Students = f.page.Students[:5]
	f.put(5, 2, model.Cell{Absence: model.AbsenceIll})
	f.joins = []model.JoinRow{{Person: 1}, {Person: 3}}
	f.now = friday.Add(time.Hour)
	b := newBench(t, f, open)
	b.act("Отметить, кого нет")
	b.Sees("Подключились: 2 из 5. Остальные предложены как «Н» (2)")
	f.cellErr = errStore
	b.Press("Сохранить")
	b.Sees("Отметить, кого нет", "База данных занята: повторите через минуту.")
	if got := b.screen().markCell(4, 5).Text; got != "" {
		t.Errorf("%q is drawn of what was not saved", got)
	}
	f.cellErr = nil
	b.Press("Сохранить")
	want := []model.CellEdit{absent(5, 4, model.AbsenceUnknown), absent(5, 5, model.AbsenceUnknown)}
	if !slices.Equal(f.cells, want) || f.calls != 1 || b.DialogOpen() {
		t.Errorf("saved %v in %d calls, want %v", f.cells, f.calls, want)
	}
	b.act("Отметить, кого нет")
	b.Press("Все на занятии")
	b.Press("Сохранить")
	want = append(want, absent(5, 2, 0), absent(5, 4, 0), absent(5, 5, 0))
	if !slices.Equal(f.cells, want) {
		t.Errorf("saved %v, want %v", f.cells, want)
	}
	f.joinsErr = errStore
	b.act("Отметить, кого нет")
	b.Sees("Кто подключился, узнать не удалось. База данных занята")
}

// absent is an edit without a mark.
func absent(l model.LessonID, p model.PersonID, a model.Absence) model.CellEdit {
	return model.CellEdit{CellKey: model.CellKey{Lesson: l, Person: p}, Absence: a}
}

// chooseAbsence chooses an absence for the n-th student of «Отметить, кого нет», from 1.
func chooseAbsence(b *bench, n int, a model.Absence) {
	each(b, func(c *choices[model.Absence]) { c.set(c.table.Rows()[n-1].Person, a) })
}

// TestTheAbsentAreMarkedByOneKeyEach: a key marks and goes on to the next student, arrows pass one by, Space and Del take
// back, what means nothing marks nobody, and a click opens the choice.
func TestTheAbsentAreMarkedByOneKeyEach(t *testing.T) {
	f := atp()
	f.page.Students = f.page.Students[:7]
	b := newBench(t, f, open)
	b.act("Отметить, кого нет")
	b.Sees("Клавиши: Н, У — УП, П — НП, Б, О, пробел — на занятии.")
	list := viewtest.InFront[*choices[model.Absence]](&b.Person)[0]
	if b.Window.Canvas().Focused() != list.table.Grid {
		t.Fatal("the list has not the focus")
	}
	write := func(text string) {
		for _, r := range text {
			list.table.Grid.TypedRune(r)
		}
	}
	write("нУ")
	b.Key(fyne.KeyDown)
	write("xпб,")
	b.Key(fyne.KeyUp)
	b.Key(fyne.KeyUp)
	b.Key(fyne.KeySpace) // comes before its rune
	write(" ")
	b.Key(fyne.KeyDelete)
	b.Sees("Н — не был", "УП — уважительная причина", "НП — неуважительная причина", "на занятии")
	want := map[model.PersonID]model.Absence{1: model.AbsenceUnknown, 2: model.AbsenceExcused, 4: model.AbsenceUnexcused}
	if !maps.Equal(list.chosen, want) {
		t.Fatalf("marked %v, want %v", list.chosen, want)
	}
	list.table.ScrollTo(7)
	b.Key(fyne.KeyReturn)
	b.Sees("О — опоздание")
	b.Key(fyne.KeyEscape)
	list.menu()[4].Do()
	b.Press("Сохранить")
	saved := []model.CellEdit{absent(5, 1, model.AbsenceUnknown), absent(5, 2, model.AbsenceExcused), absent(5, 4, model.AbsenceUnexcused),
		absent(5, 7, model.AbsenceLate)}
	if !slices.Equal(f.cells, saved) || f.calls != 1 {
		t.Errorf("saved %v in %d calls, want %v in one", f.cells, f.calls, saved)
	}
}

// TestAMarkMeansPresent: a person who has a mark at the lesson is not proposed as absent, and loses it only when that was asked by
// name; the whole marking is one call, and one step of Ctrl+Z that leaves older marks alone.
func TestAMarkMeansPresent(t *testing.T) {
	f := atp()
	online(f)
	f.page.Students = f.page.Students[:5]
	f.put(5, 4, model.Cell{Mark: 4})
	f.put(5, 5, model.Cell{Tasks: []model.Mark{3}})
	f.joins = []model.JoinRow{{Person: 1}, {Person: 3}}
	f.now = friday.Add(time.Hour)
	b := newBench(t, f, open)
	s := b.screen()
	s.sheet.SelectCell(1, 5)
	b.write("5") // the older step
	b.act("Отметить, кого нет")
	b.Sees("Подключились: 2 из 5. Остальные предложены как «Н» (1)", "Не подключились, но получили оценку: 2.")
	chooseAbsence(b, 1, model.AbsenceUnknown)
	chooseAbsence(b, 4, model.AbsenceUnknown)
	b.Press("Сохранить")
	b.Sees("Заменить оценки?", "У 2 студентов уже есть оценки: Абязова Анастасия — 5, Антонов Виталий — 4. Заменить на «Н»?")
	b.Press("Отмена")
	b.Sees("Отметить, кого нет")
	if f.calls != 1 {
		t.Fatalf("saved %v before the answer", f.cells)
	}
	b.Press("Сохранить")
	b.Press("Заменить")
	want := []model.CellEdit{absent(5, 1, model.AbsenceUnknown), absent(5, 2, model.AbsenceUnknown), absent(5, 4, model.AbsenceUnknown)}
	if f.calls != 2 || !slices.Equal(f.cells[1:], want) || b.DialogOpen() {
		t.Fatalf("saved %v in %d calls, want %v in one", f.cells[1:], f.calls-1, want)
	}
	b.Sees("Отсутствующие отмечены. Вернуть — Ctrl+Z")
	if b.Window.Canvas().Focused() != fyne.Focusable(s.sheet) {
		t.Errorf("the focus is in %T, where Ctrl+Z takes nothing back", b.Window.Canvas().Focused())
	}
	cells := func() string {
		return s.markCell(1, 5).Text + "|" + s.markCell(2, 5).Text + "|" + s.markCell(4, 5).Text + "|" + s.markCell(5, 5).Text
	}
	if got := cells(); got != "Н|Н|Н|3" {
		t.Errorf("marked as %q", got)
	}
	s.deps.Focus(s.panel.card.actions)
	if !s.Undo() || b.Window.Canvas().Focused() != fyne.Focusable(s.sheet) {
		t.Error("Ctrl+Z beside the sheet is not its own")
	}
	if got := cells(); got != "5||4|3" || f.calls != 3 {
		t.Errorf("one Ctrl+Z gives %q in %d calls", got, f.calls-2)
	}
	s.sheet.TypedShortcut(&fyne.ShortcutRedo{})
	if got := cells(); got != "Н|Н|Н|3" || f.calls != 4 {
		t.Errorf("one Ctrl+Y gives %q in %d calls", got, f.calls-3)
	}
	for range len(s.cells.done) {
		s.Undo()
	}
	if s.Undo() {
		t.Error("with nothing to take back in the journal, Ctrl+Z does not reach what was done otherwise")
	}
}

func TestAbsencesOfSeveralKindsAreAskedAboutInOne(t *testing.T) {
	f := atp()
	f.page.Students = f.page.Students[:3]
	f.put(5, 2, model.Cell{Mark: 4})
	b := newBench(t, f, open)
	b.act("Отметить, кого нет")
	chooseAbsence(b, 2, model.AbsenceIll)
	b.Key(fyne.KeyEscape)
	b.Sees("Отметить, кого нет") // what was chosen is not dropped unasked
	b.Press("Вернуться")
	b.Press("Сохранить")
	b.Sees("У 1 студента уже есть оценка: Алексеева Анастасия — 4. Заменить на «Б»?")
	words := replaceWords([]string{"Иванов Иван — 5", "Белова Дарья — 4"}, map[model.Absence]bool{model.AbsenceIll: true, model.AbsenceUnknown: true})
	if !strings.HasSuffix(words, "Заменить на отсутствие?") {
		t.Error(words)
	}
	if words := replaceWords(slices.Repeat([]string{"Иванов Иван — 5"}, 14), nil); !strings.Contains(words, "Иванов Иван — 5 и ещё 2. Заменить") {
		t.Error(words)
	}
}

func TestDialogsKeepWhatWasEntered(t *testing.T) {
	for name, open := range map[string]func(*bench){
		"a new lesson":      func(b *bench) { b.screen().addLesson(0) },
		"a lesson":          func(b *bench) { b.act("Изменить занятие") },
		"a task":            func(b *bench) { b.act("Добавить задание") },
		"a task, its marks": func(b *bench) { b.screen().editTask(b.service.page.Lessons[2].Tasks[0]) },
	} {
		t.Run(name, func(t *testing.T) {
			f := atp()
			f.page.Students = f.page.Students[:2]
			b := newBench(t, f, func(d Deps) shell.Screen { return Open(d, model.JournalQuery{Group: 7}, 0) })
			b.KeepsWhatWasEntered(func() { open(b) }, "Отмена")
		})
	}
}
