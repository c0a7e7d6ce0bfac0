package model

import "slices"

// Sending is what was confirmed for the community whose token the agent holds: before somebody has looked at a plan of a
// type of chats and confirmed it, nothing of that type is sent.
type Sending struct {
	Community MessengerID // zero while no token was seen
	Confirmed []ChatType
	// Listed are the types that the college has chats of: they were made for another community, or came with a copy.
	Listed []ChatType
	// Demonstration needs no confirmation: its messenger is made up too.
	Demonstration bool
}

// May gives those of the types (none means all) that the agent may send without asking.
func (s Sending) May(types []ChatType) (may []ChatType) {
	if len(types) == 0 {
		types = ChatTypes
	}
	for _, t := range types {
		if s.Demonstration || slices.Contains(s.Confirmed, t) {
			may = append(may, t)
		}
	}
	return may
}

// Waits are the types whose plan somebody has to look at. again says which plan: that of an ordinary run, since the types
// were carried before, or else that of the first «Инициализировать список». A type that was not chosen there does not
// wait.
func (s Sending) Waits() (types []ChatType, again bool) {
	if s.Community == 0 || s.Demonstration {
		return nil, false
	}
	for _, t := range s.Listed {
		if !slices.Contains(s.Confirmed, t) {
			types = append(types, t)
		}
	}
	switch {
	case len(types) > 0:
		return types, true
	case len(s.Confirmed) == 0:
		return ChatTypes, false
	}
	return nil, false
}
