package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// signInPage is the page of a stage.
type signInPage struct {
	Title, Stage, Login, Phone, Problem string
	Client                              string // the application's number; "" for the web messenger
	Grants                              []string
	FirstName, LastName                 string
	ByPhone                             bool // a code can be sent
	Newcomer                            bool
}

var stageTitles = map[string]string{
	stageLogin:    "Вход в VK ID",
	stageWay:      "Выберите способ входа",
	stageCode:     "Введите код из SMS",
	stagePassword: "Введите пароль",
	stageProfile:  "Создайте учебный профиль",
	stageAbout:    "Информация о себе",
	stageConsent:  "Доступ к данным VK ID",
}

// scopeTexts are what scopes give an application, in words.
var scopeTexts = map[string]string{
	"vkid.personal_info": "имя, фамилия и фотография",
	"email":              "адрес почты",
	"phone":              "номер телефона",
	scopeMessages:        "чаты и звонки от вашего имени",
}

func (s *Server) pageSignIn(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.signIns[r.PathValue("id")]
	if f == nil {
		s.mu.Unlock()
		s.pageStale(w)
		return
	}
	page := signInPage{
		Title: stageTitles[f.stage], Stage: f.stage, Login: f.login, Phone: f.phone, Problem: f.problem, ByPhone: f.phone != "", Newcomer: f.user == 0,
	}
	if u := s.world.users[f.user]; u != nil {
		page.FirstName, page.LastName = u.FirstName, u.LastName
	}
	if f.app != nil {
		page.Client = f.app.client
		for scope := range strings.FieldsSeq(f.app.scope) {
			words, known := scopeTexts[scope]
			if !known {
				words = scope
			}
			page.Grants = append(page.Grants, words)
		}
	}
	s.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	s.show(w, http.StatusOK, "signin.html", page)
}

func (s *Server) pageStale(w http.ResponseWriter) {
	s.show(w, http.StatusNotFound, "notice.html", notice{Title: "Страница устарела", Text: "Этот вход уже закончен. Вернитесь в программу и начните вход ещё раз."})
}

// startMessengerSignIn is «Войти в Сферум»: the person's first crossing into the web messenger.
func (s *Server) startMessengerSignIn(w http.ResponseWriter, r *http.Request) {
	back := "/im"
	if peer := r.PostFormValue("peer"); peer != "" {
		back += "?peer=" + url.QueryEscape(peer)
	}
	s.startSignIn(w, r, &signIn{back: back})
}

// Issued is every secret that VK ID has given out, for tests that look for them where they must not be.
type Issued struct {
	SMSCodes  []string `json:"sms_codes"`
	Codes     []string `json:"codes"`
	Tokens    []string `json:"tokens"` // access and refresh
	Passwords []string `json:"passwords"`
	Sessions  []string `json:"sessions"` // cookies
}

// Issued gives the secrets, as GET /sandbox/issued does.
func (s *Server) Issued() Issued {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all Issued
	for _, t := range s.texts {
		all.SMSCodes = append(all.SMSCodes, t.code)
	}
	for _, g := range s.world.Grants {
		all.Codes = append(all.Codes, g.Code)
		all.Tokens = append(all.Tokens, g.Refreshes...)
		for _, a := range g.Accesses {
			all.Tokens = append(all.Tokens, a.Token)
		}
	}
	for _, u := range s.world.Users {
		all.Passwords = append(all.Passwords, u.Password)
	}
	for key := range s.world.Sessions {
		all.Sessions = append(all.Sessions, key)
	}
	return all
}

func (s *Server) serveIssued(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.Issued()) }
