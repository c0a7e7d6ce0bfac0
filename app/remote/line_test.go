package remote

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// await waits for a line of the state.
func await(t *testing.T, lines chan model.Line, state model.LineState) model.Line {
	t.Helper()
	for {
		select {
		case l := <-lines:
			if l.State == state {
				return l
			}
		case <-t.Context().Done():
			t.Fatalf("the line never became %d", state)
		}
	}
}

// TestWork: a person who works at a desk is told of every change, how the synchronisation is, and that the session has ended.
func TestWork(t *testing.T) {
	f := serve(t)
	changes, lines := f.works(t, Work{})
	if l := await(t, lines, model.LineConnected); l.Since.IsZero() {
		t.Errorf("%+v", l)
	}
	if c := <-changes; !c.All || !c.Roster || !c.Lessons {
		t.Errorf("with the line, what was asked for before is asked for again; told: %+v", c)
	}
	if !f.client.SyncStatus().AgentHere {
		t.Error("the state of synchronisation was not told")
	}
	f.tell.tell(model.Change{Chats: []model.ChatID{5}})
	f.tell.tell(model.Change{Lessons: true})
	for got := (model.Change{}); !got.Lessons || len(got.Chats) != 1; {
		got = got.And(<-changes)
	}
	_ = f.fails(app.ErrSignedOut)
	f.tell.tell(model.Change{Roster: true})
	await(t, lines, model.LineSignedOut)
	f.client.End()
	if l := f.client.Line(); l != (model.Line{}) {
		t.Errorf("without anybody the line is %+v", l)
	}
	if f.client.SyncStatus().AgentHere {
		t.Error("who comes next is told what the former person was")
	}
}

// TestLineComesBack: a lost line is tried again after pauses that grow and are spread, and at once when somebody acts; then
// everything is asked for again.
func TestLineComesBack(t *testing.T) {
	f := serve(t)
	f.clock.alarms = make(chan struct{})
	changes, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	<-changes
	heard := f.client.Clock().Now()
	f.end()
	if l := await(t, lines, model.LineLost); l.Since.Sub(heard).Abs() > unevenness {
		t.Errorf("the line is lost since %v, the server was heard at %v", l.Since, heard)
	}
	for range 8 {
		f.clock.alarms <- struct{}{}
	}
	rests := f.clock.pauses()
	for n := range len(rests) / 2 { // each is in two parts
		rest, most := rests[2*n]+rests[2*n+1], min(firstPause<<n, longestPause)
		if rest < most/2 || rest > most {
			t.Errorf("the pause %d of %v is not around %v", n, rest, most)
		}
	}
	f.again(t)
	f.client.Wake()
	await(t, lines, model.LineConnected)
	if c := <-changes; !c.All {
		t.Errorf("told: %+v", c)
	}
}

// TestAnswerBringsTheLineBack: «Звонок завершен» was said beside «Нет связи», since what the server answered did not end the pause.
func TestAnswerBringsTheLineBack(t *testing.T) {
	f := serve(t)
	f.clock.alarms = make(chan struct{})
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	f.end()
	await(t, lines, model.LineLost)
	f.clock.alarms <- struct{}{} // the shortest pause; the rest of it does not end
	f.again(t)
	if err := f.client.SaveChat(signedIn(t), model.ChatEdit{}); err != nil {
		t.Fatal(err)
	}
	await(t, lines, model.LineConnected)
}

