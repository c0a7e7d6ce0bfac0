package sandbox

import (
	"fmt"
	"net/http"
)

// captchas are the tests that were not yet passed.
type captchas struct {
	last int64
	open map[string]bool
}

// captcha refuses the call until the request carries the answer to a test that was set. It gives an error, and not a nil
// *apiError, since an interface with a nil pointer in it is not nil.
func (c *call) captcha(newer bool) error {
	if c.tests.pass(c.outer) {
		return nil
	}
	c.tests.last++
	sid := fmt.Sprintf("%012d", 100_000_000+c.tests.last*7919)
	if c.tests.open == nil {
		c.tests.open = map[string]bool{}
	}
	c.tests.open[sid] = true
	e := fail(codeCaptcha)
	e.CaptchaSID = sid
	e.CaptchaImg = c.base + "/sandbox/captcha.svg?sid=" + sid
	if newer {
		e.RedirectURI = c.base + "/sandbox/captcha?sid=" + sid
		e.CaptchaTS, e.CaptchaAttempt = c.now().Unix(), 1
	}
	return e
}

// successToken ends the newer form of a test, letters the older.
func successToken(sid string) string { return "passed-" + sid }
func letters(sid string) string      { return "s" + sid[len(sid)-4:] }

// pass reports whether the request answers an open test, and closes it.
func (t *captchas) pass(outer params) bool {
	for sid := range t.open {
		if outer.text("success_token") == successToken(sid) ||
			outer.text("captcha_sid") == sid && outer.text("captcha_key") == letters(sid) {
			delete(t.open, sid)
			return true
		}
	}
	return false
}

func (s *Server) isTestOpen(sid string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tests.open[sid]
}

// pictureCaptcha draws the letters of the older form.
func (s *Server) pictureCaptcha(w http.ResponseWriter, r *http.Request) {
	sid := r.URL.Query().Get("sid")
	if !s.isTestOpen(sid) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="130" height="50"><text x="12" y="34" font-size="28" font-family="monospace">%s</text></svg>`,
		letters(sid))
}
