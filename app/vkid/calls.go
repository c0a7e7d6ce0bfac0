package vkid

import (
	"context"

	"zvonok/app"
	"zvonok/app/vkmessenger"
	"zvonok/model"
)

// ownCalls are calls on behalf of a grant's owner.
type ownCalls struct {
	identity *Identity
	grant    app.Grant
}

// Calls are calls.start and calls.forceFinish by the person's own token.
func (i *Identity) Calls(g app.Grant) app.Calls { return ownCalls{i, g} }

func (c ownCalls) calls() (*vkmessenger.Calls, error) {
	t, err := tokens(c.grant)
	if err != nil {
		return nil, err
	}
	return vkmessenger.NewOwnCalls(c.identity.person(t)), nil
}

// Start is calls.start.
func (c ownCalls) Start(ctx context.Context) (model.Call, error) {
	calls, err := c.calls()
	if err != nil {
		return model.Call{}, err
	}
	return calls.Start(ctx)
}

// Finish is calls.forceFinish.
func (c ownCalls) Finish(ctx context.Context, id string) error {
	calls, err := c.calls()
	if err != nil {
		return err
	}
	return calls.Finish(ctx, id)
}
