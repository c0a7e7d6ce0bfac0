package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

// TestOnlyThisComputer: the sandbox answers at its own address and to its own pages alone, so that no page of another site
// reads its tokens, whatever name that site has.
func TestOnlyThisComputer(t *testing.T) {
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	base, err := s.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := strings.TrimPrefix(base, "http://")
	_, port, _ := strings.Cut(at, ":")
	for _, tt := range []struct {
		host, origin string
		ok           bool
	}{
		{at, "", true},
		{"localhost:" + port, "", true},
		{"[::1]:" + port, "", true},
		{at, base, true},
		{at, "http://localhost:" + port, true},
		{"evil.example:" + port, "", false},
		{"evil.example", "", false},
		{"127.0.0.1", "", false},
		{"127.0.0.1:1", "", false},
		{"127.0.0.1.evil.example:" + port, "", false},
		{at, "https://evil.example", false},
		{at, "http://127.0.0.1:1", false},
		{at, "null", false},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/sandbox/state", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = tt.host
		if tt.origin != "" {
			request.Header.Set("Origin", tt.origin)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if ok := answer.StatusCode == http.StatusOK; ok != tt.ok || !ok && answer.StatusCode != http.StatusForbidden {
			t.Errorf("host %q, origin %q: %s", tt.host, tt.origin, answer.Status)
		}
	}
}

// TestTokensOfARun: no token, password, link or call of one run opens anything in another.
func TestTokensOfARun(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		s, err := New(Options{Seed: 1, Users: DefaultUsers(2)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		info := s.Info()
		secrets := []string{info.CommunityToken, s.linkHash(1, 1)}
		for _, u := range info.Users {
			secrets = append(secrets, u.Token, u.PlainToken, u.Password)
		}
		for _, secret := range secrets {
			if secret == "" || seen[secret] {
				t.Errorf("%q is the same in two runs", secret)
			}
			seen[secret] = true
		}
	}
}