// TestOtherServerAtOnce: when its server dies, a desk goes on at another one without a pause, and so does what waits to be sent; but it
// does not hurry back and forth between servers that die at once.
func TestOtherServerAtOnce(t *testing.T) {
	f := serve(t)
	f.clock.alarms = make(chan struct{}) // no pause ends by itself
	first, dies := f.link.Addresses[0], f.end
	f.link.Addresses = []string{"127.0.0.1:0"}
	f.again(t)
	f.link.Addresses = []string{first, f.link.Addresses[0]}
	f.client.Close()
	f.client = NewClient(f.link)
	f.client.UseClock(f.clock)
	s := f.sits(t, Work{})
	_ = s.journal(t)
	f.clock.pass(2 * firstPause)
	inBetween := make(chan error, 1)
	ask := sync.OnceFunc(func() { inBetween <- s.chat(t) })
	defer f.client.SubscribeLine(func(l model.Line) {
		if l.State != model.LineConnected {
			ask()
		}
	})()
	dies()
	if err := <-inBetween; err != nil {
		t.Errorf("what was never told, asked for before the desk listens to the other server: %v", err)
	}
	s.types(t, mark(1, 0, 3))
	s.waits(t, 0, 0)
	if got := f.register.edits; len(got) != 1 {
		t.Errorf("the college took %+v", got)
	}
	rests := f.clock.pauses() // none long: what was lost with the first server is asked for again at once
	if slices.ContainsFunc(rests, func(rest time.Duration) bool { return rest > 0 }) {
		t.Errorf("the desk paused for %v", rests)
	}
	f.end()
	await(t, s.lines, model.LineLost)
	f.clock.alarms <- struct{}{}
}

// TestSilence: a server that is not heard for too long is lost, and a computer that has slept tries at once.
func TestSilence(t *testing.T) {
	f := serve(t)
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	f.client.look()
	f.clock.pass(silence / 2)
	f.client.look()
	if l := f.client.Line(); l.State != model.LineConnected {
		t.Errorf("after a short silence: %+v", l)
	}
	f.clock.pass(24 * time.Hour)
	f.client.look()
	await(t, lines, model.LineLost)
	await(t, lines, model.LineConnected)
}

// TestClockGoesOnAsleep: what tells how long the server was silent does not stand still with the computer's monotonic clock.
func TestClockGoesOnAsleep(t *testing.T) {
	f := serve(t)
	f.client.UseClock(systemClock{})
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	f.client.look()
	f.client.line.mu.Lock()
	defer f.client.line.mu.Unlock()
	for what, at := range map[string]time.Time{"heard": f.client.line.heard, "looked": f.client.line.looked, "now": f.client.Clock().Now()} {
		if at != at.Round(0) {
			t.Errorf("%s has a monotonic reading: %v", what, at)
		}
	}
}

// TestWrongClock: a desk counts by the server's time, whatever its own clock says.
func TestWrongClock(t *testing.T) {
	f := serve(t) // whose clock is the system's
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	if off := time.Since(f.client.Clock().Now()).Abs(); off > time.Minute {
		t.Errorf("the desk's time is off by %v", off)
	}
	if now := f.clock.Now(); time.Since(now).Abs() < time.Hour {
		t.Fatal("the desk's own clock is right")
	}
}

// TestRefusedLines: another key and another version are told as what they are.
func TestRefusedLines(t *testing.T) {
	f := serve(t)
	f.clock.alarms = make(chan struct{})
	f.client.Close()
	f.client = NewClient(model.ConnectionLink{Addresses: f.link.Addresses, Pins: []model.Pin{{1}}})
	f.client.UseClock(f.clock)
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineWrongKey)
	f.client.Close()
	f.client = NewClient(f.link)
	f.client.UseClock(f.clock)
	f.client.http.Transport = newer{(&route{link: f.link}).transport()}
	_, lines = f.works(t, Work{})
	await(t, lines, model.LineOtherVersion)
}

// newer speaks by another number.
type newer struct{ http.RoundTripper }

func (n newer) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set(wireHeader, "99")
	return n.RoundTripper.RoundTrip(r)
}

// TestServerEndsAtOnce: a server does not wait for the desks that listen to it.
func TestServerEndsAtOnce(t *testing.T) {
	f := serve(t)
	_, lines := f.works(t, Work{})
	await(t, lines, model.LineConnected)
	began := time.Now()
	f.stop()
	if took := time.Since(began); took >= farewell {
		t.Errorf("it took %v to end", took)
	}
	await(t, lines, model.LineLost)
}
