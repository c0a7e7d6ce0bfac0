package phone_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"zvonok/app"
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
	failing  error              // of the chats
	wakes    chan time.Duration // whoever reads it wakes a sleeper
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

// Sleep waits until somebody wakes it.
func (c *college) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case c.wakes <- d:
		return nil
	}
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
