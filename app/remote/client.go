package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"connectrpc.com/connect/v2"
	"connectrpc.com/connect/v2/connecthttp"

	"zvonok/app"
	"zvonok/model"
)

//go:generate go run ./generate

// Client keeps the contracts of a college that lives on another computer. It is safe for concurrent use.
type Client struct {
	http  *http.Client
	calls *connect.Client
	desk  string    // the college knows the desk again by it
	clock app.Clock // the desk's own
	hours *hours
	line  line
	// college is its ID.
	college string
	route   *route
	work    atomic.Pointer[work]

	changes listeners[model.Change]
	routes  listeners[model.ConnectionLink]
}

var _ app.Contracts = (*Client)(nil)

// ErrNoServer says that the college's server does not answer.
var ErrNoServer = errors.New("нет связи с колледжем: проверьте сеть, а если она есть — включён ли сервер колледжа")

// noServer is ErrNoServer where more is known of it.
type noServer string

func (e noServer) Error() string { return string(e) }

func (noServer) Is(err error) bool { return err == ErrNoServer } //nolint:errorlint // errors.Is asks this

var (
	// errUnreached: the call was not sent at all.
	errUnreached error = noServer(ErrNoServer.Error())
	// errUnsure: the answer was lost, and what became of the call is not known.
	errUnsure error = noServer("связь с колледжем прервалась раньше ответа: когда она вернётся, проверьте, выполнено ли действие")
	// errCut: a part of a file came.
	errCut error = noServer("связь с колледжем прервалась, и файл получен не весь: повторите, когда она вернётся")
)

// NewClient makes the client of a server.
func NewClient(link model.ConnectionLink) *Client {
	route := &route{link: link}
	http := &http.Client{Transport: route.transport()}
	c := &Client{http: http, college: link.College, route: route}
	c.calls = connect.NewClient(
		connecthttp.NewTransport(http, "https://"+serverName, connecthttp.WithCodecs(deskCodec{}), connecthttp.WithReadMaxBytes(mostBytes)), c.label)
	c.line.woken = make(chan struct{}, 1)
	c.UseClock(systemClock{})
	return c
}

// UseClock gives the desk another clock than the system's. It is called before the client is used.
func (c *Client) UseClock(clock app.Clock) { c.clock, c.hours = clock, &hours{own: clock} }

// UseDesk gives the desk a random text. The college knows the desk again by it: strangers who try passwords elsewhere do not
// lock out people who have signed in here before. It is called before the client is used.
func (c *Client) UseDesk(id string) { c.desk = id }

// Close ends the work of the person at the desk, and closes idle connections.
func (c *Client) Close() {
	c.End()
	c.http.CloseIdleConnections()
}

type tokenKey struct{}

// As makes a context in which the person acts whose session's token the function token gives at the moment of a call.
func As(ctx context.Context, token func() string) context.Context {
	return context.WithValue(ctx, tokenKey{}, token)
}

// label puts into each call the number of the protocol, and who acts.
func (c *Client) label(next connect.ClientFunc) connect.ClientFunc {
	return func(ctx context.Context, spec connect.Spec) (connect.ClientStream, error) {
		info, _ := connect.CallInfoForClientContext(ctx)
		info.RequestHeader().Set(wireHeader, strconv.Itoa(Wire))
		if c.desk != "" {
			info.RequestHeader().Set(deskHeader, c.desk)
		}
		if id, ok := ctx.Value(callKey{}).(string); ok {
			info.RequestHeader().Set(callHeader, id)
		}
		if token, ok := ctx.Value(tokenKey{}).(func() string); ok {
			if token := token(); token != "" {
				info.RequestHeader().Set("Authorization", "Bearer "+token)
			}
		}
		return next(ctx, spec)
	}
}

// failed is the error of a failed call in words for people.
func failed(ctx context.Context, err error) error {
	var answer *connect.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errKey):
		return errKey
	case errors.Is(err, errUnreached):
		return errUnreached
	case !errors.As(err, &answer) || answer.Code() == connect.CodeUnavailable:
		return ErrNoServer
	case answer.Code() == connect.CodeUnimplemented:
		return errWire
	case answer.IsRemote() && (len(answer.Details()) > 0 || strings.HasPrefix(answer.Message(), errInternal)):
		return received(answer)
	case answer.IsRemote() || answer.Code() == connect.CodeInvalidArgument || answer.Code() == connect.CodeResourceExhausted:
		return fmt.Errorf("сервер колледжа не выполнил действие (%w)", err)
	}
	return ErrNoServer // a connection that broke; the codes for it are many
}
