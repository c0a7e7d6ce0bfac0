// Package mychats is «Чаты»: the linking of a person's profile in the messenger, and the chats that are the
// person's own (section 29.1 of the manual).
package mychats

import (
	"context"
	"time"

	"zvonok/model"
	"zvonok/views/shell"
)

// Service is what the screen asks of the program. Its methods may block and are called off the UI goroutine. Errors
// are in Russian, ready to be shown.
type Service interface {
	LinkService
	JoinService
	Actor() model.Actor
	LinkState(ctx context.Context) (model.LinkState, error)
	// RenewLink keeps the sign-in alive; its error says what the person has to do about it.
	RenewLink(ctx context.Context) error
	// LinkPicture is the profile's picture as a file; nil for none.
	LinkPicture(ctx context.Context) ([]byte, error)
	// Unlink's notes say what could not be done on the way.
	Unlink(ctx context.Context) (notes []string, err error)
	MyChats(ctx context.Context) ([]model.MyChat, error)
	MyInviteLink(ctx context.Context, chat model.ChatID) (string, error)
	// EnterMessenger opens the browser, and remembers that the person has gone over.
	EnterMessenger(ctx context.Context) error
	SyncStatus() model.SyncStatus
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// LinkService is what the dialog of the linking asks of the program.
type LinkService interface {
	// BeginLink opens VK ID in the browser; WaitLink ends when a profile has signed in, or with the reason why not.
	BeginLink(ctx context.Context) (model.LinkAttempt, error)
	WaitLink(ctx context.Context) (model.LinkOffer, error)
	// KeepLink links the profile that WaitLink gave; CancelLink drops it.
	KeepLink(ctx context.Context) error
	ReopenLink(ctx context.Context) error
	// LinkAddress is for another browser than the system's; each opens once, and the newest alone.
	LinkAddress(ctx context.Context) (string, error)
	// PasteLink takes the browser's last address; an address that does not fit is an error and the waiting goes on.
	PasteLink(ctx context.Context, address string) error
	CancelLink()
}

// JoinService is what «Войти во все мои чаты» asks of the program.
type JoinService interface {
	JoinMyChats(ctx context.Context) (model.Joining, error)
	// OpenMyChat opens the browser: on the chat's page or, for somebody who is not in it, on its invite link.
	OpenMyChat(ctx context.Context, chat model.ChatID) error
	// LookSoon asks the agent to look soon who has come.
	LookSoon(ctx context.Context) error
}

// Deps is what the screen is made of.
type Deps struct {
	shell.Desk
	Service Service
	Now     func() time.Time // in the college's time zone
	// Manage makes the screen «Управление чатами».
	Manage func() shell.Screen
}

// Open makes the section's first screen, «Чаты».
func Open(deps Deps) shell.Screen { return newMyChats(deps) }
