// Package chats is «Управление чатами»: the list of the college's chats, the editing of one, and their dialogs
// (section 29.2 of the manual).
package chats

import (
	"zvonok/model"
	"zvonok/views/shell"
)

// Service is everything that the screens of this package ask of the program; each screen takes only its own part.
// All methods may block and are called off the UI goroutine. Errors are in Russian, ready to be shown.
type Service interface {
	ListService
	EditService
	AddService
	InitialiseService
	MissingService
	PrintService
	StrangerService
}

// Deps is what the screens are made of.
type Deps struct {
	shell.Desk
	Service Service
}

// Initialise puts «Управление чатами» over the present screen and opens «Инициализировать список» before it.
func Initialise(deps Deps) {
	l := newList(deps)
	deps.Frame.Push(l)
	l.openInitialise()
}

// ConfirmSending puts «Управление чатами» over the present screen and shows before it what the agent would send.
func ConfirmSending(deps Deps, types []model.ChatType) {
	l := newList(deps)
	deps.Frame.Push(l)
	confirmSending(deps, types, l.pane.Load)
}

// Open makes the section's first screen, «Управление чатами».
func Open(deps Deps) shell.Screen { return newList(deps) }

// Edit makes «Редактирование чата».
func Edit(deps Deps, id model.ChatID) shell.Screen { return newEdit(deps, id) }
