package vkclient

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// VKIDOptions are what a VKID is made of. ClientID and RedirectURI are required; the rest has defaults.
type VKIDOptions struct {
	Hosts       Hosts         // DefaultHosts; VK ID answers at Hosts.ID
	ClientID    string        // the application's number at VK
	RedirectURI string        // where VK ID sends the browser back to, as it is registered at VK
	HTTP        *http.Client  // its redirect policy is replaced: no token goes to a host that is not in Hosts
	Clock       Clock         // SystemClock
	Log         *slog.Logger  // none
	Timeout     time.Duration // of one request; DefaultTimeout
}

// VKID signs people in by VK ID: OAuth 2.1, the code flow with PKCE, for an application that keeps no secret of its own.
// It is safe for concurrent use.
type VKID struct {
	hosts    Hosts
	clientID string
	redirect string
	http     *http.Client
	clock    Clock
	log      *slog.Logger
	timeout  time.Duration
}

// NewVKID makes a VKID.
func NewVKID(o VKIDOptions) *VKID {
	hosts := cmp.Or(o.Hosts, DefaultHosts())
	return &VKID{
		hosts: hosts, clientID: o.ClientID, redirect: o.RedirectURI, http: guardedHTTP(o.HTTP, hosts),
		clock: cmp.Or[Clock](o.Clock, SystemClock{}), log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)),
		timeout: cmp.Or(o.Timeout, DefaultTimeout),
	}
}

const (
	verifierBytes = 48 // 64 characters
	stateBytes    = 32 // 43 characters; VK asks for 32 at least
)

// Attempt is one sign-in that has begun: open URL in the browser, then read what the browser brings back by ReadAnswer.
// It holds secrets and prints none of them; URL carries the state and is for the browser alone.
type Attempt struct {
	URL string

	redirect        string
	state, verifier *Secret // behind pointers, since fmt prints the values of unexported fields
}

// Begin starts a sign-in (GET /authorize in the browser). The scopes are VK ID's, such as vkid.personal_info; none asks for
// VK's own minimum. It fails when the application's number or the redirect address is not set.
func (v *VKID) Begin(scope ...string) (Attempt, error) {
	if v.clientID == "" || v.redirect == "" {
		return Attempt{}, errors.New("vk id: the application's number or the redirect address is not set")
	}
	verifier, state := random(verifierBytes), random(stateBytes)
	challenge := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"response_type":         {"code"},
		"client_id":             {v.clientID},
		"redirect_uri":          {v.redirect},
		"state":                 {state.Reveal()},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"code_challenge_method": {"s256"},
	}
	if len(scope) > 0 {
		query.Set("scope", strings.Join(scope, " "))
	}
	// Everyone reads %20 as a space, but + only those who read queries as forms.
	address := v.hosts.ID + "/authorize?" + strings.ReplaceAll(query.Encode(), "+", "%20")
	return Attempt{URL: address, redirect: v.redirect, state: &state, verifier: &verifier}, nil
}

// random is n random bytes in the alphabet A-Z a-z 0-9 - _.
func random(n int) Secret {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // it never fails: the program would end first
	return Secret(base64.RawURLEncoding.EncodeToString(raw))
}

const attemptShown = "VK ID attempt"

// Format writes no part of the attempt, for every verb.
func (a Attempt) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, attemptShown) }

// LogValue shows no part of the attempt.
func (a Attempt) LogValue() slog.Value { return slog.StringValue(attemptShown) }

// MarshalText shows no part of the attempt.
func (a Attempt) MarshalText() ([]byte, error) { return []byte(attemptShown), nil }
