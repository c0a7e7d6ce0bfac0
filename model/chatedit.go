package model

import (
	"maps"
	"slices"
)

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

// Of is the edit without the people who are neither on the list nor added: nothing happens to them, and who edits a chat learns no names
// by their numbers.
func (e ChatEdit) Of(members []Member) ChatEdit {
	known := Set(members, func(m Member) PersonID { return m.Person })
	for _, id := range e.Add {
		known[id] = true
	}
	for _, list := range []*[]PersonID{&e.Remove, &e.MakeAdmin, &e.NoMore} {
		*list = Only(*list, func(id PersonID) bool { return known[id] })
	}
	return e
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

// Altered are the members of a chat's list that the edit alters or adds, by ID, as they are afterwards. A person who was there by
// the policy and is removed stays as excluded, so that the correction does not bring them back; somebody who is added and
// wanted by the policy is an automatic member again. The keys of wanted are the people that the policy wants there; the values
// say who of them is to be an administrator.
func (e ChatEdit) Altered(members []Member, wanted map[PersonID]bool) []Member {
	now, altered := make(map[PersonID]Member, len(members)), map[PersonID]bool{}
	for _, m := range members {
		now[m.Person] = m
	}
	alter := func(id PersonID, how func(*Member)) {
		m := now[id]
		m.Person, altered[id] = id, true
		how(&m)
		now[id] = m
	}
	for _, id := range e.Add {
		alter(id, func(m *Member) {
			admin, automatic := wanted[id]
			switch {
			case m.Origin.Wanted():
			case automatic:
				m.Origin, m.Admin = OriginAuto, admin
			default:
				m.Origin = OriginManual
			}
		})
	}
	for _, id := range e.Remove {
		alter(id, func(m *Member) {
			m.Admin, m.AdminByHand = false, false
			if _, automatic := wanted[id]; m.Origin != 0 && automatic {
				m.Origin = OriginExcluded
			} else if m.Origin != 0 {
				m.Origin = OriginLeaving
			}
		})
	}
	name := func(people []PersonID, admin bool) {
		for _, id := range people {
			alter(id, func(m *Member) {
				if m.Origin.Wanted() {
					m.Admin, m.AdminByHand = admin, true
				}
			})
		}
	}
	name(e.MakeAdmin, true)
	name(e.NoMore, false)
	var rows []Member
	for _, id := range slices.Sorted(maps.Keys(altered)) {
		if m := now[id]; m.Origin != 0 { // else they were neither on the list nor added
			rows = append(rows, m)
		}
	}
	return rows
}
