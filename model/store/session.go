package store

import (
	"errors"
	"time"

	"zvonok/model"
)

// SessionRecord is a session as it is stored; its times are UTC, whole seconds.
type SessionRecord struct {
	ID                 model.SessionID
	Person             model.PersonID
	Computer           string
	Kept               bool // a keyring has the token
	Since, Seen, Until time.Time
}

// AddSession lets the token of this digest act for a person, and forgets the sessions that have run out.
func (tx *Tx) AddSession(digest string, s SessionRecord) error {
	tx.changed.Access = append(tx.changed.Access, s.Person)
	return errors.Join(tx.exec(`DELETE FROM sessions WHERE until <= $1`, s.Since.Unix()),
		tx.exec(`INSERT INTO sessions (digest, person_id, computer, kept, since, seen, until) VALUES ($1, $2, $3, $4, $5, $5, $6)`,
			digest, s.Person, s.Computer, flag(s.Kept), s.Since.Unix(), s.Until.Unix()))
}

// Session finds the session whose token has this digest; ErrNotFound when there is none or it has run out.
func (tx *Tx) Session(digest string, now time.Time) (SessionRecord, error) {
	var s SessionRecord
	err := tx.one(`SELECT id, person_id, computer, kept, since, seen, until FROM sessions WHERE digest = $1 AND until > $2`, []any{digest, now.Unix()},
		&s.ID, &s.Person, &s.Computer, &s.Kept, toMoment{&s.Since}, toMoment{&s.Seen}, toMoment{&s.Until})
	return s, err
}

// ProveSession notes that a person's password was typed in a session of theirs.
func (tx *Tx) ProveSession(digest string, person model.PersonID, now time.Time) error {
	return tx.exec(`UPDATE sessions SET proved = $1 WHERE digest = $2 AND person_id = $3`, now.Unix(), digest, person)
}

// SessionProved reports whether that was done after a moment.
func (tx *Tx) SessionProved(digest string, after time.Time) (proved bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM sessions WHERE digest = $1 AND proved > $2)`, []any{digest, after.Unix()}, &proved)
	return proved, err
}

// AnyKept reports whether a keyring has the token of a session in force.
func (tx *Tx) AnyKept(now time.Time) (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM sessions WHERE kept = 1 AND until > $1)`, []any{now.Unix()}, &has)
	return has, err
}

// SawSession notes that a session was used, and until when it holds now.
func (tx *Tx) SawSession(id model.SessionID, now, until time.Time) error {
	return tx.exec(`UPDATE sessions SET seen = $1, until = $2 WHERE id = $3`, now.Unix(), until.Unix(), id)
}

// Sessions lists the sessions that hold, of one person or, for 0, of everybody, the last seen first.
func (tx *Tx) Sessions(person model.PersonID, now time.Time) ([]model.SessionRow, error) {
	return load(tx, func(s *model.SessionRow) []any {
		return []any{&s.ID, &s.Person, &s.Name.LastName, &s.Name.FirstName, &s.Name.MiddleName, &s.Computer, toMoment{&s.Since}, toMoment{&s.Seen}}
	}, `SELECT s.id, s.person_id, p.last_name, p.first_name, p.middle_name, s.computer, s.since, s.seen
		FROM sessions s JOIN persons p ON p.id = s.person_id
		WHERE s.until > $1 AND ($2 = 0 OR s.person_id = $2) ORDER BY s.seen DESC, s.id DESC`, now.Unix(), person)
}

// EndSession ends a session of the person, or of anybody for 0; ErrNotFound when there is none.
func (tx *Tx) EndSession(id model.SessionID, person model.PersonID) error {
	err := tx.one(`DELETE FROM sessions WHERE id = $1 AND ($2 = 0 OR person_id = $2) RETURNING person_id`, []any{id, person}, &person)
	tx.changed.Access = append(tx.changed.Access, person)
	return err
}

// EndToken makes one token worthless.
func (tx *Tx) EndToken(digest string) error {
	var person model.PersonID
	err := tx.one(`DELETE FROM sessions WHERE digest = $1 RETURNING person_id`, []any{digest}, &person)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	tx.changed.Access = append(tx.changed.Access, person)
	return err
}

// EndSessionsOf ends all of a person's sessions.
func (tx *Tx) EndSessionsOf(person model.PersonID) error {
	tx.changed.Access = append(tx.changed.Access, person)
	return tx.exec(`DELETE FROM sessions WHERE person_id = $1`, person)
}
