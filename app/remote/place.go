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
	// Answer is what a request was answered before, nil where nobody kept the answer; one that is new is not done. A request
	// with the number of another one is model.ErrOtherRequest.
	Answer(ctx context.Context, r model.Request) (answer []byte, done bool, err error)
	// KeepAnswer keeps what a request was answered.
	KeepAnswer(ctx context.Context, id string, answer []byte) error
	// Subscribe tells of every change of the college until cancel is called.
	Subscribe(tell func(model.Change)) (cancel func())
	// Now is the time by the college's clock.
	Now() time.Time
}
