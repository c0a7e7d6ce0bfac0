package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// linkPatience is how long a sign-in waits for the browser.
const linkPatience = 10 * time.Minute

// Errors that a person sees.
var (
	// ErrLinkCancelled: the person gave the sign-in up.
	ErrLinkCancelled = errors.New("привязка отменена")
	errLinkLate      = errors.New("VK ID не ответил за 10 минут: нажмите «Привязать учебный профиль VK ID» ещё раз")
	errNoAttempt     = errors.New("вход не начат: нажмите «Привязать учебный профиль VK ID»")
)

// linkAttempt is a sign-in on its way.
type linkAttempt struct {
	signIn   SignIn
	service  Identity
	person   model.Person
	deadline time.Time
	pasted   chan error // an answer, or a refusal, came by hand
	ctx      context.Context
	stop     context.CancelCauseFunc
}

// BeginLink opens VK ID's sign-in page in the browser and listens for the answer; WaitLink takes it. A
// sign-in that has begun before is given up. The vault is asked first: nobody should go all the way to
// learn that the result cannot be kept.
func (s *Session) BeginLink(ctx context.Context) (model.LinkAttempt, error) {
	state, err := s.LinkState(ctx)
	person := state.Person
	switch {
	case err != nil:
		return model.LinkAttempt{}, err
	case person.ID == 0:
		return model.LinkAttempt{}, errOwner
	}
	service, port, err := s.identity(ctx)
	if err != nil {
		return model.LinkAttempt{}, err
	}
	name, err := s.grantName(ctx, person.ID)
	if err != nil {
		return model.LinkAttempt{}, err
	}
	if _, err := s.vault.Get(ctx, name); err != nil && !errors.Is(err, vault.ErrNone) {
		return model.LinkAttempt{}, fmt.Errorf("%w: %w", errVaultNeeded, err)
	}
	s.CancelLink() // lets go of the port, too
	signIn, err := service.Begin(ctx, port)
	if err != nil {
		return model.LinkAttempt{}, err
	}
	a := &linkAttempt{
		signIn: signIn, service: service, person: person,
		deadline: s.college.Clock.Now().Add(linkPatience), pasted: make(chan error, 1),
	}
	// The attempt outlives the call that began it.
	a.ctx, a.stop = context.WithCancelCause(context.WithoutCancel(ctx))
	s.linking.mu.Lock()
	s.linking.attempt = a
	s.linking.mu.Unlock()
	begun := model.LinkAttempt{Address: signIn.Address(), Deadline: a.deadline.UTC()}
	if err := s.browser.Open(begun.Address); err != nil {
		// The error may quote the address, which is for the browser alone.
		begun.NotOpened = "Браузер не открылся: скопируйте адрес и откройте его сами."
	}
	return begun, nil
}

func (s *Session) linkAttempt() (*linkAttempt, error) {
	if s.linking == nil {
		return nil, errNoIdentity
	}
	s.linking.mu.Lock()
	defer s.linking.mu.Unlock()
	if s.linking.attempt == nil {
		return nil, errNoAttempt
	}
	return s.linking.attempt, nil
}

// ReopenLink opens the page of the sign-in that has begun once more.
func (s *Session) ReopenLink(context.Context) error {
	a, err := s.linkAttempt()
	if err != nil {
		return err
	}
	if err := s.browser.Open(a.signIn.Address()); err != nil {
		return errors.New("браузер не открылся: скопируйте адрес и откройте его сами")
	}
	return nil
}

// PasteLink takes the address that the browser ended at («Вставьте адрес из браузера»). An address that
// does not fit is an error, and the sign-in goes on; otherwise WaitLink goes on with it.
func (s *Session) PasteLink(_ context.Context, address string) error {
	a, err := s.linkAttempt()
	if err != nil {
		return err
	}
	if strings.TrimSpace(address) == "" {
		return errors.New("вставьте адрес целиком, как он стоит в браузере после входа")
	}
	err = a.signIn.Paste(address)
	if errors.Is(err, ErrNotThisAnswer) {
		return err
	}
	select {
	case a.pasted <- err:
	default: // one answer is enough
	}
	return nil
}

