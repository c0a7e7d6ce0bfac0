package model

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// maxCallLink is longer than any link of a call, in bytes.
const maxCallLink = 500

var (
	errCallLinkEmpty = errors.New("вставьте ссылку на звонок: она начинается с https://")
	errCallLinkHTTPS = errors.New("ссылка на звонок начинается с https://: скопируйте её из VK ещё раз")
	errCallLinkForm  = errors.New("это не ссылка на звонок VK: нужна вида https://vk.ru/call/join/…")
)

// CheckCallLink reads the link of a call that a person pasted, and gives it without what it does not need.
// Only https links whose host is one of hosts are taken; a host of this very computer may also be on http,
// as a local VK is.
func CheckCallLink(text string, hosts []string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", errCallLinkEmpty
	case len(text) > maxCallLink:
		return "", fmt.Errorf("ссылка длиннее %d знаков: скопируйте из VK одну ссылку на звонок", maxCallLink)
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == '\\' || r > '~' }):
		return "", errors.New("в ссылке есть пробелы или посторонние знаки: скопируйте из VK одну ссылку на звонок")
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Host == "" {
		return "", errCallLinkHTTPS
	}
	host := strings.ToLower(u.Hostname())
	local := localHost(host)
	switch {
	case u.User != nil:
		return "", errors.New("в ссылке есть имя пользователя перед адресом: такие ссылки не открываются")
	case !slices.Contains(hosts, host):
		return "", fmt.Errorf("адрес «%s» не относится к VK: такие ссылки не открываются", host)
	case u.Scheme != "https" && !(local && u.Scheme == "http"), u.Port() != "" && u.Port() != "443" && !local:
		return "", errCallLinkHTTPS
	}
	if host == "sferum.ru" {
		id := u.Query().Get("callId")
		if u.Query().Get("p") != "join_call_page" || !callHash(id) {
			return "", errCallLinkForm
		}
		return "https://sferum.ru/?p=join_call_page&callId=" + id, nil
	}
	hash, found := strings.CutPrefix(strings.TrimSuffix(u.EscapedPath(), "/"), "/call/join/")
	if !found || !callHash(hash) {
		return "", errCallLinkForm
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + "/call/join/" + hash, nil
}

// localHost reports whether a host name is this very computer's.
func localHost(name string) bool {
	return name == "127.0.0.1" || name == "::1" || name == "localhost"
}

// callHash reports whether the text can be the last part of a call's link.
func callHash(text string) bool {
	return text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
