package college

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"zvonok/app"

	"github.com/gofrs/flock"
)

// The names of the files in the data folder that a process locks while it carries the college's changes to the messenger, and
// while it looks after the calls of remote lessons. Nobody holds the second for long, so Quietly waits for it.
const (
	RunLock   = "agent.lock"
	CallsLock = "calls.lock"
	callsWait = 10 * time.Second
	callsPoll = 50 * time.Millisecond
)

// Alone runs fn while it holds the file of that name locked; ErrBusy says that somebody else holds it, in this process or
// in another. The system releases the lock of a process that was killed.
func (c *College) Alone(name string, fn func() error) error {
	return c.hold(name, (*flock.Flock).TryLock, fn)
}

func (c *College) hold(name string, take func(*flock.Flock) (bool, error), fn func() error) (err error) {
	lock := flock.New(filepath.Join(c.Dir, name))
	got, err := take(lock)
	if err != nil {
		return fmt.Errorf("не удалось занять файл %s: %w", lock.Path(), err)
	}
	if !got {
		return app.ErrBusy
	}
	defer func() { err = errors.Join(err, lock.Close()) }() // even after a panic, which the program survives
	return fn()
}

// Quietly runs fn while no agent of the college works, in this process or in another; ErrBusy says that one does.
func (c *College) Quietly(ctx context.Context, fn func() error) error {
	wait := func(lock *flock.Flock) (bool, error) {
		waiting, cancel := context.WithTimeout(ctx, callsWait)
		defer cancel()
		got, err := lock.TryLockContext(waiting, callsPoll)
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			err = nil
		}
		return got, err
	}
	return c.Alone(RunLock, func() error { return c.hold(CallsLock, wait, fn) })
}
