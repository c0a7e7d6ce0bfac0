package vkmessenger

import (
	"net/url"
	"slices"
	"strings"

	"zvonok/vkclient"
)

// callHosts are where the links of VK's calls lead, independent of its other addresses.
var callHosts = []string{"vk.ru", "vk.com", "m.vk.ru", "m.vk.com", "sferum.ru"}

// inviteHosts are where VK's invite links lead.
var inviteHosts = []string{"vk.me", "vk.ru", "vk.com"}

// pageHosts are where VK's other pages are: those of the sign-in and of the messenger.
var pageHosts = []string{"id.vk.ru", "id.vk.com", "oauth.vk.ru", "oauth.vk.com", "web.vk.me", "web.vk.ru", "web.vk.com"}

// ownPage reports whether an address is a page of VK itself.
func ownPage(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return false
	}
	return slices.ContainsFunc([][]string{pageHosts, callHosts, inviteHosts}, func(names []string) bool {
		return slices.Contains(names, strings.ToLower(u.Hostname()))
	})
}

// together are own names and those of hosts, without ports.
func together(own []string, hosts vkclient.Hosts) []string {
	names := slices.Clone(own)
	for _, name := range hosts.Names() {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
