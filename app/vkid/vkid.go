// Package vkid is VK ID behind app's port for signing people in: it carries the sign-in through vkclient
// and tells VK ID's refusals in the words of those who read them.
package vkid

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"zvonok/app"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/vkclient"
)

// The scopes that are asked for. scopeMessages in a grant's scope says that VK lets this application act in the
// person's chats; it does so in exceptional cases only, and may refuse a sign-in that asks for it without that.
const (
	scopeProfile  = "vkid.personal_info"
	scopeMessages = "messages"
)

// Options are what an Identity is made of.
type Options struct {
	Hosts vkclient.Hosts
	Clock vkclient.Clock // nil: the system's
	Log   *slog.Logger   // nil: none
	HTTP  *http.Client   // nil: the default
}

// Identity is VK ID for one application. It is safe for concurrent use.
type Identity struct {
	options Options
	of      app.Application
	vkid    *vkclient.VKID
}

var _ app.Identity = (*Identity)(nil)

// At is VK ID at the addresses for the application.
func At(at model.MessengerAddresses, log *slog.Logger, of app.Application) app.Identity {
	return New(Options{Hosts: vkmessenger.Hosts(at), Log: log}, of)
}

// New makes the Identity of the application.
func New(o Options, of app.Application) *Identity {
	i := &Identity{options: o, of: of}
	i.vkid = i.at("")
	return i
}

// at is VK ID that sends its answers to the address.
func (i *Identity) at(redirect string) *vkclient.VKID {
	o := i.options
	return vkclient.NewVKID(vkclient.VKIDOptions{
		Hosts: o.Hosts, ClientID: i.of.Client, RedirectURI: redirect, HTTP: o.HTTP, Clock: o.Clock, Log: o.Log,
	})
}

// scopes are what the sign-in asks for; none asks for VK ID's own minimum.
func (i *Identity) scopes() []string {
	if i.of.Messages {
		return []string{scopeProfile, scopeMessages}
	}
	return nil
}

// Begin takes the port and prepares the page's address.
func (i *Identity) Begin(ctx context.Context, port int) (app.SignIn, error) {
	loopback, err := vkclient.ListenLoopback(ctx, port)
	if err != nil {
		return nil, portTaken(port, err)
	}
	vkid := i.at(loopback.Address())
	attempt, err := vkid.Begin(i.scopes()...)
	if err != nil {
		return nil, errors.Join(explain(err), loopback.Close())
	}
	return &signIn{webSignIn: webSignIn{vkid: vkid, attempt: attempt}, loopback: loopback}, nil
}

// BeginAt prepares the address of VK ID's page.
func (i *Identity) BeginAt(redirect string) (app.WebSignIn, error) {
	vkid := i.at(redirect)
	attempt, err := vkid.Begin(scopeProfile)
	if err != nil {
		return nil, explain(err)
	}
	return &webSignIn{vkid: vkid, attempt: attempt}, nil
}

// Unpack reads tokens as the vault kept them.
func (i *Identity) Unpack(secret string) (app.Grant, error) {
	tokens, err := vkclient.UnpackTokens(secret)
	if err != nil {
		return app.Grant{}, explain(err)
	}
	return grantOf(tokens)
}

func grantOf(t vkclient.Tokens) (app.Grant, error) {
	packed, err := t.Pack()
	if err != nil {
		return app.Grant{}, explain(err)
	}
	proof := t.Access.Reveal()
	return app.Grant{
		Secret: &packed, Proof: &proof, Expires: t.Expires, Profile: model.MessengerID(t.UserID),
		MayJoin: hasScope(t.Scope, scopeMessages), MayCall: hasScope(t.Scope, scopeMessages),
	}, nil
}

func hasScope(scope, wanted string) bool {
	return slices.Contains(strings.FieldsFunc(scope, func(r rune) bool { return r == ' ' || r == ',' }), wanted)
}

