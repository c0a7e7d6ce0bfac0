package remote

import (
	"context"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// Place is where a college is: its contracts, and what a server has to know besides.
type Place interface {
	app.Contracts
	// Acting lets what is done with the context be done by whoever has the session of the token; app.ErrSignedOut when it has
	// ended.
	Acting(ctx context.Context, token string) (context.Context, error)
	// Once lets what is done with the context happen once: of a request that was noted before nothing is done, which is
	// model.ErrDone.
	Once(ctx context.Context, r model.Request) context.Context
	// Answer is what a request was answered before, as JSON, nil where it has no results; one that is new is not done. A
	// request with the number of another one is model.ErrOtherRequest.
	Answer(ctx context.Context, r model.Request) (answer []byte, done bool, err error)
	// Subscribe tells of every change of the college until cancel is called.
	Subscribe(tell func(model.Change)) (cancel func())
	// Since is what has changed after a position, and where the college is now; anything may have, where that is not known.
	Since(ctx context.Context, seen model.Position) (model.Change, model.Position, error)
	// Sight is what whoever acts with the context may see of what changes, and of the state of synchronisation: it is given the
	// changes one after the other. app.ErrSignedOut when the session has ended.
	Sight(ctx context.Context) func(model.Change) (model.Change, model.SyncStatus, error)
	// Attend notes that a window of whoever acts with the context is connected, until leave is called.
	Attend(ctx context.Context) (leave func(), err error)
	// Position is the last event that somebody was told of. It does not block.
	Position() model.Position
	// Until is until when an answer of now holds if nothing changes, UTC.
	Until(ctx context.Context) (time.Time, error)
	// Now is the time by the college's clock.
	Now() time.Time
}
