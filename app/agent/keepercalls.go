package agent

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

// StartsCalls reports whether the agent works here and holds an account that starts calls.
func (k *Keeper) StartsCalls() bool {
	agent, err := k.worker()
	return err == nil && agent.Calls != nil
}

// CarryCalls lets the agent carry the calls of remote lessons at once.
func (k *Keeper) CarryCalls(ctx context.Context) error {
	agent, err := k.worker()
	if err != nil {
		return err
	}
	return agent.CarryCalls(ctx)
}

// wakeCalls tells the Keeper that remote lessons changed.
func (k *Keeper) wakeCalls() {
	select {
	case k.calls <- struct{}{}:
	default:
	}
}

// keepCalls lets the agent carry the calls of remote lessons until ctx ends: when lessons change and when something is due.
// A long run over the chats does not delay it.
func (k *Keeper) keepCalls(ctx context.Context) {
	defer k.store.Subscribe(func(c model.Change) {
		if c.Lessons || c.All {
			k.wakeCalls()
		}
	})()
	due := newAlarm(k.clock)
	defer due.drop()
	for {
		if agent, err := k.worker(); err == nil {
			var next time.Time
			err := guard.Run(func() (err error) {
				next, err = agent.carryCalls(ctx)
				return err
			})
			if err != nil && ctx.Err() == nil && !errors.Is(err, app.ErrBusy) {
				k.log.Warn("calls of remote lessons", slog.Any("error", err))
			}
			wait := callsNap
			if !next.IsZero() {
				wait = min(wait, max(0, next.Sub(k.clock.Now())))
			}
			due.in(ctx, wait)
		}
		select {
		case <-ctx.Done():
			return
		case <-k.calls:
		case <-due.due:
		}
	}
}
