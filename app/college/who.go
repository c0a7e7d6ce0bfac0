package college

import (
	"context"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// Who is somebody at work. The zero value is nobody, who may do nothing.
type Who struct {
	In     bool
	Person model.PersonID // 0 is the owner of the file
	// Owner is the owner of the file at the command line, who may do everything; it is set in this process only.
	Owner bool
	// Session is the digest of the token of a person who came in by a password, and says who that is; empty for the owner of
	// the file and for personas.
	Session string
	// Afar says that they work on another computer than the college's.
	Afar bool
	// Generation is the college's generation when the owner or the persona came in: in another one the person's number
	// may be somebody else's.
	Generation string
}

type whoKey struct{}

// As makes a context in which the person acts that who returns at the moment of the work.
func As(ctx context.Context, who func() Who) context.Context {
	return context.WithValue(ctx, whoKey{}, who)
}

// AsOwner makes a context in which the owner of the data folder acts, at the command line.
func AsOwner(ctx context.Context) context.Context {
	return As(ctx, func() Who { return Who{Owner: true} })
}

// whoIn is the one who acts in the transaction.
func whoIn(tx *store.Tx) Who {
	if who, ok := tx.Context().Value(whoKey{}).(func() Who); ok {
		return who()
	}
	return Who{}
}

// Actor loads who acts in the transaction, as the roster has them now. Nobody, and somebody whose college was replaced by a
// copy, is an actor without rights; where a session has ended, the error is app.ErrSignedOut.
func Actor(tx *store.Tx) (model.Actor, error) {
	who := whoIn(tx)
	if who.Owner {
		return actorOf(tx, 0)
	}
	if !who.In {
		return model.Actor{}, nil
	}
	if who.Session != "" {
		actor, err := tx.SessionActor(who.Session)
		if errors.Is(err, store.ErrNotFound) {
			err = app.ErrSignedOut
		}
		return actor, err
	}
	generation, err := tx.Setting(store.SettingGeneration, "")
	if err != nil || generation != who.Generation {
		return model.Actor{}, err
	}
	return actorOf(tx, who.Person)
}

// actorOf loads a person with the facts that rights depend on; 0 is the owner of the file.
func actorOf(tx *store.Tx, id model.PersonID) (model.Actor, error) {
	if id == 0 {
		return model.Actor{Kind: model.Staff, Roles: model.RoleAdmin}, nil
	}
	return tx.Actor(id)
}

// PersonOf loads a person; 0 is the owner of the file, who is nobody of the college.
func PersonOf(tx *store.Tx, id model.PersonID) (model.Person, error) {
	if id == 0 {
		return model.Person{Name: model.Name{LastName: "Владелец"}, Kind: model.Staff, Roles: model.RoleAdmin, Active: true}, nil
	}
	return tx.Person(id)
}

// ByPassword reports whether the acting person came in by a password. The owner of the file acts as an administrator
// without one.
func ByPassword(tx *store.Tx) bool { return whoIn(tx).Session != "" }

// SessionOf is the digest of the token that the transaction acts with, empty without one.
func SessionOf(tx *store.Tx) string { return whoIn(tx).Session }

// Self is the person at work; it refuses if there is none.
func Self(tx *store.Tx) (model.Actor, error) {
	actor, err := Actor(tx)
	if err == nil && actor.Kind == 0 {
		err = app.ErrNoRight
	}
	return actor, err
}

// May refuses a person who lacks a right, and otherwise says who that is. What is done by the right is written down under
// this number and no other: somebody else may have signed in by then.
func May(tx *store.Tx, right func(model.Actor) bool) (model.PersonID, error) {
	actor, err := Actor(tx)
	if err == nil && !right(actor) {
		err = app.ErrNoRight
	}
	return actor.Person, err
}

// MaySetUp is May for «Настройки системы».
func MaySetUp(tx *store.Tx) (model.PersonID, error) { return May(tx, model.Actor.MaySetUp) }

// May is May for work that begins outside the database and is written down when it is done.
func (c *College) May(ctx context.Context, right func(model.Actor) bool) (id model.PersonID, err error) {
	return store.Read(ctx, c.Store, func(tx *store.Tx) (model.PersonID, error) { return May(tx, right) })
}

// MaySetUp is May for «Настройки системы».
func (c *College) MaySetUp(ctx context.Context) (model.PersonID, error) {
	return c.May(ctx, model.Actor.MaySetUp)
}

// provedFor is how long a password that was typed again counts.
const provedFor = 10 * time.Minute

// MayChangeHost is MaySetUp for what the whole college depends on: its tokens, and putting a copy in its place. A person on another
// computer must have typed their password not long ago, else the error is app.ErrPasswordAgain: their desk may have been left open.
func (c *College) MayChangeHost(ctx context.Context) (id model.PersonID, err error) {
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		if id, err = MaySetUp(tx); err != nil {
			return err
		}
		who := whoIn(tx)
		if !who.Afar {
			return nil
		}
		proved, err := tx.SessionProved(who.Session, c.Clock.Now().Add(-provedFor))
		if err == nil && !proved {
			err = app.ErrPasswordAgain
		}
		return err
	})
	return id, err
}

// MayEdit is May for the lists of the college: people, groups, subjects, orders.
func MayEdit(tx *store.Tx) (model.PersonID, error) {
	return May(tx, func(a model.Actor) bool { return a.PeopleAccess().Edit })
}
