package model

import (
	"cmp"
	"maps"
	"slices"
)

// manyLeave is how many students may leave a group at once without a question.
const manyLeave = 5

// Mover is somebody who leaves a group or chats by a change, or comes to chats.
type Mover struct {
	Person PersonID
	Name   Name
	// Chats is how many chats of the messenger they are removed from or, of a comer, are to come to.
	Chats int
	// Parent: not a student, but the parent of one.
	Parent bool
}

// Losses are what a change of the roster does to the groups and to the chats as they are in the messenger. People who are
// removed from a chat there, and people who come to one, get in only by its link.
type Losses struct {
	Leavers []Mover // in ascending order of Person
	// Chats is how many chats people are removed from.
	Chats int
	// Comers are the people who come to chats, in ascending order; ComeTo is the number of those chats.
	Comers []Mover
	ComeTo int
	// Emptied are the names of the groups that lose all their students, Crowds of those that lose more than a few.
	Emptied, Crowds []string
	// Orphaned are the titles of chats that go on without their last administrator.
	Orphaned []string
}

// Removed is how many people are removed from chats in which they are.
func (l Losses) Removed() (n int) {
	for _, one := range l.Leavers {
		if one.Chats > 0 {
			n++
		}
	}
	return n
}

// Grave reports whether the change has to be confirmed before it is made.
func (l Losses) Grave() bool { return len(l.Emptied)+len(l.Crowds)+len(l.Orphaned) > 0 }

// LossError says that a change is grave; one that is confirmed is made.
type LossError struct{ Losses }

// Error says what to do.
func (e *LossError) Error() string {
	return "из групп и чатов уйдут люди, которые вернутся в чаты только по ссылке: посмотрите, кто это, и подтвердите"
}

// ChangedChats are the keys of the chats whose lists differ between what the policy wants before and after a change.
func ChangedChats(before, after []DesiredChat) (keys []ChatKey) {
	was := Map(before, func(c DesiredChat) (ChatKey, []DesiredMember) { return c.Key, c.Members })
	for _, c := range after {
		members, known := was[c.Key]
		if !known || !slices.Equal(members, c.Members) {
			keys = append(keys, c.Key)
		}
		delete(was, c.Key)
	}
	keys = slices.AppendSeq(keys, maps.Keys(was))
	Sort(keys, func(a, b ChatKey) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Teaching, b.Teaching))
	})
	return keys
}

// CountLosses counts what a change from one roster to another costs. chats are at least the automatic
// chats of ChangedChats with their lists.
func CountLosses(before, after Roster, chats []ListedChat) Losses {
	var l Losses
	leaves, comes := map[PersonID]int{}, map[PersonID]int{}
	for _, g := range before.Groups {
		stay := map[PersonID]bool{}
		if slices.ContainsFunc(after.Groups, func(o Group) bool { return o.ID == g.ID }) {
			for _, id := range after.Students[g.ID] {
				stay[id] = true
			}
		}
		gone := 0
		for _, id := range before.Students[g.ID] {
			if !stay[id] {
				gone++
				leaves[id] += 0
			}
		}
		switch {
		case gone > 0 && len(stay) == 0:
			l.Emptied = append(l.Emptied, g.Name)
		case gone > manyLeave:
			l.Crowds = append(l.Crowds, g.Name)
		}
	}
	was, now := byKey(Desired(before)), byKey(Desired(after))
	for _, c := range chats {
		if c.Auto && !c.Deleted {
			l.chat(c, was[c.Key], now[c.Key], leaves, comes)
		}
	}
	l.Leavers, l.Comers = movers(leaves, before), movers(comes, after)
	return l
}

func movers(chats map[PersonID]int, r Roster) []Mover {
	var list []Mover
	students, parents := membersOf(r.Students), membersOf(r.Parents)
	for id, n := range chats {
		list = append(list, Mover{Person: id, Chats: n, Parent: parents[id] && !students[id]})
	}
	Sort(list, func(a, b Mover) int { return cmp.Compare(a.Person, b.Person) })
	return list
}

func membersOf(groups map[GroupID][]PersonID) map[PersonID]bool {
	members := map[PersonID]bool{}
	for _, people := range groups {
		for _, id := range people {
			members[id] = true
		}
	}
	return members
}

// chat counts what a chat loses and gains between its list before and its list now; nil is a chat outside the policy.
func (l *Losses) chat(c ListedChat, was, now *DesiredChat, leaves, comes map[PersonID]int) {
	belonged, stays := was.people(), now.people()
	had, has, lost, came := false, false, false, false
	listed := make(map[PersonID]Member, len(c.Members))
	for _, m := range c.Members {
		listed[m.Person] = m
		_, stay := stays[m.Person]
		if _, was := belonged[m.Person]; was && !stay && m.Origin == OriginAuto && m.InChatAs != 0 {
			leaves[m.Person]++
			lost = true
		}
		had = had || m.Origin.Wanted() && m.Admin
		has = has || m.Admin && (m.Origin == OriginManual || m.Origin == OriginAuto && stay)
	}
	for id, admin := range stays {
		m, known := listed[id]
		has = has || admin && !m.AdminByHand && m.Origin != OriginExcluded
		if _, was := belonged[id]; !was && c.Peer != 0 && (!known || m.InChatAs == 0 && m.Origin != OriginExcluded) {
			comes[id]++
			came = true
		}
	}
	if lost {
		l.Chats++
	}
	if came {
		l.ComeTo++
	}
	if now != nil && had && !has {
		l.Orphaned = append(l.Orphaned, c.Title)
	}
}

func byKey(chats []DesiredChat) map[ChatKey]*DesiredChat {
	keyed := make(map[ChatKey]*DesiredChat, len(chats))
	for i := range chats {
		keyed[chats[i].Key] = &chats[i]
	}
	return keyed
}

// people are those of the chat, and whether each is an administrator; nobody of no chat.
func (c *DesiredChat) people() map[PersonID]bool {
	if c == nil {
		return nil
	}
	return Map(c.Members, func(m DesiredMember) (PersonID, bool) { return m.Person, m.Admin })
}
