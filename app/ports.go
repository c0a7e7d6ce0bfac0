// Package app holds the contracts of the use cases, with their errors, and the ports to the world outside: the messenger,
// its calls, the sign-in. The areas, in the packages below it, do the work; app/areas puts them together, and app/desk
// serves a window with them.
package app

import (
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"zvonok/model"
)

// Clock is the time that everything goes by; a test moves its own.
type Clock interface {
	Now() time.Time
	// Sleep waits for d or until ctx ends, and then gives ctx's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Browser opens addresses outside the program.
type Browser interface {
	Open(url string) error
	// OpenOwn opens a page of this very program.
	OpenOwn(url string) error
}

// Addresses are the messenger's pages; Explain says in Russian what its error codes mean.
type Addresses struct {
	Home    string
	Calls   string // where a person makes a call by hand
	Chat    func(model.MessengerID) string
	Explain func(code int) string
	// CallHosts are the hosts, in lower case, whose links are opened as calls.
	CallHosts []string
	// InviteHosts are those of invite links.
	InviteHosts []string
}

// Reach says where this program finds the messenger.
type Reach struct {
	// Own are the messenger's own addresses; Fixed, when not nil, were named at the start of the program.
	Own   model.MessengerAddresses
	Fixed *model.MessengerAddresses
	// Page reports whether an address is that of the messenger's own pages; nil: only those of Own are.
	Page func(address string) bool
	// Same reports whether two addresses of the API are the same messenger; nil: only equal ones are.
	Same func(a, b string) bool
}

// Application is the college's application at the sign-in service.
type Application struct {
	Client string // its number
	// Messages says that the sign-in asks for the right to act in the person's chats and to start calls.
	Messages bool
	Port     int // of a person's computer, which takes the sign-in's answer; 0 for any
}

// CheckPage gives back an address that is a page of one of the hosts, whose names are in lower case and without ports, and refuses
// others: addresses come from outside. It has to be https; a host on this very computer may also be on http, as a local VK is. The
// error is in Russian.
func CheckPage(address string, hosts []string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || !slices.Contains(hosts, strings.ToLower(u.Hostname())) ||
		(u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname()))) {
		return "", errNotMessenger
	}
	return u.String(), nil
}

var errNotMessenger = errors.New("ссылка ведёт не в VK, поэтому она не открыта")

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
