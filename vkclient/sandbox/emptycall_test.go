package sandbox

import (
	"testing"
	"time"
)

// TestEmptyCallsEnd: a call in which nobody is ends within minutes, from its start or from when the last one left, and its
// link leads nowhere then.
func TestEmptyCallsEnd(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s, err := New(Options{Users: []User{{ID: 7, FirstName: "Анна"}}, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	do := func(e event) {
		t.Helper()
		s.mu.Lock()
		defer s.mu.Unlock()
		if err := s.commit(e); err != nil {
			t.Fatal(err)
		}
	}
	finished := func(after time.Duration) bool {
		now = now.Add(after)
		return s.State().Calls[0].Finished
	}
	do(event{Op: opCall, By: 7, CallID: "a", Link: "a"})
	if finished(defaultEmptyCall - time.Second) {
		t.Error("ended early")
	}
	do(event{Op: opEnter, By: 7, CallID: "a", Way: wayBrowser})
	if finished(time.Hour) {
		t.Error("ended with somebody in it")
	}
	do(event{Op: opLeave, By: 7, CallID: "a"})
	if finished(defaultEmptyCall - time.Second) {
		t.Error("ended early after the last one left")
	}
	if !finished(time.Second) {
		t.Error("an empty call goes on")
	}
}
