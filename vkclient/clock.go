package vkclient

import (
	"context"
	"time"
)

// Clock is the time that pace and retries go by, so that tests need not wait.
type Clock interface {
	// Now is the present moment.
	Now() time.Time
	// Sleep waits for d or until ctx ends, and then gives ctx's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the real clock.
type SystemClock struct{}

// Now is time.Now.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep waits for d or until ctx ends. The time for which the computer is suspended counts.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	return sleep(ctx, d, time.Now, rest)
}

// longestRest is how late a sleep may end after the computer was suspended: its timers stand still then, the clock on the wall goes on.
const longestRest = 2 * time.Minute

// sleep rests for d, but no longer than until the clock on the wall is d later.
func sleep(ctx context.Context, d time.Duration, now func() time.Time, rest func(context.Context, time.Duration) error) error {
	began := now().Round(0) // its monotonic reading would stand still too
	for rested := time.Duration(0); rested < d && now().Sub(began) < d; rested += longestRest {
		if err := rest(ctx, min(d-rested, longestRest)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// rest waits for d of the time in which the computer is awake.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
