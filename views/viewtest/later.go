package viewtest

import (
	"context"
	"sync"
	"time"
)

// Executor runs work at once, on the caller, or, while it is late, when the test says so: like a database, a keyring or a
// VK that hangs.
type Executor struct {
	Late bool

	mu      sync.Mutex
	waiting []func()
}

// Go runs f, or lets it wait.
func (e *Executor) Go(f func()) {
	if !e.Late {
		f()
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.waiting = append(e.waiting, f)
}

// UI runs f at once.
func (e *Executor) UI(f func()) { f() }

// Context is an empty one.
func (e *Executor) Context() context.Context { return context.Background() }

// Take gives the work that waits to the test, which does it later.
func (e *Executor) Take() []func() {
	e.mu.Lock()
	defer e.mu.Unlock()
	waiting := e.waiting
	e.waiting = nil
	return waiting
}

// Run does the work that waits.
func (e *Executor) Run() {
	for _, f := range e.Take() {
		f()
	}
}

// Release does the work that waits, and from now on all work at once.
func (e *Executor) Release() {
	e.Late = false
	e.Run()
}

// Timers are timers that end when the test says so.
type Timers struct{ due []*timeout }

type timeout struct {
	after time.Duration // what is left of it
	do    func()        // nil once it was stopped
}

// Timer is a background.Timer.
func (t *Timers) Timer(after time.Duration, do func()) (stop func()) {
	one := &timeout{after, do}
	t.due = append(t.due, one)
	return func() { one.do = nil }
}

// Pass ends the timers that are due within d.
func (t *Timers) Pass(d time.Duration) {
	due := t.due
	t.due = nil
	for _, one := range due {
		switch {
		case one.do == nil:
		case one.after <= d:
			one.do()
		default:
			one.after -= d
			t.due = append(t.due, one)
		}
	}
}
