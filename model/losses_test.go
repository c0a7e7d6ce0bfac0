package model

import (
	"reflect"
	"testing"
)

// lossCollege is a college of two groups of students and a subject, with everybody in the chats but the parent 30.
func lossCollege() (Roster, []ListedChat) {
	r := Roster{
		Groups:    []Group{{ID: 1, Name: "А-1", Curator: 90}, {ID: 2, Name: "Б-1"}},
		Curators:  []PersonID{90},
		Teachings: []Teaching{{ID: 5, Group: 1, Subject: "Физика", WholeGroup: true}},
		Students:  map[GroupID][]PersonID{1: {10, 11, 12, 13, 14, 15, 16}, 2: {20}},
		Parents:   map[GroupID][]PersonID{1: {30, 31}},
	}
	var chats []ListedChat
	for i, d := range Desired(r, ChatGroup, ChatParents, ChatSubject) {
		c := ListedChat{Chat: Chat{ID: ChatID(i + 1), Key: d.Key, Title: d.Title, Auto: true, Peer: MessengerID(2000 + i)}}
		for _, m := range d.Members {
			one := Member{Person: m.Person, Origin: OriginAuto, Admin: m.Admin, Presence: PresenceInChat, InChatAs: MessengerID(m.Person)}
			if m.Person == 30 {
				one.Presence, one.InChatAs = PresenceWaiting, 0
			}
			c.Members = append(c.Members, one)
		}
		chats = append(chats, c)
	}
	return r, chats
}

func TestCountLosses(t *testing.T) {
	in := func(groups map[GroupID][]PersonID) func(*Roster) { return func(r *Roster) { r.Students = groups } }
	for name, c := range map[string]struct {
		change  func(r *Roster)
		by      func(chats []ListedChat)
		want    Losses
		removed int
		grave   bool
	}{
		"nothing": {change: func(*Roster) {}},
		"one leaves": {change: in(map[GroupID][]PersonID{1: {11, 12, 13, 14, 15, 16}, 2: {20}}),
			want: Losses{Leavers: []Mover{{Person: 10, Chats: 2}}, Chats: 2}, removed: 1},
		"one goes over": {change: in(map[GroupID][]PersonID{1: {11, 12, 13, 14, 15, 16}, 2: {10, 20}}),
			want: Losses{Leavers: []Mover{{Person: 10, Chats: 2}}, Chats: 2, Comers: []Mover{{Person: 10, Chats: 1}}, ComeTo: 1}, removed: 1},
		"five leave": {change: in(map[GroupID][]PersonID{1: {15, 16}, 2: {20}}),
			want: Losses{Leavers: []Mover{{Person: 10, Chats: 2}, {Person: 11, Chats: 2}, {Person: 12, Chats: 2}, {Person: 13, Chats: 2}, {Person: 14, Chats: 2}}, Chats: 2}, removed: 5},
		"six leave": {change: in(map[GroupID][]PersonID{1: {16}, 2: {20}}),
			want: Losses{Leavers: []Mover{{Person: 10, Chats: 2}, {Person: 11, Chats: 2}, {Person: 12, Chats: 2}, {Person: 13, Chats: 2}, {Person: 14, Chats: 2}, {Person: 15, Chats: 2}},
				Chats: 2, Crowds: []string{"А-1"}}, removed: 6, grave: true},
		"the last one leaves": {change: in(map[GroupID][]PersonID{1: {10, 11, 12, 13, 14, 15, 16}}),
			want: Losses{Leavers: []Mover{{Person: 20, Chats: 1}}, Chats: 1, Emptied: []string{"Б-1"}}, removed: 1, grave: true},
		"a group ends": {change: func(r *Roster) {
			r.Groups, r.Curators = r.Groups[1:], nil
			r.Teachings, r.Students, r.Parents = nil, map[GroupID][]PersonID{2: {20}}, nil
		}, want: Losses{Leavers: []Mover{{Person: 10, Chats: 2}, {Person: 11, Chats: 2}, {Person: 12, Chats: 2}, {Person: 13, Chats: 2}, {Person: 14, Chats: 2}, {Person: 15, Chats: 2}, {Person: 16, Chats: 2},
			{Person: 31, Chats: 1, Parent: true}, {Person: 90, Chats: 2}}, Chats: 3, Emptied: []string{"А-1"}}, removed: 9, grave: true},
		"no curator": {change: func(r *Roster) { r.Groups = []Group{{ID: 1, Name: "А-1"}, r.Groups[1]} },
			want: Losses{Leavers: []Mover{{Person: 90, Chats: 2}}, Chats: 2, Orphaned: []string{"А-1", "А-1 родители"}}, removed: 1, grave: true},
		"another curator": {change: func(r *Roster) { r.Groups = []Group{{ID: 1, Name: "А-1", Curator: 91}, r.Groups[1]} },
			want: Losses{Leavers: []Mover{{Person: 90, Chats: 2}}, Chats: 2, Comers: []Mover{{Person: 91, Chats: 2}}, ComeTo: 2}, removed: 1},
		"who was added by hand stays": {change: in(map[GroupID][]PersonID{1: {11, 12, 13, 14, 15, 16}, 2: {20}}),
			by: func(chats []ListedChat) {
				for i := range chats {
					for j := range chats[i].Members {
						if chats[i].Members[j].Person == 10 {
							chats[i].Members[j].Origin = OriginManual
						}
					}
				}
			}, want: Losses{Leavers: []Mover{{Person: 10}}}},
	} {
		before, chats := lossCollege()
		after, _ := lossCollege()
		c.change(&after)
		if c.by != nil {
			c.by(chats)
		}
		got := CountLosses(before, after, chats)
		if !reflect.DeepEqual(got, c.want) || got.Removed() != c.removed || got.Grave() != c.grave {
			t.Errorf("%s: %+v, removed %d, grave %v; want %+v", name, got, got.Removed(), got.Grave(), c.want)
		}
		var changed []ListedChat
		keys := ChangedChats(Desired(before), Desired(after))
		for _, l := range chats {
			for _, key := range keys {
				if l.Key == key {
					changed = append(changed, l)
				}
			}
		}
		if less := CountLosses(before, after, changed); !reflect.DeepEqual(less, got) {
			t.Errorf("%s: of the changed chats alone %+v, want %+v", name, less, got)
		}
	}
}
