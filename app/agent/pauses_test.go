package agent

import (
	"testing"
	"time"
)

// TestPauses: what failed rests longer after each failure in a row, and no longer than that where the clock is set back meanwhile.
func TestPauses(t *testing.T) {
	var p pauses
	now := time.Now()
	until := p.lengthen("call", now)
	for _, c := range []struct {
		later time.Duration
		rests bool
	}{{0, true}, {firstRetry - time.Second, true}, {firstRetry, false}, {8 * time.Hour, false}, {-48 * time.Hour, false}} {
		got := p.over("call", now.Add(c.later))
		if c.rests != !got.IsZero() || c.rests && !got.Equal(until) {
			t.Errorf("%v later it rests until %v, and should %v", c.later, got, c.rests)
		}
	}
	if again := p.lengthen("call", now); !again.Equal(now.Round(0).Add(2 * firstRetry)) {
		t.Errorf("the second pause ends %v later", again.Sub(now))
	}
	p.forget("call")
	if !p.over("call", now).IsZero() || !p.over("another", now).IsZero() {
		t.Error("what did not fail rests")
	}
}
