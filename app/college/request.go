package college

import (
	"context"

	"zvonok/model"
	"zvonok/model/store"
)

// Once makes a context whose work happens once: the request is noted, for the acting person, in the first transaction that
// writes. Where it was noted before, the error is model.ErrDone.
func (c *College) Once(ctx context.Context, r model.Request) context.Context {
	return store.Once(ctx, r, asking)
}

// Answer is the earlier answer to a request of the acting person, as JSON, nil if it has no results; done is false for a new
// request. A request with the number of another one is model.ErrOtherRequest.
func (c *College) Answer(ctx context.Context, r model.Request) (answer []byte, done bool, err error) {
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		by, err := asking(tx)
		if err != nil {
			return err
		}
		answer, done, err = tx.Answer(r, by)
		return err
	})
	return answer, done, err
}

func asking(tx *store.Tx) (model.PersonID, error) {
	actor, err := Actor(tx)
	return actor.Person, err
}
