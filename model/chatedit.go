package model

import "slices"

// ChatEdit is what «Сохранить» carries: nothing of it happens before.
type ChatEdit struct {
	Chat              ChatID
	Version           int64
	Title             string
	Add, Remove       []PersonID
	MakeAdmin, NoMore []PersonID // administrators named and taken back
}

// Empty reports whether the edit changes no member; the title is compared by the caller.
func (e ChatEdit) Empty() bool {
	return len(e.Add)+len(e.Remove)+len(e.MakeAdmin)+len(e.NoMore) == 0
}

// ChatLoss is what an edit takes from a chat.
type ChatLoss struct {
	Leave   []PersonID // in ascending order
	Empties bool       // nobody stays in the chat, and nobody comes
	// Headless: the chat had an administrator and has none afterwards.
	Headless bool
}

// askedLeaving is how many people may leave a chat by one edit before it is asked about.
const askedLeaving = 5

// Asks reports whether the loss is asked about before the edit is carried out.
func (l ChatLoss) Asks() bool { return l.Empties || l.Headless || len(l.Leave) > askedLeaving }

// Loss is what the edit takes from a chat of these members, those who should be in it.
func (e ChatEdit) Loss(members []Member) ChatLoss {
	var loss ChatLoss
	was, stays := false, len(e.Add) > 0
	is := len(e.MakeAdmin) > 0
	for _, m := range members {
		leaves := slices.Contains(e.Remove, m.Person)
		if leaves {
			loss.Leave = append(loss.Leave, m.Person)
		}
		was, stays = was || m.Admin, stays || !leaves
		is = is || m.Admin && !leaves && !slices.Contains(e.NoMore, m.Person)
	}
	slices.Sort(loss.Leave)
	loss.Empties = len(loss.Leave) > 0 && !stays
	loss.Headless = was && !is
	return loss
}

// NewChat is what «Добавить новый чат» carries.
type NewChat struct {
	Key     ChatKey
	Title   string
	Members []PersonID
	Admins  []PersonID
}

// NewChatChoices are the choices of «Добавить новый чат» by the user's rights (29.2.3).
type NewChatChoices struct {
	Types     []ChatType
	Groups    []GroupChoice // those in which the user may create «Группа» and «Родители»
	Teachings []TeachingChoice
}

// GroupChoice is a group to choose.
type GroupChoice struct {
	Group GroupID
	Name  string
}

// TeachingChoice is a subject of a group to choose; GroupName is empty for a section without one.
type TeachingChoice struct {
	Teaching  TeachingID
	Group     GroupID
	GroupName string
	Title     string // the chat's title by the policy
}
