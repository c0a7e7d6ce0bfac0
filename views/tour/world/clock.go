package world

import (
	"context"
	"sync"
	"time"

	"zvonok/vkclient"
)

// clock is the system's clock, which the tour sets to the time of the lesson that it shows.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

// Now is the time that the tour wants it to be.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// Sleep waits by the system's clock.
func (*clock) Sleep(ctx context.Context, d time.Duration) error {
	return vkclient.SystemClock{}.Sleep(ctx, d)
}

// set makes it that time now.
func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(now)
}
