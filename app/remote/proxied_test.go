package remote

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/model"
)

// callers is a college that tells from where its groups were asked for.
type callers struct {
	*college
	from chan string
}

func (c callers) Groups(ctx context.Context) ([]model.GroupRow, error) {
	c.from <- app.CallerOf(ctx).Address
	return nil, nil
}

// TestProxied: a proxy that passes TLS on says from where a call comes in the line before it. Nobody else can say so, and without a line all
// is as before.
func TestProxied(t *testing.T) {
	const line = "PROXY TCP4 203.0.113.9 127.0.0.1 4100 8473\r\n"
	for _, c := range []struct {
		name    string
		proxies []netip.Prefix
		line    string
		want    string // empty: the call does not get through
	}{
		{"a proxy of the college", []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, line, "203.0.113.9"},
		{"without a line", []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, "", "127.0.0.1"},
		{"a proxy that does not know", []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, "PROXY UNKNOWN\r\n", "127.0.0.1"},
		{"no proxy of the college", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, line, ""},
		{"no proxy at all", nil, line, ""},
		{"no line of ours", []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, "POST / HTTP/1.1\r\n", ""},
		{"a line without an end", []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, "PROXY " + strings.Repeat("x", 200), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := make(chan string, 1)
			key, err := OpenKey(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := &Server{College: callers{&college{}, from}, Log: slog.New(slog.DiscardHandler), BehindProxy: c.proxies}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- s.Serve(ctx, listener, key) }()
			defer func() {
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			}()
			client := NewClient(model.ConnectionLink{Addresses: []string{listener.Addr().String()}, Pins: []model.Pin{key.Pin}})
			defer client.Close()
			client.http.Transport = &http.Transport{ForceAttemptHTTP2: true, DialTLSContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				raw, err := (&net.Dialer{}).DialContext(ctx, network, listener.Addr().String())
				if err != nil {
					return nil, err
				}
				if _, err := raw.Write([]byte(c.line)); err != nil {
					return nil, err
				}
				conn := tls.Client(raw, trusting(serverName, func(pin model.Pin) bool { return pin == key.Pin }))
				return conn, conn.HandshakeContext(ctx)
			}}
			_, err = client.Groups(signedIn(t))
			if c.want == "" {
				if err == nil {
					t.Error("the call got through")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := <-from; got != c.want {
				t.Errorf("it comes from %s, want %s", got, c.want)
			}
		})
	}
}

// TestNameOf: TLS is told the name that an address has, which a proxy before many colleges goes by.
func TestNameOf(t *testing.T) {
	for address, want := range map[string]string{
		"art.region.ru:8473": "art.region.ru", "192.0.2.7:8473": serverName, "[2001:db8::1]:8473": serverName, "server:1": "server", "": serverName,
	} {
		if got := nameOf(address); got != want {
			t.Errorf("of %q it is %q, want %q", address, got, want)
		}
	}
}

// TestNameIsTold: the name goes out in the first bytes, and the college is known by its key all the same.
func TestNameIsTold(t *testing.T) {
	key, err := OpenKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 1)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{MinVersion: tls.VersionTLS13, GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		told <- hello.ServerName
		return &key.certificate, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		if conn, err := listener.Accept(); err == nil {
			_ = conn.(*tls.Conn).HandshakeContext(t.Context())
			_ = conn.Close()
		}
	}()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	if err := look(t.Context(), "localhost:"+port, func(pin model.Pin) bool { return pin == key.Pin }); err != nil {
		t.Fatal(err)
	}
	if got := <-told; got != "localhost" {
		t.Errorf("it was told %q", got)
	}
}
