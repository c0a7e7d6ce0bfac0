package model

import (
	"slices"
	"testing"
)

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

func TestChangeOfLessons(t *testing.T) {
	of := func(subjects ...TeachingID) Change { return Change{Lessons: true, LessonsOf: subjects} }
	for _, c := range []struct {
		name string
		a, b Change
		want []TeachingID
	}{
		{"of one subject", Change{Roster: true}, of(3), []TeachingID{3}},
		{"of two", of(7, 3), of(5, 3), []TeachingID{3, 5, 7}},
		{"of one and of any", of(3), of(), nil},
		{"of any and of one", of(), of(3), nil},
	} {
		if got := c.a.And(c.b); !got.Lessons || !slices.Equal(got.LessonsOf, c.want) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
