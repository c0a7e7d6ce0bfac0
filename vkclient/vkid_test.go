package vkclient

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

const testRedirect = "http://127.0.0.1:49152/callback"

var testTokens = Tokens{Access: "vk2.a.SECRETSECRETSECRETSECRET-access", Refresh: "vk2.r.SECRETSECRETSECRETSECRET-refresh",
	Expires: time.Unix(1_700_003_600, 0).UTC(), UserID: 1001, DeviceID: "device", Scope: "vkid.personal_info"}

func (s *script) vkid(clock Clock) *VKID {
	return NewVKID(VKIDOptions{Hosts: HostsAt(s.URL), ClientID: "51", RedirectURI: testRedirect, Clock: clock, Timeout: 5 * time.Second})
}

func begun(t *testing.T, v *VKID, scope ...string) (Attempt, url.Values) {
	t.Helper()
	a, err := v.Begin(scope...)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(a.URL)
	if err != nil {
		t.Fatal(err)
	}
	return a, u.Query()
}

func TestBegin(t *testing.T) {
	v := NewVKID(VKIDOptions{ClientID: "51", RedirectURI: testRedirect})
	a, query := begun(t, v, "vkid.personal_info", "email")
	if !strings.HasPrefix(a.URL, "https://id.vk.ru/authorize?") || !strings.Contains(a.URL, "vkid.personal_info%20email") {
		t.Errorf("URL = %s", a.URL)
	}
	for name, want := range map[string]string{"response_type": "code", "client_id": "51", "redirect_uri": testRedirect, "code_challenge_method": "s256"} {
		if query.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, query.Get(name), want)
		}
	}
	verifier := a.verifier.Reveal()
	sum := sha256.Sum256([]byte(verifier))
	if want := base64.RawURLEncoding.EncodeToString(sum[:]); query.Get("code_challenge") != want {
		t.Errorf("code_challenge = %q, want %q", query.Get("code_challenge"), want)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{64}$`).MatchString(verifier) || len(query.Get("state")) < 43 || strings.Contains(a.URL, verifier) {
		t.Errorf("verifier of %d, state of %d characters, URL = %s", len(verifier), len(query.Get("state")), a.URL)
	}
	if b, other := begun(t, v); b.verifier.Reveal() == verifier || other.Get("state") == query.Get("state") || other.Has("scope") {
		t.Error("two attempts share a secret, or a scope came from nowhere")
	}
	for name, o := range map[string]VKIDOptions{
		"no application": {RedirectURI: testRedirect}, "no redirect": {ClientID: "51"},
	} {
		if _, err := NewVKID(o).Begin(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestReadAnswer(t *testing.T) {
	v := NewVKID(VKIDOptions{ClientID: "51", RedirectURI: testRedirect})
	a, query := begun(t, v)
	state := query.Get("state")
	payload := func(fields string) string { return testRedirect + "?payload=" + url.QueryEscape(fields) }
	tests := map[string]struct {
		address string
		want    error // nil: the code is read
	}{
		"parameters":            {testRedirect + "?code=C0de&state=" + state + "&device_id=dev&type=code_v2&expires_in=600&ext_id=x", nil},
		"payload":               {payload(`{"code":"C0de","state":"` + state + `","device_id":"dev","expires_in":600,"type":"code_v2"}`), nil},
		"pasted untidily":       {"  «" + testRedirect + "?code=C0de&device_id=dev&state=" + state + "»\n", nil},
		"without the scheme":    {"127.0.0.1:49152/callback?code=C0de&device_id=dev&state=" + state, nil},
		"no state":              {testRedirect + "?code=C0de", ErrWrongState},
		"another state":         {testRedirect + "?code=C0de&state=" + strings.Repeat("x", len(state)), ErrWrongState},
		"a part of the state":   {testRedirect + "?code=C0de&state=" + state[:20], ErrWrongState},
		"payload, other state":  {payload(`{"code":"C0de","state":"other"}`), ErrWrongState},
		"refusal, other state":  {testRedirect + "?error=access_denied&state=other", ErrWrongState},
		"refusal without state": {testRedirect + "?error=access_denied", ErrWrongState},
		"broken payload":        {payload(`{"code":"C0d`), ErrNoCode},
		"no code":               {testRedirect + "?state=" + state, ErrNoCode},
		"another port":          {"http://127.0.0.1:49153/callback?code=C0de&state=" + state, ErrForeignAnswer},
		"another host":          {"http://evil.example/callback?code=C0de&state=" + state, ErrForeignAnswer},
		"another path":          {"http://127.0.0.1:49152/?code=C0de&state=" + state, ErrForeignAnswer},
		"another scheme":        {"https://127.0.0.1:49152/callback?code=C0de&state=" + state, ErrForeignAnswer},
		"the authorize address": {a.URL, ErrForeignAnswer},
		"nonsense":              {"привет, вот код: 123 %zz", ErrForeignAnswer},
		"nothing":               {"", ErrForeignAnswer},
	}
	for name, tt := range tests {
		answer, err := a.ReadAnswer(tt.address)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		if tt.want == nil && (answer.code == nil || answer.code.Reveal() != "C0de" || answer.device != "dev") {
			t.Errorf("%s: the answer was misread", name)
		}
	}
	for name, address := range map[string]string{
		"parameters": testRedirect + "?error=access_denied&error_description=no+" + state + "&state=" + state,
		"payload":    payload(`{"error":"access_denied","error_description":"no ` + state + `","state":"` + state + `"}`),
	} {
		_, err := a.ReadAnswer(address)
		var refusal *VKIDError
		if !errors.As(err, &refusal) || refusal.Code != "access_denied" || !strings.HasPrefix(refusal.Description, "no ") || Class(err) != NoRight {
			t.Errorf("%s: %v, want VK ID's refusal", name, err)
		}
		if strings.Contains(err.Error(), state) {
			t.Errorf("%s: the state shows in %v", name, err)
		}
	}
	if _, err := (Attempt{}).ReadAnswer(testRedirect + "?code=C0de&state="); !errors.Is(err, ErrWrongState) {
		t.Errorf("an attempt that never began: %v", err)
	}
}

