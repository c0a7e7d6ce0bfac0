// Package people is the section «Пользователи»: study groups with their subjects, students, parents, staff,
// «Права доступа» and «Учётные записи» (sections 29 and 29.1.2 of the manual).
package people

import (
	"zvonok/model"
	"zvonok/views/orders"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Service is everything that the screens of this package ask of the program; each screen takes only its own part.
// All methods may block and are called off the UI goroutine. Errors are in Russian, ready to be shown.
type Service interface {
	SectionService
	StudentService
	ParentService
	StaffService
	GroupService
	TeachingService
	PersonService
	orders.Service
	AccountService
	YearTurnService
}

// Deps is what the screens are made of.
type Deps struct {
	shell.Desk
	Service Service
	// Import begins the loading of a roster.
	Import func()
	// Invites are the ways to print invitations to a group's chats; nil where there are none.
	Invites func(model.GroupID) []widgets.MenuItem
}

// Open makes the section's first screen, «Пользователи».
func Open(deps Deps) shell.Screen { return newSection(deps) }

// Person makes the card of a person.
func Person(deps Deps, id model.PersonID) shell.Screen { return newPersonCard(deps, id) }

// Group makes the card of a group.
func Group(deps Deps, id model.GroupID) shell.Screen { return newGroupCard(deps, id) }

// OpenAccounts makes the section's screen with «Учётные записи» in front.
func OpenAccounts(deps Deps) shell.Screen {
	s := newSection(deps)
	s.first = keyAccounts
	return s
}

func (d Deps) openPerson(id model.PersonID) { d.Frame.Push(newPersonCard(d, id)) }

func (d Deps) openGroup(id model.GroupID) { d.Frame.Push(newGroupCard(d, id)) }

// openItem is the menu item that opens the card of the only chosen person; why says what to do if none or several are
// chosen.
func (d Deps) openItem(why string, people []model.PersonID) widgets.MenuItem {
	return widgets.MenuItem{Label: "Открыть карточку", Hint: "Enter", Disabled: len(people) != 1, Why: why,
		Do: func() { d.openPerson(people[0]) }}
}

func (d Deps) orders() orders.Deps {
	return orders.Deps{Desk: d.Desk, Service: d.Service,
		Person: func(id model.PersonID) shell.Screen { return newPersonCard(d, id) }}
}
