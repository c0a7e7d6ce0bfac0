package host

import (
	"context"
	"log/slog"

	"zvonok/app/agent"
	"zvonok/app/tokens"
	"zvonok/model"
)

// NewAgent makes the agent of the tokens that are on this computer. noCalls says why the token of the account for calls, if
// there is one, cannot be used: the agent then has no account.
func NewAgent(ctx context.Context, keys tokens.Keys, log *slog.Logger, m Messenger) (made *agent.Agent, noCalls, err error) {
	made = &agent.Agent{College: keys.College, Log: log}
	if made.Messenger, err = Made(ctx, keys, model.CommunityToken, m.OfCommunity); err != nil {
		return nil, nil, err
	}
	made.Calls, noCalls = Made(ctx, keys, model.CallToken, m.OfAccount)
	if tokens.IsNone(noCalls) {
		noCalls = nil
	}
	return made, noCalls, nil
}

// Made makes something from a token, for the addresses to which the token may go.
func Made[T any](ctx context.Context, keys tokens.Keys, kind model.TokenKind, of func(string, model.MessengerAddresses) T) (made T, err error) {
	token, err := keys.Find(ctx, kind)
	if err != nil {
		return made, err
	}
	at, err := keys.Address(ctx, token)
	if err != nil {
		return made, err
	}
	return of(token.Secret, at), nil
}
