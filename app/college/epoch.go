package college

import (
	"context"
	"time"

	"zvonok/model/store"
)

// Epoch is the epoch in which this process does a kind of the agent's work; it begins one if there is none. If the process before did not
// end in order, it first waits until the messenger has finished what that process sent. model.ErrTakenOver says that another process does
// the work.
func (c *College) Epoch(ctx context.Context, work string, wait time.Duration) (e store.Epoch, err error) {
	if last, ok := c.epochs.Load(work); ok {
		e = last.(store.Epoch) //nolint:forcetypeassert // nothing else is in there
		if c.Store.View(ctx, func(tx *store.Tx) error { return tx.Holds(e) }) == nil {
			return e, nil
		}
	}
	var sending bool
	err = c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		e, sending, err = tx.TakeOver(work, c.Clock.Now())
		return err
	})
	if err == nil && sending {
		err = c.Clock.Sleep(ctx, wait)
	}
	if err == nil {
		c.epochs.Store(work, e)
	}
	return e, err
}
