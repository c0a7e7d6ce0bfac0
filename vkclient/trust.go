package vkclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	_ "embed"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// ministryRoot is the public «Russian Trusted Root CA» of the Ministry of Digital Development, which certifies VK's new
// addresses and is in no system's store. It ends in 2032.
//
//go:embed russian-trusted-root-ca.pem
var ministryRoot []byte

// vkDomains are VK's own: for the hosts in them alone the Ministry's root is trusted.
var vkDomains = []string{"vk.ru", "vk.com", "vk.me"}

// isVK reports whether a host name, without a port, is one of VK's.
func isVK(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return slices.ContainsFunc(vkDomains, func(d string) bool { return name == d || strings.HasSuffix(name, "."+d) })
}

// connectTime is how long a connection may take: the other address of the API has to be tried in time.
const connectTime = 10 * time.Second

// dialer opens a connection, as net.Dialer.DialContext does.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// byTrust sends requests to VK's hosts over a transport that trusts one more root than the others.
type byTrust struct{ vk, others *http.Transport }

// newTransport makes the transport of a client. Beside the system's roots it trusts root, in PEM, for VK's hosts. Idle
// connections are dropped early: a request that fails on a stale one would count as an unknown outcome.
func newTransport(root []byte, dial dialer) *byTrust {
	others := http.DefaultTransport.(*http.Transport).Clone()
	others.IdleConnTimeout = 20 * time.Second
	others.MaxIdleConnsPerHost = 8
	others.DialContext, others.TLSHandshakeTimeout = dial, connectTime
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // the system has none: VK is reached all the same
	}
	roots.AppendCertsFromPEM(root)
	vk := others.Clone()
	vk.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return &byTrust{vk: vk, others: others}
}

// RoundTrip implements http.RoundTripper.
func (t *byTrust) RoundTrip(r *http.Request) (*http.Response, error) {
	if isVK(r.URL.Hostname()) {
		return t.vk.RoundTrip(r)
	}
	return t.others.RoundTrip(r)
}

// CloseIdleConnections closes connections that nobody uses.
func (t *byTrust) CloseIdleConnections() {
	t.vk.CloseIdleConnections()
	t.others.CloseIdleConnections()
}

// ownTransport is the transport of a client that was given none.
func ownTransport() *byTrust {
	return newTransport(ministryRoot, (&net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second}).DialContext)
}

// Untrusted reports whether a request failed because the server could not prove who it is.
func Untrusted(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError))
}
