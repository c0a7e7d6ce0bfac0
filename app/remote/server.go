package remote

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"connectrpc.com/connect/v2"
	"connectrpc.com/connect/v2/connecthttp"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

// Server answers the calls of other computers.
type Server struct {
	College app.Contracts
	// Resume lets what is done with the context be done by whoever has the session of the token; app.ErrSignedOut when it has
	// ended.
	Resume func(ctx context.Context, token string) (context.Context, error)
	// Subscribe tells of every change of the college until cancel is called.
	Subscribe func(tell func(model.Change)) (cancel func())
	Log       *slog.Logger
}

// open are the methods for which one need not be signed in, by procedure: fewer than where the college is, where a window
// may ask before it knows who has come.
var open = []string{procedure("Access", "BeginSession"), procedure("Access", "ChangePassword"), procedure("Access", "Entry"),
	procedure("Access", "Resume")}

// closed are those that nobody may call from another computer: a college is founded where it is.
var closed = []string{procedure("Access", "Found")}

// Handler answers calls over HTTP.
func (s *Server) Handler() http.Handler {
	server := connect.NewServer(s.admit)
	app.EachMethod(func(contract string, m reflect.Method) {
		if spec := specOf(contract, m); !slices.Contains(closed, spec.Procedure) {
			server.Register(connect.Method{Spec: spec, Handler: s.serve(reflect.ValueOf(s.College).MethodByName(m.Name))})
		}
	})
	server.Register(connect.Method{Spec: watchSpec, Handler: s.tell})
	mux := http.NewServeMux()
	connecthttp.Mount(mux, server, connecthttp.WithCodecs(codec{}), connecthttp.WithReadMaxBytes(mostBytes))
	return mux
}

var (
	errWire     = errors.New("«Звонок» на этом компьютере и на сервере колледжа разных версий: обновите его здесь")
	errInternal = "внутренняя ошибка сервера, подробности в его журнале под номером "
)

// admit lets a call through by its headers, before its parameters are read.
func (s *Server) admit(next connect.ServerFunc) connect.ServerFunc {
	return func(ctx context.Context, spec connect.Spec, stream connect.ServerStream) (err error) {
		defer func() {
			if err != nil {
				err = s.toSend(spec, err)
			}
		}()
		info, _ := connect.CallInfoForServerContext(ctx)
		if info.RequestHeader().Get(wireHeader) != strconv.Itoa(Wire) {
			return errWire
		}
		if token, given := strings.CutPrefix(info.RequestHeader().Get("Authorization"), "Bearer "); given {
			if ctx, err = s.Resume(ctx, token); err != nil {
				return err
			}
		} else if !slices.Contains(open, spec.Procedure) {
			return app.ErrSignedOut
		}
		return guard.Run(func() error { return next(ctx, spec, stream) })
	}
}

// toSend is what the desk is told of an error. One that was not written for people stays in the log, under a number.
func (s *Server) toSend(spec connect.Spec, err error) error {
	var refused *connect.Error // of the library: a body too long, or no JSON
	if errors.As(err, &refused) {
		return err
	}
	ready, internal := sent(err)
	if !internal {
		return ready
	}
	number := rand.Uint32()
	s.Log.Error("a call failed", slog.String("call", spec.Procedure), slog.Uint64("number", uint64(number)), slog.Any("error", err))
	return connect.NewError(connect.CodeInternal, errInternal+strconv.FormatUint(uint64(number), 10))
}

// serve calls a method of a contract.
func (s *Server) serve(method reflect.Value) connect.ServerFunc {
	return func(ctx context.Context, spec connect.Spec, stream connect.ServerStream) error {
		var sent []json.RawMessage
		if err := stream.Receive(&sent); err != nil {
			return err
		}
		sending := &sending{stream: stream}
		in, err := params(ctx, method.Type(), sent, sending)
		if err != nil {
			return connect.NewError(connect.CodeInvalidArgument, err.Error())
		}
		results, err := resultsOf(method.Call(in))
		if err != nil {
			return err
		}
		if spec.StreamType == connect.StreamTypeUnary {
			return stream.Send(&results)
		}
		return errors.Join(sending.err, stream.Send(&part{Results: results}))
	}
}

var errParams = errors.New("запрос не подходит к этому действию")

// params are what a method is called with.
func params(ctx context.Context, t reflect.Type, sent []json.RawMessage, out *sending) ([]reflect.Value, error) {
	in := make([]reflect.Value, t.NumIn())
	for i := range in {
		switch of := t.In(i); of {
		case contextType:
			in[i] = reflect.ValueOf(ctx)
		case writerType:
			in[i] = reflect.ValueOf(io.Writer(out))
		case progressType:
			in[i] = reflect.ValueOf(out.progress)
		default:
			if len(sent) == 0 {
				return nil, errParams
			}
			value := reflect.New(of)
			if json.Unmarshal(sent[0], value.Interface()) != nil {
				return nil, errParams
			}
			in[i], sent = value.Elem(), sent[1:]
		}
	}
	if len(sent) > 0 {
		return nil, errParams
	}
	return in, nil
}

// resultsOf are the results of a method as they are sent.
func resultsOf(out []reflect.Value) (results []json.RawMessage, err error) {
	for _, value := range out {
		if value.Type() == errorType {
			err, _ = value.Interface().(error)
			continue
		}
		text, failed := json.Marshal(value.Interface())
		if failed != nil {
			return nil, failed
		}
		results = append(results, text)
	}
	return results, err
}

// sending sends what a method gives beside its results, as it comes.
type sending struct {
	stream connect.ServerStream
	err    error // the first: the desk is gone
}

// Write sends bytes of a file.
func (s *sending) Write(bytes []byte) (int, error) {
	if s.err == nil {
		s.err = s.stream.Send(&part{Bytes: bytes})
	}
	return len(bytes), s.err
}

// progress sends how far the work is. Work that has begun does not end because nobody watches it.
func (s *sending) progress(p model.Progress) {
	if s.err == nil {
		s.err = s.stream.Send(&part{Progress: &p})
	}
}
