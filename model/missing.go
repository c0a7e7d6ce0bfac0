package model

import (
	"strings"
	"time"
)

// ChatPerson is somebody's place on a chat's list.
type ChatPerson struct {
	Chat   ChatID
	Person PersonID
}

// ReminderState says what became of a reminder.
type ReminderState uint8

// The states of a reminder.
const (
	ReminderWaiting ReminderState = iota + 1 // the agent has not sent it yet
	ReminderSent
	ReminderClosed   // the person does not let the community write to them
	ReminderRefused  // the messenger refused for another reason
	ReminderNeedless // there was nothing left to remind of
)

// MissingRow is somebody who should be in a chat but is not: a row of «Кто ещё не в чате».
type MissingRow struct {
	ChatPerson
	Title     string // the chat's
	Type      ChatType
	Name      Name
	Kind      Kind
	Group     GroupID // the chat's; zero where it has none
	GroupName string  // the chat's group, or else the person's
	Presence  Presence
	Code      int
	Reason    string // Russian, why Presence is PresenceRefused
	Linked    bool
	Link      string // the chat's invite link, empty while there is none
	Reminder  ReminderState
	Reminded  time.Time // when the last reminder was sent; zero: never
}

// MissingCount are the people who are not yet in all of their chats in the messenger, by what keeps them out.
type MissingCount struct {
	Waiting   int // have to open an invite link
	NoProfile int // have linked no profile
	Refused   int // the messenger refused
	Unsent    int // nothing was sent yet
}

// Why says in words why the person is not in the chat.
func (r MissingRow) Why() string {
	if r.Presence == PresenceRefused && r.Reason != "" {
		return r.Presence.String() + ": " + r.Reason
	}
	return r.Presence.String()
}

// ReminderWords say what became of the last reminder; empty when there was none.
func (r MissingRow) ReminderWords() string {
	switch r.Reminder {
	case ReminderWaiting:
		return "ждёт отправки"
	case ReminderSent:
		return r.Reminded.Format("02.01.2006 15:04")
	case ReminderClosed:
		return "не разрешает писать"
	case ReminderRefused:
		return "не доставлено"
	}
	return ""
}

// Reachable tells of everybody in rows whether the community can write to them: they have linked a profile, and a chat with a
// link waits for them.
func Reachable(rows []MissingRow) map[PersonID]bool {
	reachable := map[PersonID]bool{}
	for _, r := range rows {
		reachable[r.Person] = reachable[r.Person] || r.Linked && r.Link != ""
	}
	return reachable
}

// ReminderPause is how long a person is left alone after a reminder.
const ReminderPause = 24 * time.Hour

// Reminded counts what became of reminders, by person.
type Reminded struct {
	Sent    int
	Closed  int // do not let the community write to them
	Refused int // for another reason
	Recent  int // were reminded less than a day ago
	Without int // have no profile, or no chat with a link waits for them
	Queued  int // wait for the agent, which works on another computer
}

// Words tell it as a sentence.
func (r Reminded) Words() string {
	var parts []string
	if r.Sent > 0 {
		parts = append(parts, "напомнили "+Plural(r.Sent, "человеку", "людям", "людям"))
	}
	for _, p := range []struct {
		n     int
		words string
	}{
		{r.Queued, "отправит компьютер с ключом сообщества"}, {r.Closed, "не разрешают писать им"},
		{r.Refused, "не доставлено"}, {r.Recent, "уже напоминали за последние сутки"}, {r.Without, "написать нельзя (нет VK ID или ссылки)"},
	} {
		if p.n > 0 {
			parts = append(parts, p.words+": "+PeopleWords(p.n))
		}
	}
	if len(parts) == 0 {
		return "напоминать некому"
	}
	return strings.Join(parts, ", ")
}

// InviteKind says what is printed for an invitation.
type InviteKind uint8

// The kinds of printed invitations.
const (
	InviteMissing  InviteKind = iota + 1 // a slip for each who is not in the chat yet
	InviteEveryone                       // a slip for each who should be in the chat
	InviteSheets                         // a sheet for each chat, to be hung up
)

// InviteOrder says which invitations are printed: for all of the chats, for those of the groups, and for some people
// of a chat's list.
type InviteOrder struct {
	Kind   InviteKind
	Chats  []ChatID
	Groups []GroupID
	People []ChatPerson // each gets a slip, whatever the Kind
}
