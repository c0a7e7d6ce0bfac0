package agent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// callsNap is the longest sleep between two looks at the remote lessons: another process may have made one.
const callsNap = 30 * time.Second

// noAccountWords say why a remote lesson waits for a call. What to do follows where its teacher opens it (model.ErrNeedsLink).
const noAccountWords = "звонок не начат, у программы больше нет аккаунта для звонков"

// pauses are the things that failed and that the agent does not try again for a while.
type pauses struct {
	mu sync.Mutex
	of map[string]pause
}

type pause struct {
	until time.Time
	next  time.Duration // how long the one after it is
}

// over is when the present pause ends; zero without one. It goes by the clock on the wall, since the monotonic one may stand still while the
// computer sleeps, and is over where that clock was set back too.
func (p *pauses) over(what string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	until := p.of[what].until
	if left := until.Sub(now.Round(0)); left > 0 && left <= lastRetry {
		return until
	}
	return time.Time{}
}

// lengthen begins a pause, longer after each failure in a row, and returns when it ends.
func (p *pauses) lengthen(what string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[string]pause{}
	}
	wait, next := backoff(p.of[what].next)
	p.of[what] = pause{now.Round(0).Add(wait), next}
	return p.of[what].until
}

func (p *pauses) forget(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.of, what)
}

// callCarrier is one look at the remote lessons.
type callCarrier struct {
	*turn
	now   time.Time
	next  time.Time // when something else is due; zero: nothing is known to be
	zone  *time.Location
	early time.Duration // how long before its start a lesson may be entered, and its call begins
	// noCalls and noPosts, once set, are the error that every other request of that kind would get.
	noCalls, noPosts error
}

// CarryCalls starts, announces and ends the calls of remote lessons that are due now.
func (a *Agent) CarryCalls(ctx context.Context) error {
	_, err := a.carryCalls(ctx)
	return err
}

// carryCalls starts the calls of lessons that may be entered, tells the chats of their subjects what is due and ends the
// calls that are to end. It returns when something else is due, zero if nothing is known to be. It may be killed at any
// moment: a lesson without a call gets one the next time, and a message is not sent twice. What failed is written at the
// lesson and tried again after a pause; the error is about this computer, ErrBusy if another process is doing the same.
func (a *Agent) carryCalls(ctx context.Context) (next time.Time, err error) {
	err = a.alone(ctx, college.CallsLock, func(t *turn) error {
		c := &callCarrier{turn: t, now: a.College.Clock.Now()}
		err := c.carry(ctx)
		next = c.next
		return err
	})
	return next, err
}

