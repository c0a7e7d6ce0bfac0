package vkmessenger_test

import (
	"testing"

	"zvonok/app/vkmessenger"
)

// TestSameAPI: the two names of VK's API are one place, and nothing else is.
func TestSameAPI(t *testing.T) {
	const old, partners, proxy = "https://api.vk.ru", "https://partners.api.vk.ru", "https://vk.example.ru"
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{old, partners, true},
		{partners, old, true},
		{"", old, true},
		{"", partners, true},
		{"", "", true},
		{proxy, proxy, true},
		{"", proxy, false},
		{partners, proxy, false},
		{"http://api.vk.ru", old, false},
		{"https://api.vk.ru.example.ru", old, false},
		{"https://api.vk.ru:8443", old, false},
	} {
		if got := vkmessenger.SameAPI(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
	}
}

// TestOwnPage: pages of VK itself, and nothing that looks like one.
func TestOwnPage(t *testing.T) {
	for address, want := range map[string]bool{
		"https://id.vk.ru": true, "https://id.vk.com": true, "https://web.vk.me": true, "https://VK.com/im": true,
		"http://id.vk.ru": false, "https://id.vk.ru.example.ru": false, "https://evil.example/id.vk.ru": false,
		"https://id.vk.ru@evil.example": false, "https://id.vk.ru:8443": false, "": false,
	} {
		if got := vkmessenger.OwnPage(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
