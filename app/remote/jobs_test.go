package remote

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"zvonok/app/remote/kept"
	"zvonok/model"
)

// slow is a college whose synchronisation goes on until the test lets it end.
type slow struct {
	*college
	began chan func(model.Progress)
	end   chan error
}

func (s *slow) Initialise(ctx context.Context, _ model.InitialiseOptions, progress func(model.Progress)) (model.Report, error) {
	s.began <- progress
	select {
	case <-ctx.Done():
		return model.Report{}, ctx.Err()
	case err := <-s.end:
		r := model.Report{}
		r.Members.Added = 3
		return r, err
	}
}

// asking is a call by an id that the test chooses, over a connection of its own.
type asking struct {
	t     *testing.T
	f     *far
	token string
	id    string
}

func (a asking) ctx() (context.Context, context.CancelFunc) {
	ctx := context.WithValue(As(a.t.Context(), func() string { return a.token }), callKey{}, a.id)
	return context.WithCancel(ctx)
}

func (a asking) initialise(ctx context.Context, o model.InitialiseOptions, told func(part)) (r model.Report, err error) {
	client := NewClient(a.f.link)
	defer client.http.CloseIdleConnections()
	got, err := client.receive(ctx, procedure("Sync", "Initialise"), []any{o}, func(p part) error { told(p); return nil })
	if err == nil {
		err = kept.NewAnswer(got).Read([]any{&r})
	}
	return r, err
}

func nobody(part) {}

func serveSlow(t *testing.T) (*far, *slow) {
	s := &slow{began: make(chan func(model.Progress), 10), end: make(chan error)}
	f := serveAs(t, func(c *college) Place { s.college = c; return s })
	return f, s
}

// TestOperationsOutlastTheirConnection: it goes on when the connection is cut, tells a desk that asks again by the same id how
// far it is, and its result can be fetched by the same session only.
func TestOperationsOutlastTheirConnection(t *testing.T) {
	f, s := serveSlow(t)
	a := asking{t, f, goodToken, "one"}
	ctx, cut := a.ctx()
	ended := make(chan error, 1)
	go func() {
		_, err := a.initialise(ctx, model.InitialiseOptions{}, nobody)
		ended <- err
	}()
	progress := <-s.began
	cut()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("cut, the call ended with %v", err)
	}
	progress(model.Progress{Done: 1, Total: 2})

	again, stop := a.ctx()
	defer stop()
	told, result := make(chan model.Progress, 10), make(chan model.Report, 1)
	go func() {
		r, err := a.initialise(again, model.InitialiseOptions{}, func(p part) { told <- *p.Progress })
		if err != nil {
			t.Error(err)
		}
		result <- r
	}()
	if p := <-told; p.Done != 1 {
		t.Errorf("told %+v", p)
	}
	if _, err := a.initialise(again, model.InitialiseOptions{KeepManual: true}, nobody); !errors.Is(err, model.ErrOtherRequest) {
		t.Errorf("other parameters under the same id: %v", err)
	}
	s.end <- nil
	if r := <-result; r.Members.Added != 3 {
		t.Errorf("the result is %+v", r)
	}
	if r, err := a.initialise(again, model.InitialiseOptions{}, nobody); err != nil || r.Members.Added != 3 {
		t.Errorf("fetched later, the result is %+v, %v", r, err)
	}
	if len(s.began) != 0 {
		t.Error("it has begun again")
	}
	stranger := asking{t, f, otherToken, "one"}
	theirs, leave := stranger.ctx()
	go func() { <-s.began; leave() }()
	if _, err := stranger.initialise(theirs, model.InitialiseOptions{}, nobody); !errors.Is(err, context.Canceled) {
		t.Errorf("another session fetched the result: %v", err)
	}
}

// TestOperationsAreCancelled by the person who began them, and by nobody else, and end with the server.
func TestOperationsAreCancelled(t *testing.T) {
	f, s := serveSlow(t)
	a := asking{t, f, goodToken, "one"}
	ctx, stop := a.ctx()
	defer stop()
	ended := make(chan error, 1)
	begin := func() {
		go func() {
			_, err := a.initialise(ctx, model.InitialiseOptions{}, nobody)
			ended <- err
		}()
		<-s.began
	}
	cancel := func(token string) {
		client := NewClient(f.link)
		defer client.http.CloseIdleConnections()
		var nothing results
		if err := client.calls.CallUnary(As(t.Context(), func() string { return token }), cancelSpec, &[]any{"one"}, &nothing); err != nil {
			t.Error(err)
		}
	}
	begin()
	cancel(otherToken)
	cancel(goodToken)
	if err := <-ended; err == nil {
		t.Error("a cancelled operation gave a result")
	}
	a.id = "two"
	ctx, stop = a.ctx()
	defer stop()
	begin()
	f.end()
	if err := <-ended; err == nil {
		t.Error("an operation outlasted its server")
	}
}

