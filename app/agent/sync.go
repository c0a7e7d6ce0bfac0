package agent

import (
	"context"
	"errors"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Sync are the use cases of synchronisation, where the agent lives. The context says who acts.
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
	_, err := s.college.May(ctx, model.Actor.MayInitialise)
	if err != nil {
		return err
	}
	return s.keeper.StopRun(ctx)
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

// anybody lets every signed-in person go on, since the agent would soon do the same by itself.
func (s *Sync) anybody(ctx context.Context) error {
	_, err := s.college.May(ctx, func(a model.Actor) bool { return a.Kind != 0 })
	return err
}

// AddsPeople reports whether the agent works here and can add people to chats that exist; else each comes by a link.
func (s *Sync) AddsPeople(ctx context.Context) (bool, error) {
	return s.keeper.addsDirectly(), s.anybody(ctx)
}

// LookSoon asks the agent to look soon who is in the chats: the person at work has opened invite links.
func (s *Sync) LookSoon(ctx context.Context) error {
	if err := s.anybody(ctx); err != nil {
		return err
	}
	return s.keeper.askToLook(ctx)
}

// StartsCalls reports whether an agent of the college starts calls, here or on another computer.
func (s *Sync) StartsCalls(ctx context.Context) (starts bool, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.Self(tx); err != nil {
			return err
		}
		account, err := tx.Setting(store.SettingCallAccount, "")
		starts = account != "" || s.keeper.StartsCalls()
		return err
	})
	return starts, err
}

// CarryCalls lets the agent, if it works here, carry the calls of remote lessons at once.
func (s *Sync) CarryCalls(ctx context.Context) error {
	err := s.anybody(ctx)
	if err != nil || !s.keeper.StartsCalls() {
		return err
	}
	if err = s.keeper.CarryCalls(ctx); errors.Is(err, app.ErrBusy) {
		err = nil // it is carrying them already
	}
	return err
}

// SendReminders lets the agent write to the people of AskReminders.
func (s *Sync) SendReminders(ctx context.Context) (model.Reminded, error) {
	if _, err := s.college.May(ctx, model.Actor.SeesManagement); err != nil {
		return model.Reminded{}, err
	}
	return s.keeper.Remind(ctx)
}
