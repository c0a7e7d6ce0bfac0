package app

import (
	"context"

	"zvonok/model"
)

// Calls starts and finishes calls by one person's token; communities may do neither. Its methods block,
// keep the messenger's pace by themselves and repeat what may be repeated. They are safe for concurrent
// use. Errors are a *Fault or in Russian, and hold no secret.
type Calls interface {
	// Start begins a call. After a *Fault of the kind FaultUnknown there may be a call or not. One that nobody joins
	// costs nothing, so it may simply be started again.
	Start(ctx context.Context) (model.Call, error)
	// Finish ends the call for everybody in it. A call that is over already is a *Fault of the kind
	// FaultDone.
	Finish(ctx context.Context, id string) error
}
