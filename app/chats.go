package app

import (
	"context"
	"io"

	"zvonok/model"
)

// Chats is the contract of chats: «Управление чатами» and one's own. The context says who acts, and every method checks
// their rights. Errors are in Russian, ready to be shown.
type Chats interface {
	// Chats are the rows of «Управление чатами» that the actor may see, in ascending order of ID.
	Chats(ctx context.Context, f model.ChatFilter) ([]model.ChatSummary, error)
	// Chat is a chat as «Редактирование чата» shows it.
	Chat(ctx context.Context, id model.ChatID) (model.ChatCard, error)
	// Candidates are the people that «Добавить студентов/родителей/сотрудников» offers: those of the chat's group who
	// are not on its list, or, for a chat without a group, all of the kind.
	Candidates(ctx context.Context, id model.ChatID) (people []model.Candidate, err error)
	// Others are all people of the college who are not in the chat, for those who may add anybody.
	Others(ctx context.Context, id model.ChatID) (people []model.Candidate, err error)
	// SaveChat carries out «Сохранить».
	SaveChat(ctx context.Context, edit model.ChatEdit) error
	// DeleteChats deletes chats here and, by the agent, in the messenger, for good (29.2.4): all of them, or, when one
	// may not be deleted, none.
	DeleteChats(ctx context.Context, ids []model.ChatID) error
	// InviteLink is the link that lets a person join the chat.
	InviteLink(ctx context.Context, id model.ChatID) (link string, err error)
	// ChatAddress is a chat's page in the web messenger.
	ChatAddress(ctx context.Context, id model.ChatID) (address string, err error)
	// MyChats are the chats in which the session's person should be (29.1.2), by type and title.
	MyChats(ctx context.Context) (chats []model.MyChat, err error)
	// MyChatAddress is where one of the person's own chats is opened: its page or, while they are not in it yet, its
	// invite link. A person without a profile is refused with ErrNotLinked.
	MyChatAddress(ctx context.Context, id model.ChatID) (string, error)
	// MyInviteLink is the invite link of one of the person's own chats. A person without a profile is refused with
	// ErrNotLinked.
	MyInviteLink(ctx context.Context, id model.ChatID) (string, error)
	// Missing lists who should be in a chat that the actor sees and is not there, by group, chat and name.
	Missing(ctx context.Context) (rows []model.MissingRow, err error)
	// ExportMissing writes «Кто ещё не в чате» as a workbook (XLSX): the given rows or, with none, all.
	ExportMissing(ctx context.Context, only []model.ChatPerson, w io.Writer) error
	// PrintInvites writes invitations as a PDF.
	PrintInvites(ctx context.Context, o model.InviteOrder, w io.Writer) error
	// AskReminders asks the agent for «Напомнить»: the community writes to each of the people which chats wait for them,
	// with the links.
	AskReminders(ctx context.Context, people []model.PersonID) (told model.Reminded, asked int, err error)
	// NewChatChoices are the choices of «Добавить новый чат» by the actor's rights (29.2.3).
	NewChatChoices(ctx context.Context) (model.NewChatChoices, error)
	// NewChatStart is what a new chat of a type and group begins with: its title, the people that these suggest, and the others who may
	// be put in it: for a manager everybody of the college, for a teacher those who learn any of their subjects.
	NewChatStart(ctx context.Context, key model.ChatKey) (model.NewChatStart, error)
	// CreateChat carries out «Добавить» of «Добавить новый чат».
	CreateChat(ctx context.Context, n model.NewChat) (model.ChatID, error)
	// Strangers lists who is in a chat in the messenger and not on its list, and who each may be.
	Strangers(ctx context.Context, id model.ChatID) (rows []model.StrangerRow, err error)
	// LinkStranger carries out «Это он»: the stranger's profile becomes the person's.
	LinkStranger(ctx context.Context, id model.ChatID, profile model.MessengerID, person model.PersonID) error
	// ListStrangers carries out «Добавить в список»: people of the college who are in the chat in the messenger become
	// members of it, added by hand unless the college's lists want them there.
	ListStrangers(ctx context.Context, id model.ChatID, profiles []model.MessengerID) error
	// RemoveStrangers carries out «Удалить из чата»: the agent removes them with its next run.
	RemoveStrangers(ctx context.Context, id model.ChatID, profiles []model.MessengerID) error
}
