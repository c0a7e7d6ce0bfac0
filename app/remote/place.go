package remote

import (
	"context"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// Place is where a college is: its contracts, and what else a server needs. areas.Areas is the one that there is.
type Place interface {
	app.Contracts
	// Acting makes a context in which the person of the token's session acts; app.ErrSignedOut when it has ended.
	Acting(ctx context.Context, token string) (context.Context, error)
	// Once makes a context whose work happens once: a request that was noted before is not done again, and the error is
	// model.ErrDone.
	Once(ctx context.Context, r model.Request) context.Context
	// Answer is the earlier answer to a request, as JSON, nil if it has no results; done is false for a new request. A
	// request with the number of another one is model.ErrOtherRequest.
	Answer(ctx context.Context, r model.Request) (answer []byte, done bool, err error)
	// Subscribe tells of every change of the college until cancel is called.
	Subscribe(tell func(model.Change)) (cancel func())
	// Since is what has changed after a position, and where the college is now; anything may have, where that is not known.
	Since(ctx context.Context, seen model.Position) (model.Change, model.Position, error)
	// Sight gives a function that reduces changes, one after the other, to what the acting person may see, and gives the state
	// of synchronisation. Its error is app.ErrSignedOut when the session has ended.
	Sight(ctx context.Context) func(model.Change) (model.Change, model.SyncStatus, error)
	// Attend notes that a window of the acting person is connected, until leave is called.
	Attend(ctx context.Context) (leave func(), err error)
	// Position is the last event that somebody was told of. It does not block.
	Position() model.Position
	// Until is how long an answer of now holds if nothing changes, UTC.
	Until(ctx context.Context) (time.Time, error)
	// Now is the time by the college's clock.
	Now() time.Time
}
