package sandbox

import (
	"crypto/rand"
	"net/http"
)

// sessionCookie names the browser in which somebody is signed in to VK ID.
const sessionCookie = "vk_sandbox_session"

// signedIn is who is signed in to VK ID in this browser; nil for nobody. The caller holds the lock.
func (s *Server) signedIn(r *http.Request) *User {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	return s.world.users[s.world.Sessions[cookie.Value]]
}

// openSession signs a person in to VK ID in this browser. The caller holds the lock.
func (s *Server) openSession(w http.ResponseWriter, user int64) error {
	key := rand.Text()
	if err := s.commit(event{Op: opSignIn, Session: key, By: user}); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: key, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 30 * 24 * 3600})
	return nil
}

// closeSession signs out the person in this browser. The caller holds the lock.
func (s *Server) closeSession(w http.ResponseWriter, r *http.Request) error {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil // nobody is
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1})
	return s.commit(event{Op: opSignOut, Session: cookie.Value})
}
