package remote

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/model"
)

// watchSpec is the stream of what changes at the college.
var watchSpec = connect.Spec{StreamType: connect.StreamTypeServer, Procedure: procedure("Events", "Watch")}

// told is what a server tells those who watch: first what changed while they were away and the state of synchronisation, then
// each change, and at every heartbeat that it is there.
type told struct {
	// Change is the part of a change that the person may see. Its number is set even if that is nothing, so that the desk
	// knows it has missed none.
	Change model.Change
	Sync   model.SyncStatus `json:",omitzero"`
	Time   time.Time        // the server's
	// Generation is the college's. If a desk knows another one, all that it was told is void.
	Generation string
	// Link has the addresses and keys of the college's servers from now on, as text; it is told at once, and when it
	// changes.
	Link string `json:",omitempty"`
}

const (
	heartbeat = 15 * time.Second
	// gather is how long changes are gathered before they are told, since one action often makes several.
	gather = 20 * time.Millisecond
	// mostWatches is how many streams a session may have; the oldest ends when there are more: it may be one whose desk is gone.
	mostWatches = 4
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

// tell answers a watch until its desk is gone, its session has ended, or the server ends.
func (s *Server) tell(ctx context.Context, _ connect.Spec, stream connect.ServerStream) error {
	var from watching
	if err := stream.Receive(&from); err != nil {
		return err
	}
	ctx, leave := s.watches.enter(ctx, sessionOf(ctx))
	defer leave()
	defer context.AfterFunc(s.running, leave)()
	gone, err := s.College.Attend(ctx)
	if err != nil {
		return err
	}
	defer gone()
	waiting := &changes{some: make(chan struct{}, 1)}
	defer s.College.Subscribe(waiting.add)()
	missed, now, err := s.College.Since(ctx, model.Position{Number: from.After, Generation: from.Generation})
	if err != nil {
		return err
	}
	sight := s.College.Sight(ctx)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	knows := ""
	for news := missed; ; news = waiting.take() {
		seen, status, err := sight(news)
		if err != nil {
			return err
		}
		link := s.newLink(&knows)
		if err := stream.Send(&told{Change: seen, Sync: status, Time: s.College.Now(), Generation: now.Generation, Link: link}); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beat.C:
			token, _ := tokenOf(ctx)
			if _, err := s.College.Acting(ctx, token); err != nil {
				return err // it has run out
			}
			continue
		case <-waiting.some:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(gather):
		}
		now = s.College.Position()
	}
}

// newLink is the link, unless it is known, and then known.
func (s *Server) newLink(known *string) string {
	if s.Link == nil {
		return ""
	}
	link := s.Link().String()
	if link == *known {
		return ""
	}
	*known = link
	return link
}

// watches are the streams that are open, by the session.
type watches struct {
	mu sync.Mutex
	of map[session][]*context.CancelFunc // the oldest first
}

// enter counts a stream of a session until leave is called, and ends the oldest where there are too many.
func (w *watches) enter(ctx context.Context, of session) (_ context.Context, leave func()) {
	ctx, end := context.WithCancel(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.of[of] = append(w.of[of], &end)
	if mine := w.of[of]; len(mine) > mostWatches {
		(*mine[0])()
		w.of[of] = mine[1:]
	}
	return ctx, func() {
		end()
		w.mu.Lock()
		defer w.mu.Unlock()
		left := model.Only(w.of[of], func(other *context.CancelFunc) bool { return other != &end })
		if w.of[of] = left; len(left) == 0 {
			delete(w.of, of)
		}
	}
}

// say puts into the headers of an answer the last event that it knows, and until when it holds. The answer is read after
// that.
func (s *Server) say(ctx context.Context) {
	info, _ := connect.CallInfoForServerContext(ctx)
	header := info.ResponseHeader()
	at := s.College.Position()
	header.Set(eventHeader, strconv.FormatUint(at.Number, 10))
	header.Set(generationHeader, at.Generation)
	until, err := s.College.Until(ctx)
	if err != nil {
		s.Log.Error("until when an answer holds is not known", slog.Any("error", err))
		return // so the answer does not hold at all
	}
	header.Set(untilHeader, until.UTC().Format(time.RFC3339))
}
