// Package lessons is «Занятия»: the lessons of a student and of a teacher by the day and the week, the teacher's
// «Сегодня», and what tells of remote lessons beside the window (section 29.3 of the manual).
package lessons

import (
	"context"
	"time"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
)

// Service is what the section asks of the program. Its methods may block and are called off the UI goroutine. Errors
// are in Russian, ready to be shown.
type Service interface {
	SectionService
	ListService
	CalendarService
	remotelessons.Service
}

// ListService is what the lists of lessons ask of the program.
type ListService interface {
	// LessonDay is the present calendar day, as 00:00 UTC, and the present instant in the college's time zone.
	LessonDay(ctx context.Context) (today, now time.Time, err error)
	// MyLessons are the person's own lessons from a calendar day up to and without another one, by day and time.
	MyLessons(ctx context.Context, from, until time.Time) ([]model.LessonLine, error)
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// Deps is what the section is made of.
type Deps struct {
	shell.Desk
	Service Service
	// Journal makes «Журнал успеваемости», the choice of a group, for under the section's tabs.
	Journal func() shell.Screen
	// LessonJournal makes the journal that holds a lesson, with that lesson chosen.
	LessonJournal func(model.LessonLine) shell.Screen
	// MakeRemote opens «Дистанционное занятие» for a lesson that is not remote yet.
	MakeRemote func(model.LessonLine)
}

// Open makes the section's first screen.
func Open(deps Deps) shell.Screen {
	return newSection(deps)
}
