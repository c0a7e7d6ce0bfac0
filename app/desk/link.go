package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"zvonok/app"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
)

const (
	// renewBefore is how long before its end an access token is renewed.
	renewBefore = 5 * time.Minute
	// farewell is how long taking a grant back may keep a person who unlinks the profile.
	farewell = 15 * time.Second
	// lockRetry is how often a renewal checks whether another one has ended.
	lockRetry = 50 * time.Millisecond
)

// Errors that a person sees.
var (
	errOwner      = errors.New("вы работаете как владелец файла, у которого нет профиля VK: войдите под своей учётной записью")
	errNoIdentity = errors.New("вход через VK ID не настроен: номер приложения VK ID вводит администратор ПОО в «Настройках системы»")
	// errGrantElsewhere: the grant comes from another sign-in service than the settings name.
	errGrantElsewhere = fmt.Errorf("%w: в «Настройках системы» указаны другие адреса VK", app.ErrSignInAgain)
)

// LinkParts are what linking profiles by signing in is made of.
type LinkParts struct {
	// Identity is the sign-in service for the college's application.
	Identity func(app.Application) app.Identity
	// At are the addresses of the sign-in service: a grant goes to no others than those that it came from.
	At model.MessengerAddresses
	// Client is the application's number where the college has not set its own; it may be empty.
	Client string
	Log    *slog.Logger
	// Farewell is how long taking a grant back may take; 0 is 15 s.
	Farewell time.Duration
}

// linking is the part of a session that links its person's profile.
type linking struct {
	LinkParts

	mu      sync.Mutex
	attempt *linkAttempt
}

// UseIdentity lets the session's person link a profile. It is called once, before the session is used.
func (s *Session) UseIdentity(p LinkParts) {
	if p.Farewell == 0 {
		p.Farewell = farewell
	}
	s.linking = &linking{LinkParts: p}
	if s.here != nil {
		s.here.UseIdentity(p.Identity, p.Client)
	}
}

// identity is the sign-in service as the college has set it up, with the port that takes answers.
func (s *Session) identity(ctx context.Context) (service app.Identity, port int, err error) {
	if s.linking == nil {
		return nil, 0, errNoIdentity
	}
	of, err := s.Application(ctx)
	if err != nil {
		return nil, 0, err
	}
	return s.linking.Identity(of), of.Port, nil
}

// grantName is the name under which the vault keeps a person's grant.
func (s *Session) grantName(ctx context.Context, id model.PersonID) (string, error) {
	college, err := s.place.id(ctx)
	return fmt.Sprintf("vkid-%s-%d", college, id), err
}

// lockGrant keeps everybody else away from a person's grant, in this process and in others: a refresh
// token works once, and a second use ends the whole sign-in.
func (s *Session) lockGrant(ctx context.Context, id model.PersonID) (unlock func(), err error) {
	lock := flock.New(s.place.lockFile(fmt.Sprintf("vkid-%d.lock", id)))
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("не удалось занять файл %s, проверьте права на папку данных: %w", filepath.Base(lock.Path()), err)
	}
	return func() { _ = lock.Close() }, nil // the system lets go of it with the file at the latest
}

// grant gives the person's grant, renewed when its end is near. app.ErrNotLinked says that this computer keeps
// none, ErrSignInAgain that it is over.
func (s *Session) grant(ctx context.Context, service app.Identity, id model.PersonID) (app.Grant, error) {
	unlock, err := s.lockGrant(ctx, id)
	if err != nil {
		return app.Grant{}, err
	}
	defer unlock()
	return s.lockedGrant(ctx, service, id)
}

func (s *Session) lockedGrant(ctx context.Context, service app.Identity, id model.PersonID) (app.Grant, error) {
	name, err := s.grantName(ctx, id)
	if err != nil {
		return app.Grant{}, err
	}
	kept, err := s.vault.Get(ctx, name)
	if errors.Is(err, vault.ErrNone) {
		return app.Grant{}, app.ErrNotLinked
	}
	if err != nil {
		return app.Grant{}, err
	}
	secret, from := tokens.OpenSealed(kept)
	if at := s.linking.At; from.SignIn != at.SignIn || tokens.Elsewhere(s.desk.Reach, from.API, at.API) {
		return app.Grant{}, errGrantElsewhere
	}
	g, err := service.Unpack(secret)
	if err != nil {
		return app.Grant{}, s.endSignIn(ctx, name, id)
	}
	if g.Expires.Sub(s.place.clock().Now()) > renewBefore {
		return g, nil
	}
	// VK ID's answer has to be kept even if the caller is gone.
	ctx = context.WithoutCancel(ctx)
	fresh, err := service.Refresh(ctx, g)
	switch {
	case errors.Is(err, app.ErrSignInAgain):
		return app.Grant{}, s.endSignIn(ctx, name, id)
	case err != nil:
		// The old refresh token stays: if this attempt used it up, the next one is told that the person has
		// to sign in again, which is all that could be done about it now.
		return app.Grant{}, err
	}
	return fresh, s.vault.Set(ctx, name, tokens.Seal(*fresh.Secret, s.linking.At))
}

