package model

import "slices"

// Change is a typed event: what of the college changed.
type Change struct {
	// Number is that of the college's event; of several changes in one it is the latest event's. It is 0 for what is no
	// event, such as how far a run of the agent has come.
	Number  uint64   `json:",omitempty"`
	Roster  bool     `json:",omitempty"`
	Chats   []ChatID `json:",omitempty"` // these chats
	AnyChat bool     `json:",omitempty"` // a chat may have changed that the reader no longer sees
	All     bool     `json:",omitempty"` // every chat may have changed
	Sync    bool     `json:",omitempty"` // the state of synchronisation
	Lessons bool     `json:",omitempty"` // lessons or remote lessons
	// LessonsOf are the subjects whose lessons those are, as people see them; empty where they may be of any. No desk is told them.
	LessonsOf []TeachingID `json:",omitempty"`
	// Journals are the subjects whose journals have changed: absences, marks, tasks, and who joined a remote lesson.
	Journals []TeachingID `json:",omitempty"`
	Joins    []PersonID   `json:",omitempty"` // these people have joined a remote lesson
	Access   []PersonID   `json:",omitempty"` // the accounts or sessions of these people
	Audit    bool         `json:",omitempty"` // «Журнал изменений» has another line, or a line says something else
	Look     bool         `json:",omitempty"` // the agent is to read the state of the chats
	Edited   bool         `json:",omitempty"` // it has a line in «Журнал изменений»: the agent may have something to carry
}

// Anything is the change to tell when nobody knows what has changed.
func Anything() Change {
	return Change{Roster: true, All: true, Sync: true, Lessons: true, Audit: true}
}

// IsZero reports whether nothing changed.
func (c Change) IsZero() bool {
	return !c.Roster && len(c.Chats) == 0 && !c.AnyChat && !c.All && !c.Sync && !c.Lessons && len(c.Journals) == 0 && len(c.Joins) == 0 && len(c.Access) == 0 && !c.Audit && !c.Look && !c.Edited
}

// OfChats reports whether some chat may have changed.
func (c Change) OfChats() bool { return c.All || c.AnyChat || len(c.Chats) > 0 }

// OfChat reports whether the chat may have changed.
func (c Change) OfChat(id ChatID) bool { return c.All || c.AnyChat || slices.Contains(c.Chats, id) }

// And is both changes in one.
func (c Change) And(other Change) Change {
	lessonsOf := eitherOf(c.LessonsOf, other.LessonsOf)
	if c.ofAnyLessons() || other.ofAnyLessons() {
		lessonsOf = nil
	}
	return Change{
		Number: max(c.Number, other.Number),
		Roster: c.Roster || other.Roster, Chats: eitherOf(c.Chats, other.Chats), AnyChat: c.AnyChat || other.AnyChat, All: c.All || other.All, Sync: c.Sync || other.Sync,
		Lessons: c.Lessons || other.Lessons, LessonsOf: lessonsOf, Journals: eitherOf(c.Journals, other.Journals), Joins: eitherOf(c.Joins, other.Joins), Access: eitherOf(c.Access, other.Access), Audit: c.Audit || other.Audit,
		Look: c.Look || other.Look, Edited: c.Edited || other.Edited,
	}
}

// ofAnyLessons reports whether nobody knows whose lessons have changed.
func (c Change) ofAnyLessons() bool { return c.Lessons && len(c.LessonsOf) == 0 }

// eitherOf are the keys of two changes, each once and in order.
func eitherOf[K ~int64](a, b []K) []K {
	if len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// Position says what a reader has seen of a college: the number of the last event, within one generation of the college.
// A restore begins another generation.
type Position struct {
	Number     uint64
	Generation string
}
