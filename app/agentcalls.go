package app

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// callsNap is the longest sleep between two looks at the remote lessons: another process may have made one.
const callsNap = 30 * time.Second

// What keeps a remote lesson waiting, in words.
const (
	noAccountWords = "звонок не начат: у программы больше нет аккаунта для звонков. Создайте звонок в VK и вставьте ссылку на него"
	noChatWords    = "ссылка не отправлена: у предмета нет чата. Попросите администратора ПОО создать его в «Управлении чатами»"
	noPeerWords    = "ссылка не отправлена: чата предмета ещё нет в VK. Она уйдёт, когда он там появится"
)

// pauses are what the agent leaves alone for a while because it failed.
type pauses struct {
	mu sync.Mutex
	of map[string]pause
}

type pause struct {
	until time.Time
	next  time.Duration // how long the one after it is
}

// over says when a pause ends; zero where there is none at that moment.
func (p *pauses) over(what string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.of[what].until; until.After(now) {
		return until
	}
	return time.Time{}
}

// lengthen begins a pause, longer after each failure in a row, and says when it ends.
func (p *pauses) lengthen(what string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[string]pause{}
	}
	wait, next := backoff(p.of[what].next)
	p.of[what] = pause{now.Add(wait), next}
	return now.Add(wait)
}

func (p *pauses) forget(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.of, what)
}

// callCarrier is one look at the remote lessons.
type callCarrier struct {
	*Agent
	now  time.Time
	next time.Time // when something else is due; zero: nothing is known of
	zone *time.Location
	// noCalls and noPosts, once set, are what every other request of that kind would hear.
	noCalls, noPosts error
}

// CarryCalls looks once after the calls of remote lessons: it starts, tells of and ends those that are due.
func (a *Agent) CarryCalls(ctx context.Context) error {
	_, err := a.carryCalls(ctx)
	return err
}

// carryCalls starts the calls that remote lessons wait for, sends the links that are due to the chats of their
// subjects and ends the calls that are to end. It answers when something else is due, zero if nothing is known
// of. It may be killed at any moment: a lesson without a call gets one the next time, and a message that was
// sent is not sent twice. What fails stands in words at the lesson and is tried again after a pause; the error
// is for what is wrong on this computer, ErrBusy for another look that is under way.
func (a *Agent) carryCalls(ctx context.Context) (next time.Time, err error) {
	c := &callCarrier{Agent: a, now: a.College.Clock.Now()}
	err = a.College.alone(callsLock, func() error { return c.carry(ctx) })
	return c.next, err
}

func (c *callCarrier) carry(ctx context.Context) error {
	var waiting []store.WaitingRemote
	var ends []string
	var account string
	err := c.College.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c.zone, err = c.College.zone(tx); err != nil {
			return err
		}
		if account, err = tx.Setting(store.SettingCallAccount, ""); err != nil {
			return err
		}
		if waiting, err = tx.WaitingRemotes(c.now); err != nil {
			return err
		}
		ends, err = tx.CallsToEnd()
		return err
	})
	if err == nil && c.Calls != nil && account == "" {
		err = c.College.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCallAccount, "1") })
	}
	if err != nil {
		return err
	}
	for i := range waiting {
		if w := &waiting[i]; w.Link == "" && w.Source == model.SourceAgent {
			if err := c.start(ctx, w); err != nil {
				return err
			}
		}
	}
	for _, w := range waiting {
		if w.Link != "" && !w.PostAt.IsZero() && w.Posted.IsZero() {
			if err := c.post(ctx, w); err != nil {
				return err
			}
		}
	}
	for _, id := range ends {
		if err := c.end(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// due notes that something is due then.
func (c *callCarrier) due(at time.Time) {
	if c.next.IsZero() || at.Before(c.next) {
		c.next = at
	}
}

// rests reports whether something is left alone for now.
func (c *callCarrier) rests(what string) bool {
	until := c.paused.over(what, c.now)
	if !until.IsZero() {
		c.due(until)
	}
	return !until.IsZero()
}

// start gives a lesson a call.
func (c *callCarrier) start(ctx context.Context, w *store.WaitingRemote) error {
	if c.Calls == nil {
		return c.tell(ctx, w.RemoteLesson, noAccountWords)
	}
	what := fmt.Sprintf("start/%d", w.Lesson)
	if c.rests(what) {
		return nil
	}
	var call model.Call
	err := c.noCalls
	if err == nil {
		call, err = c.Calls.Start(ctx)
	}
	if err != nil {
		if faultOf(err).Kind == FaultStop {
			c.noCalls = err
		}
		return c.fail(ctx, what, w.RemoteLesson, "звонок ещё не начат: ", err)
	}
	c.paused.forget(what)
	// The call is there: it has to be written down even when nobody waits any more.
	ctx = context.WithoutCancel(ctx)
	err = c.edit(ctx, w.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
		if r == nil || r.Link != "" || r.Source != model.SourceAgent || r.Phase(c.now, 0) == model.PhaseOver {
			return tx.EndCall(call.ID) // meanwhile the lesson needs it no more
		}
		r.Link, r.CallID, r.Problem = call.Link, call.ID, ""
		w.RemoteLesson = *r
		return tx.PutRemote(*r)
	})
	if err != nil {
		return errors.Join(err, c.Calls.Finish(ctx, call.ID))
	}
	return nil
}

// post sends a lesson's link to the subject's chat when it is due.
func (c *callCarrier) post(ctx context.Context, w store.WaitingRemote) error {
	what := fmt.Sprintf("post/%d", w.Lesson)
	switch {
	case w.PostAt.After(c.now):
		c.due(w.PostAt)
		return nil
	case !w.HasChat:
		return c.tell(ctx, w.RemoteLesson, noChatWords)
	case w.Peer == 0:
		return c.tell(ctx, w.RemoteLesson, noPeerWords)
	case c.rests(what):
		return nil
	}
	if c.noPosts == nil {
		c.noPosts = c.recognise(ctx)
	}
	err := c.noPosts
	if err == nil {
		var outcomes []Outcome
		outcomes, err = c.Messenger.Send(ctx, []Op{{Kind: OpSay, Peer: w.Peer, Text: postText(w, c.zone), Random: postRandom(w.RemoteLesson)}})
		if err == nil {
			err = outcomes[0].Err
		}
		if err != nil && faultOf(err).Kind == FaultStop {
			c.noPosts = err
		}
	}
	if err != nil {
		return c.fail(ctx, what, w.RemoteLesson, "ссылка ещё не отправлена в чат: ", err)
	}
	c.paused.forget(what)
	return c.edit(context.WithoutCancel(ctx), w.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
		if r == nil || postRandom(*r) != postRandom(w.RemoteLesson) {
			return nil // what was sent is not true any more: the new message goes next
		}
		r.Posted, r.Problem = c.now, ""
		return tx.PutRemote(*r)
	})
}

