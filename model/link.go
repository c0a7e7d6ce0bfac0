package model

import "time"

// LinkState says how a person is linked with a profile in the messenger.
type LinkState struct {
	Person Person // ID is zero for the owner of the file, who has no profile
	// Profile is the linked profile's number, zero while none is linked.
	Profile MessengerID
	// SignedIn says that the person linked the profile by signing in; otherwise the roster named it.
	SignedIn bool
	// SignInAgain says that the sign-in is over: the link stays, but nothing is done in the person's name.
	SignInAgain bool
	// Name and Picture are the profile's as the messenger shows it; Picture is an address, "" for none.
	Name, Picture string
	LinkedAt      time.Time // UTC, zero unless SignedIn
	// Crossed says that the person has moved to the messenger before.
	Crossed bool
}

// Linked reports whether the person has a profile in the messenger.
func (s LinkState) Linked() bool { return s.Profile != 0 }

// LinkAttempt is a sign-in that has begun and waits for the browser.
type LinkAttempt struct {
	Deadline time.Time // UTC; afterwards the attempt is over
	// NotOpened says why the browser did not open, in Russian; "" when it did.
	NotOpened string
}

// LinkOffer is the profile that signed in, before the person says whether it is theirs.
type LinkOffer struct {
	Profile MessengerID
	Name    string // as the messenger shows it
}

// MyChat is one of a person's own chats, as «Чаты» shows it (29.1.2).
type MyChat struct {
	Chat     ChatID
	Key      ChatKey
	Title    string
	Role     string // the person's, in words: «Куратор»
	Admin    bool   // is its administrator
	Members  int    // people who should be in it
	Presence Presence
	Reason   string // Russian, why Presence is PresenceRefused
	Created  bool   // the chat is in the messenger
	HasLink  bool   // there is an invite link
}

// MayJoin reports whether a person with a profile can go into the chat by its invite link and has not yet.
func (c MyChat) MayJoin() bool { return c.HasLink && c.Presence != PresenceInChat }

// Joining is what «Войти во все мои чаты» came to.
type Joining struct {
	Joined  int      // the person is in these now
	ByAgent int      // the agent adds the person to these
	Left    []MyChat // wait for the person to open their links
}

// RoleIn is what the actor is in a chat, in words (29.1.2): the curator of its group, the teacher of its
// subject, a student, a parent; anybody else is what they are in the college.
func (a Actor) RoleIn(key ChatKey) string {
	switch {
	case (key.Type == ChatGroup || key.Type == ChatParents) && a.Curates(key.Group):
		return "Куратор"
	case key.Type == ChatSubject && a.Leads(key.Teaching):
		return "Преподаватель-предметник"
	case key.Type == ChatParents && a.Kind.Has(Parent):
		return "Родитель"
	case (key.Type == ChatGroup || key.Type == ChatSubject) && a.Kind.Has(Student):
		return "Студент"
	case a.Kind.Has(Staff) && (a.Roles.Has(RoleTeacher) || len(a.Teachings) > 0):
		return "Преподаватель-предметник"
	case a.Kind.Has(Staff) && (a.Roles.Has(RoleCurator) || len(a.Groups) > 0):
		return "Куратор"
	case a.Kind.Has(Staff) && a.Roles.Has(RoleAdmin):
		return "Администратор ПОО"
	case a.Kind.Has(Staff):
		return "Сотрудник"
	case a.Kind.Has(Student):
		return "Студент"
	case a.Kind.Has(Parent):
		return "Родитель"
	}
	return ""
}
