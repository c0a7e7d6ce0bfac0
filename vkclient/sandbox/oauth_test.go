package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testVerifier = "a-verifier-of-more-than-forty-three-characters-0123456789"
	testState    = "a-state-of-thirty-two-characters-or-more"
	testRedirect = "http://127.0.0.1:49152/callback"
)

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func askForCode() url.Values {
	return url.Values{"response_type": {"code"}, "client_id": {"51"}, "redirect_uri": {testRedirect}, "state": {testState},
		"code_challenge": {challengeOf(testVerifier)}, "code_challenge_method": {"s256"}, "scope": {"vkid.personal_info email"}}
}

// oauth asks an endpoint; the form comes over the defaults of a code exchange.
func (b *bench) oauth(method string, form url.Values) (int, map[string]any) {
	b.t.Helper()
	all := url.Values{"client_id": {"51"}, "redirect_uri": {testRedirect}, "code_verifier": {testVerifier}, "state": {"s1"}}
	maps.Copy(all, form)
	resp, err := http.PostForm(b.url+"/oauth2/"+method, all)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, out
}

func exchange(answer url.Values) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": answer["code"], "device_id": answer["device_id"]}
}

func refreshing(tokens map[string]any, answer url.Values) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens["refresh_token"].(string)}, "device_id": answer["device_id"]}
}

func access(tokens map[string]any) url.Values {
	return url.Values{"access_token": {tokens["access_token"].(string)}}
}

func (b *bench) tokens(form url.Values) map[string]any {
	b.t.Helper()
	_, out := b.oauth("auth", form)
	if out["error"] != nil {
		b.t.Fatalf("no tokens: %v", out)
	}
	return out
}

func TestAuthorizeRefusesWrongRequests(t *testing.T) {
	strict := newBench(t, Options{RedirectURIs: []string{"https://college.example/vk"}})
	loopback := newBench(t, Options{})
	tests := []struct {
		on    *bench
		field string
		value string
		good  bool
	}{
		{loopback, "scope", "", true},
		{loopback, "response_type", "token", false},
		{loopback, "client_id", "", false},
		{loopback, "client_id", "drop table", false},
		{loopback, "redirect_uri", "", false},
		{loopback, "redirect_uri", "http://127.0.0.1/other", true},
		{loopback, "redirect_uri", "http://127.0.0.1.evil.example/callback", false},
		{loopback, "redirect_uri", "http://evil@127.0.0.1:80/callback", false},
		{loopback, "redirect_uri", "http://localhost:49152/callback", false},
		{loopback, "redirect_uri", "https://college.example/vk", false},
		{loopback, "redirect_uri", AnyLoopback, false},
		{strict, "redirect_uri", "https://college.example/vk", true},
		{strict, "redirect_uri", "https://college.example/vk/", false},
		{strict, "redirect_uri", testRedirect, false},
		{loopback, "state", strings.Repeat("s", 31), false},
		{loopback, "state", strings.Repeat("s", 32), true},
		{loopback, "code_challenge", strings.Repeat("c", 42), false},
		{loopback, "code_challenge", strings.Repeat("c", 128), true},
		{loopback, "code_challenge", strings.Repeat("c", 129), false},
		{loopback, "code_challenge", strings.Repeat("=", 43), false},
		{loopback, "code_challenge_method", "plain", false},
		{loopback, "code_challenge_method", "S256", true},
	}
	for _, tt := range tests {
		query := askForCode()
		query.Set(tt.field, tt.value)
		w := newBrowser(tt.on).open("/authorize?" + query.Encode())
		if good := strings.Contains(w.page, "Вход в VK ID"); good != tt.good || w.left != "" {
			t.Errorf("%s=%q: taken = %v, want %v (left for %q)", tt.field, tt.value, good, tt.good, w.left)
		}
	}
}

