package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// textLifetime is how long the code of an SMS is good for.
const textLifetime = 5 * time.Minute

// text is an SMS with a code, which nobody sends: it can be read on a page. The texts end with the sandbox.
type text struct {
	phone string
	code  string
	at    time.Time
	used  bool
	stale bool // somebody declared it out of date on the page, instead of waiting
}

// phoneOf is a phone in the form +79001234567, from whatever people write; "" if it is not a Russian one.
func phoneOf(written string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, written)
	switch {
	case strings.ContainsFunc(written, func(r rune) bool { return !strings.ContainsRune("+0123456789 -()", r) }):
		return ""
	case len(digits) == 10 && digits[0] == '9':
		return "+7" + digits
	case len(digits) == 11 && (digits[0] == '7' || digits[0] == '8'):
		return "+7" + digits[1:]
	}
	return ""
}

// send sends a fresh code; the phone's earlier ones no longer work. The caller holds the lock.
func (s *Server) send(phone string) {
	code := fmt.Sprintf("%06d", rand.IntN(1_000_000))
	s.texts = append(s.texts, text{phone: phone, code: code, at: s.now()})
}

// tryCode says what is wrong with a code that somebody entered; "" means that it is right, and used up now. The caller
// holds the lock.
func (s *Server) tryCode(phone, code string) string {
	for i := len(s.texts) - 1; i >= 0; i-- {
		t := &s.texts[i]
		if t.phone != phone {
			continue
		}
		switch {
		case t.used || t.stale || s.now().Sub(t.at) >= textLifetime:
			return "Код устарел. Нажмите «Отправить код ещё раз»."
		case t.code != strings.TrimSpace(code):
			return "Неверный код. Проверьте SMS и введите код ещё раз."
		}
		t.used = true
		return ""
	}
	return "Код устарел. Нажмите «Отправить код ещё раз»."
}

// expireTexts is POST /sandbox/sms/expire: the codes that the phone, or everybody, has got are out of date from now on.
func (s *Server) expireTexts(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	phone := phoneOf(r.PostFormValue("phone"))
	s.mu.Lock()
	for i := range s.texts {
		if t := &s.texts[i]; phone == "" || t.phone == phone {
			t.stale = true
		}
	}
	s.mu.Unlock()
	http.Redirect(w, r, "/sandbox/sms?phone="+url.QueryEscape(phone), http.StatusSeeOther)
}

// textLine is an SMS on the page.
type textLine struct{ Phone, Code, When string }

// pageTexts shows the SMS of a phone, or of all, the newest first.
func (s *Server) pageTexts(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query().Get("phone")
	phone := phoneOf(asked)
	s.mu.Lock()
	var lines []textLine
	for _, t := range slices.Backward(s.texts) {
		if asked == "" || t.phone == phone {
			lines = append(lines, textLine{Phone: t.phone, Code: t.code, When: t.at.Format("15:04:05")})
		}
	}
	s.mu.Unlock()
	s.show(w, http.StatusOK, "sms.html", map[string]any{"Phone": phone, "Lines": lines})
}
