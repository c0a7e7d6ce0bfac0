package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
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
	http   *http.Client
	calls  *connect.Client
	status atomic.Pointer[model.SyncStatus] // as the server told it last
}

var _ app.Contracts = (*Client)(nil)

// ErrNoServer says that the college's server does not answer.
var ErrNoServer = errors.New("нет связи с колледжем: проверьте сеть, а если она есть — включён ли сервер колледжа")

// NewClient makes the client of a server.
func NewClient(link model.ConnectionLink) *Client {
	http := &http.Client{Transport: transport(link)}
	return &Client{http: http, calls: connect.NewClient(
		connecthttp.NewTransport(http, "https://"+serverName, connecthttp.WithCodecs(codec{}), connecthttp.WithReadMaxBytes(mostBytes)), label)}
}

// Close lets go of the connections on which nothing is called.
func (c *Client) Close() { c.http.CloseIdleConnections() }

type tokenKey struct{}

// As lets what is done with the context be done by whoever has the session of the token that token gives at that moment.
func As(ctx context.Context, token func() string) context.Context {
	return context.WithValue(ctx, tokenKey{}, token)
}

// label says in each call by which number it speaks and who acts.
func label(next connect.ClientFunc) connect.ClientFunc {
	return func(ctx context.Context, spec connect.Spec) (connect.ClientStream, error) {
		info, _ := connect.CallInfoForClientContext(ctx)
		info.RequestHeader().Set(wireHeader, strconv.Itoa(Wire))
		if token, ok := ctx.Value(tokenKey{}).(func() string); ok {
			if token := token(); token != "" {
				info.RequestHeader().Set("Authorization", "Bearer "+token)
			}
		}
		return next(ctx, spec)
	}
}

// call calls a method and reads its results, in their order, into pointers.
func (c *Client) call(ctx context.Context, procedure string, params []any, results ...any) error {
	var sent []json.RawMessage
	spec := connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: procedure}
	if err := c.calls.CallUnary(ctx, spec, &params, &sent); err != nil {
		return failed(ctx, err)
	}
	return unpack(sent, results)
}

// watch is call for a method that gives bytes of a file, or says how far it is; what is nil is not asked for.
func (c *Client) watch(ctx context.Context, procedure string, w io.Writer, progress func(model.Progress), params []any, results ...any) (err error) {
	stream, err := c.calls.CallServerStream(ctx, connect.Spec{StreamType: connect.StreamTypeServer, Procedure: procedure}, &params)
	if err != nil {
		return failed(ctx, err)
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	for {
		var p part
		switch err := stream.Receive(&p); {
		case errors.Is(err, io.EOF):
			return ErrNoServer // it ended without its results
		case err != nil:
			return failed(ctx, err)
		case p.Progress != nil && progress != nil:
			progress(*p.Progress)
		case p.Bytes != nil && w != nil:
			if _, err := w.Write(p.Bytes); err != nil {
				return err
			}
		case p.Progress == nil && p.Bytes == nil:
			return unpack(p.Results, results)
		}
	}
}

// unpack reads the results of a method. A newer server may give more of them.
func unpack(sent []json.RawMessage, results []any) error {
	if len(sent) < len(results) {
		return errWire
	}
	for i, into := range results {
		if err := json.Unmarshal(sent[i], into); err != nil {
			return fmt.Errorf("%w (%w)", errWire, err)
		}
	}
	return nil
}

// failed is what a person is told of a call that failed.
func failed(ctx context.Context, err error) error {
	var answer *connect.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errKey):
		return errKey
	case errors.As(err, &answer) && (len(answer.Details()) > 0 || strings.HasPrefix(answer.Message(), errInternal)):
		return received(answer)
	case errors.As(err, &answer) && answer.Code() == connect.CodeUnimplemented:
		return errWire
	case errors.As(err, new(net.Error)), errors.As(err, &answer) && answer.Code() == connect.CodeUnavailable:
		return ErrNoServer
	}
	return fmt.Errorf("сервер колледжа не выполнил действие: %w", err)
}
