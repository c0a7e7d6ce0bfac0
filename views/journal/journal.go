// Package journal is «Журнал успеваемости»: the choice of a group, and the journals of its subjects with their lessons,
// marks, absences and remote lessons (section 29.3 of the manual).
package journal

import (
	"context"
	"io"
	"time"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
)

// Service is everything that the screens of this package ask of the program. Its methods may block and are called off
// the UI goroutine. Errors are in Russian, ready to be shown.
type Service interface {
	GroupsService
	PageService
	LessonService
	TaskService
	RemoteService
}

// PageService is what a journal is read by.
type PageService interface {
	Journal(ctx context.Context, q model.JournalQuery) (model.JournalPage, error)
	// ExportJournal writes a journal as a workbook.
	ExportJournal(ctx context.Context, q model.JournalQuery, w io.Writer) error
	// LessonDay is the present calendar day, as 00:00 UTC, and the present instant in the college's time zone.
	LessonDay(ctx context.Context) (today, now time.Time, err error)
	// SetCells sets absences and marks, all of them or none.
	SetCells(ctx context.Context, edits []model.CellEdit) error
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// RemoteService is what remote lessons ask of the program.
type RemoteService interface {
	remotelessons.Service
	remotelessons.EditService
	// DeleteRemote and FinishRemote are for the lesson's whole stream if whole says so.
	DeleteRemote(ctx context.Context, lesson model.LessonID, whole bool) error
	FinishRemote(ctx context.Context, lesson model.LessonID, whole bool) error
	Joined(ctx context.Context, lesson model.LessonID) ([]model.JoinRow, error)
}

// Deps is what the screens are made of.
type Deps struct {
	shell.Desk
	Service Service
	// Plans begins the loading of thematic plans, for the administrator of timetables too; nil where there is none.
	Plans func()
	// Administers says that the person at work loads the college's lists.
	Administers bool
}

// Groups makes «Журнал успеваемости», the choice of a group.
func Groups(deps Deps) shell.Screen { return newGroups(deps) }

// Open makes a group's journal. lesson is the one to be chosen at first; zero is the nearest to today.
func Open(deps Deps, q model.JournalQuery, lesson model.LessonID) shell.Screen {
	return newScreen(deps, q, lesson, false)
}

// OfLesson makes the journal that holds a lesson, with that lesson chosen.
func OfLesson(deps Deps, line model.LessonLine) shell.Screen {
	return Open(deps, model.JournalQuery{Teaching: line.Teaching, Term: model.TermOf(line.Date)}, line.ID)
}
