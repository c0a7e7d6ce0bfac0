package server_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect/v2"
	"connectrpc.com/connect/v2/connecthttp"

	"zvonok/app/areas"
	"zvonok/app/remote"
	"zvonok/model"
)

// BenchmarkSmallCall reads a small answer over the wire: one that the server has at once, and one that the college reads in a
// transaction for the person of the session. The floor is a bare call of the same bytes; for the second answer also with
// the same reading done where the college is, since no wire takes that away.
func BenchmarkSmallCall(b *testing.B) {
	w := newCrowd(b, 5)
	teacher := w.subjects[0].Teachers[0]
	access, err := w.Areas.PeopleAccess(w.here(teacher))
	w.must(err)
	answer, err := json.Marshal([]any{access})
	w.must(err)
	ctx := remote.As(b.Context(), func() string { return w.tokens[teacher] })
	call := func(link model.ConnectionLink) func() error {
		c := remote.NewClient(link)
		b.Cleanup(c.Close)
		return func() error { _, err := c.PeopleAccess(ctx); return err }
	}
	floor, wire, college := bare(b, []byte("[]\n"), answer), call(w.serveAtOnce(atOnce{w.Areas, access})), call(w.link)
	here, cancel := context.WithCancel(w.here(teacher)) // as calls are: the database watches such a context
	b.Cleanup(cancel)
	read := func() error { _, err := w.Areas.PeopleAccess(here); return err }
	var took []float64
	for b.Loop() {
		took = quick(b, floor, wire, college, read)
	}
	least, own, real, reading := took[0], took[1], took[2], took[3]
	b.ReportMetric(own/least, "ratio-wire(limit-1.5)")
	b.ReportMetric(real/(least+reading), "ratio-college(limit-1.5)")
	b.ReportMetric(real/least, "ratio-college-of-bare")
}

// atOnce is a college that knows an answer, and who asks, without reading.
type atOnce struct {
	*areas.Areas
	access model.PeopleAccess
}

func (a atOnce) Acting(ctx context.Context, _ string) (context.Context, error) { return ctx, nil }

func (a atOnce) Until(context.Context) (time.Time, error) { return a.Now().Add(time.Hour), nil }

func (a atOnce) PeopleAccess(context.Context) (model.PeopleAccess, error) { return a.access, nil }

// serveAtOnce serves such a college too.
func (w *crowd) serveAtOnce(college atOnce) model.ConnectionLink {
	w.Helper()
	key, err := remote.OpenKey(w.TempDir())
	w.must(err)
	listener, err := (&net.ListenConfig{}).Listen(w.Context(), "tcp", loopback)
	w.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- (&remote.Server{College: college, Log: w.log}).Serve(ctx, listener, key) }()
	w.Cleanup(func() {
		cancel()
		w.must(<-ended)
	})
	return model.ConnectionLink{Addresses: []string{listener.Addr().String()}, Pins: []model.Pin{key.Pin}}
}

// rawJSON carries bytes as they are.
type rawJSON struct{}

func (rawJSON) Name() string { return connect.CodecNameJSON }

func (rawJSON) MarshalWrite(_ context.Context, w io.Writer, value any) error {
	_, err := w.Write(*value.(*[]byte))
	return err
}

func (rawJSON) UnmarshalRead(_ context.Context, r io.Reader, into any) (err error) {
	*into.(*[]byte), err = io.ReadAll(r)
	return err
}

// bare serves one answer and gives a call of it: Connect over TLS 1.3, and nothing of ours.
func bare(b *testing.B, question, answer []byte) func() error {
	b.Helper()
	spec := connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: "/bare/Call"}
	server := connect.NewServer()
	server.Register(connect.Method{Spec: spec, Handler: func(_ context.Context, _ connect.Spec, stream connect.ServerStream) error {
		var asked []byte
		return errors.Join(stream.Receive(&asked), stream.Send(&answer))
	}})
	mux := http.NewServeMux()
	connecthttp.Mount(mux, server, connecthttp.WithCodecs(rawJSON{}), connecthttp.WithCompressors())
	over := httptest.NewUnstartedServer(mux)
	over.EnableHTTP2 = true
	over.StartTLS()
	b.Cleanup(over.Close)
	plain := over.Client()
	plain.Transport.(*http.Transport).TLSClientConfig.MinVersion = tls.VersionTLS13
	client := connect.NewClient(connecthttp.NewTransport(plain, over.URL, connecthttp.WithCodecs(rawJSON{}), connecthttp.WithCompressors()))
	return func() error {
		var got []byte
		err := client.CallUnary(b.Context(), spec, &question, &got)
		if err == nil && !bytes.Equal(got, answer) {
			err = errors.New("another answer")
		}
		return err
	}
}

// quick is how long each call takes, in nanoseconds, when little else keeps the computer busy: nine of ten took longer. The calls
// take turns, since a processor does not stay equally fast.
func quick(b *testing.B, calls ...func() error) []float64 {
	b.Helper()
	took := make([][]time.Duration, len(calls))
	for range 1000 {
		for i, call := range calls {
			began := time.Now()
			if err := call(); err != nil {
				b.Fatal(err)
			}
			took[i] = append(took[i], time.Since(began))
		}
	}
	return model.Each(took, func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/10])
	})
}
