package agent

import (
	"context"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/model/guard"
)

const (
	firstRetry = time.Minute
	lastRetry  = 15 * time.Minute
)

// alarm wakes a loop some time later. It is for one goroutine; due may be read on it while the wait goes on
// elsewhere.
type alarm struct {
	clock app.Clock
	due   chan struct{} // holds one
	stop  context.CancelFunc
}

func newAlarm(clock app.Clock) alarm { return alarm{clock: clock, due: make(chan struct{}, 1)} }

// in begins to wait, instead of any wait before.
func (a *alarm) in(ctx context.Context, wait time.Duration) {
	a.drop()
	ctx, a.stop = context.WithCancel(ctx)
	guard.Go(func() {
		if a.clock.Sleep(ctx, wait) == nil {
			select {
			case a.due <- struct{}{}:
			default:
			}
		}
	})
}

func (a *alarm) drop() {
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
}

// retry wakes the Keeper some time after a run that failed, later after each failure in a row.
type retry struct {
	alarm
	next time.Duration
}

// later begins to wait, instead of any wait before.
func (r *retry) later(ctx context.Context) {
	var wait time.Duration
	wait, r.next = backoff(r.next)
	r.in(ctx, wait)
}

// backoff is how long to wait after a failure and what to say after the next one; 0 begins.
func backoff(wait time.Duration) (now, next time.Duration) {
	now = max(wait, firstRetry)
	return now, min(2*now, lastRetry)
}

// forget begins again: the last run did not fail.
func (r *retry) forget() {
	r.drop()
	r.next = 0
}

// passes reports whether what made a run fail may pass by itself; what waits for a person's decision does not.
func passes(err error) bool {
	return !errors.As(err, new(*app.LimitError)) && !errors.Is(err, ErrDeclined)
}
