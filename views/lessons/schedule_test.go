package lessons

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

func (b *bench) schedule() *schedule {
	b.T.Helper()
	s, ok := b.screen.open().(*schedule)
	if !ok {
		b.T.Fatal("no list is open")
	}
	return s
}

// TestCamera: a click on the camera joins in the lesson's time, and tells of it at any other (Рисунок 454).
func TestCamera(t *testing.T) {
	tests := []struct {
		name   string
		now    time.Time
		may    error
		opened []model.LessonID
		sees   string
	}{
		{"before", friday, model.ErrNotBegun, nil, "Дистанционное занятие еще не началось."},
		{"in time", at(0, 10, 30).In(zone), nil, []model.LessonID{2}, "идёт сейчас"},
		{"after", at(0, 11, 0).In(zone), model.ErrOver, nil, "Дистанционное занятие завершено"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := student()
			f.now, f.mayErr = test.now, test.may
			b := newBench(t, f)
			b.click("Дистанционное", 0)
			b.Sees(test.sees)
			b.openedOnly(test.opened...)
		})
	}
}

// TestDoubleClick: both halves of a double click open the lesson once; a later click opens it again.
func TestDoubleClick(t *testing.T) {
	f := student()
	f.now = at(0, 10, 30).In(zone)
	b := newBench(t, f)
	b.click("Дистанционное", 0)
	b.click("Дистанционное", 0)
	b.openedOnly(2)
	b.pass(time.Second)
	b.click("Дистанционное", 0)
	b.openedOnly(2, 2)
}

// TestMinutes: what is said of the lessons goes with the clock.
func TestMinutes(t *testing.T) {
	f := student()
	f.now = friday.Add(20 * time.Second)
	b := newBench(t, f)
	b.Sees("через 12 мин", "завершено", "через 1 ч 57 мин")
	b.pass(39 * time.Second)
	b.Sees("через 12 мин")
	b.pass(time.Second)
	b.Sees("через 11 мин")
	for range 11 {
		b.pass(time.Minute)
	}
	b.Sees("идёт сейчас")
	b.SeesNot("начнётся через 1 мин")
}

// TestMidnight: today goes on to the next day by itself, a day that was chosen stays.
func TestMidnight(t *testing.T) {
	f := student()
	f.now = at(0, 23, 59).In(zone)
	b := newBench(t, f)
	b.pass(time.Minute)
	b.Sees("Суббота 21 октября 2023 г.", "В этот день занятий нет")
	b.Press("‹")
	f.now = at(1, 23, 59).In(zone)
	b.screen.Do(shell.CommandRefresh)
	b.pass(time.Minute)
	b.Sees("Пятница 20 октября 2023 г.", "Психология")
}

func TestTurning(t *testing.T) {
	b := newBench(t, student())
	b.Sees("Пятница 20 октября 2023 г.", "3 занятия · дистанционных: 1")
	if !b.find("Сегодня", 0).Disabled() {
		t.Error("«Сегодня» leads to where one is")
	}
	b.Press("›")
	b.Sees("Суббота 21 октября 2023 г.", "В этот день занятий нет", "Посмотрите другой день или всю неделю.")
	b.Press("Показать неделю")
	b.Sees("16–22 октября 2023 г.", "Ср, 18.10", "История", "4 занятия · дистанционных: 1")
	b.Press("›")
	b.Sees("23–29 октября 2023 г.", "Пн, 23.10", "Английский язык (ОГСЭ)")
	b.Press("›")
	b.Sees("30 октября – 5 ноября 2023 г.", "На этой неделе занятий нет")
	b.Press("Сегодня")
	b.Sees("16–22 октября 2023 г.")
	if !b.find("Сегодня", 0).Disabled() {
		t.Error("«Сегодня» leads to where one is")
	}
	b.schedule().table.SelectKeys(11)
	b.schedule().spans.Select(spanDay)
	b.Sees("Среда 18 октября 2023 г.", "История")
	b.Press("›")
	b.Press("›")
	if !b.find("Сегодня", 0).Disabled() {
		t.Error("the way back led to another day than today")
	}
}

