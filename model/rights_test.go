package model

import "testing"

var (
	admin   = Actor{Person: 1, Kind: Staff, Roles: RoleAdmin}
	holder  = Actor{Person: 2, Kind: Staff, Roles: RightManageChats}
	curator = Actor{Person: 3, Kind: Staff, Roles: RoleCurator, Groups: []GroupID{1}}
	teacher = Actor{Person: 4, Kind: Staff, Roles: RoleTeacher, Teachings: []TeachingID{7}}
	plain   = Actor{Person: 5, Kind: Staff}
	student = Actor{Person: 6, Kind: Student}
	parent  = Actor{Person: 7, Kind: Parent}
	both    = Actor{Person: 8, Kind: Staff | Parent, Roles: RoleCurator | RoleTeacher, Groups: []GroupID{1}, Teachings: []TeachingID{7}}
)

func TestAccessTo(t *testing.T) {
	all := Access{See: true, Edit: true, NameAdmins: true, Delete: true, AddAnyone: true}
	chatAdmin := Access{See: true, Edit: true, NameAdmins: true}
	only := Access{See: true, ForeignOnly: true}
	group1 := Chat{Key: ChatKey{Type: ChatGroup, Group: 1}, Auto: true}
	group2 := Chat{Key: ChatKey{Type: ChatGroup, Group: 2}, Auto: true}
	subject7 := Chat{Key: ChatKey{Type: ChatSubject, Group: 2, Teaching: 7}, Auto: true}
	made := Chat{Key: ChatKey{Type: ChatGroup, Group: 1}, Creator: curator.Person}
	for _, c := range []struct {
		name string
		who  Actor
		chat Chat
		as   Membership
		want Access
	}{
		{"administrator, any chat", admin, group2, Membership{}, all},
		{"right holder, any chat", holder, subject7, Membership{}, all},
		{"curator as administrator of the own group's chat", curator, group1, Membership{Member: true, Admin: true}, chatAdmin},
		{"curator who is no longer an administrator", curator, group1, Membership{Member: true}, only},
		{"curator, a foreign group", curator, group2, Membership{}, Access{}},
		{"curator, a chat made by hand", curator, made, Membership{}, Access{See: true, Edit: true, NameAdmins: true, Delete: true}},
		{"another's chat made by hand", teacher, made, Membership{}, Access{}},
		{"teacher as administrator of the own subject's chat", teacher, subject7, Membership{Member: true, Admin: true}, chatAdmin},
		{"teacher, a chat of which they are a member", teacher, group1, Membership{Member: true}, only},
		{"teacher, a foreign chat", teacher, group1, Membership{}, Access{}},
		{"staff named administrator by hand", plain, group1, Membership{Member: true, Admin: true}, chatAdmin},
		{"staff without anything", plain, group1, Membership{}, Access{}},
		{"student named administrator by hand", student, group1, Membership{Member: true, Admin: true}, Access{}},
		{"parent, own chat", parent, group1, Membership{Member: true}, Access{}},
		{"curator who is a parent too", both, group1, Membership{Member: true, Admin: true}, chatAdmin},
	} {
		if got := c.who.AccessTo(c.chat, c.as); got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func TestMayCreate(t *testing.T) {
	keys := []ChatKey{
		{Type: ChatTeachers}, {Type: ChatGroup, Group: 1}, {Type: ChatGroup, Group: 2}, {Type: ChatParents, Group: 1},
		{Type: ChatParents, Group: 2}, {Type: ChatSubject, Group: 1, Teaching: 7}, {Type: ChatSubject, Group: 1, Teaching: 8}, {Type: ChatSubject},
	}
	for _, c := range []struct {
		name string
		who  Actor
		want string // a letter a key
	}{
		{"administrator", admin, "++++++++"},
		{"right holder", holder, "++++++++"},
		{"curator", curator, "-+-+----"},
		{"teacher", teacher, "-----+--"},
		{"curator and teacher", both, "-+-+-+--"},
		{"staff", plain, "--------"},
		{"student", student, "--------"},
		{"parent", parent, "--------"},
	} {
		got := ""
		for _, k := range keys {
			if c.who.MayCreate(k) {
				got += "+"
			} else {
				got += "-"
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestManagement(t *testing.T) {
	for _, c := range []struct {
		name             string
		who              Actor
		sees, initialise bool
	}{
		{"administrator", admin, true, true},
		{"right holder", holder, true, true},
		{"curator", curator, true, false},
		{"teacher", teacher, true, false},
		{"student", student, false, false},
		{"parent", parent, false, false},
		{"a student cannot hold the right", Actor{Kind: Student, Roles: RightManageChats}, false, false},
	} {
		if c.who.SeesManagement() != c.sees || c.who.MayInitialise() != c.initialise {
			t.Errorf("%s: sees %v, initialises %v", c.name, c.who.SeesManagement(), c.who.MayInitialise())
		}
	}
}
