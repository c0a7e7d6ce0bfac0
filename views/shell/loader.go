package shell

import (
	"context"

	"zvonok/views/background"
)

// Loader reads what a screen shows: one reading at a time; requests that come meanwhile become one more after it.
type Loader[T any] struct {
	Desk Desk
	// Show gets what was read.
	Show func(T)
	// Failed gets the reason why nothing could be read yet; later failures are said in passing.
	Failed func(error)
	// Ended is called before the others when a reading has ended, with what it has read; may be nil.
	Ended func(T)
	// Quiet shows only the first of several later failures in a row, for data that is read again and again without
	// anybody asking.
	Quiet bool

	known, failing bool
	ctx            context.Context // of the reading that runs
	next           func(context.Context) (T, error)
	busy           bool
}

// Hear lets the next failure be told even where Quiet passes over it: somebody has asked for what is read.
func (l *Loader[T]) Hear() { l.failing = false }

// Forget lets the next failure be told by Failed, as if nothing had been read.
func (l *Loader[T]) Forget() { l.known = false }

// Known reports whether something was read.
func (l *Loader[T]) Known() bool { return l.known }

// Busy reports whether a reading runs.
func (l *Loader[T]) Busy() bool { return l.busy }

// Load reads by work, off the UI goroutine. What comes after ctx has ended, or was begun under another one, is forgotten.
func (l *Loader[T]) Load(ctx context.Context, work func(context.Context) (T, error)) {
	if l.busy && l.ctx == ctx {
		l.next = work
		return
	}
	l.ctx, l.busy, l.next = ctx, true, nil
	background.Fetch(l.Desk.Exec, func() (T, error) { return work(ctx) }, func(result T, err error) {
		if ctx.Err() != nil || l.ctx != ctx {
			return
		}
		l.busy = false
		l.take(result, err)
		if next := l.next; next != nil && !l.busy {
			l.Load(ctx, next)
		}
	})
}

func (l *Loader[T]) take(result T, err error) {
	failing := l.failing
	l.failing = err != nil
	if l.Ended != nil {
		l.Ended(result)
	}
	switch {
	case err == nil:
		l.known = true
		l.Show(result)
	case !l.known:
		l.Failed(err)
	case !failing || !l.Quiet:
		l.Desk.Warn(err)
	}
}