// TestMainButton: it opens the lesson that was chosen, or else the one that is on, and says why it does not.
func TestMainButton(t *testing.T) {
	f := student()
	b := newBench(t, f)
	button := b.find("Открыть занятие", 0)
	if !button.Disabled() {
		t.Error("there is nothing to open")
	}
	b.schedule().table.SelectKeys(1)
	if !button.Disabled() {
		t.Error("a lesson that is not remote can be opened")
	}
	b.schedule().table.Grid.ClearSelection()
	f.now = at(0, 10, 30).In(zone)
	b.screen.Do(shell.CommandRefresh)
	b.Press("Открыть занятие")
	b.openedOnly(2)
	b.pass(time.Second)
	b.schedule().step(+1)
	b.schedule().step(+1)
	b.schedule().step(+1)
	b.schedule().table.SelectKeys(4)
	b.Press("Открыть занятие")
	b.openedOnly(2, 4)
}

// TestOpeningRows: Enter on a lesson that is not remote says so to a student and opens the journal to its teacher.
func TestOpeningRows(t *testing.T) {
	b := newBench(t, student())
	b.schedule().table.OnOpen(b.service.lines[1])
	b.Sees("Это занятие не дистанционное: подключаться к нему не нужно")

	b = newBench(t, teacher())
	b.screen.tabs.Select(panelOwn)
	b.Sees("Группа", "СВ-19-2", "16–22 октября 2023 г.")
	b.schedule().table.OnOpen(b.service.lines[2])
	b.Sees("Журнал группы АМ-19-1")
}

func TestMenu(t *testing.T) {
	labels := func(b *bench, id model.LessonID) (enabled, disabled []string) {
		b.schedule().table.SelectKeys(id)
		for _, item := range b.schedule().menu() {
			if item.Disabled {
				disabled = append(disabled, item.Label)
			} else {
				enabled = append(enabled, item.Label)
			}
		}
		return enabled, disabled
	}
	want := func(b *bench, id model.LessonID, enabled, disabled []string) {
		t.Helper()
		gotEnabled, gotDisabled := labels(b, id)
		if !slices.Equal(gotEnabled, enabled) || !slices.Equal(gotDisabled, disabled) {
			t.Errorf("lesson %d offers %q and not %q", id, gotEnabled, gotDisabled)
		}
	}
	b := newBench(t, student())
	want(b, 2, []string{"Открыть занятие", "Открыть другим способом…"}, nil)
	want(b, 1, nil, []string{"Открыть занятие"})
	b.service.now = at(0, 11, 1).In(zone) // the remote lesson is over
	b.screen.Do(shell.CommandRefresh)
	want(b, 2, nil, []string{"Открыть занятие"})
	if !b.find("Открыть занятие", 0).Disabled() {
		t.Error("the main button opens a lesson that is over")
	}

	f := teacher()
	f.lines[0].Remote = nil
	b = newBench(t, f)
	b.screen.tabs.Select(panelOwn)
	want(b, 2, []string{"Открыть занятие", "Открыть другим способом…", "Журнал"}, nil)
	want(b, 3, []string{"+ Создать дистанционное занятие", "Журнал"}, nil)
	want(b, 1, []string{"+ Создать дистанционное занятие", "Журнал"}, nil) // its hours are over, the day is not
	f.lines[0].Date = f.lines[0].Date.AddDate(0, 0, -1)
	b.screen.Do(shell.CommandRefresh)
	want(b, 1, []string{"Журнал"}, []string{"+ Создать дистанционное занятие"})
	b.schedule().table.SelectKeys(3)
	b.schedule().menu()[0].Do()
	if !slices.Equal(b.made, []model.LessonID{3}) {
		t.Errorf("made %v remote", b.made)
	}
	b.schedule().table.SelectKeys(2)
	b.schedule().menu()[1].Do()
	b.Sees("Видеозвонки VK Мессенджер", "Запомнить выбор")
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.openedOnly()
}

// TestReloads: a change of the journals is read, a change of chats is not.
func TestReloads(t *testing.T) {
	b := newBench(t, student())
	before := len(b.service.asked)
	b.service.publish(model.Change{Chats: []model.ChatID{1}})
	b.pass(time.Second)
	if len(b.service.asked) != before {
		t.Error("lessons were read for a chat")
	}
	b.service.lines[1].Title = "Другая тема"
	b.service.publish(model.Change{Lessons: true})
	b.pass(time.Second)
	b.Sees("Другая тема")
	before = len(b.service.asked)
	b.service.publish(model.Change{Journals: []model.TeachingID{1}})
	b.pass(time.Second)
	if len(b.service.asked) == before {
		t.Error("that somebody joined is not read")
	}
}

