package desk

import (
	"context"
	"path/filepath"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/model"
)

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

func (f *far) begin(how func() presence) {
	f.Begin(remote.Work{Token: func() string { return how().token }})
}

func (f *far) end() { f.End() }

func (f *far) line() model.Line { return f.Line() }

func (f *far) subscribeLine(fn func()) (cancel func()) {
	return f.SubscribeLine(func(model.Line) { fn() })
}

// stay does nothing: the server lets a session stay with every call.
func (*far) stay(context.Context, string) error { return nil }

func (f *far) anyKept(context.Context) (bool, error) {
	known := f.folder.known(f.college)
	return f.beside || known != nil && known.Kept, nil
}

func (f *far) noteKept(kept bool) error { return f.folder.noteKept(f.college, kept) }

func (f *far) id(context.Context) (string, error) { return f.college, nil }

func (f *far) subscribe(fn func(model.Change)) (cancel func()) { return f.Subscribe(fn) }

func (*far) forget() {}

func (f *far) clock() app.Clock { return f.Clock() }

func (f *far) lockFile(name string) string { return filepath.Join(f.folder.Dir, name) }
