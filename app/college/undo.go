package college

import (
	"context"
	"time"

	"zvonok/model/store"
)

// UndoKept is for how long a change can be taken back.
const UndoKept = 120 * 24 * time.Hour

// PruneUndo forgets how to take back what is too old for it.
func (c *College) PruneUndo(ctx context.Context) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error { return tx.PruneUndo(c.Clock.Now().Add(-UndoKept)) })
}
