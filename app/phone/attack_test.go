package phone_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zvonok/model"
)

// linked is somebody with a profile.
func (s *site) linked(login string) *browser {
	s.t.Helper()
	s.college.people[login].link = model.LinkState{Profile: 5002, Name: "Полина Полнова", SignedIn: true}
	return s.in(login)
}

// stranger is another student, with a chat and a lesson of their own.
func (s *site) stranger() *person {
	other := student()
	other.ID, other.password = 8, "зелёный чемодан"
	other.chats, other.address = []model.MyChat{{Chat: 77, Title: "СВ-19-2", Created: true}}, map[model.ChatID]string{77: "https://vk.me/join/other"}
	for i := range other.lessons {
		other.lessons[i].ID += 100
	}
	s.college.people["petrov"] = other
	return other
}

// TestForgedCookies: a session is known by a token that the college gave; another one, one that has ended and a login in its place are nobody's.
func TestForgedCookies(t *testing.T) {
	s := newSite(t)
	b := s.linked("pestova")
	ended := b.cookie("__Host-zvonok").Value
	b.post("/signout")
	at, _ := url.Parse(s.URL)
	for name, value := range map[string]string{"ended": ended, "forged": "token-pestova-99", "a login": "pestova", "marked": "k." + ended, "long": strings.Repeat("k.", 5000)[:4000]} {
		other := s.browser().get("/")
		other.http.Jar.SetCookies(at, []*http.Cookie{{Name: "__Host-zvonok", Value: value, Path: "/", Secure: true}})
		for _, path := range []string{"/chats", "/chats/1", "/lessons", "/unlink", "/link/confirm"} {
			if other.get(path); other.status != http.StatusSeeOther || !strings.HasPrefix(other.leads(), "/") || strings.Contains(other.text, "ДО-19-3") {
				t.Errorf("%s, %s: %d, to %q", name, path, other.status, other.leads())
			}
			if name != "long" {
				other.http.Jar.SetCookies(at, []*http.Cookie{{Name: "__Host-zvonok", Value: value, Path: "/", Secure: true}})
			}
		}
	}
}

// TestCookiesStayHere: no script reads them, they go by https to this host only, and another site's page brings none but that of VK ID's answer.
func TestCookiesStayHere(t *testing.T) {
	s := newSite(t)
	b := s.browser().get("/")
	check := func(name, site string) {
		t.Helper()
		for _, line := range b.header.Values("Set-Cookie") {
			if strings.HasPrefix(line, name+"=") {
				for _, want := range []string{"Path=/", "HttpOnly", "Secure", "SameSite=" + site} {
					if !strings.Contains(line, want) {
						t.Errorf("%s without %s", line, want)
					}
				}
				if strings.Contains(line, "Domain=") {
					t.Errorf("%s is for other hosts", line)
				}
				return
			}
		}
		t.Errorf("%s is not set: %v", name, b.header)
	}
	check("__Host-zvonok-device", "Strict")
	b.post("/signin", "login", "pestova", "password", "синий чемодан")
	check("__Host-zvonok", "Strict")
	b.follow().post("/link")
	check("__Host-zvonok-link", "Lax")
}

// TestForeignForms: a form that another page made, or another browser, or another session, changes nothing.
func TestForeignForms(t *testing.T) {
	s := newSite(t)
	b := s.linked("pestova")
	s.stranger()
	other := s.in("petrov")
	posts := []string{"/signout", "/link", "/link/keep", "/link/drop", "/unlink", "/lessons/12/join"}
	for _, path := range posts {
		b.send("POST", path, url.Values{}).is(http.StatusForbidden).sees("Страница устарела")
		b.send("POST", path, url.Values{"form": {"AAAA"}}).is(http.StatusForbidden)
		b.text = other.get("/chats").text
		b.post(path).is(http.StatusForbidden)
	}
	// That of before the sign-in does not fit after it.
	fresh := s.browser().get("/")
	before := fresh.text
	fresh.post("/signin", "login", "pestova", "password", "синий чемодан").is(http.StatusSeeOther)
	fresh.text = before
	fresh.post("/unlink").is(http.StatusForbidden)
	// Nobody is signed in by a form of somebody else's: that would show them another's profile as their own.
	victim := s.browser().get("/")
	victim.send("POST", "/signin", url.Values{"login": {"petrov"}, "password": {"зелёный чемодан"}, "form": {formField.FindStringSubmatch(before)[1]}}).is(http.StatusForbidden)
	if len(s.college.sessions) != 3 || !s.college.people["pestova"].link.Linked() || len(s.college.joined) != 0 || s.college.vk.begun != 0 {
		t.Error("something has changed")
	}
	for _, path := range posts { // nor by an address alone
		if path == "/unlink" {
			continue // asks first
		}
		if b.get(path); b.status != http.StatusMethodNotAllowed && b.status != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, b.status)
		}
	}
}

