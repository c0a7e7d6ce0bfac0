package vkclient

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"
)

// TestSleepOfASuspendedComputer: what waits for midnight does not come hours late because the computer was suspended in the evening, and a
// clock that is set back makes no wait longer.
func TestSleepOfASuspendedComputer(t *testing.T) {
	broken := errors.New("the end")
	for name, c := range map[string]struct {
		d    time.Duration
		wall []time.Duration // how far the clock on the wall goes in each rest
		ends error
		want []time.Duration // the rests
	}{
		"nothing":   {0, nil, nil, nil},
		"short":     {time.Second, []time.Duration{time.Second}, nil, []time.Duration{time.Second}},
		"long":      {5 * time.Minute, []time.Duration{2 * time.Minute, 2 * time.Minute, time.Minute}, nil, []time.Duration{2 * time.Minute, 2 * time.Minute, time.Minute}},
		"suspended": {12 * time.Hour, []time.Duration{2 * time.Minute, 13 * time.Hour}, nil, []time.Duration{2 * time.Minute, 2 * time.Minute}},
		"set back":  {5 * time.Minute, []time.Duration{-48 * time.Hour, 2 * time.Minute, time.Minute}, nil, []time.Duration{2 * time.Minute, 2 * time.Minute, time.Minute}},
		"ended":     {time.Hour, []time.Duration{2 * time.Minute, 0}, broken, []time.Duration{2 * time.Minute, 2 * time.Minute}},
	} {
		now, rests := time.Now(), []time.Duration(nil)
		err := sleep(t.Context(), c.d, func() time.Time { return now }, func(_ context.Context, d time.Duration) error {
			rests = append(rests, d)
			now = now.Add(c.wall[len(rests)-1])
			if c.ends != nil && len(rests) == len(c.wall) {
				return c.ends
			}
			return nil
		})
		if !errors.Is(err, c.ends) || !slices.Equal(rests, c.want) {
			t.Errorf("%s: rests %v, %v; want %v", name, rests, err, c.want)
		}
	}
}

// slept is a context whose timer stood still while its time ran out.
type slept struct{ context.Context }

func (slept) Deadline() (time.Time, bool) { return time.Now().Add(-time.Minute), true }

// TestNothingIsSentAfterASleep: what might be sent within some seconds is not sent hours later, when another computer may do the work.
func TestNothingIsSentAfterASleep(t *testing.T) {
	vk := newScript(t, func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	c := vk.client(newFakeClock())
	if err := c.Do(slept{t.Context()}, EditChatCall(1, "Имя")).Err; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it says %v", err)
	}
}
