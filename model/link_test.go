package model

import "testing"

// TestRoleIn: what a person is in each chat of 29.1.2.
func TestRoleIn(t *testing.T) {
	curator := Actor{Person: 1, Kind: Staff, Roles: RoleCurator, Groups: []GroupID{3}}
	teacher := Actor{Person: 2, Kind: Staff, Roles: RoleTeacher, Teachings: []TeachingID{30}}
	both := Actor{Person: 3, Kind: Staff | Parent, Roles: RoleAdmin | RoleTeacher, Groups: []GroupID{3}, Teachings: []TeachingID{30}}
	student := Actor{Person: 4, Kind: Student}
	parent := Actor{Person: 5, Kind: Parent}
	staffroom, group := ChatKey{Type: ChatTeachers}, ChatKey{Type: ChatGroup, Group: 3}
	parents, subject := ChatKey{Type: ChatParents, Group: 3}, ChatKey{Type: ChatSubject, Group: 3, Teaching: 30}
	for _, test := range []struct {
		name  string
		actor Actor
		key   ChatKey
		want  string
	}{
		{"curator in the staff room", curator, staffroom, "Куратор"},
		{"curator in the own group", curator, group, "Куратор"},
		{"curator with the own group's parents", curator, parents, "Куратор"},
		{"curator in another group", curator, ChatKey{Type: ChatGroup, Group: 4}, "Куратор"},
		{"teacher in the staff room", teacher, staffroom, "Преподаватель-предметник"},
		{"teacher of the subject", teacher, subject, "Преподаватель-предметник"},
		{"teacher in a group", teacher, group, "Преподаватель-предметник"},
		{"curator and teacher in the group", both, group, "Куратор"},
		{"curator and teacher in the subject", both, subject, "Преподаватель-предметник"},
		{"a teacher who is a parent", both, ChatKey{Type: ChatParents, Group: 4}, "Родитель"},
		{"administrator", Actor{Kind: Staff, Roles: RoleAdmin}, staffroom, "Администратор ПОО"},
		{"other staff", Actor{Kind: Staff}, staffroom, "Сотрудник"},
		{"student in the group", student, group, "Студент"},
		{"student in the subject", student, subject, "Студент"},
		{"student among parents", student, parents, "Студент"},
		{"parent", parent, parents, "Родитель"},
		{"parent in the group", parent, group, "Родитель"},
		{"who has left", Actor{Person: 6}, group, ""},
	} {
		if got := test.actor.RoleIn(test.key); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestMayJoin(t *testing.T) {
	for presence, want := range map[Presence]bool{
		PresenceInChat: false, PresenceWaiting: true, PresenceRefused: true, PresenceNoProfile: true, PresenceUnknown: true,
	} {
		if got := (MyChat{HasLink: true, Presence: presence}).MayJoin(); got != want {
			t.Errorf("%v: %v", presence, got)
		}
		if (MyChat{Presence: presence}).MayJoin() {
			t.Errorf("%v: without a link", presence)
		}
	}
}
