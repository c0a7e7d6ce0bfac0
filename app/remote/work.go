package remote

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"zvonok/app/remote/sealed"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/guard"
)

// Work is a person's at a desk.
type Work struct {
	Person model.PersonID
	Token  func() string // of their session, as for As
	// Remember says that they asked to be remembered on this computer: what they were told is then kept in Dir, sealed with a key
	// that lies in the Vault.
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
	answers *answers
	end     context.CancelFunc
}

// Begin begins a person's work: from now on the line is kept, and so is what they are told. Work that had begun before ends. An error
// says, in Russian, why nothing is kept on this computer; the work has begun all the same. It may wait for the vault.
func (c *Client) Begin(with Work) error {
	c.End()
	w := &work{Work: with, college: c.college}
	folder, failed := w.folder()
	w.answers = newAnswers(newShelf(folder))
	if heard, ahead := w.answers.heard(); !heard.IsZero() {
		c.hours.ahead.Store(int64(ahead))
		w.expire(c.hours.Now())
	}
	ctx, end := context.WithCancel(As(context.Background(), w.Token))
	w.end = end
	c.work.Store(w)
	c.line.becomes(w, model.Line{State: model.LineConnecting, Since: c.hours.Now()})
	guard.Go(func() { c.lookOn(ctx, w) })
	guard.Go(func() { c.hold(ctx, w) })
	return failed
}

// End ends the work that has begun, if any. What is kept stays, for when the person comes again.
func (c *Client) End() { c.endWork() }

// Leave ends the work of a person who leaves this computer: of what they were told nothing stays.
func (c *Client) Leave() {
	if w := c.endWork(); w != nil {
		w.forget()
	}
}

func (c *Client) endWork() *work {
	w := c.work.Swap(nil)
	if w != nil {
		w.end()
		c.line.becomes(nil, model.Line{})
		w.answers.saveState()
		w.answers.settle()
	}
	return w
}

// workOf is the work of whoever does something with the context, or nil.
func (c *Client) workOf(ctx context.Context) *work {
	w := c.work.Load()
	token, ok := ctx.Value(tokenKey{}).(func() string)
	if w == nil || !ok || token() != w.Token() {
		return nil
	}
	return w
}

// keyName is under what name the vault has the key of the answers.
func (w *work) keyName() string { return fmt.Sprintf("cache-%s-%d", w.college, w.Person) }

// path is the folder of the answers of one person, whatever their wire number.
func (w *work) path() string {
	return filepath.Join(w.Dir, "answers", fmt.Sprintf("%s-%d", url.PathEscape(w.college), w.Person))
}

// vaultWithin is how long the vault may take: nobody waits longer for what only makes work quicker.
const vaultWithin = 5 * time.Second

// folder opens where answers are kept on the computer; nil where they are not to be, and with an error where they cannot be.
func (w *work) folder() (*sealed.Folder, error) {
	if !w.Remember {
		w.clear()
		return nil, nil
	}
	folder, err := w.open()
	if err != nil {
		return nil, fmt.Errorf("без связи с колледжем на этом компьютере ничего не будет видно: %w", err)
	}
	return folder, nil
}

func (w *work) open() (*sealed.Folder, error) {
	ctx, done := context.WithTimeout(context.Background(), vaultWithin)
	defer done()
	key, err := w.Vault.Get(ctx, w.keyName())
	if errors.Is(err, vault.ErrNone) {
		key = sealed.NewSecret()
		err = w.Vault.Set(ctx, w.keyName(), key)
	}
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(w.path(), strconv.Itoa(Wire))
	others, _ := filepath.Glob(filepath.Join(w.path(), "*")) // of other wire numbers; the pattern is right
	for _, other := range others {
		if other != dir {
			err = errors.Join(err, os.RemoveAll(other))
		}
	}
	folder, failed := sealed.Open(dir, key, mostSealed)
	return folder, errors.Join(err, failed)
}

// expire forgets what was kept without the server for too long.
func (w *work) expire(now time.Time) {
	if heard, _ := w.answers.heard(); !heard.IsZero() && now.Sub(heard).Abs() > keptWithout {
		w.forget()
	}
}

// forget forgets what the person was told, and the key of it. Until they come again nothing is kept on the computer.
func (w *work) forget() {
	w.answers.leave()
	w.clear()
}

// clear leaves nothing of the person's on the computer.
func (w *work) clear() {
	if _, err := os.Stat(w.path()); w.Dir == "" || err != nil {
		return
	}
	ctx, done := context.WithTimeout(context.Background(), vaultWithin)
	defer done()
	warn(errors.Join(os.RemoveAll(w.path()), w.Vault.Delete(ctx, w.keyName())))
}
