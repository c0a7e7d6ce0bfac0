package vkid_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/app/vault"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// clock is a time that a test moves; a caller that sleeps is woken by the end of its context only.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// journal is a log that several goroutines write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// People of the local VK who are not of the roster.
const (
	plainID = 5001 // has a VK ID without a learning profile
	fullID  = 5002 // has both
)

// world is the demonstration college, a person at work in it, and a local VK that signs people in.
type world struct {
	*desk.Session
	college *college.College
	agent   *agent.Agent
	vk      *sandbox.Server
	url     string
	vault   *vault.Memory
	clock   *clock
	log     *journal
	opened  string // the page that the program opened last
}

func newWorld(t *testing.T, o sandbox.Options) *world {
	t.Helper()
	snapshot, accounts := demo.College(2)
	for _, a := range accounts {
		o.Users = append(o.Users, sandbox.User{ID: int64(a.Messenger), Phone: a.Phone, NobodyAdds: a.NobodyAdds, HasProfile: true})
	}
	o.Users = append(o.Users,
		sandbox.User{ID: plainID, FirstName: "Пётр", LastName: "Простов", Phone: "+79005005001", Password: "Prostov-parol-1"},
		sandbox.User{ID: fullID, FirstName: "Полина", LastName: "Полнова", Phone: "+79005005002", Password: "Polnova-parol-2", HasProfile: true})
	w := &world{clock: &clock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}, vault: &vault.Memory{}, log: &journal{}}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.NoLimits, o.Now = true, w.clock.Now
	var err error
	if w.vk, err = sandbox.New(o); err != nil {
		t.Fatal(err)
	}
	if w.url, err = w.vk.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.vk.Close() })
	dir := t.TempDir()
	w.college = &college.College{Dir: dir, Clock: w.clock}
	if w.college.Store, err = store.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.college.Store.Close() })
	if err := imports.ApplySnapshot(t.Context(), w.college, snapshot); err != nil {
		t.Fatal(err)
	}
	hosts := vkclient.HostsAt(w.url)
	community := vkclient.New(vkclient.Options{
		Hosts: hosts, Token: vkclient.Secret(w.vk.Info().CommunityToken), Kind: vkclient.CommunityToken, Log: log,
	})
	w.agent = &agent.Agent{College: w.college, Messenger: vkmessenger.New(community), Log: log}
	keeper := agent.NewKeeper(w.college, w.agent, log)
	browser := desk.SafeBrowser{Hosts: hosts.Names(), Launch: func(address string) error {
		w.opened = address
		return nil
	}}
	w.Session = desk.NewSession(w.college, keeper, browser, vkmessenger.Pages(vkmessenger.Addresses(hosts)))
	w.UseVault(w.vault)
	w.UseIdentity(desk.LinkParts{Client: "51", Log: log, Identity: func(of app.Application) app.Identity {
		return vkid.New(vkid.Options{Hosts: hosts, Clock: w.clock, Log: log}, of)
	}})
	w.enter(t)
	return w
}

