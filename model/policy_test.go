package model

import (
	"reflect"
	"testing"
)

// college is a small college: two groups, a subject for the whole group, one for a few, and a foreign
// section without a group.
func college() Roster {
	return Roster{
		Admins:   []PersonID{1},
		Teachers: []PersonID{3, 4},
		Curators: []PersonID{2, 3},
		Groups:   []Group{{ID: 1, Name: "ДО-19-1", Curator: 2}, {ID: 2, Name: "ДО-19-3", Curator: 3}, {ID: 3, Name: "АМ-19-1"}},
		Students: map[GroupID][]PersonID{1: {10, 11}, 2: {12, 13, 14}},
		Parents:  map[GroupID][]PersonID{1: {2, 20}, 2: {21}},
		Teachings: []Teaching{
			{ID: 1, Group: 2, Subject: "Английский язык", Index: "ОГСЭ", WholeGroup: true, Teachers: []PersonID{3}},
			{ID: 2, Group: 2, Subject: "Английский язык", Index: "ОГСЭ", Subgroup: "2", Teachers: []PersonID{4}},
			{ID: 3, Subject: "Math - Algebra 1", Teachers: []PersonID{3, 4}},
		},
		Learners: map[TeachingID][]PersonID{2: {13}, 3: {10, 14}},
	}
}

func TestDesired(t *testing.T) {
	got := Desired(college())
	admin := func(id PersonID) DesiredMember { return DesiredMember{id, true} }
	member := func(id PersonID) DesiredMember { return DesiredMember{id, false} }
	want := []DesiredChat{
		{ChatKey{Type: ChatTeachers}, "Учительская", []DesiredMember{admin(1), member(2), member(3), member(4)}},
		{ChatKey{Type: ChatGroup, Group: 1}, "ДО-19-1", []DesiredMember{admin(2), member(10), member(11)}},
		// The curator is the parent of a student of the same group: one person, and its administrator.
		{ChatKey{Type: ChatParents, Group: 1}, "ДО-19-1 родители", []DesiredMember{admin(2), member(20)}},
		{ChatKey{Type: ChatGroup, Group: 2}, "ДО-19-3", []DesiredMember{admin(3), member(12), member(13), member(14)}},
		{ChatKey{Type: ChatParents, Group: 2}, "ДО-19-3 родители", []DesiredMember{admin(3), member(21)}},
		{ChatKey{Type: ChatGroup, Group: 3}, "АМ-19-1", []DesiredMember{}},
		{ChatKey{Type: ChatParents, Group: 3}, "АМ-19-1 родители", []DesiredMember{}},
		{
			ChatKey{Type: ChatSubject, Group: 2, Teaching: 1}, "ДО-19-3/Английский язык(ОГСЭ)",
			[]DesiredMember{admin(3), member(12), member(13), member(14)},
		},
		{
			ChatKey{Type: ChatSubject, Group: 2, Teaching: 2}, "ДО-19-3/Английский язык(ОГСЭ), подгруппа 2",
			[]DesiredMember{admin(4), member(13)},
		},
		{ChatKey{Type: ChatSubject, Teaching: 3}, "Math - Algebra 1", []DesiredMember{admin(3), admin(4), member(10), member(14)}},
	}
	if len(got) != len(want) {
		t.Fatalf("%d chats, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("chat %d:\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
}

func TestDesiredOfTypes(t *testing.T) {
	for _, c := range Desired(college(), ChatParents, ChatTeachers) {
		if c.Key.Type != ChatParents && c.Key.Type != ChatTeachers {
			t.Errorf("asked for parents and teachers, got %q", c.Title)
		}
	}
	if n := len(Desired(Roster{})); n != 0 {
		t.Errorf("an empty college wants %d chats", n)
	}
}
