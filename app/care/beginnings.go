package care

import (
	"context"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Beginnings says how far a new college has come.
func (s *Care) Beginnings(ctx context.Context) (model.Beginnings, error) {
	return store.Read(ctx, s.college.Store, func(tx *store.Tx) (found model.Beginnings, err error) {
		if _, err := college.MaySetUp(tx); err != nil {
			return found, err
		}
		return tx.Beginnings()
	})
}
