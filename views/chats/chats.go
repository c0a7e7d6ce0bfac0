// Package chats is «Управление чатами»: the list of the college's chats, the editing of one, and their dialogs
// (section 29.2 of the manual).
package chats

import (
	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Frame is what the screens need of the window around them.
type Frame interface {
	Window() fyne.Window
	Push(shell.Screen)
	Back()
	CanGoBack() bool
	Toast(text string, tone widgets.Tone)
	ToastAction(text string, tone widgets.Tone, label string, do func())
}

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
	Exec    widgets.Executor
	Timer   widgets.Timer
	Frame   Frame
	Service Service
	// Save asks where to put a file of that name.
	Save widgets.Where
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
	confirmSending(deps, types, l.load)
}

// Open makes the section's first screen, «Управление чатами».
func Open(deps Deps) shell.Screen { return newList(deps) }
