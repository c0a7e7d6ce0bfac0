package app

import (
	"context"
	"errors"
	"time"
)

const (
	firstRetry = time.Minute
	lastRetry  = 15 * time.Minute
)

// retry wakes the Keeper some time after a run that failed, later after each failure in a row. It is for
// one goroutine; due may be read on it while the wait goes on elsewhere.
type retry struct {
	clock Clock
	due   chan struct{} // holds one
	next  time.Duration
	stop  context.CancelFunc // ends the wait that is under way; nil without one
}

// later begins to wait, instead of any wait before.
func (r *retry) later(ctx context.Context) {
	r.drop()
	wait := max(r.next, firstRetry)
	r.next = min(2*wait, lastRetry)
	ctx, r.stop = context.WithCancel(ctx)
	go func() {
		if r.clock.Sleep(ctx, wait) == nil {
			select {
			case r.due <- struct{}{}:
			default:
			}
		}
	}()
}

// forget begins anew: the last run did not fail.
func (r *retry) forget() {
	r.drop()
	r.next = 0
}

func (r *retry) drop() {
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}

// mends reports whether what made a run fail may pass by itself; what waits for somebody's decision does not.
func mends(err error) bool {
	var limit *LimitError
	return !errors.As(err, &limit) && !errors.Is(err, ErrDeclined)
}
