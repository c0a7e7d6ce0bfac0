package agent

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"zvonok/app"
	"zvonok/model/store"
)

const (
	// sendWithin is how long sending may take, repetitions too, once the database has said that the agent may.
	sendWithin = 8 * time.Second
	// carriedWithin is how long after that the messenger may still carry out what was sent, though nobody waits for its answer.
	carriedWithin = 10 * time.Second
)

// turn is an agent while it alone does one kind of work for the college. Before anything is sent, and whenever something is written, the
// database is asked whether another agent has taken the work over, which can happen only where a process has lost the database for a
// while: then nothing more is done, and the error is model.ErrTakenOver.
type turn struct {
	*Agent
	work        string
	sent, doubt atomic.Bool // something was sent, and the messenger may not have finished it

	mu    sync.Mutex
	epoch store.Epoch // begins before the first write: a look changes nothing
}

// alone does work that only one agent of the college may do at a time: the lock keeps away agents on the same folder, the epoch those
// on the same database.
func (a *Agent) alone(ctx context.Context, work string, fn func(*turn) error) error {
	return a.College.Alone(work, func() error {
		t := &turn{Agent: a, work: work}
		err := fn(t)
		t.rest(ctx)
		return err
	})
}

// begun is the epoch of the turn, which begins at its first call.
func (t *turn) begun(ctx context.Context) (e store.Epoch, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch.Number == 0 {
		if e, err = t.College.Epoch(ctx, t.work, carriedWithin); err != nil {
			return e, err
		}
		t.epoch = e
	}
	return t.epoch, nil
}

// rest notes that nothing is on its way to the messenger any more, so that the next agent need not wait.
func (t *turn) rest(ctx context.Context) {
	if !t.sent.Load() || t.doubt.Load() {
		return
	}
	err := t.College.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.Rests(t.epoch) })
	if err != nil {
		t.Log.Warn("the end of sending was not noted: the next agent will wait", slog.Any("error", err))
	}
}

// update writes into the college.
func (t *turn) update(ctx context.Context, fn func(*store.Tx) error) error {
	epoch, err := t.begun(ctx)
	if err != nil {
		return err
	}
	return t.College.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Holds(epoch); err != nil {
			return err
		}
		return fn(tx)
	})
}

// permit writes down by noting, which may be nil, what is about to be sent. It may be sent under the context that permit returns, until end.
func (t *turn) permit(ctx context.Context, noting func(*store.Tx) error) (sending context.Context, end context.CancelFunc, err error) {
	epoch, err := t.begun(ctx)
	if err != nil {
		return nil, nil, err
	}
	var until time.Time
	err = t.College.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Sends(epoch); err != nil {
			return err
		}
		until = time.Now().Add(sendWithin) // nobody takes over before the end of the transaction
		if noting == nil {
			return nil
		}
		return noting(tx)
	})
	if err != nil {
		return nil, nil, err
	}
	t.sent.Store(true)
	sending, end = context.WithDeadline(ctx, until)
	return sending, end, nil
}

// outcomesOf writes down by noting, which may be nil, what is about to be sent, and carries the operations in one request. If the fate of
// the whole request is unknown, that is the outcome of each operation; the error is only for what has to stop the run. Without outcomes
// nothing was sent.
func (t *turn) outcomesOf(ctx context.Context, ops []app.Op, noting func(*store.Tx) error) ([]app.Outcome, error) {
	sending, end, err := t.permit(ctx, noting)
	if err != nil {
		return nil, err
	}
	defer end()
	outcomes, err := t.Messenger.Send(sending, ops)
	if err != nil {
		outcomes = slices.Repeat([]app.Outcome{{Err: app.FaultOf(err)}}, len(ops))
	}
	for _, o := range outcomes {
		t.doubtful(o.Err)
	}
	if err != nil && app.FaultOf(err).Kind == app.FaultUnknown {
		err = nil
	}
	return outcomes, err
}

// doubtful notes, by an error, that the messenger may not have finished what was sent.
func (t *turn) doubtful(err error) {
	if err == nil {
		return
	}
	if kind := app.FaultOf(err).Kind; kind == app.FaultUnknown || kind == app.FaultStop {
		t.doubt.Store(true)
	}
}