// TestCrossOrigin: what another site's page sends changes nothing, even with a right form.
func TestCrossOrigin(t *testing.T) {
	s := newSite(t)
	for _, headers := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
		{"Sec-Fetch-Site": "", "Origin": "null"}} {
		b := s.linked("pestova")
		for name, value := range headers {
			b.headers[name] = value
		}
		b.post("/unlink").is(http.StatusForbidden).sees("Запрос пришёл не со страницы «Звонка»")
	}
	if !s.college.people["pestova"].link.Linked() {
		t.Error("the profile is gone")
	}
	// Led here by another site, the page opens by itself once more, and says nothing before.
	b := s.browser()
	b.headers["Sec-Fetch-Site"] = "cross-site"
	b.get("/chats").is(http.StatusOK).seesNot("ДО-19-3")
	if b.leads() != "/chats" {
		t.Errorf("it leads to %q", b.leads())
	}
}

// TestWrongHost: under another name, as of a page that has taken over our address, nothing answers.
func TestWrongHost(t *testing.T) {
	s := newSite(t)
	b := s.linked("pestova")
	for _, host := range []string{"evil.example", "college.example", "127.0.0.1", "localhost", ""} {
		if b.headers["Host"] = host; host == "" {
			delete(b.headers, "Host")
			b.get("/chats").is(http.StatusOK)
			continue
		}
		b.get("/chats").is(http.StatusMisdirectedRequest).seesNot("ДО-19-3")
	}
	// What a header says of the host counts as little.
	b.headers["X-Forwarded-Host"] = "evil.example"
	b.post("/link")
	if s.college.vk.redirect != s.URL+"/link/return" {
		t.Errorf("VK ID is to answer at %s", s.college.vk.redirect)
	}
}

// TestForwardedAddress: where a call comes from is believed of the proxy alone, and of the last that it says.
func TestForwardedAddress(t *testing.T) {
	s := newSite(t)
	from := func(headers map[string]string) string {
		b := s.browser()
		for name, value := range headers {
			b.headers[name] = value
		}
		b.get("/").post("/signin", "login", "x", "password", "y")
		return s.college.callers[len(s.college.callers)-1].Address
	}
	if got := from(map[string]string{"X-Forwarded-For": "203.0.113.9"}); got != "127.0.0.1" {
		t.Errorf("without a proxy it is %s", got)
	}
	s.rebuild(true)
	for said, want := range map[string]string{"203.0.113.9": "203.0.113.9", "198.51.100.1, 203.0.113.9": "203.0.113.9", "nonsense": "127.0.0.1",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64"} {
		if got := from(map[string]string{"X-Forwarded-For": said}); got != want {
			t.Errorf("%s is %s, want %s", said, got, want)
		}
	}
	b := s.browser()
	b.headers["X-Forwarded-Proto"] = "http"
	if b.get("/chats").is(http.StatusPermanentRedirect); b.leads() != s.URL+"/" {
		t.Errorf("plain http leads to %s", b.leads())
	}
}

// TestReplayedState: an answer of VK ID counts once, and only for the attempt that it answers.
func TestReplayedState(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova").post("/link")
	b.get("/link/return?code=c&state=state-0").is(http.StatusConflict).sees("Это не ответ VK ID")
	b.get("/link/return?code=c&state=").is(http.StatusConflict)
	b.get("/link/return?code=c&state=state-1").follow()
	b.get("/link/return?code=other&state=state-1").follow().sees("Это вы?")
	b.post("/link/keep").is(http.StatusSeeOther)
	b.get("/link/return?code=c&state=state-1").is(http.StatusForbidden)
	if s.college.vk.exchanges != 1 {
		t.Errorf("%d codes were exchanged", s.college.vk.exchanges)
	}
	b.get("/chats").post("/link/keep").is(http.StatusForbidden)
}

