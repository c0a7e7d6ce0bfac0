package model

import (
	"maps"
	"testing"
)

// TestReachable: one chat with a link is enough, and no link helps somebody without a profile.
func TestReachable(t *testing.T) {
	row := func(person PersonID, linked bool, link string) MissingRow {
		return MissingRow{ChatPerson: ChatPerson{Person: person}, Linked: linked, Link: link}
	}
	got := Reachable([]MissingRow{row(1, true, "https://vk.me/join/a"), row(1, true, ""), row(2, true, ""), row(2, true, "https://vk.me/join/b"),
		row(3, true, ""), row(4, false, "https://vk.me/join/a")})
	if want := (map[PersonID]bool{1: true, 2: true, 3: false, 4: false}); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
