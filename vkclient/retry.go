package vkclient

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/url"
	"time"
)

const (
	maxTries     = 5                      // of a request while VK is unwell
	maxTooFast   = 30                     // repetitions after error 6
	tooFastPause = time.Second            // after error 6
	firstBackoff = 500 * time.Millisecond // doubles with every try
)

// attempts counts the tries of one request or of one call in a batch.
type attempts struct{ unwell, tooFast int }

// verdict is what is done about an error.
type verdict int

const (
	final verdict = iota
	again
	unknown // the outcome is
)

// judge applies the retry rules to an error and says how long to wait before the next try.
func (a *attempts) judge(err error, idempotent bool) (verdict, time.Duration) {
	class := Class(err)
	if class == TooFast {
		// VK did not carry the call out: any method may be repeated.
		if a.tooFast++; a.tooFast > maxTooFast {
			return final, 0
		}
		return again, tooFastPause
	}
	if class != Unwell {
		return final, 0
	}
	var transport *TransportError
	notSent := errors.As(err, &transport) && !transport.sent
	if !idempotent && !notSent {
		return unknown, 0
	}
	if a.unwell++; a.unwell >= maxTries {
		return final, 0
	}
	return again, backoff(a.unwell)
}

// backoff is the pause after the n-th failed try, from 1: doubling, with up to half as much again at random,
// so that many clients do not come back at once.
func backoff(n int) time.Duration {
	d := firstBackoff << (n - 1)
	return d + rand.N(d/2)
}

// Do sends one call, by the retry rules, and waits for its outcome. It is safe for concurrent use.
func (c *Client) Do(ctx context.Context, call Call) Result {
	var response json.RawMessage
	err := c.request(ctx, request{
		method: call.Method, form: call.form(), carries: 1, idempotent: call.Idempotent(),
		accept: func(answer *envelope) error { response = answer.Response; return nil },
	})
	return Result{Response: response, Err: err}
}

// request is one HTTP request to VK, to be repeated as the rules allow.
type request struct {
	method     string
	form       url.Values
	carries    int  // API calls
	idempotent bool // every one of them
	accept     func(*envelope) error
}

// request sends until an answer is accepted. An error that VK answered comes back typed.
func (c *Client) request(ctx context.Context, r request) error {
	r.form.Set("v", APIVersion)
	var tried attempts
	for {
		err := c.try(ctx, r)
		if err == nil {
			return nil
		}
		verdict, pause := tried.judge(err, r.idempotent)
		switch {
		case verdict == unknown:
			return &UnknownOutcomeError{Method: r.method, Cause: err}
		case verdict == final:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
		c.log.Debug("VK request to be repeated", "method", r.method, "pause", pause, "error", err.Error())
		if err := c.clock.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// try is one exchange with VK's verdict.
func (c *Client) try(ctx context.Context, r request) error {
	answer, err := c.exchange(ctx, r.method, r.form, r.carries)
	switch {
	case err != nil:
	case answer.Error != nil:
		err = answer.Error.typed(r.method, *c.token)
	default:
		err = r.accept(answer)
	}
	c.answered(r.method, err)
	return err
}

// answered tells Options.Answered the outcome of a call. A call that was not sent has none.
func (c *Client) answered(method string, err error) {
	code := 0
	var refused *APIError
	var failure *TransportError
	switch {
	case c.told == nil:
		return
	case err == nil:
	case errors.As(err, &refused):
		code = refused.Code
	case errors.As(err, &failure):
		code = NoAnswer
	default:
		return
	}
	c.told(method, code)
}
