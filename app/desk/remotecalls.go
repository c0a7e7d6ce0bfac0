package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"zvonok/app"
	"zvonok/model"
)

// CallHosts are the hosts whose links are opened as calls.
func (s *Session) CallHosts() []string { return slices.Clone(s.addresses.CallHosts) }

// OpenCallPage carries out «Создать звонок в VK»: it opens the page where a person starts a call by hand.
func (s *Session) OpenCallPage(context.Context) error { return s.browser.Open(s.addresses.Calls) }

// CallSource says where the link of a lesson that is made remote now will come from. It may ask VK ID.
func (s *Session) CallSource(ctx context.Context) (model.CallSource, error) {
	if err := s.MayTeach(ctx); err != nil {
		return 0, err
	}
	return s.callSource(ctx)
}

func (s *Session) callSource(ctx context.Context) (model.CallSource, error) {
	own, err := s.ownCalls(ctx)
	if err != nil {
		return 0, err
	}
	if own != nil {
		return model.SourceToken, nil
	}
	return s.otherSource(ctx)
}

// otherSource is where calls come from that the teacher's own token does not start.
func (s *Session) otherSource(ctx context.Context) (model.CallSource, error) {
	starts, err := s.StartsCalls(ctx)
	if starts {
		return model.SourceAgent, err
	}
	return model.SourcePasted, err
}

// ownCalls are the calls that the person at work may start and end, nil where VK lets them do neither. They are also nil
// if VK ID cannot be asked now; only the end of ctx is an error.
func (s *Session) ownCalls(ctx context.Context) (app.Calls, error) {
	state, err := s.LinkState(ctx)
	if err != nil {
		return nil, err
	}
	if !state.SignedIn || state.SignInAgain || s.linking == nil {
		return nil, nil
	}
	service, _, err := s.identity(ctx)
	if err != nil {
		return nil, ctx.Err()
	}
	g, err := s.grant(ctx, service, state.Person.ID)
	if err != nil {
		s.linking.Log.Warn("no calls by the person's own token", slog.Any("error", err))
		return nil, ctx.Err()
	}
	if !g.MayCall {
		return nil, nil
	}
	return service.Calls(g), nil
}

// isUnknown reports whether nobody knows what became of a request.
func isUnknown(err error) bool {
	var f *app.Fault
	return errors.As(err, &f) && f.Kind == app.FaultUnknown
}

// endOwnCall ends the call of a lesson if the teacher's own token started it. A lesson whose time has passed
// may have lost its call long ago.
func (s *Session) endOwnCall(ctx context.Context, remote model.RemoteLesson) error {
	if remote.Source != model.SourceToken || remote.CallID == "" {
		return nil
	}
	own, err := s.ownCalls(ctx)
	if err == nil && own != nil {
		err = own.Finish(ctx, remote.CallID)
	}
	if f, ok := errors.AsType[*app.Fault](err); ok && f.Kind == app.FaultDone {
		return nil
	}
	switch {
	case !s.place.clock().Now().Before(remote.Ends):
		return nil
	case err != nil:
		return fmt.Errorf("в журнале всё записано, но звонок в VK не завершён (%w): завершите его в VK сами", err)
	case own == nil:
		return errors.New("в журнале всё записано, но звонок в VK не завершён, потому что начат при другом входе через VK ID: завершите его в VK сами")
	}
	return nil
}
