package desk

import (
	"context"
	"path/filepath"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/model"
)

// place is the college that a session is a desk of: on this computer, or on another one.
type place interface {
	app.Contracts
	// as makes a context in which the person acts who came in as how says at the moment of the work.
	as(ctx context.Context, how func() presence) context.Context
	// begin notes that a person came in; how gives their token at the moment of a call. An error says in Russian what of their
	// work is not kept on this computer. leave notes that they have left it, end that they only stop working for now.
	begin(person model.PersonID, how func() presence) error
	leave()
	end()
	// stay keeps the session of a token from running out.
	stay(ctx context.Context, token string) error
	// anyKept reports whether the keyring may hold the session of somebody who asked to be remembered; noteKept notes whose it is.
	anyKept(ctx context.Context) (bool, error)
	noteKept(k keptPerson) error
	// resumeAlone is who is remembered, to be let in where the college does not answer; false where nobody is.
	resumeAlone() (keptPerson, bool)
	// id tells the college from others in the names of the keyring's entries.
	id(ctx context.Context) (string, error)
	// subscribe calls fn after every change, on any goroutine, until cancel is called.
	subscribe(fn func(model.Change)) (cancel func())
	// forget drops what was read for the person at work.
	forget()
	clock() app.Clock
	// lockFile is the path of a lock that the windows of this computer share.
	lockFile(name string) string
}

// here is a college on this computer.
type here struct{ *areas.Areas }

func (h here) as(ctx context.Context, how func() presence) context.Context {
	return college.As(ctx, func() college.Who {
		p := how()
		if p.token != "" {
			return access.Who(p.token)
		}
		return college.Who{In: p.in, Person: p.persona, Generation: p.generation}
	})
}

func (here) begin(model.PersonID, func() presence) error { return nil }

func (here) leave() {}

func (here) end() {}

func (h here) stay(ctx context.Context, token string) error {
	_, err := h.Stay(ctx, token)
	return err
}

func (h here) anyKept(ctx context.Context) (bool, error) { return h.AnyKept(ctx) }

// noteKept does nothing: the college's own list of sessions says it.
func (here) noteKept(keptPerson) error { return nil }

func (here) resumeAlone() (keptPerson, bool) { return keptPerson{}, false }

func (h here) id(ctx context.Context) (string, error) { return h.College.ID(ctx) }

func (h here) subscribe(fn func(model.Change)) (cancel func()) { return h.College.Store.Subscribe(fn) }

func (h here) forget() { h.Imports.Forget() }

func (h here) clock() app.Clock { return h.College.Clock }

func (h here) lockFile(name string) string { return filepath.Join(h.College.Dir, name) }
