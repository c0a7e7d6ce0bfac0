package tokens_test

import (
	"testing"

	"zvonok/app/tokens"
	"zvonok/app/vkmessenger"
)

// TestElsewhere: VK's two names are one place, and its own where the settings name none; any other address is elsewhere.
func TestElsewhere(t *testing.T) {
	const old, partners, proxy = "https://api.vk.ru", "https://partners.api.vk.ru", "https://vk.example.ru"
	vk, err := vkmessenger.Reach("")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		api, to string
		want    bool
	}{
		{"", "", false}, {"", old, false}, {partners, "", false}, {old, partners, false}, {proxy, proxy, false},
		{"", proxy, true}, {proxy, "", true}, {proxy, partners, true},
	} {
		if got := tokens.Elsewhere(vk, tt.api, tt.to); got != tt.want {
			t.Errorf("%q and %q: %v", tt.api, tt.to, got)
		}
	}
}
