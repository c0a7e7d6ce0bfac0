package store

import (
	"errors"
	"time"

	"zvonok/model"
)

// Epoch is the time in which one agent does one kind of work for the college. It ends when another agent takes the work
// over, in this process or another.
type Epoch struct {
	Work   string
	Number int64
}

// TakeOver begins an epoch of the work, now, and ends the one before. sending says that the agent before may have sent something
// that the messenger is still carrying out. While another process has the claim of the agent, it is model.ErrTakenOver.
func (tx *Tx) TakeOver(work string, now time.Time) (e Epoch, sending bool, err error) {
	others, err := tx.engine.claimedElsewhere(tx, ClaimAgent)
	if err == nil && others {
		err = model.ErrTakenOver
	}
	if err != nil {
		return e, false, err
	}
	// The first number is the time: a restore begins again, and no number comes twice.
	e.Work = work
	err = tx.one(`INSERT INTO epochs (work, number) VALUES ($1, $2) ON CONFLICT (work) DO UPDATE SET number = epochs.number + 1 RETURNING number, sending`,
		[]any{work, now.UnixMilli()}, &e.Number, &sending)
	return e, sending, err
}

// Holds refuses an epoch that has ended, with model.ErrTakenOver.
func (tx *Tx) Holds(e Epoch) error {
	return ended(tx.one(`SELECT number FROM epochs WHERE work = $1 AND number = $2`, []any{e.Work, e.Number}, &e.Number))
}

// Sends notes that the agent of the epoch is about to send something, or refuses it as Holds does.
func (tx *Tx) Sends(e Epoch) error {
	return ended(tx.one(`UPDATE epochs SET sending = 1 WHERE work = $1 AND number = $2 RETURNING number`, []any{e.Work, e.Number}, &e.Number))
}

// Rests notes that all that the agent of the epoch has sent is over.
func (tx *Tx) Rests(e Epoch) error {
	return tx.exec(`UPDATE epochs SET sending = 0 WHERE work = $1 AND number = $2`, e.Work, e.Number)
}

// ended is ErrTakenOver for an epoch that is no longer there.
func ended(err error) error {
	if errors.Is(err, ErrNotFound) {
		return model.ErrTakenOver
	}
	return err
}
