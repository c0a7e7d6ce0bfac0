package remote

import (
	"context"
	"sync"
	"time"
)

// clock is a desk's clock in tests: a caller that sleeps wakes at once, and the time has passed; where alarms is not nil, a caller that sleeps
// for longer than brief wakes when a value can be taken from it.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	slept  []time.Duration
	alarms chan struct{}
}

const brief = time.Second

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.pass(d)
	c.mu.Lock()
	c.slept = append(c.slept, d)
	c.mu.Unlock()
	if c.alarms != nil && d > brief {
		select {
		case <-ctx.Done():
		case <-c.alarms:
		}
	}
	return ctx.Err()
}

// pass lets time pass.
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) pauses() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slept
}
