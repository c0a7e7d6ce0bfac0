package remote

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/app"
	"zvonok/app/remote/kept"
	"zvonok/model"
)

// callHeader names a call that does more than read, so that the server knows it when it comes again.
const callHeader = "Zvonok-Call"

// The headers in which the server says of an answer: the last event of the college that it knows, the college's generation, until
// when it holds if nothing happens, and the server's time.
const (
	eventHeader      = "Zvonok-Event"
	generationHeader = "Zvonok-Generation"
	untilHeader      = "Zvonok-Until"
	timeHeader       = "Zvonok-Time"
)

// cancelSpec ends an operation by the id of its call.
var cancelSpec = connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: procedure("Calls", "Cancel")}

// cancelWithin is how long the server may take to hear that an operation is to end.
const cancelWithin = 5 * time.Second

// classes are those of the methods, by procedure.
var classes = byProcedure(func(method string) app.Class {
	for class, methods := range app.Classes {
		if slices.Contains(methods, method) {
			return class
		}
	}
	return 0
})

// byProcedure is what is said of each method of the contracts, by its procedure.
func byProcedure[T any](of func(method string) T) map[string]T {
	said := map[string]T{}
	app.EachMethod(func(contract string, m reflect.Method) {
		said[procedure(contract, m.Name)] = of(contract + "." + m.Name)
	})
	return said
}

// pauses are the waits before a call whose answer was lost is made again. A secret is not asked for again. An
// operation goes on at the server, and so is worth more patience than a person has at a form.
var pauses = map[app.Class][]time.Duration{
	app.Read:      {0},
	app.Once:      {0, time.Second, 2 * time.Second, 4 * time.Second},
	app.Operation: {0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second, 30 * time.Second},
}

// touches say what touches the answers of methods, by procedure.
var touches = byProcedure(func(method string) app.Touch { return app.Touches[method] })

type callKey struct{}

// call calls a method and reads its results, in their order, into pointers.
func (c *Client) call(ctx context.Context, procedure string, params []any, results ...any) error {
	if w := c.workOf(ctx); w != nil && touches[procedure] != 0 {
		found, err := c.read(ctx, w, procedure, params)
		if err != nil {
			return err
		}
		return wired(found.Give(results))
	}
	got, err := c.ask(ctx, procedure, params)
	if err != nil {
		return err
	}
	return wired(got.Read(results))
}

// one is call for a method with one result.
func one[T any](ctx context.Context, c *Client, procedure string, params []any) (result T, err error) {
	err = c.call(ctx, procedure, params, &result)
	return result, err
}

// ask makes a call that gives nothing before its results.
func (c *Client) ask(ctx context.Context, procedure string, params []any) (got *kept.Answer, err error) {
	err = c.persist(ctx, procedure, func(ctx context.Context) (_ bool, err error) {
		got, err = c.askOnce(ctx, procedure, params)
		return false, err
	})
	return got, err
}

func (c *Client) askOnce(ctx context.Context, procedure string, params []any) (*kept.Answer, error) {
	ctx, info := connect.NewClientContext(ctx)
	spec := connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: procedure}
	var results []json.RawMessage
	if err := c.calls.CallUnary(ctx, spec, &params, &results); err != nil {
		return nil, failed(ctx, err)
	}
	got := kept.NewAnswer(results)
	c.head(got, info.ResponseHeader())
	return got, nil
}

// head reads what the server says of an answer. An answer without headers does not hold.
func (c *Client) head(got *kept.Answer, said *connect.Header) {
	got.Number, _ = strconv.ParseUint(said.Get(eventHeader), 10, 64)
	got.Generation = said.Get(generationHeader)
	c.line.hearsVersion(said.Get(versionHeader))
	got.Until, _ = time.Parse(time.RFC3339Nano, said.Get(untilHeader))
	if at, err := time.Parse(time.RFC3339Nano, said.Get(timeHeader)); err == nil {
		c.hours.set(at)
	}
	got.Got = c.hours.Now()
}

// watch is call for a method that gives bytes of a file, or says how far it is; a nil w or progress is not asked for.
func (c *Client) watch(ctx context.Context, w io.Writer, progress func(model.Progress), procedure string, params []any, results ...any) error {
	var sent []json.RawMessage
	err := c.persist(ctx, procedure, func(ctx context.Context) (came bool, err error) {
		sent, err = c.receive(ctx, procedure, params, func(p part) error {
			came = true
			if p.Progress != nil && progress != nil {
				progress(*p.Progress)
			}
			if p.Bytes != nil && w != nil {
				_, err := w.Write(p.Bytes)
				return err
			}
			return nil
		})
		if came && w != nil && errors.Is(err, ErrNoServer) {
			err = errCut
		}
		return came, err
	})
	if err != nil {
		return err
	}
	return wired(kept.NewAnswer(sent).Read(results))
}

// receive calls a method once and takes what comes before its results.
func (c *Client) receive(ctx context.Context, procedure string, params []any, take func(part) error) (results []json.RawMessage, err error) {
	stream, err := c.calls.CallServerStream(ctx, connect.Spec{StreamType: connect.StreamTypeServer, Procedure: procedure}, &params)
	if err != nil {
		return nil, failed(ctx, err)
	}
	defer func() { _ = stream.Close() }()
	for {
		var p part
		switch err := stream.Receive(&p); {
		case errors.Is(err, io.EOF):
			return nil, ErrNoServer // it ended without its results
		case err != nil:
			return nil, failed(ctx, err)
		case p.Progress == nil && p.Bytes == nil:
			return p.Results, nil
		}
		if err := take(p); err != nil {
			return nil, err
		}
	}
}

// persist makes a call, and again by the same id where its answer was lost. once reports whether something came before it failed.
func (c *Client) persist(ctx context.Context, procedure string, once func(context.Context) (came bool, err error)) error {
	class := classes[procedure]
	id, begun := ctx.Value(callKey{}).(string)
	if !begun {
		id = rand.Text()
	}
	if w := c.workOf(ctx); w != nil && class != app.Read {
		defer w.answers.Writes()
	}
	if class == app.Operation {
		defer context.AfterFunc(ctx, func() { c.cancel(ctx, id) })()
	}
	if class != app.Read {
		ctx = context.WithValue(ctx, callKey{}, id)
	}
	lost := false
	for n := 0; ; n++ {
		came, err := once(ctx)
		if errors.Is(err, ErrNoServer) || c.Line().State == model.LineLost {
			c.Wake() // somebody wants to work, and may just have found the server there again
		}
		if !errors.Is(err, ErrNoServer) || errors.Is(err, errCut) || errors.Is(err, errUnreached) && !lost {
			return err
		}
		lost = true
		if came {
			n = 1 // it makes progress: the patience begins again
		}
		if n == len(pauses[class]) {
			if class == app.Read {
				return err
			}
			return errUnsure
		}
		if err := c.clock.Sleep(ctx, pauses[class][n]); err != nil {
			return err
		}
	}
}

// cancel tells the server to end an operation whose person no longer waits for it.
func (c *Client) cancel(ctx context.Context, id string) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), cancelWithin)
	defer done()
	var nothing []json.RawMessage
	_ = c.calls.CallUnary(ctx, cancelSpec, &[]any{id}, &nothing) // without the line it goes on, as it does when this desk breaks
}

// wired says of results that cannot be read that the server is of another version.
func wired(err error) error {
	if err != nil {
		return errors.Join(errWire, err)
	}
	return nil
}
