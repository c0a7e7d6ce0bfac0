package store

import (
	"errors"
	"time"

	"zvonok/model"
)

// LastSitting loads a person's latest sitting at a subject's journal; the zero Sitting where there was none.
func (tx *Tx) LastSitting(actor model.PersonID, teaching model.TeachingID) (s model.Sitting, err error) {
	err = tx.one(`SELECT s.line, s.began, a.at, s.from_day, s.until_day, s.marks, s.absences, s.added, s.changed, s.tasks
		FROM sittings s JOIN audit a ON a.id = s.line WHERE s.actor = $1 AND s.teaching_id = $2`, []any{actor, teaching},
		&s.Line, toMoment{&s.Began}, toMoment{&s.Last}, toDay{&s.From}, toDay{&s.Until}, &s.Marks, &s.Absences, &s.Added, &s.Changed, &s.Tasks)
	if errors.Is(err, ErrNotFound) {
		return model.Sitting{}, nil
	}
	return s, err
}

// KeepSitting writes a person's sitting at a subject's journal in place of the one before.
func (tx *Tx) KeepSitting(actor model.PersonID, teaching model.TeachingID, s model.Sitting) error {
	return tx.exec(`INSERT INTO sittings (actor, teaching_id, line, began, from_day, until_day, marks, absences, added, changed, tasks)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (actor, teaching_id) DO UPDATE SET line = excluded.line, began = excluded.began, from_day = excluded.from_day,
		until_day = excluded.until_day, marks = excluded.marks, absences = excluded.absences, added = excluded.added,
		changed = excluded.changed, tasks = excluded.tasks`,
		actor, teaching, s.Line, s.Began.Unix(), formatDate(s.From), formatDate(s.Until), s.Marks, s.Absences, s.Added, s.Changed, s.Tasks)
}

// GrowAudit lets a line of «Журнал изменений» tell more, at a later time.
func (tx *Tx) GrowAudit(line int64, at time.Time, details string) error {
	tx.changed.Audit = true
	return tx.exec(`UPDATE audit SET at = $1, details = $2 WHERE id = $3`, at.Unix(), details, line)
}
