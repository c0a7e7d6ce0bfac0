package remote

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"connectrpc.com/connect/v2"
	"connectrpc.com/connect/v2/connectgzip"
	"connectrpc.com/connect/v2/connecthttp"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

// Server answers the calls of other computers.
type Server struct {
	College Place
	Log     *slog.Logger
	// BehindProxy are the networks of the proxies before the server: what they say of where a call comes from counts.
	BehindProxy []netip.Prefix
	// Version is that of the program; empty is not said.
	Version string
	// Link has the addresses and keys of the college's servers, told to people who have signed in, and again when it changes; nil
	// is not told.
	Link func() model.ConnectionLink
	// Answered is told of each call how it ended and how long it took, but of the streams of what changes: they last as long as a
	// desk is there. It may be nil, and has to be safe for concurrent use.
	Answered func(method string, how Outcome, took time.Duration)

	running context.Context // of what outlasts a connection
	jobs    jobs
	watches watches
}

// bearer begins the header that carries the token of a desk's session.
const bearer = "Bearer "

// tokenOf is the token of the session that calls.
func tokenOf(ctx context.Context) (token string, given bool) {
	info, _ := connect.CallInfoForServerContext(ctx)
	return strings.CutPrefix(info.RequestHeader().Get("Authorization"), bearer)
}

// session tells sessions apart without keeping their tokens.
type session [sha256.Size]byte

func sessionOf(ctx context.Context) session {
	token, _ := tokenOf(ctx)
	return sha256.Sum256([]byte(token))
}

// open are the methods that need no sign-in, by procedure. They are fewer than on the college's own computer, where a
// window may ask before it knows who has come.
var open = []string{procedure("Access", "BeginSession"), procedure("Access", "ChangePassword"), procedure("Access", "Entry"),
	procedure("Access", "Resume")}

// closed are those that nobody may call from another computer: a college is founded where it is.
var closed = []string{procedure("Access", "Found")}

// leastCompressed is the length from which on answers are compressed: a shorter one fits into one packet anyway.
const leastCompressed = 1200

// handler answers calls over HTTP until ctx ends.
func (s *Server) handler(ctx context.Context) http.Handler {
	s.running, s.jobs.now = ctx, s.College.Now
	s.jobs.known, s.jobs.going = map[jobKey]*job{}, map[session]int{}
	s.watches.of = map[session][]*context.CancelFunc{}
	server := connect.NewServer(s.admit)
	app.EachMethod(func(contract string, m reflect.Method) {
		if spec := specOf(contract, m); !slices.Contains(closed, spec.Procedure) {
			server.Register(connect.Method{Spec: spec, Handler: s.serve(methodOf(s.College, contract, m))})
		}
	})
	server.Register(connect.Method{Spec: watchSpec, Handler: s.tell}, connect.Method{Spec: cancelSpec, Handler: s.cancel})
	mux := http.NewServeMux()
	connecthttp.Mount(mux, server, connecthttp.WithCodecs(codec{}), connecthttp.WithReadMaxBytes(mostBytes),
		connecthttp.WithCompressors(connectgzip.New(connectgzip.WithLevel(gzip.BestSpeed))), connecthttp.WithCompressMinBytes(leastCompressed))
	return bounded(mux)
}

var (
	errWire     = errors.New("«Звонок» на этом компьютере и на сервере колледжа разных версий: обновите его здесь")
	errInternal = "внутренняя ошибка сервера, подробности в его журнале под номером "
)

// Outcome is how a call ended.
type Outcome string

// The outcomes of calls.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused" // the desk was told why, in words
	Failed  Outcome = "failed"  // the desk was told a number: the log has what was wrong
)

// admit lets a call through by its headers, before its parameters are read.
func (s *Server) admit(next connect.ServerFunc) connect.ServerFunc {
	return func(ctx context.Context, spec connect.Spec, stream connect.ServerStream) (err error) {
		began := time.Now()
		defer func() {
			how := Done
			if err != nil {
				how, err = s.toSend(spec, err)
			}
			if s.Answered != nil && spec.Procedure != watchSpec.Procedure {
				s.Answered(strings.TrimPrefix(spec.Procedure, "/zvonok."), how, time.Since(began))
			}
		}()
		info, _ := connect.CallInfoForServerContext(ctx)
		if info.RequestHeader().Get(wireHeader) != strconv.Itoa(Wire) {
			return errWire
		}
		ctx = app.CalledFrom(ctx, s.callerOf(info))
		if token, given := tokenOf(ctx); given {
			acting, err := s.College.Acting(ctx, token)
			switch {
			case err == nil:
				ctx = acting
				if patient, ok := ctx.Value(patientKey{}).(func()); ok {
					patient()
				}
			case !errors.Is(err, app.ErrSignedOut) || !s.jobs.has(keyOfJob(ctx, info.RequestHeader().Get(callHeader)), spec.Procedure):
				return err // otherwise the call itself has ended its session, and its answer was lost
			}
		} else if !slices.Contains(open, spec.Procedure) {
			return app.ErrSignedOut
		}
		return guard.Run(func() error { return next(ctx, spec, stream) })
	}
}

