package journal

import (
	"encoding/json"
	"maps"
	"reflect"
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
		c.table.TypedRune('5')
		c.table.TypedRune('p') // «з» of a forgotten layout, for the next one
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
	if b.Window.Canvas().Focused() != list.table {
		t.Fatal("the list has not the focus")
	}
	write := func(text string) {
		for _, r := range text {
			list.table.TypedRune(r)
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
	b.Sees("Отсутствующие отмечены")
	cells := func() string {
		return s.markCell(1, 5).Text + "|" + s.markCell(2, 5).Text + "|" + s.markCell(4, 5).Text + "|" + s.markCell(5, 5).Text
	}
	if got := cells(); got != "Н|Н|Н|3" {
		t.Errorf("marked as %q", got)
	}
	s.sheet.TypedShortcut(&fyne.ShortcutUndo{})
	if got := cells(); got != "5||4|3" || f.calls != 3 {
		t.Errorf("one Ctrl+Z gives %q in %d calls", got, f.calls-2)
	}
	s.sheet.TypedShortcut(&fyne.ShortcutRedo{})
	if got := cells(); got != "Н|Н|Н|3" || f.calls != 4 {
		t.Errorf("one Ctrl+Y gives %q in %d calls", got, f.calls-3)
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

func TestRemoteBlockFollowsTheClock(t *testing.T) {
	f := atp()
	r := online(f)
	b := newBench(t, f, open)
	b.Sees("Дистанционное занятие", "10:15 – 11:00 · начнётся через 12 мин", "Открыть", "Удалить",
		"О занятии сообщено в чат «АТП-23/Английский, 1 курс».", "Подключились: 0 из 15")
	b.SeesNot("Завершить")
	b.Window.Canvas().Focus(b.Find("Открыть").(fyne.Focusable))
	f.now = friday.Add(20 * time.Minute)
	b.timer.Pass(time.Minute)
	b.Sees("идёт сейчас", "Завершить", "Изменить время") // it may run over
	if b.Window.Canvas().Focused() != b.Find("Открыть").(fyne.Focusable) {
		t.Error("the clock takes the focus from «Открыть»")
	}
	b.Press("Открыть")
	b.Press("Открыть") // the second half of a double click
	if len(f.opened) != 1 || f.opened[0] != 5 {
		t.Errorf("opened %v", f.opened)
	}
	b.Press("Завершить")
	b.Press("Завершить")
	b.Sees(model.CallEnded)
	if len(f.ended) != 1 {
		t.Errorf("ended %v", f.ended)
	}
	r.Finished = f.now
	f.remoteErr = model.ErrOver
	b.screen().load()
	b.Sees("завершено")
	b.SeesNot("Завершить", "Открыть")
}

// TestLessonsOfOneDayAreToldApart: by their times, or by their numbers where no time is known; the only one of a day by it
// alone.
func TestLessonsOfOneDayAreToldApart(t *testing.T) {
	f := atp()
	f.page.Lessons[2].Date, f.page.Lessons[3].Date = day(20), day(20)
	f.page.Lessons[2].Begins, f.page.Lessons[2].Ends = day(20).Add(-30*time.Minute), day(20).Add(time.Hour)
	online(f)
	b := newBench(t, f, open)
	var heads []string
	for id := range model.LessonID(5) {
		heads = append(heads, b.screen().headCell(lineDate, id+1).Text)
	}
	if want := []string{"06.10", "09.10", "20.10 08:30", "20.10 № 2", "20.10 10:15"}; !slices.Equal(heads, want) {
		t.Errorf("the heads are %q, want %q", heads, want)
	}
	b.Sees("20.10 10:15", "Пятница 20 октября 2023 г., 10:15")
	b.screen().panel.tabs.Select(tabList)
	b.Sees("08:30 · Пров", "№ 2 · Пров")
	b.screen().choose(3)
	b.act("Отметить, кого нет")
	b.Sees("Пятница 20 октября 2023 г., 08:30")
	b.Press("Отмена")
	b.act("Задание с оценками")
	b.Sees("Пятница 20 октября 2023 г., 08:30")
	b.Press("Отмена")
	b.act("Удалить занятие")
	b.Sees("20.10.2023, 08:30, лекция «Проверка уровня знаний».")
	b.Press("Удалить занятие")
	b.Sees("Занятие 20.10.2023, 08:30 удалено")
}

// TestStreamIsAskedAbout: the panel counts each group of a stream, and what ends or moves the lesson asks about the others.
func TestStreamIsAskedAbout(t *testing.T) {
	f := atp()
	r := online(f)
	r.Begins = day(20)
	f.page.Lessons[4].Stream = []model.StreamLesson{{Lesson: 8, Group: "ДО-19-4", Joined: 7, Learners: 25}, {Lesson: 9, Group: "АТП-23", Subject: "История"}}
	b := newBench(t, f, open)
	b.Sees("Подключились: 0 из 15", "Потоком с ДО-19-4: 7 из 25", "Потоком с «История»: 0 из 0")
	b.Press("Завершить")
	b.Sees("Занятие идёт потоком с ДО-19-4 и «История»: завершить для всех?")
	b.Press("Отмена")
	b.Press("Завершить")
	b.Press("Только это")
	b.Sees("Занятие завершено, звонок продолжается с ДО-19-4 и «История».")
	b.Press("Завершить")
	b.Press("Завершить для всех")
	b.Sees("Звонок завершен.")
	b.Press("Удалить")
	b.Sees("удалить для всех?")
	b.Press("Только это")
	if !slices.Equal(f.whole, []bool{false, true, false}) || len(f.ended) != 2 || len(f.unmade) != 1 {
		t.Errorf("for all: %v, ended %v, deleted %v", f.whole, f.ended, f.unmade)
	}
	b.act("Удалить занятие")
	b.Press("Удалить занятие для всех")
	if !slices.Equal(f.whole, []bool{false, true, false, true}) || len(f.deleted) != 1 {
		t.Errorf("for all: %v, deleted %v", f.whole, f.deleted)
	}
}

// TestMoveOfAStreamIsAskedAbout: «Занятие» asks about the others only where the day is another one.
func TestMoveOfAStreamIsAskedAbout(t *testing.T) {
	f := atp()
	online(f)
	f.page.Lessons[4].Stream = []model.StreamLesson{{Lesson: 8, Group: "ДО-19-4"}}
	b := newBench(t, f, open)
	b.act("Изменить занятие")
	b.Press("Сохранить")
	for _, answer := range []string{"Перенести для всех", "Только это"} {
		b.act("Изменить занятие")
		each(b, func(d *dates.Field) { d.SetDate(day(27)) })
		b.Press("Сохранить")
		b.Sees("Занятие идёт потоком с ДО-19-4: перенести для всех?")
		b.Press(answer)
	}
	var whole []bool
	for _, e := range f.lessons {
		whole = append(whole, e.Whole)
	}
	if !slices.Equal(whole, []bool{false, true, false}) {
		t.Errorf("saved %+v", f.lessons)
	}
}

func TestOpeningTooEarlyIsToldInTheManualsWords(t *testing.T) {
	f := atp()
	online(f)
	f.remoteErr = model.ErrNotBegun
	b := newBench(t, f, open)
	b.Press("Открыть")
	b.Sees("Дистанционное занятие еще не началось.")
}

func TestRemoteLessonIsMadeOnlyWhileItsTimeHasNotPassed(t *testing.T) {
	f := atp()
	f.source = model.SourceToken
	b := newBench(t, f, open)
	b.act("+ Создать дистанционное занятие")
	b.Press("Сохранить")
	if len(f.remotes) != 1 || f.remotes[0].Lesson != 5 {
		t.Errorf("made %+v", f.remotes)
	}
	b.screen().choose(1)
	actions := b.screen().actions()
	if last := actions[len(actions)-1]; !last.Disabled || last.Why == "" {
		t.Errorf("a lesson of a fortnight ago offers %+v", last)
	}
	online(f)
	b.screen().load()
	b.screen().choose(5)
	b.Press("Удалить")
	b.Press("Удалить")
	if len(f.unmade) != 1 {
		t.Errorf("unmade %v", f.unmade)
	}
}

// TestDeletedRemoteLessonIsTakenBack: the toast offers it as long as the lesson may be made again, and says what of it is another one.
func TestDeletedRemoteLessonIsTakenBack(t *testing.T) {
	const newCall, again = "Звонок у него будет новый.", "Если в чате предмета уже сказано об отмене, о занятии сообщат ещё раз."
	for name, c := range map[string]struct {
		change func(*model.JournalLesson)
		answer string
		want   model.RemoteEdit
		sees   string
		not    []string
	}{
		"begun by the program": {func(l *model.JournalLesson) { l.Remote.Source = model.SourceToken }, "Удалить",
			model.RemoteEdit{Post: model.PostNow}, "Занятие снова дистанционное. " + newCall + " " + again, nil},
		"a pasted link": {func(l *model.JournalLesson) { l.Remote.Source, l.Remote.Posted = model.SourcePasted, time.Time{} }, "Удалить",
			model.RemoteEdit{Post: model.PostNow, Link: "https://vk.ru/call/join/x"}, "Занятие снова дистанционное.", []string{newCall, again}},
		"out of a stream that goes on": {func(l *model.JournalLesson) {
			l.Remote.Source, l.Stream = model.SourceToken, []model.StreamLesson{{Lesson: 8, Group: "ДО-19-4"}}
		}, "Только это", model.RemoteEdit{Post: model.PostNow, With: []model.LessonID{8}}, "Занятие снова дистанционное. " + again, []string{newCall}},
	} {
		t.Run(name, func(t *testing.T) {
			f := atp()
			online(f)
			l := &f.page.Lessons[4]
			l.Remote.Begins, l.Remote.Ends = time.Date(2023, 10, 20, 10, 15, 0, 0, zone), time.Date(2023, 10, 20, 11, 0, 0, 0, zone)
			c.change(l)
			b := newBench(t, f, open)
			b.Press("Удалить")
			b.Press(c.answer)
			b.Press("Отменить")
			c.want.Lesson, c.want.Begins, c.want.Ends = 5, 10*60+15, 11*60
			if len(f.remotes) != 1 || !reflect.DeepEqual(f.remotes[0], c.want) {
				t.Errorf("made %+v, want %+v", f.remotes, c.want)
			}
			b.Sees(c.sees)
			b.SeesNot(c.not...)
		})
	}
	t.Run("over", func(t *testing.T) {
		f := atp()
		online(f).Finished = friday
		b := newBench(t, f, open)
		b.Press("Удалить")
		b.Press("Удалить")
		b.Sees("Дистанционное занятие удалено")
		b.SeesNot("Отменить")
	})
}

// TestTheClockKeepsTheFocus: «Оценки» of a task keeps it while what is said of the call changes with the time.
func TestTheClockKeepsTheFocus(t *testing.T) {
	f := atp()
	online(f)
	f.page.Lessons[4].Tasks = []model.Task{{ID: 7, Lesson: 5, Kind: model.TaskHomework, Title: "Прочитать"}}
	b := newBench(t, f, open)
	marks := b.Find("Оценки").(fyne.Focusable)
	b.Window.Canvas().Focus(marks)
	f.now = friday.Add(20 * time.Minute)
	f.page.Lessons[4].Tasks[0].Title = "Прочитать и пересказать"
	b.timer.Pass(time.Minute)
	b.Sees("идёт сейчас")
	if b.Find("Оценки").(fyne.Focusable) != marks || b.Window.Canvas().Focused() != marks {
		t.Fatal("the clock takes the focus from «Оценки»")
	}
	b.screen().load()
	b.Press("Оценки")
	b.Sees("Прочитать и пересказать")
}

func TestACallWithoutALinkSaysWhyAndTakesOne(t *testing.T) {
	f := atp()
	r := online(f)
	r.Link, r.Posted, r.PostAt, r.Problem = "", time.Time{}, friday.Add(2*time.Minute), "у аккаунта для звонков нет права"
	b := newBench(t, f, func(d Deps) shell.Screen { return Open(d, model.JournalQuery{Group: 7}, 5) })
	b.Sees("У аккаунта для звонков нет права.", "Сообщение уйдёт в чат «АТП-23/Английский, 1 курс» в 10:05.")
	if l, _ := b.screen().chosen(); b.screen().panel.card.remoteBlock(l).MinSize().Width > lineWidth {
		t.Error("the block with both links is wider than the panel")
	}
	b.Press("Вставить ссылку")
	b.Sees("Ссылка на звонок", "Создать звонок в VK")
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
