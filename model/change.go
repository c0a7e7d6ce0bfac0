package model

import "slices"

// Change is a typed event: what of the college changed.
type Change struct {
	Roster  bool
	Chats   []ChatID // these chats
	All     bool     // every chat may have changed
	Sync    bool     // the state of synchronisation
	Lessons bool     // lessons, marks or remote lessons
	Look    bool     // the agent is to read the state of the chats
	Edited  bool     // it has a line in «Журнал изменений»: the agent may have something to carry
}

// And is a change that both make.
func (c Change) And(other Change) Change {
	return Change{
		Roster: c.Roster || other.Roster, Chats: append(slices.Clip(c.Chats), other.Chats...), All: c.All || other.All, Sync: c.Sync || other.Sync,
		Lessons: c.Lessons || other.Lessons, Look: c.Look || other.Look, Edited: c.Edited || other.Edited,
	}
}
