package desk

import (
	"context"
	"errors"
	"path/filepath"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/model"
)

// Line is how a college on another computer is reached, and what waits to be sent to it.
type Line interface {
	Line() model.Line
	SubscribeLine(fn func()) (cancel func())
	Unsent(ctx context.Context) ([]model.Unsent, error)
	Revoke(ctx context.Context, id string) error
	SendAgain(ctx context.Context, id string) error
	KeepsUnsent() bool
}

// far is a college on another computer.
type far struct {
	*remote.Client
	folder  *Folder
	college string // its ID
	beside  bool   // the server is on this computer, and has its data folder
}

func (*far) as(ctx context.Context, how func() presence) context.Context {
	return remote.As(ctx, func() string { return how().token })
}

func (f *far) begin(person model.PersonID, how func() presence) error {
	return f.Begin(remote.Work{
		Person: person, Token: func() string { return how().token }, Remember: how().kept, Dir: f.folder.Dir, Vault: f.folder.Vault,
	})
}

func (f *far) leave() { f.Leave() }

func (f *far) end() { f.End() }

// Entry is that of app.Access. Where the college does not answer, a person who is remembered gets in all the same.
func (f *far) Entry(ctx context.Context) (model.Entry, error) {
	entry, err := f.Client.Entry(ctx)
	if known := f.folder.known(f.college); errors.Is(err, remote.ErrNoServer) && known != nil && known.Kept != nil {
		return model.Entry{ID: f.college, College: known.Name, Founded: true, Accounts: true}, nil
	}
	return entry, err
}

// SubscribeLine calls fn, on any goroutine, whenever the line has changed or what waits to be sent, until cancel is called.
func (f *far) SubscribeLine(fn func()) (cancel func()) {
	return f.Client.SubscribeLine(func(model.Line) { fn() })
}

// stay does nothing: at the server every call prolongs the session.
func (*far) stay(context.Context, string) error { return nil }

func (f *far) anyKept(context.Context) (bool, error) {
	known := f.folder.known(f.college)
	return f.beside || known != nil && known.Kept != nil, nil
}

func (f *far) noteKept(k keptPerson) error { return f.folder.noteKept(f.college, k) }

func (f *far) resumeAlone() (keptPerson, bool) {
	if known := f.folder.known(f.college); known != nil && known.Kept != nil {
		return *known.Kept, true
	}
	return keptPerson{}, false
}

func (f *far) id(context.Context) (string, error) { return f.college, nil }

func (f *far) subscribe(fn func(model.Change)) (cancel func()) { return f.Subscribe(fn) }

func (*far) forget() {}

func (f *far) clock() app.Clock { return f.Clock() }

func (f *far) lockFile(name string) string { return filepath.Join(f.folder.Dir, name) }
