package store

// Errand is what a command beside the college's server asks its agent to do.
type Errand struct {
	ID       string
	Asked    string // JSON, as Progress and Answer are
	Stopped  bool   // the command no longer wants it done
	Progress string // empty until there is some
	Answer   string // empty until it is done
}

// AskErrand lets an errand wait for the server.
func (tx *Tx) AskErrand(id, asked string) error {
	tx.changed.Sync = true
	return tx.exec(`INSERT INTO errands (id, asked) VALUES ($1, $2)`, id, asked)
}

// Errand loads one; ErrNotFound where the server has forgotten it.
func (tx *Tx) Errand(id string) (Errand, error) {
	e := Errand{ID: id}
	err := tx.one(`SELECT asked, stopped, progress, answer FROM errands WHERE id = $1`, []any{id}, &e.Asked, &e.Stopped, &e.Progress, &e.Answer)
	return e, err
}

// OpenErrands are those that are not answered.
func (tx *Tx) OpenErrands() ([]Errand, error) {
	return load(tx, func(e *Errand) []any { return []any{&e.ID, &e.Asked, &e.Stopped} },
		`SELECT id, asked, stopped FROM errands WHERE answer = '' ORDER BY id`)
}

// StopErrand tells the server that an errand is no longer to be done.
func (tx *Tx) StopErrand(id string) error {
	tx.changed.Sync = true
	return tx.exec(`UPDATE errands SET stopped = 1 WHERE id = $1`, id)
}

// AdvanceErrand notes how far an errand is.
func (tx *Tx) AdvanceErrand(id, progress string) error {
	return tx.exec(`UPDATE errands SET progress = $1 WHERE id = $2`, progress, id)
}

// AnswerErrand notes what came of an errand.
func (tx *Tx) AnswerErrand(id, answer string) error {
	return tx.exec(`UPDATE errands SET answer = $1 WHERE id = $2`, answer, id)
}

// DropErrand forgets one whose answer was read.
func (tx *Tx) DropErrand(id string) error { return tx.exec(`DELETE FROM errands WHERE id = $1`, id) }

// DropErrands forgets all: nobody waits for their answers any more.
func (tx *Tx) DropErrands() error { return tx.exec(`DELETE FROM errands`) }
