// Package phone is the page for the phone: sign-in, the linked profile, one's own chats and lessons, made at the college's server
// for browsers that run no scripts. It asks the contracts, and they ask for the rights.
package phone

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// College is what the page asks of the college. The context says who acts.
type College interface {
	Entry(ctx context.Context) (model.Entry, error)
	BeginSession(ctx context.Context, login, password string, at model.Computer) (model.Begun, error)
	ChangePassword(ctx context.Context, login, old, password string) (model.AccountHolder, error)
	EndSession(ctx context.Context, id model.SessionID) error
	IdleLimit(ctx context.Context) (time.Duration, error)
	Myself(ctx context.Context) (model.Myself, error)

	MyChats(ctx context.Context) ([]model.MyChat, error)
	MyChatAddress(ctx context.Context, id model.ChatID) (string, error)
	LookSoon(ctx context.Context) error

	LessonsAccess(ctx context.Context) (model.LessonsAccess, error)
	LessonDay(ctx context.Context) (today, now time.Time, err error)
	MyLessons(ctx context.Context, from, until time.Time) ([]model.LessonLine, error)
	ToOpen(ctx context.Context, lesson model.LessonID) (model.LessonLine, error)
	NoteJoined(ctx context.Context, lesson model.LessonID, way model.CallWay) (model.PersonID, error)

	LinkState(ctx context.Context) (model.LinkState, error)
	ProveProfile(ctx context.Context, proof string) (model.LinkOffer, error)
	LinkProfile(ctx context.Context, person model.PersonID, proof string) error
	UnlinkProfile(ctx context.Context, person model.PersonID) error
	// SignInService is the sign-in service for the college's application.
	SignInService(ctx context.Context) (app.Identity, error)

	// Acting makes a context in which the person of the token's session acts; app.ErrSignedOut when it has ended.
	Acting(ctx context.Context, token string) (context.Context, error)
}

// Parts are what the page is made of.
type Parts struct {
	College College
	Clock   app.Clock // the college's
	// Pages are the messenger's: the page leads nowhere else.
	Pages app.Addresses
	// Origin is where browsers find the page: https://HOST or https://HOST:PORT.
	Origin string
	// BehindProxy says that a reverse proxy on this computer has the certificate, and says where a call comes from.
	BehindProxy bool
	// Answered is told of each request by its pattern, of its status, 200 where nothing was wrong, and of how long it took. It may be nil,
	// and has to be safe for concurrent use.
	Answered func(pattern string, status int, took time.Duration)
	Log      *slog.Logger
}

// Page answers browsers. It is safe for concurrent use.
type Page struct {
	Parts
	host  string // as browsers send it
	links links
	seats seats
	first firsts
}

// returnPath is where VK ID sends the browser back to.
const returnPath = "/link/return"

// Returns is the address that has to be registered at the sign-in service for a page at an origin.
func Returns(origin string) string { return origin + returnPath }

// New makes the page.
func New(p Parts) *Page {
	s := &Page{Parts: p}
	if u, err := url.Parse(p.Origin); err == nil {
		s.host = hostOf(u.Host)
	}
	return s
}

// hostOf is a host as it is compared: the port of https goes without saying.
func hostOf(host string) string { return strings.TrimSuffix(strings.ToLower(host), ":443") }

// Handler answers over HTTP.
func (s *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, answer := range map[string]func(*visit) error{
		"GET /{$}":       s.entrance,
		"POST /signin":   s.signIn,
		"GET /password":  s.askPassword,
		"POST /password": s.setPassword,
		"GET " + returnPath: func(v *visit) error {
			return s.linkReturn(v)
		},
	} {
		mux.HandleFunc(pattern, s.answering(answer))
	}
	for pattern, answer := range map[string]func(*visit) error{
		"POST /signout":           s.signOut,
		"GET /chats":              s.chats,
		"GET /chats/{chat}":       s.openChat,
		"GET /lessons":            s.lessons,
		"POST /lessons/{id}/join": s.joinLesson,
		"POST /link":              s.beginLink,
		"GET /link/confirm":       s.askLink,
		"POST /link/keep":         s.keepLink,
		"POST /link/drop":         s.dropLink,
		"GET /unlink":             s.askUnlink,
		"POST /unlink":            s.unlink,
	} {
		mux.HandleFunc(pattern, s.answering(s.signedIn(answer)))
	}
	s.serveFiles(mux)
	mux.HandleFunc("/", s.answering(func(*visit) error { return errNoPage }))
	return s.guarded(mux)
}
