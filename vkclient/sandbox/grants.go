package sandbox

import (
	"crypto/rand"
	"slices"
	"time"
)

// codeLifetime is how long a code of VK ID is good for, in seconds.
const codeLifetime = 600

// accessLifetime is how long an access token is good for, in seconds.
func (s *Server) accessLifetime() int64 {
	if s.opts.AccessLifetime > 0 {
		return int64(s.opts.AccessLifetime / time.Second)
	}
	return 3600
}

// grant is one consent of a person to an application and all that was issued for it: the code, then the tokens that
// follow each other. Times are Unix seconds.
type grant struct {
	ID        int64         `json:"id"`
	User      int64         `json:"user"`
	Client    string        `json:"client"`
	Redirect  string        `json:"redirect"`
	Challenge string        `json:"challenge"`
	Scope     string        `json:"scope"`
	Device    string        `json:"device"`
	Code      string        `json:"code"`
	CodeUntil int64         `json:"code_until"`
	Refreshes []string      `json:"refreshes"` // the last one is good, those before it were used; empty: the code was not used
	Accesses  []accessToken `json:"accesses"`
	Revoked   bool          `json:"revoked"`
}

type accessToken struct {
	Token string `json:"token"`
	Until int64  `json:"until"`
}

// applyGrant puts a grant, new or changed, in its place.
func (w *world) applyGrant(g *grant) {
	if i := slices.IndexFunc(w.Grants, func(known *grant) bool { return known.ID == g.ID }); i >= 0 {
		w.Grants[i] = g
	} else {
		w.Grants = append(w.Grants, g)
	}
	w.indexGrant(g)
}

func (w *world) indexGrant(g *grant) {
	w.issued[g.Code] = g
	for _, token := range g.Refreshes {
		w.issued[token] = g
	}
	for _, a := range g.Accesses {
		w.issued[a.Token] = g
	}
}

// copied is a copy of a grant to change and commit: only apply changes the world.
func (g *grant) copied() *grant {
	fresh := *g
	fresh.Refreshes, fresh.Accesses = slices.Clone(g.Refreshes), slices.Clone(g.Accesses)
	return &fresh
}

// opens reports whether the token is an access token of the grant that is good at the moment.
func (g *grant) opens(token string, now int64) bool {
	return !g.Revoked && slices.ContainsFunc(g.Accesses, func(a accessToken) bool { return a.Token == token && now < a.Until })
}

// refreshes reports whether the token is the grant's refresh token that was not used yet.
func (g *grant) refreshes(token string) bool {
	return len(g.Refreshes) > 0 && g.Refreshes[len(g.Refreshes)-1] == token
}

// consent makes a grant with its code. The caller holds the lock.
func (s *Server) consent(user int64, app *application) (*grant, error) {
	g := &grant{
		ID: int64(len(s.world.Grants)) + 1, User: user, Client: app.client, Redirect: app.redirect, Challenge: app.challenge, Scope: app.scope,
		Device: rand.Text(), Code: "vk2.a." + rand.Text() + rand.Text(), CodeUntil: s.now().Unix() + codeLifetime,
	}
	return g, s.commit(event{Op: opGrant, Grant: g})
}

// issue gives the grant its next tokens. The caller holds the lock.
func (s *Server) issue(g *grant) (*grant, error) {
	next := g.copied()
	next.Refreshes = append(next.Refreshes, "vk2.r."+rand.Text()+rand.Text()+rand.Text())
	next.Accesses = append(next.Accesses, accessToken{Token: "vk2.a." + rand.Text() + rand.Text() + rand.Text(), Until: s.now().Unix() + s.accessLifetime()})
	return next, s.commit(event{Op: opGrant, Grant: next})
}

// revoke ends all that the grant has issued. The caller holds the lock.
func (s *Server) revoke(g *grant) error {
	if g.Revoked {
		return nil
	}
	ended := g.copied()
	ended.Revoked = true
	return s.commit(event{Op: opGrant, Grant: ended})
}
