package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"zvonok/model"
)

type requestKey struct{}

// request is a request that the first transaction with its context notes.
type request struct {
	model.Request
	by      func(*Tx) (model.PersonID, error)
	results []any // pointers to its results

	first sync.Mutex // held by the transaction that may be the first
	noted bool
}

// Once lets the first transaction that writes with the context note the request; by tells, in the transaction, who asks.
// A request that was noted before is not done again: the error is model.ErrDone.
func Once(ctx context.Context, r model.Request, by func(*Tx) (model.PersonID, error)) context.Context {
	return context.WithValue(ctx, requestKey{}, &request{Request: r, by: by})
}

// Answers says where the results of the context's request are, if there is one. Their values at the end of the transaction that notes
// the request are kept in it, so that the same request gets the same answer again.
func Answers(ctx context.Context, results ...any) {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		r.results = results
	}
}

// toNote is the context's request, for the first transaction that writes with it; nil without a request, or once it was noted. done has to
// be called with whether it was noted: until then other transactions of the request wait.
func toNote(ctx context.Context) (r *request, done func(noted bool)) {
	r, ok := ctx.Value(requestKey{}).(*request)
	if !ok {
		return nil, func(bool) {}
	}
	r.first.Lock()
	if r.noted {
		r.first.Unlock()
		return nil, func(bool) {}
	}
	return r, func(noted bool) {
		r.noted = noted
		r.first.Unlock()
	}
}

// note writes a request down, calls fn, and keeps the answer.
func (tx *Tx) note(r *request, now time.Time, fn func(*Tx) error) error {
	if r == nil {
		return fn(tx)
	}
	person, err := r.by(tx)
	if err != nil {
		return err
	}
	err = tx.one(`INSERT INTO requests (id, person_id, method, digest, made) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING RETURNING id`,
		[]any{r.ID, person, r.Method, r.Digest, now.Unix()}, &r.ID)
	if errors.Is(err, ErrNotFound) {
		err = model.ErrDone
	}
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil || len(r.results) == 0 {
		return err
	}
	answer, err := json.Marshal(r.results)
	if err != nil {
		return err
	}
	return tx.exec(`UPDATE requests SET answer = $1 WHERE id = $2`, string(answer), r.ID)
}

// Answer is what a person's request was answered, as JSON; nil where it has no results. One that is new is not done;
// another one of its number is model.ErrOtherRequest.
func (tx *Tx) Answer(r model.Request, by model.PersonID) (answer []byte, done bool, err error) {
	var known model.Request
	var person model.PersonID
	var text sql.NullString
	err = tx.one(`SELECT person_id, method, digest, answer FROM requests WHERE id = $1`, []any{r.ID}, &person, &known.Method, &known.Digest, &text)
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	if known.ID = r.ID; err == nil && (known != r || person != by) {
		err = model.ErrOtherRequest
	}
	if text.Valid {
		answer = []byte(text.String)
	}
	return answer, err == nil, err
}
