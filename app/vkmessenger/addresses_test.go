package vkmessenger

import "testing"

// TestOwnPage: pages of VK itself, and nothing that looks like one.
func TestOwnPage(t *testing.T) {
	for address, want := range map[string]bool{
		"https://id.vk.ru": true, "https://id.vk.com": true, "https://web.vk.me": true, "https://VK.com/im": true,
		"http://id.vk.ru": false, "https://id.vk.ru.example.ru": false, "https://evil.example/id.vk.ru": false,
		"https://id.vk.ru@evil.example": false, "https://id.vk.ru:8443": false, "": false,
	} {
		if got := ownPage(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
