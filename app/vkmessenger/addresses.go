package vkmessenger

import (
	"zvonok/model"
	"zvonok/vkclient"
)

// Addresses are VK's hosts as the settings name them.
func Addresses(hosts vkclient.Hosts) model.MessengerAddresses {
	return model.MessengerAddresses{API: hosts.API, SignIn: hosts.ID, Web: hosts.Messenger}
}

// Hosts are the hosts of VK at the addresses; an empty one is VK's own. The older sign-in has no address in
// the settings: it goes with VK ID.
func Hosts(at model.MessengerAddresses) vkclient.Hosts {
	own := vkclient.DefaultHosts()
	at = at.Filled(Addresses(own))
	hosts := vkclient.Hosts{API: at.API, ID: at.SignIn, OAuth: own.OAuth, Messenger: at.Web}
	if hosts.ID != own.ID {
		hosts.OAuth = hosts.ID
	}
	return hosts
}
