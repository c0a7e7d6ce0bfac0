package model

// ChatFilter narrows the list of chats; zero fields do not narrow. Title and Member match any part,
// without regard to case and ё/е.
type ChatFilter struct {
	Type   ChatType
	Title  string
	Member string // ФИО of somebody on the list
}

// ChatSummary is a row of «Управление чатами».
type ChatSummary struct {
	Chat
	GroupName string
	Members   int      // people who should be in the chat
	Admins    []string // full names of its administrators, in the order of the list
	// How many of Members have each outcome.
	InChat, Waiting, NoProfile, Refused, Unsent int
	Strangers                                   int // in the chat in the messenger though not on its list
	Access                                      Access
}

// MemberRow is a row of «Участники».
type MemberRow struct {
	Member
	Name   Name
	Kind   Kind
	Group  string // the student's or child's group, «Преподаватель», «Сотрудник»
	Reason string // Russian, why Presence is PresenceRefused
}

// ChatCard is a chat as «Редактирование чата» shows it. Members holds those who should be in the
// chat, by name.
type ChatCard struct {
	Chat
	GroupName string
	Members   []MemberRow
	Strangers int // in the chat in the messenger though not on its list
	Access    Access
	// Version changes with every edit; SaveChat refuses an edit that was made on an older one.
	Version int64
}

// Candidate is a person who may be added to a chat.
type Candidate struct {
	Person PersonID
	Name   Name
	Group  string
	Kind   Kind
}
