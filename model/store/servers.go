package store

import "time"

// ServerRecord is one of the servers of a college that several have.
type ServerRecord struct {
	ID    string
	State string    // JSON: what it says of itself
	Until time.Time // UTC, whole seconds: until when it counts as at work unless it is heard again
}

// Shared reports whether several servers may have the college: it is in a database, and not in a file.
func (s *Store) Shared() bool { return s.engine.shared() }

// PutServer writes down what a server says of itself.
func (tx *Tx) PutServer(s ServerRecord) error {
	return tx.exec(`INSERT INTO servers (id, state, until) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET state = excluded.state, until = excluded.until`,
		s.ID, s.State, s.Until.Unix())
}

// Servers are those that have said something of themselves, the last heard first.
func (tx *Tx) Servers() ([]ServerRecord, error) {
	return load(tx, func(s *ServerRecord) []any { return []any{&s.ID, &s.State, toMoment{&s.Until}} },
		`SELECT id, state, until FROM servers ORDER BY until DESC, id`)
}

// DropServers forgets the servers that were at work before a moment, and not since.
func (tx *Tx) DropServers(before time.Time) error {
	return tx.exec(`DELETE FROM servers WHERE until < $1`, before.Unix())
}

// DropServer forgets a server.
func (tx *Tx) DropServer(id string) error { return tx.exec(`DELETE FROM servers WHERE id = $1`, id) }
