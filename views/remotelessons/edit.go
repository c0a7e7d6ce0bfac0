package remotelessons

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
)

// EditService is what making a remote lesson asks of the program. Its methods may block and are called off the UI
// goroutine, except CallHosts. Errors are in Russian, ready to be shown.
type EditService interface {
	LessonDay(ctx context.Context) (today, now time.Time, err error)
	// AcademicHour is how many minutes an academic hour of the college has.
	AcademicHour(ctx context.Context) (minutes int, err error)
	// CallSource is who starts the call of a new remote lesson.
	CallSource(ctx context.Context) (model.CallSource, error)
	// MyLessons are the person's own lessons from a calendar day up to and without another one, by day and time.
	MyLessons(ctx context.Context, from, until time.Time) ([]model.LessonLine, error)
	// MakeRemote makes a lesson, with those that share its call and the weekly repetitions of all, remote, or moves them.
	MakeRemote(ctx context.Context, edit model.RemoteEdit) ([]model.LessonID, error)
	LinkService
}

// editor is «Дистанционное занятие» (Рисунок 450).
type editor struct {
	desk    shell.Desk
	service EditService
	line    model.LessonLine
	source  model.CallSource
	now     time.Time          // in the college's time zone
	hour    int                // minutes of an academic hour
	day     []model.LessonLine // the person's lessons of the day
	asked   bool               // whether the stream moves too
	apart   bool               // somebody has said that it does not
	form    *editForm
	dialog  *dialog.FormHandle
	done    func()
}

// Edit asks for the times of a remote lesson and saves it, in one form however often its button is pressed; done is called once it is saved.
// A lesson that is remote already gets the new times.
func Edit(desk shell.Desk, service EditService, line model.LessonLine, done func()) {
	e := &editor{desk: desk, service: service, line: line, done: done}
	shell.Ask(desk, editTitle, func(ctx context.Context) (source model.CallSource, err error) {
		if _, e.now, err = service.LessonDay(ctx); err != nil {
			return 0, err
		}
		if e.hour, err = service.AcademicHour(ctx); err != nil {
			return 0, err
		}
		if e.day, err = service.MyLessons(ctx, line.Date, line.Date.AddDate(0, 0, 1)); err != nil {
			return 0, err
		}
		return service.CallSource(ctx)
	}, func(source model.CallSource) {
		e.source = source
		e.show()
	})
}

const editTitle = "Дистанционное занятие"

func (e *editor) show() {
	e.form = newEditForm(e)
	var made []model.LessonID
	e.dialog = dialog.ShowForm(e.desk.Frame.Window(), e.desk.Exec, dialog.Form{
		Title: editTitle, Hint: lessonName(e.line) + " · " + model.DayText(e.line.Date), Primary: "Сохранить",
		Fields: []fyne.CanvasObject{e.form.content}, Focus: e.form.begins,
		Work: func() (func(context.Context) error, error) {
			edit, err := e.form.read()
			if err == nil {
				_, _, err = edit.Times(e.line.Date, e.zone(), e.now)
			}
			if err == nil && e.moves(edit) && !e.asked {
				e.askMove()
				err = dialog.ErrAsking
			}
			return func(ctx context.Context) (err error) {
				made, err = e.service.MakeRemote(ctx, edit)
				return err
			}, err
		},
		Done: func() {
			e.desk.Tell(e.savedWords(len(made)))
			e.done()
		},
	})
}

// moves reports whether an edit takes the lesson to another time than that of its stream.
func (e *editor) moves(edit model.RemoteEdit) bool {
	begins, ends := e.line.RemoteTimes(e.now, e.hour)
	return len(e.line.Stream) > 0 && (edit.Begins != begins || edit.Ends != ends)
}

// askMove asks whether the others of the stream move too, and saves.
func (e *editor) askMove() {
	AskMove(e.desk.Frame.Window(), e.line, func(whole bool) {
		e.apart, e.asked = !whole, true
		e.dialog.Send()
		e.apart, e.asked = false, false
	})
}

// zone is the college's time zone.
func (e *editor) zone() *time.Location { return e.now.Location() }

func (e *editor) savedWords(saved int) string {
	many, one := "Создано: ", "Дистанционное занятие создано"
	if e.line.Remote != nil {
		many, one = "Сохранено: ", "Дистанционное занятие изменено"
	}
	if saved > 1 {
		return many + model.Plural(saved, "дистанционное занятие", "дистанционных занятия", "дистанционных занятий")
	}
	return one
}

var errNoLink = errors.New("вставьте ссылку на звонок: создайте его в VK кнопкой «Создать звонок в VK» и скопируйте ссылку")
