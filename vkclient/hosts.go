package vkclient

import (
	"net/url"
	"slices"
	"strings"
)

// APIVersion is the version of the VK API that every request names in its parameter v.
const APIVersion = "5.199"

// Hosts are the addresses of VK's parts: base URLs with scheme, without a trailing slash.
type Hosts struct {
	API       string // methods live at API + "/method/NAME"
	APIBeside string // where they live too: used when API does not resolve, connect or verify; empty: nowhere
	ID        string // VK ID: sign-in pages and tokens
	Messenger string // the web messenger that people open in a browser
	Calls     string // the page where people make calls by hand
}

// apiNames are the addresses where VK serves its API: the new one and, until VK switches it off, the old one.
var apiNames = [2]string{"https://partners.api.vk.ru", "https://api.vk.ru"}

// SameAPI reports whether two base URLs lead to the same API, for VK serves its own under two names. Both are without a
// trailing slash.
func SameAPI(a, b string) bool {
	return a == b || slices.Contains(apiNames[:], a) && slices.Contains(apiNames[:], b)
}

// WithAPI puts the API at an address. Where VK serves it under two names, APIBeside is the other one.
func (h Hosts) WithAPI(address string) Hosts {
	h.API, h.APIBeside = address, ""
	for i, name := range apiNames {
		if address == name {
			h.APIBeside = apiNames[1-i]
		}
	}
	return h
}

// DefaultHosts are VK's own addresses.
func DefaultHosts() Hosts {
	return Hosts{
		API:       apiNames[0],
		APIBeside: apiNames[1],
		ID:        "https://id.vk.ru",
		Messenger: "https://web.vk.me",
		Calls:     "https://vk.ru/calls",
	}
}

// HostsAt puts every part of VK on one server, as the sandbox serves them. A trailing slash of base is dropped.
func HostsAt(base string) Hosts {
	base = strings.TrimRight(base, "/")
	return Hosts{API: base, ID: base, Messenger: base + "/im", Calls: base + "/calls"}
}

// contains reports whether u lies on one of the hosts that are asked for something, by scheme, name and port.
func (h Hosts) contains(u *url.URL) bool {
	for _, base := range []string{h.API, h.APIBeside, h.ID, h.Messenger} {
		b, err := url.Parse(base)
		if err == nil && b.Host != "" && strings.EqualFold(b.Scheme, u.Scheme) && strings.EqualFold(b.Host, u.Host) {
			return true
		}
	}
	return false
}

// Names are the host names of VK's parts, without ports: the only ones whose pages a program should open.
func (h Hosts) Names() []string {
	var names []string
	for _, base := range []string{h.API, h.APIBeside, h.ID, h.Messenger, h.Calls} {
		if b, err := url.Parse(base); err == nil && base != "" && !slices.Contains(names, b.Hostname()) {
			names = append(names, b.Hostname())
		}
	}
	return names
}
