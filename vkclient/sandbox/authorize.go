package sandbox

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// AnyLoopback among Options.RedirectURIs allows every address on this computer.
const AnyLoopback = "http://127.0.0.1:*"

const minState = 32

var (
	clientForm    = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)
	challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43,128}$`)
)

func isClient(id string) bool { return clientForm.MatchString(id) }

// application is the program that asks a person to sign in, and what it asked.
type application struct {
	client, redirect, state, challenge, scope string
}

// authorize is GET /authorize: the way in for applications. A wrong request is explained on the page, since the redirect
// address may not be the application's.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	wrong := s.wrongIn(query)
	if wrong != "" {
		s.show(w, http.StatusBadRequest, "notice.html", notice{Title: "Войти не получится", Text: "Программа неверно обратилась к VK ID.", Value: wrong})
		return
	}
	scope := cmp.Or(query.Get("scope"), "vkid.personal_info")
	asks := &application{
		client: query.Get("client_id"), redirect: query.Get("redirect_uri"), state: query.Get("state"),
		challenge: query.Get("code_challenge"), scope: scope,
	}
	if s.opts.NoMessages && slices.Contains(strings.Fields(scope), scopeMessages) {
		http.Redirect(w, r, s.answerTo(asks, map[string]string{
			"error": "invalid_scope", "error_description": "the scope is not allowed for the application", "state": asks.state,
		}), http.StatusSeeOther)
		return
	}
	s.startSignIn(w, r, &signIn{app: asks})
}

// wrongIn says what an application's request lacks; "" is nothing.
func (s *Server) wrongIn(query url.Values) string {
	switch {
	case !isClient(query.Get("client_id")):
		return "client_id is missing or invalid"
	case !s.registered(query.Get("redirect_uri")):
		return "redirect_uri is missing or not registered"
	case query.Get("response_type") != "code":
		return "response_type should be code"
	case len(query.Get("state")) < minState:
		return "state should be at least 32 characters long"
	case !challengeForm.MatchString(query.Get("code_challenge")):
		return "code_challenge should be 43 to 128 characters of A-Z a-z 0-9 - _"
	case !strings.EqualFold(query.Get("code_challenge_method"), "s256"):
		return "code_challenge_method should be s256"
	}
	return ""
}

func (s *Server) registered(address string) bool {
	known := s.opts.RedirectURIs
	if known == nil {
		known = []string{AnyLoopback}
	}
	if address == AnyLoopback {
		return false // a pattern is no address
	}
	if slices.Contains(known, address) {
		return true
	}
	u, err := url.Parse(address)
	if err != nil || !slices.Contains(known, AnyLoopback) {
		return false
	}
	host, _, err := net.SplitHostPort(u.Host)
	if err != nil {
		host = u.Host
	}
	return u.Scheme == "http" && host == "127.0.0.1" && u.User == nil && u.Fragment == ""
}

// allowed is where the browser goes after a consent: back to the application, with the code.
func (s *Server) allowed(f *signIn) (string, error) {
	g, err := s.consent(f.user, f.app)
	if err != nil {
		return "", err
	}
	return s.answerTo(f.app, map[string]string{
		"code": g.Code, "state": f.app.state, "device_id": g.Device, "type": "code_v2", "ext_id": rand.Text(),
		"expires_in": strconv.Itoa(codeLifetime),
	}), nil
}

// denied is where the browser goes after a refusal.
func (s *Server) denied(f *signIn) string {
	return s.answerTo(f.app, map[string]string{"error": "access_denied", "error_description": "user denied the access", "state": f.app.state})
}

// answerTo is the application's redirect address with the answer.
func (s *Server) answerTo(app *application, fields map[string]string) string {
	address, _ := url.Parse(app.redirect) // it was checked when it came
	query := address.Query()
	if s.opts.PayloadAnswers {
		payload, _ := json.Marshal(fields) // plain text
		query.Set("payload", string(payload))
	} else {
		for name, value := range fields {
			query.Set(name, value)
		}
	}
	address.RawQuery = query.Encode()
	return address.String()
}
