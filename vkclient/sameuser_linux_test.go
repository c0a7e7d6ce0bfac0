package vkclient

import (
	"net"
	"net/netip"
	"strings"
	"testing"
)

// connections are what /proc/net/tcp and tcp6 show on a little-endian computer.
const connections = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 20001 1 0000000000000000 100 0 0 10 0
   1: 0100007F:9C40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 20002 1 0000000000000000 20 4 0 10 -1
   2: 0100007F:C350 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 20003 1 0000000000000000 20 4 0 10 -1
   3: 0100007F:C350 0100007F:9C41 01 00000000:00000000 00:00000000 00000000  1002        0 20004 1 0000000000000000 20 4 0 10 -1
`

const mapped = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:C351 00000000000000000000000001000000:9C40 01 00000000:00000000 00:00000000 00000000  1004 0 30001
   1: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:9C40 01 00000000:00000000 00:00000000 00000000  1003 0 30002
broken
   3: zz:C352 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1005 0 30003
`

func TestSocketOwner(t *testing.T) {
	for name, tt := range map[string]struct {
		table, client, server string
		uid                   int
		found                 bool
	}{
		"the client's end, not ours":       {connections, "127.0.0.1:50000", "127.0.0.1:40000", 1001, true},
		"a connection to another program":  {connections, "127.0.0.1:50000", "127.0.0.1:40001", 1002, true},
		"IPv4 by an IPv6 socket":           {mapped, "127.0.0.1:50001", "127.0.0.1:40000", 1003, true},
		"IPv6":                             {mapped, "[::1]:50001", "[::1]:40000", 1004, true},
		"nobody's":                         {connections, "127.0.0.1:50001", "127.0.0.1:40000", 0, false},
		"a line that says something else":  {mapped, "127.0.0.1:50002", "127.0.0.1:40000", 0, false},
		"a table without any":              {"", "127.0.0.1:50000", "127.0.0.1:40000", 0, false},
		"the listener is nobody's client":  {connections, "127.0.0.1:40000", "0.0.0.0:0", 1000, true},
		"the port alone is not the client": {connections, "127.0.0.2:50000", "127.0.0.1:40000", 0, false},
	} {
		uid, found := socketOwner(strings.NewReader(tt.table), netip.MustParseAddrPort(tt.client), netip.MustParseAddrPort(tt.server))
		if uid != tt.uid || found != tt.found {
			t.Errorf("%s: %d, %v", name, uid, found)
		}
	}
}

// TestSameUser: this test's own connection is ours, one that does not exist is nobody's.
func TestSameUser(t *testing.T) {
	l, err := ListenLoopback(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	client := conn.LocalAddr().(*net.TCPAddr).AddrPort()
	server := l.listener.Addr().(*net.TCPAddr).AddrPort()
	if !sameUser(client, server) {
		t.Error("our own connection is somebody else's")
	}
	if sameUser(netip.AddrPortFrom(client.Addr(), 1), server) {
		t.Error("a connection that is not there is ours")
	}
}
