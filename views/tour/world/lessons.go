package world

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/store"
)

// plan is the thematic plan of the tour's lesson.
const plan = "Группа;Предмет;№;Тема;Часов;Вид\n" +
	demo.RemoteGroup + ";" + demo.RemoteSubject + ";1;Проверка уровня знаний;1;Лекция\n" +
	demo.RemoteGroup + ";" + demo.RemoteSubject + ";2;Present Simple и Present Continuous: повторение;2;Практ. занятие\n" +
	demo.RemoteGroup + ";" + demo.RemoteSubject + ";3;Моя будущая профессия: лексика и диалоги;2;Практ. занятие\n"

// FillJournals gives the subjects their journals.
func (w *World) FillJournals(ctx context.Context) error { return demo.FillJournals(ctx, w.college) }

// LoadPlan loads the thematic plan of the lesson's subject from a file.
func (w *World) LoadPlan(ctx context.Context) (any, error) {
	path := filepath.Join(w.dir, "КТП.csv")
	if err := os.WriteFile(path, []byte(plan), 0o600); err != nil {
		return nil, err
	}
	files, err := w.Session.ReadFiles(ctx, []string{path})
	if err != nil {
		return nil, err
	}
	preview, err := w.Session.PreviewLessons(w.Session.As(ctx), model.FilePlan, files)
	if err != nil {
		return nil, err
	}
	if len(preview.Problems) > 0 {
		return preview.Problems, errors.New("the plan has problems")
	}
	return preview.Subjects, w.Session.ApplyLessons(w.Session.As(ctx), model.FilePlan, files, preview.Fingerprint)
}

// lesson is the tour's lesson: its subject, and who teaches and learns it.
type lesson struct {
	subject        model.TeachingRow
	Teacher, Pupil model.Person // the pupil has a profile
}

// lessonOf finds the tour's lesson in a college.
func lessonOf(ctx context.Context, c *college.College) (l lesson, err error) {
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		if l.subject, err = lessonSubject(tx, c.Clock.Now()); err != nil {
			return err
		}
		if l.Teacher, err = tx.Person(l.subject.Teachers[0]); err != nil {
			return err
		}
		pupil, err := pupilOf(tx, l.subject, c.Clock.Now())
		if err == nil {
			l.Pupil, err = tx.Person(pupil)
		}
		return err
	})
	return l, err
}

// lessonSubject is the subject of the tour's lesson.
func lessonSubject(tx *store.Tx, now time.Time) (model.TeachingRow, error) {
	rows, err := tx.TeachingRows(store.TeachingFilter{Today: now.UTC().Format(time.DateOnly)})
	if err != nil {
		return model.TeachingRow{}, err
	}
	at := slices.IndexFunc(rows, func(r model.TeachingRow) bool {
		return r.GroupName == demo.RemoteGroup && r.Subject == demo.RemoteSubject
	})
	if at < 0 {
		return model.TeachingRow{}, fmt.Errorf("the college has no %s in %s", demo.RemoteSubject, demo.RemoteGroup)
	}
	return rows[at], nil
}

// pupilOf is a student of the subject who has a profile.
func pupilOf(tx *store.Tx, subject model.TeachingRow, now time.Time) (model.PersonID, error) {
	from, until := model.TermOf(now).Range()
	students, err := tx.JournalStudents(subject.ID, now.UTC().Format(time.DateOnly), from, until)
	if err != nil {
		return 0, err
	}
	profiles, err := tx.Profiles()
	for _, s := range students {
		if profiles[s.Person] != 0 {
			return s.Person, err
		}
	}
	return 0, errors.Join(err, errors.New("no student of the lesson has a profile"))
}

// ActTeacher makes the lesson's teacher the person at work.
func (w *World) ActTeacher(ctx context.Context) error {
	l, err := lessonOf(ctx, w.college)
	if err != nil {
		return err
	}
	return w.Session.Enter(ctx, l.Teacher.ID)
}

// ActPupil makes a student of the lesson who has a profile the person at work.
func (w *World) ActPupil(ctx context.Context) error {
	l, err := lessonOf(ctx, w.college)
	if err != nil {
		return err
	}
	return w.Session.Enter(ctx, l.Pupil.ID)
}

// SetClock makes it that time by the college's clock, of today or, late in the day, of tomorrow, and wakes those who wait
// for it.
func (w *World) SetClock(ctx context.Context, clock string) error {
	minutes, err := model.ParseClock(clock)
	if err != nil {
		return err
	}
	today, now, err := w.Session.LessonDay(ctx)
	if err != nil {
		return err
	}
	w.clock.turn(today, minutes, now)
	return w.Session.Ring(w.Session.As(ctx))
}

// StartCalls lets the agent start the calls that it has to start, and end those that it has to end.
func (w *World) StartCalls(ctx context.Context) error { return w.keeper.CarryCalls(ctx) }

var errNoCall = errors.New("the program opened no call")

// EnterCall joins the call whose page the program opened last, as the person at work.
func (w *World) EnterCall(ctx context.Context) error {
	address := ""
	for address == "" || !strings.Contains(address, "/call/join/") {
		select {
		case address = <-w.browser.opened:
		case <-time.After(browserPatience):
			return errNoCall
		}
	}
	w.call = address
	form := url.Values{"way": {"browser"}, "user": {strconv.FormatInt(int64(w.Session.Person().Messenger), 10)}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("the call's page answers %s", answer.Status)
	}
	return nil
}

// InCall counts who is in the call, and says whether it was ended.
func (w *World) InCall() (people int, finished bool) {
	for _, c := range w.demonstration.VK.State().Calls {
		if c.JoinLink == w.call {
			return len(c.Members), c.Finished
		}
	}
	return 0, false
}

// ExportLessonJournal writes the lesson's journal as a workbook and gives its size in bytes.
func (w *World) ExportLessonJournal(ctx context.Context) (int, error) {
	l, err := lessonOf(ctx, w.college)
	if err != nil {
		return 0, err
	}
	var book bytes.Buffer
	err = w.Session.ExportJournal(w.Session.As(ctx), model.JournalQuery{Group: l.subject.Group, Teaching: l.subject.ID}, &book)
	return book.Len(), err
}