// TestUnread: what cannot be read is said, can be tried again, and is told once while the list stands.
func TestUnread(t *testing.T) {
	f := student()
	f.listErr = errStore
	b := newBench(t, f)
	b.Sees("Занятия не прочитаны", "База данных занята: повторите через минуту.")
	f.listErr = nil
	b.Press("Повторить")
	b.Sees("Психология")

	f.listErr = errors.New("диск отключён")
	b.pass(time.Minute)
	b.Sees("Диск отключён.", "Психология")
	b.timer.Pass(20 * time.Second) // the toast goes
	b.SeesNot("Диск отключён.")
	b.pass(time.Minute)
	b.SeesNot("Диск отключён.")
	for name, ask := range map[string]func(){"another day": func() { b.Press("›") }, "F5": func() { b.screen.Do(shell.CommandRefresh) }} {
		if ask(); !strings.Contains(b.Sight(), "Диск отключён.") { // asked for by a person, who waits for something
			t.Errorf("%s: nothing is said", name)
		}
		b.timer.Pass(20 * time.Second)
	}
}

func TestCalendar(t *testing.T) {
	b := newBench(t, student())
	b.Press("Календарь (.ics)")
	if b.file.String() != "BEGIN:VCALENDAR" || !b.file.closed {
		t.Errorf("wrote %q, closed %v", b.file.String(), b.file.closed)
	}
	b.Sees("Календарь записан в файл")
	b.Press("Закрыть")
	b.file.err = errors.New("disk full")
	b.Press("Календарь (.ics)")
	b.Sees("Файл не записан")
	b.Press("Понятно")
	b.service.calendarErr = errStore
	b.Press("Календарь (.ics)")
	b.Sees("Календарь не выгружен", "База данных занята: повторите через минуту.")
}

func TestEmptyForTeacher(t *testing.T) {
	f := teacher()
	f.lines = nil
	b := newBench(t, f)
	b.screen.tabs.Select(panelOwn)
	b.Sees("На этой неделе занятий нет", "«Дата занятия +»")
	b.Press("Журнал успеваемости")
	b.Sees("Курсы и группы")
}

// TestScheduleHasTheFocus: the arrows and Enter open a lesson at once, in the week too, whose table is another one than the day's.
func TestScheduleHasTheFocus(t *testing.T) {
	b := newBench(t, both())
	for _, key := range []string{panelOwn, panelLearning, panelOwn} {
		b.screen.tabs.Select(key)
		s := b.screen.open().(*schedule)
		if b.Window.Canvas().Focused() != fyne.Focusable(s.table.Grid) {
			t.Errorf("%s: the focus is on %T", key, b.Window.Canvas().Focused())
		}
	}
	s := b.screen.open().(*schedule)
	b.timer.Pass(time.Second) // no click of a double one
	b.Click("День")
	if s.First != fyne.Focusable(s.table.Grid) || b.Window.Canvas().Focused() != fyne.Focusable(s.table.Grid) {
		t.Errorf("after the change to the day the focus is on %T", b.Window.Canvas().Focused())
	}
}

// TestSpanChangedWhileReading: who goes from the day to the week before the day was read, or could be, gets the week, or why not.
func TestSpanChangedWhileReading(t *testing.T) {
	f := student()
	b := newBench(t, f)
	late := b.schedule().deps.Exec.(*viewtest.Executor)
	late.Late = true
	b.schedule().spans.Select(spanWeek)
	b.schedule().spans.Select(spanDay)
	b.schedule().spans.Select(spanWeek)
	late.Run()
	late.Run()
	b.Sees("16–22 октября 2023 г.", "История")
	late.Late = false
	f.listErr = errStore
	b.schedule().spans.Select(spanDay)
	b.Sees("Занятия не прочитаны", "База данных занята: повторите через минуту.")
	b.schedule().spans.Select(spanWeek)
	b.Sees("Занятия не прочитаны")
	f.listErr = nil
	b.Press("Повторить")
	b.Sees("16–22 октября 2023 г.", "История")
}
