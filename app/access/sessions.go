package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

const (
	// keptFor is how long «Запомнить меня» holds. Another session goes on as long as it is used, and ends when it was not
	// used for idleFor.
	keptFor = 30 * 24 * time.Hour
	idleFor = 7 * 24 * time.Hour
	// seenEvery is how exactly the last use of a session is known: a write at each call would cost more than most calls.
	seenEvery = 10 * time.Minute
	// seenWithin is how long noting that may wait for those who write: an import takes many seconds.
	seenWithin = 50 * time.Millisecond
)

var errSessionGone = errors.New("этот сеанс уже завершён: обновите список (F5)")

// BeginSession signs in the person with the login and the password.
func (s *Access) BeginSession(ctx context.Context, login, password string, at model.Computer) (model.Begun, error) {
	now, hold := s.college.Clock.Now(), idleFor
	if at.Kept {
		hold = keptFor
	}
	begun := model.Begun{Token: rand.Text(), Until: now.Add(hold).UTC()}
	account, err := s.check(ctx, login, password, func(tx *store.Tx, account store.AccountRecord) error {
		if account.OneTime {
			return nil
		}
		err := tx.AddSession(digestOf(begun.Token), store.SessionRecord{
			Person: account.Person, Computer: model.Squeeze(at.Name), Kept: at.Kept, Since: now, Until: begun.Until,
		})
		return errors.Join(err, tx.NoteSignIn(account.Person, now))
	})
	if err != nil || account.OneTime {
		return model.Begun{MustChange: account.OneTime}, err
	}
	return begun, nil
}

// Resume is Stay for a person who comes back by a session that was kept, which ends after keptFor even if it was used.
func (s *Access) Resume(ctx context.Context, token string) (login string, err error) {
	now := s.college.Clock.Now()
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		session, err := tx.Session(digestOf(token), now)
		if errors.Is(err, store.ErrNotFound) || err == nil && now.Sub(session.Since) >= keptFor {
			err = app.ErrSignedOut
		}
		if err != nil {
			return err
		}
		return tx.NoteSignIn(session.Person, now)
	})
	if err != nil {
		return "", err
	}
	return s.Stay(ctx, token)
}

// Stay goes on with the session of a token and gives the login that it was begun with; app.ErrSignedOut when it has ended.
func (s *Access) Stay(ctx context.Context, token string) (login string, err error) {
	now := s.college.Clock.Now()
	if err := s.college.TurnDay(ctx); err != nil {
		return "", err
	}
	var session store.SessionRecord
	err = s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		if session, err = tx.Session(digestOf(token), now); err != nil {
			return err
		}
		person, err := tx.Person(session.Person)
		if err != nil {
			return err
		}
		if !person.Active {
			return app.ErrSignedOut
		}
		account, err := tx.AccountOf(session.Person)
		login = account.Login
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return "", app.ErrSignedOut
	}
	if err != nil || now.Sub(session.Seen) < seenEvery {
		return login, err
	}
	until := now.Add(idleFor)
	if until.Before(session.Until) {
		until = session.Until
	}
	noting, cancel := context.WithTimeout(ctx, seenWithin)
	defer cancel()
	err = s.college.Store.Update(noting, func(tx *store.Tx) error { return tx.SawSession(session.ID, now, until) })
	if errors.Is(err, model.ErrNoRoom) || noting.Err() != nil {
		err = ctx.Err() // a call that only reads goes on
	}
	return login, err
}

// AnyKept reports whether any computer keeps a session of «Запомнить меня».
func (s *Access) AnyKept(ctx context.Context) (any bool, err error) {
	return store.Read(ctx, s.college.Store, func(tx *store.Tx) (bool, error) { return tx.AnyKept(s.college.Clock.Now()) })
}

// Myself is who is at work.
func (s *Access) Myself(ctx context.Context) (me model.Myself, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if me.Actor, err = college.Self(tx); err != nil {
			return err
		}
		if me.Person, err = college.PersonOf(tx, me.Actor.Person); err != nil {
			return err
		}
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		me.Now = s.college.Clock.Now().In(zone)
		me.College, err = college.NameIn(tx)
		return err
	})
	return me, err
}

// Sessions lists the person's own sessions and, for administrators, everybody's, the last seen first.
func (s *Access) Sessions(ctx context.Context) (rows []model.SessionRow, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		of, err := sessionsOf(tx)
		if err != nil {
			return err
		}
		if rows, err = tx.Sessions(of, s.college.Clock.Now()); err != nil {
			return err
		}
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		own, err := ownSession(tx, s.college.Clock.Now())
		for i := range rows {
			r := &rows[i]
			r.Own = r.ID == own
			if r.Connected = r.Own || s.presence.has(r.ID); r.Connected {
				r.Seen = s.college.Clock.Now()
			}
			r.Since, r.Seen = r.Since.In(zone), r.Seen.In(zone)
		}
		return err
	})
	return rows, err
}

// sessionsOf is the person whose sessions the actor may see and end; 0 is everybody.
func sessionsOf(tx *store.Tx) (model.PersonID, error) {
	actor, err := college.Self(tx)
	if err != nil || actor.MaySetUp() {
		return 0, err
	}
	return actor.Person, nil
}

// ownSession is the session that the transaction acts with, 0 without one.
func ownSession(tx *store.Tx, now time.Time) (model.SessionID, error) {
	session, err := tx.Session(college.SessionOf(tx), now)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return session.ID, err
}

// EndSession ends one of the person's own sessions or, for administrators, anybody's; 0 is the present one.
func (s *Access) EndSession(ctx context.Context, id model.SessionID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		if digest := college.SessionOf(tx); id == 0 && digest != "" {
			return tx.EndToken(digest) // also that of somebody who has left the college
		}
		of, err := sessionsOf(tx)
		if err != nil {
			return err
		}
		if err = tx.EndSession(id, of); errors.Is(err, store.ErrNotFound) {
			err = errSessionGone
		}
		return err
	})
}

// Who is the person of the token's session.
func Who(token string) college.Who { return college.Who{In: true, Session: digestOf(token)} }

// As makes a context in which the person of the token's session acts.
func As(ctx context.Context, token string) context.Context {
	who := Who(token)
	return college.As(ctx, func() college.Who { return who })
}

// AsAfar is As for a person on another computer.
func AsAfar(ctx context.Context, token string) context.Context {
	who := Who(token)
	who.Afar = true
	return college.As(ctx, func() college.Who { return who })
}

// digestOf is what is stored of a token, whose random bits make a plain digest enough.
func digestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
