package store

import (
	"database/sql"
	"encoding/json"
	"time"

	"zvonok/model"
)

// RunID identifies a run of the agent.
type RunID int64

// StepState says what is known of a step that was sent.
type StepState uint8

// The states of a step in the journal. StepUnknown is a step without a trustworthy answer.
const (
	StepSent StepState = iota + 1
	StepDone
	StepRefused
	StepUnknown
)

// SentStep is a step in the journal.
type SentStep struct {
	ID     int64
	Chat   model.ChatID
	Person model.PersonID
	Kind   model.StepKind
	SentAt time.Time // UTC, to the millisecond
	State  StepState
	Code   int
}

// BeginRun notes that a run has begun.
func (tx *Tx) BeginRun(at time.Time) (RunID, error) {
	var id RunID
	err := tx.one(`INSERT INTO runs (started_at) VALUES ($1) RETURNING id`, []any{at.Unix()}, &id)
	return id, err
}

// EndRun notes how a run ended; problem is Russian, empty when there was none.
func (tx *Tx) EndRun(id RunID, at time.Time, report, problem string) error {
	tx.changed.Sync = true
	return tx.exec(`UPDATE runs SET finished_at = $1, report = $2, problem = $3 WHERE id = $4`, at.Unix(), report, problem, id)
}

// ForgetRun drops a run that the user stopped before anything was sent.
func (tx *Tx) ForgetRun(id RunID) error {
	tx.changed.Sync = true
	return tx.exec(`DELETE FROM runs WHERE id = $1`, id)
}

// LastRun says when the last finished run ended, what kept it from its end, and whether that was the limit of removals; no
// run is a zero time.
func (tx *Tx) LastRun() (at time.Time, problem string, held bool, err error) {
	err = tx.each(func(rows *sql.Rows) error {
		var report []byte
		err := rows.Scan(toMoment{&at}, &problem, &report)
		var told model.Report
		if len(report) > 0 && err == nil {
			err = json.Unmarshal(report, &told)
		}
		held = told.Held
		return err
	}, `SELECT finished_at, problem, report FROM runs WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1`)
	return at, problem, held, err
}

// SendSteps writes steps down before they are sent and gives them their IDs.
func (tx *Tx) SendSteps(run RunID, steps []SentStep) error {
	ids, err := insertMany(tx, `INSERT INTO steps (run_id, chat_id, person_id, kind, sent_at, state) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		steps, func(s SentStep) []any { return []any{run, s.Chat, s.Person, s.Kind, s.SentAt.UnixMilli(), StepSent} })
	for i, id := range ids {
		steps[i].ID, steps[i].State = id, StepSent
	}
	return err
}

// AnswerSteps writes down what became of steps.
func (tx *Tx) AnswerSteps(steps []SentStep) error {
	return manyOf(tx, `UPDATE steps SET state = $1, code = $2 WHERE id = $3`, steps,
		func(s SentStep) []any { return []any{s.State, s.Code, s.ID} })
}

// OpenCreations loads the creations of chats whose outcome is unknown, one a chat, with the time of
// the last sending.
func (tx *Tx) OpenCreations() ([]SentStep, error) {
	var steps []SentStep
	err := tx.each(func(rows *sql.Rows) error {
		s := SentStep{Kind: model.StepCreate}
		var millis int64
		err := rows.Scan(&s.Chat, &millis)
		s.SentAt = time.UnixMilli(millis).UTC()
		steps = append(steps, s)
		return err
	}, `SELECT s.chat_id, max(s.sent_at) FROM steps s JOIN chats c ON c.id = s.chat_id
		WHERE s.kind = $1 AND s.state IN (1, 4) AND c.peer = 0 GROUP BY s.chat_id ORDER BY s.chat_id`, model.StepCreate)
	return steps, err
}

// CloseSteps forgets that the outcome of a chat's earlier steps was unknown, once it was looked up.
func (tx *Tx) CloseSteps(chat model.ChatID, as StepState) error {
	return tx.exec(`UPDATE steps SET state = $1 WHERE chat_id = $2 AND state IN (1, 4)`, as, chat)
}

// PruneSteps forgets the steps that are older than the time, and their finished runs. Only a creation
// that is still in doubt is kept: the others may simply be sent again.
func (tx *Tx) PruneSteps(before time.Time) error {
	err := tx.exec(`DELETE FROM steps WHERE sent_at < $1 AND NOT (kind = $2 AND state IN (1, 4)
		AND EXISTS (SELECT 1 FROM chats c WHERE c.id = steps.chat_id AND c.peer = 0))`, before.UnixMilli(), model.StepCreate)
	if err != nil {
		return err
	}
	return tx.exec(`DELETE FROM runs WHERE finished_at < $1 AND NOT EXISTS (SELECT 1 FROM steps WHERE steps.run_id = runs.id)`, before.Unix())
}

// Pending counts the changes that wait for the agent: chats to make, rename and delete, people to let
// in or take out, administrators to name or take back.
func (tx *Tx) Pending() (int, error) {
	var chats, members int
	err := tx.one(`SELECT count(*) FROM chats WHERE (deleted = 0 AND (peer = 0 OR title <> title_there)) OR (deleted = 1 AND peer <> 0)`,
		nil, &chats)
	if err != nil {
		return 0, err
	}
	err = tx.one(`SELECT count(*) FROM members m JOIN chats c ON c.id = m.chat_id JOIN persons p ON p.id = m.person_id
		WHERE c.deleted = 0 AND c.peer <> 0
		AND (m.origin IN (1, 2) AND m.presence = 0 OR m.there <> 0 AND (m.origin IN (3, 4) OR m.there <> coalesce(p.messenger, 0))
		OR m.origin IN (1, 2) AND m.there <> 0 AND m.admin <> m.admin_there AND m.code = 0)`, nil, &members)
	return chats + members, err
}