// TestStolenCode: an answer that another browser brings, or another session of this one, links nobody.
func TestStolenCode(t *testing.T) {
	s := newSite(t)
	s.stranger()
	b := s.in("pestova").post("/link")
	thief := s.in("petrov")
	thief.get("/link/return?code=c&state=state-1").is(http.StatusForbidden).sees("Вход через VK ID начат не в этом браузере")
	thief.get("/link/confirm").is(http.StatusForbidden)
	// With the cookie of the attempt, but in the thief's own session: the profile would become theirs.
	at, _ := url.Parse(s.URL)
	thief.http.Jar.SetCookies(at, []*http.Cookie{{Name: "__Host-zvonok-link", Value: b.cookie("__Host-zvonok-link").Value, Path: "/", Secure: true}})
	thief.get("/link/return?code=c&state=state-1").is(http.StatusOK)
	thief.get("/link/confirm").is(http.StatusForbidden).seesNot("Полина")
	thief.get("/chats").post("/link/keep").is(http.StatusForbidden)
	if s.college.people["petrov"].link.Linked() || s.college.vk.exchanges != 0 {
		t.Error("the thief has a profile")
	}
}

// TestOpenRedirect: the page leads to the messenger and to itself, whatever an address or a chat says.
func TestOpenRedirect(t *testing.T) {
	s := newSite(t)
	b := s.linked("pestova")
	b.get("/chats/4").is(http.StatusConflict).sees("Ссылка ведёт не в VK") // its link leads to evil.example
	s.college.people["pestova"].lessons[2].Remote.Link = "https://evil.example/call/join/now"
	b.get("/lessons").post("/lessons/12/join").is(http.StatusConflict).seesNot("evil.example/call")
	s.college.vk.page = "https://evil.example/authorize"
	b.get("/chats").post("/link").is(http.StatusConflict)
	s.college.vk.page = "http://id.vk.ru/authorize"
	b.get("/chats").post("/link").is(http.StatusConflict)
	if len(s.college.joined) != 0 {
		t.Error("somebody has joined")
	}
	b = s.browser()
	for _, path := range []string{"//evil.example/", "/?next=https://evil.example", "/https://evil.example", "/\\evil.example", "/%2f%2fevil.example", "/chats?to=//evil.example", "/link/return?to=//evil.example"} {
		for _, site := range []string{"none", "cross-site"} {
			b.headers["Sec-Fetch-Site"] = site
			if to := b.get(path).leads(); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\")) {
				t.Errorf("%s leads to %s", path, to)
			}
		}
	}
}