// CancelLink gives up the sign-in that has begun, if any.
func (s *Session) CancelLink() {
	if a, err := s.linkAttempt(); err == nil {
		a.stop(ErrLinkCancelled)
		_ = a.signIn.Close() // nobody may be waiting on it
		s.forgetAttempt(a)
	}
}

func (s *Session) forgetAttempt(a *linkAttempt) {
	s.linking.mu.Lock()
	defer s.linking.mu.Unlock()
	if s.linking.attempt == a {
		s.linking.attempt = nil
	}
}

// WaitLink waits for the answer to the sign-in that has begun and links the profile: its number is the
// person's, its tokens are in the vault. It ends after ten minutes, by CancelLink, and with ctx.
func (s *Session) WaitLink(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err() // what waits may be another sign-in than the one that was given up
	}
	a, err := s.linkAttempt()
	if err != nil {
		return err
	}
	defer s.forgetAttempt(a)
	defer func() { _ = a.signIn.Close() }()
	release := context.AfterFunc(ctx, func() { a.stop(ctx.Err()) })
	defer release()
	if err := s.awaitAnswer(a); err != nil {
		return err
	}
	g, err := a.signIn.Exchange(a.ctx)
	if err != nil {
		return causeOr(a.ctx, err)
	}
	// From here on there are tokens: they are kept or taken back, whatever becomes of the window.
	return s.finishLink(context.WithoutCancel(ctx), a, g)
}

// awaitAnswer waits for the first of: the browser, the person's paste, the deadline, the end.
func (s *Session) awaitAnswer(a *linkAttempt) error {
	ctx, cancel := context.WithCancel(a.ctx)
	answers, late := make(chan error, 1), make(chan struct{}, 1)
	go func() { answers <- a.signIn.Wait(ctx) }()
	go func() {
		if s.college.Clock.Sleep(ctx, a.deadline.Sub(s.college.Clock.Now())) == nil {
			late <- struct{}{}
		}
	}()
	defer cancel()
	select {
	case err := <-answers:
		return causeOr(a.ctx, err)
	case err := <-a.pasted:
		return err
	case <-late:
		return errLinkLate
	}
}

// causeOr is why the attempt was given up, or else err.
func causeOr(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// finishLink writes down whose the profile is. A profile that is somebody else's, and a vault or database
// that does not take it, give the tokens back.
func (s *Session) finishLink(ctx context.Context, a *linkAttempt, g Grant) error {
	profile, err := a.service.Profile(ctx, g)
	if err == nil {
		err = s.college.Store.View(ctx, func(tx *store.Tx) error { return profileFree(tx, profile.ID, a.person.ID) })
	}
	if err == nil {
		err = s.keepLink(ctx, a, g, profile)
	}
	if err != nil {
		farewell, end := context.WithTimeout(ctx, s.linking.Farewell)
		defer end()
		if lost := a.service.Revoke(farewell, g); lost != nil {
			s.linking.Log.Warn("a sign-in that was not kept could not be revoked", "error", lost)
		}
		return err
	}
	s.keeper.Wake()
	return nil
}

func (s *Session) keepLink(ctx context.Context, a *linkAttempt, g Grant, profile Profile) error {
	id := a.person.ID
	unlock, err := s.lockGrant(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	name, err := s.grantName(ctx, id)
	if err != nil {
		return err
	}
	if err := s.vault.Set(ctx, name, seal(*g.Secret, s.linking.At)); err != nil {
		return fmt.Errorf("%w: %w", errVaultNeeded, err)
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		// Somebody else may have been faster.
		if err := profileFree(tx, profile.ID, id); err != nil {
			return err
		}
		state, err := tx.LinkState(id)
		if err != nil {
			return err
		}
		crossed := state.Crossed && state.Profile == profile.ID
		if err := tx.SetProfile(id, profile.ID); err != nil {
			return err
		}
		err = tx.PutLink(id, model.LinkState{Name: profile.Name, Picture: profile.Picture, LinkedAt: s.college.Clock.Now(), Crossed: crossed})
		if err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), id, "Привязка профиля VK ID", a.person.Name.String(), fmt.Sprintf("профиль %d", profile.ID))
	})
	if err != nil {
		return errors.Join(err, s.vault.Delete(ctx, name))
	}
	return nil
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
	return fmt.Errorf("этот профиль VK уже привязан к %s: обратитесь к администратору ПОО", owner.Name)
}
