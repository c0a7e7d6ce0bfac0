package remote

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

const (
	// resultKept is for how long the result of an operation can still be fetched by a desk that lost its connection.
	resultKept = 10 * time.Minute
	// mostResults is how many are kept: the oldest goes first.
	mostResults = 64
	// mostJobs is how many calls of a session may go on at the same time.
	mostJobs = 32
)

var errManyJobs = errors.New("слишком много действий сразу: дождитесь, пока закончатся начатые")

// results are those of a method as they are sent.
type results = []json.RawMessage

// job is a call that goes on whether or not its desk still waits.
type job struct {
	request model.Request
	cancel  context.CancelFunc

	mu       sync.Mutex
	progress *model.Progress
	moved    chan struct{} // closed when there is more to tell
	ended    bool
	results  results
	err      error
}

func newJob(r model.Request, cancel context.CancelFunc) *job {
	return &job{request: r, cancel: cancel, moved: make(chan struct{})}
}

// change changes what is told of the job, and tells it.
func (j *job) change(fn func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	fn()
	close(j.moved)
	j.moved = make(chan struct{})
}

// follow tells how far the work is until it has ended, and gives its results, or until ctx ends.
func (j *job) follow(ctx context.Context, tell func(model.Progress)) (results, error) {
	var told *model.Progress
	for {
		j.mu.Lock()
		progress, moved, ended := j.progress, j.moved, j.ended
		j.mu.Unlock()
		if progress != told {
			told = progress
			tell(*progress)
		}
		if ended {
			return j.results, j.err // nothing writes them any more
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// jobKey tells jobs apart: a session fetches its own only.
type jobKey struct {
	session session
	id      string
}

// jobs are the calls that go on at a server, and the results of operations that have ended.
type jobs struct {
	now func() time.Time

	mu      sync.Mutex
	known   map[jobKey]*job
	going   map[session]int
	kept    []keptJob // the oldest first
	running sync.WaitGroup
}

type keptJob struct {
	jobKey
	until time.Time
}

// attach gives the job of a request that goes on or whose result is kept, or begins it.
func (s *jobs) attach(key jobKey, r model.Request, begin func() *job) (*job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
	j, ok := s.known[key]
	if !ok {
		if s.going[key.session] >= mostJobs {
			return nil, errManyJobs
		}
		s.going[key.session]++
		j = begin()
		s.known[key] = j
	}
	if j.request != r {
		return nil, model.ErrOtherRequest
	}
	return j, nil
}

// find gives a job that goes on or whose result is kept, if there is one.
func (s *jobs) find(key jobKey) (*job, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j, ok := s.known[key]
	return j, ok
}

// has reports whether a job of a procedure goes on or its result is kept.
func (s *jobs) has(key jobKey, of string) bool {
	j, ok := s.find(key)
	if !ok {
		return false
	}
	contract, name, _ := strings.Cut(j.request.Method, ".")
	return procedure(contract, name) == of
}

// end notes that a job has ended. Its result is kept here unless the college keeps it.
func (s *jobs) end(key jobKey, keep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.going[key.session]--; s.going[key.session] == 0 {
		delete(s.going, key.session)
	}
	if !keep {
		delete(s.known, key)
		return
	}
	s.kept = append(s.kept, keptJob{key, s.now().Add(resultKept)})
	s.forget()
}

// forget forgets the results that were kept long enough. The caller holds mu.
func (s *jobs) forget() {
	for len(s.kept) > 0 && (len(s.kept) > mostResults || s.kept[0].until.Before(s.now())) {
		delete(s.known, s.kept[0].jobKey)
		s.kept = s.kept[1:]
	}
}

// lasting carries out a call that neither ends nor begins again with the connection, and follows it.
func (s *Server) lasting(ctx context.Context, m method, sent results, id string, tell func(model.Progress)) (results, error) {
	text, err := json.Marshal(sent)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(text)
	r := model.Request{ID: id, Method: m.name, Digest: hex.EncodeToString(digest[:])}
	key := keyOfJob(ctx, id)
	j, err := s.jobs.attach(key, r, func() *job { return s.begin(ctx, m, sent, r, key) })
	if err != nil {
		return nil, err
	}
	return j.follow(ctx, tell)
}

func keyOfJob(ctx context.Context, id string) jobKey { return jobKey{sessionOf(ctx), id} }

// endsOwn is a method that may end its own session: if its desk asks again, the college no longer knows who that is.
const endsOwn = "Access.EndSession"

// begin begins a job. What is done once ends by itself soon; an operation ends with the server.
func (s *Server) begin(ctx context.Context, m method, sent results, r model.Request, key jobKey) *job {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	j := newJob(r, func() {})
	if m.class == app.Operation {
		j.cancel = cancel
	}
	unhook := context.AfterFunc(s.running, j.cancel)
	out := &sending{progress: func(p model.Progress) { j.change(func() { j.progress = &p }) }}
	s.jobs.running.Go(guard.Safe(func() {
		defer cancel()
		defer unhook()
		var got results
		err := guard.Run(func() (err error) {
			if m.class == app.Operation {
				got, err = s.once(ctx, m, sent, r, out)
				if errors.Is(err, model.ErrDone) {
					err = errBrokenOff
				}
				return err
			}
			for range mostTries { // by its number it happens once; if another server is doing it just now, that one has the answer
				if got, err = s.once(ctx, m, sent, r, out); !errors.Is(err, model.ErrAgain) && !errors.Is(err, model.ErrDone) {
					break
				}
			}
			return err
		})
		s.jobs.end(key, m.class == app.Operation || m.name == endsOwn)
		j.change(func() { j.ended, j.results, j.err = true, got, err })
	}))
	return j
}

// mostTries is how often what happens once is tried where the database breaks it off.
const mostTries = 3

// errBrokenOff: an operation that this server knows nothing of has begun to write.
var errBrokenOff = errors.New("сервер колледжа, который это выполнял, перестал отвечать, и неизвестно, всё ли сделано: посмотрите, что изменилось, и, если нужно, " +
	"повторите")

// once calls a method, or gives what it answered before. An operation may have been broken off after that: it is not begun again.
func (s *Server) once(ctx context.Context, m method, sent results, r model.Request, out *sending) (got results, err error) {
	answer, done, err := s.College.Answer(ctx, r)
	switch {
	case err != nil:
		return nil, err
	case answer != nil:
		err = json.Unmarshal(answer, &got)
		return got, err
	case done && (m.answers || m.class == app.Operation):
		return nil, model.ErrDone
	case done:
		return nil, nil
	}
	return m.call(s.College.Once(ctx, r), sent, out)
}

// cancel ends an operation that the session has begun.
func (s *Server) cancel(ctx context.Context, _ connect.Spec, stream connect.ServerStream) error {
	var ids []string
	if err := stream.Receive(&ids); err != nil {
		return err
	}
	for _, id := range ids {
		if j, ok := s.jobs.find(keyOfJob(ctx, id)); ok {
			j.cancel()
		}
	}
	return stream.Send(&results{})
}
