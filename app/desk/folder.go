package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"gopkg.in/natefinch/lumberjack.v2"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Folder is a data folder whose college a window opens. Its methods are safe for concurrent use; their errors are in
// Russian, ready to be shown.
type Folder struct {
	Parts
	running context.Context // ends with the window
	beside  func(work func())

	mu      sync.Mutex
	session *Session // nil until the college is open
	store   *store.Store
	closed  bool
}

// NewFolder is the folder of the parts. What goes on beside the window, until running ends, is started by beside.
func NewFolder(running context.Context, p Parts, beside func(work func())) *Folder {
	return &Folder{Parts: p, running: running, beside: beside}
}

// Open opens the college and makes the session and what works beside the window.
func (f *Folder) Open(ctx context.Context) error {
	s, err := store.Open(ctx, f.Dir)
	if err != nil {
		return err
	}
	session, keeper, err := f.ready(ctx, s)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errors.Join(context.Canceled, s.Close())
	}
	f.session, f.store = session, s
	f.beside(func() { keeper.Keep(f.running) })
	f.beside(func() {
		// The keyring may ask a person to unlock it: the window does not wait for that.
		if err := session.StartAgent(f.running); err != nil {
			f.Log.Warn("the agent is not here", slog.Any("error", err))
		}
	})
	return nil
}

func (f *Folder) ready(ctx context.Context, s *store.Store) (*Session, *agent.Keeper, error) {
	college := &college.College{Store: s, Dir: f.Dir, Clock: f.Clock}
	if f.Prepare != nil {
		if err := f.Prepare(ctx, college); err != nil {
			return nil, nil, err
		}
	}
	session, keeper, err := f.NewSession(ctx, college)
	if err != nil {
		return nil, nil, err
	}
	if !f.Demonstration() {
		_, err = session.Entry(ctx) // what is damaged shows by now
		return session, keeper, err
	}
	return session, keeper, errors.Join(session.EnterOwner(ctx), f.Equip(ctx, session))
}

// Demonstration reports whether nobody signs in here: the college is the demonstration's.
func (f *Folder) Demonstration() bool { return f.Prepare != nil }

// Session is that of the open college.
func (f *Folder) Session() *Session {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.session
}

// Copies lists the copies to which a college that does not open can be brought back.
func (f *Folder) Copies() ([]model.Backup, error) { return Rescue{Dir: f.Dir}.Copies() }

// Restore puts a copy in the college's place.
func (f *Folder) Restore(ctx context.Context, name string) error {
	return Rescue{Dir: f.Dir}.Restore(ctx, name)
}

// Elsewhere starts the program on another folder.
func (*Folder) Elsewhere(dir string) error { return StartSelf("--data", dir) }

// Close closes the college, if it was opened.
func (f *Folder) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.store != nil {
		_ = f.store.Close()
	}
}

// Log is the log of a window, in the college's data folder.
func Log(dir string) *slog.Logger {
	return slog.New(slog.NewTextHandler(&lumberjack.Logger{Filename: filepath.Join(dir, "zvonok.log"), MaxSize: 5, MaxBackups: 3}, nil))
}

// StartSelf starts the program once more, in a process that outlives this one.
func StartSelf(args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("не нашлась сама программа: %w", err)
	}
	if err := exec.Command(self, args...).Start(); err != nil { //nolint:noctx // see above
		return fmt.Errorf("программа не запустилась: %w", err)
	}
	return nil
}
