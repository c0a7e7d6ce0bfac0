package desk

import (
	"context"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// Enter makes the person the session's own without a password: for the owner of the file while nobody has an account, and
// for the personas of the demonstration. A college with accounts lets nobody in like that.
func (s *Session) Enter(ctx context.Context, id model.PersonID) error {
	if s.here == nil {
		return app.ErrNoRight
	}
	how := presence{in: true, persona: id}
	err := s.here.College.Store.View(ctx, func(tx *store.Tx) error {
		accounts, err := tx.HasAccounts()
		if err == nil && accounts {
			err = demonstrationOnly(tx)
		}
		if err != nil {
			return err
		}
		how.generation, err = tx.Setting(store.SettingGeneration, "")
		return err
	})
	if err != nil {
		return err
	}
	_, err = s.enter(ctx, how)
	return err
}

// demonstrationOnly refuses what no real college offers.
func demonstrationOnly(tx *store.Tx) error {
	made, err := tx.Setting(store.SettingDemonstration, "")
	if err == nil && made != "1" {
		err = app.ErrNoRight
	}
	return err
}

// EnterOwner makes the session that of the owner of the file, who may do everything: the college's
// administrator or, while the roster names none, a person outside it.
func (s *Session) EnterOwner(ctx context.Context) error {
	if s.here == nil {
		return app.ErrNoRight
	}
	var owner model.PersonID
	err := s.here.College.Store.View(ctx, func(tx *store.Tx) error {
		staff, err := tx.Members(model.Staff)
		for _, p := range staff {
			if p.Roles.Has(model.RoleAdmin) {
				owner = p.ID
				break
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Enter(ctx, owner)
}

// Personas are the people by whose eyes the demonstration lets one look.
func (s *Session) Personas(ctx context.Context) ([]model.Person, error) {
	if s.here == nil {
		return nil, app.ErrNoRight
	}
	return store.Read(ctx, s.here.College.Store, func(tx *store.Tx) (people []model.Person, err error) {
		if err := demonstrationOnly(tx); err != nil {
			return people, err
		}
		return tx.Members(model.Staff | model.Student | model.Parent)
	})
}

// Become makes the session another person's: only the demonstration offers it.
func (s *Session) Become(ctx context.Context, id model.PersonID) error {
	if s.here == nil || s.how().login != "" {
		return app.ErrNoRight // a person who came in by a password stays that person
	}
	if err := s.here.College.Store.View(ctx, demonstrationOnly); err != nil {
		return err
	}
	return s.Enter(ctx, id)
}
