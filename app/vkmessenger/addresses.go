package vkmessenger

import (
	"net/url"

	"zvonok/model"
	"zvonok/vkclient"
)

// Addresses are VK's hosts as the settings name them.
func Addresses(hosts vkclient.Hosts) model.MessengerAddresses {
	return model.MessengerAddresses{API: hosts.API, SignIn: hosts.ID, Web: hosts.Messenger}
}

// Hosts are the hosts of VK at the addresses; an empty one is VK's own. The page of calls has no address in the settings: it
// goes with the web messenger.
func Hosts(at model.MessengerAddresses) vkclient.Hosts {
	own := vkclient.DefaultHosts()
	at = at.Filled(Addresses(own))
	hosts := vkclient.Hosts{ID: at.SignIn, Messenger: at.Web, Calls: own.Calls}.WithAPI(at.API)
	if hosts.Messenger != own.Messenger {
		if u, err := url.Parse(hosts.Messenger); err == nil {
			hosts.Calls = u.Scheme + "://" + u.Host + "/calls"
		}
	}
	return hosts
}