func (c *callCarrier) carry(ctx context.Context) error {
	var waiting []store.WaitingRemote
	var off []model.Told
	var ends []string
	var account string
	err := c.College.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c.zone, err = c.College.Zone(tx); err != nil {
			return err
		}
		if account, err = tx.Setting(store.SettingCallAccount, ""); err != nil {
			return err
		}
		if c.early, err = college.EarlyIn(tx); err != nil {
			return err
		}
		// The next look finds what is due later.
		if waiting, err = tx.WaitingRemotes(c.now, c.now.Add(2*callsNap), c.early); err != nil {
			return err
		}
		if off, err = tx.CalledOff(); err != nil {
			return err
		}
		ends, err = tx.CallsToEnd()
		return err
	})
	if err == nil && c.Calls != nil && account == "" {
		err = c.update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCallAccount, "1") })
	}
	if err != nil {
		return err
	}
	for _, stream := range streams(waiting) {
		if w := stream[0]; w.Link == "" && w.Source == model.SourceAgent {
			if err := c.start(ctx, stream); err != nil {
				return err
			}
		}
	}
	for _, w := range waiting {
		if err := c.announce(ctx, w); err != nil {
			return err
		}
	}
	for _, told := range off {
		if err := c.callOff(ctx, told); err != nil {
			return err
		}
	}
	for _, id := range ends {
		if err := c.end(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// due notes that something is due at that time.
func (c *callCarrier) due(at time.Time) {
	if c.next.IsZero() || at.Before(c.next) {
		c.next = at
	}
}

// rests reports whether something has a pause now.
func (c *callCarrier) rests(what string) bool {
	until := c.paused.over(what, c.now)
	if !until.IsZero() {
		c.due(until)
	}
	return !until.IsZero()
}

// streams groups the lessons by the calls that they share.
func streams(waiting []store.WaitingRemote) (parts [][]*store.WaitingRemote) {
	at := map[model.StreamID]int{}
	for i := range waiting {
		w := &waiting[i]
		n, there := at[w.Stream]
		if w.Stream == 0 || !there {
			n = len(parts)
			at[w.Stream] = n
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], w)
	}
	return parts
}

// start gives lessons that share a call that call once they may be entered: an empty call would end before.
func (c *callCarrier) start(ctx context.Context, stream []*store.WaitingRemote) error {
	w := stream[0]
	if at := w.Begins.Add(-c.early); at.After(c.now) {
		c.due(at)
		return nil
	}
	if c.Calls == nil {
		return c.tell(ctx, stream, noAccountWords)
	}
	what := fmt.Sprintf("start/%d", w.Lesson)
	if w.Stream != 0 {
		what = fmt.Sprintf("start/stream/%d", w.Stream)
	}
	if c.rests(what) {
		return nil
	}
	var call model.Call
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		call, err = c.Calls.Start(ctx)
		return err
	})
	if err != nil {
		return c.fail(ctx, what, stream, "звонок ещё не начат — ", err)
	}
	c.paused.forget(what)
	// The call exists: it has to be written down even if nobody waits for it now.
	ctx = context.WithoutCancel(ctx)
	err = c.edit(ctx, w.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
		if r == nil || r.Link != "" || r.Source != model.SourceAgent || r.Phase(c.now, 0) == model.PhaseOver {
			return tx.EndCall(call.ID) // by now the lesson needs none
		}
		r.Link, r.CallID, r.Problem = call.Link, call.ID, ""
		for _, w := range stream {
			w.Link, w.CallID, w.Problem = r.Link, r.CallID, r.Problem
		}
		return tx.PutRemote(*r)
	})
	if err != nil {
		return errors.Join(err, c.ask(ctx, func(ctx context.Context) error { return c.Calls.Finish(ctx, call.ID) }))
	}
	return nil
}

// ask asks something of the account for calls, unless every request to it would get the same error.
func (c *callCarrier) ask(ctx context.Context, do func(context.Context) error) error {
	if c.noCalls != nil {
		return c.noCalls
	}
	sending, end, err := c.permit(ctx, nil)
	if err == nil {
		err = do(sending)
		c.doubtful(err)
		end()
	}
	if err != nil && app.FaultOf(err).Kind == app.FaultStop {
		c.noCalls = err
	}
	return err
}

// end ends a call that the agent started. If that is refused, the call is over or another account started it.
func (c *callCarrier) end(ctx context.Context, id string) error {
	what := "end/" + id
	if c.Calls == nil || c.rests(what) {
		return nil
	}
	err := c.ask(ctx, func(ctx context.Context) error { return c.Calls.Finish(ctx, id) })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		c.Log.Warn("a call was not ended", slog.Any("error", err))
		switch app.FaultOf(err).Kind {
		case app.FaultStop, app.FaultUnknown:
			c.due(c.paused.lengthen(what, c.now))
			return nil
		case app.FaultRefused, app.FaultDone, app.FaultGone:
		}
	}
	c.paused.forget(what)
	return c.update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.CallEnded(id) })
}

// fail begins a pause and writes at the lessons why they have to wait.
func (c *callCarrier) fail(ctx context.Context, what string, waiting []*store.WaitingRemote, words string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.Log.Warn("a remote lesson waits", slog.String("what", what), slog.Any("error", err))
	c.due(c.paused.lengthen(what, c.now))
	return c.tell(ctx, waiting, words+err.Error())
}

// tell writes at the lessons what they wait for.
func (c *callCarrier) tell(ctx context.Context, waiting []*store.WaitingRemote, problem string) error {
	for _, w := range waiting {
		if w.Problem == problem {
			continue
		}
		err := c.edit(ctx, w.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
			if r == nil {
				return nil
			}
			r.Problem = problem
			return tx.PutRemote(*r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// edit edits what is remote of a lesson, as it is now; nil: it is not remote now.
func (c *callCarrier) edit(ctx context.Context, lesson model.LessonID, fn func(*store.Tx, *model.RemoteLesson) error) error {
	return c.update(ctx, func(tx *store.Tx) error {
		l, err := tx.Lesson(lesson)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return fn(tx, l.Remote)
	})
}
