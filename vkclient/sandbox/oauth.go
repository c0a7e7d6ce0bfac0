package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// oauthMethods are VK ID's endpoints by the names that faults and counts use: oauth2.auth is POST /oauth2/auth.
// They run under the server's lock.
var oauthMethods = map[string]func(*Server, url.Values) (any, error){
	"oauth2.auth":      oauthAuth,
	"oauth2.user_info": oauthUserInfo,
	"oauth2.logout":    oauthLogout,
	"oauth2.revoke":    oauthRevoke,
}

// VK ID's error codes.
const (
	oauthInvalidRequest = "invalid_request"
	oauthInvalidClient  = "invalid_client"
	oauthInvalidGrant   = "invalid_grant"
	oauthInvalidToken   = "invalid_token"
	oauthUnsupported    = "unsupported_grant_type"
	oauthSlowDown       = "slow_down"
	oauthUnavailable    = "temporarily_unavailable"
	oauthServerError    = "server_error"
)

// oauthStatus are the HTTP statuses of errors; the others come with 200, as unsystematic as VK's.
var oauthStatus = map[string]int{
	oauthInvalidRequest: http.StatusBadRequest,
	oauthInvalidClient:  http.StatusUnauthorized,
	oauthUnavailable:    http.StatusServiceUnavailable,
	oauthServerError:    http.StatusInternalServerError,
}

// oauthError is an error as VK ID writes it.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
	State       string `json:"state,omitempty"`
}

func (e *oauthError) Error() string { return e.Code + ": " + e.Description }

func refuse(code, description string) *oauthError {
	return &oauthError{Code: code, Description: description}
}

func (s *Server) serveOAuth(name string) http.HandlerFunc {
	in := &arrival{method: name, calls: []scriptCall{{method: name}}}
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := readForm(r); err != nil {
			writeOAuthError(w, refuse(oauthInvalidRequest, "the form cannot be read"), "")
			return
		}
		s.withFaults(w, r, in, func() func() {
			out, err := s.carryOutOAuth(name, r.Form)
			if err != nil {
				return func() { writeOAuthError(w, err, r.Form.Get("state")) }
			}
			return func() { writeJSON(w, out) }
		})
	}
}

func (s *Server) carryOutOAuth(name string, form url.Values) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally.requests++
	s.tally.methods[name]++
	if f := s.faults.refusal(name); f != nil {
		return nil, f.ofOAuth()
	}
	if !isClient(form.Get("client_id")) {
		return nil, refuse(oauthInvalidClient, "client_id is missing or invalid")
	}
	return oauthMethods[name](s, form)
}

// ofOAuth is the fault's code in VK ID's words: the API's "too many" and "unwell" exist there too.
func (f *fault) ofOAuth() error {
	switch f.code {
	case codeTooFast:
		return refuse(oauthSlowDown, "too many requests")
	case 1:
		return refuse(oauthUnavailable, "try again later")
	}
	return refuse(oauthServerError, "internal error")
}

func writeOAuthError(w http.ResponseWriter, err error, state string) {
	told := oauthError{Code: oauthServerError, Description: "internal error"}
	if e, ok := errors.AsType[*oauthError](err); ok {
		told = *e
	}
	told.State = state
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if status := oauthStatus[told.Code]; status != 0 {
		w.WriteHeader(status)
	}
	_ = json.NewEncoder(w).Encode(told) // the other side may be gone
}

// oauthAuth is POST /oauth2/auth.
func oauthAuth(s *Server, form url.Values) (any, error) {
	var (
		g   *grant
		err error
	)
	kind := form.Get("grant_type")
	switch kind {
	case "authorization_code":
		g, err = s.redeemCode(form)
	case "refresh_token":
		g, err = s.redeemRefresh(form)
	default:
		return nil, refuse(oauthUnsupported, "grant_type is missing or invalid")
	}
	if err != nil {
		return nil, err
	}
	if g, err = s.issue(g); err != nil {
		return nil, err
	}
	out := map[string]any{
		"access_token":  g.Accesses[len(g.Accesses)-1].Token,
		"refresh_token": g.Refreshes[len(g.Refreshes)-1],
		"token_type":    "Bearer",
		"expires_in":    s.accessLifetime(),
		"user_id":       g.User,
		"state":         form.Get("state"),
		"scope":         g.Scope,
	}
	if kind == "authorization_code" {
		out["id_token"] = s.idToken(g)
	}
	return out, nil
}

