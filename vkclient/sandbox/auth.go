package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// scopeMessages is what a user token needs for chats and calls. VK gives it in exceptional cases; the sandbox to every
// application that asks.
const scopeMessages = "messages"

// identity is who a token speaks for. A community's id is negative, as among a chat's members.
type identity struct {
	id        int64
	community bool
	own       bool // by a token without the scope messages, which opens only the person's own data
}

// tokenOf is the token from the Authorization header or from access_token.
func tokenOf(r *http.Request) string {
	scheme, token, found := strings.Cut(r.Header.Get("Authorization"), " ")
	if found && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return r.Form.Get("access_token")
}

// identify finds whose the token is at the moment, in Unix seconds.
func (w *world) identify(token string, now int64) (identity, error) {
	if token == "" {
		return identity{}, failMessage(codeAuth, "User authorization failed: no access_token passed.")
	}
	if who, known := w.tokens[token]; known {
		return who, nil
	}
	g := w.issued[token]
	switch {
	case g == nil || g.Revoked:
		return identity{}, fail(codeAuth)
	case !g.opens(token, now):
		return identity{}, fail(codeExpired)
	}
	return identity{id: g.User, own: !slices.Contains(strings.Fields(g.Scope), scopeMessages)}, nil
}
