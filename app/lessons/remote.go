package lessons

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Errors of remote lessons that a person sees.
var (
	// ErrNotOwnSubject: only the subject's own teacher makes its lessons remote, ends and deletes them.
	ErrNotOwnSubject = errors.New("это может только преподаватель предмета: попросите его сделать это")
	// ErrNotRemote: the lesson is an ordinary one.
	ErrNotRemote = errors.New("это занятие не дистанционное: возможно, дистанционное занятие уже удалили")

	ErrOwnerTeaches = errors.New("вы работаете как владелец файла, у которого нет своих предметов: войдите под учётной записью преподавателя")
	errFinished     = errors.New("это дистанционное занятие уже завершено: удалите его и создайте заново")
)

// remoteScene is a lesson before its own teacher.
type remoteScene struct {
	*store.Tx
	actor    model.Actor
	lesson   model.JournalLesson
	teaching model.TeachingRow
	zone     *time.Location
	now      time.Time
}

// remoteIn loads a lesson for the subject's own teacher; everybody else is refused.
func (s *Lessons) remoteIn(tx *store.Tx, id model.LessonID) (*remoteScene, error) {
	actor, err := college.Self(tx)
	switch {
	case err != nil:
		return nil, err
	case actor.Person == 0:
		return nil, ErrOwnerTeaches
	}
	r := &remoteScene{Tx: tx, actor: actor, now: s.college.Clock.Now()}
	if r.lesson, err = tx.Lesson(id); err != nil {
		return nil, err
	}
	if !actor.AccessToJournal(model.Teaching{ID: r.lesson.Teaching}).Remote {
		return nil, ErrNotOwnSubject
	}
	if r.teaching, err = s.teachingIn(tx, r.lesson.Teaching); err != nil {
		return nil, err
	}
	r.zone, err = s.college.Zone(tx)
	return r, err
}

// audit notes what was done to a remote lesson.
func (r *remoteScene) audit(action string, begins, ends time.Time, more string) error {
	return r.Audit(r.now, r.actor.Person, action, journalTitle(r.teaching), college.RemoteTime(begins, ends, r.zone)+more)
}

// editRemote runs an edit of a lesson by the subject's own teacher, in one transaction.
func (s *Lessons) editRemote(ctx context.Context, id model.LessonID, fn func(*remoteScene) error) error {
	return s.editStream(ctx, id, false, fn)
}

