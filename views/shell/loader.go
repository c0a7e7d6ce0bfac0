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

	reading
}

// reading is how a Loader's readings follow each other, whatever they read.
type reading struct {
	known, failing, busy bool
	ctx                  context.Context // of the one that runs
	next                 func()          // begins the one that waits; nil = none
}

// Hear lets the next failure be told even where Quiet passes over it: somebody has asked for what is read.
func (r *reading) Hear() { r.failing = false }

// Forget lets the next failure be told by Failed, as if nothing had been read.
func (r *reading) Forget() { r.known = false }

// Known reports whether something was read.
func (r *reading) Known() bool { return r.known }

// Busy reports whether a reading runs.
func (r *reading) Busy() bool { return r.busy }

// Load reads by work, off the UI goroutine. What comes after ctx has ended, or was begun under another one, is forgotten.
func (l *Loader[T]) Load(ctx context.Context, work func(context.Context) (T, error)) {
	var result T
	l.begin(ctx, l.Desk.Exec, func() (err error) {
		result, err = work(ctx)
		return err
	}, func(err error) { l.take(result, err) })
}

func (r *reading) begin(ctx context.Context, exec background.Executor, work func() error, take func(error)) {
	if r.busy && r.ctx == ctx {
		r.next = func() { r.begin(ctx, exec, work, take) }
		return
	}
	r.ctx, r.busy, r.next = ctx, true, nil
	background.Perform(exec, work, func(err error) {
		if ctx.Err() != nil || r.ctx != ctx {
			return
		}
		r.busy = false
		take(err)
		if r.next != nil && !r.busy {
			r.next()
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
