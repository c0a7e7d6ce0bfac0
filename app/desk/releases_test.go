package desk_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"zvonok/app/desk"
)

// TestReleases: only a version that the key of the build has signed counts, and only a later one is told.
func TestReleases(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	must(t, err)
	_, stranger, err := ed25519.GenerateKey(nil)
	must(t, err)
	code, body := http.StatusOK, ""
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) > 0 || r.URL.RawQuery != "" {
			t.Errorf("the program says more than that it asks: %v", r.URL)
		}
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	signed := func(key ed25519.PrivateKey, text, version string) string {
		answer, err := json.Marshal(map[string]any{"version": version, "signature": ed25519.Sign(key, []byte(text))})
		must(t, err)
		return string(answer)
	}
	asked := desk.Releases{URL: server.URL, Key: base64.StdEncoding.EncodeToString(public), Client: server.Client()}
	if !asked.Asked() || (desk.Releases{URL: server.URL}).Asked() || (desk.Releases{}).Asked() {
		t.Error("who is asked")
	}
	for _, c := range []struct {
		name, body, want, wrong string
		code                    int
	}{
		{"a later one", signed(private, "zvonok release 1.2.0", "1.2.0"), "1.2.0", "", 200},
		{"ours", signed(private, "zvonok release 1.1.0", "1.1.0"), "", "", 200},
		{"an earlier one", signed(private, "zvonok release 1.0.0", "1.0.0"), "", "", 200},
		{"no version", signed(private, "zvonok release latest", "latest"), "", "", 200},
		{"another key", signed(stranger, "zvonok release 1.2.0", "1.2.0"), "", "подпись не подходит", 200},
		{"another version", signed(private, "zvonok release 1.2.0", "9.9.9"), "", "подпись не подходит", 200},
		{"another text", signed(private, "1.2.0", "1.2.0"), "", "подпись не подходит", 200},
		{"no signature", `{"version":"1.2.0"}`, "", "подпись не подходит", 200},
		{"no JSON", "<html>", "", "узнать о новой версии не получилось", 200},
		{"too much", `{"version":"` + strings.Repeat("1", 1<<20) + `"}`, "", "узнать о новой версии не получилось", 200},
		{"away", "", "", "ответ 404", 404},
	} {
		code, body = c.code, c.body
		got, err := asked.Newer(t.Context(), "1.1.0")
		if got != c.want || (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	plain := asked
	plain.URL = strings.Replace(server.URL, "https:", "http:", 1)
	if _, err := plain.Newer(t.Context(), "1.1.0"); err == nil || !strings.Contains(err.Error(), "не https") {
		t.Errorf("without TLS: %v", err)
	}
}
