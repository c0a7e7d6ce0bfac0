package model

import (
	"fmt"
	"maps"
	"slices"
)

// NewChat is what «Добавить новый чат» carries.
type NewChat struct {
	Key     ChatKey
	Title   string
	Members []PersonID
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

// NewChatStart is what a new chat begins with, before anything is changed by hand.
type NewChatStart struct {
	// Title is that of the policy, with a number where another chat has it.
	Title string
	// Follows: the college has no such chat yet, and the new one becomes the automatic one.
	Follows bool
	// Admins administer such chats by default.
	Admins            []PersonID
	Suggested, Others []Candidate
}

// NumberedTitle is the title of the n-th chat of a name: «ДО-19-3», «ДО-19-3 (2)».
func NumberedTitle(title string, n int) string {
	if n == 1 {
		return title
	}
	number := fmt.Sprintf(" (%d)", n)
	letters := []rune(title)
	return string(letters[:min(len(letters), MaxChatTitle-len(number))]) + number
}

// Administrators are those of the new chat (29.2.1). The default ones administer the automatic chat and «Учительская» even if they were
// not chosen, and another chat only if they were. A chat without any gets its creator, unless that is the owner of the file, who is no
// person of the college.
func (n NewChat) Administrators(defaults []PersonID, follows bool, creator PersonID) (admins []PersonID) {
	for _, id := range defaults {
		if follows || n.Key.Type == ChatTeachers || slices.Contains(n.Members, id) {
			admins = append(admins, id)
		}
	}
	if len(admins) == 0 && creator != 0 {
		admins = []PersonID{creator}
	}
	return admins
}

// List is the list of the new chat; the keys of wanted are the people that the policy wants in it, the values say who of them is an
// administrator. Where the chat follows the policy, those of them who were not chosen are excluded.
func (n NewChat) List(wanted map[PersonID]bool, follows bool, creator PersonID) []Member {
	var defaults []PersonID
	list := map[PersonID]Member{}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		if wanted[id] {
			defaults = append(defaults, id)
		}
		if follows {
			list[id] = Member{Person: id, Origin: OriginExcluded}
		}
	}
	admins := n.Administrators(defaults, follows, creator)
	for _, id := range slices.Concat(n.Members, admins) {
		m := Member{Person: id, Origin: OriginManual, Admin: slices.Contains(admins, id)}
		if _, automatic := wanted[id]; automatic && follows {
			m.Origin = OriginAuto
		}
		m.AdminByHand = m.Admin && (m.Origin == OriginManual || !wanted[id])
		list[id] = m
	}
	return Each(slices.Sorted(maps.Keys(list)), func(id PersonID) Member { return list[id] })
}
