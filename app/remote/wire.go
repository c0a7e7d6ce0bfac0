// Package remote carries the contracts of app over a network: a server before the areas of a college, and a client that keeps
// the same contracts on another computer. Both speak JSON by the Connect protocol over TLS 1.3.
package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"

	"connectrpc.com/connect/v2"

	"zvonok/app"
	"zvonok/app/remote/jsonlist"
	"zvonok/model"
)

// Wire is the number of the protocol between a desk and a server. Within a number, fields are only added.
const Wire = 1

// wireHeader is in every call, and holds the number of the protocol.
const wireHeader = "Zvonok-Wire"

// versionHeader is in every answer, and says which version of the program gave it.
const versionHeader = "Zvonok-Version"

// mostBytes is how long a call's parameters or an answer may be: the lists of a college of ten thousand are a tenth of it.
const mostBytes = 64 << 20

// procedure is the path of a method.
func procedure(contract, method string) string { return "/zvonok." + contract + "/" + method }

// part is what a method that gives more than an answer sends: bytes of a file, how far it is, and last its results.
type part struct {
	Bytes    []byte            `json:",omitempty"`
	Progress *model.Progress   `json:",omitempty"`
	Results  []json.RawMessage `json:",omitempty"`
}

var (
	contextType  = reflect.TypeFor[context.Context]()
	writerType   = reflect.TypeFor[io.Writer]()
	progressType = reflect.TypeFor[func(model.Progress)]()
	errorType    = reflect.TypeFor[error]()
)

// specOf is how a method is called.
func specOf(contract string, m reflect.Method) connect.Spec {
	spec := connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: procedure(contract, m.Name)}
	for i := range m.Type.NumIn() {
		if in := m.Type.In(i); in == writerType || in == progressType {
			spec.StreamType = connect.StreamTypeServer
		}
	}
	return spec
}

// codec writes plain Go values as JSON.
type codec struct{}

func (codec) Name() string { return connect.CodecNameJSON }

func (codec) MarshalWrite(_ context.Context, w io.Writer, value any) error {
	if written, ok := value.(*results); ok {
		_, err := w.Write(jsonlist.Join(*written))
		return err
	}
	return json.NewEncoder(w).Encode(value)
}

func (codec) UnmarshalRead(_ context.Context, r io.Reader, into any) error {
	return json.NewDecoder(r).Decode(into)
}

// detail is the kind of an error's detail that holds an app.SentError.
const detail = "zvonok.Error"

// sent makes the error of a method ready for the wire. Whether its words were written for people is known by its types:
// errors of ours, and the texts that wrap them, were; those of the database or of files were not, and stay here.
func sent(err error) (out *connect.Error, internal bool) {
	code := connect.CodeFailedPrecondition
	switch {
	case errors.Is(err, context.Canceled):
		return connect.NewError(connect.CodeCanceled, "действие прервано"), false
	case errors.Is(err, errWire):
		code = connect.CodeUnimplemented
	case errors.Is(err, app.ErrSignedOut):
		code = connect.CodeUnauthenticated
	case errors.Is(err, app.ErrNoRight):
		code = connect.CodePermissionDenied
	}
	if !app.ForPeople(err) {
		return nil, true
	}
	ready, failed := app.ToSend(err)
	if failed != nil {
		return nil, true
	}
	value, failed := json.Marshal(ready)
	if failed != nil {
		return nil, true
	}
	return connect.NewError(code, ready.Text).WithDetail(&connect.ErrorDetail{Type: detail, Value: value}), false
}

// received is the error that a server sent, for errors.Is and errors.As.
func received(err error) error {
	var e *connect.Error
	if !errors.As(err, &e) {
		return err
	}
	for _, d := range e.Details() {
		var ready app.SentError
		if d.Type == detail && json.Unmarshal(d.Value, &ready) == nil {
			return ready.Received()
		}
	}
	return err
}

// deskCodec is how a desk reads.
type deskCodec struct{ codec }

func (c deskCodec) UnmarshalRead(ctx context.Context, r io.Reader, into any) error {
	values, ok := into.(*[]json.RawMessage)
	if !ok {
		return c.codec.UnmarshalRead(ctx, r, into)
	}
	var text bytes.Buffer
	if sized, ok := r.(interface{ Len() int }); ok {
		text.Grow(sized.Len() + bytes.MinRead) // or it is copied as it grows
	}
	_, err := text.ReadFrom(r)
	if err != nil {
		return err
	}
	if *values, ok = jsonlist.Split(text.Bytes()); !ok {
		return errWire
	}
	return nil
}
