package lessons

import (
	"testing"
	"time"

	"zvonok/model"
	"zvonok/views/shell"
)

// TestWhoSeesWhat: the panels of «Занятия» for each kind of person.
func TestWhoSeesWhat(t *testing.T) {
	access := func(a model.LessonsAccess) func() *fakeService {
		return func() *fakeService {
			f := student()
			f.access = a
			return f
		}
	}
	tests := []struct {
		name      string
		service   func() *fakeService
		sees, not []string
	}{
		{"a student", student, []string{"Пятница 20 октября 2023 г.", "День", "Преподаватель", "Дистанционное"}, []string{"Расписание", "Журнал успеваемости"}},
		{"a teacher", teacher, []string{"Сегодня", "Расписание", "Журнал успеваемости", "+ Создать дистанционное занятие"}, []string{"Моя учёба"}},
		{"both", both, []string{"Сегодня", "Расписание", "Журнал успеваемости", "Моя учёба"}, []string{"Педагогика"}},
		{"a curator or the administrator", access(model.LessonsAccess{See: true, Journal: true}), []string{"Курсы и группы"}, []string{"Сегодня", "Расписание"}},
		{"a student of a group that the person curates", access(model.LessonsAccess{See: true, Journal: true, Learns: true}),
			[]string{"Занятия Журнал успеваемости", "Психология"}, []string{"Расписание"}},
		{"a parent", access(model.LessonsAccess{}), []string{"Раздел «Занятия» закрыт"}, []string{"Психология"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, test.service())
			b.Sees(test.sees...)
			b.SeesNot(test.not...)
		})
	}
}

func TestTabs(t *testing.T) {
	b := newBench(t, both())
	b.screen.tabs.Select(panelLearning)
	b.Sees("Педагогика")
	b.SeesNot("АМ-19-1")
	b.screen.tabs.Select(panelJournal)
	b.Sees("Курсы и группы")

	b.journal.stays = true
	b.screen.tabs.Select(panelToday)
	b.Sees("Курсы и группы")
	if got := b.screen.tabs.Selected(); got != panelJournal {
		t.Errorf("the tab %q is underlined over a journal that wants to stay", got)
	}
	b.journal.stays = false
	b.screen.tabs.Select(panelToday)
	b.Sees("+ Создать дистанционное занятие")
	if b.journal.shown != 1 || b.journal.hidden != 1 {
		t.Errorf("the journal was shown %d and hidden %d times", b.journal.shown, b.journal.hidden)
	}
}

// TestLeaving: the section asks its open panel, and nothing of it listens once it is left.
func TestLeaving(t *testing.T) {
	b := newBench(t, teacher())
	b.screen.tabs.Select(panelJournal)
	b.journal.stays = true
	b.shell.Go(1)
	b.Sees("Курсы и группы")
	b.journal.stays = false
	b.shell.Go(1)
	b.Sees("Чаты здесь")
	if n := len(b.service.subscribed); n != 1 { // the window itself
		t.Errorf("%d still listen", n)
	}
	asked := len(b.service.asked)
	b.pass(time.Second * 3600)
	if len(b.service.asked) != asked {
		t.Error("lessons are read for nobody")
	}
}

// TestOtherRights: a teacher's first subject opens «Сегодня» at once.
func TestOtherRights(t *testing.T) {
	f := student()
	b := newBench(t, f)
	f.access, f.lines = teacher().access, teacher().lines
	f.publish(model.Change{Roster: true})
	b.pass(time.Second)
	b.Sees("Расписание", "+ Создать дистанционное занятие")

	f.accessErr = errStore
	f.publish(model.Change{Roster: true})
	b.pass(time.Second)
	b.Sees("База данных занята: повторите через минуту.", "+ Создать дистанционное занятие")
}

func TestAccessUnread(t *testing.T) {
	f := student()
	f.accessErr = errStore
	b := newBench(t, f)
	b.Sees("Занятия не прочитаны", "База данных занята: повторите через минуту.")
	b.screen.Do(shell.CommandRefresh)
	b.Sees("Занятия не прочитаны")
	f.accessErr = nil
	b.Press("Повторить")
	b.Sees("Психология")
}
