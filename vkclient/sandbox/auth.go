package sandbox

import (
	"net/http"
	"strings"
)

// identity is whom a token speaks for. A community's id is negative, as it is among a chat's members.
type identity struct {
	id        int64
	community bool
}

// tokenOf is the token from the Authorization header or from access_token.
func tokenOf(r *http.Request) string {
	scheme, token, found := strings.Cut(r.Header.Get("Authorization"), " ")
	if found && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return r.Form.Get("access_token")
}

func (w *world) identify(token string) (identity, error) {
	if token == "" {
		return identity{}, failMessage(codeAuth, "User authorization failed: no access_token passed.")
	}
	who, known := w.tokens[token]
	if !known {
		return identity{}, fail(codeAuth)
	}
	return who, nil
}
