package sandbox

import "time"

// window counts the requests of one token within the last second.
type window struct {
	limit int
	at    []time.Time
}

// window is the one of the token. The caller holds the lock.
func (s *Server) window(token string, who identity) *window {
	w := s.windows[token]
	if w == nil {
		w = &window{limit: 3}
		if who.community {
			w.limit = 20
		}
		s.windows[token] = w
	}
	return w
}

// allow reports whether one more request fits into the second that ends now. A refused one is not counted.
func (w *window) allow(now time.Time) bool {
	for len(w.at) > 0 && now.Sub(w.at[0]) >= time.Second {
		w.at = w.at[1:]
	}
	if len(w.at) >= w.limit {
		return false
	}
	w.at = append(w.at, now)
	return true
}
