package desk_test

import (
	"errors"
	"strings"
	"testing"

	"zvonok/app/desk"
)

// TestSafeBrowser: only the pages of known hosts are opened, however a link is disguised.
func TestSafeBrowser(t *testing.T) {
	for address, allowed := range map[string]bool{
		"https://vk.ru/im":                      true,
		"https://vk.ru":                         true,
		"HTTPS://VK.RU/im":                      true,
		"https://web.vk.me/convo/2000000001":    true,
		"https://vk.ru:443/im":                  true,
		"https://vk.ru/call/join/a_b-c?x=%2f#y": true,
		"http://127.0.0.1:8080/im":              true,
		"https://127.0.0.1:8443/im":             true,
		"http://[::1]:8080/im":                  true,
		"http://localhost:8080/im":              true,

		"":                                  false,
		"vk.ru/im":                          false,
		"//vk.ru/im":                        false,
		"https:vk.ru":                       false,
		"https:///im":                       false,
		"http://vk.ru/im":                   false,
		"ftp://vk.ru/im":                    false,
		"file:///etc/passwd":                false,
		"javascript:alert(1)":               false,
		"JavaScript://vk.ru/%0aalert(1)":    false,
		"data:text/html,vk.ru":              false,
		"https://vk.ru./im":                 false,
		"https://vk.ru.evil.ru/im":          false,
		"https://evilvk.ru/im":              false,
		"https://m.vk.ru/im":                false,
		"https://vk.ru@evil.ru/im":          false,
		"https://evil.ru#@vk.ru":            false,
		"https://evil.ru?vk.ru":             false,
		"https://user@vk.ru/im":             false,
		"https://user:password@vk.ru/im":    false,
		`https://vk.ru\@evil.ru/im`:         false,
		"https://vk.ru%2eevil.ru/im":        false,
		"https://vk.ru:x/im":                false,
		" https://vk.ru/im":                 false,
		"https://vk.ru/im\nSet-Cookie: x":   false,
		"http://127.0.0.2/im":               false,
		"http://127.0.0.1.evil.ru/im":       false,
		"--gpu-launcher=evil https://vk.ru": false,
	} {
		opened := ""
		b := desk.SafeBrowser{Hosts: []string{"vk.ru", "web.vk.me", "127.0.0.1", "::1", "localhost"}, Launch: func(a string) error {
			opened = a
			return nil
		}}
		err := b.Open(address)
		if (err == nil) != allowed || (opened != "") != allowed {
			t.Errorf("%q: opened %q, %v", address, opened, err)
		}
		if allowed && !strings.EqualFold(opened, address) {
			t.Errorf("%q is opened as %q", address, opened)
		}
	}
}

// TestOwnPages: what this program serves itself is opened at 127.0.0.1 and nowhere else, and is no page of the messenger's.
func TestOwnPages(t *testing.T) {
	for address, allowed := range map[string]bool{
		"http://127.0.0.1:5000/start/x":        true,
		"http://127.0.0.1/start/x":             true,
		"https://127.0.0.1:5000/start/x":       false,
		"http://localhost:5000/start/x":        false,
		"http://127.0.0.1.evil.ru/start/x":     false,
		"http://me@127.0.0.1:5000/start/x":     false,
		"https://vk.ru/start/x":                false,
		"--gpu-launcher=evil http://127.0.0.1": false,
		"":                                     false,
	} {
		opened := ""
		b := desk.SafeBrowser{Hosts: []string{"vk.ru"}, Launch: func(a string) error {
			opened = a
			return nil
		}}
		if err := b.OpenOwn(address); (err == nil) != allowed || (opened == address) != allowed && address != "" {
			t.Errorf("%q: opened %q, %v", address, opened, err)
		}
		if opened = ""; allowed && (b.Open(address) == nil || opened != "") {
			t.Errorf("%q is opened as a page of the messenger", address)
		}
	}
}

func TestNoBrowser(t *testing.T) {
	b := desk.SafeBrowser{Hosts: []string{"vk.ru"}, Launch: func(string) error { return errors.New("exec: not found") }}
	if err := b.Open("https://vk.ru/im"); err == nil || !strings.Contains(err.Error(), "откройте адрес сами: https://vk.ru/im") {
		t.Errorf("got %v", err)
	}
}
