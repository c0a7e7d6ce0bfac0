package vkclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// vkidRequest is one request to VK ID, to be repeated as the rules allow.
type vkidRequest struct {
	method  string // "oauth2.auth" is POST /oauth2/auth
	form    url.Values
	secrets []Secret // in the form
	// repeatable: sending the request twice does no harm. The requests that use up a code or a refresh token are not.
	repeatable bool
	// ends: the request ends what its token is good for, so that a token unknown at the second time says that the first one worked.
	ends   bool
	accept func(body []byte) bool // reports whether the answer is what was asked for
}

// request sends until an answer is accepted. VK ID's errors come back as *VKIDError.
func (v *VKID) request(ctx context.Context, r vkidRequest) error {
	r.form.Set("client_id", v.clientID)
	inDoubt := false // whether an earlier try was carried out
	for try := 1; ; try++ {
		err := v.exchangeOnce(ctx, r)
		class := Class(err)
		switch {
		case err == nil:
			return nil
		case r.ends && inDoubt && errors.Is(err, ErrSignInAgain):
			return nil
		case class != Unwell && class != TooFast:
			return err
		case !r.repeatable && !untouched(err):
			return &UnknownOutcomeError{Method: r.method, Cause: err}
		case ctx.Err() != nil:
			return ctx.Err()
		case try >= maxTries:
			return err
		}
		inDoubt = inDoubt || !untouched(err)
		pause := backoff(try)
		v.log.Debug("VK ID request to be repeated", "method", r.method, "pause", pause, "error", err.Error())
		if err := v.clock.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// exchangeOnce is one try. Its error is a *VKIDError, a *TransportError, or the caller's context error when nothing was sent.
func (v *VKID) exchangeOnce(ctx context.Context, r vkidRequest) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var sent atomic.Bool
	limited, cancel := context.WithTimeout(ctx, v.timeout)
	defer cancel()
	traced := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	address := v.hosts.ID + "/" + strings.ReplaceAll(r.method, ".", "/")
	req, err := http.NewRequestWithContext(traced, http.MethodPost, address, strings.NewReader(r.form.Encode()))
	if err != nil {
		return fmt.Errorf("vk: %s: wrong address of VK ID", r.method)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")

	started := time.Now()
	err = v.roundTrip(req, r)
	took := time.Since(started).Milliseconds()
	var failure *TransportError
	if !errors.As(err, &failure) {
		v.log.Debug("VK ID request", "method", r.method, "ms", took)
		return err
	}
	failure.sent = failure.sent || sent.Load()
	v.log.Warn("VK ID request failed", "method", r.method, "ms", took, "error", failure.Error())
	if ctx.Err() != nil && !failure.sent {
		return ctx.Err()
	}
	return failure
}

// roundTrip sends and reads the answer: first VK ID's error, with any status; the rest has to be what was asked for.
func (v *VKID) roundTrip(req *http.Request, r vkidRequest) error {
	status, body, failure := fetch(v.http, req, r.method, r.secrets...)
	if failure != nil {
		return failure
	}
	var refused struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if err := json.Unmarshal(body, &refused); err != nil {
		return garbage(r.method, status, "answer is not VK ID's JSON")
	}
	if refused.Error != "" {
		return &VKIDError{Code: scrubAll(refused.Error, r.secrets), Description: scrubAll(refused.Description, r.secrets)}
	}
	if status >= 300 {
		return garbage(r.method, status, "answer has no error in it")
	}
	if !r.accept(body) {
		return garbage(r.method, status, "answer is not what was asked for")
	}
	return nil
}
