package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"connectrpc.com/connect/v2"
	"connectrpc.com/connect/v2/connecthttp"

	"zvonok/model"
)

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

// fastest is the fastest of many calls: what else the computer does takes no part.
func fastest(b *testing.B, call func() error) time.Duration {
	b.Helper()
	best := time.Duration(math.MaxInt64)
	for range 500 {
		began := time.Now()
		if err := call(); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(began))
	}
	return best
}

// BenchmarkSmallCall reads a small answer over the wire; the ratio is to a bare call of the same bytes.
func BenchmarkSmallCall(b *testing.B) {
	f := serve(b)
	ctx := As(b.Context(), func() string { return goodToken })
	read := func() error { _, err := f.client.Groups(ctx); return err }
	answer, err := json.Marshal([]any{[]model.GroupRow{{Group: model.Group{ID: 7, Name: "ДО-19-3"}}}})
	if err != nil {
		b.Fatal(err)
	}
	floor := bare(b, []byte("[]\n"), answer)
	var own, least time.Duration
	for b.Loop() {
		least, own = fastest(b, floor), fastest(b, read)
	}
	b.ReportMetric(float64(own)/float64(least), "ratio(limit-1.5)")
}
