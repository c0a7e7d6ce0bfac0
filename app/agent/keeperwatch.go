package agent

import (
	"context"
	"log/slog"
	"time"

	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
)

// watchEvery is how often the Keeper looks whether another process has changed the college.
const watchEvery = 3 * time.Second

// watch tells everybody here, until ctx ends, that another process has changed the college. What people changed there
// wakes the agent; what an agent wrote there does not, or two of them would wake each other for ever.
func (k *Keeper) watch(ctx context.Context) {
	seen, read := k.elsewhere(ctx)
	for k.clock.Sleep(ctx, watchEvery) == nil {
		now, ok := k.elsewhere(ctx)
		if !ok {
			continue // whoever works with the file is told what is wrong with it
		}
		if read && now.version != seen.version {
			k.look(ctx)
			k.store.Publish(model.Change{All: true, Roster: true, Lessons: true})
			if now.line != seen.line {
				k.Wake()
			}
			if now.token != seen.token {
				k.useSaved(ctx)
			}
		}
		seen, read = now, true
	}
}

// useSaved looks for the token that another process has saved.
func (k *Keeper) useSaved(ctx context.Context) {
	k.mu.Lock()
	look := k.tokenSaved
	k.mu.Unlock()
	if look == nil {
		return
	}
	if err := guard.Run(func() error { return look(ctx) }); err != nil && ctx.Err() == nil {
		k.log.Warn("the agent did not start with the token that was saved elsewhere", slog.Any("error", err))
	}
}

// outside is how far other processes have changed the college.
type outside struct {
	version, line int64  // of the file, and the latest line of «Журнал изменений»
	token         string // changes with a token that another process has saved
}

func (k *Keeper) elsewhere(ctx context.Context) (o outside, ok bool) {
	var err error
	if o.version, err = k.store.Elsewhere(ctx); err != nil {
		return o, false
	}
	err = k.store.View(ctx, func(tx *store.Tx) (err error) {
		if o.line, err = tx.LastAudit(); err != nil {
			return err
		}
		o.token, err = tx.Setting(store.SettingTokenKept, "")
		return err
	})
	return o, err == nil
}