func readAnswer(t *testing.T, v *VKID) (Attempt, Answer) {
	t.Helper()
	a, query := begun(t, v)
	answer, err := a.ReadAnswer(testRedirect + "?code=SECRETSECRETcode1234&device_id=dev&state=" + query.Get("state"))
	if err != nil {
		t.Fatal(err)
	}
	return a, answer
}

// tokensFor answers as VK ID does, the state of the request in it.
func tokensFor(extra string) reply {
	return func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"access_token":"new-access","refresh_token":"new-refresh","token_type":"Bearer","state":%q%s}`, r.PostForm.Get("state"), extra)
	}
}

func TestExchange(t *testing.T) {
	vk := newScript(t, tokensFor(`,"id_token":"a.b.c","expires_in":3600,"user_id":1001,"scope":"vkid.personal_info"`))
	clock := newFakeClock()
	v := vk.vkid(clock)
	a, answer := readAnswer(t, v)
	got, err := v.Exchange(t.Context(), a, answer)
	want := Tokens{Access: "new-access", Refresh: "new-refresh", Expires: clock.Now().Add(time.Hour).UTC(), UserID: 1001,
		DeviceID: "dev", Scope: "vkid.personal_info"}
	if err != nil || got != want {
		t.Fatalf("tokens = %+v, %v", got, err)
	}
	form := vk.forms[0]
	for name, want := range map[string]string{"grant_type": "authorization_code", "code": "SECRETSECRETcode1234", "code_verifier": a.verifier.Reveal(),
		"client_id": "51", "device_id": "dev", "redirect_uri": testRedirect, "state": a.state.Reveal()} {
		if form.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, form.Get(name), want)
		}
	}
	if vk.urls[0] != "/oauth2/auth" {
		t.Errorf("address = %s", vk.urls[0])
	}
	for _, empty := range []struct {
		a Attempt
		b Answer
	}{{Attempt{}, answer}, {a, Answer{}}} {
		if _, err := v.Exchange(t.Context(), empty.a, empty.b); !errors.Is(err, ErrNoCode) {
			t.Errorf("half of an exchange: %v", err)
		}
	}
}

func TestRefreshKeepsWhatIsNotRenewed(t *testing.T) {
	vk := newScript(t, tokensFor(`,"expires_in":"1800","user_id":"1001"`), tokensFor(""))
	clock := newFakeClock()
	for _, lifetime := range []time.Duration{30 * time.Minute, time.Hour} {
		got, err := vk.vkid(clock).Refresh(t.Context(), testTokens)
		want := testTokens
		want.Access, want.Refresh, want.Expires = "new-access", "new-refresh", clock.Now().Add(lifetime).UTC()
		if err != nil || got != want {
			t.Errorf("tokens = %+v, %v", got, err)
		}
	}
	if form := vk.forms[0]; form.Get("refresh_token") != testTokens.Refresh.Reveal() || form.Get("device_id") != "device" || len(form.Get("state")) < 32 {
		t.Error("the refresh was misspelt")
	}
}

func vkidErr(httpStatus int, code string) reply {
	return status(httpStatus, `{"error":"`+code+`","error_description":"words of VK"}`)
}

// What is repeated and what is not, and what the caller hears of it.
func TestVKIDRetries(t *testing.T) {
	user := says(`{"user":{"user_id":"1001","first_name":"Анна","last_name":"Новая","avatar":"https://x/y.jpg","phone":"79000000001","email":"a@b"}}`)
	good, done := tokensFor(""), says(`{"response":1}`)
	refresh := func(ctx context.Context, v *VKID) error { _, err := v.Refresh(ctx, testTokens); return err }
	info := func(ctx context.Context, v *VKID) error { _, err := v.UserInfo(ctx, testTokens); return err }
	revoke := func(ctx context.Context, v *VKID) error { return v.Revoke(ctx, testTokens) }
	tests := map[string]struct {
		replies []reply
		do      func(context.Context, *VKID) error
		class   ErrorClass
		again   bool // ErrSignInAgain
		tries   int
	}{
		"slow_down":                                 {[]reply{vkidErr(200, "slow_down"), vkidErr(429, "slow_down"), good}, refresh, NoError, false, 3},
		"unavailable":                               {[]reply{vkidErr(503, "temporarily_unavailable"), good}, refresh, NoError, false, 2},
		"unavailable for ever":                      {[]reply{vkidErr(503, "temporarily_unavailable")}, refresh, Unwell, false, maxTries},
		"slow_down for ever":                        {[]reply{vkidErr(200, "slow_down")}, info, TooFast, false, maxTries},
		"refresh, server_error":                     {[]reply{vkidErr(500, "server_error"), good}, refresh, UnknownOutcome, false, 1},
		"refresh, hung up":                          {[]reply{hangsUp, good}, refresh, UnknownOutcome, false, 1},
		"refresh, garbage":                          {[]reply{says("<html>"), good}, refresh, UnknownOutcome, false, 1},
		"refresh, half an answer":                   {[]reply{says(`{"access_token":"a"}`), good}, refresh, UnknownOutcome, false, 1},
		"refresh, someone else's answer":            {[]reply{says(`{"access_token":"a","refresh_token":"b","state":"other"}`), good}, refresh, UnknownOutcome, false, 1},
		"refresh, invalid_grant with status 200":    {[]reply{vkidErr(200, "invalid_grant"), good}, refresh, Expired, true, 1},
		"refresh, invalid_grant with status 400":    {[]reply{vkidErr(400, "invalid_grant"), good}, refresh, Expired, true, 1},
		"refresh, invalid_client":                   {[]reply{vkidErr(401, "invalid_client"), good}, refresh, BadParameter, false, 1},
		"refresh, a page instead of VK":             {[]reply{status(404, "<html>"), good}, refresh, Other, false, 1},
		"user_info, server_error":                   {[]reply{vkidErr(500, "server_error"), user}, info, NoError, false, 2},
		"user_info, hung up":                        {[]reply{hangsUp, hangsUp, user}, info, NoError, false, 3},
		"user_info, hung up for ever":               {[]reply{hangsUp}, info, Unwell, false, maxTries},
		"user_info, nobody":                         {[]reply{says(`{"user":{}}`)}, info, Unwell, false, maxTries},
		"user_info, invalid_token":                  {[]reply{vkidErr(200, "invalid_token"), user}, info, Expired, true, 1},
		"user_info, an error of another kind":       {[]reply{vkidErr(200, "something_new"), user}, info, Other, false, 1},
		"revoke":                                    {[]reply{done}, revoke, NoError, false, 1},
		"revoke, answer lost, done":                 {[]reply{hangsUp, vkidErr(200, "invalid_token")}, revoke, NoError, false, 2},
		"revoke, slow_down, then an unknown token":  {[]reply{vkidErr(200, "slow_down"), vkidErr(200, "invalid_token")}, revoke, Expired, true, 2},
		"revoke, unknown token at once":             {[]reply{vkidErr(200, "invalid_token")}, revoke, Expired, true, 1},
		"revoke, an answer that is not what it was": {[]reply{says(`{"response":0}`)}, revoke, Unwell, false, maxTries},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			vk := newScript(t, tt.replies...)
			err := tt.do(t.Context(), vk.vkid(newFakeClock()))
			if Class(err) != tt.class || errors.Is(err, ErrSignInAgain) != tt.again || vk.tries() != tt.tries {
				t.Errorf("%v (%v) after %d tries, want %v after %d", err, Class(err), vk.tries(), tt.class, tt.tries)
			}
		})
	}
}

func TestVKIDCancelled(t *testing.T) {
	hung := newScript(t, neverAnswers)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hung.vkid(newFakeClock()).Refresh(ctx, testTokens); Class(err) != Cancelled || hung.tries() != 0 {
		t.Errorf("cancelled before it was sent: %v", err)
	}
	short := NewVKID(VKIDOptions{Hosts: HostsAt(hung.URL), ClientID: "51", RedirectURI: testRedirect, Timeout: 30 * time.Millisecond})
	if _, err := short.Refresh(t.Context(), testTokens); Class(err) != UnknownOutcome {
		t.Errorf("no answer in time: %v", err)
	}
	hung.Server.CloseClientConnections()
	away := NewVKID(VKIDOptions{Hosts: HostsAt("http://127.0.0.1:1"), ClientID: "51", RedirectURI: testRedirect, Clock: newFakeClock()})
	if _, err := away.Refresh(t.Context(), testTokens); Class(err) != Unwell {
		t.Errorf("nobody there: %v, want that it may be repeated", err)
	}
	foreign := newScript(t, tokensFor(""))
	leaving := newScript(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, foreign.URL+"/oauth2/auth", http.StatusTemporaryRedirect)
	})
	if _, err := leaving.vkid(newFakeClock()).Refresh(t.Context(), testTokens); err == nil || foreign.tries() != 0 {
		t.Errorf("the token went to another host: %v", err)
	}
}

func TestUserInfoKeepsNoContacts(t *testing.T) {
	vk := newScript(t, says(`{"user":{"user_id":"1001","first_name":"Анна","last_name":"Новая","avatar":"https://x/y.jpg","phone":"79000000001","email":"a@b.ru"}}`))
	got, err := vk.vkid(newFakeClock()).UserInfo(t.Context(), testTokens)
	if want := (Profile{UserID: 1001, FirstName: "Анна", LastName: "Новая", Avatar: "https://x/y.jpg"}); err != nil || got != want {
		t.Errorf("profile = %+v, %v, want %+v", got, err, want)
	}
}

func TestPack(t *testing.T) {
	long := func(n int) Secret { return Secret(strings.Repeat("x", n)) }
	tests := map[string]struct {
		change func(*Tokens)
		fails  bool
	}{
		"as they come": {func(*Tokens) {}, false},
		"long":         {func(t *Tokens) { t.Access = long(2000) }, false},
		"too long":     {func(t *Tokens) { t.Access = long(2500) }, true},
	}
	for name, tt := range tests {
		want := testTokens
		tt.change(&want)
		text, err := want.Pack()
		if tt.fails {
			if err == nil || strings.Contains(err.Error(), "xxx") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		got, unpackErr := UnpackTokens(text)
		if err != nil || unpackErr != nil || got != want || len(text) > 2560 {
			t.Errorf("%s: %d bytes, %v %v, tokens = %+v", name, len(text), err, unpackErr, got)
		}
	}
	old := `{"a":"vk2.a","r":"vk2.r","i":"e30.e30.sig","e":1700003600,"u":1001,"d":"device"}` // with an ID token, which was kept once
	if got, err := UnpackTokens(old); err != nil || got.Refresh != "vk2.r" {
		t.Errorf("UnpackTokens(%q) = %+v, %v", old, got, err)
	}
	for _, text := range []string{"", "SECRET", `{"a":"SECRET"}`, `{"r":5}`} {
		if _, err := UnpackTokens(text); err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("UnpackTokens(%q): %v", text, err)
		}
	}
}

// Neither the verifier nor a code nor a token shows in what is printed, logged or told.
func TestVKIDSecretsStayInside(t *testing.T) {
	echo := func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_request", "error_description": r.PostForm.Encode()})
	}
	leaky := roundTripper(func(r *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(r.Body)
		return nil, &url.Error{Op: "Post", URL: r.URL.String() + "?" + string(body), Err: errors.New("proxy refused " + string(body))}
	})
	for name, transport := range map[string]http.RoundTripper{"VK ID's error": nil, "network": leaky} {
		var shown bytes.Buffer
		log := slog.New(slog.NewTextHandler(&shown, &slog.HandlerOptions{Level: slog.LevelDebug}))
		vk := newScript(t, echo)
		v := NewVKID(VKIDOptions{Hosts: HostsAt(vk.URL), ClientID: "51", RedirectURI: testRedirect, Clock: newFakeClock(), Log: log,
			HTTP: &http.Client{Transport: transport}})
		a, answer := readAnswer(t, v)
		_, exchanged := v.Exchange(t.Context(), a, answer)
		_, refreshed := v.Refresh(t.Context(), testTokens)
		_, informed := v.UserInfo(t.Context(), testTokens)
		for _, err := range []error{exchanged, refreshed, informed, v.Revoke(t.Context(), testTokens)} {
			if err == nil {
				t.Fatalf("%s: no error", name)
			}
			fmt.Fprintf(&shown, "%v %+v %#v", err, err, err)
		}
		holder := struct {
			A Attempt
			B Answer
			T Tokens
			a Attempt
			b Answer
		}{a, answer, testTokens, a, answer}
		holder.a.URL = "" // the address is for the browser and holds the state
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
			fmt.Fprintf(&shown, verb+verb+verb+verb, a, &answer, testTokens, holder)
		}
		log.Info("all", "attempt", a, "answer", answer, "tokens", testTokens, "holder", holder)
		slog.New(slog.NewJSONHandler(&shown, nil)).Info("all", "attempt", a, "answer", answer, "tokens", testTokens, "holder", holder)
		for _, secret := range []string{"SECRETSECRET", fmt.Sprintf("%x", "SECRETSECRET"), a.verifier.Reveal(), a.state.Reveal()} {
			if strings.Contains(shown.String(), secret) {
				t.Errorf("%s: %q shows", name, secret)
			}
		}
		for _, address := range vk.urls {
			if strings.Contains(address, "?") {
				t.Errorf("%s: a request has parameters in its address: %s", name, address)
			}
		}
	}
}
