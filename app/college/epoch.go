package college

import (
	"context"
	"time"

	"zvonok/model/store"
)

// Epoch is that of a work of the agent which this process does alone: it goes on, or begins. Where the process before did not end in order,
// it begins after a wait, in which the messenger gets done with what that one sent. model.ErrTakenOver says that the work is another's.
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
