package remotelessons

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

var errProgram = errors.New("программа VK Мессенджер не найдена: установите её или присоединитесь через браузер")

// TestChoosingAWay: the choice of Рисунок 452, and what is remembered of it.
func TestChoosingAWay(t *testing.T) {
	tests := []struct {
		name, press string
		remember    bool
		way, kept   model.CallWay
		told        string
	}{
		{"the program", "Присоединиться к звонку", false, model.WayProgram, model.WayAsk, "Открываем VK Мессенджер."},
		{"the browser", "Присоединиться через браузер", false, model.WayBrowser, model.WayAsk, "Занятие открыто в браузере."},
		{"the program for good", "Присоединиться к звонку", true, model.WayProgram, model.WayProgram, "«Присоединиться с видео»"},
		{"the browser for good", "Присоединиться через браузер", true, model.WayBrowser, model.WayBrowser, "«Присоединиться с видео»"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := &fakeService{now: at(10, 30).In(zone)}
			b := newBench(t, f)
			Open(b.desk(), b.service, english())
			b.Sees("Видеозвонки VK Мессенджер", "Английский язык (ОГСЭ)", "Сегодня, 10:15–11:00 · ДО-19-3 · Каган Н.В.", "Запомнить выбор")
			if test.remember {
				b.check()
			}
			b.Press(test.press)
			if !slices.Equal(f.opened, []model.CallWay{test.way}) || f.openedLesson != 7 || f.remembered != test.kept {
				t.Errorf("opened lesson %d by %v, remembered %v", f.openedLesson, f.opened, f.remembered)
			}
			b.Sees(test.told)
			if b.DialogOpen() {
				t.Error("the choice still stands")
			}
		})
	}
}

// TestEnterJoinsByTheProgram: the main button has the focus.
func TestEnterJoinsByTheProgram(t *testing.T) {
	f := &fakeService{}
	b := newBench(t, f)
	Open(b.desk(), b.service, english())
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !slices.Equal(f.opened, []model.CallWay{model.WayProgram}) {
		t.Errorf("Enter opened by %v", f.opened)
	}
}

func TestRememberedWay(t *testing.T) {
	f := &fakeService{way: model.WayBrowser}
	b := newBench(t, f)
	Open(b.desk(), b.service, english())
	if b.DialogOpen() || !slices.Equal(f.opened, []model.CallWay{model.WayBrowser}) {
		t.Errorf("opened by %v; a dialog stands: %v", f.opened, b.DialogOpen())
	}
	Ask(b.desk(), b.service, english())
	b.Press("Присоединиться к звонку")
	if f.opened[1] != model.WayProgram {
		t.Errorf("another way was asked for, opened by %v", f.opened)
	}
}

// TestCancelledChoice: nothing is opened and nothing remembered.
func TestCancelledChoice(t *testing.T) {
	f := &fakeService{}
	b := newBench(t, f)
	Open(b.desk(), b.service, english())
	b.check()
	b.Press("Отмена")
	if len(f.opened) > 0 || f.remembered != model.WayAsk || b.DialogOpen() {
		t.Errorf("opened by %v, remembered %v", f.opened, f.remembered)
	}
}

// TestNotTheTime: the manual's words, and when the time is; nobody is asked for a way first.
func TestNotTheTime(t *testing.T) {
	ended := english()
	ended.Remote.Finished = at(10, 40)
	tomorrow := english()
	tomorrow.Date = tomorrow.Date.AddDate(0, 0, 1)
	tomorrow.Remote.Begins, tomorrow.Remote.Ends = at(34, 15), at(35, 0)
	tests := []struct {
		name string
		now  time.Time
		line model.LessonLine
		err  error
		want []string
	}{
		{"before", now, english(), model.ErrNotBegun, []string{"Дистанционное занятие еще не началось.", "Начало: сегодня в 10:15, через 12 мин."}},
		{"the day before", now, tomorrow, model.ErrNotBegun, []string{"Дистанционное занятие еще не началось.", "Начало: завтра в 10:15."}},
		{"after", at(11, 0).In(zone), english(), model.ErrOver, []string{"Дистанционное занятие завершено", "Окончание: сегодня в 11:00."}},
		{"ended by hand", at(10, 45).In(zone), ended, model.ErrOver, []string{"Дистанционное занятие завершено", "Преподаватель завершил его."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := &fakeService{now: test.now, mayErr: test.err, way: model.WayProgram}
			b := newBench(t, f)
			Open(b.desk(), b.service, test.line)
			b.Sees(test.want...)
			b.SeesNot("Видеозвонки")
			b.Press("Понятно")
			if len(f.opened) > 0 || b.DialogOpen() {
				t.Errorf("opened by %v", f.opened)
			}
		})
	}
}