// endSignIn forgets a grant that VK ID no longer takes.
func (s *Session) endSignIn(ctx context.Context, name string, id model.PersonID) error {
	return errors.Join(app.ErrSignInAgain, s.EndSignIn(ctx, id), s.vault.Delete(ctx, name))
}

// RenewLink keeps the person's sign-in alive and takes over the profile's name and picture as they are now. It does
// nothing for somebody who has not signed in. Its error says what to do: sign in again, unlock the vault.
func (s *Session) RenewLink(ctx context.Context) error {
	state, err := s.LinkState(ctx)
	if err != nil || !state.SignedIn || s.linking == nil {
		return err
	}
	if state.SignInAgain {
		return app.ErrSignInAgain
	}
	service, _, err := s.identity(ctx)
	if err != nil {
		return err
	}
	g, err := s.grant(ctx, service, state.Person.ID)
	if errors.Is(err, app.ErrNotLinked) {
		return nil // signed in on another computer
	}
	if err != nil {
		return err
	}
	return s.RenewProfile(ctx, *g.Proof)
}

// LinkPicture fetches the picture of the person's profile; nil where it has none.
func (s *Session) LinkPicture(ctx context.Context) ([]byte, error) {
	state, err := s.LinkState(ctx)
	if err != nil || state.Picture == "" || s.linking == nil {
		return nil, err
	}
	service, _, err := s.identity(ctx)
	if err != nil {
		return nil, err
	}
	return service.Picture(ctx, state.Picture)
}

// Unlink carries out «Отменить привязку учебного профиля VK ID»: the grant is taken back and forgotten, the profile is no
// longer the person's, and the agent takes it out of every chat. notes say, in Russian, what could not be done on the
// way; they do not keep the link.
func (s *Session) Unlink(ctx context.Context) (notes []string, err error) {
	s.CancelLink()
	state, err := s.LinkState(ctx)
	switch {
	case err != nil:
		return nil, err
	case !state.Linked():
		return nil, app.ErrNotLinked
	}
	if s.linking != nil && state.SignedIn {
		notes = s.takeBack(ctx, state.Person.ID)
	}
	return notes, s.UnlinkProfile(ctx, state.Person.ID)
}

// takeBack takes the person's grant back and forgets it, as far as VK ID and the vault let it.
func (s *Session) takeBack(ctx context.Context, id model.PersonID) (notes []string) {
	ctx, cancel := context.WithTimeout(ctx, s.linking.Farewell)
	defer cancel()
	note := func(text string, err error) {
		notes = append(notes, text)
		s.linking.Log.Warn("unlinking: "+text, slog.Any("error", err))
	}
	name, err := s.grantName(ctx, id)
	if err != nil {
		note("Ключ входа не найден.", err)
		return notes
	}
	unlock, err := s.lockGrant(ctx, id)
	if err != nil {
		note("Ключ входа занят другой программой: отключите «Звонок» в настройках VK ID (id.vk.ru › Сервисы).", err)
		return notes
	}
	defer unlock()
	service, _, err := s.identity(ctx)
	if err == nil {
		var g app.Grant
		if g, err = s.lockedGrant(ctx, service, id); err == nil {
			err = service.Revoke(ctx, g)
		}
	}
	if err != nil && !errors.Is(err, app.ErrNotLinked) && !errors.Is(err, app.ErrSignInAgain) {
		note("VK ID не подтвердил отмену входа: отключите «Звонок» в настройках VK ID (id.vk.ru › Сервисы).", err)
	}
	// A service that hangs must not keep the token in the vault, so this has a time of its own.
	last, end := context.WithTimeout(context.WithoutCancel(ctx), s.linking.Farewell)
	defer end()
	if err := s.vault.Delete(last, name); err != nil {
		note("Ключ входа остался в хранилище ключей, которое не ответило: "+strings.TrimSuffix(err.Error(), ".")+".", err)
	}
	return notes
}
