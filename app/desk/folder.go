package desk

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"

	"gopkg.in/natefinch/lumberjack.v2"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/model"
	"zvonok/model/store"
)

// Folder is a data folder whose college a window opens, or from which it goes to a college on another computer. Its methods are
// safe for concurrent use; their errors are in Russian, ready to be shown.
type Folder struct {
	Parts
	running context.Context // ends with the window
	beside  func(work func())

	mu     sync.Mutex
	open   *opened // nil until a college is open
	closed bool

	remembering sync.Mutex // held while the file of colleges is read and rewritten
}

// opened is an open college with what works beside its window.
type opened struct {
	session *Session
	at      model.ConnectionLink // zero where the college is on this computer
	working sync.WaitGroup
	end     context.CancelFunc // of what works beside
	close   func() error
}

// NewFolder is the folder of the parts. What goes on beside the window, until running ends, is started by beside.
func NewFolder(running context.Context, p Parts, beside func(work func())) *Folder {
	return &Folder{Parts: p, running: running, beside: beside}
}

// Open opens the college and makes the session and what works beside the window. A college that was open before is closed.
func (f *Folder) Open(ctx context.Context) error {
	f.leave()
	o, err := f.find(ctx)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errors.Join(context.Canceled, o.close())
	}
	f.open = o
	return nil
}

// find opens the college of another computer that this one went to last, or the folder's own; where a server has that, the window
// is a desk of it.
func (f *Folder) find(ctx context.Context) (*opened, error) {
	if !f.Demonstration() {
		known := readColleges(f.Dir)
		if current := known.find(known.Current); current != nil {
			return f.openFar(&far{college: current.link().College}, current.link())
		}
		if running, found := server.Beside(f.Dir); found {
			return f.openBeside(running)
		}
	}
	return f.openHere(ctx)
}

// openHere opens the folder's own college.
func (f *Folder) openHere(ctx context.Context) (*opened, error) {
	s, err := store.Open(ctx, f.Dir)
	if err != nil {
		return nil, err
	}
	session, keeper, err := f.ready(ctx, s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	running, end := context.WithCancel(f.running)
	o := &opened{session: session, end: end, close: s.Close}
	if session.serving != nil {
		o.close = func() error {
			session.serving.Close()
			return s.Close()
		}
		f.goOn(o, func() {
			if err := session.serving.Begin(running); err != nil {
				f.Log.Warn("other computers do not get in", slog.Any("error", err))
			}
		})
	}
	f.goOn(o, func() { keeper.Keep(running) })
	f.goOn(o, func() {
		// The keyring may ask a person to unlock it: the window does not wait for that.
		if err := session.StartAgent(running); err != nil {
			f.Log.Warn("the agent is not here", slog.Any("error", err))
		}
	})
	return o, nil
}

// goOn starts work beside the window.
func (f *Folder) goOn(o *opened, work func()) {
	o.working.Add(1)
	f.beside(func() {
		defer o.working.Done()
		work()
	})
}

// leave closes the college that is open.
func (f *Folder) leave() {
	f.mu.Lock()
	o := f.open
	f.open = nil
	f.mu.Unlock()
	if o == nil {
		return
	}
	o.end()
	o.working.Wait()
	if err := o.close(); err != nil {
		f.Log.Warn("the college did not close", slog.Any("error", err))
	}
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
		session.serving = server.NewSwitch(f.running, session.desk.Computer, server.Parts{Areas: session.here, Listen: f.Listen, Version: f.Version, Log: f.Log})
		_, err = session.Entry(ctx) // damage has shown by now
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
	if f.open == nil {
		return nil
	}
	return f.open.session
}

// Elsewhere starts the program on another folder.
func (*Folder) Elsewhere(dir string) error { return StartSelf("--data", dir) }

// Close closes the college, if one is open. What works beside it has ended by then or ends with the process.
func (f *Folder) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.open != nil {
		_ = f.open.close()
	}
}

// Log is the log of a window, in the college's data folder.
func Log(dir string) *slog.Logger {
	return slog.New(slog.NewTextHandler(&lumberjack.Logger{Filename: filepath.Join(dir, "zvonok.log"), MaxSize: 5, MaxBackups: 3}, nil))
}
