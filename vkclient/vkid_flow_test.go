package vkclient_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// walker is a browser with a person before it: it fills in forms and follows every redirect, to the Loopback too.
type walker struct {
	t    *testing.T
	http *http.Client
	at   string
	page string
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &walker{t: t, http: &http.Client{Jar: jar}}
}

func (w *walker) shows(resp *http.Response, err error) *walker {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.at, w.page = resp.Request.URL.String(), string(body)
	return w
}

func (w *walker) open(address string) *walker {
	w.t.Helper()
	return w.shows(w.http.Get(address))
}

// press presses the button by its text; pairs are names and values of the form's fields.
func (w *walker) press(text string, pairs ...string) *walker {
	w.t.Helper()
	before, _, found := strings.Cut(w.page, ">"+text+"</button>")
	if !found {
		w.t.Fatalf("no button %q at %s:\n%s", text, w.at, w.page)
	}
	_, value, _ := strings.Cut(before[strings.LastIndex(before, "<button"):], `value="`)
	value, _, _ = strings.Cut(value, `"`)
	form := url.Values{"do": {value}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return w.shows(w.http.PostForm(w.at, form))
}

func (w *walker) sees(title string) *walker {
	w.t.Helper()
	if !strings.Contains(w.page, title) {
		w.t.Fatalf("%q is not at %s:\n%s", title, w.at, w.page)
	}
	return w
}

// linking is one sign-in by the program: a Loopback that waits, and the attempt that it waits for.
type linking struct {
	vkid    *vkclient.VKID
	attempt vkclient.Attempt
	start   string // opens once
	result  chan error
	answer  vkclient.Answer
}

func (l *local) link(t *testing.T, ctx context.Context) *linking { //nolint:revive // t comes first in a test's helper
	t.Helper()
	loopback, err := vkclient.ListenLoopback(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	vkid := vkclient.NewVKID(vkclient.VKIDOptions{Hosts: vkclient.HostsAt(l.url), ClientID: "51", RedirectURI: loopback.Address(), Clock: impatient{},
		Timeout: 2 * time.Second})
	attempt, err := vkid.Begin("vkid.personal_info")
	if err != nil {
		t.Fatal(err)
	}
	one := &linking{vkid: vkid, attempt: attempt, start: loopback.Start(attempt.URL), result: make(chan error, 1)}
	go func() {
		_, err := loopback.Wait(ctx, func(address string) (err error) {
			one.answer, err = attempt.ReadAnswer(address)
			return err
		})
		one.result <- err
	}()
	return one
}

// wait ends when the answer has come.
func (one *linking) wait(t *testing.T) {
	t.Helper()
	if err := <-one.result; err != nil {
		t.Fatalf("Wait: %v", err)
	}
}

// tokens waits for the answer and exchanges it.
func (one *linking) tokens(t *testing.T) vkclient.Tokens {
	t.Helper()
	one.wait(t)
	return one.exchange(t)
}

func (one *linking) exchange(t *testing.T) vkclient.Tokens {
	t.Helper()
	tokens, err := one.vkid.Exchange(t.Context(), one.attempt, one.answer)
	if err != nil {
		t.Fatalf("Exchange: %v", err)
	}
	return tokens
}

func (w *walker) code(l *local, phone string) string {
	w.t.Helper()
	page := newWalker(w.t).open(l.url + "/sandbox/sms?phone=" + url.QueryEscape(phone)).page
	_, code, _ := strings.Cut(page, `id="sms-code">`)
	code, _, _ = strings.Cut(code, "<")
	return code
}

const done = "Готово, вернитесь в «Звонок»"

// The three cases of 29.1.1, with and without the answer in one parameter.
func TestLinkingByVKID(t *testing.T) {
	for _, payload := range []bool{false, true} {
		l := newLocal(t, sandbox.Options{PayloadAnswers: payload})
		withProfile, without := l.info.Users[0], l.info.Users[5]
		cases := map[string]struct {
			walk func(*walker) *walker
			want vkclient.Profile
		}{
			"no VK ID": {func(w *walker) *walker {
				w.press("Продолжить", "login", "+7 (999) 000-00-01").sees("Введите код из SMS")
				w.press("Продолжить", "code", w.code(l, "+79990000001")).sees("Информация о себе")
				return w.press("Продолжить", "first_name", "Анна", "last_name", "Новая")
			}, vkclient.Profile{UserID: 700_000_001, FirstName: "Анна", LastName: "Новая"}},
			"no learning profile": {func(w *walker) *walker {
				w.press("Продолжить", "login", without.Phone).sees("Выберите способ входа").press("Войти с помощью пароля")
				w.press("Продолжить", "password", without.Password).sees("Создайте учебный профиль").press("Создать учебный профиль")
				return w.press("Продолжить", "first_name", without.FirstName, "last_name", without.LastName)
			}, vkclient.Profile{UserID: without.UserID, FirstName: without.FirstName, LastName: without.LastName}},
			"everything there": {func(w *walker) *walker {
				w.press("Продолжить", "login", withProfile.Email).press("Войти с помощью кода из SMS")
				return w.press("Продолжить", "code", w.code(l, withProfile.Phone))
			}, vkclient.Profile{UserID: withProfile.UserID, FirstName: withProfile.FirstName, LastName: withProfile.LastName}},
		}
		for name, tt := range cases {
			t.Run(name, func(t *testing.T) {
				w, one := newWalker(t), l.link(t, t.Context())
				tt.walk(w.open(one.start).sees("Вход в VK ID")).sees("просит доступ").press("Разрешить").sees(done)
				tokens := one.tokens(t)
				got, err := one.vkid.UserInfo(t.Context(), tokens)
				if err != nil || !strings.HasPrefix(got.Avatar, l.url) {
					t.Errorf("profile = %+v, %v", got, err)
				}
				if got.Avatar = ""; got != tt.want || tokens.UserID != tt.want.UserID {
					t.Errorf("profile = %+v of %d, want %+v", got, tokens.UserID, tt.want)
				}
				// Once more in the same browser: no password is asked for.
				again := l.link(t, t.Context())
				w.open(again.start).sees("просит доступ").press("Разрешить").sees(done)
				if other := again.tokens(t); other.UserID != tokens.UserID || other.Access == tokens.Access {
					t.Errorf("the second sign-in is of %d", other.UserID)
				}
			})
		}
	}
}

func TestRefusedAndStrayAnswers(t *testing.T) {
	l := newLocal(t, sandbox.Options{})
	person := l.info.Users[0]
	w := newWalker(t)
	first := l.link(t, t.Context())
	w.open(first.start).press("Продолжить", "login", person.Phone).press("Войти с помощью пароля").press("Продолжить", "password", person.Password)
	w.press("Отказаться").sees("Вы отказались от входа")
	var refusal *vkclient.VKIDError
	if err := <-first.result; !errors.As(err, &refusal) || refusal.Code != "access_denied" {
		t.Errorf("Wait = %v", err)
	}

	// An answer to another attempt does not end the wait, the attempt's own does.
	second, other := l.link(t, t.Context()), l.link(t, t.Context())
	stray, err := url.Parse(second.attempt.URL)
	if err != nil {
		t.Fatal(err)
	}
	query := stray.Query()
	query.Set("state", strings.Repeat("s", 43))
	stray.RawQuery = query.Encode()
	w.open(second.start) // from now on the browser is known
	w.open(stray.String()).press("Разрешить").sees("Этот ответ не подошёл")
	w.open(second.attempt.URL).press("Разрешить").sees(done)
	second.wait(t)
	if _, err := other.vkid.Exchange(t.Context(), other.attempt, second.answer); !errors.Is(err, vkclient.ErrSignInAgain) {
		t.Errorf("another attempt's verifier: %v", err)
	}
	tokens := second.exchange(t)
	if _, err := second.vkid.Exchange(t.Context(), second.attempt, second.answer); !errors.Is(err, vkclient.ErrSignInAgain) {
		t.Errorf("a code used twice: %v", err)
	}
	if _, err := second.vkid.Refresh(t.Context(), tokens); !errors.Is(err, vkclient.ErrSignInAgain) {
		t.Errorf("after a code was used twice: %v", err)
	}
}

func TestLifeOfASignIn(t *testing.T) {
	l := newLocal(t, sandbox.Options{})
	person := l.info.Users[0]
	w := newWalker(t)
	signIn := func() (*linking, vkclient.Tokens) {
		one := l.link(t, t.Context())
		if w.open(one.start); strings.Contains(w.page, "Вход в VK ID") {
			w.press("Продолжить", "login", person.Phone).press("Войти с помощью пароля").press("Продолжить", "password", person.Password)
		}
		w.press("Разрешить")
		return one, one.tokens(t)
	}
	one, tokens := signIn()
	packed, err := tokens.Pack()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := vkclient.UnpackTokens(packed)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := one.vkid.Refresh(t.Context(), kept)
	if err != nil || fresh.Refresh == tokens.Refresh || fresh.UserID != person.UserID || fresh.DeviceID == "" {
		t.Fatalf("Refresh = %+v, %v", fresh, err)
	}
	if err := l.server.SetFaults("oauth2.auth/drop@1,oauth2.user_info/error=10@1,oauth2.revoke/drop@1"); err != nil {
		t.Fatal(err)
	}
	if _, err := one.vkid.UserInfo(t.Context(), fresh); err != nil {
		t.Errorf("UserInfo after a server_error: %v", err)
	}
	if _, err := one.vkid.Refresh(t.Context(), fresh); vkclient.Class(err) != vkclient.UnknownOutcome {
		t.Errorf("a refresh whose answer was lost: %v", err)
	}
	if err := one.vkid.Revoke(t.Context(), fresh); err != nil {
		t.Errorf("Revoke, whose first answer was lost: %v", err)
	}
	if _, err := one.vkid.UserInfo(t.Context(), fresh); !errors.Is(err, vkclient.ErrSignInAgain) {
		t.Errorf("UserInfo after Revoke: %v", err)
	}
	other, tokens := signIn()
	if err := other.vkid.Revoke(t.Context(), tokens); err != nil {
		t.Errorf("Revoke: %v", err)
	}
	if err := other.vkid.Revoke(t.Context(), tokens); !errors.Is(err, vkclient.ErrSignInAgain) {
		t.Errorf("second Revoke: %v", err)
	}
	client := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(l.url), Token: tokens.Access, Kind: vkclient.UserToken, Clock: impatient{}})
	if _, err := client.UsersGet(t.Context(), nil); vkclient.Class(err) != vkclient.Expired {
		t.Errorf("users.get after Revoke: %v", err)
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	l := newLocal(t, sandbox.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := <-l.link(t, ctx).result; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Wait = %v", err)
	}
}
