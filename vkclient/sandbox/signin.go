package sandbox

import (
	"crypto/rand"
	"net/http"
	"strings"
)

// The stages of a sign-in, each a page.
const (
	stageLogin    = "login"    // «Вход в VK ID»: phone or e-mail
	stageWay      = "way"      // a known VK ID: by SMS or by password
	stageCode     = "code"     // from the SMS
	stagePassword = "password" //
	stageProfile  = "profile"  // «Создайте учебный профиль»
	stageAbout    = "about"    // «Информация о себе»
	stageConsent  = "consent"  // what the application will get
)

// signIn is a sign-in on its way through the pages. It ends with the sandbox; only what it led to is kept.
type signIn struct {
	id      string
	app     *application // nil: into the web messenger
	back    string       // of the web messenger's
	stage   string
	login   string // as it was written
	phone   string // where the codes go; "" for a VK ID without one
	user    int64  // 0: the owner of the phone is not known yet
	problem string // what was wrong with the last step
}

// visit is one step of a sign-in: a button was pressed.
type visit struct {
	*Server
	*signIn
	w http.ResponseWriter
	r *http.Request
}

func (v *visit) field(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }

// button is a button on the page of a stage.
type button struct{ stage, name string }

// steps are what buttons do; they run under the server's lock. They give the address where the browser goes next, "" for
// the stage's page.
var steps = map[button]func(*visit) (string, error){
	{stageLogin, "continue"}:    takeLogin,
	{stageWay, "sms"}:           sendCode,
	{stageWay, "password"}:      askPassword,
	{stageWay, "other"}:         startOver,
	{stageCode, "continue"}:     takeCode,
	{stageCode, "again"}:        sendCode,
	{stageCode, "other"}:        startOver,
	{stagePassword, "continue"}: takePassword,
	{stagePassword, "sms"}:      sendCode,
	{stagePassword, "other"}:    startOver,
	{stageProfile, "create"}:    askAbout,
	{stageProfile, "other"}:     startOver,
	{stageAbout, "continue"}:    takeAbout,
	{stageConsent, "allow"}:     allow,
	{stageConsent, "deny"}:      deny,
	{stageConsent, "other"}:     startOver,
}

