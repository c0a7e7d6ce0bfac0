package desk_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// situations are the starting points of the suites that interrupt a run: each prepares a world whose
// next run has something of every kind to do.
var situations = map[string]func(t *testing.T) *world{
	"first initialisation": func(t *testing.T) *world {
		w := newWorld(t)
		w.vk.closed[12] = true
		return w
	},
	"changes": func(t *testing.T) *world {
		w := newWorld(t)
		w.run(t, initialise)
		s := small()
		s.Groups[0].Name, s.Groups[1].Curator = "А-2", "s:5"
		s.Groups[0].Curator = "s:6"
		student(&s, "Борисова").Group = "g:2"
		student(&s, "Алексеева").Messenger = 14 // another profile
		s.Teachings = s.Teachings[:3]           // the other twin's chat goes
		w.apply(t, s)
		fizika := w.chat(t, "Б-1/Физика")
		fizika.Deleted = true
		w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(fizika.Chat) })
		return w
	},
}

// finish lets a world come to its end by an undisturbed run, and says how many requests that took.
func finish(t *testing.T, w *world) (sends int) {
	t.Helper()
	w.run(t, initialise)
	sends = w.vk.sends
	w.run(t, initialise)
	return sends
}

// TestKilled takes pictures of the disk and of the messenger at every request, before it is carried,
// after a part of it and after all of it, as they would be were the process killed there, and goes on from
// each with a new process: the end must be that of an undisturbed run.
func TestKilled(t *testing.T) {
	for situation, prepare := range situations {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			w := prepare(t)
			want := w.twin(t)
			finish(t, want)
			type picture struct {
				name, dir string
				vk        *fake
			}
			var pictures []picture
			folder := t.TempDir()
			take := func(number int, when string) {
				p := picture{name: fmt.Sprintf("%d %s", number, when), vk: w.vk.clone()}
				p.dir = filepath.Join(folder, fmt.Sprint(len(pictures)))
				w.copyTo(t, p.dir)
				pictures = append(pictures, p)
			}
			w.vk.intercept = func(number int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
				take(number, "before")
				if do(1); len(ops) > 1 {
					take(number, "after one")
				}
				outcomes := do(-1)
				take(number, "after all")
				return outcomes, nil
			}
			w.run(t, initialise)
			w.vk.intercept = nil
			w.run(t, initialise)
			sameEnd(t, w, want)
			for _, p := range pictures {
				again := openWorld(t, p.dir, p.vk)
				again.run(t, initialise)
				again.run(t, initialise)
				if sameEnd(t, again, want); t.Failed() {
					t.Fatalf("killed at request %s", p.name)
				}
			}
		})
	}
}

// TestInterrupted lets every single request fail in every way, with its work done or not: the run that
// is hit and the one after it must come to the end of an undisturbed run.
func TestInterrupted(t *testing.T) {
	cancelled := func(cancel context.CancelFunc) *app.Fault {
		cancel()
		return stopped(context.Canceled)
	}
	flood := func(context.CancelFunc) *app.Fault {
		return &app.Fault{Kind: app.FaultStop, Code: 9, Message: "VK ограничил число запросов"}
	}
	ways := map[string]struct {
		done  int // operations carried before it happens; -1: all
		fault func(context.CancelFunc) *app.Fault
	}{
		"unknown, done":     {-1, func(context.CancelFunc) *app.Fault { return unknownFault() }},
		"unknown, one done": {1, func(context.CancelFunc) *app.Fault { return unknownFault() }},
		"unknown, not done": {0, func(context.CancelFunc) *app.Fault { return unknownFault() }},
		"cancelled, done":   {-1, cancelled},
		"cancelled":         {0, cancelled},
		"stopped":           {0, flood},
	}
	every := 1
	if testing.Short() {
		every = 3
	}
	for situation, prepare := range situations {
		for way, how := range ways {
			t.Run(situation+"/"+way, func(t *testing.T) {
				t.Parallel()
				again := stored(t, prepare(t))
				want := again(t)
				sends := finish(t, want)
				for n := 1; n <= sends; n += every {
					w := again(t)
					ctx, cancel := context.WithCancel(t.Context())
					w.vk.intercept = func(number int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
						if number == n {
							do(how.done)
							return nil, how.fault(cancel)
						}
						return do(-1), nil
					}
					report, err := w.agent.Run(ctx, initialise, nil)
					if err != nil && fault(t, err).Kind != app.FaultStop {
						t.Errorf("request %d: the run ended with %v", n, err)
					}
					if report.Cancelled != (ctx.Err() != nil) {
						t.Errorf("request %d: cancelled is %v", n, report.Cancelled)
					}
					cancel()
					w.vk.intercept = nil
					w.run(t, initialise)
					w.run(t, initialise)
					if sameEnd(t, w, want); t.Failed() {
						t.Fatalf("request %d", n)
					}
				}
			})
		}
	}
}

