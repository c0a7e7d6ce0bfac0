package vkclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// MaxBatch is how many calls one execute carries.
const MaxBatch = 25

const executeMethod = "execute"

// Execute sends up to MaxBatch calls in one request and answers a Result for each, in order.
//
// The error is for the whole request: then no call is known to have been carried out, and with an *UnknownOutcomeError
// any of them may have been. A call that VK refused as one too many a second, or because it is unwell, is sent again by the
// same rules as a single one; once some calls have their results, the others have their errors in theirs.
func (c *Client) Execute(ctx context.Context, calls []Call) ([]Result, error) {
	if len(calls) > MaxBatch {
		return nil, fmt.Errorf("vk: execute takes %d calls, not %d", MaxBatch, len(calls))
	}
	results := make([]Result, len(calls))
	tried := make([]attempts, len(calls))
	pending := make([]int, len(calls))
	for i := range calls {
		pending[i] = i
	}
	for first := true; len(pending) > 0; first = false {
		round, err := c.executeOnce(ctx, pick(calls, pending))
		if err != nil && first {
			return nil, err
		}
		var repeat []int
		var pause time.Duration
		for n, i := range pending {
			if err != nil {
				results[i] = Result{Err: unsettled(err, calls[i])}
				continue
			}
			results[i] = round[n]
			verdict, wait := tried[i].judge(round[n].Err, calls[i].Idempotent())
			switch verdict {
			case again:
				repeat, pause = append(repeat, i), max(pause, wait)
			case unknown:
				results[i].Err = &UnknownOutcomeError{Method: calls[i].Method, Cause: round[n].Err}
			}
		}
		pending = repeat
		if len(pending) == 0 {
			break
		}
		if err := c.clock.Sleep(ctx, pause); err != nil {
			for _, i := range pending {
				results[i] = Result{Err: err}
			}
			break
		}
	}
	return results, nil
}

// unsettled is the error of one call whose repetition failed as a whole. An idempotent call is not in doubt after an
// unknown outcome: it may be made again.
func unsettled(err error, call Call) error {
	if doubt, ok := errors.AsType[*UnknownOutcomeError](err); ok && call.Idempotent() {
		return doubt.Cause
	}
	return err
}

func pick(calls []Call, indexes []int) []Call {
	picked := make([]Call, len(indexes))
	for n, i := range indexes {
		picked[n] = calls[i]
	}
	return picked
}

// executeOnce carries the calls in one request, without repeating single ones.
func (c *Client) executeOnce(ctx context.Context, calls []Call) ([]Result, error) {
	scripts := make([]string, len(calls))
	for i, call := range calls {
		script, err := call.script()
		if err != nil {
			return nil, err
		}
		scripts[i] = script
	}
	form := url.Values{"code": {"return [" + strings.Join(scripts, ",") + "];"}}
	var results []Result
	err := c.request(ctx, request{
		method: executeMethod, form: form, carries: len(calls), idempotent: allIdempotent(calls),
		accept: func(answer *envelope) (err error) {
			results, err = c.pairUp(calls, answer)
			return err
		},
	})
	return results, err
}

// pairUp gives each call its answer or its error. A failed call answers false, and the errors come in the order of the failed calls.
func (c *Client) pairUp(calls []Call, answer *envelope) ([]Result, error) {
	confused := &TransportError{Method: executeMethod, Reason: "answer does not match the calls", sent: true}
	var responses []json.RawMessage
	if err := json.Unmarshal(answer.Response, &responses); err != nil || len(responses) != len(calls) {
		return nil, confused
	}
	left := answer.ExecuteErrors
	results := make([]Result, len(calls))
	for i, response := range responses {
		if !bytes.Equal(bytes.TrimSpace(response), []byte("false")) {
			results[i] = Result{Response: response}
			continue
		}
		if len(left) == 0 || (left[0].Method != "" && left[0].Method != calls[i].Method) {
			return nil, confused
		}
		results[i] = Result{Err: left[0].typed(calls[i].Method, *c.token)}
		left = left[1:]
	}
	if len(left) > 0 {
		return nil, confused
	}
	for i, result := range results {
		c.answered(calls[i].Method, result.Err)
	}
	return results, nil
}
