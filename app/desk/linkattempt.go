package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/guard"
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
	signIn   app.SignIn
	service  app.Identity
	person   model.PersonID
	deadline time.Time
	pasted   chan error // an answer, or a refusal, came by hand
	ctx      context.Context
	stop     context.CancelCauseFunc
	// signed is whose profile it is, once VK ID has said so; nobody keeps it before the person says that it is theirs. linking.mu
	// guards it.
	signed *signedIn
}

// signedIn is a profile that has signed in.
type signedIn struct {
	grant app.Grant
	offer model.LinkOffer
}

// BeginLink opens VK ID's sign-in page in the browser and listens for the answer; WaitLink takes it and KeepLink
// links the profile. A sign-in that has begun before is given up. The vault is asked first: nobody should go all the way to
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
		return model.LinkAttempt{}, err // no profile is linked without one
	}
	s.CancelLink() // lets go of the port, too
	signIn, err := service.Begin(ctx, port)
	if err != nil {
		return model.LinkAttempt{}, err
	}
	a := &linkAttempt{
		signIn: signIn, service: service, person: person.ID,
		deadline: s.place.clock().Now().Add(linkPatience), pasted: make(chan error, 1),
	}
	// The attempt outlives the call that began it.
	a.ctx, a.stop = context.WithCancelCause(context.WithoutCancel(ctx))
	s.linking.mu.Lock()
	s.linking.attempt = a
	s.linking.mu.Unlock()
	begun := model.LinkAttempt{Deadline: a.deadline.UTC()}
	if s.browser.OpenOwn(signIn.Address()) != nil {
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
	if s.browser.OpenOwn(a.signIn.Address()) != nil {
		return errors.New("браузер не открылся: скопируйте адрес и откройте его сами")
	}
	return nil
}

// LinkAddress gives an address of the sign-in that has begun, for a browser that the person opens. It opens once, and
// earlier addresses no longer open.
func (s *Session) LinkAddress(context.Context) (string, error) {
	a, err := s.linkAttempt()
	if err != nil {
		return "", err
	}
	return a.signIn.Address(), nil
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
	if errors.Is(err, app.ErrNotThisAnswer) {
		return err
	}
	select {
	case a.pasted <- err:
	default: // one answer is enough
	}
	return nil
}

// CancelLink gives up the sign-in that has begun, if any. One that waits for «Это вы?» is taken back at VK ID.
func (s *Session) CancelLink() {
	a, err := s.linkAttempt()
	if err != nil {
		return
	}
	a.stop(ErrLinkCancelled)
	_ = a.signIn.Close() // nobody may be waiting on it
	if signed := s.forgetAttempt(a); signed != nil {
		s.revokeUnkept(context.WithoutCancel(a.ctx), a, signed.grant)
	}
}

// forgetAttempt ends an attempt; its caller has to give back what it signed in.
func (s *Session) forgetAttempt(a *linkAttempt) (signed *signedIn) {
	s.linking.mu.Lock()
	defer s.linking.mu.Unlock()
	if s.linking.attempt == a {
		s.linking.attempt = nil
	}
	signed, a.signed = a.signed, nil
	return signed
}

// revokeUnkept gives back the tokens of a sign-in that is not kept.
func (s *Session) revokeUnkept(ctx context.Context, a *linkAttempt, g app.Grant) {
	ctx, end := context.WithTimeout(ctx, s.linking.Farewell)
	defer end()
	if err := a.service.Revoke(ctx, g); err != nil {
		s.linking.Log.Warn("a sign-in that was not kept could not be revoked", "error", err)
	}
}

