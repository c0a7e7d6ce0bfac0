package store

import (
	"context"
	"errors"
	"time"
)

const (
	// eventsKept is how long a desk may be away and still be told what has changed meanwhile.
	eventsKept = 7 * 24 * time.Hour
	// requestsKept is how long a request is known when it comes again.
	requestsKept = 30 * 24 * time.Hour
	// triesKept is longer than wrong passwords count.
	triesKept = 7 * 24 * time.Hour
	// desksKept is how long a desk stays known after somebody has signed in there.
	desksKept = 180 * 24 * time.Hour
)

// Forget forgets the events, requests, wrong passwords and known desks that are too old to be asked for.
func (s *Store) Forget(ctx context.Context) error {
	now := s.now()
	return s.Update(ctx, func(tx *Tx) error {
		return errors.Join(
			// The last event stays, whatever its age: it holds the number.
			tx.exec(`DELETE FROM events WHERE made < $1 AND number < (SELECT max(number) FROM events)`, now.Add(-eventsKept).Unix()),
			tx.exec(`DELETE FROM requests WHERE made < $1`, now.Add(-requestsKept).Unix()),
			tx.exec(`DELETE FROM wrong_passwords WHERE last_at < $1`, now.Add(-triesKept).UnixMilli()),
			tx.exec(`DELETE FROM known_desks WHERE seen < $1`, now.Add(-desksKept).Unix()))
	})
}