// postText is the message with a lesson's link.
func postText(w store.WaitingRemote, zone *time.Location) string {
	return fmt.Sprintf("Дистанционное занятие: %s\n%s\nСсылка на звонок: %s", w.Subject, remoteTime(w.Begins, w.Ends, zone), w.Link)
}

// postRandom is the same for the same message of a lesson, so that the messenger takes it once however often it
// is sent. It is positive and fits in 32 bits.
func postRandom(r model.RemoteLesson) int64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d/%d/%d/%s", r.Lesson, r.PostAt.Unix(), r.Begins.Unix(), r.Ends.Unix(), r.Link))
	return int64(binary.BigEndian.Uint32(sum[:])%math.MaxInt32) + 1
}

// end ends a call that the agent started. A call that is refused is over, or was started by an account that the
// agent has no more.
func (c *callCarrier) end(ctx context.Context, id string) error {
	what := "end/" + id
	if c.Calls == nil || c.rests(what) {
		return nil
	}
	err := c.noCalls
	if err == nil {
		err = c.Calls.Finish(ctx, id)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		c.Log.Warn("a call was not ended", slog.Any("error", err))
		switch faultOf(err).Kind {
		case FaultStop:
			c.noCalls = err
			c.due(c.paused.lengthen(what, c.now))
			return nil
		case FaultUnknown:
			c.due(c.paused.lengthen(what, c.now))
			return nil
		case FaultRefused, FaultDone, FaultGone:
		}
	}
	c.paused.forget(what)
	return c.College.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.CallEnded(id) })
}

// fail leaves something alone for a while and says at the lesson why it has to wait.
func (c *callCarrier) fail(ctx context.Context, what string, waiting model.RemoteLesson, words string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.Log.Warn("a remote lesson waits", slog.String("what", what), slog.Any("error", err))
	c.due(c.paused.lengthen(what, c.now))
	return c.tell(ctx, waiting, words+err.Error())
}

// tell writes at the lesson what it waits for.
func (c *callCarrier) tell(ctx context.Context, waiting model.RemoteLesson, problem string) error {
	if waiting.Problem == problem {
		return nil
	}
	return c.edit(ctx, waiting.Lesson, func(tx *store.Tx, r *model.RemoteLesson) error {
		if r == nil {
			return nil
		}
		r.Problem = problem
		return tx.PutRemote(*r)
	})
}

// edit edits what is remote of a lesson, as it stands now; nil: it is remote no more.
func (c *callCarrier) edit(ctx context.Context, lesson model.LessonID, fn func(*store.Tx, *model.RemoteLesson) error) error {
	return c.College.Store.Update(ctx, func(tx *store.Tx) error {
		l, err := tx.Lesson(lesson)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return fn(tx, l.Remote)
	})
}
