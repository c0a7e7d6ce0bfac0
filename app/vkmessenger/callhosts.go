package vkmessenger

import (
	"slices"

	"zvonok/vkclient"
)

// callHosts are where the links of VK's calls lead, whatever its other addresses are.
var callHosts = []string{"vk.ru", "vk.com", "m.vk.ru", "m.vk.com", "sferum.ru"}

// inviteHosts are where VK's invite links lead.
var inviteHosts = []string{"vk.me", "vk.ru", "vk.com"}

// InviteHosts are the host names, without ports, that an invite link may have: VK's and those of hosts.
func InviteHosts(hosts vkclient.Hosts) []string { return beside(inviteHosts, hosts) }

// CallHosts are the host names, without ports, that a link of a call may have: VK's and those of hosts.
func CallHosts(hosts vkclient.Hosts) []string { return beside(callHosts, hosts) }

// beside are own names and those of hosts.
func beside(own []string, hosts vkclient.Hosts) []string {
	names := slices.Clone(own)
	for _, name := range hosts.Names() {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