// tokens are the tokens of a grant.
func tokens(g app.Grant) (vkclient.Tokens, error) {
	if g.Secret == nil {
		return vkclient.Tokens{}, app.ErrSignInAgain
	}
	t, err := vkclient.UnpackTokens(*g.Secret)
	return t, explain(err)
}

// Refresh is POST /oauth2/auth with the refresh token.
func (i *Identity) Refresh(ctx context.Context, g app.Grant) (app.Grant, error) {
	t, err := tokens(g)
	if err != nil {
		return app.Grant{}, err
	}
	if t, err = i.vkid.Refresh(ctx, t); err != nil {
		return app.Grant{}, explain(err)
	}
	return grantOf(t)
}

// Profile is POST /oauth2/user_info.
func (i *Identity) Profile(ctx context.Context, proof string) (app.Profile, error) {
	p, err := i.vkid.UserInfo(ctx, vkclient.Tokens{Access: vkclient.Secret(proof)})
	if err != nil {
		return app.Profile{}, explain(err)
	}
	return app.Profile{
		ID: model.MessengerID(p.UserID), Name: strings.TrimSpace(p.FirstName + " " + p.LastName), Picture: p.Avatar,
	}, nil
}

// Revoke is POST /oauth2/revoke.
func (i *Identity) Revoke(ctx context.Context, g app.Grant) error {
	t, err := tokens(g)
	if err != nil {
		return err
	}
	return explain(i.vkid.Revoke(ctx, t))
}

// Join is messages.joinChatByInviteLink by the person's own token.
func (i *Identity) Join(ctx context.Context, g app.Grant, link string) error {
	t, err := tokens(g)
	if err != nil {
		return err
	}
	_, err = i.person(t).JoinChatByInviteLink(ctx, link)
	return explain(err)
}

// person is VK's API on behalf of the tokens' owner.
func (i *Identity) person(t vkclient.Tokens) *vkclient.Client {
	return vkclient.New(vkclient.Options{
		Hosts: i.options.Hosts, Token: t.Access, Kind: vkclient.UserToken, HTTP: i.options.HTTP, Clock: i.options.Clock, Log: i.options.Log,
	})
}

// webSignIn is a sign-in that has begun.
type webSignIn struct {
	vkid    *vkclient.VKID
	attempt vkclient.Attempt

	mu     sync.Mutex
	answer *vkclient.Answer // nil until one was taken
}

// Address is VK ID's authorize page.
func (s *webSignIn) Address() string { return s.attempt.URL }

// take reads an answer and keeps it.
func (s *webSignIn) take(address string) error {
	answer, err := s.attempt.ReadAnswer(address)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = &answer
	return nil
}

// Paste takes the answer's address.
func (s *webSignIn) Paste(address string) error { return explain(s.take(address)) }

// Exchange is POST /oauth2/auth with the answer's code.
func (s *webSignIn) Exchange(ctx context.Context) (app.Grant, error) {
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	if answer == nil {
		return app.Grant{}, explain(vkclient.ErrNoCode)
	}
	t, err := s.vkid.Exchange(ctx, s.attempt, *answer)
	switch {
	case errors.Is(err, vkclient.ErrSignInAgain): // there is no sign-in yet that could be over
		return app.Grant{}, &told{text: "VK ID не принял ответ: он действует один раз и несколько минут. Начните привязку ещё раз", cause: err}
	case err != nil:
		return app.Grant{}, explain(err)
	}
	return grantOf(t)
}

// signIn is a webSignIn whose answer comes to this computer.
type signIn struct {
	webSignIn
	loopback *vkclient.Loopback
}

// Address is an address of this computer that leads one browser to VK ID's authorize page, once.
func (s *signIn) Address() string { return s.loopback.Start(s.attempt.URL) }

// Wait serves 127.0.0.1 until the browser brings the answer.
func (s *signIn) Wait(ctx context.Context) error {
	_, err := s.loopback.Wait(ctx, s.take)
	return explain(err)
}

// Close lets go of the port.
func (s *signIn) Close() error { return s.loopback.Close() }
