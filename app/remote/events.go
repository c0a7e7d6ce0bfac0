package remote

import (
	"context"
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
	Time   time.Time        // the server's
	// Generation is the college's. Another one than a desk knows makes what it was told void.
	Generation string `json:",omitempty"`
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
	defer s.College.Subscribe(waiting.add)()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if _, err := s.College.Myself(ctx); err != nil {
			return err
		}
		if err := stream.Send(&told{Change: waiting.take(), Sync: s.College.SyncStatus(), Time: time.Now()}); err != nil {
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
