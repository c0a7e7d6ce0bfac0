package vkclient

import "context"

// StartedCall is the answer of calls.start. JoinLink is kept as VK gave it: another host breaks some calls.
type StartedCall struct {
	CallID   string `json:"call_id"`
	JoinLink string `json:"join_link"`
}

// CallsStartCall is calls.start for the person, for user tokens only. It is not idempotent.
func CallsStartCall() Call { return Call{Method: "calls.start"} }

// CallsStart begins a call for the person: calls.start, for user tokens only.
func (c *Client) CallsStart(ctx context.Context) (StartedCall, error) {
	return decodeAs[StartedCall](c.Do(ctx, CallsStartCall()))
}

// CallsForceFinishCall is calls.forceFinish, for user tokens only.
func CallsForceFinishCall(callID string) Call {
	return Call{Method: "calls.forceFinish", Params: map[string]any{"call_id": callID}}
}

// CallsForceFinish ends a call for everybody: calls.forceFinish, for user tokens only.
func (c *Client) CallsForceFinish(ctx context.Context, callID string) error {
	return c.Do(ctx, CallsForceFinishCall(callID)).Err
}
