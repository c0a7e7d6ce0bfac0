package journal

import (
	"maps"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

func TestLessonIsAddedByTheCornerAndChosen(t *testing.T) {
	b := newBench(t, atp(), open)
	b.screen().sheet.OnCorner()
	b.Sees("Занятие", lessonHint[:60], "Дата", "Длительность", "Вид", "Тема занятия", "Отмена", "Сохранить")
	b.Press("Сохранить")
	b.Sees("Укажите тему занятия: выберите её из КТП или напишите.")
	each(b, func(e *widgets.Entry) {
		if e.PlaceHolder == "Тема занятия" {
			e.SetText("Моя  комната")
		}
	})
	each(b, func(f *widgets.DateField) { f.SetText("23.10") })
	b.Press("Сохранить")
	want := model.LessonEdit{Teaching: 30, Date: day(23), Hours: 1, Kind: model.LessonLecture, Title: "Моя комната"}
	if len(b.service.lessons) != 1 || b.service.lessons[0] != want {
		t.Fatalf("saved %+v, want %+v", b.service.lessons, want)
	}
	b.Sees("Понедельник, 23", "Занятие 23.10.2023 сохранено")
}

func TestLessonDialogSaysWhatIsWrong(t *testing.T) {
	b := newBench(t, atp(), open)
	b.act("Изменить занятие")
	each(b, func(f *widgets.DateField) { f.SetText("когда-нибудь") })
	b.Press("Сохранить")
	b.Sees("Дата не похожа на ДД.ММ.ГГГГ.")
	each(b, func(f *widgets.DateField) { f.SetText("20.10.2032") })
	b.Press("Сохранить")
	b.Sees("проверьте год")
	each(b, func(f *widgets.DateField) { f.SetText("20.10.2023") })
	b.service.saveErr = errStore
	b.Press("Сохранить")
	b.Sees("База данных занята: повторите через минуту.")
	b.service.saveErr = nil
	b.Press("Сохранить")
	if len(b.service.lessons) != 1 || b.service.lessons[0].ID != 5 {
		t.Errorf("saved %+v", b.service.lessons)
	}
}

func TestALessonOfAnotherTermIsFollowed(t *testing.T) {
	b := newBench(t, atp(), open)
	b.act("Изменить занятие")
	each(b, func(f *widgets.DateField) { f.SetText("15.02.2024") })
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
	fields := 0
	each(b, func(f *widgets.Select[model.Mark]) {
		if fields++; fields == 14 {
			f.TypedRune('5')
		}
	})
	b.Press("Сохранить")
	if got := b.service.tasks[1]; len(got.Marks) != 1 || got.Marks[0] != (model.StudentMark{Person: 14, Mark: 5}) {
		t.Errorf("the second namesake's mark was saved as %+v", got.Marks)
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
	f.saveErr = errStore
	b.Press("Сохранить")
	b.Sees("База данных занята: повторите через минуту.")
	f.saveErr = nil
	b.Press("Сохранить")
	want := map[model.PersonID]model.Absence{4: model.AbsenceUnknown, 5: model.AbsenceUnknown}
	if !maps.Equal(f.absences, want) {
		t.Errorf("saved %v, want %v", f.absences, want)
	}
	b.act("Отметить, кого нет")
	b.Press("Все на занятии")
	b.Press("Сохранить")
	if want := map[model.PersonID]model.Absence{2: 0}; !maps.Equal(f.absences, want) {
		t.Errorf("saved %v, want %v", f.absences, want)
	}
	f.joinsErr = errStore
	b.act("Отметить, кого нет")
	b.Sees("Кто подключился, узнать не удалось: База данных занята")
}

func TestRemoteBlockFollowsTheClock(t *testing.T) {
	f := atp()
	r := online(f)
	b := newBench(t, f, open)
	b.Sees("Дистанционное занятие", "10:15 – 11:00 · начнётся через 12 мин", "Открыть", "Удалить",
		"Ссылка отправлена в чат «АТП-23/Английский язык(ОГСЭ)».", "Подключились: 0 из 15")
	b.SeesNot("Завершить")
	f.now = friday.Add(20 * time.Minute)
	b.timer.Pass(clockStep)
	b.Sees("идёт сейчас", "Завершить")
	b.Press("Открыть")
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
	b.SeesNot("Завершить")
	b.Press("Открыть")
	b.Sees("Дистанционное занятие завершено")
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

func TestACallWithoutALinkSaysWhyAndTakesOne(t *testing.T) {
	f := atp()
	r := online(f)
	r.Link, r.Posted, r.PostAt, r.Problem = "", time.Time{}, friday.Add(2*time.Minute), "у аккаунта для звонков нет права"
	b := newBench(t, f, func(d Deps) shell.Screen { return Open(d, model.JournalQuery{Group: 7}, 5) })
	b.Sees("У аккаунта для звонков нет права.", "Ссылка уйдёт в чат «АТП-23/Английский язык(ОГСЭ)» в 10:05.")
	b.Press("Вставить ссылку")
	b.Sees("Ссылка на звонок", "Создать звонок в VK")
}
