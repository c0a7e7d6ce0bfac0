package tour

import (
	"context"
	"fmt"
)

// lessonSteps walk through 29.3: from «Дата занятия +» to «Звонок завершен».
var lessonSteps = []step{
	{"a plan and journals", false, (*guide).plans},
	{"a lesson from the plan's topic", false, (*guide).newLesson},
	{"make it remote, and be too early", false, (*guide).makeRemote},
	{"the teacher and a student join", false, (*guide).joinLesson},
	{"finish, be told, mark the absent", false, (*guide).finishLesson},
}

// The lesson of Рисунки 447–453.
const (
	lessonGroup = "АТП-23"
	lessonTopic = "Проверка уровня знаний"

	makeRemoteLabel = "+ Создать дистанционное занятие"
)

func (g *guide) plans() error {
	if err := g.World.FillJournals(g.ctx); err != nil {
		return err
	}
	done, err := g.World.LoadPlan(g.ctx)
	g.step.Done = done
	return err
}

// clock sets the time.
func (g *guide) clock(at string) func() error {
	return func() error { return g.World.SetClock(g.ctx, at) }
}

// as changes the person at work and opens the window again.
func (g *guide) as(act func(context.Context) error) func() error {
	return func() error {
		if err := act(g.ctx); err != nil {
			return err
		}
		g.stage.Do(g.Open)
		return g.arrives()
	}
}

// arrives waits until the window shows who is at work.
func (g *guide) arrives() error {
	me := g.World.Session.Person()
	g.me = me.Name.Short()
	return g.await(g.me)
}

func (g *guide) newLesson() error {
	return all(g.clock("10:03"), g.as(g.World.ActTeacher), g.awaits("Журнал успеваемости"), g.shoots("today"),
		g.clicks("Расписание"), g.awaits("Неделя"), g.shoots("timetable"),
		g.clicks("Журнал успеваемости"), g.awaits("Группа "+lessonGroup), g.shoots("journal-groups"),
		g.clicks("Группа "+lessonGroup), g.awaits("Журнал группы "+lessonGroup), g.awaits("ч. по плану"), g.shoots("journal"),
		g.clicks("Темы КТП"), g.awaits("Добавить занятие по теме"), g.shoots("journal-plan"),
		g.clicks("Занятие"), g.clicks("Дата занятия"), g.awaits("Темы занятий из КТП нельзя редактировать"), g.shoots("lesson"),
		g.picks("Задать вручную", "1. "+lessonTopic+" · 1 ч."), g.clicks("Сохранить"), g.awaits("сохранено"), g.awaits(lessonTopic),
		g.unfolds("Действия", makeRemoteLabel), g.shoots("lesson-actions"))
}

func (g *guide) makeRemote() error {
	return all(g.clicks(makeRemoteLabel), g.awaits("Окончание"),
		g.fills("Начало, по часам колледжа", "10:15"), g.fills("Окончание", "11:00"), g.shoots("remote"),
		g.clicks("Сохранить"), g.awaits("Дистанционное занятие создано"), g.lets(g.World.StartCalls), g.awaits("начнётся через"), g.shoots("remote-made"),
		g.clicks("Открыть"), g.awaits("Дистанционное занятие еще не началось."), g.shoots("too-early"), g.clicks("Понятно"))
}

// entersCall joins the call, whose page then shows that many people.
func (g *guide) entersCall(people int) func() error {
	return func() error {
		if err := g.World.EnterCall(g.ctx); err != nil {
			return err
		}
		if n, finished := g.World.InCall(); n != people || finished {
			return fmt.Errorf("%d people in the call, want %d; finished: %v", n, people, finished)
		}
		return nil
	}
}

func (g *guide) joinLesson() error {
	return all(g.clock("10:15"), g.clicks("Открыть"), g.awaits("Присоединиться через браузер"), g.shoots("join"),
		g.clicks("Присоединиться через браузер"), g.awaits("Занятие открыто в браузере"), g.entersCall(1),
		g.as(g.World.ActPupil), g.awaits("Занятия"), g.clicks("День"), g.awaits("идёт сейчас"), g.shoots("student-day"),
		g.clicks("Неделя"), g.awaits("идёт сейчас"), g.shoots("student-week"),
		g.clicks("Открыть занятие"), g.awaits("Присоединиться через браузер"), g.clicks("Присоединиться через браузер"),
		g.awaits("Занятие открыто в браузере"), g.entersCall(2))
}

func (g *guide) finishLesson() error {
	ended := func() error {
		if _, finished := g.World.InCall(); !finished {
			return fmt.Errorf("the call goes on in the messenger")
		}
		return nil
	}
	exported := func() error {
		size, err := g.World.ExportLessonJournal(g.ctx)
		g.step.Done = map[string]int{"journal bytes": size}
		return err
	}
	return all(
		// The student is told at the lesson's end.
		g.clock("11:00"), g.awaits("Звонок завершен"), g.shoots("call-ended"),
		g.clock("10:40"), g.as(g.World.ActTeacher), g.clicks("Журнал успеваемости"), g.clicks("Группа "+lessonGroup), g.awaits(lessonTopic),
		g.awaits("Завершить"), g.shoots("journal-remote"),
		g.clicks("Завершить"), g.awaits("Звонок закончится для всех"), g.clicks("Завершить"), g.awaits("Звонок завершен"), g.lets(g.World.StartCalls), ended,
		g.awaits("Сегодня"), g.clicks("Журнал успеваемости"), g.clicks("Группа "+lessonGroup), g.awaits(lessonTopic),
		g.picks("Действия", "Отметить, кого нет"), g.awaits("Остальные предложены как «Н»"), g.shoots("absent"),
		g.clicks("Сохранить"), g.awaits("Отсутствующие отмечены"), g.shoots("journal-absent"), exported)
}
