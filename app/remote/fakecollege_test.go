package remote

import (
	"bytes"
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// college keeps as much of the contracts as the tests call; the rest is nobody's.
type college struct {
	*Client

	mu       sync.Mutex
	err      error
	roles    model.Roles
	register register
	tell     listeners[model.Change]
	// passed is how much time has passed at the college since the test began, in nanoseconds.
	passed atomic.Int64
}

// fails makes every later call fail.
func (c *college) fails(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
	return err
}

func (c *college) failure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *college) Groups(context.Context) ([]model.GroupRow, error) {
	return []model.GroupRow{{Group: model.Group{ID: 7, Name: "ДО-19-3"}}}, c.failure()
}

func (c *college) WriteBackup(_ context.Context, w io.Writer) error {
	for range 3 {
		if _, err := w.Write(bytes.Repeat([]byte("копия"), 1000)); err != nil {
			return err
		}
	}
	return c.failure()
}

func (c *college) Initialise(_ context.Context, _ model.InitialiseOptions, progress func(model.Progress)) (model.Report, error) {
	progress(model.Progress{Done: 1, Total: 2})
	progress(model.Progress{Done: 2, Total: 2})
	return model.Report{}, c.failure()
}

func (c *college) RenamePerson(context.Context, model.PersonID, model.Name, model.Name) error {
	panic("a mistake")
}

func (c *college) CreateAccounts(context.Context, []model.PersonID) ([]model.Issued, error) {
	return nil, c.failure()
}

func (c *college) ExportCalendar(ctx context.Context, w io.Writer) error {
	return c.WriteBackup(ctx, w)
}

func (c *college) Myself(context.Context) (model.Myself, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return model.Myself{Actor: model.Actor{Person: 3, Roles: c.roles}}, c.err
}

// may gives the person at work other roles.
func (c *college) may(roles model.Roles) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.roles = roles
}

func (c *college) Chats(context.Context, model.ChatFilter) ([]model.ChatSummary, error) {
	return []model.ChatSummary{{Chat: model.Chat{ID: 5}}}, c.failure()
}

func (c *college) Chat(_ context.Context, id model.ChatID) (card model.ChatCard, err error) {
	card.ID = id
	return card, c.failure()
}

func (c *college) SaveChat(context.Context, model.ChatEdit) error { return c.failure() }

// collegeZone is how far the college is ahead of UTC, in seconds.
const collegeZone = 5 * 3600

func (c *college) LessonDay(context.Context) (today, now time.Time, err error) {
	return today, time.Now().In(time.FixedZone("", collegeZone)), c.failure()
}

func (c *college) Sessions(context.Context) ([]model.SessionRow, error) { return nil, c.failure() }

func (c *college) Acting(ctx context.Context, token string) (context.Context, error) {
	if token != goodToken && token != otherToken {
		return nil, app.ErrSignedOut
	}
	return ctx, nil
}

func (c *college) Once(ctx context.Context, _ model.Request) context.Context { return ctx }

func (c *college) Answer(context.Context, model.Request) ([]byte, bool, error) {
	return nil, false, nil
}

func (c *college) Subscribe(fn func(model.Change)) (cancel func()) { return c.tell.add(fn) }

func (*college) Attend(context.Context) (leave func(), err error) { return func() {}, nil }

func (c *college) Position() model.Position { return model.Position{Number: 1} }

func (c *college) Since(context.Context, model.Position) (model.Change, model.Position, error) {
	return model.Change{}, c.Position(), c.failure()
}

func (c *college) Sight(context.Context) func(model.Change) (model.Change, model.SyncStatus, error) {
	return func(seen model.Change) (model.Change, model.SyncStatus, error) {
		return seen, c.SyncStatus(), c.failure()
	}
}

func (c *college) Until(context.Context) (time.Time, error) { return c.Now().Add(time.Hour), nil }

func (c *college) Now() time.Time { return time.Now().Add(time.Duration(c.passed.Load())) }

func (c *college) SyncStatus() model.SyncStatus { return model.SyncStatus{AgentHere: true} }