func TestCodeExchange(t *testing.T) {
	b := newBench(t, Options{})
	_, answer := signedInAt(b, 1001)
	for name, want := range map[string]string{"state": testState, "type": "code_v2", "expires_in": "600"} {
		if answer.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, answer.Get(name), want)
		}
	}
	if answer.Get("device_id") == "" || answer.Get("ext_id") == "" {
		t.Errorf("answer = %v", answer)
	}
	wrong := []struct{ field, value, code string }{
		{"grant_type", "password", oauthUnsupported},
		{"client_id", "", oauthInvalidClient},
		{"client_id", "52", oauthInvalidGrant},
		{"code", "vk2.a.none", oauthInvalidGrant},
		{"code", "", oauthInvalidGrant},
		{"code_verifier", testVerifier + "x", oauthInvalidGrant},
		{"redirect_uri", testRedirect + "/", oauthInvalidGrant},
		{"device_id", "other", oauthInvalidGrant},
	}
	for _, tt := range wrong {
		form := exchange(answer)
		form.Set(tt.field, tt.value)
		if _, out := b.oauth("auth", form); out["error"] != tt.code || out["state"] != "s1" || out["error_description"] == "" {
			t.Errorf("%s=%q: %v, want %s", tt.field, tt.value, out, tt.code)
		}
	}
	tokens := b.tokens(exchange(answer))
	if tokens["user_id"] != 1001.0 || tokens["expires_in"] != 3600.0 || tokens["state"] != "s1" || tokens["scope"] != "vkid.personal_info email" ||
		tokens["token_type"] != "Bearer" || strings.Count(tokens["id_token"].(string), ".") != 2 {
		t.Errorf("tokens = %v", tokens)
	}
	_, info := b.oauth("user_info", access(tokens))
	user := info["user"].(map[string]any)
	if user["user_id"] != "1001" || user["first_name"] != "Александр" || user["phone"] != "79000000001" || user["email"] != "id1001@example.ru" ||
		!strings.HasSuffix(user["avatar"].(string), "/sandbox/avatar/1001") {
		t.Errorf("user_info = %v", info)
	}
	// The code comes a second time: neither side can be trusted now.
	if status, out := b.oauth("auth", exchange(answer)); out["error"] != oauthInvalidGrant || status != http.StatusOK {
		t.Errorf("a code used twice: %d %v", status, out)
	}
	if _, out := b.oauth("user_info", access(tokens)); out["error"] != oauthInvalidToken {
		t.Errorf("after a code was used twice its tokens still work: %v", out)
	}
}

func TestRefreshRotates(t *testing.T) {
	b := newBench(t, Options{})
	_, answer := signedInAt(b, 1001)
	first := b.tokens(exchange(answer))
	second := b.tokens(refreshing(first, answer))
	if first["refresh_token"] == second["refresh_token"] || first["access_token"] == second["access_token"] {
		t.Error("tokens come twice")
	}
	form := refreshing(second, answer)
	form.Set("device_id", "other")
	if _, out := b.oauth("auth", form); out["error"] != oauthInvalidGrant {
		t.Errorf("another device: %v", out)
	}
	third := b.tokens(refreshing(second, answer))
	if _, out := b.oauth("auth", refreshing(first, answer)); out["error"] != oauthInvalidGrant {
		t.Errorf("a refresh token used twice: %v", out)
	}
	if _, out := b.oauth("auth", refreshing(third, answer)); out["error"] != oauthInvalidGrant {
		t.Errorf("after a refresh token was used twice the family still lives: %v", out)
	}
	if got := b.ask(third["access_token"].(string), "users.get").code(); got != codeAuth {
		t.Errorf("the family's access token: error %d, want %d", got, codeAuth)
	}
}

// steadyClock is a time that tests move.
type steadyClock struct {
	mu  sync.Mutex
	now time.Time
}

func newSteadyClock() *steadyClock { return &steadyClock{now: time.Unix(1_700_000_000, 0)} }