// redeemCode finds the grant of a code. A code that comes a second time has been stolen by one of the two: all is revoked.
func (s *Server) redeemCode(form url.Values) (*grant, error) {
	code := form.Get("code")
	g := s.world.issued[code]
	if g == nil || g.Code != code || g.Client != form.Get("client_id") {
		return nil, refuse(oauthInvalidGrant, "code is invalid")
	}
	challenge := sha256.Sum256([]byte(form.Get("code_verifier")))
	switch {
	case len(g.Refreshes) > 0:
		return nil, errors.Join(refuse(oauthInvalidGrant, "code was used"), s.revoke(g))
	case g.Revoked || s.now().Unix() >= g.CodeUntil:
		return nil, refuse(oauthInvalidGrant, "code is expired")
	case g.Redirect != form.Get("redirect_uri"):
		return nil, refuse(oauthInvalidGrant, "redirect_uri is not the one of the authorization")
	case g.Device != form.Get("device_id"):
		return nil, refuse(oauthInvalidGrant, "device_id is not the one of the authorization")
	case g.Challenge != base64.RawURLEncoding.EncodeToString(challenge[:]):
		return nil, refuse(oauthInvalidGrant, "code_verifier is invalid")
	}
	return g, nil
}

// redeemRefresh finds the grant of a refresh token; one that comes a second time revokes all, as a code does.
func (s *Server) redeemRefresh(form url.Values) (*grant, error) {
	token := form.Get("refresh_token")
	g := s.world.issued[token]
	switch {
	case g == nil || !strings.HasPrefix(token, "vk2.r.") || g.Revoked || g.Client != form.Get("client_id"):
		return nil, refuse(oauthInvalidGrant, "refresh_token is invalid")
	case g.Device != form.Get("device_id"):
		return nil, refuse(oauthInvalidGrant, "device_id is not the one of the authorization")
	case !g.refreshes(token):
		return nil, errors.Join(refuse(oauthInvalidGrant, "refresh_token was used"), s.revoke(g))
	}
	return g, nil
}

// idToken says who signed in, as a JWT. The sandbox has no key: the signature is noise.
func (s *Server) idToken(g *grant) string {
	now := s.now().Unix()
	payload, _ := json.Marshal(map[string]any{"iss": "VK", "sub": g.User, "app": g.Client, "iat": now, "exp": now + s.accessLifetime()}) // plain values
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + part(payload) + "." + part([]byte(rand.Text()+rand.Text()))
}

// byAccess is the grant whose access token the form carries.
func (s *Server) byAccess(form url.Values) (*grant, error) {
	token := form.Get("access_token")
	g := s.world.issued[token]
	if g == nil || !g.opens(token, s.now().Unix()) || g.Client != form.Get("client_id") {
		return nil, refuse(oauthInvalidToken, "access_token is invalid or expired")
	}
	return g, nil
}

// oauthUserInfo is POST /oauth2/user_info.
func oauthUserInfo(s *Server, form url.Values) (any, error) {
	g, err := s.byAccess(form)
	if err != nil {
		return nil, err
	}
	u := s.world.users[g.User]
	id := strconv.FormatInt(u.ID, 10)
	return map[string]any{"user": map[string]any{
		"user_id": id, "first_name": u.FirstName, "last_name": u.LastName, "avatar": s.base + "/sandbox/avatar/" + id,
		"email": u.Email, "phone": strings.TrimPrefix(u.Phone, "+"), "verified": false,
	}}, nil
}

// oauthLogout is POST /oauth2/logout: the sign-in ends.
func oauthLogout(s *Server, form url.Values) (any, error) {
	g, err := s.byAccess(form)
	if err != nil {
		return nil, err
	}
	return map[string]int{"response": 1}, s.revoke(g)
}

// oauthRevoke is POST /oauth2/revoke: all that the person granted to the application ends.
func oauthRevoke(s *Server, form url.Values) (any, error) {
	of, err := s.byAccess(form)
	if err != nil {
		return nil, err
	}
	for _, g := range s.world.Grants {
		if g.User == of.User && g.Client == of.Client {
			if err := s.revoke(g); err != nil {
				return nil, err
			}
		}
	}
	return map[string]int{"response": 1}, nil
}
