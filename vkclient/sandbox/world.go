package sandbox

import (
	"slices"
)

// peerBase is what VK adds to a chat's id to make the id of its conversation.
const peerBase = 2_000_000_000

// keptMessages is how many messages of a conversation are remembered.
const keptMessages = 100

// world is all that the sandbox knows. It changes by apply alone, so that the journal can bring it back.
// The exported fields are the snapshot in the state file; the others are found from them.
type world struct {
	Community   Community        `json:"community"`
	Users       []*User          `json:"users"`
	Chats       []*chat          `json:"chats"`
	Dialogs     []*dialog        `json:"dialogs"`
	VKCalls     []*vkCall        `json:"calls"`
	LastMessage int64            `json:"last_message"`
	Sent        map[string]sent  `json:"sent"`     // by sender, peer and random_id
	Sessions    map[string]int64 `json:"sessions"` // who is signed in to VK ID in a browser, by its cookie
	Grants      []*grant         `json:"grants"`

	users   map[int64]*User
	tokens  map[string]identity
	chats   map[int64]*chat
	links   map[string]*chat
	dialogs map[pair]*dialog
	calls   map[string]*vkCall // by call id
	issued  map[string]*grant  // by code, refresh token and access token
}

// thread is what chats and dialogs have in common.
type thread struct {
	Messages []message      `json:"messages"`
	LastID   int64          `json:"last_id"`
	Count    int64          `json:"count"`
	Cleared  map[int64]bool `json:"cleared"` // those who cleared their side and have got no message since
}

type message struct {
	ID     int64  `json:"id"`
	Number int64  `json:"number"` // within the conversation
	From   int64  `json:"from"`
	At     int64  `json:"at"`
	Text   string `json:"text"`
	Action string `json:"action,omitempty"` // VK's name of what happened, for the messages that VK writes itself
	About  int64  `json:"about,omitempty"`  // the person concerned
	Reply  int64  `json:"reply,omitempty"`  // the number of the message that it is a reply to
}

type chat struct {
	thread
	ID      int64            `json:"id"`
	Title   string           `json:"title"`
	Owner   int64            `json:"owner"`
	Link    string           `json:"link"`  // the hash in the invite link
	Links   int64            `json:"links"` // how many links there have been
	Members []member         `json:"members"`
	Past    map[int64]string `json:"past"` // "left" or "kicked", of those who were members
}

type member struct {
	ID    int64 `json:"id"`
	By    int64 `json:"by"`
	At    int64 `json:"at"`
	Admin bool  `json:"admin"`
}

// pair names the two sides of a dialog, the smaller id first.
type pair [2]int64

func pairOf(a, b int64) pair { return pair{min(a, b), max(a, b)} }

type dialog struct {
	thread
	Sides pair `json:"sides"`
}

type sent struct {
	Message int64 `json:"message"`
	Number  int64 `json:"number"` // within the conversation
	At      int64 `json:"at"`
}

func newWorld() *world {
	w := &world{Sent: map[string]sent{}}
	w.index()
	return w
}

// index finds the unexported fields from the exported ones.
func (w *world) index() {
	w.users, w.tokens = map[int64]*User{}, map[string]identity{}
	w.chats, w.links = map[int64]*chat{}, map[string]*chat{}
	w.dialogs, w.calls = map[pair]*dialog{}, map[string]*vkCall{}
	w.issued = map[string]*grant{}
	if w.Sessions == nil { // a state file from before there was VK ID
		w.Sessions = map[string]int64{}
	}
	if w.Community.ID != 0 {
		w.tokens[w.Community.Token] = identity{id: -w.Community.ID, community: true}
	}
	for _, u := range w.Users {
		w.users[u.ID] = u
		w.indexTokens(u)
	}
	for _, c := range w.Chats {
		w.chats[c.ID] = c
		w.links[c.Link] = c
	}
	for _, d := range w.Dialogs {
		w.dialogs[d.Sides] = d
	}
	for _, c := range w.VKCalls {
		w.calls[c.ID] = c
	}
	for _, g := range w.Grants {
		w.indexGrant(g)
	}
}

func (w *world) indexTokens(u *User) {
	w.tokens[u.Token] = identity{id: u.ID}
	if u.PlainToken != "" { // in a state file from before there were any
		w.tokens[u.PlainToken] = identity{id: u.ID, own: true}
	}
}

func (c *chat) member(id int64) *member {
	if i := slices.IndexFunc(c.Members, func(m member) bool { return m.ID == id }); i >= 0 {
		return &c.Members[i]
	}
	return nil
}

func (c *chat) admin(id int64) bool {
	m := c.member(id)
	return m != nil && m.Admin
}

func (c *chat) peerID() int64 { return peerBase + c.ID }

// state is the chat's state for somebody who is or was in it, "" for a stranger.
func (c *chat) state(id int64) string {
	if c.member(id) != nil {
		return "in"
	}
	return c.Past[id]
}

// sees reports whether the chat is in somebody's list of conversations.
func (c *chat) sees(id int64) bool { return !c.Cleared[id] && c.state(id) != "" }

// gone reports whether nobody can come back to the chat: no people are left, and the community cleared its side.
func (c *chat) gone(communityID int64) bool {
	people := slices.ContainsFunc(c.Members, func(m member) bool { return m.ID > 0 })
	return !people && !c.sees(-communityID)
}

// write puts a message into the conversation. It shows again for everybody who takes part, even if they cleared their
// side.
func (w *world) write(t *thread, m message) {
	w.LastMessage++
	t.Count++
	m.ID, m.Number = w.LastMessage, t.Count
	t.LastID = m.ID
	t.Messages = append(t.Messages, m)
	if len(t.Messages) > keptMessages {
		t.Messages = slices.Clone(t.Messages[len(t.Messages)-keptMessages:])
	}
	t.Cleared = nil
}
