package remote

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// wire is the connection of a desk in tests: it breaks where it is told to, and remembers the ids of the calls.
type wire struct {
	http.RoundTripper
	mu   sync.Mutex
	cuts []cut // of the next calls
	ids  []string
	told chan string // the procedures as they are called
}

// CloseIdleConnections is for http.Client.
func (w *wire) CloseIdleConnections() { w.RoundTripper.(*http.Transport).CloseIdleConnections() }

// cut is where a connection breaks.
type cut int

const (
	whole  cut = iota
	before     // nothing is sent
	after      // the college has done it, and the answer is lost
	inside     // a part of the answer comes
)

var errBroken = errors.New("connection reset")

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.ids = append(w.ids, r.Header.Get(callHeader))
	w.told <- r.URL.Path
	at := whole
	if len(w.cuts) > 0 {
		at, w.cuts = w.cuts[0], w.cuts[1:]
	}
	w.mu.Unlock()
	if at == before {
		return nil, errBroken
	}
	answer, err := w.RoundTripper.RoundTrip(r)
	if err != nil || at == whole {
		return answer, err
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if at == after || err != nil {
		return nil, errBroken
	}
	answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(text[:len(text)*2/3]), broken{}))
	return answer, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

// breaksNext lets the next calls break.
func (w *wire) breaksNext(cuts ...cut) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cuts = cuts
}

// made are the ids of the calls.
func (w *wire) made() (ids []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ids
}

// breaks puts a connection that breaks at the next calls between the desk and the server.
func (f *far) breaks(cuts ...cut) *wire {
	w := &wire{RoundTripper: (&route{link: f.link}).transport(), cuts: cuts, told: make(chan string, 1000)}
	f.client.http.Transport = w
	return w
}

// TestLostAnswers: what writes is called again by the same id until its answer comes; what is read is read again at once.
func TestLostAnswers(t *testing.T) {
	read := func(c *Client, ctx context.Context) error { _, err := c.Groups(ctx); return err }
	export := func(c *Client, ctx context.Context) error { return c.ExportCalendar(ctx, io.Discard) }
	once := func(c *Client, ctx context.Context) error { return c.SetCells(ctx, []model.CellEdit{{}}) }
	secret := func(c *Client, ctx context.Context) error { _, err := c.CreateAccounts(ctx, nil); return err }
	operation := func(c *Client, ctx context.Context) error {
		_, err := c.Initialise(ctx, model.InitialiseOptions{}, func(model.Progress) {})
		return err
	}
	for _, c := range []struct {
		name   string
		call   func(*Client, context.Context) error
		cuts   []cut
		calls  int // that the wire saw
		pauses []time.Duration
		err    error
	}{
		{"read, cut before", read, []cut{before}, 2, []time.Duration{0}, nil},
		{"read, cut inside", read, []cut{inside}, 2, []time.Duration{0}, nil},
		{"read, gone", read, []cut{after, after}, 2, []time.Duration{0}, ErrNoServer},
		{"once, cut before", once, []cut{before}, 2, []time.Duration{0}, nil},
		{"once, cut after", once, []cut{after, before, inside}, 4, []time.Duration{0, time.Second, 2 * time.Second}, nil},
		{"once, gone", once, []cut{after, after, after, after, after}, 5, []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second}, errUnsure},
		{"secret", secret, []cut{after}, 1, nil, errUnsure},
		{"file, cut before", export, []cut{before}, 2, []time.Duration{0}, nil},
		{"file, cut inside", export, []cut{inside}, 1, nil, errCut},
		{"operation, cut as it went on", operation, []cut{after, before, inside, inside, inside}, 6, []time.Duration{0, time.Second, time.Second, time.Second, time.Second}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := serve(t)
			w := f.breaks(c.cuts...)
			if err := c.call(f.client, signedIn(t)); !errors.Is(err, c.err) {
				t.Errorf("it answers %v", err)
			}
			ids := w.made()
			if len(ids) != c.calls {
				t.Errorf("%d calls", len(ids))
			}
			for _, id := range ids {
				if id != ids[0] || (id == "") != (strings.HasPrefix(c.name, "read") || strings.HasPrefix(c.name, "file")) {
					t.Errorf("the ids are %q", ids)
				}
			}
			if got := f.clock.pauses(); !slices.Equal(got, c.pauses) {
				t.Errorf("it waited %v", got)
			}
		})
	}
}

// TestRefusalsAreFinal: what the college refused is not asked for again, and neither is what was never sent.
func TestRefusalsAreFinal(t *testing.T) {
	f := serve(t)
	w := f.breaks()
	_ = f.fails(app.ErrNoRight)
	if err := f.client.SetCells(signedIn(t), nil); !errors.Is(err, app.ErrNoRight) || len(w.made()) != 1 {
		t.Errorf("%v after %d calls", err, len(w.made()))
	}
	f.end()
	w.RoundTripper = (&route{link: f.link}).transport()
	if err := f.client.SetCells(signedIn(t), nil); !errors.Is(err, ErrNoServer) || errors.Is(err, errUnsure) || len(w.made()) != 2 {
		t.Errorf("%v after %d calls", err, len(w.made()))
	}
}

// TestLeftOperationIsCancelled: a person who stops waiting for an operation has the server end it.
func TestLeftOperationIsCancelled(t *testing.T) {
	f := serve(t)
	w := f.breaks()
	ctx, cancel := context.WithCancel(signedIn(t))
	_, err := f.client.Initialise(ctx, model.InitialiseOptions{}, func(model.Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for <-w.told != cancelSpec.Procedure { // which is asked for beside
	}
}
