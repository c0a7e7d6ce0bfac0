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
	// ErrNotRemote: the lesson is an ordinary one.
	ErrNotRemote = errors.New("это занятие не дистанционное: возможно, дистанционное занятие уже удалили")

	errFinished = errors.New("это дистанционное занятие уже завершено: удалите его и создайте заново")
)

// goesOn refuses an edit of the call of a lesson that is not remote, or over.
func (e *lessonEdit) goesOn() error {
	switch remote := e.lesson.Remote; {
	case remote == nil:
		return ErrNotRemote
	case remote.Phase(e.now, 0) == model.PhaseOver:
		return model.ErrOver
	}
	return nil
}

// SetCallLink gives a remote lesson the link of a call that its teacher made. A chat that was told of the lesson is told
// the link. left is the lesson as it was, if no lesson has its call now.
func (s *Lessons) SetCallLink(ctx context.Context, lesson model.LessonID, link string) (left model.RemoteLesson, err error) {
	store.Answers(ctx, &left)
	if link, err = model.CheckCallLink(link, s.pages.CallHosts); err != nil {
		return left, err
	}
	err = s.edit(ctx, lesson, false, func(e *lessonEdit) error {
		if err := e.goesOn(); err != nil || e.lesson.Remote.Link == link {
			return err
		}
		others, err := e.StreamIDs(*e.lesson.Remote)
		if err != nil {
			return err
		}
		if err := e.freeLink(link, others); err != nil {
			return err
		}
		if left, err = e.replaceCall(link, "", model.SourcePasted); err == nil {
			err = e.auditRemote("Ссылка на звонок", e.lesson.Remote.Begins, e.lesson.Remote.Ends)
		}
		return err
	})
	return left, err
}

// replaceCall gives the lesson and its stream another call, and returns the lesson as it was if no lesson has its call now.
func (e *lessonEdit) replaceCall(link, id string, source model.CallSource) (left model.RemoteLesson, err error) {
	was, remote := *e.lesson.Remote, *e.lesson.Remote
	remote.Link, remote.CallID, remote.Source, remote.Problem = link, id, source, ""
	if err := e.PutRemote(remote); err != nil {
		return left, err
	}
	return leaveCall(e.Tx, was)
}

// freeLink refuses the link of another subject's lesson outside the stream: groups that do not belong together would meet.
func (e *lessonEdit) freeLink(link string, stream []model.LessonID) error {
	holders, err := e.LinkHolders(link, e.lesson.Teaching)
	if err != nil {
		return err
	}
	for _, h := range holders {
		if !slices.Contains(stream, h.Lesson) {
			return fmt.Errorf("эта ссылка уже стоит у другого занятия: %s, %s, %s. Создайте для этого занятия свой звонок",
				h.Group, h.Subject, college.RemoteTime(h.Begins, h.Ends, e.zone))
		}
	}
	return nil
}

// leaveCall returns what was remote of a lesson if no unfinished lesson has its call now, else the zero value. The agent ends
// a call of its own.
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

// DeleteRemote makes a remote lesson, or its whole stream, ordinary again; a chat that was told of it is told that it
// does not take place. It stays known who had joined. left is what was remote, if its call is to end.
func (s *Lessons) DeleteRemote(ctx context.Context, lesson model.LessonID, whole bool) (left model.RemoteLesson, err error) {
	store.Answers(ctx, &left)
	err = s.edit(ctx, lesson, whole, func(e *lessonEdit) error {
		if e.lesson.Remote == nil {
			return ErrNotRemote
		}
		was := *e.lesson.Remote
		if err := errors.Join(e.DropRemote(was.Lesson), e.auditRemote("Удаление дистанционного занятия", was.Begins, was.Ends)); err != nil {
			return err
		}
		left, err = leaveCall(e.Tx, was)
		return err
	})
	return left, err
}

// FinishRemote carries out «Завершить»: the lesson, or its whole stream, is over. left is what it was, if its call is to end.
func (s *Lessons) FinishRemote(ctx context.Context, lesson model.LessonID, whole bool) (left model.RemoteLesson, err error) {
	store.Answers(ctx, &left)
	err = s.edit(ctx, lesson, whole, func(e *lessonEdit) error {
		remote := e.lesson.Remote
		if remote == nil {
			return ErrNotRemote
		}
		early, err := college.EarlyIn(e.Tx)
		if err != nil {
			return err
		}
		if err := remote.MayJoin(e.now, early); err != nil {
			return err
		}
		remote.Finished = e.now
		err = errors.Join(e.PutRemote(*remote), e.ForgetTold(remote.Lesson),
			e.auditRemote("Завершение дистанционного занятия", remote.Begins, remote.Ends))
		if err != nil {
			return err
		}
		left, err = leaveCall(e.Tx, *remote)
		return err
	})
	return left, err
}

// MoveRemote moves what is remote of a lesson to another day, at the same time of day, with the checks of a new one. A lesson
// that is over may also move to a past day. A chat that was told of the old day is told again. stream are the lessons that move
// with it: unless all of its stream do, the lesson leaves that and gets a call of its own.
func MoveRemote(tx *store.Tx, actor model.PersonID, t model.Teaching, lesson model.JournalLesson, stream []model.LessonID, day time.Time, zone *time.Location, now time.Time) error {
	if lesson.Remote == nil || lesson.Date.Equal(day) {
		return nil
	}
	remote := *lesson.Remote
	over := remote.Phase(now, 0) == model.PhaseOver
	edit := model.RemoteEdit{Begins: model.MinutesIn(remote.Begins, zone), Ends: model.MinutesIn(remote.Ends, zone)}
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
