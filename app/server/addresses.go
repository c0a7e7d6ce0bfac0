package server

import (
	"cmp"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"zvonok/model"
)

// mostAddresses is how many addresses a link has at most: it has to fit on a slip.
const mostAddresses = 6

// reachable are the addresses where other computers reach what listens at an address, HOST:PORT, the best first: those that
// were named, and where it listens at all addresses of this computer these with its name. Where names lead to it by a proxy, nobody else is
// told of an address that leads every computer to itself.
func reachable(named []string, at *net.TCPAddr) ([]string, error) {
	port := strconv.Itoa(at.Port)
	var all []string
	for _, address := range named {
		full, err := model.ServerAddress(address, at.Port)
		if err != nil {
			return nil, err
		}
		all = append(all, full)
	}
	hosts := []string{at.IP.String()}
	if at.IP.IsUnspecified() {
		hosts = hostsHere()
	}
	if at.IP.IsLoopback() && len(named) > 0 {
		hosts = nil
	}
	for _, host := range hosts {
		all = append(all, net.JoinHostPort(host, port))
	}
	slices.SortStableFunc(all[len(named):], func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	var once []string
	for _, address := range all {
		if !slices.Contains(once, address) {
			once = append(once, address)
		}
	}
	return once[:min(len(once), max(mostAddresses, len(named)))], nil
}

// hostsHere are this computer's addresses, except those that lead only to itself, and its name.
func hostsHere() (hosts []string) {
	interfaces, err := net.Interfaces()
	if err != nil {
		interfaces = nil // the name is left
	}
	for _, one := range interfaces {
		if one.Flags&net.FlagUp == 0 || one.Flags&net.FlagLoopback != 0 {
			continue
		}
		addresses, err := one.Addrs()
		if err != nil {
			continue
		}
		for _, address := range addresses {
			if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Addr().IsGlobalUnicast() {
				hosts = append(hosts, prefix.Addr().Unmap().String())
			}
		}
	}
	if name, err := os.Hostname(); err == nil && name != "" && name != "localhost" && !strings.ContainsAny(name, "/@: ") {
		hosts = append(hosts, name)
	}
	if len(hosts) == 0 {
		hosts = []string{"127.0.0.1"} // a computer without a network
	}
	return hosts
}

// rank orders addresses by how likely another desk of the college reaches one: the school's own network, any other IPv4, the
// name, IPv6.
func rank(address string) int {
	host, _, _ := net.SplitHostPort(address)
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil:
		return 2
	case ip.Is4() && ip.IsPrivate():
		return 0
	case ip.Is4():
		return 1
	}
	return 3
}

// own is how this very computer reaches what listens at an address.
func own(at *net.TCPAddr) string {
	ip := at.IP
	if ip.IsUnspecified() {
		ip = net.IPv4(127, 0, 0, 1)
	}
	return net.JoinHostPort(ip.String(), strconv.Itoa(at.Port))
}
