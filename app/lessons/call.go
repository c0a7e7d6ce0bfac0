package lessons

import (
	"context"
	"fmt"

	"zvonok/model"
	"zvonok/model/store"
)

// LeaveToAgent lets the agent start the call of a lesson that has none.
func (s *Lessons) LeaveToAgent(ctx context.Context, lesson model.LessonID) error {
	return s.edit(ctx, lesson, false, func(e *lessonEdit) error {
		remote := e.lesson.Remote
		if remote == nil || remote.Link != "" || remote.Source == model.SourceAgent {
			return nil
		}
		remote.Source, remote.Problem = model.SourceAgent, ""
		return e.PutRemote(*remote)
	})
}

// DropCall takes the call of this link from a lesson, for the agent to start another one. left is the lesson as it was, if no
// lesson has its call now.
func (s *Lessons) DropCall(ctx context.Context, lesson model.LessonID, link string) (left model.RemoteLesson, err error) {
	err = s.edit(ctx, lesson, false, func(e *lessonEdit) error {
		remote := e.lesson.Remote
		if remote == nil || remote.Link != link {
			return nil // somebody else was faster
		}
		left, err = e.replaceCall("", "", model.SourceAgent, "Новый звонок")
		return err
	})
	return left, err
}

// KeepCall gives a lesson a call that its teacher's token has started, unless it has another than the former link
// meanwhile, and answers the link that it has then. left is what is to end: the lesson's former call, or this one.
func (s *Lessons) KeepCall(ctx context.Context, lesson model.LessonID, call model.Call, former string) (link string, left model.RemoteLesson, err error) {
	err = s.edit(ctx, lesson, false, func(e *lessonEdit) error {
		if err := e.goesOn(); err != nil {
			return err
		}
		if e.lesson.Remote.Link != former {
			link, left = e.lesson.Remote.Link, model.RemoteLesson{Source: model.SourceToken, CallID: call.ID}
			return nil
		}
		link = call.Link
		left, err = e.replaceCall(call.Link, call.ID, model.SourceToken, "Начало звонка")
		return err
	})
	return link, left, err
}

// CallStarted is the link of a call that the agent has started; model.ErrNeedsLink where it could not.
func (s *Lessons) CallStarted(ctx context.Context, lesson model.LessonID) (link string, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		l, err := tx.Lesson(lesson)
		switch {
		case err != nil:
			return err
		case l.Remote == nil:
			return ErrNotRemote
		case l.Remote.Link == "" && l.Remote.Problem != "":
			return fmt.Errorf("%s: %w", l.Remote.Problem, model.ErrNeedsLink)
		case l.Remote.Link == "":
			return errNoCallLink
		}
		link = l.Remote.Link
		return nil
	})
	return link, err
}