func (c *steadyClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *steadyClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestLifetimes(t *testing.T) {
	clock := newSteadyClock()
	b := newBench(t, Options{Now: clock.Now})
	_, answer := signedInAt(b, 1001)
	clock.pass(codeLifetime * time.Second)
	if _, out := b.oauth("auth", exchange(answer)); out["error"] != oauthInvalidGrant {
		t.Errorf("an expired code: %v", out)
	}
	_, answer = signedInAt(b, 1001)
	tokens := b.tokens(exchange(answer))
	clock.pass(59 * time.Minute)
	b.do(tokens["access_token"].(string), "users.get")
	clock.pass(time.Minute)
	if got := b.ask(tokens["access_token"].(string), "users.get").code(); got != codeExpired {
		t.Errorf("an expired access token: error %d, want %d", got, codeExpired)
	}
	if _, out := b.oauth("user_info", access(tokens)); out["error"] != oauthInvalidToken {
		t.Errorf("an expired access token: %v", out)
	}
	b.do(b.tokens(refreshing(tokens, answer))["access_token"].(string), "users.get")
}

func TestShortLifetime(t *testing.T) {
	clock := newSteadyClock()
	b := newBench(t, Options{Now: clock.Now, AccessLifetime: time.Minute})
	_, answer := signedInAt(b, 1001)
	tokens := b.tokens(exchange(answer))
	if tokens["expires_in"] != 60.0 {
		t.Errorf("the program is told %v s", tokens["expires_in"])
	}
	clock.pass(59 * time.Second)
	b.do(tokens["access_token"].(string), "users.get")
	clock.pass(time.Second)
	if got := b.ask(tokens["access_token"].(string), "users.get").code(); got != codeExpired {
		t.Errorf("after its minute: error %d, want %d", got, codeExpired)
	}
	b.do(b.tokens(refreshing(tokens, answer))["access_token"].(string), "users.get")
}

func TestWhatATokenOfVKIDMayDo(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	_, answer := signedInAt(b, 1003)
	token := b.tokens(exchange(answer))["access_token"].(string)
	if got := b.do(token, "users.get"); !strings.Contains(got, `"id":1003`) {
		t.Errorf("users.get = %s, want the token's own person", got)
	}
	for _, method := range []string{"messages.getConversations", "messages.send", "messages.joinChatByInviteLink", "calls.start"} {
		if got := b.ask(token, method).code(); got != codeAccess {
			t.Errorf("%s: error %d, want %d", method, got, codeAccess)
		}
	}
}

func TestLogoutAndRevoke(t *testing.T) {
	b := newBench(t, Options{})
	var families [3]map[string]any
	for i := range families {
		_, answer := signedInAt(b, 1001)
		families[i] = b.tokens(exchange(answer))
	}
	alive := func() (n int) {
		for _, tokens := range families {
			if _, out := b.oauth("user_info", access(tokens)); out["error"] == nil {
				n++
			}
		}
		return n
	}
	if _, out := b.oauth("logout", access(families[0])); out["response"] != 1.0 || alive() != 2 {
		t.Errorf("logout: %v, %d sign-ins left, want 2", out, alive())
	}
	if _, out := b.oauth("revoke", access(families[1])); out["response"] != 1.0 || alive() != 0 {
		t.Errorf("revoke: %v, %d sign-ins left, want none", out, alive())
	}
	for _, method := range []string{"logout", "revoke", "user_info"} {
		if _, out := b.oauth(method, access(families[1])); out["error"] != oauthInvalidToken {
			t.Errorf("%s by a revoked token: %v", method, out)
		}
	}
}

func TestFaultsOfVKID(t *testing.T) {
	b := newBench(t, Options{Faults: "oauth2.auth/error=6@1,oauth2.auth/error=1@2,oauth2.auth/error=10@3,oauth2.auth/drop@5,oauth2.user_info/garbage@1"})
	_, answer := signedInAt(b, 1001)
	statuses := map[string]int{}
	for range 3 {
		status, out := b.oauth("auth", exchange(answer))
		statuses[out["error"].(string)] = status
	}
	if want := map[string]int{oauthSlowDown: 200, oauthUnavailable: 503, oauthServerError: 500}; !maps.Equal(statuses, want) {
		t.Errorf("refusals = %v, want %v", statuses, want)
	}
	tokens := b.tokens(exchange(answer))
	if _, err := http.PostForm(b.url+"/oauth2/auth", merge(refreshing(tokens, answer), "client_id", "51")); err == nil {
		t.Error("there was an answer")
	}
	resp, err := http.PostForm(b.url+"/oauth2/user_info", merge(access(tokens), "client_id", "51"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); json.Valid(body) {
		t.Errorf("the answer is JSON: %s", body)
	}
	// The work behind the dropped answer was done: the token is used up.
	if _, out := b.oauth("auth", refreshing(tokens, answer)); out["error"] != oauthInvalidGrant {
		t.Errorf("refresh after a lost answer: %v", out)
	}
	if methods := b.State().Methods; methods["oauth2.auth"] != 6 || methods["oauth2.user_info"] != 1 {
		t.Errorf("counts = %v", methods)
	}
}

func merge(form url.Values, name, value string) url.Values {
	form.Set(name, value)
	return form
}

func TestVKIDSurvivesARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	first := newBench(t, Options{StateFile: path})
	w := newBrowser(first)
	w.open("/authorize?"+askForCode().Encode()).press("continue", "login", "+7 912 000-00-00")
	w.press("continue", "code", first.lastCode("+79120000000")).press("continue", "first_name", "Анна", "last_name", "Новая")
	answer := w.press("allow").answer()
	used := first.tokens(exchange(answer))
	unused := w.open("/authorize?" + askForCode().Encode()).press("allow").answer()
	// Twice: once from the journal's lines, once from the snapshot.
	for round := range 2 {
		again := newBench(t, Options{StateFile: path})
		used = again.tokens(refreshing(used, answer))
		if got := again.do(used["access_token"].(string), "users.get"); !strings.Contains(got, "Анна") {
			t.Errorf("restart %d: users.get = %s", round+1, got)
		}
		people := again.Info().Users
		if u := people[len(people)-1]; u.Phone != "+79120000000" || !u.Profile || u.Password == "" {
			t.Errorf("restart %d: the newcomer = %+v", round+1, u)
		}
		cookies := w.http.Jar.Cookies(mustParse(t, first.url))
		back := newBrowser(again)
		back.http.Jar.SetCookies(mustParse(t, again.url), cookies)
		back.open("/authorize?" + askForCode().Encode()).sees("Анна Новая, приложение 51 просит доступ")
	}
	last := newBench(t, Options{StateFile: path})
	last.tokens(exchange(unused))
	if _, out := last.oauth("auth", exchange(unused)); out["error"] != oauthInvalidGrant {
		t.Errorf("a code used twice: %v", out)
	}
	if issued := last.Issued(); len(issued.Codes) != 2 || len(issued.Tokens) != 8 || len(issued.Sessions) != 1 {
		t.Errorf("issued = %+v", issued)
	}
}

// A state file from before there was VK ID opens, and people can sign in.
func TestStateFileWithoutVKID(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	before := `{"op":"snapshot","at":1,"world":{"community":{"id":5,"name":"К","token":"t"},"users":[{"id":1001,"first_name":"А","phone":"+79000000001"}],"sent":{}}}`
	if err := os.WriteFile(path, []byte(before+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, Options{StateFile: path, Users: []User{}})
	w := newBrowser(b).open("/authorize?"+askForCode().Encode()).press("continue", "login", "+79000000001")
	w.press("password").press("continue", "password", "").sees("Неверный пароль")
	w.press("sms").press("continue", "code", b.lastCode("+79000000001")).sees("Создайте учебный профиль")
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
