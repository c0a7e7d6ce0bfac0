package remote

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/app"
	"zvonok/model"
)

// watched is a college of which a desk was told before.
type watched struct {
	*college
	missed model.Change
	asked  atomic.Pointer[model.Position]
	ended  atomic.Bool // the session of otherToken
}

func (w *watched) Since(_ context.Context, seen model.Position) (model.Change, model.Position, error) {
	w.asked.Store(&seen)
	return w.missed, model.Position{Number: 12, Generation: "two"}, nil
}

func (w *watched) Position() model.Position { return model.Position{Number: 12, Generation: "two"} }

func (w *watched) Acting(ctx context.Context, token string) (context.Context, error) {
	if token == otherToken && w.ended.Load() {
		return nil, app.ErrSignedOut
	}
	return w.college.Acting(ctx, token)
}

func (w *watched) Sight(ctx context.Context) func(model.Change) (model.Change, model.SyncStatus, error) {
	token, _ := tokenOf(ctx)
	return func(c model.Change) (model.Change, model.SyncStatus, error) {
		if token == otherToken && w.ended.Load() {
			return c, model.SyncStatus{}, app.ErrSignedOut
		}
		return model.Change{Number: c.Number, Roster: c.Roster}, model.SyncStatus{}, nil
	}
}

// watch opens a stream; its messages come until it ends, with why.
func (f *far) watch(t *testing.T, token string, from watching) (news chan told, ended chan error) {
	t.Helper()
	client := NewClient(f.link)
	t.Cleanup(client.http.CloseIdleConnections)
	stream, err := client.calls.CallServerStream(As(t.Context(), func() string { return token }), watchSpec, &from)
	if err != nil {
		t.Fatal(err)
	}
	news, ended = make(chan told, 100), make(chan error, 1)
	go func() {
		for {
			var n told
			if err := stream.Receive(&n); err != nil {
				ended <- failed(t.Context(), err)
				return
			}
			news <- n
		}
	}()
	return news, ended
}

// TestWatchTellsWhatWasMissed at once, what happens then by its number even where the person may see nothing of it, and that the
// session has ended.
func TestWatchTellsWhatWasMissed(t *testing.T) {
	w := &watched{missed: model.Change{Number: 12, Roster: true}}
	f := serveAs(t, func(c *college) Place { w.college = c; return w })
	news, ended := f.watch(t, otherToken, watching{After: 7, Generation: "one"})
	if n := <-news; n.Change.Number != 12 || !n.Change.Roster || n.Generation != "two" || n.Time.IsZero() {
		t.Errorf("told at first %+v", n)
	}
	if asked := *w.asked.Load(); asked != (model.Position{Number: 7, Generation: "one"}) {
		t.Errorf("asked after %+v", asked)
	}
	w.tell.tell(model.Change{Number: 13, Lessons: true})
	if n := <-news; n.Change.Number != 13 || !n.Change.IsZero() {
		t.Errorf("of what they may not see they are told %+v", n)
	}
	w.ended.Store(true)
	w.tell.tell(model.Change{Number: 14, Access: []model.PersonID{3}})
	if err := <-ended; !errors.Is(err, app.ErrSignedOut) {
		t.Errorf("the stream of a session that has ended ends with %v", err)
	}
}

// TestFifthWatchEndsTheFirst: a desk that lost its connection may leave streams behind; other sessions have their own.
func TestFifthWatchEndsTheFirst(t *testing.T) {
	f := serve(t)
	_, others := f.watch(t, otherToken, watching{})
	var ends []chan error
	for range mostWatches + 1 {
		news, ended := f.watch(t, goodToken, watching{})
		<-news
		ends = append(ends, ended)
	}
	if err := <-ends[0]; err == nil {
		t.Error("the first ended without an error")
	}
	for _, ended := range append(slices.Clone(ends[1:]), others) {
		if len(ended) != 0 {
			t.Errorf("another one ended: %v", <-ended)
		}
	}
}

// TestAnswersSayWhatTheyKnow: of reading alone, and all say the time.
func TestAnswersSayWhatTheyKnow(t *testing.T) {
	f := serve(t)
	f.passed.Store(int64(time.Hour))
	said := func(contract, method string, params ...any) *connect.Header {
		t.Helper()
		ctx, info := connect.NewClientContext(signedIn(t))
		var nothing results
		if err := f.client.calls.CallUnary(ctx, connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: procedure(contract, method)}, &params, &nothing); err != nil {
			t.Fatal(err)
		}
		return info.ResponseHeader()
	}
	read := said("People", "Groups")
	until, err := time.Parse(time.RFC3339, read.Get(untilHeader))
	at, err2 := time.Parse(time.RFC3339Nano, read.Get(timeHeader))
	if read.Get(eventHeader) != "1" || errors.Join(err, err2) != nil || at.Sub(f.Now()).Abs() > time.Minute || until.Sub(at).Abs() > 2*time.Hour {
		t.Errorf("an answer says %q, %q, %q: %v", read.Get(eventHeader), read.Get(untilHeader), read.Get(timeHeader), errors.Join(err, err2))
	}
	written := said("Lessons", "SetCells", []model.CellEdit{})
	if written.Get(eventHeader) != "" || written.Get(timeHeader) == "" {
		t.Errorf("what was written is said to hold as of %q, at %q", written.Get(eventHeader), written.Get(timeHeader))
	}
}
