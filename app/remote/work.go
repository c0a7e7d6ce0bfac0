package remote

import (
	"context"
	"errors"
	"sync/atomic"

	"zvonok/app/remote/kept"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/guard"
)

// Work is the work of one person at a desk.
type Work struct {
	Person model.PersonID
	Token  func() string // of their session, asked once
	// Remember says that they asked to be remembered on this computer: what they were told, and what waits to be sent, is then kept
	// in Dir, sealed with keys that lie in the Vault.
	Remember bool
	Dir      string
	Vault    vault.Vault
}

// work is a Work that has begun.
type work struct {
	Work
	token   string // of the session that began it: another session is somebody else's
	answers *kept.Answers
	outbox  *kept.Outbox
	end     context.CancelFunc
	status  atomic.Pointer[model.SyncStatus] // as the server told it last
}

// Begin begins a person's work: from now on the line is kept, and so is what they are told. Work that had begun before ends. An error
// says, in Russian, why nothing is kept on this computer; the work has begun all the same. It may wait for the vault.
func (c *Client) Begin(with Work) error {
	c.End()
	w := &work{Work: with, token: with.Token()}
	of := kept.Owner{College: c.college, Person: with.Person, Dir: with.Dir, Vault: with.Vault}
	var untold, unsent error
	w.answers, untold = kept.OpenAnswers(of, with.Remember, Wire)
	w.outbox, unsent = kept.OpenOutbox(of, with.Remember)
	if heard, ahead := w.answers.Heard(); !heard.IsZero() {
		c.hours.ahead.Store(int64(ahead))
		w.answers.Expire(c.hours.Now())
	}
	ctx, end := context.WithCancel(As(context.Background(), func() string { return w.token }))
	w.end = end
	c.work.Store(w)
	line := model.Line{State: model.LineConnecting, Since: c.hours.Now()}
	line.Waiting, line.Refused = w.outbox.Count()
	c.line.becomes(w, line)
	guard.Go(func() { c.lookOn(ctx, w) })
	guard.Go(func() { c.hold(ctx, w) })
	guard.Go(func() { c.send(ctx, w) })
	return errors.Join(untold, unsent)
}

// End ends the work that has begun, if any. What is kept stays, for when the person comes again.
func (c *Client) End() { c.endWork() }

// Leave ends the work of a person who leaves this computer; nothing that they were told stays. What waits to be sent stays, if
// KeepsUnsent, until they come again.
func (c *Client) Leave() {
	if w := c.endWork(); w != nil {
		w.answers.Leave()
		w.outbox.Leave()
	}
}

func (c *Client) endWork() *work {
	w := c.work.Swap(nil)
	if w != nil {
		w.end()
		w.outbox.Close()
		c.line.becomes(nil, model.Line{})
		w.answers.Close()
	}
	return w
}

// workOf is the work of the person who acts with the context, or nil.
func (c *Client) workOf(ctx context.Context) *work {
	w := c.work.Load()
	token, ok := ctx.Value(tokenKey{}).(func() string)
	if w == nil || !ok || token() != w.token {
		return nil
	}
	return w
}
