package model

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// errInviteLink refuses an invite link that is not one of the messenger's.
var errInviteLink = errors.New("пригласительная ссылка чата не похожа на ссылку VK вида https://vk.me/join/…: программа её не открывает и не печатает. " +
	"Создайте чату новую ссылку в VK")

// CheckInviteLink reads an invite link that the messenger gave or that was stored, and gives it without what it does not need.
// Only https links whose host is one of hosts are taken; a host of this very computer may also be on http, as a local
// messenger is.
func CheckInviteLink(text string, hosts []string) (string, error) {
	if text == "" || len(text) > maxCallLink || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == '\\' || r > '~' }) {
		return "", errInviteLink
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Host == "" || u.User != nil {
		return "", errInviteLink
	}
	host := strings.ToLower(u.Hostname())
	local := localHost(host)
	switch {
	case !slices.Contains(hosts, host):
		return "", fmt.Errorf("пригласительная ссылка чата ведёт на «%s», а не в VK: программа её не открывает и не печатает. Создайте чату новую ссылку в VK", host)
	case u.Scheme != "https" && !(local && u.Scheme == "http"), u.Port() != "" && u.Port() != "443" && !local:
		return "", errInviteLink
	}
	hash, found := strings.CutPrefix(u.EscapedPath(), "/join/")
	if !found || strings.Contains(hash, "//") || !callHash(strings.NewReplacer("/", "a", "=", "a", "+", "a").Replace(hash)) {
		return "", errInviteLink
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + "/join/" + hash, nil
}
