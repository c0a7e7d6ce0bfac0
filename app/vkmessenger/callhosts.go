package vkmessenger

import (
	"slices"

	"zvonok/vkclient"
)

// callHosts are where the links of VK's calls lead, whatever its other addresses are.
var callHosts = []string{"vk.ru", "vk.com", "m.vk.ru", "m.vk.com", "sferum.ru"}

// CallHosts are the host names, without ports, that a link of a call may have: VK's and those of hosts.
func CallHosts(hosts vkclient.Hosts) []string {
	names := slices.Clone(callHosts)
	for _, name := range hosts.Names() {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
