package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
	"zvonok/model/store/storetest"
)

// frozen is the messenger of an agent that freezes within one of its requests: its computer is cut off, or has no power. What it was about
// to send besides is not sent. When it thaws, it gets the answer to its request.
type frozen struct {
	*fake
	t       *testing.T
	at      int // the number of the request
	reached chan []app.Op
	thaw    chan struct{}

	mu       sync.Mutex
	sends    int
	thawed   bool
	outcomes []app.Outcome // of the request, once it was carried
}

func (f *frozen) Send(ctx context.Context, ops []app.Op) ([]app.Outcome, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if end, limited := ctx.Deadline(); !limited || time.Until(end) > 8*time.Second {
		f.t.Errorf("a request may take until %v", end)
	}
	if f.thawed {
		f.t.Errorf("%v is sent after another agent has taken over", ops)
	}
	f.sends++
	number := f.sends
	if number < f.at {
		return f.fake.Send(ctx, ops)
	}
	if number == f.at {
		f.reached <- ops
	}
	f.mu.Unlock()
	<-f.thaw
	f.mu.Lock()
	switch {
	case number > f.at:
		return nil, stopped(context.DeadlineExceeded)
	case f.outcomes == nil:
		return nil, unknownFault()
	}
	return f.outcomes, nil
}

// carry lets the messenger carry the request at which the agent freezes.
func (f *frozen) carry(ops []app.Op) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.outcomes, _ = f.fake.Send(f.t.Context(), ops)
}

func (f *frozen) melt() {
	f.mu.Lock()
	f.thawed = true
	f.mu.Unlock()
	close(f.thaw)
}

// TestTakenOver freezes an agent within every request of a synchronisation. Another one before the same database takes over and comes to
// the end of an undisturbed run: no chat is made twice. The first one thaws at last; it sends and writes nothing more.
func TestTakenOver(t *testing.T) {
	ways := map[string]struct{ carried, late bool }{
		"carried":     {carried: true},
		"not carried": {},
		"carried while the other waits, and thaws": {late: true},
	}
	for situation, prepare := range situations {
		again := stored(t, prepare(t))
		want := again(t)
		sends := finish(t, want)
		for way, how := range ways {
			t.Run(situation+"/"+way, func(t *testing.T) {
				t.Parallel()
				for n := 1; n <= sends; n++ {
					first := again(t)
					f := &frozen{fake: first.vk, t: t, at: n, reached: make(chan []app.Op, 1), thaw: make(chan struct{})}
					first.agent.Messenger = f
					claim, err := first.college.Store.Claim(t.Context(), store.ClaimAgent)
					must(t, err)
					ended := make(chan error, 1)
					go func() {
						_, err := first.agent.Run(t.Context(), initialise, nil)
						ended <- err
					}()
					thaw := func() {
						f.melt()
						if err := <-ended; !errors.Is(err, model.ErrTakenOver) {
							t.Errorf("the first ends with %v", err)
						}
					}
					ops := <-f.reached
					if how.carried {
						f.carry(ops)
					}
					loseClaims(t, first, claim)
					second := besides(t, first, func() {
						if how.late {
							f.carry(ops)
							thaw()
						}
					})
					second.run(t, initialise)
					if second.clock.slept < 10*time.Second {
						t.Errorf("it took over after %v", second.clock.slept)
					}
					second.run(t, initialise)
					sameEnd(t, second, want)
					if !how.late {
						thaw()
						sameEnd(t, second, want)
					}
					if t.Failed() {
						t.Fatalf("request %d", n)
					}
				}
			})
		}
	}
}

// loseClaims ends the connections that hold claims in the world's database, if it is PostgreSQL.
func loseClaims(t *testing.T, w *world, claim *store.Claim) {
	t.Helper()
	if !pgtest.On() {
		return
	}
	pgtest.Do(t, storetest.Database(t, w.college.Dir).URL, `SELECT pg_terminate_backend(pid) FROM pg_locks
		WHERE locktype = 'advisory' AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	<-claim.Lost()
}

// besides is an agent of the same college and messenger on another computer. asleep is called while it waits for the first time.
func besides(t *testing.T, w *world, asleep func()) *world {
	t.Helper()
	s, err := storetest.Open(t, w.college.Dir)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	claim, err := s.Claim(t.Context(), store.ClaimAgent)
	must(t, err)
	t.Cleanup(claim.Close)
	other := &world{clock: newManual(), vk: w.vk}
	other.college = &college.College{Store: s, Dir: t.TempDir(), Clock: sleeping{other.clock, sync.OnceFunc(asleep)}}
	other.agent = &agent.Agent{College: other.college, Messenger: w.vk, Log: w.agent.Log}
	return other
}