// startSignIn begins a sign-in; where somebody is signed in already, it begins behind the passwords.
func (s *Server) startSignIn(w http.ResponseWriter, r *http.Request, f *signIn) {
	f.id, f.stage = rand.Text(), stageLogin
	s.mu.Lock()
	s.signIns[f.id] = f
	to := "/signin/" + f.id
	if u := s.signedIn(r); u != nil {
		f.user = u.ID
		if leave := s.settle(f); leave != "" {
			to = leave
		}
	}
	s.mu.Unlock()
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// settle finds what is left to do for a signed-in person; when nothing is, it answers where the browser goes.
func (s *Server) settle(f *signIn) string {
	switch {
	case !s.world.users[f.user].HasProfile:
		f.stage = stageProfile
	case f.app != nil:
		f.stage = stageConsent
	default:
		delete(s.signIns, f.id)
		return f.back
	}
	return ""
}

// stepSignIn is POST /signin/ID: a button was pressed. A button of another stage, from an old page, shows the stage.
func (s *Server) stepSignIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	pressed := r.PostFormValue("do")
	s.mu.Lock()
	f := s.signIns[r.PathValue("id")]
	if f == nil {
		s.mu.Unlock()
		s.pageStale(w)
		return
	}
	to, err := "", error(nil)
	if step := steps[button{f.stage, pressed}]; step != nil {
		f.problem = ""
		to, err = step(&visit{Server: s, signIn: f, w: w, r: r})
	}
	s.mu.Unlock()
	if err != nil {
		s.show(w, http.StatusInternalServerError, "notice.html", notice{Title: "Не получилось", Text: "Песочница не смогла записать изменение."})
		return
	}
	if to == "" {
		to = "/signin/" + f.id
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func takeLogin(v *visit) (string, error) {
	v.login = v.field("login")
	v.phone, v.user = phoneOf(v.login), 0
	if u := v.world.byLogin(v.login); u != nil {
		v.user, v.phone = u.ID, phoneOf(u.Phone)
		v.stage = stageWay
		if v.phone == "" {
			v.stage = stagePassword
		}
		return "", nil
	}
	switch {
	case v.phone != "":
		return sendCode(v)
	case strings.Contains(v.login, "@"):
		v.problem = "VK ID с такой почтой нет. Чтобы зарегистрироваться, введите номер телефона."
	default:
		v.problem = "Введите номер телефона целиком, например +7 900 123-45-67, или почту."
	}
	return "", nil
}

// byLogin is whose VK ID has the phone or the e-mail; nil for nobody's.
func (w *world) byLogin(login string) *User {
	phone := phoneOf(login)
	for _, u := range w.Users {
		if phone != "" && phoneOf(u.Phone) == phone || u.Email != "" && strings.EqualFold(u.Email, login) {
			return u
		}
	}
	return nil
}

func sendCode(v *visit) (string, error) {
	if v.phone != "" {
		v.send(v.phone)
		v.stage = stageCode
	}
	return "", nil
}

func askPassword(v *visit) (string, error) {
	v.stage = stagePassword
	return "", nil
}

func takeCode(v *visit) (string, error) {
	if v.problem = v.tryCode(v.phone, v.field("code")); v.problem != "" {
		return "", nil
	}
	if v.user == 0 { // a phone without a VK ID: its owner introduces themselves first
		v.stage = stageAbout
		return "", nil
	}
	return v.enter()
}

func takePassword(v *visit) (string, error) {
	if u := v.world.users[v.user]; u.Password == "" || v.r.PostFormValue("password") != u.Password {
		v.problem = "Неверный пароль. Попробуйте ещё раз или войдите с помощью кода из SMS."
		return "", nil
	}
	return v.enter()
}

// enter signs the person in, in this browser.
func (v *visit) enter() (string, error) {
	if err := v.openSession(v.w, v.user); err != nil {
		return "", err
	}
	return v.settle(v.signIn), nil
}

func askAbout(v *visit) (string, error) {
	v.stage = stageAbout
	return "", nil
}

// takeAbout makes the learning profile, and for a newcomer the VK ID too.
func takeAbout(v *visit) (string, error) {
	first, last := v.field("first_name"), v.field("last_name")
	if first == "" || last == "" {
		v.problem = "Введите имя и фамилию."
		return "", nil
	}
	if v.user == 0 {
		newcomer := User{ID: v.world.freeID(), FirstName: first, LastName: last, Phone: v.phone, HasProfile: true}
		if err := v.admit(newcomer); err != nil {
			return "", err
		}
		v.user = newcomer.ID
		return v.enter()
	}
	known := *v.world.users[v.user]
	known.FirstName, known.LastName, known.HasProfile = first, last, true
	if err := v.commit(event{Op: opProfile, User: &known}); err != nil {
		return "", err
	}
	return v.settle(v.signIn), nil
}

// firstNewcomerID is far from the ids of the people that sandboxes are given.
const firstNewcomerID = 700_000_001

// freeID is the id of the next newcomer.
func (w *world) freeID() int64 {
	id := int64(firstNewcomerID)
	for w.users[id] != nil {
		id++
	}
	return id
}

func allow(v *visit) (string, error) {
	delete(v.signIns, v.id)
	return v.allowed(v.signIn)
}

func deny(v *visit) (string, error) {
	delete(v.signIns, v.id)
	return v.denied(v.signIn), nil
}

// startOver lets somebody else sign in.
func startOver(v *visit) (string, error) {
	v.stage, v.user, v.login, v.phone = stageLogin, 0, "", ""
	return "", v.closeSession(v.w, v.r)
}
