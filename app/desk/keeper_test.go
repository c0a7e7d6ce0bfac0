package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

// nap is somebody's wish to sleep; closing over wakes them.
type nap struct {
	d    time.Duration
	over chan struct{}
}

// alarm is a clock on which one sleeps until the test wakes one.
type alarm struct {
	*manual
	naps chan nap
}

func (c alarm) Sleep(ctx context.Context, d time.Duration) error {
	n := nap{d, make(chan struct{})}
	for _, wait := range []func() bool{
		func() bool {
			select {
			case c.naps <- n:
				return true
			case <-ctx.Done():
				return false
			}
		},
		func() bool {
			select {
			case <-n.over:
				return true
			case <-ctx.Done():
				return false
			}
		},
	} {
		if !wait() {
			return ctx.Err()
		}
	}
	return c.manual.Sleep(ctx, d)
}

// kept is a world with a keeper at work.
type kept struct {
	*world
	t       *testing.T
	keeper  *agent.Keeper
	naps    chan nap
	changed chan struct{} // something of the synchronisation changed
	stop    func()        // ends the keeper and waits for its end
}

func keep(t *testing.T, w *world, carrier *agent.Agent) *kept {
	t.Helper()
	k := &kept{world: w, t: t, naps: make(chan nap), changed: make(chan struct{}, 1)}
	w.college.Clock = alarm{w.clock, k.naps}
	k.keeper = agent.NewKeeper(w.college, carrier, slog.New(slog.DiscardHandler))
	t.Cleanup(w.college.Store.Subscribe(func(c model.Change) {
		if c.Sync {
			select {
			case k.changed <- struct{}{}:
			default:
			}
		}
	}))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		k.keeper.Keep(ctx)
	}()
	k.stop = func() { cancel(); <-ended }
	t.Cleanup(k.stop)
	return k
}

// until waits for the state of synchronisation to be so.
func (k *kept) until(so func(model.SyncStatus) bool) model.SyncStatus {
	for {
		if s := k.keeper.Status(); so(s) {
			return s
		}
		select {
		case <-k.changed:
		case <-time.After(patience):
			k.t.Fatalf("the state of synchronisation stays %+v", k.keeper.Status())
		}
	}
}

// patience is how long a test waits for another goroutine before it gives up.
const patience = 20 * time.Second

// nap gives the next wish to sleep for so long; shorter and longer ones go on sleeping.
func (k *kept) nap(d time.Duration) nap {
	for {
		select {
		case n := <-k.naps:
			if n.d == d {
				return n
			}
		case <-time.After(patience):
			k.t.Fatalf("nobody sleeps for %v", d)
		}
	}
}

// TestKeeperBacksUp: the first run of a day makes the day's copy, with an agent or without one.
func TestKeeperBacksUp(t *testing.T) {
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingAgentMinutes, "1440") })
	k := keep(t, w, nil)
	first := k.nap(24 * time.Hour)
	if got := w.copies(t); len(got) != 1 || got[0] != model.BackupDaily {
		t.Errorf("on the first day there are copies %v", got)
	}
	close(first.over)
	close(k.nap(24 * time.Hour).over)
	k.nap(24 * time.Hour) // the second day has been dealt with before the third was told of
	if got := w.copies(t); len(got) < 2 {
		t.Errorf("after the second day there are copies %v", got)
	}
}

// TestKeeper: the agent runs a moment after an edit, and now and then by itself.
func TestKeeper(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	k := keep(t, w, w.agent)
	tick := k.nap(15 * time.Minute)
	if s := k.keeper.Status(); !s.AgentHere || s.Running {
		t.Errorf("at the beginning: %+v", s)
	}

	c := w.chat(t, "А-1")
	c.Title, c.TitleByHand = "Наша группа", true
	w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(c.Chat) })
	k.keeper.Wake()
	edits := k.nap(500 * time.Millisecond)
	if s := k.until(func(s model.SyncStatus) bool { return s.Pending > 0 }); s.Pending != 1 || s.Running {
		t.Errorf("while an edit waits: %+v", s)
	}
	running := false
	w.vk.intercept = func(_ int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		s := k.keeper.Status()
		running = s.Running && s.Progress.Stage == model.StagePlan
		return do(-1), nil
	}
	close(edits.over)
	s := k.until(func(s model.SyncStatus) bool { return !s.Running && s.Pending == 0 })
	if !running || s.Problem != "" || !s.LastRun.Equal(w.clock.Now().Truncate(time.Second)) {
		t.Errorf("running %v, after the run: %+v", running, s)
	}
	_, room := w.vk.titled("Наша группа")

	room.title = "Переименовали в VK"
	close(tick.over)
	k.until(func(s model.SyncStatus) bool {
		return !s.Running && slices.Contains(w.vk.state(), "Наша группа: 3* 11 12")
	})
	k.stop()
}