// TestLateAnswer: the lesson ended while its way was being chosen.
func TestLateAnswer(t *testing.T) {
	f := &fakeService{openErr: model.ErrOver}
	b := newBench(t, f)
	Open(b.desk(), b.service, english())
	b.check()
	b.Press("Присоединиться к звонку")
	b.Sees("Дистанционное занятие завершено")
	if f.remembered != model.WayAsk {
		t.Error("a way that did not work was remembered")
	}
}

// TestWayFails: the person is told what to do and can take the other way.
func TestWayFails(t *testing.T) {
	f := &fakeService{way: model.WayProgram, openErr: errProgram}
	b := newBench(t, f)
	Open(b.desk(), b.service, english())
	b.Sees("Занятие не открылось", "Программа VK Мессенджер не найдена: установите её или присоединитесь через браузер.")
	f.openErr = nil
	b.Press("Выбрать другой способ")
	b.Press("Присоединиться через браузер")
	if want := []model.CallWay{model.WayProgram, model.WayBrowser}; !slices.Equal(f.opened, want) {
		t.Errorf("opened by %v, want %v", f.opened, want)
	}
}

// TestReadingFails: every question may fail before anything is opened.
func TestReadingFails(t *testing.T) {
	for name, f := range map[string]*fakeService{
		"the day":  {dayErr: errProgram},
		"the link": {mayErr: errProgram},
		"the way":  {wayErr: errProgram},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, f)
			Open(b.desk(), b.service, english())
			b.Sees("Занятие не открылось", "Программа VK Мессенджер не найдена")
			b.SeesNot("Выбрать другой способ")
			b.Press("Понятно")
			if len(f.opened) > 0 {
				t.Errorf("opened by %v", f.opened)
			}
		})
	}
}

func TestNotRemembered(t *testing.T) {
	f := &fakeService{rememberErr: errors.New("диск полон")}
	b := newBench(t, f)
	Open(b.desk(), b.service, english())
	b.check()
	b.Press("Присоединиться к звонку")
	b.Sees("Занятие открыто, но выбор не запомнен. Диск полон")
}

// mine is the lesson as its teacher sees it.
func mine() model.LessonLine {
	line := english()
	line.Mine = true
	return line
}

// TestTheTeacherRenewsTheCall: whose call did not open makes another one, from the choice and from the message after it;
// students cannot.
func TestTheTeacherRenewsTheCall(t *testing.T) {
	f := &fakeService{}
	b := newBench(t, f)
	Open(b.desk(), b.service, mine())
	b.Press(renewLabel)
	if f.renewed != 1 || len(f.opened) > 0 {
		t.Fatalf("renewed %d times, opened by %v", f.renewed, f.opened)
	}
	b.Press("Присоединиться через браузер")
	b.Sees("Занятие открыто в браузере.", renewLabel)
	f.way = model.WayBrowser
	b.Press(renewLabel)
	if f.renewed != 2 || !slices.Equal(f.opened, []model.CallWay{model.WayBrowser, model.WayBrowser}) {
		t.Errorf("renewed %d times, opened by %v", f.renewed, f.opened)
	}
	f.renewErr = errProgram
	b.Press(renewLabel)
	b.Sees("Занятие не открылось", "Программа VK Мессенджер не найдена")
	for name, line := range map[string]model.LessonLine{"a student": english(), "before there is a call": mine()} {
		if line.Mine {
			line.Remote.Link = ""
		}
		f := &fakeService{}
		b := newBench(t, f)
		Open(b.desk(), b.service, line)
		b.SeesNot(renewLabel)
		if name == "a student" {
			b.Press("Присоединиться через браузер")
			b.SeesNot(renewLabel)
		}
	}
}

