package app

import (
	"context"
	"io"
	"time"

	"zvonok/model"
)

// Lessons is the contract of «Занятия»: the journal, lessons and remote lessons. The context says who acts, and every method
// checks their rights. Errors are in Russian, ready to be shown.
type Lessons interface {
	// LeaveToAgent lets the agent start the call of a lesson, in place of the one with this link; "" for none.
	LeaveToAgent(ctx context.Context, lesson model.LessonID, link string) (left model.RemoteLesson, err error)
	// KeepCall gives a lesson a call that its teacher's token has started, unless it has another than the former link
	// meanwhile, and returns the link that it has then.
	KeepCall(ctx context.Context, lesson model.LessonID, call model.Call, former string) (link string, left model.RemoteLesson, err error)
	// CallStarted is the link of a call that the agent has started, for the subject's teacher; model.ErrNeedsLink where it could not.
	CallStarted(ctx context.Context, lesson model.LessonID) (link string, err error)
	// SaveLesson carries out «Сохранить» of «Занятие» (Рисунок 448) and gives the lesson's ID.
	SaveLesson(ctx context.Context, edit model.LessonEdit) (id model.LessonID, err error)
	// DeleteLesson removes a lesson with its marks, absences and tasks, and ends its call; all lessons of its stream if
	// whole says so.
	DeleteLesson(ctx context.Context, id model.LessonID, whole bool) (left model.RemoteLesson, err error)
	// SetCells sets students' absences and marks of lessons of one subject, all of them or none; the marks of tasks
	// stay.
	SetCells(ctx context.Context, edits []model.CellEdit) error
	// SaveTask carries out «Добавить задание» and «Задание с оценками» and gives the task's ID.
	SaveTask(ctx context.Context, edit model.TaskEdit) (id model.TaskID, err error)
	// DeleteTask removes a task with its marks.
	DeleteTask(ctx context.Context, id model.TaskID) error
	// TaskMarks are the marks of a task, for those who may see its journal.
	TaskMarks(ctx context.Context, id model.TaskID) (marks []model.StudentMark, err error)
	// ExportJournal writes a page of a journal as a workbook (XLSX), for those who may see it.
	ExportJournal(ctx context.Context, q model.JournalQuery, w io.Writer) error
	// ExportCalendar writes the person's own lessons as iCalendar, from the beginning of the term of today on.
	ExportCalendar(ctx context.Context, w io.Writer) error
	// LessonsAccess is what the session's person sees of «Занятия», as the roster has it now.
	LessonsAccess(ctx context.Context) (access model.LessonsAccess, err error)
	// LessonDay is the college's calendar day (00:00 UTC), and the time in the college's zone.
	LessonDay(ctx context.Context) (today time.Time, now time.Time, err error)
	// AcademicHour is how many minutes an academic hour of the college has.
	AcademicHour(ctx context.Context) (minutes int, err error)
	// MyLessons are the lessons that the session's person leads or learns, from a calendar day up to and without
	// another one, by day and time.
	MyLessons(ctx context.Context, from time.Time, until time.Time) (lines []model.LessonLine, err error)
	// JournalGroups are the groups of «Журнал успеваемости» by course (Рисунок 446): those whose journals the actor
	// may see.
	JournalGroups(ctx context.Context) (courses []model.CourseGroups, err error)
	// Journal is a page of a group's journal (Рисунок 447).
	Journal(ctx context.Context, q model.JournalQuery) (page model.JournalPage, err error)
	// MakeRemote makes a lesson, those that are to share its call, and the weekly repetitions of all of them remote, all of
	// them or none, and returns which they are, week by week.
	MakeRemote(ctx context.Context, edit model.RemoteEdit, source model.CallSource) (made []model.LessonID, left model.RemoteLesson, err error)
	// MayMakeRemote is the error that MakeRemote would give, without making anything.
	MayMakeRemote(ctx context.Context, edit model.RemoteEdit) error
	// MayOpenRemote is the error that ToOpen would give.
	MayOpenRemote(ctx context.Context, lesson model.LessonID) error
	// ToOpen is the lesson that the person at work may open now, with its link, which is empty where its teacher has
	// to start the call first.
	ToOpen(ctx context.Context, lesson model.LessonID) (line model.LessonLine, err error)
	// NoteJoined notes that the person at work joined a lesson that they may open, and says who that is.
	NoteJoined(ctx context.Context, lesson model.LessonID, way model.CallWay) (person model.PersonID, err error)
	// CallWay is how the person at work joins calls, model.WayAsk while they have not said.
	CallWay(ctx context.Context) (way model.CallWay, err error)
	// RememberCallWay remembers how the person at work joins calls; model.WayAsk forgets it.
	RememberCallWay(ctx context.Context, way model.CallWay) error
	// Joined loads who joined a remote lesson through the program, in the order in which they came, for those who may
	// see the subject's journal.
	Joined(ctx context.Context, lesson model.LessonID) (joins []model.JoinRow, err error)
	// MayTeach refuses people who lead no lessons.
	MayTeach(ctx context.Context) error
	// Upcoming are the person's own remote lessons from yesterday on, and which of them they joined lately; nobody signed
	// in has none.
	Upcoming(ctx context.Context) (own model.Upcoming, err error)
	// NextRemote is the next remote lesson of the person at work that is not over, also one that goes on now.
	NextRemote(ctx context.Context) (next model.LessonLine, ok bool, err error)
	// SetCallLink gives a remote lesson the link of a call that its teacher made.
	SetCallLink(ctx context.Context, lesson model.LessonID, link string) (left model.RemoteLesson, err error)
	// DeleteRemote makes a remote lesson, or its whole stream, ordinary again; a chat that was told of it is told that it
	// does not take place.
	DeleteRemote(ctx context.Context, lesson model.LessonID, whole bool) (left model.RemoteLesson, err error)
	// FinishRemote carries out «Завершить»: the lesson, or its whole stream, is over.
	FinishRemote(ctx context.Context, lesson model.LessonID, whole bool) (left model.RemoteLesson, err error)
}