// WaitLink waits for the answer to the sign-in that has begun and says which profile signed in. Nothing is kept of it
// before KeepLink: the browser may be somebody else's. It ends after ten minutes, by CancelLink, and with ctx.
func (s *Session) WaitLink(ctx context.Context) (model.LinkOffer, error) {
	if ctx.Err() != nil {
		return model.LinkOffer{}, ctx.Err() // what waits may be another sign-in than the one that was given up
	}
	a, err := s.linkAttempt()
	if err != nil {
		return model.LinkOffer{}, err
	}
	defer func() { _ = a.signIn.Close() }()
	release := context.AfterFunc(ctx, func() { a.stop(ctx.Err()) })
	defer release()
	err = s.awaitAnswer(a)
	if err == nil {
		err = s.signedIn(a)
	}
	if err != nil {
		s.forgetAttempt(a)
		return model.LinkOffer{}, err
	}
	s.linking.mu.Lock()
	defer s.linking.mu.Unlock()
	if a.signed == nil { // given up this very moment
		return model.LinkOffer{}, ErrLinkCancelled
	}
	return a.signed.offer, nil
}

// signedIn lets the college ask VK ID whose the answer is.
func (s *Session) signedIn(a *linkAttempt) error {
	g, err := a.signIn.Exchange(a.ctx)
	if err != nil {
		return causeOr(a.ctx, err)
	}
	// From here on there are tokens. They are kept for «Это вы?» or taken back, even if the window closes.
	ctx := context.WithoutCancel(a.ctx)
	offer, err := s.ProveProfile(ctx, *g.Proof)
	if err == nil {
		err = s.offer(a, &signedIn{grant: g, offer: offer})
	}
	if err != nil {
		s.revokeUnkept(ctx, a, g)
	}
	return err
}

// offer leaves what signed in to KeepLink and CancelLink, unless the attempt is over.
func (s *Session) offer(a *linkAttempt, signed *signedIn) error {
	s.linking.mu.Lock()
	defer s.linking.mu.Unlock()
	if a.ctx.Err() != nil {
		return context.Cause(a.ctx)
	}
	a.signed = signed
	return nil
}

// KeepLink is «Это я»: the profile that WaitLink told is the person's, its tokens are in the vault. Whatever goes wrong
// gives the tokens back.
func (s *Session) KeepLink(context.Context) error {
	a, err := s.linkAttempt()
	if err != nil {
		return err
	}
	signed := s.forgetAttempt(a)
	if signed == nil {
		return errNoAttempt
	}
	ctx := context.WithoutCancel(a.ctx)
	if err := s.keepLink(ctx, a, signed.grant); err != nil {
		s.revokeUnkept(ctx, a, signed.grant)
		return err
	}
	return nil
}

// awaitAnswer waits for the first of: the browser, the person's paste, the deadline, the end.
func (s *Session) awaitAnswer(a *linkAttempt) error {
	ctx, cancel := context.WithCancel(a.ctx)
	answers, late := make(chan error, 1), make(chan struct{}, 1)
	guard.Go(func() { answers <- guard.Run(func() error { return a.signIn.Wait(ctx) }) })
	guard.Go(func() {
		if s.place.clock().Sleep(ctx, a.deadline.Sub(s.place.clock().Now())) == nil {
			late <- struct{}{}
		}
	})
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

// keepLink keeps the grant and lets the college write down whose the profile is.
func (s *Session) keepLink(ctx context.Context, a *linkAttempt, g app.Grant) error {
	state, err := s.LinkState(ctx)
	switch {
	case err != nil:
		return err
	case state.Person.ID != a.person:
		return app.ErrNoRight // somebody else is at work by now, whose grant is not to be touched
	}
	unlock, err := s.lockGrant(ctx, a.person)
	if err != nil {
		return err
	}
	defer unlock()
	name, err := s.grantName(ctx, a.person)
	if err != nil {
		return err
	}
	if err := s.vault.Set(ctx, name, tokens.Seal(*g.Secret, s.linking.At)); err != nil {
		return err
	}
	if err := s.LinkProfile(ctx, a.person, *g.Proof); err != nil {
		return errors.Join(err, s.vault.Delete(ctx, name))
	}
	return nil
}
