package vkclient

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

const testToken = Secret("vk1.a.SECRETSECRETSECRETSECRET-9876")

// reply is what the scripted VK does with one request.
type reply func(w http.ResponseWriter, r *http.Request)

func says(body string) reply {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

func apiErr(code int) reply {
	return says(fmt.Sprintf(`{"error":{"error_code":%d,"error_msg":"words of VK"}}`, code))
}

func status(code int, body string) reply {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

func hangsUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func neverAnswers(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// script is a VK that replies by a list, the last reply for ever.
type script struct {
	*httptest.Server
	mu      sync.Mutex
	replies []reply
	forms   []url.Values
	headers []http.Header
	urls    []string
}

func newScript(t *testing.T, replies ...reply) *script {
	t.Helper()
	s := &script{replies: replies}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		s.mu.Lock()
		next := s.replies[min(len(s.forms), len(s.replies)-1)]
		s.forms = append(s.forms, r.PostForm)
		s.headers = append(s.headers, r.Header.Clone())
		s.urls = append(s.urls, r.URL.String())
		s.mu.Unlock()
		next(w, r)
	}))
	t.Cleanup(s.Server.Close)
	return s
}

func (s *script) client(clock Clock) *Client {
	return New(Options{Hosts: HostsAt(s.URL), Token: testToken, Clock: clock, Timeout: 5 * time.Second})
}

// tries is how many requests have come.
func (s *script) tries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.forms)
}
