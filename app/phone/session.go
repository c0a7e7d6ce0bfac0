package phone

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// The cookies. The prefix binds them to this very host and to https. Only the one that VK ID's answer needs comes along when another site
// leads here.
const (
	sessionCookie = "__Host-zvonok"
	deviceCookie  = "__Host-zvonok-device"
	linkCookie    = "__Host-zvonok-link"
)

const (
	// keptFor is how long «Запомнить меня» holds, as for a desk.
	keptFor   = 30 * 24 * time.Hour
	deviceFor = 400 * 24 * time.Hour // longer no browser keeps one
	// keptMark begins the cookie of a session that is remembered.
	keptMark = "k."
)

// visit is a request with the person who makes it.
type visit struct {
	s      *Page
	w      http.ResponseWriter
	r      *http.Request
	ctx    context.Context
	token  string // of the session, with its mark; empty without one
	device string
	me     model.Myself
	tab    bool // «Занятия» is theirs
}

// mostCookie is longer than any of ours.
const mostCookie = 128

func cookieOf(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) > mostCookie {
		return ""
	}
	return c.Value
}

// put sets a cookie; a life of zero is as long as the browser runs, a negative one ends it.
func (v *visit) put(name, value string, life time.Duration, site http.SameSite) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: site} //nolint:gosec // no caller gives None
	switch {
	case life > 0:
		c.MaxAge = int(life / time.Second)
	case life < 0:
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}

// keepDevice makes the browser known: wrong passwords that others type elsewhere do not lock it out.
func (v *visit) keepDevice() {
	if v.device == "" && (v.r.Method == http.MethodGet || v.r.Method == http.MethodHead) {
		v.device = rand.Text()
		v.put(deviceCookie, v.device, deviceFor, http.SameSiteStrictMode)
	}
}

// forget takes the session from the browser.
func (v *visit) forget() {
	v.token = ""
	v.put(sessionCookie, "", -1, http.SameSiteStrictMode)
}

// bare is the session's token as the college knows it.
func (v *visit) bare() string { return strings.TrimPrefix(v.token, keptMark) }

// digest tells sessions and browsers apart without keeping their secrets.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

// form is what proves that a form came from a page of ours for this browser and this session.
func (v *visit) form() string {
	mac := hmac.New(sha256.New, []byte(v.device+"\n"+v.token))
	mac.Write([]byte("form"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// formFits reads a form, and refuses one that is not ours.
func (v *visit) formFits() error {
	if err := v.r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return errLong
		}
		return errOldForm
	}
	if v.device == "" || !hmac.Equal([]byte(v.r.PostForm.Get("form")), []byte(v.form())) {
		return errOldForm
	}
	return nil
}

// field is a field of the form that was sent.
func (v *visit) field(name string) string { return v.r.PostForm.Get(name) }

func (v *visit) redirect(to string) { http.Redirect(v.w, v.r, to, http.StatusSeeOther) }

// fromElsewhere says that another site has led here: the browser then keeps the session's cookie back.
func (v *visit) fromElsewhere() bool { return v.r.Header.Get("Sec-Fetch-Site") == "cross-site" }

// signedIn lets those through who have a session. A browser that another site has led here is led here once more from a
// page of ours, and then sends it.
func (s *Page) signedIn(answer func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		if v.token == "" {
			if v.fromElsewhere() && v.r.Method == http.MethodGet {
				return v.hop(v.r.URL.RequestURI())
			}
			v.redirect("/")
			return nil
		}
		if err := s.enter(v); err != nil {
			return err
		}
		return answer(v)
	}
}

// enter lets the visit act for the session's person, unless the session has ended or was not used for too long.
func (s *Page) enter(v *visit) (err error) {
	acting, err := s.College.Acting(v.ctx, v.bare())
	if err != nil {
		return err
	}
	v.ctx = acting
	if !strings.HasPrefix(v.token, keptMark) {
		limit, err := s.College.IdleLimit(v.ctx)
		if err != nil {
			return err
		}
		if s.seats.left(digestOf(v.token), s.Clock.Now(), limit, !v.r.URL.Query().Has("auto")) {
			return errors.Join(app.ErrSignedOut, s.College.EndSession(v.ctx, 0))
		}
		v.put(sessionCookie, v.token, limit, http.SameSiteStrictMode)
	}
	if v.me, err = s.College.Myself(v.ctx); err != nil {
		return err
	}
	access, err := s.College.LessonsAccess(v.ctx)
	v.tab = access.Teaches || access.Learns
	return err
}

// seats are the sessions that are not remembered, and when each was touched last. After a start of the program each is as if touched
// just now.
type seats struct {
	mu      sync.Mutex
	touched map[digest]time.Time
	opened  map[digest]bool // has opened an invite link, and may be in the chat by now
	looked  time.Time       // when the agent was asked last to look
}

// mostSeats is more than people of a college have phones.
const mostSeats = 50_000

// left reports whether a session was not touched for the limit, 0 for none, and touches it otherwise, if a person does.
func (s *seats) left(of digest, now time.Time, limit time.Duration, byPerson bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, known := s.touched[of]
	if known && limit > 0 && now.Sub(last) >= limit {
		delete(s.touched, of)
		return true
	}
	if s.touched == nil || len(s.touched) >= mostSeats {
		s.touched = map[digest]time.Time{}
	}
	if byPerson || !known {
		s.touched[of] = now
	}
	return false
}

// lookEvery is how often at most the agent is asked to look who has come into the chats.
const lookEvery = time.Minute

// opens notes that a session has opened an invite link.
func (s *seats) opens(of digest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened == nil || len(s.opened) >= mostSeats {
		s.opened = map[digest]bool{}
	}
	s.opened[of] = true
}

// looks reports whether the agent is to look now: the session is back from an invite link.
func (s *seats) looks(of digest, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.opened[of] || now.Sub(s.looked) < lookEvery {
		return false
	}
	delete(s.opened, of)
	s.looked = now
	return true
}
