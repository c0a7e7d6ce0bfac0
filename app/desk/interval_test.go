package desk_test

import (
	"context"
	"testing"
	"time"
)

// TestInterval: the keeper looks how the chats stand as often as the settings say, at once after a change.
func TestInterval(t *testing.T) {
	w := newWorld(t)
	naps := &naps{manual: w.clock, asked: make(chan time.Duration)}
	w.college.Clock = naps
	o := w.office(t, "Админова")
	ctx, cancel := context.WithCancel(t.Context())
	kept := make(chan struct{})
	go func() {
		o.keeper.Keep(ctx)
		close(kept)
	}()
	naps.until(t, 15*time.Minute)
	set := o.settings(t).Settings
	set.AgentMinutes = 240
	if err := o.save(t, set); err != nil {
		t.Fatal(err)
	}
	naps.until(t, 4*time.Hour)
	cancel()
	<-kept
}

// naps is a clock whose long sleeps last until they are ended. A caller that waits for the next day is not asked for how long.
type naps struct {
	*manual
	asked chan time.Duration
}

// until waits until somebody sleeps for so long; a caller that waits for the next day does for another time.
func (n *naps) until(t *testing.T, d time.Duration) {
	t.Helper()
	for {
		select {
		case got := <-n.asked:
			if got == d {
				return
			}
		case <-time.After(patience):
			t.Fatalf("nobody sleeps for %v", d)
		}
	}
}

// watching is how long the Keeper sleeps between two looks after other processes.
const watching = 400 * time.Millisecond

func (n *naps) Sleep(ctx context.Context, d time.Duration) error {
	if d == watching {
		<-ctx.Done() // the clock is moved by those who work
		return ctx.Err()
	}
	if d < time.Minute {
		return n.manual.Sleep(ctx, d)
	}
	if d <= 4*time.Hour {
		select {
		case n.asked <- d:
		case <-ctx.Done():
		}
	}
	<-ctx.Done()
	return ctx.Err()
}
