// Package proxied is a listener behind proxies that pass TLS on as it is.
package proxied

import (
	"bufio"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Listener has connections some of which come through a proxy. The proxy cannot read them, since they are TLS to the college's own key,
// so it says where they come from in a line before them, by the PROXY protocol of version 1. Only the line of the college's own proxies
// counts.
type Listener struct {
	net.Listener
	IsProxy func(netip.Addr) bool
}

// Accept waits for the next connection.
func (p Listener) Accept() (net.Conn, error) {
	conn, err := p.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if at, err := netip.ParseAddrPort(conn.RemoteAddr().String()); err != nil || !p.IsProxy(at.Addr().Unmap()) {
		return conn, nil
	}
	c := &connection{Conn: conn, bytes: bufio.NewReaderSize(conn, mostProxyLine)}
	c.read = sync.OnceFunc(c.readLine)
	return c, nil
}

const (
	// mostProxyLine is how long the line may be, in bytes.
	mostProxyLine = 107
	// proxyWithin is how long it may be on its way.
	proxyWithin = 10 * time.Second
)

var errProxyLine = errors.New("the line of a proxy cannot be read: it is to be of the PROXY protocol, version 1")

// proxiedConn is a connection that may begin with the line of a proxy. The first call that needs the line reads it, since
// Accept must not wait.
type connection struct {
	net.Conn
	bytes *bufio.Reader
	read  func()
	from  net.Addr // nil where no line says it
	err   error
}

// RemoteAddr is from where the connection comes, before the proxy.
func (c *connection) RemoteAddr() net.Addr {
	if c.read(); c.from != nil {
		return c.from
	}
	return c.Conn.RemoteAddr()
}

// Read reads what comes after the line.
func (c *connection) Read(into []byte) (int, error) {
	if c.read(); c.err != nil {
		return 0, c.err
	}
	return c.bytes.Read(into)
}

func (c *connection) readLine() {
	_ = c.SetReadDeadline(time.Now().Add(proxyWithin))
	defer func() { _ = c.SetReadDeadline(time.Time{}) }()
	first, err := c.bytes.Peek(1)
	if err != nil || first[0] != 'P' { // TLS begins with another byte
		c.err = err
		return
	}
	line, err := c.bytes.ReadSlice('\n')
	if err != nil {
		c.err = errProxyLine
		return
	}
	c.from, c.err = saidByProxy(string(line))
}

// saidByProxy is the address in a line, nil where the proxy does not know it: «PROXY TCP4 192.0.2.7 10.0.0.5 4100 8473».
func saidByProxy(line string) (net.Addr, error) {
	words := strings.Split(strings.TrimSuffix(line, "\r\n"), " ")
	switch {
	case len(words) > 1 && words[0] == "PROXY" && words[1] == "UNKNOWN":
		return nil, nil //nolint:nilnil // nil is an answer: not known
	case len(words) != 6 || words[0] != "PROXY" || words[1] != "TCP4" && words[1] != "TCP6":
		return nil, errProxyLine
	}
	at, err := netip.ParseAddrPort(net.JoinHostPort(words[2], words[4]))
	if err != nil {
		return nil, errProxyLine
	}
	return net.TCPAddrFromAddrPort(at), nil
}
