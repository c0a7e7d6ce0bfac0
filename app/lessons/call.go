package lessons

import (
	"context"
	"fmt"

	"zvonok/model"
	"zvonok/model/store"
)

// LeaveToAgent lets the agent start the call of a lesson, in place of the one with this link; "" for none. left is the lesson
// as it was, if no lesson has its call now.
func (s *Lessons) LeaveToAgent(ctx context.Context, lesson model.LessonID, link string) (left model.RemoteLesson, err error) {
	store.Answers(ctx, &left)
	err = s.edit(ctx, lesson, false, func(e *lessonEdit) error {
		remote := e.lesson.Remote
		if remote == nil || remote.Link != link || link == "" && remote.Source == model.SourceAgent {
			return nil // somebody else was faster
		}
		if left, err = e.replaceCall("", "", model.SourceAgent); err == nil && link != "" {
			err = e.auditRemote("Новый звонок", remote.Begins, remote.Ends)
		}
		return err
	})
	return left, err
}

// KeepCall gives a lesson a call that its teacher's token has started, unless it has another than the former link
// meanwhile, and returns the link that it has then. left is the call that has to end: the lesson's former one, or this
// one.
func (s *Lessons) KeepCall(ctx context.Context, lesson model.LessonID, call model.Call, former string) (link string, left model.RemoteLesson, err error) {
	store.Answers(ctx, &link, &left)
	err = s.edit(ctx, lesson, false, func(e *lessonEdit) error {
		if err := e.goesOn(); err != nil {
			return err
		}
		if e.lesson.Remote.Link != former {
			link, left = e.lesson.Remote.Link, model.RemoteLesson{Source: model.SourceToken, CallID: call.ID}
			return nil
		}
		link = call.Link
		if left, err = e.replaceCall(call.Link, call.ID, model.SourceToken); err == nil {
			err = e.auditRemote("Начало звонка", e.lesson.Remote.Begins, e.lesson.Remote.Ends)
		}
		return err
	})
	return link, left, err
}

// CallStarted is the link of a call that the agent has started, for the subject's teacher; model.ErrNeedsLink where it could not.
func (s *Lessons) CallStarted(ctx context.Context, lesson model.LessonID) (link string, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		e, err := s.beginLesson(tx, lesson)
		if err != nil {
			return err
		}
		switch remote := e.lesson.Remote; {
		case remote == nil:
			return ErrNotRemote
		case remote.Link == "" && remote.Problem != "":
			return fmt.Errorf("%s: %w", remote.Problem, model.ErrNeedsLink)
		case remote.Link == "":
			return errNoCallLink
		default:
			link = remote.Link
			return nil
		}
	})
	return link, err
}
