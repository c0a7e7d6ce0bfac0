package app

import (
	"context"
	"errors"

	"zvonok/model"
)

// OpKind says what an Op does.
type OpKind uint8

// The operations of a messenger.
const (
	OpCreate      OpKind = iota + 1 // Title, Profiles → Outcome.Peer, Outcome.Added
	OpRename                        // Peer, Title
	OpAdd                           // Peer, Profile
	OpRemove                        // Peer, Profile
	OpSetAdmin                      // Peer, Profile
	OpUnsetAdmin                    // Peer, Profile
	OpLink                          // Peer → Outcome.Link
	OpReplaceLink                   // Peer: a new invite link; the old one stops working
	OpForget                        // Peer: the conversation is removed from the agent's own list
	OpSay                           // Peer, Text, Random, Answers → Outcome.Message: a message into the chat, or to the person whose profile Peer is
)

// Op is one operation in the messenger.
type Op struct {
	Kind     OpKind
	Peer     model.MessengerID
	Profile  model.MessengerID
	Title    string
	Profiles []model.MessengerID
	Text     string // plain, links in it can be followed
	// Random, from 1 to 2³¹−1, is the same when a message is sent again: the chat gets it once.
	Random  int64
	Answers int64 // the number of the message in the conversation that this one is a reply to; zero: of none
}

// Outcome is what became of an Op. Err is nil or a *Fault.
type Outcome struct {
	Peer model.MessengerID
	// Added are those of Op.Profiles who are in the new chat.
	Added []model.MessengerID
	Link  string
	// Message is a message's number in its conversation, zero when the messenger gave none.
	Message int64
	Err     error
}

// FaultKind says what a Fault means to a run.
type FaultKind uint8

// The kinds of faults.
const (
	FaultRefused FaultKind = iota + 1 // this operation was refused; the others go on
	FaultDone                         // nothing was left to do
	FaultUnknown                      // nobody knows whether it was carried out
	FaultStop                         // the whole run has to stop: the token, a limit, no connection
	FaultGone                         // refused: the agent no longer sees the chat
)

// Fault is an operation's failure in words for the person who reads the report.
type Fault struct {
	Kind    FaultKind
	Code    int    // the messenger's own, 0 when it has none
	Message string // Russian, with what to do
	Cause   error  // for the log
}

// Error is the message.
func (f *Fault) Error() string { return f.Message }

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// FaultOf gives the fault behind an error; any other error becomes a fault that stops the run.
func FaultOf(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return &Fault{Kind: FaultStop, Message: err.Error(), Cause: err}
}

// Conversation is a chat as the messenger has it.
type Conversation struct {
	Peer    model.MessengerID
	Title   string
	Members map[model.MessengerID]bool // whether each is an administrator; the agent itself is left out
	Err     error                      // nil or a *Fault: the chat could not be read
}

// Messenger is where the chats live. Its methods block, keep the messenger's pace by themselves and
// repeat what may be repeated. They are safe for concurrent use.
type Messenger interface {
	Capabilities() model.Capabilities
	// Community says on whose behalf the agent acts there, its number and name.
	Community(ctx context.Context) (model.MessengerID, string, error)
	// Probe says whose token it is and what it can and cannot do. It changes nothing there.
	Probe(ctx context.Context) (model.TokenReport, error)
	// LinkHosts are the hosts, in lower case, to which its invite links and its links of calls lead: what is stored may come
	// from a foreign copy, and nothing else is sent to people.
	LinkHosts() (invites, calls []string)
	// Batch is how many operations one Send takes, ReadBatch how many chats one Read gives.
	Batch() int
	ReadBatch() int
	// Send sends operations in one request and gives an Outcome for each. The error is a *Fault for all of them.
	Send(ctx context.Context, ops []Op) ([]Outcome, error)
	// Read returns the present state of chats, in the order of peers.
	Read(ctx context.Context, peers []model.MessengerID) ([]Conversation, error)
	// Conversations lists every chat of the community, without members.
	Conversations(ctx context.Context) ([]Conversation, error)
	// MayWrite says of each of at most Batch profiles whether the community may write to it.
	MayWrite(ctx context.Context, profiles []model.MessengerID) ([]bool, error)
	// Names gives the people's names there; unknown people are left out.
	Names(ctx context.Context, profiles []model.MessengerID) (map[model.MessengerID]model.Name, error)
	// Usage counts the requests sent and the calls that they carried.
	Usage() (requests, calls int64)
}
