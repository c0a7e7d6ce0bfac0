package model

import "strings"

// PersonID identifies a person within one college. Zero means nobody.
type PersonID int64

// MessengerID is a person's or a conversation's number in the messenger. Zero means none.
type MessengerID int64

// Kind is the set of the ways in which a person belongs to the college; one person may be several.
type Kind uint8

// The kinds of a person.
const (
	Student Kind = 1 << iota
	Parent
	Staff
)

// Has reports whether k includes all of want.
func (k Kind) Has(want Kind) bool { return k&want == want }

// Roles is the set of roles that a staff member holds.
type Roles uint8

// The roles of 29.1.2 and 29.2, and the right «Управление чатами», which is granted to a person.
const (
	RoleAdmin        Roles = 1 << iota // Администратор ПОО
	RoleCurator                        // куратор
	RoleTeacher                        // преподаватель-предметник
	RightManageChats                   // право «Управление чатами»
)

// Has reports whether r includes all of want.
func (r Roles) Has(want Roles) bool { return r&want == want }

// Any reports whether r includes any of want.
func (r Roles) Any(want Roles) bool { return r&want != 0 }

// Name is a person's full name (ФИО). MiddleName may be empty.
type Name struct {
	LastName, FirstName, MiddleName string
}

// String is the full name: «Каган Наталья Васильевна».
func (n Name) String() string {
	return strings.Join(strings.Fields(n.LastName+" "+n.FirstName+" "+n.MiddleName), " ")
}

// Short is the surname with initials: «Каган Н.В.».
func (n Name) Short() string {
	short := n.LastName
	for _, part := range []string{n.FirstName, n.MiddleName} {
		if initial, ok := firstLetter(part); ok {
			if !strings.HasSuffix(short, ".") {
				short += " "
			}
			short += initial + "."
		}
	}
	return strings.TrimSpace(short)
}

// Initials are the first letters of the surname and the first name: «КН».
func (n Name) Initials() string {
	last, _ := firstLetter(n.LastName)
	first, _ := firstLetter(n.FirstName)
	return strings.ToUpper(last + first)
}

func firstLetter(s string) (string, bool) {
	for _, r := range strings.TrimSpace(s) {
		return string(r), true
	}
	return "", false
}

// ParseName splits a full name as Russian documents write it, surname first. Everything after the
// second word is the middle name («Алиев Руслан Мамед оглы»).
func ParseName(full string) Name {
	words := strings.Fields(Squeeze(full))
	var n Name
	switch {
	case len(words) >= 3:
		n.MiddleName = strings.Join(words[2:], " ")
		fallthrough
	case len(words) == 2:
		n.FirstName = words[1]
		fallthrough
	case len(words) == 1:
		n.LastName = words[0]
	}
	return n
}

// Person is somebody of the college.
type Person struct {
	ID   PersonID
	Name Name
	Kind Kind
	// Roles holds what a staff member was granted; a curator or a teacher by assignment to a group
	// or a subject may be missing here.
	Roles Roles
	// Messenger is the person's number in the messenger, zero while no profile is linked.
	Messenger MessengerID
	// Active is false for those who left the college; they are kept for the history.
	Active bool
}