// TestHostileTitles: a text of the college is shown, and never runs.
func TestHostileTitles(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.Form}}`
	s := newSite(t)
	p := s.college.people["pestova"]
	p.chats[0].Title, p.chats[0].Role, p.Name.LastName = evil, evil, evil
	p.lessons[2].Subject, p.lessons[2].Title, p.lessons[2].Room = evil, evil, evil
	b := s.linked("pestova")
	p.link.Name = evil
	check := func(where string) {
		t.Helper()
		if strings.Contains(b.text, "<script") || strings.Contains(b.text, "<img src=x") {
			t.Errorf("%s runs it:\n%s", where, b.text)
		}
	}
	for _, path := range []string{"/chats", "/lessons", "/lessons?week=2026-11-25", "/unlink"} {
		b.get(path).is(http.StatusOK)
		check(path)
	}
	b.get("/lessons").post("/lessons/12/join")
	check("a call")
	b.get("/?done=<script>").get("/chats?done=" + url.QueryEscape(evil))
	check("a notice")
	b = s.browser().get("/").post("/signin", "login", evil, "password", "x").is(http.StatusUnauthorized)
	check("a login")
	if policy := b.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %q", policy)
	}
	if strings.Contains(b.text, "style=") || strings.Contains(b.text, " on") && strings.Contains(b.text, "onclick") {
		t.Error("the page has what its policy forbids")
	}
}

// TestPathsLeadNowhereOnThePhone: no path reaches a file or another thing.
func TestPathsLeadNowhereOnThePhone(t *testing.T) {
	s := newSite(t)
	b := s.linked("pestova")
	for _, path := range []string{"/../server.key", "/pages/frame.html", "/style.css/../../college.db", "/%2e%2e/college.db", "/chats/../../etc/passwd", "/chats/%2e%2e%2fcollege.db",
		"/icon.png/..%5c..%5ccollege.db", "/zvonok.Access/Entry", "/.git/config", "/chats/1/2", "/chats/-1", "/chats/0", "/chats/9999999999999999999", "/lessons/12/join/x"} {
		b.get(path)
		for hops := 0; b.status >= 300 && b.status < 400 && hops < 3; hops++ {
			b.follow()
		}
		if b.status != http.StatusNotFound && b.status != http.StatusMethodNotAllowed || strings.Contains(b.text, "root:") {
			t.Errorf("%s: %d\n%s", path, b.status, b.text)
		}
	}
}

// TestHugeForms: what no form is as long as is not read.
func TestHugeForms(t *testing.T) {
	s := newSite(t)
	b := s.browser().get("/")
	b.post("/signin", "login", strings.Repeat("a", 1<<20), "password", "x").is(http.StatusRequestEntityTooLarge)
	b.get("/").post("/signin", "login", strings.Repeat("a", 2<<10), "password", "x").is(http.StatusRequestEntityTooLarge)
	// A length that is not told beforehand is counted.
	b.get("/")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/signin", bufio.NewReader(strings.NewReader("form=x&login="+strings.Repeat("a", 1<<20))))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := b.http.Do(r)
	if err == nil {
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("status %d", answer.StatusCode)
		}
	}
	if len(s.college.callers) != 0 {
		t.Error("a password was looked at")
	}
}

// TestOthersThings: by a number one gets one's own chats and lessons only.
func TestOthersThings(t *testing.T) {
	s := newSite(t)
	s.stranger()
	b := s.linked("pestova")
	b.get("/chats/77").is(http.StatusConflict).sees("Вас нет в списке этого чата").seesNot("vk.me/join/other")
	b.get("/lessons").post("/lessons/112/join").is(http.StatusConflict).sees("Это занятие не вашей группы").seesNot("vk.com/call")
	b.get("/lessons").seesNot("call/join") // no link stands on the page before it is asked for
	if b.leads(); len(s.college.joined) != 0 {
		t.Error("somebody has joined")
	}
}

// TestUnlinkedGetNoLinks: a person who has no profile would be a stranger in the chat.
func TestUnlinkedGetNoLinks(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova").seesNot("vk.me", "/chats/1")
	b.get("/chats/1").is(http.StatusForbidden).sees("нажмите «Привязать учебный профиль VK ID»").seesNot("vk.me")
	if b.leads() != "" {
		t.Errorf("it leads to %s", b.leads())
	}
}

// TestHeaders: every answer forbids frames, scripts, guesses, copies and plain http.
func TestHeaders(t *testing.T) {
	s := newSite(t)
	b := s.linked("pestova")
	for _, path := range []string{"/", "/chats", "/lessons", "/unlink", "/nowhere", "/chats/1", "/style.css", "/link/return"} {
		b.get(path)
		for name, want := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
			"Strict-Transport-Security": "max-age=31536000", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if !strings.Contains(b.header.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, b.header.Get(name))
			}
		}
		if kept := b.header.Get("Cache-Control"); path != "/style.css" && kept != "no-store" {
			t.Errorf("%s may be kept: %s", path, kept)
		}
		for _, forbidden := range []string{"<script", "javascript:", " style=", "onload=", "http://"} {
			if strings.Contains(b.text, forbidden) {
				t.Errorf("%s holds %s", path, forbidden)
			}
		}
	}
}

// TestManyAttempts: however many begin to link, memory is bounded, and one person has one attempt.
func TestManyAttempts(t *testing.T) {
	s := newSite(t)
	b := s.in("pestova")
	for range 5 {
		b.get("/chats").post("/link").is(http.StatusOK)
	}
	for n := 1; n < 5; n++ {
		b.get(fmt.Sprintf("/link/return?code=c&state=state-%d", n)).is(http.StatusConflict)
	}
	b.get("/link/return?code=c&state=state-5").is(http.StatusOK)
}
