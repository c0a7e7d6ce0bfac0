package agent

import (
	"context"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Sync are the use cases of synchronisation, where the agent lives. Who acts comes with the context.
type Sync struct {
	college *college.College
	keeper  *Keeper
}

var _ app.Sync = (*Sync)(nil)

// NewSync are those of a college.
func NewSync(c *college.College, k *Keeper) *Sync { return &Sync{c, k} }

// SyncStatus is the state of synchronisation; it does not block.
func (s *Sync) SyncStatus() model.SyncStatus { return s.keeper.Status() }

// StopSync ends the synchronisation that is under way, for those who may begin one.
func (s *Sync) StopSync(ctx context.Context) error {
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err == nil && !actor.MayInitialise() {
			err = app.ErrNoRight
		}
		return err
	})
	if err == nil {
		s.keeper.Stop()
	}
	return err
}

// PreviewInitialise says what «Инициализировать список» would do.
func (s *Sync) PreviewInitialise(ctx context.Context, o model.InitialiseOptions, progress func(model.Progress)) (model.PlanSummary, error) {
	run, err := s.initialising(ctx, o)
	if err != nil {
		return model.PlanSummary{}, err
	}
	return s.keeper.Preview(ctx, run, progress)
}

// Initialise carries out «Инициализировать список» (29.2.4).
func (s *Sync) Initialise(ctx context.Context, o model.InitialiseOptions, progress func(model.Progress)) (model.Report, error) {
	run, err := s.initialising(ctx, o)
	if err != nil {
		return model.Report{}, err
	}
	return s.keeper.Run(ctx, run, progress)
}

func (s *Sync) initialising(ctx context.Context, o model.InitialiseOptions) (RunOptions, error) {
	run := RunOptions{
		Initialise: !o.Ordinary, Confirms: true, Refresh: true, KeepManual: o.KeepManual, Types: o.Types,
		OverLimit: o.OverLimit, Fingerprint: o.Fingerprint,
	}
	err := s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		run.Actor, err = college.May(tx, model.Actor.MayInitialise)
		return err
	})
	return run, err
}

// RunNow lets the agent look at every chat and correct it, without waiting for its time.
func (s *Sync) RunNow(ctx context.Context) (model.Report, error) {
	who, err := s.college.MaySetUp(ctx)
	if err != nil {
		return model.Report{}, err
	}
	return s.keeper.Run(ctx, RunOptions{Refresh: true, Actor: who}, nil)
}
