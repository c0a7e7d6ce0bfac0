package vkclient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSecretNeverShows(t *testing.T) {
	holder := struct {
		Token Secret
		Many  []Secret
	}{testToken, []Secret{testToken}}
	var logged bytes.Buffer
	log := slog.New(slog.NewTextHandler(&logged, nil))
	log.Info("token", "token", testToken, "holder", holder)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("token", "token", testToken, "holder", holder)
	marshalled, err := json.Marshal(map[string]any{"holder": holder, "token": testToken})
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{logged.String(), string(marshalled), testToken.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		shown = append(shown, fmt.Sprintf(verb, testToken), fmt.Sprintf(verb, holder), fmt.Sprintf(verb, &holder))
	}
	for _, text := range shown {
		assertNoSecret(t, text)
	}
	if got := testToken.String(); got != "…9876" {
		t.Errorf("String() = %q, want the last four characters", got)
	}
	if got := Secret("short").String(); got != "…" {
		t.Errorf("of a short secret %q shows", got)
	}
	if testToken.Reveal() != string(testToken) {
		t.Error("Reveal does not give the value")
	}
}

func assertNoSecret(t *testing.T, text string) {
	t.Helper()
	raw := testToken.Reveal()
	for _, form := range []string{raw, fmt.Sprintf("%x", raw), fmt.Sprintf("%X", raw), "SECRETSECRET"} {
		if strings.Contains(text, form) {
			t.Errorf("the token shows in %q", text)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Neither VK's words nor the network's may carry the token into an error or a log, and it never stands in an address.
func TestTokenStaysOutOfErrorsAndLogs(t *testing.T) {
	leaky := `{"error":{"error_code":5,"error_msg":"bad token ` + testToken.Reveal() + `"}}`
	tests := map[string]http.RoundTripper{
		"VK's error": nil,
		"network": roundTripper(func(r *http.Request) (*http.Response, error) {
			return nil, &url.Error{Op: "Post", URL: r.URL.String() + "?access_token=" + testToken.Reveal(),
				Err: errors.New("proxy refused " + r.Header.Get("Authorization"))}
		}),
	}
	for name, transport := range tests {
		t.Run(name, func(t *testing.T) {
			var logged bytes.Buffer
			log := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
			vk := newScript(t, says(leaky))
			c := New(Options{Hosts: HostsAt(vk.URL), Token: testToken, Clock: newFakeClock(), Log: log, HTTP: &http.Client{Transport: transport}})
			_, single := c.GroupsGetByID(t.Context())
			_, batch := c.Execute(t.Context(), []Call{EditChatCall(1, "Имя")})
			for _, err := range []error{single, batch} {
				if err == nil {
					t.Fatal("no error")
				}
				assertNoSecret(t, fmt.Sprintf("%v %+v %#v %s", err, err, err.Error(), err))
			}
			if logged.Len() == 0 && name == "network" {
				t.Error("nothing was logged")
			}
			assertNoSecret(t, logged.String())
			assertNoSecret(t, fmt.Sprintf("%v %+v", c, *c.http))
			for i, u := range vk.urls {
				assertNoSecret(t, u)
				assertNoSecret(t, vk.forms[i].Encode())
				if got := vk.headers[i].Get("Authorization"); got != "Bearer "+testToken.Reveal() {
					t.Errorf("Authorization = %q", got)
				}
			}
		})
	}
}