// TestResultsAreForgotten after a while, and when there are very many.
func TestResultsAreForgotten(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	s := &jobs{now: func() time.Time { return now }, known: map[jobKey]*job{}, going: map[session]int{}}
	r := model.Request{ID: "one"}
	begun := 0
	ask := func(key jobKey) {
		t.Helper()
		if _, err := s.attach(key, r, func() *job { begun++; return newJob(r, func() {}) }); err != nil {
			t.Fatal(err)
		}
	}
	one := jobKey{id: "one"}
	ask(one)
	now = now.Add(2 * resultKept) // it goes on
	ask(one)
	s.end(one, true)
	now = now.Add(resultKept)
	if ask(one); begun != 1 {
		t.Errorf("begun %d times", begun)
	}
	now = now.Add(1)
	if ask(one); begun != 2 {
		t.Errorf("after a while begun %d times", begun)
	}
	for n := range mostResults + 10 {
		key := jobKey{id: string(rune('А' + n))}
		ask(key)
		s.end(key, true)
	}
	if len(s.known) != mostResults+1 || len(s.kept) != mostResults {
		t.Errorf("kept are %d of %d", len(s.kept), len(s.known))
	}
}

// TestAnswerThatNobodyKept: of what an earlier version did, its answer may be missing. The desk is told that it is done.
func TestAnswerThatNobodyKept(t *testing.T) {
	f := serveAs(t, func(c *college) Place { return doneBefore{c} })
	if _, err := f.client.CreateChat(signedIn(t), model.NewChat{}); !errors.Is(err, model.ErrDone) {
		t.Errorf("who waits for a number is told %v", err)
	}
	if err := f.client.SetCells(signedIn(t), nil); err != nil {
		t.Errorf("who waits for nothing is told %v", err)
	}
}

// doneBefore has done everything already.
type doneBefore struct{ *college }

func (doneBefore) Answer(context.Context, model.Request) ([]byte, bool, error) { return nil, true, nil }

// TestManyJobsOfASession are refused in words until some have ended; other sessions have their own.
func TestManyJobsOfASession(t *testing.T) {
	s := &jobs{now: time.Now, known: map[jobKey]*job{}, going: map[session]int{}}
	r := model.Request{ID: "one"}
	ask := func(of session, n int) error {
		_, err := s.attach(jobKey{of, string(rune('А' + n))}, r, func() *job { return newJob(r, func() {}) })
		return err
	}
	for n := range mostJobs {
		if err := ask(session{1}, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := ask(session{1}, mostJobs); !errors.Is(err, errManyJobs) {
		t.Errorf("one more: %v", err)
	}
	if err := errors.Join(ask(session{1}, 0), ask(session{2}, 0)); err != nil {
		t.Errorf("one that goes on, and another session's: %v", err)
	}
	s.end(jobKey{session{1}, "А"}, false)
	if err := ask(session{1}, mostJobs); err != nil {
		t.Errorf("after one has ended: %v", err)
	}
}

// occupied is a college whose database another program keeps for itself for the next tries.
type occupied struct {
	*college
	left, tries int
}

func (o *occupied) SaveChat(context.Context, model.ChatEdit) error {
	o.tries++
	if o.left--; o.left >= 0 {
		return errOccupied
	}
	return nil
}

// errOccupied is as the store says it.
var errOccupied = fmt.Errorf("базу данных слишком долго занимает другая программа: повторите позже: %w", model.ErrAgain)

// TestOccupiedDatabase: what happens once is tried three times, each as long as the database has patience; then the desk is told in words
// why, and does not ask once more by itself.
func TestOccupiedDatabase(t *testing.T) {
	for left, fails := range []bool{false, false, false, true} {
		o := &occupied{left: left}
		f := serveAs(t, func(c *college) Place { o.college = c; return o })
		err := f.client.SaveChat(signedIn(t), model.ChatEdit{})
		switch {
		case fails && (!errors.Is(err, model.ErrAgain) || err.Error() != errOccupied.Error()):
			t.Errorf("occupied for %d tries, it answers %v", left, err)
		case !fails && err != nil:
			t.Errorf("occupied for %d tries, it answers %v", left, err)
		}
		if want := min(left+1, mostTries); o.tries != want {
			t.Errorf("occupied for %d tries, it was tried %d times, not %d", left, o.tries, want)
		}
		if rests := f.clock.pauses(); len(rests) > 0 {
			t.Errorf("the desk asked again after %v", rests)
		}
	}
}
