package store

import (
	"errors"
	"time"

	"zvonok/model"
)

// Tries are the wrong passwords in a row for one login at one place. Times are UTC, to the millisecond.
type Tries struct {
	Wrong        int
	Last, NextAt time.Time
}

// Tries loads the wrong passwords for a login's key at a place; none is zero.
func (tx *Tx) Tries(key, place string) (Tries, error) {
	var t Tries
	var last, next int64
	err := tx.one(`SELECT wrong, last_at, next_at FROM wrong_passwords WHERE login = $1 AND place = $2`, []any{key, place}, &t.Wrong, &last, &next)
	if errors.Is(err, ErrNotFound) {
		return Tries{}, nil
	}
	t.Last, t.NextAt = time.UnixMilli(last).UTC(), time.UnixMilli(next).UTC()
	return t, err
}

// SetTries writes the wrong passwords for a login's key at a place down.
func (tx *Tx) SetTries(key, place string, t Tries) error {
	return tx.exec(`INSERT INTO wrong_passwords (login, place, wrong, last_at, next_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (login, place) DO UPDATE SET wrong = excluded.wrong, last_at = excluded.last_at, next_at = excluded.next_at`,
		key, place, t.Wrong, t.Last.UnixMilli(), t.NextAt.UnixMilli())
}

// ForgetTries forgets the wrong passwords for a login's key at a place, after a right one.
func (tx *Tx) ForgetTries(key, place string) error {
	return tx.exec(`DELETE FROM wrong_passwords WHERE login = $1 AND place = $2`, key, place)
}

// ForgetAllTries forgets them at every place, after the password became another one.
func (tx *Tx) ForgetAllTries(key string) error {
	return tx.exec(`DELETE FROM wrong_passwords WHERE login = $1`, key)
}

// KnowDesk notes that a person has signed in at the desk of this digest.
func (tx *Tx) KnowDesk(person model.PersonID, digest string, now time.Time) error {
	return tx.exec(`INSERT INTO known_desks (person_id, digest, seen) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, digest) DO UPDATE SET seen = excluded.seen`, person, digest, now.Unix())
}

// KnowsDesk reports whether the person of a login has signed in at the desk of this digest.
func (tx *Tx) KnowsDesk(login, digest string) (known bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM known_desks d JOIN accounts a ON a.person_id = d.person_id WHERE a.folded = $1 AND d.digest = $2)`,
		[]any{model.FoldLogin(login), digest}, &known)
	return known, err
}
