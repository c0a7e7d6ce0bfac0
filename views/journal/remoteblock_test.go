package journal

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/shell"
)

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
