package access

import (
	"context"
	"sync"

	"zvonok/model"
	"zvonok/model/store"
)

// presence counts the windows that are connected, by their sessions. The zero value is ready.
type presence struct {
	mu      sync.Mutex
	windows map[model.SessionID]int
}

func (p *presence) add(id model.SessionID, windows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.windows == nil {
		p.windows = map[model.SessionID]int{}
	}
	if p.windows[id] += windows; p.windows[id] == 0 {
		delete(p.windows, id)
	}
}

func (p *presence) has(id model.SessionID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.windows[id] > 0
}

// Attend notes that a window of whoever acts is connected, until leave is called.
func (s *Access) Attend(ctx context.Context) (leave func(), err error) {
	var id model.SessionID
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		id, err = ownSession(tx, s.college.Clock.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	s.presence.add(id, 1)
	return sync.OnceFunc(func() { s.presence.add(id, -1) }), nil
}
