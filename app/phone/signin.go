package phone

import (
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// entrance is the page of the sign-in; people who are in already are led on.
func (s *Page) entrance(v *visit) error {
	if v.token == "" {
		if v.fromElsewhere() {
			return v.hop("/")
		}
		return s.showSignIn(v, http.StatusOK, "", "")
	}
	err := s.enter(v)
	if errors.Is(err, app.ErrSignedOut) {
		v.forget()
		return s.showSignIn(v, http.StatusOK, "", "")
	}
	if err != nil {
		return err
	}
	v.redirect("/chats")
	return nil
}

// entering is what the sign-in shows.
type entering struct{ Login string }

func (s *Page) showSignIn(v *visit, status int, login, problem string) error {
	entry, err := s.College.Entry(v.ctx)
	if err != nil {
		return err
	}
	v.show(status, "signin", view{Title: "Вход в «Звонок»", College: entry.College, Problem: problem, Body: entering{login}})
	return nil
}

// mostTyped is longer than any login or password, in bytes.
const mostTyped = 1 << 10

// signIn begins a session by login and password. A one-time password has to be changed first.
func (s *Page) signIn(v *visit) error {
	login, password := strings.TrimSpace(v.field("login")), v.field("password")
	switch {
	case login == "":
		return s.showSignIn(v, http.StatusUnprocessableEntity, "", "введите логин")
	case password == "":
		return s.showSignIn(v, http.StatusUnprocessableEntity, login, "введите пароль")
	case len(login) > mostTyped || len(password) > mostTyped:
		return errLong
	}
	return s.begin(v, login, password, v.field("remember") != "")
}

func (s *Page) begin(v *visit, login, password string, kept bool) error {
	begun, err := s.College.BeginSession(v.ctx, login, password, model.Computer{Name: deviceName(v.r.UserAgent()), Kept: kept})
	switch {
	case err != nil && app.ForPeople(err):
		return s.showSignIn(v, statusOfSignIn(err), login, err.Error())
	case err != nil:
		return err
	case begun.MustChange:
		s.first.put(digestOf(v.device), firstPassword{login, password, kept, s.Clock.Now().Add(firstWithin)})
		v.redirect("/password")
		return nil
	}
	v.leaveSession()
	life := time.Duration(0)
	if v.token = begun.Token; kept {
		v.token, life = keptMark+begun.Token, keptFor
	}
	v.put(sessionCookie, v.token, life, http.SameSiteStrictMode)
	v.redirect("/chats")
	return nil
}

// statusOfSignIn is what a browser's own tools see of a refusal.
func statusOfSignIn(err error) int {
	var later model.TryLaterError
	var busy model.BusyError
	if errors.As(err, &later) && !later.Wrong || errors.As(err, &busy) {
		return http.StatusTooManyRequests
	}
	return http.StatusUnauthorized
}

// leaveSession ends the session that the browser had before: nobody knows of it any longer.
func (v *visit) leaveSession() {
	if v.token == "" {
		return
	}
	if acting, err := v.s.College.Acting(v.ctx, v.bare()); err == nil {
		_ = v.s.College.EndSession(acting, 0) // it runs out by itself
	}
}

// signOut ends the session.
func (s *Page) signOut(v *visit) error {
	if err := s.College.EndSession(v.ctx, 0); err != nil {
		return err
	}
	v.forget()
	v.redirect("/?done=out")
	return nil
}

// firstWithin is how long people may take to choose their first password.
const firstWithin = 10 * time.Minute

// firstPassword is somebody who has come by a one-time password and chooses their own.
type firstPassword struct {
	login, password string
	kept            bool
	until           time.Time
}

// firsts are those people, by their browsers: the one-time password is not sent back to the browser.
type firsts struct {
	mu sync.Mutex
	of map[digest]firstPassword
}

// mostFirsts is more than the people who sign in for the first time within the same minutes.
const mostFirsts = 5_000

// forget forgets those whose time has passed.
func (f *firsts) forget(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.of, func(_ digest, other firstPassword) bool { return !now.Before(other.until) })
}

// put notes somebody.
func (f *firsts) put(of digest, first firstPassword) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil || len(f.of) >= mostFirsts {
		f.of = map[digest]firstPassword{}
	}
	f.of[of] = first
}

func (f *firsts) get(of digest, now time.Time) (firstPassword, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	first, known := f.of[of]
	if known && !now.Before(first.until) {
		delete(f.of, of)
		known = false
	}
	return first, known
}

func (f *firsts) drop(of digest) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.of, of)
}

// askPassword shows the form of the first own password.
func (s *Page) askPassword(v *visit) error {
	first, known := s.first.get(digestOf(v.device), s.Clock.Now())
	if !known {
		v.redirect("/")
		return nil
	}
	return v.showPassword(http.StatusOK, first, "")
}

func (v *visit) showPassword(status int, first firstPassword, problem string) error {
	v.show(status, "password", view{Title: "Придумайте свой пароль", Problem: problem, Body: entering{first.login}})
	return nil
}

// setPassword changes the one-time password and signs in by the new one.
func (s *Page) setPassword(v *visit) error {
	first, known := s.first.get(digestOf(v.device), s.Clock.Now())
	if !known {
		return s.showSignIn(v, http.StatusUnprocessableEntity, "", "прошло больше 10 минут: войдите с одноразовым паролем ещё раз")
	}
	password := v.field("new")
	switch {
	case password == "":
		return v.showPassword(http.StatusUnprocessableEntity, first, "придумайте пароль")
	case password != v.field("again"):
		return v.showPassword(http.StatusUnprocessableEntity, first, "пароли не совпадают: введите один и тот же пароль дважды")
	}
	_, err := s.College.ChangePassword(v.ctx, first.login, first.password, password)
	switch {
	case err != nil && app.ForPeople(err):
		return v.showPassword(http.StatusUnprocessableEntity, first, err.Error())
	case err != nil:
		return err
	}
	s.first.drop(digestOf(v.device))
	return s.begin(v, first.login, password, first.kept)
}

// deviceName is what the list of sessions shows of a browser: words of ours, whatever it says of itself.
func deviceName(agent string) string {
	first := func(words ...[2]string) string {
		for _, w := range words {
			if strings.Contains(agent, w[0]) {
				return w[1]
			}
		}
		return ""
	}
	parts := []string{"Страница для телефона"}
	for _, word := range []string{
		first([2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Android", "Android"}, [2]string{"Windows", "Windows"},
			[2]string{"Mac OS", "macOS"}, [2]string{"Linux", "Linux"}),
		first([2]string{"YaBrowser", "Яндекс Браузер"}, [2]string{"SamsungBrowser", "Samsung"}, [2]string{"Firefox", "Firefox"}, [2]string{"Edg", "Edge"},
			[2]string{"Chrome", "Chrome"}, [2]string{"Safari", "Safari"}),
	} {
		if word != "" {
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, " · ")
}
