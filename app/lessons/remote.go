package lessons

import (
	"context"
	"errors"
	"fmt"
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
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		r, err := s.remoteIn(tx, id)
		if err != nil {
			return err
		}
		return fn(r)
	})
}

// SetCallLink gives a remote lesson the link of a call that its teacher made. A chat that was told of the lesson is told
// the link. left is the lesson as it was, whose call is nobody's any more.
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
		if err := r.freeLink(link); err != nil {
			return err
		}
		left = *remote
		remote.Link, remote.CallID, remote.Source, remote.Problem = link, "", model.SourcePasted, ""
		if err := r.PutRemote(*remote); err != nil {
			return err
		}
		if err := leaveCall(r.Tx, left); err != nil {
			return err
		}
		return r.audit("Ссылка на звонок", remote.Begins, remote.Ends, "")
	})
	return left, err
}

// freeLink refuses the link of another subject's lesson: two groups would meet in one call.
func (r *remoteScene) freeLink(link string) error {
	holder, found, err := r.LinkHolder(link, r.lesson.Teaching)
	if err != nil || !found {
		return err
	}
	return fmt.Errorf("эта ссылка уже стоит у другого занятия: %s, %s, %s. Создайте для этого занятия свой звонок",
		holder.Group, holder.Subject, college.RemoteTime(holder.Begins, holder.Ends, r.zone))
}

// leaveCall lets the agent end a call of its own that a lesson has no more.
func leaveCall(tx *store.Tx, remote model.RemoteLesson) error {
	if remote.Source != model.SourceAgent || remote.CallID == "" {
		return nil
	}
	return tx.EndCall(remote.CallID)
}

// DeleteRemote makes a remote lesson an ordinary one again; a chat that was told of it is told that it does not take
// place. Who had joined stays known. left is what was remote, whose call is to end.
func (s *Lessons) DeleteRemote(ctx context.Context, lesson model.LessonID) (left model.RemoteLesson, err error) {
	err = s.editRemote(ctx, lesson, func(r *remoteScene) error {
		if r.lesson.Remote == nil {
			return ErrNotRemote
		}
		left = *r.lesson.Remote
		if err := r.DropRemote(lesson); err != nil {
			return err
		}
		if err := leaveCall(r.Tx, left); err != nil {
			return err
		}
		return r.audit("Удаление дистанционного занятия", left.Begins, left.Ends, "")
	})
	return left, err
}

// FinishRemote carries out «Завершить»: the lesson is over. left is what it was, whose call is to end.
func (s *Lessons) FinishRemote(ctx context.Context, lesson model.LessonID) (left model.RemoteLesson, err error) {
	err = s.editRemote(ctx, lesson, func(r *remoteScene) error {
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
		left = *remote
		if err := errors.Join(r.PutRemote(*remote), r.ForgetTold(lesson), leaveCall(r.Tx, left)); err != nil {
			return err
		}
		return r.audit("Завершение дистанционного занятия", left.Begins, left.Ends, "")
	})
	return left, err
}

// MoveRemote moves what is remote of a lesson to another day, at the same time of day, with the checks of a
// new one. What is over may also move to a day that has passed. A chat that was told of the old day is told
// again.
func MoveRemote(tx *store.Tx, actor model.PersonID, t model.Teaching, lesson model.JournalLesson, day time.Time, zone *time.Location, now time.Time) error {
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
		booked, err := tx.Booked(t, lesson.ID, actor, begins, ends)
		if err != nil {
			return err
		}
		if err := model.CheckFree(begins, ends, booked, zone); err != nil {
			return err
		}
	}
	if remote.PostAt.After(now) && remote.Posted.IsZero() {
		remote.PostAt = remote.PostAt.Add(begins.Sub(remote.Begins))
	}
	remote.Begins, remote.Ends = begins, ends
	return tx.PutRemote(remote)
}

// minutesIn are the minutes since midnight that a clock in the time zone shows.
func minutesIn(at time.Time, zone *time.Location) int {
	at = at.In(zone)
	return at.Hour()*60 + at.Minute()
}
