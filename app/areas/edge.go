package areas

import (
	"context"
	"sync"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// edge is the next moment at which answers change although nothing happens, as computed at a position.
type edge struct {
	mu    sync.Mutex
	as    model.Position
	until time.Time
}

// Until is how long an answer of now holds if nothing changes, UTC: until a remote lesson opens, begins or ends, or the
// college's day ends.
func (a *Areas) Until(ctx context.Context) (time.Time, error) {
	a.edge.mu.Lock()
	defer a.edge.mu.Unlock()
	as, now := a.Position(), a.Now()
	if as == a.edge.as && now.Before(a.edge.until) {
		return a.edge.until, nil
	}
	err := a.College.Store.View(ctx, func(tx *store.Tx) error {
		early, err := college.EarlyIn(tx)
		if err != nil {
			return err
		}
		tomorrow, err := a.College.Tomorrow(tx)
		if err != nil {
			return err
		}
		next, err := tx.NextEdge(now, early)
		if err != nil {
			return err
		}
		if next.IsZero() || tomorrow.Before(next) {
			next = tomorrow
		}
		a.edge.as, a.edge.until = as, next.UTC()
		return nil
	})
	return a.edge.until, err
}
