package areas

import (
	"crypto/sha256"
	"sync"
	"time"

	"zvonok/model"
)

// stayHolds is how long a session that was found to go on is not looked at again while nothing changes. The transaction of a call
// looks at it in any case, so a session that another process has ended does nothing.
const stayHolds = 30 * time.Second

// stays remembers the sessions that were found to go on, as of a position.
type stays struct {
	mu    sync.Mutex
	as    model.Position
	until map[[sha256.Size]byte]time.Time // by the digests of their tokens
}

// hold reports whether a session was found to go on not long ago, and nothing has changed since.
func (s *stays) hold(token string, as model.Position, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return as == s.as && now.Before(s.until[sha256.Sum256([]byte(token))])
}

// note notes that a session goes on. as is the position that was read before the session was looked at.
func (s *stays) note(token string, as model.Position, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.until == nil || as != s.as {
		s.as, s.until = as, map[[sha256.Size]byte]time.Time{}
	}
	s.until[sha256.Sum256([]byte(token))] = now.Add(stayHolds)
}
