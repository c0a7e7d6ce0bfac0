package phone_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/phone"
	"zvonok/model"
)

// noon is the college's time in Moscow, on a Wednesday.
var noon = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

var moscow = time.FixedZone("MSK", 3*60*60)

type personKey struct{}

// college is a fake: one person a login, whose sessions are "token-LOGIN-N".
type college struct {
	mu       sync.Mutex
	now      time.Time
	people   map[string]*person // by login
	sessions map[string]*person
	begun    int
	callers  []app.Caller // of the passwords that were tried
	devices  []model.Computer
	looks    int
	joined   []model.LessonID
	tries    error // what every sign-in is refused by
	idle     time.Duration
	vk       *service
	failing  error // of the chats
}

// person is somebody of the fake college.
type person struct {
	model.Person
	password string
	oneTime  bool
	link     model.LinkState
	chats    []model.MyChat
	address  map[model.ChatID]string
	lessons  []model.LessonLine
	access   model.LessonsAccess
}

func (c *college) acting(ctx context.Context) *person {
	p, _ := ctx.Value(personKey{}).(*person)
	return p
}

func (c *college) Entry(context.Context) (model.Entry, error) {
	return model.Entry{College: "Педагогический колледж", Founded: true, Accounts: true}, nil
}

func (c *college) BeginSession(ctx context.Context, login, password string, at model.Computer) (model.Begun, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.callers = append(c.callers, app.CallerOf(ctx))
	p := c.people[login]
	switch {
	case c.tries != nil:
		return model.Begun{}, c.tries
	case p == nil || p.password != password:
		return model.Begun{}, model.ErrWrongPassword
	case p.oneTime:
		return model.Begun{MustChange: true}, nil
	}
	c.begun++
	c.devices = append(c.devices, at)
	token := fmt.Sprintf("token-%s-%d", login, c.begun)
	c.sessions[token] = p
	return model.Begun{Token: token}, nil
}

func (c *college) ChangePassword(_ context.Context, login, old, password string) (model.AccountHolder, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.people[login]
	if p == nil || p.password != old {
		return model.AccountHolder{}, model.ErrWrongPassword
	}
	if err := model.CheckPassword(login, password); err != nil {
		return model.AccountHolder{}, err
	}
	p.password, p.oneTime = password, false
	return model.AccountHolder{Person: p.ID, Login: login}, nil
}

type tokenKey struct{}

func (c *college) EndSession(ctx context.Context, _ model.SessionID) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sessions, ctx.Value(tokenKey{}).(string))
	return nil
}

func (c *college) IdleLimit(context.Context) (time.Duration, error) { return c.idle, nil }

func (c *college) Myself(ctx context.Context) (model.Myself, error) {
	return model.Myself{Person: c.acting(ctx).Person, College: "Педагогический колледж", Now: c.Now().In(moscow)}, nil
}

func (c *college) MyChats(ctx context.Context) ([]model.MyChat, error) {
	return c.acting(ctx).chats, c.failing
}

func (c *college) MyChatAddress(ctx context.Context, id model.ChatID) (string, error) {
	p := c.acting(ctx)
	switch address, own := p.address[id]; {
	case !own:
		return "", errors.New("вас нет в списке этого чата: обновите экран «Чаты»")
	case !p.link.Linked():
		return "", app.ErrNotLinked
	default:
		return address, nil
	}
}

func (c *college) LookSoon(context.Context) error {
	c.looks++
	return nil
}

func (c *college) LessonsAccess(ctx context.Context) (model.LessonsAccess, error) {
	return c.acting(ctx).access, nil
}

func (c *college) LessonDay(context.Context) (today, now time.Time, err error) {
	now = c.Now().In(moscow)
	return model.Day(now, moscow), now, nil
}

func (c *college) MyLessons(ctx context.Context, from, until time.Time) (lines []model.LessonLine, err error) {
	for _, l := range c.acting(ctx).lessons {
		if !l.Date.Before(from) && l.Date.Before(until) {
			if l.Remote != nil {
				hidden := *l.Remote
				hidden.Link = ""
				l.Remote = &hidden
			}
			lines = append(lines, l)
		}
	}
	return lines, nil
}

func (c *college) ToOpen(ctx context.Context, id model.LessonID) (model.LessonLine, error) {
	for _, l := range c.acting(ctx).lessons {
		if l.ID == id && l.Remote != nil {
			return l, l.Remote.MayJoin(c.Now(), 0)
		}
	}
	return model.LessonLine{}, errors.New("это занятие не вашей группы и не вашего предмета: откройте своё занятие на экране «Занятия»")
}

func (c *college) NoteJoined(ctx context.Context, id model.LessonID, _ model.CallWay) (model.PersonID, error) {
	c.joined = append(c.joined, id)
	return c.acting(ctx).ID, nil
}

func (c *college) LinkState(ctx context.Context) (model.LinkState, error) {
	state := c.acting(ctx).link
	state.Person = c.acting(ctx).Person
	return state, nil
}

func (c *college) ProveProfile(_ context.Context, proof string) (model.LinkOffer, error) {
	return model.LinkOffer{Profile: 5002, Name: "Полина Полнова"}, nil
}

func (c *college) LinkProfile(ctx context.Context, person model.PersonID, proof string) error {
	p := c.acting(ctx)
	if p.ID != person {
		return app.ErrNoRight
	}
	p.link = model.LinkState{Profile: 5002, Name: "Полина Полнова", SignedIn: true, LinkedAt: c.Now()}
	return nil
}

func (c *college) UnlinkProfile(ctx context.Context, person model.PersonID) error {
	p := c.acting(ctx)
	if p.ID != person {
		return app.ErrNoRight
	}
	p.link = model.LinkState{}
	return nil
}

func (c *college) SignInService(context.Context) (app.Identity, error) { return c.vk, nil }

func (c *college) Acting(ctx context.Context, token string) (context.Context, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.sessions[token]
	if p == nil {
		return ctx, app.ErrSignedOut
	}
	return context.WithValue(context.WithValue(ctx, personKey{}, p), tokenKey{}, token), nil
}

func (c *college) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *college) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// service is a fake VK ID.
type service struct {
	app.Identity // what the page never asks
	page         string
	redirect     string

	mu        sync.Mutex
	begun     int
	exchanges int
	revoked   chan string
}

func (s *service) BeginAt(redirect string) (app.WebSignIn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun++
	s.redirect = redirect
	return &signIn{s, fmt.Sprintf("state-%d", s.begun), false}, nil
}

func (s *service) Revoke(_ context.Context, g app.Grant) error {
	s.revoked <- *g.Proof
	return nil
}

type signIn struct {
	*service
	state string
	taken bool
}

func (s *signIn) Address() string { return s.page + "?state=" + s.state }

func (s *signIn) Paste(address string) error {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, s.redirect) || u.Query().Get("state") != s.state {
		return app.ErrNotThisAnswer
	}
	if u.Query().Get("error") != "" {
		return errors.New("вы отказали «Звонку» в доступе: профиль не привязан")
	}
	s.taken = true
	return nil
}

func (s *signIn) Exchange(context.Context) (app.Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchanges++
	proof := "proof-" + s.state
	return app.Grant{Proof: &proof, Secret: &proof}, nil
}

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
	s := &site{t: t, log: &strings.Builder{}, college: &college{now: noon, people: map[string]*person{}, sessions: map[string]*person{}, idle: 30 * time.Minute,
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
	s.page = phone.New(phone.Parts{College: s.college, Origin: s.URL, BehindProxy: behind, Log: slog.New(slog.NewTextHandler(s.log, nil)),
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
