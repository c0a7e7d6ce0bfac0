package model

import "testing"

func TestChangeOfChats(t *testing.T) {
	for _, c := range []struct {
		name      string
		change    Change
		any, this bool
	}{
		{"nothing of chats", Change{Roster: true, Sync: true}, false, false},
		{"this chat", Change{Chats: []ChatID{3, 7}}, true, true},
		{"another chat", Change{Chats: []ChatID{3}}, true, false},
		{"a chat that is no longer seen", Change{AnyChat: true}, true, true},
		{"every chat", Change{All: true}, true, true},
	} {
		if c.change.OfChats() != c.any || c.change.OfChat(7) != c.this {
			t.Errorf("%s: of chats %v, of chat 7 %v", c.name, c.change.OfChats(), c.change.OfChat(7))
		}
	}
}