// TestJournal: nothing is sent that is not written down, and nothing is created in doubt for good.
func TestJournal(t *testing.T) {
	w := newWorld(t)
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		var open []store.SentStep
		w.view(t, func(tx *store.Tx) (err error) {
			open, err = tx.OpenCreations()
			return err
		})
		written := map[string]bool{}
		for _, s := range open {
			w.view(t, func(tx *store.Tx) error {
				c, err := tx.ListedChat(s.Chat)
				written[c.ActualTitle] = true
				return err
			})
		}
		for _, op := range ops {
			if op.Kind == app.OpCreate && !written[op.Title] {
				t.Errorf("the creation of %q is sent and not in the journal", op.Title)
			}
		}
		return do(-1), nil
	}
	report := w.run(t, initialise)
	if report.Chats.Created != 9 {
		t.Errorf("created %d chats, want 9", report.Chats.Created)
	}
	w.view(t, func(tx *store.Tx) error {
		open, err := tx.OpenCreations()
		if len(open) != 0 {
			t.Errorf("%d creations are in doubt after the run", len(open))
		}
		return err
	})
}

// TestUnknownCreations: a chat of which nobody knows whether it was made is looked for, and made again
// only when the messenger can no longer be making it.
func TestUnknownCreations(t *testing.T) {
	for _, done := range []int{-1, 0} {
		w := newWorld(t)
		first := true
		w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
			if first && ops[0].Kind == app.OpCreate {
				first = false
				do(done)
				return nil, unknownFault()
			}
			return do(-1), nil
		}
		report := w.run(t, initialise)
		if got := len(w.vk.state()); got != 9 || report.Chats.Created != 9 || len(report.Refusals) != 0 {
			t.Errorf("done %d: %d chats, report %+v", done, got, report)
		}
		if waited := w.clock.slept > 0; waited != (done == 0) {
			t.Errorf("done %d: waited %v for the messenger", done, w.clock.slept)
		}
	}
}

// TestLateCreation: the messenger may finish a creation while the agent waits for it.
func TestLateCreation(t *testing.T) {
	w := newWorld(t)
	late := func() {}
	w.agent.College.Clock = sleeping{w.clock, func() { late(); late = func() {} }}
	first := true
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if first && ops[0].Kind == app.OpCreate {
			first = false
			late = func() { do(-1) }
			return nil, unknownFault()
		}
		return do(-1), nil
	}
	w.run(t, initialise)
	if got := w.vk.state(); len(got) != 9 {
		t.Errorf("the messenger holds %q", got)
	}
}

// sleeping is a clock that tells when somebody sleeps.
type sleeping struct {
	*manual
	asleep func()
}

func (c sleeping) Sleep(ctx context.Context, d time.Duration) error {
	c.asleep()
	return c.manual.Sleep(ctx, d)
}

// TestDoubtAfterClockSetBack: a creation that was sent at a time that is still to come is not waited for until then.
func TestDoubtAfterClockSetBack(t *testing.T) {
	w := newWorld(t)
	first := true
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if first && ops[0].Kind == app.OpCreate {
			first = false
			w.clock.add(-48 * time.Hour)
			return nil, unknownFault()
		}
		return do(-1), nil
	}
	w.run(t, initialise)
	if got := w.vk.state(); len(got) != 9 || w.clock.slept > time.Minute {
		t.Errorf("slept %v, the messenger holds %q", w.clock.slept, got)
	}
}

// TestUnreadNotMadeAgain: a chat that the messenger does not show for a limit of its own is not made a second time.
func TestUnreadNotMadeAgain(t *testing.T) {
	w := newWorld(t)
	first := true
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if first && ops[0].Kind == app.OpCreate {
			first, w.vk.limited = false, true
			do(-1)
			return nil, unknownFault()
		}
		return do(-1), nil
	}
	if _, err := w.agent.Run(t.Context(), initialise, nil); err == nil {
		t.Error("the run does not say that the messenger has stopped it")
	}
	w.vk.limited = false
	w.run(t, initialise)
	if got := w.vk.state(); len(got) != 9 {
		t.Errorf("the messenger holds %q", got)
	}
}

// TestTwinsAdopted: of two chats of one title each gets the conversation with its people, even when only
// the second one's was made.
func TestTwinsAdopted(t *testing.T) {
	w := newWorld(t)
	w.vk.batch = 1
	made := 0
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if ops[0].Kind == app.OpCreate && ops[0].Title == twins && made < 2 {
			made++
			if slices.Contains(ops[0].Profiles, 21) { // the second section
				do(-1)
			}
			return nil, unknownFault()
		}
		return do(-1), nil
	}
	w.run(t, initialise)
	for _, title := range []string{twins + ": 4* 11 12", twins + ": 4* 5* 21 22"} {
		if !slices.Contains(w.vk.state(), title) {
			t.Errorf("no chat stands as %q: %q", title, w.vk.state())
		}
	}
	if w.vk.removals > 0 {
		t.Error("somebody was removed from a chat that was taken for another")
	}
}

// TestStrangersNotAdopted: a conversation of the same title with other people is not the college's.
func TestStrangersNotAdopted(t *testing.T) {
	w := newWorld(t)
	w.vk.rooms[5] = &room{title: "А-1", members: map[model.MessengerID]bool{900: true}}
	first := true
	w.vk.intercept = func(_ int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if first {
			first = false
			return nil, unknownFault()
		}
		return do(-1), nil
	}
	w.run(t, initialise)
	if c := w.chat(t, "А-1"); c.Peer == 5 || c.Peer == 0 {
		t.Errorf("the chat stands for conversation %d", c.Peer)
	}
}
