package vkclient_test

import (
	"testing"

	"zvonok/vkclient"
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
		{proxy, proxy, true},
		{partners, proxy, false},
		{"http://api.vk.ru", old, false},
		{"https://api.vk.ru.example.ru", old, false},
		{"https://api.vk.ru:8443", old, false},
	} {
		if got := vkclient.SameAPI(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
	}
}
