package vkclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// maxBody is the longest answer that is read.
const maxBody = 16 << 20

// errForeignHost stops a redirect that leaves VK.
var errForeignHost = errors.New("redirect to a host that is not VK's")

// guardedHTTP is a copy of the given client, or a fresh one, that follows redirects within the hosts only.
func guardedHTTP(given *http.Client, hosts Hosts) *http.Client {
	var guarded http.Client
	if given != nil {
		guarded = *given
	} else {
		guarded.Transport = ownTransport()
	}
	guarded.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		if !hosts.contains(next.URL) {
			return errForeignHost
		}
		if len(via) >= 5 {
			return errors.New("too many redirects")
		}
		return nil
	}
	return &guarded
}

// envelope is what every method answers.
type envelope struct {
	Response      json.RawMessage `json:"response"`
	Error         *wireError      `json:"error"`
	ExecuteErrors []wireError     `json:"execute_errors"`
}

// wireError is an error as VK writes it, in the envelope and in execute_errors.
type wireError struct {
	Method  string `json:"method"`
	Code    int    `json:"error_code"`
	Subcode int    `json:"error_subcode"`
	Message string `json:"error_msg"`
}

// typed is the error that the caller sees.
func (e wireError) typed(method string, token Secret) *APIError {
	return &APIError{Code: e.Code, Subcode: e.Subcode, Method: method, Message: token.scrub(e.Message)}
}

// exchange sends one request and reads VK's answer. An address of the API that does not resolve, connect or verify gives
// way to the other one; once a request may have been carried out it is not sent there. Its error is a *TransportError, or
// the caller's context error when nothing was sent.
func (c *Client) exchange(ctx context.Context, method string, form url.Values, carries int) (*envelope, error) {
	if err := c.waitTurn(ctx); err != nil {
		return nil, err
	}
	if until, ends := ctx.Deadline(); ends && time.Now().Round(0).After(until.Round(0)) {
		return nil, context.DeadlineExceeded // the computer was suspended meanwhile, and ctx's timer with it
	}
	var first error
	for _, api := range c.hosts.apis() {
		answer, err := c.exchangeAt(ctx, api, method, form, carries)
		var failure *TransportError
		if err == nil || !errors.As(err, &failure) || failure.sent {
			c.hosts.answers(api)
			return answer, err
		}
		if first == nil || Untrusted(err) {
			first = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, first
}

// exchangeAt is exchange with one address of the API.
func (c *Client) exchangeAt(ctx context.Context, api, method string, form url.Values, carries int) (*envelope, error) {
	var sent atomic.Bool
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	traced := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	req, err := http.NewRequestWithContext(traced, http.MethodPost, api+"/method/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("vk: %s: wrong address of the API", method)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+c.token.Reveal())

	c.requests.Add(1)
	c.calls.Add(int64(carries))
	started := time.Now()
	answer, failure := c.roundTrip(req, method)
	if failure != nil {
		failure.sent = failure.sent || sent.Load()
		c.log.Warn("VK request failed", "method", method, "calls", carries, "ms", time.Since(started).Milliseconds(), "error", failure.Error())
		if ctx.Err() != nil && !failure.sent {
			return nil, ctx.Err()
		}
		return nil, failure
	}
	c.log.Debug("VK request", "method", method, "calls", carries, "ms", time.Since(started).Milliseconds())
	return answer, nil
}

// roundTrip is the HTTP part of exchange.
func (c *Client) roundTrip(req *http.Request, method string) (*envelope, *TransportError) {
	status, body, failure := fetch(c.http, req, method, *c.token)
	if failure != nil {
		return nil, failure
	}
	var answer envelope
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, garbage(method, status, "answer is not VK's JSON")
	}
	if answer.Error == nil && (status >= 300 || len(answer.Response) == 0 || bytes.Equal(answer.Response, []byte("null"))) {
		return nil, garbage(method, status, "answer has neither response nor error")
	}
	return &answer, nil
}

// fetch sends a request and reads the whole answer, with any status. The secrets stay out of the error.
func fetch(client *http.Client, req *http.Request, method string, secrets ...Secret) (int, []byte, *TransportError) {
	resp, err := client.Do(req)
	if err != nil {
		return 0, nil, networkError(method, err, secrets)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		failure := networkError(method, err, secrets)
		failure.sent = true
		return 0, nil, failure
	}
	if len(body) > maxBody {
		return 0, nil, garbage(method, resp.StatusCode, "answer too long")
	}
	return resp.StatusCode, body, nil
}

// garbage says that an answer came that cannot be understood.
func garbage(method string, status int, reason string) *TransportError {
	return &TransportError{Method: method, Status: status, Reason: reason, sent: true}
}

// networkError names a failure of the network without the URL around it and without the secrets.
func networkError(method string, err error, secrets []Secret) *TransportError {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return &TransportError{Method: method, Reason: scrubAll(err.Error(), secrets), Cause: err}
}

// transient reports whether the trouble may pass by itself. A 4xx page says that there is no VK at this address,
// a foreign redirect that something is in between: neither does.
func (e *TransportError) transient() bool {
	if errors.Is(e.Cause, errForeignHost) {
		return false
	}
	if e.Status == http.StatusRequestTimeout || e.Status == http.StatusTooManyRequests {
		return true
	}
	return e.Status < 300 || e.Status >= 500
}
