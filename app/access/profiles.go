package access

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

var (
	errNoIdentity = errors.New("вход через VK ID не настроен: номер приложения VK ID вводит администратор ПОО в «Настройках системы»")
	errNoClient   = errors.New("не указан номер приложения VK ID: его вводит администратор ПОО в «Настройках системы»")
)

var _ app.Profiles = (*Access)(nil)

// identities is where profiles are proved.
type identities struct {
	of     func(app.Application) app.Identity // nil where nobody links a profile by signing in
	client string                             // the application's number where the college has not set its own; it may be empty
}

// UseIdentity says where profiles are proved. client is the application's number where the college has not set its own. It is
// called before the use cases are used.
func (s *Access) UseIdentity(of func(app.Application) app.Identity, client string) {
	s.identities = identities{of, client}
}

// LinkState says how the person is linked with a profile.
func (s *Access) LinkState(ctx context.Context) (state model.LinkState, err error) {
	return store.Read(ctx, s.college.Store, linkState)
}

// linkState is LinkState in a transaction. The owner of the file has no profile.
func linkState(tx *store.Tx) (state model.LinkState, err error) {
	actor, err := college.Self(tx)
	switch {
	case err != nil:
		return state, err
	case actor.Person == 0:
		state.Person, err = college.PersonOf(tx, 0)
		return state, err
	}
	return tx.LinkState(actor.Person)
}

// Application is the college's application at the sign-in service.
func (s *Access) Application(ctx context.Context) (of app.Application, err error) {
	if s.identities.of == nil {
		return of, errNoIdentity
	}
	of.Client = s.identities.client
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.Self(tx); err != nil {
			return err
		}
		client, err := tx.Setting(store.SettingSignInClient, "")
		if err != nil {
			return err
		}
		if client != "" {
			of.Client = client
		}
		messages, err := tx.Setting(store.SettingSignInMessages, "")
		if err != nil {
			return err
		}
		of.Messages = messages == "1"
		of.Port, err = tx.IntSetting(store.SettingSignInPort, 0)
		return err
	})
	if err == nil && of.Client == "" {
		err = errNoClient
	}
	return of, err
}

// SignInService is the sign-in service for the college's application.
func (s *Access) SignInService(ctx context.Context) (app.Identity, error) {
	of, err := s.Application(ctx)
	if err != nil {
		return nil, err
	}
	return s.identities.of(of), nil
}

// whose asks the sign-in service whose profile a proof belongs to.
func (s *Access) whose(ctx context.Context, proof string) (app.Profile, error) {
	service, err := s.SignInService(ctx)
	if err != nil {
		return app.Profile{}, err
	}
	return service.Profile(ctx, proof)
}

// ProveProfile says which profile a proof belongs to, if the person may have it. Nothing is kept.
func (s *Access) ProveProfile(ctx context.Context, proof string) (model.LinkOffer, error) {
	profile, err := s.whose(ctx, proof)
	if err != nil {
		return model.LinkOffer{}, err
	}
	return model.LinkOffer{Profile: profile.ID, Name: profile.Name}, s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		return profileFree(tx, profile.ID, actor.Person)
	})
}

// LinkProfile links the person with the profile that a proof belongs to.
func (s *Access) LinkProfile(ctx context.Context, person model.PersonID, proof string) error {
	profile, err := s.whose(ctx, proof)
	if err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		state, err := own(tx, person)
		if err != nil {
			return err
		}
		// Somebody else may have been faster.
		if err := profileFree(tx, profile.ID, person); err != nil {
			return err
		}
		crossed := state.Crossed && state.Profile == profile.ID
		if err := tx.SetProfile(person, profile.ID); err != nil {
			return err
		}
		err = tx.PutLink(person, model.LinkState{Name: profile.Name, Picture: profile.Picture, LinkedAt: s.college.Clock.Now(), Crossed: crossed})
		if err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), person, "Привязка профиля VK ID", state.Person.Name.String(), fmt.Sprintf("профиль %d", profile.ID))
	})
}

// RenewProfile takes over the name and the picture that the person's profile has now.
func (s *Access) RenewProfile(ctx context.Context, proof string) error {
	profile, err := s.whose(ctx, proof)
	if err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		state, err := linkState(tx)
		if err != nil || profile.ID != state.Profile || profile.Name == state.Name && profile.Picture == state.Picture {
			return err
		}
		state.Name, state.Picture = profile.Name, profile.Picture
		return tx.PutLink(state.Person.ID, state)
	})
}

// EndSignIn notes that the person's sign-in is over.
func (s *Access) EndSignIn(ctx context.Context, person model.PersonID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := own(tx, person); err != nil {
			return err
		}
		return tx.EndSignIn(person)
	})
}

// UnlinkProfile takes the profile from the person, and the agent takes it out of every chat.
func (s *Access) UnlinkProfile(ctx context.Context, person model.PersonID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		state, err := own(tx, person)
		if err == nil && !state.Linked() {
			err = app.ErrNotLinked
		}
		if err != nil {
			return err
		}
		if err := errors.Join(tx.SetProfile(person, 0), tx.DropLink(person)); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), person, "Отмена привязки профиля VK ID", state.Person.Name.String(), fmt.Sprintf("профиль %d", state.Profile))
	})
}

// NoteCrossed notes that the person has gone over to the messenger.
func (s *Access) NoteCrossed(ctx context.Context) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		state, err := linkState(tx)
		if err != nil || !state.Linked() || state.Crossed {
			return err
		}
		return tx.Cross(state.Person.ID)
	})
}

// own is how the person is linked; the person has to be the one at work.
func own(tx *store.Tx, person model.PersonID) (model.LinkState, error) {
	state, err := linkState(tx)
	if err == nil && (person == 0 || state.Person.ID != person) {
		err = app.ErrNoRight
	}
	return state, err
}

// profileFree refuses a profile that is another person's.
func profileFree(tx *store.Tx, profile model.MessengerID, id model.PersonID) error {
	owner, err := tx.PersonOfProfile(profile)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && owner.ID == id:
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("этот профиль VK уже привязан к %s: войдите в VK своим профилем. Прежнюю привязку отменяет тот, к кому он привязан", owner.Name)
}
