package remote

import (
	"context"
	"sync/atomic"
	"time"

	"zvonok/app"
)

// hours are the college's time on a desk whose own clock may be wrong.
type hours struct {
	own   app.Clock
	ahead atomic.Int64 // how far the server's clock is ahead of the desk's own, in nanoseconds
}

// unevenness is how long a message may be under way without the clock being set by it.
const unevenness = 2 * time.Second

// Now is the present moment at the server, which goes on while the desk's computer sleeps: it has no monotonic reading.
func (h *hours) Now() time.Time { return h.own.Now().Round(0).Add(time.Duration(h.ahead.Load())) }

// Sleep waits for d or until ctx ends, and then answers ctx's error.
func (h *hours) Sleep(ctx context.Context, d time.Duration) error { return h.own.Sleep(ctx, d) }

// set takes over the time that the server has just told.
func (h *hours) set(server time.Time) {
	if !server.IsZero() && server.Sub(h.Now()).Abs() > unevenness {
		h.ahead.Store(int64(server.Sub(h.own.Now())))
	}
}

// LessonDay is that of app.Lessons. An answer that is kept says in which zone the college is; what time it is the clock says.
func (c *Client) LessonDay(ctx context.Context) (today, now time.Time, err error) {
	err = c.call(ctx, procedure("Lessons", "LessonDay"), []any{}, &today, &now)
	if err == nil && c.workOf(ctx) != nil {
		now = c.hours.Now().In(now.Location())
		today = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	}
	return today, now, err
}

// Clock is the college's: a desk does not count by its own.
func (c *Client) Clock() app.Clock { return c.hours }

// systemClock is the desk's own.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
