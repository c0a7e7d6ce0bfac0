package remote

import (
	"context"
	"errors"
	"sync"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/model"
)

// watchSpec is the stream of what changes at the college.
var watchSpec = connect.Spec{StreamType: connect.StreamTypeServer, Procedure: procedure("Events", "Watch")}

// told is what a server tells those who watch: at once how it is, then what has changed, and every heartbeat that it is there.
type told struct {
	Change model.Change     `json:",omitzero"`
	Sync   model.SyncStatus `json:",omitzero"`
}

const (
	heartbeat = 15 * time.Second
	// gather is how long changes are gathered before they are told, since one deed often makes several.
	gather = 20 * time.Millisecond
)

// changes gathers what has changed until it is told.
type changes struct {
	mu      sync.Mutex
	waiting model.Change
	some    chan struct{} // holds at most one
}

func (c *changes) add(more model.Change) {
	c.mu.Lock()
	c.waiting = c.waiting.And(more)
	c.mu.Unlock()
	select {
	case c.some <- struct{}{}:
	default:
	}
}

func (c *changes) take() model.Change {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.waiting
	c.waiting = model.Change{}
	return taken
}

// tell answers a watch until its desk is gone or its session has ended.
func (s *Server) tell(ctx context.Context, _ connect.Spec, stream connect.ServerStream) error {
	var nothing struct{}
	if err := stream.Receive(&nothing); err != nil {
		return err
	}
	waiting := &changes{some: make(chan struct{}, 1)}
	defer s.Subscribe(waiting.add)()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if _, err := s.College.Myself(ctx); err != nil {
			return err
		}
		if err := stream.Send(&told{waiting.take(), s.College.SyncStatus()}); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beat.C:
			continue
		case <-waiting.some:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(gather):
		}
	}
}

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
