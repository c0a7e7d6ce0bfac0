package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"zvonok/app"
	"zvonok/model"
)

var errCallUnknown = errors.New("VK не подтвердил, что звонок начат: проверьте подключение к интернету и повторите. Если в VK остался лишний звонок, завершите его там")

// startCall starts the call of a lesson that its teacher opens, in place of the one with the former link, and gives its link.
// It is started by the teacher's own token, else by the agent; where neither can, the error is model.ErrNeedsLink.
func (s *Session) startCall(ctx context.Context, lesson model.LessonID, former string) (link string, err error) {
	call, err := s.newCall(ctx)
	if err != nil {
		return "", err
	}
	if call.ID != "" {
		return s.keepCall(ctx, lesson, call, former)
	}
	left, err := s.LeaveToAgent(ctx, lesson, former)
	if err != nil {
		return "", err
	}
	_ = s.endOwnCall(ctx, left) // most likely it is over already
	return s.agentCall(ctx, lesson)
}

// RenewCall gives a remote lesson that goes on another call, because its own did not open: it is started as if the
// lesson had none, and its link goes to the lesson's page and to the chat. Where only a person can start it, the error is
// model.ErrNeedsLink and the lesson keeps its link until SetCallLink.
func (s *Session) RenewCall(ctx context.Context, lesson model.LessonID) error {
	line, err := s.ToOpen(ctx, lesson)
	switch {
	case err != nil:
		return err
	case !line.Mine:
		return app.ErrNotOwnSubject
	}
	_, err = s.startCall(ctx, lesson, line.Remote.Link)
	return err
}

// newCall starts a call by the token of the person at work. A call without an ID means that the agent is to start it, and
// model.ErrNeedsLink that only a person can.
func (s *Session) newCall(ctx context.Context) (call model.Call, err error) {
	own, err := s.ownCalls(ctx)
	if err != nil {
		return call, err
	}
	var refused error
	if own != nil {
		call, refused = s.startOwn(ctx, own)
		if refused == nil {
			return call, nil
		}
		s.linking.Log.Warn("a call was not started by the teacher's own token", slog.Any("error", refused))
		if ctx.Err() != nil || isUnknown(refused) {
			return model.Call{}, errors.Join(ctx.Err(), errCallUnknown)
		}
	}
	source, err := s.otherSource(ctx)
	switch {
	case err != nil || source == model.SourceAgent:
		return model.Call{}, err
	case refused != nil:
		return model.Call{}, fmt.Errorf("VK не начал звонок от вашего имени (%s): %w", refused.Error(), model.ErrNeedsLink)
	}
	return model.Call{}, model.ErrNeedsLink
}

// startOwn starts a call whose link leads to the messenger.
func (s *Session) startOwn(ctx context.Context, own app.Calls) (model.Call, error) {
	call, err := own.Start(ctx)
	if err != nil {
		return model.Call{}, err
	}
	link, err := model.CheckCallLink(call.Link, s.addresses.CallHosts)
	if err != nil {
		return model.Call{}, errors.Join(err, own.Finish(ctx, call.ID))
	}
	return model.Call{ID: call.ID, Link: link}, nil
}

// keepCall gives a lesson a call that the teacher's token has started, unless it has another than the former link
// meanwhile, and returns the link that it has then.
func (s *Session) keepCall(ctx context.Context, lesson model.LessonID, call model.Call, former string) (string, error) {
	// The call exists: it has to be written down even if the caller is gone.
	ctx = context.WithoutCancel(ctx)
	link, left, err := s.KeepCall(ctx, lesson, call, former)
	if err != nil {
		left = model.RemoteLesson{Source: model.SourceToken, CallID: call.ID}
	}
	_ = s.endOwnCall(ctx, left) // if this fails, nobody has its link, or most likely it is over already
	return link, err
}

// agentCall lets the agent start the call of a lesson at once, if it can, and returns its link.
func (s *Session) agentCall(ctx context.Context, lesson model.LessonID) (string, error) {
	if err := s.CarryCalls(ctx); err != nil {
		return "", err
	}
	return s.CallStarted(ctx, lesson)
}