// toSend is what the desk is told of an error. One that was not written for people stays in the log, under a number.
func (s *Server) toSend(spec connect.Spec, err error) (Outcome, error) {
	var refused *connect.Error // of the library: a body too long, or no JSON
	if errors.As(err, &refused) {
		if errors.As(err, new(*net.OpError)) { // names the addresses of the connection, to strangers too
			err = connect.NewError(refused.Code(), "запрос не дошёл до сервера целиком: повторите")
		}
		return Refused, err
	}
	ready, internal := sent(err)
	if !internal {
		return Refused, ready
	}
	number := rand.Uint32()
	s.Log.Error("a call failed", slog.String("call", spec.Procedure), slog.Uint64("number", uint64(number)), slog.Any("error", err))
	return Failed, connect.NewError(connect.CodeInternal, errInternal+strconv.FormatUint(uint64(number), 10))
}

// method is a method of a contract at a college.
type method struct {
	reflect.Value
	name    string // with its contract's
	class   app.Class
	answers bool // it has results besides its error
	writes  bool // it gives the bytes of a file
}

func methodOf(place Place, contract string, of reflect.Method) method {
	m := method{
		Value: reflect.ValueOf(place).MethodByName(of.Name), name: contract + "." + of.Name, class: classes[procedure(contract, of.Name)],
		answers: of.Type.NumOut() > 1,
	}
	for i := range of.Type.NumIn() {
		m.writes = m.writes || of.Type.In(i) == writerType
	}
	return m
}

// call calls the method with the parameters that were sent.
func (m method) call(ctx context.Context, sent results, out *sending) (results, error) {
	in, err := params(ctx, m.Type(), sent, out)
	if err != nil {
		return nil, connect.NewError(connect.CodeInvalidArgument, err.Error())
	}
	return resultsOf(m.Call(in))
}

// lasts reports whether a call goes on without its desk. The bytes of a file go to a desk that waits, or nowhere.
func (m method) lasts() bool {
	return m.class == app.Once || m.class == app.Operation && !m.writes
}

// serve answers calls of a method.
func (s *Server) serve(m method) connect.ServerFunc {
	return func(ctx context.Context, spec connect.Spec, stream connect.ServerStream) error {
		var sent results
		if err := stream.Receive(&sent); err != nil {
			return err
		}
		out := &sending{stream: stream}
		out.progress = out.tell
		info, _ := connect.CallInfoForServerContext(ctx)
		id := info.RequestHeader().Get(callHeader)
		if m.class == app.Read {
			s.say(ctx)
		}
		var got results
		var err error
		switch {
		case len(id) > mostID:
			err = connect.NewError(connect.CodeInvalidArgument, errParams.Error())
		case id != "" && m.lasts():
			got, err = s.lasting(ctx, m, sent, id, out.tell)
		default:
			got, err = m.call(ctx, sent, out)
		}
		if err != nil {
			return err
		}
		if spec.StreamType == connect.StreamTypeUnary {
			info.ResponseHeader().Set(versionHeader, s.Version)
			info.ResponseHeader().Set(timeHeader, s.College.Now().UTC().Format(time.RFC3339Nano))
			return stream.Send(&got)
		}
		return errors.Join(out.err, stream.Send(&part{Results: got}))
	}
}

// mostID is longer than any id of a call, in bytes.
const mostID = 64

var errParams = errors.New("запрос не подходит к этому действию")

// params are what a method is called with.
func params(ctx context.Context, t reflect.Type, sent results, out *sending) ([]reflect.Value, error) {
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
func resultsOf(out []reflect.Value) (got results, err error) {
	for _, value := range out {
		if value.Type() == errorType {
			err, _ = value.Interface().(error)
			continue
		}
		text, failed := json.Marshal(value.Interface())
		if failed != nil {
			return nil, failed
		}
		got = append(got, text)
	}
	return got, err
}

// sending sends what a method gives beside its results, as it comes.
type sending struct {
	stream   connect.ServerStream
	progress func(model.Progress)
	err      error // the first: the desk is gone
}

// Write sends bytes of a file.
func (s *sending) Write(bytes []byte) (int, error) {
	if s.err == nil {
		s.err = s.stream.Send(&part{Bytes: bytes})
	}
	return len(bytes), s.err
}

// tell sends how far the work is. Work that has begun does not end because nobody watches it.
func (s *sending) tell(p model.Progress) {
	if s.err == nil {
		s.err = s.stream.Send(&part{Progress: &p})
	}
}
