package vkclient

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"
)

// Tokens are what a sign-in gives. Access is good until Expires (UTC), an hour as a rule; Refresh gives the next ones, once:
// keep what Refresh answers at once, and let one process refresh at a time.
type Tokens struct {
	Access   Secret
	Refresh  Secret
	Expires  time.Time
	UserID   int64
	DeviceID string // VK ID's name for this sign-in; refreshing needs it
	Scope    string // what was granted, by spaces
}

// defaultLifetime is an access token's when VK ID does not say.
const defaultLifetime = time.Hour

// tokenAnswer is what /oauth2/auth answers. Numbers come as numbers and as text.
type tokenAnswer struct {
	Access    string      `json:"access_token"`
	Refresh   string      `json:"refresh_token"`
	ExpiresIn json.Number `json:"expires_in"` // seconds
	UserID    json.Number `json:"user_id"`
	State     string      `json:"state"`
	Scope     string      `json:"scope"`
}

// Exchange gives the tokens for an answer (POST /oauth2/auth, authorization_code). A code works once and for minutes: after an
// *UnknownOutcomeError, and after an error that is ErrSignInAgain, the person signs in again.
func (v *VKID) Exchange(ctx context.Context, a Attempt, answer Answer) (Tokens, error) {
	if a.verifier == nil || answer.code == nil {
		return Tokens{}, ErrNoCode
	}
	form := url.Values{
		"grant_type":    {"authorization_code"},
		"code":          {answer.code.Reveal()},
		"code_verifier": {a.verifier.Reveal()},
		"device_id":     {answer.device},
		"redirect_uri":  {a.redirect},
	}
	return v.auth(ctx, form, *a.state, Tokens{DeviceID: answer.device}, *answer.code, *a.verifier)
}

// Refresh gives new tokens for old ones, whose Refresh is used up by it (POST /oauth2/auth, refresh_token). After an
// *UnknownOutcomeError the old one may be used up and must not be sent again: a second use makes VK ID revoke the whole sign-in.
// An error that is ErrSignInAgain says that the sign-in is over.
func (v *VKID) Refresh(ctx context.Context, old Tokens) (Tokens, error) {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh.Reveal()}, "device_id": {old.DeviceID}}
	return v.auth(ctx, form, random(stateBytes), old, old.Refresh)
}

// auth asks for tokens; what the answer leaves out stays as it is in known.
func (v *VKID) auth(ctx context.Context, form url.Values, state Secret, known Tokens, secrets ...Secret) (Tokens, error) {
	form.Set("state", state.Reveal())
	started := v.clock.Now()
	var got tokenAnswer
	err := v.request(ctx, vkidRequest{
		method: "oauth2.auth", form: form, secrets: append(secrets, state),
		accept: func(body []byte) bool {
			got = tokenAnswer{}
			if json.Unmarshal(body, &got) != nil || got.Access == "" || got.Refresh == "" {
				return false
			}
			return got.State == "" || got.State == state.Reveal()
		},
	})
	if err != nil {
		return Tokens{}, err
	}
	tokens := known
	tokens.Access, tokens.Refresh = Secret(got.Access), Secret(got.Refresh)
	lifetime := defaultLifetime
	if seconds, err := got.ExpiresIn.Int64(); err == nil && seconds > 0 {
		lifetime = time.Duration(seconds) * time.Second
	}
	tokens.Expires = started.Add(lifetime).UTC()
	if id, err := got.UserID.Int64(); err == nil && id != 0 {
		tokens.UserID = id
	}
	if got.Scope != "" {
		tokens.Scope = got.Scope
	}
	return tokens, nil
}

// maxPacked is the longest secret that Windows keeps, in bytes.
const maxPacked = 2560

// packedTokens is Tokens in the keyring. The names are short because there is little room.
type packedTokens struct {
	Access   string `json:"a"`
	Refresh  string `json:"r"`
	Expires  int64  `json:"e"` // Unix seconds
	UserID   int64  `json:"u"`
	DeviceID string `json:"d"`
	Scope    string `json:"s,omitempty"`
}

// Pack is the tokens as the keyring keeps them: JSON of at most 2,560 bytes, with the secrets in clear. It fails when they are
// longer.
func (t Tokens) Pack() (string, error) {
	text, err := json.Marshal(packedTokens{
		Access: t.Access.Reveal(), Refresh: t.Refresh.Reveal(),
		Expires: t.Expires.Unix(), UserID: t.UserID, DeviceID: t.DeviceID, Scope: t.Scope,
	})
	switch {
	case err != nil:
		return "", errors.New("vk id: the tokens cannot be written")
	case len(text) > maxPacked:
		return "", errors.New("vk id: the tokens are too long for the keyring")
	}
	return string(text), nil
}

// UnpackTokens reads what Pack wrote. Its error does not repeat the text.
func UnpackTokens(text string) (Tokens, error) {
	var packed packedTokens
	if err := json.Unmarshal([]byte(text), &packed); err != nil || packed.Refresh == "" {
		return Tokens{}, errors.New("vk id: the keyring's entry is not one of tokens")
	}
	return Tokens{
		Access: Secret(packed.Access), Refresh: Secret(packed.Refresh),
		Expires: time.Unix(packed.Expires, 0).UTC(), UserID: packed.UserID, DeviceID: packed.DeviceID, Scope: packed.Scope,
	}, nil
}
