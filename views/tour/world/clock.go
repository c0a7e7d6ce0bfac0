package world

import (
	"context"
	"sync"
	"time"

	"zvonok/model"
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

// set sets the time.
func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(now)
}

// farBack is how long ago a lesson may be before the tour goes to the next day's lesson instead of back in time.
const farBack = 2 * time.Hour

// turn sets the time to that many minutes after midnight, of the present day or, where that is long past, of the next one; now is
// in the college's time zone.
func (c *clock) turn(today time.Time, minutes int, now time.Time) {
	at := model.At(today, minutes, now.Location())
	if now.Sub(at) > farBack {
		at = model.At(today.AddDate(0, 0, 1), minutes, now.Location())
	}
	c.set(at)
}
