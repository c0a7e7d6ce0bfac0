package vkmessenger

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"zvonok/app"
	"zvonok/model"
	"zvonok/vkclient"
)

// Reach says where VK is: at its own addresses or at those of the server at vkURL, unless that is empty.
func Reach(vkURL string) (app.Reach, error) {
	reach := app.Reach{Own: Addresses(vkclient.DefaultHosts()), Page: OwnPage, Same: SameAPI}
	if vkURL == "" {
		return reach, nil
	}
	at, err := hostsAt(vkURL)
	if err != nil {
		return reach, err
	}
	fixed := Addresses(at)
	reach.Fixed = &fixed
	return reach, nil
}

// hostsAt are VK's own hosts, or those of the server that was named.
func hostsAt(vkURL string) (vkclient.Hosts, error) {
	if vkURL == "" {
		return vkclient.DefaultHosts(), nil
	}
	u, err := url.Parse(strings.TrimRight(vkURL, "/"))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return vkclient.Hosts{}, fmt.Errorf("адрес VK «%s» не похож на http://…: проверьте ключ --vk-url", vkURL)
	}
	return vkclient.HostsAt(u.String()), nil
}

// Server asks which server answers for VK at vkURL; empty are VK's own addresses.
func Server(ctx context.Context, vkURL string) (vkclient.Server, error) {
	at, err := hostsAt(vkURL)
	if err != nil {
		return vkclient.Server{}, err
	}
	return vkclient.Ask(ctx, at)
}

// OfCommunity is the messenger of a community's token.
func OfCommunity(token string, at model.MessengerAddresses) (app.Messenger, error) {
	return New(vkclient.New(vkclient.Options{Hosts: Hosts(at), Token: vkclient.Secret(token), Kind: vkclient.CommunityToken})), nil
}

// OfAccount are the calls of the token of a college's account for them.
func OfAccount(token string, at model.MessengerAddresses) (app.Calls, error) {
	return account(token, at), nil
}

// ProbeAccount says whose the account's token is and whether it may start calls. It starts none.
func ProbeAccount(ctx context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error) {
	return account(token, at).Probe(ctx)
}

func account(token string, at model.MessengerAddresses) *Calls {
	return NewCalls(vkclient.New(vkclient.Options{Hosts: Hosts(at), Token: vkclient.Secret(token), Kind: vkclient.UserToken}))
}

// Pages are VK's pages that the program opens. A local VK has its own.
func Pages(at model.MessengerAddresses) app.Addresses {
	hosts := Hosts(at)
	return app.Addresses{
		Home:    HomeURL(hosts),
		Calls:   hosts.Calls,
		Chat:    func(peer model.MessengerID) string { return ChatURL(hosts, peer) },
		Explain: Explain, CallHosts: CallHosts(hosts), InviteHosts: InviteHosts(hosts),
	}
}
