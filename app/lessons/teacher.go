package lessons

import (
	"context"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// errOwnerTeaches says that the owner of the file is nobody's teacher.
var errOwnerTeaches = errors.New("вы работаете как владелец файла, у которого нет своих предметов: войдите под учётной записью преподавателя")

// lessonEdit is what the teacher of a subject does to its journal or to one of its lessons, in one transaction.
type lessonEdit struct {
	*store.Tx
	actor    model.Actor
	teaching model.TeachingRow
	lesson   model.JournalLesson // as it was; none while one is added
	all      []model.LessonID    // the lessons to which the same is done
	zone     *time.Location
	now      time.Time
	today    time.Time // the college's calendar day
	done     model.Sitting
}

// MayTeach refuses people who lead no lessons.
func (s *Lessons) MayTeach(ctx context.Context) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		switch {
		case err != nil:
			return err
		case actor.Person == 0:
			return errOwnerTeaches
		case !actor.LessonsAccess().Teaches:
			return app.ErrNoRight
		}
		return nil
	})
}

// begin begins an edit of a subject's journal by its teacher; everybody else is refused.
func (s *Lessons) begin(tx *store.Tx, teaching model.TeachingID) (e *lessonEdit, err error) {
	e = &lessonEdit{Tx: tx, now: s.college.Clock.Now()}
	if e.actor, err = college.Self(tx); err != nil {
		return nil, err
	}
	switch {
	case e.actor.Person == 0:
		return nil, errOwnerTeaches
	case !e.actor.AccessToJournal(model.Teaching{ID: teaching}).Edit:
		return nil, app.ErrNotOwnSubject
	}
	if e.zone, err = s.college.Zone(tx); err != nil {
		return nil, err
	}
	e.today = model.Day(e.now, e.zone)
	e.teaching, err = s.teachingIn(tx, teaching)
	return e, err
}

// beginLesson is begin for a lesson.
func (s *Lessons) beginLesson(tx *store.Tx, id model.LessonID) (*lessonEdit, error) {
	l, err := tx.Lesson(id)
	if err != nil {
		return nil, err
	}
	e, err := s.begin(tx, l.Teaching)
	if err == nil {
		e.lesson, e.all = l, []model.LessonID{id}
	}
	return e, err
}

// edit runs an edit of a lesson by its teacher, and of the others of its stream if whole says so, each in its own journal.
func (s *Lessons) edit(ctx context.Context, id model.LessonID, whole bool, fn func(*lessonEdit) error) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error { return s.editIn(tx, id, whole, fn) })
}

func (s *Lessons) editIn(tx *store.Tx, id model.LessonID, whole bool, fn func(*lessonEdit) error) error {
	first, err := s.beginLesson(tx, id)
	if err != nil {
		return err
	}
	edits := []*lessonEdit{first}
	if whole && first.lesson.Remote != nil {
		others, err := tx.StreamIDs(*first.lesson.Remote)
		if err != nil {
			return err
		}
		for _, other := range others {
			e, err := s.beginLesson(tx, other)
			if err != nil {
				return err
			}
			edits = append(edits, e)
		}
		first.all = append(first.all, others...)
	}
	for _, e := range edits {
		e.all = first.all
		if err := fn(e); err != nil {
			return err
		}
		if err := e.writeSitting(); err != nil {
			return err
		}
	}
	return nil
}

// did counts what was edited in a lesson of a day, for the sitting's line of «Журнал изменений».
func (e *lessonEdit) did(work model.SittingWork, day time.Time) { e.done.Add(e.now, day, day, work) }

// writeSitting lets the person's sitting at the journal go on with what was done, or begins one.
func (e *lessonEdit) writeSitting() error {
	if e.done.SittingWork == (model.SittingWork{}) {
		return nil
	}
	s, err := e.LastSitting(e.actor.Person, e.teaching.ID)
	if err != nil {
		return err
	}
	if s.Takes(e.now, e.zone) {
		s.Add(e.now, e.done.From, e.done.Until, e.done.SittingWork)
		err = e.GrowAudit(s.Line, e.now, s.Words(e.zone))
	} else {
		s = e.done
		if err = e.audit(kept, s.Words(e.zone)); err == nil {
			s.Line, err = e.LastAudit()
		}
	}
	return errors.Join(err, e.KeepSitting(e.actor.Person, e.teaching.ID, s))
}

// title is the subject with its group, as «Журнал изменений» names it.
func (e *lessonEdit) title() string {
	if e.teaching.GroupName == "" {
		return e.teaching.Title()
	}
	return e.teaching.GroupName + "/" + e.teaching.Title()
}

// audit writes a line of «Журнал изменений» about the subject.
func (e *lessonEdit) audit(action, details string) error {
	return e.Audit(e.now, e.actor.Person, action, e.title(), details)
}

// auditRemote writes what was done to a remote lesson of that time.
func (e *lessonEdit) auditRemote(action string, begins, ends time.Time) error {
	return e.audit(action, college.RemoteTime(begins, ends, e.zone))
}

// teachingIn loads a subject in force.
func (s *Lessons) teachingIn(tx *store.Tx, id model.TeachingID) (model.TeachingRow, error) {
	today, err := s.college.Day(tx)
	if err != nil || id == 0 {
		return model.TeachingRow{}, errors.Join(err, store.ErrNotFound)
	}
	rows, err := tx.TeachingRows(store.TeachingFilter{Only: id, Today: today})
	if err != nil || len(rows) == 0 {
		return model.TeachingRow{}, errors.Join(err, store.ErrNotFound)
	}
	return rows[0], nil
}
