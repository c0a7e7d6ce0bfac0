package app

import (
	"context"

	"zvonok/model"
)

// Sync is the contract of synchronisation, where the agent lives. The context says who acts, and every method but
// SyncStatus checks their rights. Errors are in Russian, ready to be shown.
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
	// AddsPeople reports whether the agent works there and can add people to chats that exist; else each comes by a link.
	AddsPeople(ctx context.Context) (bool, error)
	// LookSoon asks the agent, if it works there, to look soon who is in the chats: the person at work has opened invite
	// links.
	LookSoon(ctx context.Context) error
	// StartsCalls reports whether an agent of the college starts calls, there or on another computer.
	StartsCalls(ctx context.Context) (bool, error)
	// CarryCalls lets the agent, if it works there, carry the calls of remote lessons at once.
	CarryCalls(ctx context.Context) error
	// SendReminders lets the agent write to the people of AskReminders.
	SendReminders(ctx context.Context) (model.Reminded, error)
}
