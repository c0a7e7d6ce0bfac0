package model

import (
	"strings"
	"testing"
)

// TestCheckInviteLink: a good invite link keeps its host and its hash; whatever is none is refused in words.
func TestCheckInviteLink(t *testing.T) {
	hosts := []string{"vk.me", "vk.ru", "127.0.0.1"}
	for text, want := range map[string]string{
		"https://vk.me/join/AJQ1d_x-9":           "https://vk.me/join/AJQ1d_x-9",
		"https://vk.me/join/AJQ1d/x+9==":         "https://vk.me/join/AJQ1d/x+9==",
		"HTTPS://VK.ME/join/AJQ1d?from=mail#top": "https://vk.me/join/AJQ1d",
		"http://127.0.0.1:8080/join/AJQ1d":       "http://127.0.0.1:8080/join/AJQ1d",
	} {
		if got, err := CheckInviteLink(text, hosts); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"":                                               "не похожа на ссылку VK",
		"javascript:alert(1)":                            "не похожа на ссылку VK",
		"javascript://vk.me/join/%0aalert":               "не похожа на ссылку VK",
		"file:///join/a":                                 "не похожа на ссылку VK",
		"http://vk.me/join/a":                            "не похожа на ссылку VK",
		"https://vk.me:8443/join/a":                      "не похожа на ссылку VK",
		"https://me@vk.me/join/a":                        "не похожа на ссылку VK",
		`https://vk.me\@evil.ru/join/a`:                  "не похожа на ссылку VK",
		"https://vk.me/join/":                            "не похожа на ссылку VK",
		"https://vk.me/join/a b":                         "не похожа на ссылку VK",
		"https://vk.me/join/a/../../im":                  "не похожа на ссылку VK",
		"https://vk.me/join//evil.ru":                    "не похожа на ссылку VK",
		"https://vk.me/join/%2e%2e":                      "не похожа на ссылку VK",
		"https://vk.me/id1":                              "не похожа на ссылку VK",
		"https://vk.me.evil.ru/join/a":                   "ведёт на «vk.me.evil.ru», а не в VK",
		"https://vk.me@evil.ru/join/a":                   "не похожа на ссылку VK",
		"https://vk.me/join/" + strings.Repeat("a", 600): "не похожа на ссылку VK",
	} {
		if got, err := CheckInviteLink(text, hosts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}
