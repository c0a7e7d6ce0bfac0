package model

import (
	"strings"
	"testing"
)

var callHosts = []string{"vk.ru", "vk.com", "m.vk.ru", "m.vk.com", "sferum.ru", "127.0.0.1"}

// TestCheckCallLink: a good link loses what it does not need, and keeps its host.
func TestCheckCallLink(t *testing.T) {
	for text, want := range map[string]string{
		"https://vk.com/call/join/aB_9-x":                              "https://vk.com/call/join/aB_9-x",
		"  https://vk.ru/call/join/aB9/ \n":                            "https://vk.ru/call/join/aB9",
		"HTTPS://VK.RU/call/join/aB9?from=mail#top":                    "https://vk.ru/call/join/aB9",
		"https://m.vk.com/call/join/aB9":                               "https://m.vk.com/call/join/aB9",
		"https://sferum.ru/?p=join_call_page&callId=12-ab":             "https://sferum.ru/?p=join_call_page&callId=12-ab",
		"https://sferum.ru/?x=1&callId=12-ab&p=join_call_page&extra=2": "https://sferum.ru/?p=join_call_page&callId=12-ab",
		"http://127.0.0.1:8080/call/join/aB9":                          "http://127.0.0.1:8080/call/join/aB9",
	} {
		if got, err := CheckCallLink(text, callHosts); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// TestCheckCallLinkRefuses: whatever is not a call at an allowed host is refused in words.
func TestCheckCallLinkRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                                    "вставьте ссылку",
		"vk.ru/call/join/aB9":                                 "https://",
		"http://vk.ru/call/join/aB9":                          "https://",
		"file:///call/join/aB9":                               "https://",
		"javascript:alert(1)":                                 "https://",
		"javascript://vk.ru/%0aalert(1)":                      "https://",
		"data:text/html,vk.ru":                                "https://",
		"https:vk.ru/call/join/aB9":                           "https://",
		"https://vk.ru:8443/call/join/aB9":                    "https://",
		"https://vk.ru.evil.ru/call/join/aB9":                 "не относится к VK",
		"https://evilvk.ru/call/join/aB9":                     "не относится к VK",
		"https://vk.ru./call/join/aB9":                        "не относится к VK",
		"https://vk.ru@evil.ru/call/join/aB9":                 "имя пользователя",
		"https://me:pass@vk.ru/call/join/aB9":                 "имя пользователя",
		`https://vk.ru\@evil.ru/call/join/aB9`:                "посторонние знаки",
		"https://vk.ru/call/join/a b":                         "посторонние знаки",
		"https://vk.ru/call/join/a\nb":                        "посторонние знаки",
		"https://вк.рф/call/join/aB9":                         "посторонние знаки",
		"https://vk.ru/call/join/":                            "не ссылка на звонок",
		"https://vk.ru/call/join/a/../../x":                   "не ссылка на звонок",
		"https://vk.ru/call/join/%2e%2e":                      "не ссылка на звонок",
		"https://vk.ru/im?sel=1":                              "не ссылка на звонок",
		"https://sferum.ru/?p=main&callId=12":                 "не ссылка на звонок",
		"https://vk.ru/call/join/" + strings.Repeat("a", 600): "длиннее 500",
	} {
		if got, err := CheckCallLink(text, callHosts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}
