package access

import (
	"context"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// place is where a password is typed. Wrong passwords are counted by place: somebody who types them elsewhere does not lock out
// a desk at which the account's person has signed in before, nor another address.
type place struct {
	place string
	known bool
}

// placeOf is where the context's call comes from, as far as the login is concerned.
func (s *Access) placeOf(ctx context.Context, login string) (p place, err error) {
	from := app.CallerOf(ctx)
	if from == (app.Caller{}) {
		return place{known: true}, nil
	}
	if from.Desk == "" {
		return place{place: from.Address}, nil
	}
	digest := digestOf(from.Desk)
	err = s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		p.known, err = tx.KnowsDesk(login, digest)
		return err
	})
	if p.place = from.Address; p.known {
		p.place = "desk " + digest
	}
	return p, err
}

// knowDesk notes the desk where somebody has just proved who they are.
func (s *Access) knowDesk(ctx context.Context, tx *store.Tx, person model.PersonID) error {
	desk := app.CallerOf(ctx).Desk
	if desk == "" {
		return nil
	}
	return tx.KnowDesk(person, digestOf(desk), s.college.Clock.Now())
}
