package remote

import (
	"context"

	"zvonok/model"
)

// listen hears what changes at the college, until the connection, the session or ctx ends, and says why. It calls came once
// the server has answered.
func (c *Client) listen(ctx context.Context, came func()) error {
	listening, cut := context.WithCancel(ctx)
	defer cut()
	c.line.listens(cut, c.clock.Now())
	stream, err := c.calls.CallServerStream(listening, watchSpec, &struct{}{})
	if err != nil {
		return failed(ctx, err)
	}
	defer func() { _ = stream.Close() }()
	for {
		var t told
		if err := stream.Receive(&t); err != nil {
			return failed(ctx, err)
		}
		came()
		c.hear(t)
	}
}

// hear takes what the server tells.
func (c *Client) hear(t told) {
	c.hours.set(t.Time)
	c.status.Store(&t.Sync)
	if c.line.hears(c.clock.Now()); c.Line().State != model.LineConnected {
		c.enter(model.LineConnected)
		t.Change = model.Anything() // what was asked for in vain is asked for again
	}
	if !t.Change.IsZero() {
		c.changes.tell(t.Change)
	}
}

// Watch tells of every change of the college until the connection, the session or ctx ends, and says why.
func (c *Client) Watch(ctx context.Context, tell func(model.Change)) error {
	defer c.changes.add(tell)()
	return c.listen(ctx, func() {})
}

// Subscribe calls fn after every change of the college, and when the line is there again, on any goroutine, until cancel is called.
func (c *Client) Subscribe(fn func(model.Change)) (cancel func()) { return c.changes.add(fn) }

// SyncStatus is the state of synchronisation as the server told it last; it does not block.
func (c *Client) SyncStatus() model.SyncStatus {
	if status := c.status.Load(); status != nil {
		return *status
	}
	return model.SyncStatus{}
}