// TestACallThatAPersonStarts: where nothing else starts it, «Открыть» asks the teacher for the link and goes on with it.
func TestACallThatAPersonStarts(t *testing.T) {
	for name, press := range map[string]string{"opened": "Присоединиться к звонку", "renewed": renewLabel} {
		f := &fakeService{openErr: model.ErrNeedsLink, renewErr: model.ErrNeedsLink, way: model.WayAsk}
		b := newBench(t, f)
		Open(b.desk(), b.service, mine())
		b.Press(press)
		b.Sees("Ссылка на звонок", "Начните звонок в VK и вставьте ссылку на него.", "Создать звонок в VK")
		f.way = model.WayProgram
		opened := len(f.opened)
		b.fill(linkPlaceholder, "https://vk.ru/call/join/new")
		b.Press("Сохранить")
		if f.link != "https://vk.ru/call/join/new" || len(f.opened) != opened+1 || b.DialogOpen() {
			t.Errorf("%s: link %q, opened by %v", name, f.link, f.opened)
		}
	}
}

// TestOpenAgain: the second half of a double click opens nothing more, but who was refused may try again at once.
func TestOpenAgain(t *testing.T) {
	f := &fakeService{mayErr: model.ErrNotBegun}
	b := newBench(t, f)
	opener := &Opener{Desk: b.desk(), Service: f}
	opener.Open(plain())
	b.Press("Понятно")
	f.mayErr = nil
	opener.Open(plain())
	b.Press("Присоединиться через браузер")
	opener.Open(plain())
	if b.DialogOpen() {
		t.Error("a double click opens the lesson twice")
	}
}

// silent is a window whose college answers when late runs.
func silent(t *testing.T, f *fakeService) (b *bench, opener *Opener, late *viewtest.Executor, timers *viewtest.Timers) {
	t.Helper()
	b, late, timers = newBench(t, f), &viewtest.Executor{Late: true}, &viewtest.Timers{}
	desk := b.desk()
	desk.Exec, desk.Timer = late, timers.Timer
	return b, &Opener{Desk: desk, Service: f}, late, timers
}

// TestOpenWhileTheCollegeIsSilent: a press said nothing for half a minute while the line was gone, and every further one opened
// the lesson once more when it was back.
func TestOpenWhileTheCollegeIsSilent(t *testing.T) {
	f := &fakeService{way: model.WayBrowser}
	b, opener, late, timers := silent(t, f)
	opener.Open(plain())
	b.SeesNot("ждём ответа колледжа")
	timers.Pass(patience)
	b.Sees("Открываем занятие, ждём ответа колледжа")
	opener.Open(plain())
	late.Run() // it may be opened, and by the browser
	opener.Open(plain())
	late.Run()
	if len(f.opened) != 1 {
		t.Errorf("opened %d times", len(f.opened))
	}
	timers.Pass(patience)
	opener.Open(plain())
	late.Run()
	late.Run()
	if len(f.opened) != 2 {
		t.Errorf("opened %d times after the answer", len(f.opened))
	}
}

// TestTheCallIsRenewedOnce, however often the button is pressed before the college has answered.
func TestTheCallIsRenewedOnce(t *testing.T) {
	f := &fakeService{way: model.WayBrowser}
	b, opener, late, timers := silent(t, f)
	opener.Renew(mine())
	timers.Pass(patience)
	b.Sees("Открываем занятие, ждём ответа колледжа")
	opener.Renew(mine())
	for range 3 {
		late.Run()
	}
	if f.renewed != 1 || len(f.opened) != 1 {
		t.Errorf("renewed %d times, opened %d", f.renewed, len(f.opened))
	}
}

// TestTheFormOpensOnce, however often its button is pressed while what it offers is read.
func TestTheFormOpensOnce(t *testing.T) {
	b := newBench(t, &fakeService{})
	late := &viewtest.Executor{Late: true}
	desk := b.desk()
	desk.Exec = late
	for range 2 {
		Edit(desk, b.service, plain(), func() {})
	}
	late.Run()
	if n := len(b.Window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d forms are open", n)
	}
}
