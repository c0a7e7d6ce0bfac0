package vkclient

import "context"

// StartedCall is the answer of calls.start. JoinLink is kept as VK gave it: another host breaks some calls.
type StartedCall struct {
	CallID   string `json:"call_id"`
	JoinLink string `json:"join_link"`
}

// CallsStartCall is calls.start, for user tokens only; groupID 0 starts it for the person. It is not idempotent.
func CallsStartCall(groupID int64) Call {
	params := map[string]any{}
	if groupID != 0 {
		params["group_id"] = groupID
	}
	return Call{Method: "calls.start", Params: params}
}

// CallsStart begins a call: calls.start, for user tokens only; groupID 0 starts it for the person.
func (c *Client) CallsStart(ctx context.Context, groupID int64) (StartedCall, error) {
	return decodeAs[StartedCall](c.Do(ctx, CallsStartCall(groupID)))
}

// CallsForceFinishCall is calls.forceFinish, for user tokens only.
func CallsForceFinishCall(callID string) Call {
	return Call{Method: "calls.forceFinish", Params: map[string]any{"call_id": callID}}
}

// CallsForceFinish ends a call for everybody: calls.forceFinish, for user tokens only.
func (c *Client) CallsForceFinish(ctx context.Context, callID string) error {
	return c.Do(ctx, CallsForceFinishCall(callID)).Err
}
