package care

import (
	"context"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Beginnings says how far a new college has come.
func (s *Care) Beginnings(ctx context.Context) (found model.Beginnings, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MaySetUp(tx); err != nil {
			return err
		}
		found, err = tx.Beginnings()
		return err
	})
	return found, err
}
