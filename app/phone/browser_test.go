package phone_test

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/phone"
	"zvonok/model"
)

// site is the page at work, before the fake college.
type site struct {
	*httptest.Server
	t       *testing.T
	college *college
	page    *phone.Page
	log     *strings.Builder
}

func student() *person {
	at := func(h, m int) time.Time { return time.Date(2026, 11, 25, h-3, m, 0, 0, time.UTC) }
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	line := func(id model.LessonID, subject string, begins, ends time.Time, remote *model.RemoteLesson) model.LessonLine {
		l := model.LessonLine{Lesson: model.Lesson{ID: id, Date: day, Begins: begins, Ends: ends, Kind: model.LessonLecture, Title: "Проверка уровня знаний", Room: "214"},
			Subject: subject, GroupName: "ДО-19-3", Teachers: []model.Name{{LastName: "Каган", FirstName: "Наталья", MiddleName: "Васильевна"}}, Remote: remote}
		if remote != nil {
			remote.Lesson, remote.Begins, remote.Ends, l.Room = id, begins, ends, ""
		}
		return l
	}
	return &person{
		Person: model.Person{ID: 7, Name: model.Name{LastName: "Пестова", FirstName: "Анна", MiddleName: "Сергеевна"}, Kind: model.Student, Active: true}, password: "синий чемодан",
		chats: []model.MyChat{
			{Chat: 1, Title: "ДО-19-3", Role: "Студент", Members: 24, Presence: model.PresenceWaiting, Created: true, HasLink: true},
			{Chat: 2, Title: "ДО-19-3/Английский язык(ОГСЭ)", Role: "Студент", Members: 24, Presence: model.PresenceInChat, Created: true, HasLink: true},
			{Chat: 3, Title: "ДО-19-3/МДК.02.01 Теоретические и методические основы организации игровой деятельности", Role: "Студент", Presence: model.PresenceNoProfile},
		},
		address: map[model.ChatID]string{1: "https://vk.me/join/abc", 2: "https://web.vk.me/convo/2000000002", 4: "https://evil.example/join/abc"},
		access:  model.LessonsAccess{See: true, Learns: true},
		lessons: []model.LessonLine{
			line(10, "История(ОГСЭ)", at(8, 30), at(10, 0), nil),
			line(11, "Литература", at(10, 10), at(11, 40), &model.RemoteLesson{Link: "https://vk.com/call/join/old"}),
			line(12, "Английский язык(ОГСЭ)", at(11, 50), at(13, 20), &model.RemoteLesson{Link: "https://vk.com/call/join/now"}),
			line(13, "МДК.02.01 Теоретические и методические основы организации игровой деятельности детей раннего и дошкольного возраста", at(13, 40), at(15, 10), &model.RemoteLesson{}),
		},
	}
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, log: &strings.Builder{}, college: &college{now: noon, people: map[string]*person{}, sessions: map[string]*person{}, idle: 30 * time.Minute, wakes: make(chan time.Duration),
		vk: &service{page: "https://id.vk.ru/authorize", revoked: make(chan string, 4)}}}
	s.college.people["pestova"] = student()
	s.Server = httptest.NewUnstartedServer(nil)
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	s.rebuild(false)
	return s
}

// rebuild makes the page again, as a start of the program does.
func (s *site) rebuild(behind bool) {
	hosts := []string{"vk.me", "vk.ru", "vk.com", "id.vk.ru", "web.vk.me"}
	s.page = phone.New(phone.Parts{College: s.college, Clock: s.college, Origin: s.URL, BehindProxy: behind, Log: slog.New(slog.NewTextHandler(s.log, nil)),
		Pages: app.Addresses{Home: "https://web.vk.me/", CallHosts: hosts, InviteHosts: hosts}})
	s.Config.Handler = s.page.Handler()
}

// browser is a phone's, as far as this takes one.
type browser struct {
	t    *testing.T
	site *site
	http *http.Client
	// What it shows.
	status  int
	header  http.Header
	text    string
	headers map[string]string // that it sends with every request
}

func (s *site) browser() *browser {
	jar, _ := cookiejar.New(nil)
	client := s.Client()
	b := &browser{t: s.t, site: s, headers: map[string]string{"Sec-Fetch-Site": "same-origin"}}
	b.http = &http.Client{Transport: client.Transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return b
}

func (b *browser) send(method, path string, form url.Values) *browser {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.site.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.headers {
		if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	answer, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.status, b.header, b.text = answer.StatusCode, answer.Header, string(text)
	return b
}

func (b *browser) get(path string) *browser { b.t.Helper(); return b.send("GET", path, nil) }

var formField = regexp.MustCompile(`name="form" value="([^"]+)"`)

// post sends a form of the page that is shown.
func (b *browser) post(path string, pairs ...string) *browser {
	b.t.Helper()
	form := url.Values{}
	if found := formField.FindStringSubmatch(b.text); found != nil {
		form.Set("form", found[1])
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.send("POST", path, form)
}

// follow goes where the page leads.
func (b *browser) follow() *browser {
	b.t.Helper()
	to := b.leads()
	if to == "" {
		b.t.Fatalf("it leads nowhere: %d\n%s", b.status, b.text)
	}
	return b.get(strings.TrimPrefix(to, b.site.URL))
}

// leads is where the page leads by itself.
func (b *browser) leads() string {
	if to := b.header.Get("Location"); to != "" {
		return to
	}
	_, to, _ := strings.Cut(b.header.Get("Refresh"), "url=")
	return to
}

func (b *browser) sees(texts ...string) *browser {
	b.t.Helper()
	page := html.UnescapeString(b.text)
	for _, text := range texts {
		if !strings.Contains(page, text) {
			b.t.Errorf("%q is not on the page (%d):\n%s", text, b.status, page)
		}
	}
	return b
}

func (b *browser) seesNot(texts ...string) *browser {
	b.t.Helper()
	page := html.UnescapeString(b.text)
	for _, text := range texts {
		if strings.Contains(page, text) {
			b.t.Errorf("%q is on the page:\n%s", text, page)
		}
	}
	return b
}

func (b *browser) is(status int) *browser {
	b.t.Helper()
	if b.status != status {
		b.t.Errorf("status %d, want %d:\n%s", b.status, status, b.text)
	}
	return b
}

func (b *browser) cookie(name string) *http.Cookie {
	u, _ := url.Parse(b.site.URL)
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// in signs in.
func (s *site) in(login string, pairs ...string) *browser {
	s.t.Helper()
	b := s.browser().get("/").is(http.StatusOK)
	b.post("/signin", append([]string{"login", login, "password", s.college.people[login].password}, pairs...)...).is(http.StatusSeeOther)
	return b.follow().is(http.StatusOK)
}
