package areas

import (
	"context"
	"time"

	"zvonok/app/access"
	"zvonok/model"
)

// Acting makes a context in which the person of the token's session acts; app.ErrSignedOut when it has ended.
func (a *Areas) Acting(ctx context.Context, token string) (context.Context, error) {
	acting := access.AsAfar(ctx, token)
	as, now := a.Position(), a.Now()
	if a.stays.hold(token, as, now) {
		return acting, nil
	}
	_, err := a.Stay(ctx, token)
	if err == nil {
		a.stays.note(token, as, now)
	}
	return acting, err
}

// Once makes a context whose work happens once: a request that was noted before is not done again, and the error is
// model.ErrDone.
func (a *Areas) Once(ctx context.Context, r model.Request) context.Context {
	return a.College.Once(ctx, r)
}

// Answer is the earlier answer to a request of the acting person, as JSON, nil if it has no results; done is false for a new
// request. A request with the number of another one is model.ErrOtherRequest.
func (a *Areas) Answer(ctx context.Context, r model.Request) (answer []byte, done bool, err error) {
	return a.College.Answer(ctx, r)
}

// Subscribe calls fn after every change of the college, in the order of their numbers, until cancel is called.
func (a *Areas) Subscribe(fn func(model.Change)) (cancel func()) {
	return a.College.Store.Subscribe(fn)
}

// Position is the last event of the college that somebody was told of. It does not block.
func (a *Areas) Position() model.Position { return a.College.Store.Position() }

// Since is what has changed after a position, and where the college is now. For a position in another generation, or
// before the oldest event that is kept, anything may have changed.
func (a *Areas) Since(ctx context.Context, seen model.Position) (model.Change, model.Position, error) {
	return a.College.Store.Since(ctx, seen)
}

// Now is the time by the college's clock.
func (a *Areas) Now() time.Time { return a.College.Clock.Now() }
