package agent

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"zvonok/model/guard"
	"zvonok/model/store"
)

const (
	// watchEvery is how often the Keeper looks whether another process has changed the college, also where the database says so by itself.
	watchEvery = 400 * time.Millisecond
	// listenAgain is how long it waits before it listens again to a database whose connection was lost.
	listenAgain = 15 * time.Second
)

// listen calls woken when another process may have changed something, until ctx ends. A failure is logged once; the looks
// at intervals go on.
func (k *Keeper) listen(ctx context.Context, woken chan<- struct{}) {
	said := ""
	for ctx.Err() == nil {
		err := k.store.Listen(ctx, func() {
			said = ""
			select {
			case woken <- struct{}{}:
			default:
			}
		})
		if err != nil && ctx.Err() == nil && err.Error() != said {
			said = err.Error()
			k.log.Warn("the database does not say what other servers change", slog.Any("error", err))
		}
		_ = k.clock.Sleep(ctx, listenAgain) // the end of ctx is seen above
	}
}

// watch tells everybody here, until ctx ends, what another process has changed in the college. What people changed there
// wakes the agent as it does here; what an agent wrote there does not, or two of them would wake each other for ever.
func (k *Keeper) watch(ctx context.Context) {
	token, _ := k.tokenKept(ctx)
	woken, due := make(chan struct{}, 1), newAlarm(k.clock)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(guard.Safe(func() { k.listen(ctx, woken) }))
	for {
		due.in(ctx, watchEvery)
		select {
		case <-ctx.Done():
			return
		case <-due.due:
		case <-woken:
		}
		before := k.store.Position().Generation
		changed, err := k.store.Elsewhere(ctx)
		if err != nil || changed.IsZero() {
			continue // those who work with the file are told what is wrong with it
		}
		k.readStatus(ctx)
		replaced := k.store.Position().Generation != before // by a copy, which may say another thing of the agent
		if now, err := k.tokenKept(ctx); err == nil && (now != token || replaced) {
			token = now
			k.useSaved(ctx)
		}
	}
}

// tokenKept changes with a token that another process has saved.
func (k *Keeper) tokenKept(ctx context.Context) (mark string, err error) {
	return store.Read(ctx, k.store, func(tx *store.Tx) (string, error) { return tx.Setting(store.SettingTokenKept, "") })
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
