package remote

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"zvonok/model"
)

// route is the addresses and keys by which a desk reaches its server. It is safe for concurrent use.
type route struct {
	mu   sync.Mutex
	link model.ConnectionLink // the address that answered last comes first
}

// known is the route as a link.
func (r *route) known() model.ConnectionLink {
	r.mu.Lock()
	defer r.mu.Unlock()
	link := r.link
	link.Addresses = slices.Clone(link.Addresses)
	return link
}

// learn takes over what the server tells of itself, and reports whether that is another route than before.
func (r *route) learn(told model.ConnectionLink) (another bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.link
	r.link = before.Learn(told)
	return !slices.Equal(before.Addresses, r.link.Addresses) || !slices.Equal(before.Pins, r.link.Pins)
}

// answered puts an address first.
func (r *route) answered(address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	rest := slices.DeleteFunc(slices.Clone(r.link.Addresses), func(other string) bool { return other == address })
	r.link.Addresses = append([]string{address}, rest...)
}

// transport connects to any address of a server that answers with its key, first to the one that did last.
func (r *route) transport() *http.Transport {
	return &http.Transport{
		DialTLSContext: r.dial, ForceAttemptHTTP2: true, IdleConnTimeout: 90 * time.Second,
		HTTP2: &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 5 * time.Second}, // or a call waits on a dead connection
	}
}

// dial connects to the server. If an address belongs to a stranger by now, the desk goes on to the next one.
func (r *route) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	link := r.known()
	var away, met error
	for _, address := range link.Addresses {
		conn, err := shake(ctx, address, link.Has)
		switch {
		case err == nil:
			r.answered(address)
			return conn, nil
		case errors.As(err, new(unreached)):
			away = errors.Join(away, err)
		default: // somebody answers, or did for a moment
			met = errors.Join(met, err)
		}
	}
	if met == nil {
		met = errors.Join(errUnreached, away)
	}
	return nil, met
}

// shake connects to an address and makes sure that the server there has a known key.
func shake(ctx context.Context, address string, known func(model.Pin) bool) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*connectWithin)
	defer cancel()
	raw, err := (&net.Dialer{Timeout: connectWithin}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, unreached{address, proxyFor(address), err}
	}
	conn := tls.Client(raw, trusting(nameOf(address), known))
	err = conn.HandshakeContext(ctx)
	if err == nil {
		return conn, nil
	}
	_ = conn.Close()
	switch {
	case errors.Is(err, context.DeadlineExceeded): // a server that hangs: the system took the connection for it
		err = unreached{address, proxyFor(address), err}
	case !errors.Is(err, errKey):
		err = errNotOurs
	}
	return nil, err
}

// nameOf is the name in an address, HOST:PORT; for a numeric address it is the name of all servers.
func nameOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil || host == "" {
		return serverName
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return serverName
	}
	return host
}

// trusting is the TLS of a desk, which knows the server by its key alone. A proxy that serves many colleges finds the server by the name.
func trusting(name string, known func(model.Pin) bool) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, ServerName: name, NextProtos: []string{"h2", "http/1.1"},
		InsecureSkipVerify: true, //nolint:gosec // the key is compared below; no authority has signed it
		VerifyConnection: func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) == 0 || !known(pinOf(state.PeerCertificates[0])) {
				return errKey
			}
			return nil
		},
	}
}
