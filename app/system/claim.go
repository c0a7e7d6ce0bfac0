// Package system is what the operating system does for a window: one a data folder, and messages to a person where no
// window is open.
package system

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"zvonok/model/guard"
)

var (
	// ErrShown says that the folder has a window already, which has come to the front.
	ErrShown = errors.New("этот колледж уже открыт: его окно показано")
	// ErrTaken says that something else holds the folder, and does not answer.
	ErrTaken = errors.New("этот колледж уже открыт другой программой «Звонка»: закройте её и повторите")
)

// longestLink is longer than any connection link, in bytes.
const longestLink = 4 << 10

// knockLimit is how long a second start waits for the first one's answer.
const knockLimit = 2 * time.Second

// Window is the right to be the one window of a data folder.
type Window struct {
	lock *flock.Flock
	door net.Listener
	file string // where the door's address lies, readable by this user alone
	key  string

	mu     sync.Mutex
	front  func(link string)
	missed []string // with what somebody knocked before there was a front
}

// Claim takes the folder for this process's window; lock is the path of the file that says so. Where another process
// has it, its window is brought to the front and told the connection link with which this one was started, which may be empty; the
// error is ErrShown then, or ErrTaken if it does not answer.
func Claim(lock, link string) (*Window, error) {
	w := &Window{lock: flock.New(lock), file: lock + ".door", key: rand.Text()}
	got, err := w.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("папка данных недоступна, проверьте права на неё: %w", err)
	}
	if !got {
		return nil, knock(w.file, link)
	}
	if err := w.listen(); err != nil {
		// Without a door a second start says in words that the folder is taken.
		_ = os.Remove(w.file)
	}
	return w, nil
}

// listen opens the door on this computer's own network and writes down where it is.
func (w *Window) listen() (err error) {
	if w.door, err = (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	if err := os.Remove(w.file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return errors.Join(err, w.door.Close())
	}
	f, err := os.OpenFile(w.file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return errors.Join(err, w.door.Close())
	}
	_, err = fmt.Fprintf(f, "%s %s %d\n", w.door.Addr(), w.key, os.Getpid())
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, w.door.Close())
	}
	guard.Go(func() {
		for {
			conn, err := w.door.Accept()
			if err != nil {
				return
			}
			guard.Go(func() { w.answer(conn) })
		}
	})
	return nil
}

// answer lets those in who have read the key in the data folder.
func (w *Window) answer(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(knockLimit))
	key := make([]byte, len(w.key))
	if _, err := io.ReadFull(conn, key); err != nil || subtle.ConstantTimeCompare(key, []byte(w.key)) != 1 {
		return
	}
	link, err := bufio.NewReader(io.LimitReader(conn, longestLink)).ReadString('\n')
	if err != nil {
		return
	}
	link = strings.TrimSpace(link)
	w.mu.Lock()
	front := w.front
	if front == nil {
		w.missed = append(w.missed, link)
	}
	w.mu.Unlock()
	if front != nil {
		front(link)
	}
	_, _ = io.WriteString(conn, "ok\n")
}

// OnKnock calls front, on any goroutine, whenever the program was started a second time, with the connection link that it was
// given, if any.
func (w *Window) OnKnock(front func(link string)) {
	w.mu.Lock()
	w.front = front
	missed := w.missed
	w.missed = nil
	w.mu.Unlock()
	for _, link := range missed {
		front(link)
	}
}

// Close gives the folder back.
func (w *Window) Close() error {
	var err error
	if w.door != nil {
		err = w.door.Close()
		_ = os.Remove(w.file) // the next window writes its own
	}
	return errors.Join(err, w.lock.Close())
}

// knock asks the window whose door is written in the file to come to the front.
func knock(file, link string) error {
	f, err := os.Open(file)
	if err != nil {
		return ErrTaken
	}
	defer f.Close()
	var address, key string
	var pid int
	if _, err := fmt.Fscan(io.LimitReader(f, 200), &address, &key, &pid); err != nil {
		return ErrTaken
	}
	conn, err := (&net.Dialer{Timeout: knockLimit}).DialContext(context.Background(), "tcp", address)
	if err != nil {
		return ErrTaken
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(knockLimit))
	allowFront(pid)
	if _, err := io.WriteString(conn, key+link+"\n"); err != nil {
		return ErrTaken
	}
	if answer, err := bufio.NewReader(io.LimitReader(conn, 3)).ReadString('\n'); err != nil || answer != "ok\n" {
		return ErrTaken
	}
	return ErrShown
}