// TestKeeperNoticesAnotherProcess: what is changed in another process is told to the screens here within half a second, and
// wakes the agent when people changed it.
func TestKeeperNoticesAnotherProcess(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	other, err := store.Open(t.Context(), w.college.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	c := w.chat(t, "А-1")
	told := make(chan model.Change, 100)
	defer w.college.Store.Subscribe(func(change model.Change) {
		if change.Audit && slices.Contains(change.Chats, c.Chat.ID) {
			told <- change
		}
	})()
	k := keep(t, w, w.agent)
	close(k.nap(watching).over) // nothing has happened
	look := k.nap(watching)
	if len(told) != 0 {
		t.Error("told of a change though there was none")
	}
	c.Title, c.TitleByHand = "Наша группа", true
	err = other.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.UpdateChat(c.Chat), tx.Audit(w.clock.Now(), 0, "Изменение чата", "А-1", ""))
	})
	if err != nil {
		t.Fatal(err)
	}
	close(look.over)
	close(k.nap(500 * time.Millisecond).over)
	k.until(func(s model.SyncStatus) bool {
		return !s.Running && slices.Contains(w.vk.state(), "Наша группа: 3* 11 12")
	})
	k.stop()
	if len(told) != 1 {
		t.Fatalf("told %d times", len(told))
	}
	if change := <-told; change.All || change.Roster || len(change.Chats) != 1 || change.Number == 0 {
		t.Errorf("told %+v", change)
	}
}

func TestKeeperStops(t *testing.T) {
	w := newWorld(t)
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	keeper.Stop() // nothing is under way
	w.vk.intercept = func(number int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if number == 2 {
			keeper.Stop()
		}
		return do(-1), nil
	}
	report, err := keeper.Run(t.Context(), initialise, nil)
	if !errors.Is(err, context.Canceled) || !report.Cancelled {
		t.Errorf("stopped: %v, %+v", err, report)
	}
	made := len(w.vk.state())
	if made == 0 || made == 9 || report.Chats.Created != made {
		t.Errorf("%d chats were made, the report tells of %d", made, report.Chats.Created)
	}
	if s := keeper.Status(); s.Running || !strings.HasPrefix(s.Problem, "остановлено") || s.Pending == 0 {
		t.Errorf("after the stop: %+v", s)
	}
	w.vk.intercept = nil
	if _, err := keeper.Run(t.Context(), initialise, nil); err != nil || len(w.vk.state()) != 9 {
		t.Errorf("the next run: %v, %d chats", err, len(w.vk.state()))
	}
	if s := keeper.Status(); s.Problem != "" || s.Pending != 0 {
		t.Errorf("after the next run: %+v", s)
	}
}

func TestKeeperWithoutAgent(t *testing.T) {
	w := newWorld(t)
	w.update(t, func(tx *store.Tx) error {
		_, err := tx.InsertChat(model.Chat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: teachers, Auto: true})
		return err
	})
	k := keep(t, w, nil)
	k.keeper.Wake()
	close(k.nap(500 * time.Millisecond).over)
	if s := k.until(func(s model.SyncStatus) bool { return s.Pending > 0 }); s.AgentHere || s.Running {
		t.Errorf("%+v", s)
	}
	if _, err := k.keeper.Run(t.Context(), initialise, nil); !errors.Is(err, app.ErrNoAgent) {
		t.Errorf("a run gives %v", err)
	}
	if _, err := k.keeper.Preview(t.Context(), initialise, nil); !errors.Is(err, app.ErrNoAgent) {
		t.Errorf("a preview gives %v", err)
	}
}

// TestOneRunAtATime: a person who comes second waits, and may change their mind; the state is never that of a run
// that is over.
func TestOneRunAtATime(t *testing.T) {
	w := newWorld(t)
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	second := make(chan error)
	w.vk.intercept = func(number int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if number == 1 {
			go func() {
				_, err := keeper.Run(t.Context(), correct, func(model.Progress) {
					if !keeper.Status().Running {
						t.Error("the second run is under way and nobody knows")
					}
				})
				second <- err
			}()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := keeper.Preview(ctx, correct, nil); !errors.Is(err, context.Canceled) {
				t.Errorf("who does not wait gets %v", err)
			}
		}
		return do(-1), nil
	}
	if _, err := keeper.Run(t.Context(), initialise, nil); err != nil {
		t.Error(err)
	}
	if err := <-second; err != nil {
		t.Errorf("the second run got %v", err)
	}
	if s := keeper.Status(); s.Running {
		t.Errorf("at the end: %+v", s)
	}
}

// TestKeeperTriesAgain: a background run that failed is tried again by itself, later after each failure, and
// a run that went well begins the waiting again.
func TestKeeperTriesAgain(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	k := keep(t, w, w.agent)
	k.nap(15 * time.Minute)

	w.vk.intercept = func(int, []app.Op, func(int) []app.Outcome) ([]app.Outcome, error) {
		return nil, errors.New("VK не отвечает")
	}
	c := w.chat(t, "А-1")
	c.Title, c.TitleByHand = "Наша группа", true
	w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(c.Chat) })
	k.keeper.Wake()
	close(k.nap(500 * time.Millisecond).over)
	var wait nap
	for _, minutes := range []time.Duration{1, 2, 4, 8, 15} {
		if wait = k.nap(minutes * time.Minute); minutes < 15 {
			close(wait.over)
		}
	}
	w.vk.intercept = nil
	close(wait.over)
	k.until(func(s model.SyncStatus) bool { return !s.Running && s.Pending == 0 })
	if _, room := w.vk.titled("Наша группа"); room == nil {
		t.Error("the chat was not renamed when VK answered again")
	}
	k.stop()
}
