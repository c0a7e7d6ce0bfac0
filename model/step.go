package model

// Beginning is something that a new college needs before its people work with it.
type Beginning uint8

// The beginnings of a college, in their order.
const (
	BeginRoster   Beginning = iota + 1 // the lists of groups and people are loaded
	BeginToken                         // the key of the college's community is given
	BeginChats                         // the chats are made in the messenger
	BeginAccounts                      // people besides the founder can sign in
)

// Beginnings are the facts that say which steps of a new college are done.
type Beginnings struct {
	Students  bool // somebody studies there
	Community bool // a key was checked: the community is known
	Chats     bool // a chat is in the messenger
	Accounts  int  // people who have one
}

// NextStep is a step, and whether it is done.
type NextStep struct {
	Step Beginning
	Done bool
}

// NextSteps are all the steps of a college, none once all are done.
func (b Beginnings) NextSteps() []NextStep {
	steps := []NextStep{
		{BeginRoster, b.Students}, {BeginToken, b.Community}, {BeginChats, b.Chats}, {BeginAccounts, b.Accounts > 1},
	}
	for _, s := range steps {
		if !s.Done {
			return steps
		}
	}
	return nil
}
