package agent

import (
	"context"

	"zvonok/model"
	"zvonok/model/store"
)

// Deputy makes the agent of another server before the same database do what this one is asked for. Its methods are those
// of a Keeper.
type Deputy interface {
	Preview(ctx context.Context, o RunOptions, progress func(model.Progress)) (model.PlanSummary, error)
	Run(ctx context.Context, o RunOptions, progress func(model.Progress)) (model.Report, error)
	Remind(ctx context.Context) (model.Reminded, error)
	StopRun(ctx context.Context) error
}

// WorksElsewhere says that the agent works at another server, and how it stands there; nil says that it works at none.
func (k *Keeper) WorksElsewhere(by Deputy, now model.SyncStatus) {
	k.mu.Lock()
	another := (k.deputy == nil) != (by == nil) || k.there.Running != now.Running || k.there.Progress != now.Progress
	k.deputy, k.there = by, now
	k.mu.Unlock()
	if another {
		k.store.Publish(model.Change{Sync: true})
	}
}

// elsewhere is the deputy for the agent of another server; nil where the agent works here, or nowhere.
func (k *Keeper) elsewhere() Deputy {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.agent != nil {
		return nil
	}
	return k.deputy
}

// StopRun ends the run that is under way, wherever the agent works; what it has done stays done.
func (k *Keeper) StopRun(ctx context.Context) error {
	if by := k.elsewhere(); by != nil {
		return by.StopRun(ctx)
	}
	k.Stop()
	return nil
}

// askToLook is lookSoon wherever the agent works.
func (k *Keeper) askToLook(ctx context.Context) error {
	if k.elsewhere() == nil {
		k.lookSoon()
		return nil
	}
	return k.store.Update(ctx, func(tx *store.Tx) error { tx.LookAgain(); return nil })
}
