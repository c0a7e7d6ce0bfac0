package model

import "slices"

// Actor is the person who wants to do something, with the facts that rights depend on.
type Actor struct {
	Person PersonID
	Kind   Kind
	Roles  Roles
	// Groups are those whose curator the actor is; Teachings those that the actor leads.
	Groups    []GroupID
	Teachings []TeachingID
}

// Manager reports whether the actor may manage every chat of the college (29.2).
func (a Actor) Manager() bool { return a.Roles.Any(RoleAdmin | RightManageChats) }

// SeesManagement reports whether «Управление чатами» is open to the actor: to staff only (29.2).
func (a Actor) SeesManagement() bool { return a.Kind.Has(Staff) }

// MayInitialise reports whether the actor may use «Инициализировать список» (29.2, 29.2.4).
func (a Actor) MayInitialise() bool { return a.SeesManagement() && a.Manager() }

// Curates reports whether the actor is the curator of the group.
func (a Actor) Curates(g GroupID) bool { return g != 0 && slices.Contains(a.Groups, g) }

// Leads reports whether the actor teaches the teaching.
func (a Actor) Leads(t TeachingID) bool { return t != 0 && slices.Contains(a.Teachings, t) }

// MayCreateType reports whether the actor may create some chat of the type (29.2.3).
func (a Actor) MayCreateType(t ChatType) bool {
	switch {
	case !a.SeesManagement():
		return false
	case a.Manager():
		return true
	case t == ChatGroup || t == ChatParents:
		return len(a.Groups) > 0
	case t == ChatSubject:
		return len(a.Teachings) > 0
	}
	return false
}

// MayCreate reports whether the actor may create this very chat: a manager any, a curator «Группа»
// and «Родители» of their groups, a teacher «Предметы» of their subjects (29.2.3).
func (a Actor) MayCreate(key ChatKey) bool {
	switch {
	case !a.MayCreateType(key.Type):
		return false
	case a.Manager():
		return true
	case key.Type == ChatSubject:
		return a.Leads(key.Teaching)
	}
	return a.Curates(key.Group)
}

// Membership is what a person is in one chat.
type Membership struct {
	Member bool // is on its list
	Admin  bool // is its administrator
}

// Access is what an actor may do with one chat.
type Access struct {
	See         bool // sees it on «Управление чатами»
	Edit        bool // changes its title and its members
	NameAdmins  bool // names its administrators and takes that back
	Delete      bool
	AddAnyone   bool // may add people beyond the chat's type and group
	ForeignOnly bool // sees it only as a member, nothing may be changed
}

// AccessTo is the table of rights of 29.2 and 29.2.3. A manager may do everything with every chat.
// A chat's administrator who is staff changes its members and names administrators in that chat
// alone. Curators and teachers see the chats of their groups and subjects, and those who made a chat
// by hand may delete it. Students and parents have no management, even as a chat's administrator:
// they act in the messenger itself.
func (a Actor) AccessTo(c Chat, s Membership) Access {
	if !a.SeesManagement() {
		return Access{}
	}
	if a.Manager() {
		return Access{See: true, Edit: true, NameAdmins: true, Delete: true, AddAnyone: true}
	}
	own := c.Creator != 0 && c.Creator == a.Person
	access := Access{
		See:        own || s.Member || s.Admin || a.Curates(c.Key.Group) || a.Leads(c.Key.Teaching),
		Edit:       own || s.Admin,
		NameAdmins: own || s.Admin,
		Delete:     own,
	}
	access.ForeignOnly = access.See && !access.Edit
	return access
}
