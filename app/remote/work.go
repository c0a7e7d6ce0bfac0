package remote

import (
	"context"

	"zvonok/model"
	"zvonok/model/guard"
)

// Work is a person's at a desk.
type Work struct {
	Token func() string // of their session, as for As
}

// work is one that has begun.
type work struct {
	Work
	end   context.CancelFunc
	ended chan struct{}
}

// Begin begins a person's work: from now on the line is kept. Work that had begun before ends.
func (c *Client) Begin(w Work) {
	ctx, end := context.WithCancel(As(context.Background(), w.Token))
	now := &work{w, end, make(chan struct{})}
	c.End()
	c.work.Store(now)
	c.enter(model.LineConnecting)
	guard.Go(func() {
		defer close(now.ended)
		guard.Go(func() { c.lookOn(ctx) })
		c.hold(ctx)
	})
}

// End ends the work that has begun, if any.
func (c *Client) End() {
	if w := c.work.Swap(nil); w != nil {
		w.end()
		<-w.ended
		c.line.change(func(now *model.Line) { *now = model.Line{} })
	}
}
