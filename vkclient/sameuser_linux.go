package vkclient

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// sameUser reports whether the client of a connection within this computer is a program of our own user, by the kernel's tables
// of connections. Where the kernel shows no tables, only the nonce and the cookie protect.
func sameUser(client, server netip.AddrPort) bool {
	read := 0
	for _, name := range []string{"/proc/net/tcp", "/proc/net/tcp6"} { // a client may have reached us by an IPv6 socket
		table, err := os.Open(name)
		if err != nil {
			continue
		}
		read++
		uid, found := socketOwner(table, client, server)
		_ = table.Close()
		if found {
			return uid == os.Getuid()
		}
	}
	return read == 0
}

// socketOwner finds the user of the socket from client to server in a table as proc(5) describes
// it. The table may name IPv4 addresses as IPv6 ones.
func socketOwner(table io.Reader, client, server netip.AddrPort) (uid int, found bool) {
	const local, remote, user = 1, 2, 7
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) <= user || socketAddress(fields[local]) != client || socketAddress(fields[remote]) != server {
			continue
		}
		uid, err := strconv.Atoi(fields[user])
		return uid, err == nil
	}
	return 0, false
}

// socketAddress reads 0100007F:1F90, whose address is in words of this computer's byte order; zero for anything else.
func socketAddress(text string) netip.AddrPort {
	host, digits, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	port, portErr := strconv.ParseUint(digits, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	address, _ := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(port))
}
