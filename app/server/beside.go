package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"zvonok/model"
	"zvonok/model/files"
	"zvonok/model/store"
)

// announced is a file of the data folder: windows and commands on the same folder find its server by it. Only those who
// may read the folder may read it.
const announced = "server.json"

// mostAnnounced is longer than any such file, in bytes.
const mostAnnounced = 4 << 10

// takeWithin is how long a server waits for a lock that somebody else is only looking at.
const (
	takeWithin = 500 * time.Millisecond
	takeEvery  = 20 * time.Millisecond
)

func lockFile(dir string) string { return filepath.Join(dir, "server.lock") }

// Running is the server that has a data folder.
type Running struct {
	// Link leads to the server on this computer, whatever its network is.
	Link model.ConnectionLink
	// Connect is the link for other computers.
	Connect model.ConnectionLink
	PID     int // of its process
	// NoAgent says that it does not carry the chats to the messenger.
	NoAgent bool
}

// TakenError says that another process serves the college of the data folder.
type TakenError struct{ PID int }

// Error says which one, where it is known.
func (e TakenError) Error() string {
	which := ""
	if e.PID != 0 {
		which = fmt.Sprintf(" (процесс %d)", e.PID)
	}
	return "доступ к этому колледжу уже открыт другой программой «Звонка»" + which + ": сначала закройте её"
}

// Beside finds the server of a data folder, in this process or in another.
func Beside(dir string) (running Running, found bool) {
	lock := flock.New(lockFile(dir))
	if _, err := os.Stat(lock.Path()); err != nil {
		return running, false
	}
	if got, err := lock.TryLock(); got || err != nil {
		_ = lock.Close()
		return running, false
	}
	text, err := files.Read(context.Background(), filepath.Join(dir, announced), mostAnnounced)
	var a announcement
	if err != nil || json.Unmarshal(text, &a) != nil {
		return running, true
	}
	running.PID, running.NoAgent = a.PID, a.NoAgent
	if link, err := model.ParseConnectionLink(a.Link); err == nil {
		running.Link = link
	}
	if link, err := model.ParseConnectionLink(a.Connect); err == nil {
		running.Connect = link
	}
	return running, true
}

type announcement struct {
	Link    string `json:"link"`
	Connect string `json:"connect"`
	PID     int    `json:"pid"`
	NoAgent bool   `json:"no_agent,omitempty"`
}

// take makes this process the one that serves the folder, where a killed one may have left its file.
func (s *Server) take(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, takeWithin)
	defer cancel()
	got, err := s.lock.TryLockContext(waiting, takeEvery)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		running, _ := Beside(s.parts.Areas.College.Dir)
		return TakenError{running.PID}
	case err != nil || !got:
		return fmt.Errorf("не удалось занять файл %s: %w", s.lock.Path(), err)
	}
	if err := s.retract(); err != nil || s.parts.Areas.College.Store.Shared() {
		return err
	}
	// The commands that asked a former server of something have ended without it. Where there are others, the next agent forgets them.
	return s.parts.Areas.College.Store.Update(ctx, (*store.Tx).DropErrands)
}

// announce writes down where the server is.
func (s *Server) announce(address string) error {
	here := s.own
	here.Addresses = []string{address}
	text, err := json.Marshal(announcement{here.String(), s.Link().String(), os.Getpid(), s.parts.NoAgent})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(s.announced(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = f.Write(append(text, '\n'))
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("не удалось записать, где сервер: проверьте права на папку данных (%w)", err)
	}
	return nil
}

// retract removes what a server wrote, this one or one that was killed.
func (s *Server) retract() error {
	if err := os.Remove(s.announced()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (s *Server) announced() string { return filepath.Join(s.parts.Areas.College.Dir, announced) }
