package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"zvonok/app/remote/sealed"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/guard"
)

// Work is a person's at a desk.
type Work struct {
	Person model.PersonID
	Token  func() string // of their session, asked once
	// Remember says that they asked to be remembered on this computer: what they were told, and what waits to be sent, is then kept
	// in Dir, sealed with keys that lie in the Vault.
	Remember bool
	Dir      string
	Vault    vault.Vault
}

// keptWithout is for how long a desk that does not reach its server keeps what it was told.
const keptWithout = 14 * 24 * time.Hour

// work is one that has begun.
type work struct {
	Work
	college string
	token   string // by which it began: whoever has another one is somebody else
	answers *answers
	outbox  *outbox
	end     context.CancelFunc
	status  atomic.Pointer[model.SyncStatus] // as the server told it last
}

// Begin begins a person's work: from now on the line is kept, and so is what they are told. Work that had begun before ends. An error
// says, in Russian, why nothing is kept on this computer; the work has begun all the same. It may wait for the vault.
func (c *Client) Begin(with Work) error {
	c.End()
	w := &work{Work: with, college: c.college, token: with.Token()}
	kept, failed := w.folder(cache, with.Remember, mostSealed)
	w.answers = newAnswers(newShelf(kept))
	waiting, err := w.folder(unsent, with.Remember || w.has(unsent), 0)
	failed = errors.Join(failed, err)
	w.outbox, err = openOutbox(waiting)
	failed = errors.Join(failed, err)
	if heard, ahead := w.answers.heard(); !heard.IsZero() {
		c.hours.ahead.Store(int64(ahead))
		w.expire(c.hours.Now())
	}
	ctx, end := context.WithCancel(As(context.Background(), func() string { return w.token }))
	w.end = end
	c.work.Store(w)
	line := model.Line{State: model.LineConnecting, Since: c.hours.Now()}
	line.Waiting, line.Refused = w.outbox.count()
	c.line.becomes(w, line)
	guard.Go(func() { c.lookOn(ctx, w) })
	guard.Go(func() { c.hold(ctx, w) })
	guard.Go(func() { c.send(ctx, w) })
	return failed
}

// End ends the work that has begun, if any. What is kept stays, for when the person comes again.
func (c *Client) End() { c.endWork() }

// Leave ends the work of a person who leaves this computer: of what they were told nothing stays. What waits to be sent stays, if
// KeepsUnsent, until they come again.
func (c *Client) Leave() {
	if w := c.endWork(); w != nil {
		w.forget()
		if w.outbox.folder != nil && len(w.outbox.list()) == 0 { // what did not open may hold something
			w.clear(unsent)
		}
	}
}

func (c *Client) endWork() *work {
	w := c.work.Swap(nil)
	if w != nil {
		w.end()
		w.outbox.close()
		c.line.becomes(nil, model.Line{})
		w.answers.saveState()
		w.answers.close()
	}
	return w
}

// workOf is the work of whoever does something with the context, or nil.
func (c *Client) workOf(ctx context.Context) *work {
	w := c.work.Load()
	token, ok := ctx.Value(tokenKey{}).(func() string)
	if w == nil || !ok || token() != w.token {
		return nil
	}
	return w
}

// What is kept of a person on the computer, each in a folder of its own with a key of its own.
const (
	cache  = "cache"  // what they were told
	unsent = "outbox" // what waits to be sent
)

// keyName is under what name the vault has the key of a folder.
func (w *work) keyName(of string) string { return fmt.Sprintf("%s-%s-%d", of, w.college, w.Person) }

// path is a person's folder.
func (w *work) path(of string) string {
	return filepath.Join(w.Dir, of, fmt.Sprintf("%s-%d", url.PathEscape(w.college), w.Person))
}

// has reports whether the computer has something of the person's.
func (w *work) has(of string) bool {
	_, err := os.Stat(w.path(of))
	return w.Dir != "" && err == nil
}

// vaultWithin is how long the vault may take.
const vaultWithin = 5 * time.Second

// folder opens a folder for most bytes, 0 for any; nil where nothing is to be kept, and with an error where it cannot be.
func (w *work) folder(of string, keep bool, most int64) (*sealed.Folder, error) {
	if !keep {
		w.clear(of)
		return nil, nil
	}
	folder, err := w.open(of, most)
	if err != nil && !errors.Is(err, errUnread) {
		return nil, fmt.Errorf("на этом компьютере ничего не сохраняется для работы без связи с колледжем: %w", err)
	}
	return folder, err
}

// errUnread: the vault has lost the key of what waited to be sent.
var errUnread = errors.New("хранилище ключей потеряло ключ к тому, что ждало отправки с этого компьютера: если вы ставили здесь отметки без связи, " +
	"проверьте их в журнале и поставьте ещё раз")

func (w *work) open(of string, most int64) (*sealed.Folder, error) {
	ctx, done := context.WithTimeout(context.Background(), vaultWithin)
	defer done()
	key, err := w.Vault.Get(ctx, w.keyName(of))
	var lost error
	if errors.Is(err, vault.ErrNone) {
		if of == unsent && w.has(of) {
			lost = errors.Join(errUnread, os.RemoveAll(w.path(of)))
		}
		key = sealed.NewSecret()
		err = w.Vault.Set(ctx, w.keyName(of), key)
	}
	if err != nil {
		return nil, err
	}
	folder, err := sealed.Open(w.path(of), key, most)
	return folder, errors.Join(err, lost)
}

// expire forgets what was kept without the server for too long.
func (w *work) expire(now time.Time) {
	if heard, _ := w.answers.heard(); !heard.IsZero() && now.Sub(heard).Abs() > keptWithout {
		w.forget()
	}
}

// forget forgets what the person was told, and the key of it. Until they come again nothing of it is kept on the computer.
func (w *work) forget() {
	w.answers.leave()
	w.clear(cache)
}

// Forget takes from a computer what the people of a college were told there, and the keys of it. What waits to be sent stays.
func Forget(college, dir string, keys vault.Vault) error {
	folders, err := os.ReadDir(filepath.Join(dir, cache))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errKeptStays
	}
	for _, folder := range folders {
		number, ofCollege := strings.CutPrefix(folder.Name(), url.PathEscape(college)+"-")
		person, err := strconv.ParseInt(number, 10, 64)
		if !ofCollege || err != nil {
			continue
		}
		w := &work{Work: Work{Person: model.PersonID(person), Dir: dir, Vault: keys}, college: college}
		if w.clear(cache); w.has(cache) {
			return errKeptStays
		}
	}
	return nil
}

var errKeptStays = errors.New("не удалось удалить то, что сохранено на этом компьютере для работы без связи: проверьте права на папку данных и повторите")

// clear takes a folder of the person's, and its key, from the computer.
func (w *work) clear(of string) {
	if !w.has(of) {
		return
	}
	ctx, done := context.WithTimeout(context.Background(), vaultWithin)
	defer done()
	warn(errors.Join(os.RemoveAll(w.path(of)), w.Vault.Delete(ctx, w.keyName(of))))
}
