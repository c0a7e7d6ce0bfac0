package remote_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/conformance"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/store"
)

// away is a college that is served, and a desk on another computer.
type away struct {
	*remote.Client
	areas *areas.Areas
	link  model.ConnectionLink
}

// Found founds the college where it is: nobody may from another computer.
func (a away) Found(ctx context.Context, f model.Founding) (model.PersonID, error) {
	return a.areas.Found(ctx, f)
}

type hours struct{}

func (hours) Now() time.Time { return time.Now() }

func (hours) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// served serves a new college in a folder until the test ends.
func served(t *testing.T) away {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	key, err := remote.OpenKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	c := &college.College{Store: s, Dir: dir, Clock: hours{}, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}}
	all := areas.New(c, agent.NewKeeper(c, nil, log), app.Addresses{})
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- (&remote.Server{College: all, Log: log}).Serve(ctx, listener, key) }()
	link := model.ConnectionLink{Addresses: []string{listener.Addr().String()}, Pins: []model.Pin{key.Pin}}
	client := remote.NewClient(link)
	t.Cleanup(func() {
		client.Close()
		end()
		if err := errors.Join(<-ended, s.Close()); err != nil {
			t.Error(err)
		}
	})
	return away{client, all, link}
}

// repeated are the classes of methods that a desk calls again when the answer was lost.
var repeated = slices.Concat(app.Classes[app.Read], app.Classes[app.Once], app.Classes[app.Operation])

// losing loses every call of those the first time.
type losing struct {
	http.RoundTripper
	lose func(http.RoundTripper, *http.Request) (*http.Response, error)

	mu   sync.Mutex
	lost map[string]bool // the ids of calls, and the procedures of those without
	n    int
}

var errLost = errors.New("connection reset")

func (l *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	name := strings.ReplaceAll(strings.TrimPrefix(r.URL.Path, "/zvonok."), "/", ".")
	key := r.Header.Get("Zvonok-Call")
	if key == "" {
		key = name
	}
	l.mu.Lock()
	first := slices.Contains(repeated, name) && !l.lost[key]
	l.lost[key] = first
	if first {
		l.n++
	}
	l.mu.Unlock()
	if first {
		return l.lose(l.RoundTripper, r)
	}
	return l.RoundTripper.RoundTrip(r)
}

// CloseIdleConnections is for http.Client.
func (l *losing) CloseIdleConnections() { l.RoundTripper.(*http.Transport).CloseIdleConnections() }

// losses are where a connection breaks.
var losses = map[string]func(http.RoundTripper, *http.Request) (*http.Response, error){
	"before": func(http.RoundTripper, *http.Request) (*http.Response, error) { return nil, errLost },
	"inside": func(to http.RoundTripper, r *http.Request) (*http.Response, error) {
		ctx, cut := context.WithCancel(r.Context())
		defer cut()
		// The college works, or will, or has just done so.
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { cut() }})
		answer, err := to.RoundTrip(r.WithContext(ctx))
		if err == nil {
			_ = answer.Body.Close()
		}
		return nil, errLost
	},
	"after": func(to http.RoundTripper, r *http.Request) (*http.Response, error) {
		answer, err := to.RoundTrip(r)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
		}
		return nil, errors.Join(errLost, err)
	},
	"in the answer": func(to http.RoundTripper, r *http.Request) (*http.Response, error) {
		answer, err := to.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(text[:len(text)/2]), lost{}))
		return answer, err
	},
}

type lost struct{}

func (lost) Read([]byte) (int, error) { return 0, errLost }

// TestContractsOverAConnectionThatBreaks plays what people do in a college while every call is lost once: before it comes, while
// the college works, or with its answer. All happens once, and is answered as if nothing had been lost.
func TestContractsOverAConnectionThatBreaks(t *testing.T) {
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			conformance.Scenarios(t, func(t *testing.T) conformance.Door {
				far := served(t)
				line := &losing{lose: lose, lost: map[string]bool{}}
				far.Through(func(to http.RoundTripper) http.RoundTripper { line.RoundTripper = to; return line })
				t.Cleanup(func() {
					if line.n == 0 {
						t.Error("nothing was lost")
					}
				})
				return func(token string) conformance.Desk {
					return conformance.Desk{Contracts: far, Ctx: remote.As(t.Context(), func() string { return token })}
				}
			})
		})
	}
}
