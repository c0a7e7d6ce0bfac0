package model

// ChatID identifies a chat in the college's database. Zero means none.
type ChatID int64

// ChatType is the type of a chat (Тип чата).
type ChatType uint8

// The types of chats of 29.1.2.
const (
	ChatTeachers ChatType = iota + 1 // Учительская
	ChatGroup                        // Группа
	ChatParents                      // Родители
	ChatSubject                      // Предметы
)

// MaxChatTitle is the longest title of a chat, in characters.
const MaxChatTitle = 200

// ChatTypes lists every type in the order in which they are offered.
var ChatTypes = []ChatType{ChatTeachers, ChatGroup, ChatParents, ChatSubject}

// String is the type's label in the window.
func (t ChatType) String() string {
	switch t {
	case ChatTeachers:
		return "Учительская"
	case ChatGroup:
		return "Группа"
	case ChatParents:
		return "Родители"
	case ChatSubject:
		return "Предметы"
	}
	return ""
}

// Adds is the kind of people that «Добавить студентов/родителей/сотрудников» offers in a chat of
// this type (29.2.1).
func (t ChatType) Adds() Kind {
	switch t {
	case ChatTeachers:
		return Staff
	case ChatParents:
		return Parent
	}
	return Student
}

// ChatKey says which automatic chat of the college a chat is. Group and Teaching are zero where
// the type has none.
type ChatKey struct {
	Type     ChatType
	Group    GroupID
	Teaching TeachingID
}

// Origin says why a person is on a chat's list.
type Origin uint8

// The origins of a member.
const (
	// OriginAuto: the policy put the person there and takes them away.
	OriginAuto Origin = iota + 1
	// OriginManual: added by hand; automatic correction never removes them.
	OriginManual
	// OriginExcluded: removed by hand; automatic correction never adds them again.
	OriginExcluded
	// OriginLeaving: no longer wanted, not yet removed from the messenger.
	OriginLeaving
)

// Wanted reports whether a member of this origin should be in the chat.
func (o Origin) Wanted() bool { return o == OriginAuto || o == OriginManual }

// Presence is what is known of a member in the messenger.
type Presence uint8

// The outcomes for a person in a chat; each is a normal result with words of its own.
const (
	PresenceUnknown   Presence = iota // nothing sent yet
	PresenceInChat                    // в чате
	PresenceWaiting                   // ждёт входа: has to open the invite link
	PresenceNoProfile                 // нет VK ID
	PresenceRefused                   // отказ, with its reason
)

// String is the outcome's label in the window.
func (p Presence) String() string {
	switch p {
	case PresenceInChat:
		return "в чате"
	case PresenceWaiting:
		return "ждёт входа"
	case PresenceNoProfile:
		return "нет VK ID"
	case PresenceRefused:
		return "отказ"
	}
	return "не отправлено"
}

// Member is a person in a chat's list, wanted and actual.
type Member struct {
	Person PersonID
	Origin Origin
	// Admin is what the chat should have; AdminByHand keeps it from the policy's correction.
	Admin, AdminByHand bool
	// Presence, AdminInChat and InChatAs are what the messenger last answered; InChatAs is the profile under
	// which the person is in the chat, zero when they are not: it may differ from the one linked now.
	Presence    Presence
	AdminInChat bool
	InChatAs    MessengerID
	// Code is the messenger's error code behind PresenceRefused, or 0.
	Code int
}

// Chat is a chat of the college.
type Chat struct {
	ID    ChatID
	Key   ChatKey
	Title string
	// Auto chats follow the policy's list; others hold only what was put there by hand.
	Auto bool
	// TitleByHand keeps an edited title from being set back to the policy's.
	TitleByHand bool
	// Creator is who made the chat by hand, zero for the automatic ones.
	Creator PersonID
	// Peer is the conversation's number in the messenger, zero until it was created there;
	// ActualTitle is its title there.
	Peer        MessengerID
	ActualTitle string
	Link        string
	// Deleted chats wait for the agent to remove them from the messenger.
	Deleted bool
	// Code is the messenger's error code of the last refusal for the chat as a whole, or 0.
	Code int
}
