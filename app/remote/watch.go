package remote

import (
	"context"
	"encoding/json"
	"time"

	"zvonok/app/remote/kept"
	"zvonok/model"
)

// watching asks for what changes after an event of a generation of the college.
type watching struct {
	After      uint64
	Generation string
}

// myself is the method by which a desk reads who is at work.
var myself = procedure("Access", "Myself")

// listen hears what changes at the college, until the connection, the session or ctx ends, and says why. It calls came once
// the server has answered.
func (c *Client) listen(ctx context.Context, w *work, came func()) error {
	listening, cut := context.WithCancel(ctx)
	defer cut()
	c.line.listens(cut, c.clock.Now())
	after, generation := w.answers.Known()
	stream, err := c.calls.CallServerStream(listening, watchSpec, &watching{after, generation})
	if err != nil {
		return failed(ctx, err)
	}
	defer func() { _ = stream.Close() }()
	for {
		var t told
		if err := stream.Receive(&t); err != nil {
			return failed(ctx, err)
		}
		if err := c.hear(ctx, w, t); err != nil {
			return err
		}
		came()
	}
}

// hear takes what the server tells.
func (c *Client) hear(ctx context.Context, w *work, t told) error {
	c.hours.set(t.Time)
	w.status.Store(&t.Sync)
	c.learn(t.Link)
	first := c.Line().State != model.LineConnected
	if first || t.Change.Roster || t.Change.All {
		if err := c.lookAtSelf(ctx, w); err != nil {
			return err
		}
	}
	w.answers.Hear(t.Change, t.Generation, c.hours.Now(), time.Duration(c.hours.ahead.Load()))
	if c.line.hears(c.clock.Now()); first {
		c.enter(w, model.LineConnected)
		w.outbox.Wake()
		t.Change = model.Anything() // what nobody answered is asked again
	}
	if !t.Change.IsZero() {
		c.changes.tell(t.Change)
	}
	return nil
}

// lookAtSelf forgets what the person was told if their rights have changed. Who they are is kept for the next question.
func (c *Client) lookAtSelf(ctx context.Context, w *work) error {
	q, err := kept.NewQuestion(myself, touches[myself], []any{})
	if err != nil {
		return err
	}
	var me model.Myself
	asked := w.answers.Asking()
	got, err := c.askOnce(ctx, myself, []any{})
	if err == nil {
		err = wired(got.Read([]any{&me}))
	}
	if err != nil {
		return err
	}
	self, err := json.Marshal(me.Actor)
	if err != nil {
		return err
	}
	if w.answers.Is(string(self)) {
		asked = w.answers.Asking() // what was forgotten was of other rights than these
	}
	w.answers.Take(q, got, asked)
	return nil
}

// Subscribe calls fn after every change of the college, and when the line is there again, on any goroutine, until cancel is called.
func (c *Client) Subscribe(fn func(model.Change)) (cancel func()) { return c.changes.add(fn) }

// SyncStatus is the state of synchronisation as the server told the person at work last; it does not block.
func (c *Client) SyncStatus() model.SyncStatus {
	if w := c.work.Load(); w != nil {
		if status := w.status.Load(); status != nil {
			return *status
		}
	}
	return model.SyncStatus{}
}