// editStream is editRemote, for the others of the lesson's stream too if whole says so.
func (s *Lessons) editStream(ctx context.Context, id model.LessonID, whole bool, fn func(*remoteScene) error) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		ids, err := streamIn(tx, id, whole)
		if err != nil {
			return err
		}
		for _, id := range ids {
			r, err := s.remoteIn(tx, id)
			if err != nil {
				return err
			}
			if err := fn(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// streamIn is a lesson with, if whole says so, the others of its stream.
func streamIn(tx *store.Tx, id model.LessonID, whole bool) ([]model.LessonID, error) {
	ids := []model.LessonID{id}
	if !whole {
		return ids, nil
	}
	l, err := tx.Lesson(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && l.Remote == nil {
		return ids, nil // whoever works on it says what is wrong
	}
	if err != nil {
		return nil, err
	}
	others, err := tx.StreamIDs(*l.Remote)
	return append(ids, others...), err
}

// SetCallLink gives a remote lesson the link of a call that its teacher made. A chat that was told of the lesson is told
// the link. left is the lesson as it was, if no lesson has its call now.
func (s *Lessons) SetCallLink(ctx context.Context, lesson model.LessonID, link string) (left model.RemoteLesson, err error) {
	if link, err = model.CheckCallLink(link, s.pages.CallHosts); err != nil {
		return left, err
	}
	err = s.editRemote(ctx, lesson, func(r *remoteScene) error {
		remote := r.lesson.Remote
		switch {
		case remote == nil:
			return ErrNotRemote
		case remote.Phase(r.now, 0) == model.PhaseOver:
			return model.ErrOver
		case remote.Link == link:
			return nil
		}
		others, err := r.StreamIDs(*remote)
		if err != nil {
			return err
		}
		if err := r.freeLink(link, others); err != nil {
			return err
		}
		left, err = r.replaceCall(link, "", model.SourcePasted, "Ссылка на звонок")
		return err
	})
	return left, err
}

// replaceCall gives the lesson and its stream another call, and answers the lesson as it was if no lesson has its call now.
func (r *remoteScene) replaceCall(link, id string, source model.CallSource, action string) (left model.RemoteLesson, err error) {
	was, remote := *r.lesson.Remote, r.lesson.Remote
	remote.Link, remote.CallID, remote.Source, remote.Problem = link, id, source, ""
	if err := errors.Join(r.PutRemote(*remote), r.audit(action, remote.Begins, remote.Ends, "")); err != nil {
		return left, err
	}
	return leaveCall(r.Tx, was)
}

// freeLink refuses the link of another subject's lesson, but for the others of the stream: groups that do not belong
// together would meet in one call.
func (r *remoteScene) freeLink(link string, stream []model.LessonID) error {
	holders, err := r.LinkHolders(link, r.lesson.Teaching)
	if err != nil {
		return err
	}
	for _, h := range holders {
		if !slices.Contains(stream, h.Lesson) {
			return fmt.Errorf("эта ссылка уже стоит у другого занятия: %s, %s, %s. Создайте для этого занятия свой звонок",
				h.Group, h.Subject, college.RemoteTime(h.Begins, h.Ends, r.zone))
		}
	}
	return nil
}

// leaveCall answers what was remote of a lesson if no lesson that goes on has its call now, else the zero value. The agent
// ends a call of its own.
func leaveCall(tx *store.Tx, was model.RemoteLesson) (left model.RemoteLesson, err error) {
	if was.CallID == "" {
		return was, nil
	}
	if on, err := tx.CallGoesOn(was.CallID); err != nil || on {
		return left, err
	}
	if was.Source == model.SourceAgent {
		err = tx.EndCall(was.CallID)
	}
	return was, err
}

// DeleteRemote makes a remote lesson, or its whole stream, ordinary again; a chat that was told of it is told that it does
// not take place. Who had joined stays known. left is what was remote, if its call is to end.
func (s *Lessons) DeleteRemote(ctx context.Context, lesson model.LessonID, whole bool) (left model.RemoteLesson, err error) {
	err = s.editStream(ctx, lesson, whole, func(r *remoteScene) error {
		if r.lesson.Remote == nil {
			return ErrNotRemote
		}
		was := *r.lesson.Remote
		if err := errors.Join(r.DropRemote(was.Lesson), r.audit("Удаление дистанционного занятия", was.Begins, was.Ends, "")); err != nil {
			return err
		}
		left, err = leaveCall(r.Tx, was)
		return err
	})
	return left, err
}

// FinishRemote carries out «Завершить»: the lesson, or its whole stream, is over. left is what it was, if its call is to end.
func (s *Lessons) FinishRemote(ctx context.Context, lesson model.LessonID, whole bool) (left model.RemoteLesson, err error) {
	err = s.editStream(ctx, lesson, whole, func(r *remoteScene) error {
		remote := r.lesson.Remote
		if remote == nil {
			return ErrNotRemote
		}
		early, err := college.EarlyIn(r.Tx)
		if err != nil {
			return err
		}
		if err := remote.MayJoin(r.now, early); err != nil {
			return err
		}
		remote.Finished = r.now
		err = errors.Join(r.PutRemote(*remote), r.ForgetTold(remote.Lesson),
			r.audit("Завершение дистанционного занятия", remote.Begins, remote.Ends, ""))
		if err != nil {
			return err
		}
		left, err = leaveCall(r.Tx, *remote)
		return err
	})
	return left, err
}

// MoveRemote moves what is remote of a lesson to another day, at the same time of day, with the checks of a
// new one. What is over may also move to a day that has passed. A chat that was told of the old day is told
// again. stream are the lessons that move with it: without the others of its stream it leaves that and has a call of its own.
func MoveRemote(tx *store.Tx, actor model.PersonID, t model.Teaching, lesson model.JournalLesson, stream []model.LessonID, day time.Time, zone *time.Location, now time.Time) error {
	if lesson.Remote == nil || lesson.Date.Equal(day) {
		return nil
	}
	remote := *lesson.Remote
	over := remote.Phase(now, 0) == model.PhaseOver
	edit := model.RemoteEdit{Begins: minutesIn(remote.Begins, zone), Ends: minutesIn(remote.Ends, zone)}
	begins, ends, err := edit.Times(day, zone, now)
	passed := err != nil && !now.Before(ends)
	if err != nil && !(over && passed) {
		return err
	}
	if remote.Finished.IsZero() && !passed {
		if err := checkFree(tx, actor, t, lesson.ID, stream, begins, ends, zone); err != nil {
			return err
		}
	}
	others, err := tx.StreamIDs(remote)
	if err != nil {
		return err
	}
	if !within(others, stream) {
		remote.Stream, remote.Link, remote.CallID, remote.Problem = 0, "", "", ""
	}
	if remote.PostAt.After(now) && remote.Posted.IsZero() {
		remote.PostAt = remote.PostAt.Add(begins.Sub(remote.Begins))
	}
	remote.Begins, remote.Ends = begins, ends
	return tx.PutRemote(remote)
}

// checkFree refuses a time that a remote lesson takes of the teacher or the group, but for those of the stream.
func checkFree(tx *store.Tx, actor model.PersonID, t model.Teaching, lesson model.LessonID, stream []model.LessonID, begins, ends time.Time, zone *time.Location) error {
	booked, err := tx.Booked(t, lesson, actor, begins, ends)
	if err != nil {
		return err
	}
	booked = slices.DeleteFunc(booked, func(b model.BookedRemote) bool { return slices.Contains(stream, b.Lesson) })
	return model.CheckFree(begins, ends, booked, zone)
}

// within reports whether all of the lessons are among some.
func within(lessons, some []model.LessonID) bool {
	return !slices.ContainsFunc(lessons, func(id model.LessonID) bool { return !slices.Contains(some, id) })
}

// minutesIn are the minutes since midnight that a clock in the time zone shows.
func minutesIn(at time.Time, zone *time.Location) int {
	at = at.In(zone)
	return at.Hour()*60 + at.Minute()
}
