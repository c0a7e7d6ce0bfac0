package remote

import (
	"context"
	"errors"
	"time"

	"zvonok/model"
)

// Watch tells of every change of the college until the connection, the session or ctx ends, and says why. Its first call is
// made when the server has answered: what changed before is not told.
func (c *Client) Watch(ctx context.Context, tell func(model.Change)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	late := time.AfterFunc(silence, cancel)
	defer late.Stop()
	stream, err := c.calls.CallServerStream(ctx, watchSpec, &struct{}{})
	if err != nil {
		return failed(ctx, err)
	}
	defer func() { _ = stream.Close() }()
	for {
		var t told
		if err := stream.Receive(&t); err != nil {
			if err = failed(ctx, err); errors.Is(err, context.Canceled) && !late.Stop() {
				err = ErrNoServer
			}
			return err
		}
		late.Reset(silence)
		c.status.Store(&t.Sync)
		tell(t.Change)
	}
}

// silence is after how long without a word the connection is taken for lost.
const silence = 40 * time.Second

// SyncStatus is the state of synchronisation as the server told it last; it does not block.
func (c *Client) SyncStatus() model.SyncStatus {
	if status := c.status.Load(); status != nil {
		return *status
	}
	return model.SyncStatus{}
}
