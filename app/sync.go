package app

import (
	"context"

	"zvonok/model"
)

// Sync is the contract of synchronisation, where the agent lives. Who acts comes with the context, and every method
// asks the table of rights for them. Errors are in Russian, ready to be shown.
type Sync interface {
	// SyncStatus is the state of synchronisation; it does not block.
	SyncStatus() model.SyncStatus
	// StopSync ends the synchronisation that is under way, for those who may begin one.
	StopSync(ctx context.Context) error
	// PreviewInitialise says what «Инициализировать список» would do.
	PreviewInitialise(ctx context.Context, o model.InitialiseOptions, progress func(model.Progress)) (model.PlanSummary, error)
	// Initialise carries out «Инициализировать список» (29.2.4).
	Initialise(ctx context.Context, o model.InitialiseOptions, progress func(model.Progress)) (model.Report, error)
	// RunNow lets the agent look at every chat and correct it, without waiting for its time.
	RunNow(ctx context.Context) (model.Report, error)
}
