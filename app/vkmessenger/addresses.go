package vkmessenger

import (
	"cmp"
	"net/url"

	"zvonok/model"
	"zvonok/vkclient"
)

// Addresses are VK's hosts as the settings name them.
func Addresses(hosts vkclient.Hosts) model.MessengerAddresses {
	return model.MessengerAddresses{API: hosts.API, SignIn: hosts.ID, Web: hosts.Messenger}
}

// Hosts are the hosts of VK at the addresses; an empty one is VK's own. The older sign-in and the page of
// calls have no address in the settings: the one goes with VK ID, the other with the web messenger.
func Hosts(at model.MessengerAddresses) vkclient.Hosts {
	own := vkclient.DefaultHosts()
	at = at.Filled(Addresses(own))
	hosts := vkclient.Hosts{ID: at.SignIn, OAuth: own.OAuth, Messenger: at.Web, Calls: own.Calls}.WithAPI(at.API)
	if hosts.ID != own.ID {
		hosts.OAuth = hosts.ID
	}
	if hosts.Messenger != own.Messenger {
		if u, err := url.Parse(hosts.Messenger); err == nil {
			hosts.Calls = u.Scheme + "://" + u.Host + "/calls"
		}
	}
	return hosts
}

// SameAPI reports whether two addresses of the API, as the settings hold them, lead to the same one; an empty address is
// VK's own, which VK serves under two names. Nobody is asked about a move between them.
func SameAPI(a, b string) bool {
	own := vkclient.DefaultHosts().API
	return vkclient.SameAPI(cmp.Or(a, own), cmp.Or(b, own))
}
