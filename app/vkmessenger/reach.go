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
	reach := app.Reach{Own: Addresses(vkclient.DefaultHosts()), Page: ownPage, Same: vkclient.SameAPI}
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

// VK makes what speaks to VK for a college. The zero value is ready.
type VK struct {
	// Answered is told of every call's outcome, as vkclient.Options has it; it may be nil.
	Answered func(method string, code int)
}

// OfCommunity is the messenger of a community's token.
func (vk VK) OfCommunity(token string, at model.MessengerAddresses) app.Messenger {
	return New(vk.client(token, vkclient.CommunityToken, at))
}

// OfAccount are the calls of the token of a college's account for them.
func (vk VK) OfAccount(token string, at model.MessengerAddresses) app.Calls {
	return NewCalls(vk.client(token, vkclient.UserToken, at))
}

// ProbeAccount says whose the account's token is and whether it may start calls. It starts none.
func (vk VK) ProbeAccount(ctx context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error) {
	return NewCalls(vk.client(token, vkclient.UserToken, at)).Probe(ctx)
}

func (vk VK) client(token string, kind vkclient.TokenKind, at model.MessengerAddresses) *vkclient.Client {
	return vkclient.New(vkclient.Options{Hosts: Hosts(at), Token: vkclient.Secret(token), Kind: kind, Answered: vk.Answered})
}

// Pages are VK's pages that the program opens. A local VK has its own.
func Pages(at model.MessengerAddresses) app.Addresses {
	hosts := Hosts(at)
	return app.Addresses{
		Home:    hosts.Messenger + "/",
		Calls:   hosts.Calls,
		Chat:    func(peer model.MessengerID) string { return fmt.Sprintf("%s/convo/%d", hosts.Messenger, peer) },
		Explain: Explain, CallHosts: together(callHosts, hosts), InviteHosts: together(inviteHosts, hosts),
	}
}