// enter makes the session that of a student without a profile.
func (w *world) enter(t *testing.T) {
	t.Helper()
	var id model.PersonID
	err := w.college.Store.View(t.Context(), func(tx *store.Tx) error {
		college, err := tx.College()
		for _, p := range college.People {
			if p.Kind == model.Student && p.Messenger == 0 && p.Active {
				id = p.ID
			}
		}
		return err
	})
	if err != nil || id == 0 {
		t.Fatalf("no student without a profile: %v", err)
	}
	if err := w.Enter(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func (w *world) sync(t *testing.T) {
	t.Helper()
	if _, err := w.agent.Run(t.Context(), agent.RunOptions{Refresh: true, Confirms: true}, nil); err != nil {
		t.Fatal(err)
	}
}

func (w *world) state(t *testing.T) model.LinkState {
	t.Helper()
	state, err := w.LinkState(w.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// secret is what the vault keeps for the person; "" for nothing.
func (w *world) secret(t *testing.T) string {
	t.Helper()
	id, err := w.college.ID(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := w.vault.Get(t.Context(), "vkid-"+id+"-"+itoa(int64(w.Person().ID)))
	return secret
}

// begin starts a linking and waits for it in the background.
func (w *world) begin(t *testing.T) (ended chan error) {
	t.Helper()
	return begin(t, w.Session)
}

func begin(t *testing.T, s *desk.Session) (ended chan error) {
	t.Helper()
	if _, err := s.BeginLink(s.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	ended = make(chan error, 1)
	go func() { // «Это я» follows at once
		_, err := s.WaitLink(t.Context())
		if err == nil {
			err = s.KeepLink(t.Context())
		}
		ended <- err
	}()
	return ended
}

// allowMessages switches on that VK lets the application act in people's chats.
func (w *world) allowMessages(t *testing.T) {
	t.Helper()
	err := w.college.Store.Update(t.Context(), func(tx *store.Tx) error { return tx.SetSetting(store.SettingSignInMessages, "1") })
	if err != nil {
		t.Fatal(err)
	}
}

// linkAs links the person with the profile of a VK ID with a password.
func (w *world) linkAs(t *testing.T, phone, password string) error {
	t.Helper()
	ended := w.begin(t)
	newVisitor(t, w).open(w.opened).press("continue", "login", phone).press("password").press("continue", "password", password).press("allow")
	return <-ended
}

// visitor is the person before the browser.
type visitor struct {
	t        *testing.T
	w        *world
	http     *http.Client
	at, page string
	status   int
	// keep stops the browser before this computer's address, which then stands in answer.
	keep   bool
	answer string
	// first is the page of VK ID that the browser was led to.
	first *url.URL
}

func newVisitor(t *testing.T, w *world) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, w: w, http: &http.Client{Jar: jar}}
	v.http.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		if v.first == nil && next.URL.Query().Has("code_challenge") {
			v.first = next.URL
		}
		if v.keep && !strings.HasPrefix(next.URL.String(), w.url) {
			v.answer = next.URL.String()
			return http.ErrUseLastResponse
		}
		return nil
	}
	return v
}

// asked are the parameters of the sign-in's first page.
func (v *visitor) asked() url.Values {
	v.t.Helper()
	if v.first == nil {
		v.t.Fatal("the browser was not led to a page of VK ID")
	}
	return v.first.Query()
}

// beside is another tab of the same browser.
func (v *visitor) beside() *visitor { return &visitor{t: v.t, w: v.w, http: v.http} }

func (v *visitor) shows(resp *http.Response, err error) *visitor {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	v.at, v.page, v.status = resp.Request.URL.String(), html.UnescapeString(string(body)), resp.StatusCode
	return v
}

func (v *visitor) open(address string) *visitor {
	v.t.Helper()
	return v.shows(v.http.Get(address))
}

func (v *visitor) press(button string, pairs ...string) *visitor {
	v.t.Helper()
	if !strings.Contains(v.page, `value="`+button+`"`) {
		v.t.Fatalf("no button %s on the page:\n%s", button, v.page)
	}
	form := url.Values{"do": {button}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return v.shows(v.http.PostForm(v.at, form))
}

func (v *visitor) sees(texts ...string) *visitor {
	v.t.Helper()
	for _, text := range texts {
		if !strings.Contains(v.page, text) {
			v.t.Fatalf("%q is not on the page:\n%s", text, v.page)
		}
	}
	return v
}

// texted is the code of the newest SMS to a phone.
func (v *visitor) texted(phone string) string {
	v.t.Helper()
	other := newVisitor(v.t, v.w).open(v.w.url + "/sandbox/sms?phone=" + url.QueryEscape(phone))
	_, rest, found := strings.Cut(other.page, `id="sms-code">`)
	if !found {
		v.t.Fatalf("no SMS for %s:\n%s", phone, other.page)
	}
	code, _, _ := strings.Cut(rest, "<")
	return code
}

func (w *world) identity() app.Identity {
	return vkid.New(vkid.Options{Hosts: vkclient.HostsAt(w.url), Clock: w.clock}, app.Application{Client: "51"})
}
