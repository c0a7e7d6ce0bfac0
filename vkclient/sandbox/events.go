package sandbox

import (
	"fmt"
	"slices"
)

// The kinds of events.
const (
	opCommunity = "community"
	opUser      = "user"
	opChat      = "chat"
	opJoin      = "join"
	opRemove    = "remove"
	opTitle     = "title"
	opRole      = "role"
	opLink      = "link"
	opClear     = "clear"
	opSend      = "send"
	opCall      = "call"
	opFinish    = "finish"
	opEnter     = "enter"
	opLeave     = "leave"
	opProfile   = "profile"
	opSignIn    = "sign_in"
	opSignOut   = "sign_out"
	opGrant     = "grant"
	opSnapshot  = "snapshot"
)

// event is one change of the world, a line of the journal. At is in Unix seconds; By is who did it.
type event struct {
	Op        string     `json:"op"`
	At        int64      `json:"at"`
	By        int64      `json:"by,omitempty"`
	Chat      int64      `json:"chat,omitempty"`
	Peer      int64      `json:"peer,omitempty"`
	Title     string     `json:"title,omitempty"`
	Members   []int64    `json:"members,omitempty"`
	Admin     bool       `json:"admin,omitempty"`
	Link      string     `json:"link,omitempty"`
	ByLink    bool       `json:"by_link,omitempty"`
	Text      string     `json:"text,omitempty"`
	Random    int64      `json:"random,omitempty"`
	Reply     int64      `json:"reply,omitempty"`
	CallID    string     `json:"call_id,omitempty"`
	Way       string     `json:"way,omitempty"`
	Session   string     `json:"session,omitempty"`
	User      *User      `json:"user,omitempty"`
	Grant     *grant     `json:"grant,omitempty"`
	Community *Community `json:"community,omitempty"`
	World     *world     `json:"world,omitempty"`
}

// apply lets an event happen. Rights were checked when it was made.
func (w *world) apply(e event) {
	switch e.Op {
	case opCommunity:
		w.Community = *e.Community
		w.tokens[w.Community.Token] = identity{id: -w.Community.ID, community: true}
	case opUser:
		u := *e.User
		w.Users = append(w.Users, &u)
		w.users[u.ID] = &u
		w.indexTokens(&u)
	case opProfile:
		*w.users[e.User.ID] = *e.User
	case opSignIn:
		w.Sessions[e.Session] = e.By
	case opSignOut:
		delete(w.Sessions, e.Session)
	case opGrant:
		w.applyGrant(e.Grant)
	case opSend:
		w.applySend(e)
	case opClear:
		w.applyClear(e)
	case opCall:
		c := &vkCall{ID: e.CallID, Hash: e.Link, Owner: e.By, Empty: e.At}
		w.VKCalls = append(w.VKCalls, c)
		w.calls[c.ID] = c
	case opEnter, opLeave, opFinish:
		w.applyInCall(w.calls[e.CallID], e)
	case opChat:
		w.applyChat(e)
	default:
		w.applyInChat(w.chats[e.Chat], e)
	}
}

func (w *world) applyChat(e event) {
	c := &chat{ID: e.Chat, Title: e.Title, Owner: e.By, Link: e.Link, Links: 1, Past: map[int64]string{}}
	c.Members = append(c.Members, member{ID: e.By, By: e.By, At: e.At, Admin: true})
	for _, id := range e.Members {
		c.Members = append(c.Members, member{ID: id, By: e.By, At: e.At})
	}
	w.Chats = append(w.Chats, c)
	w.chats[c.ID] = c
	w.links[c.Link] = c
	w.write(&c.thread, message{From: e.By, At: e.At, Action: "chat_create", Text: e.Title})
}

// applyInChat applies an event to an existing chat.
func (w *world) applyInChat(c *chat, e event) {
	switch e.Op {
	case opJoin:
		id := e.Members[0]
		c.Members = append(c.Members, member{ID: id, By: e.By, At: e.At})
		delete(c.Past, id)
		action := "chat_invite_user"
		if e.ByLink {
			action = "chat_invite_user_by_link"
		}
		w.write(&c.thread, message{From: e.By, At: e.At, Action: action, About: id})
	case opRemove:
		id := e.Members[0]
		c.Members = slices.DeleteFunc(c.Members, func(m member) bool { return m.ID == id })
		c.Past[id] = "kicked"
		if id == e.By {
			c.Past[id] = "left"
		}
		w.write(&c.thread, message{From: e.By, At: e.At, Action: "chat_kick_user", About: id})
	case opTitle:
		c.Title = e.Title
		w.write(&c.thread, message{From: e.By, At: e.At, Action: "chat_title_update", Text: e.Title})
	case opRole:
		c.member(e.Members[0]).Admin = e.Admin
	case opLink:
		delete(w.links, c.Link)
		c.Link = e.Link
		c.Links++
		w.links[c.Link] = c
	}
}

func (w *world) applySend(e event) {
	t := w.thread(e.By, e.Peer)
	w.write(t, message{From: e.By, At: e.At, Text: e.Text, Reply: e.Reply})
	if e.Random != 0 {
		w.Sent[sentKey(e.By, e.Peer, e.Random)] = sent{Message: t.LastID, Number: t.Count, At: e.At}
	}
}

func (w *world) applyClear(e event) {
	t := w.thread(e.By, e.Peer)
	if t.Cleared == nil {
		t.Cleared = map[int64]bool{}
	}
	t.Cleared[e.By] = true
}

// thread is somebody's conversation with a peer; a dialog begins if there was none.
func (w *world) thread(who, peer int64) *thread {
	if peer > peerBase {
		return &w.chats[peer-peerBase].thread
	}
	sides := pairOf(who, peer)
	d := w.dialogs[sides]
	if d == nil {
		d = &dialog{Sides: sides}
		w.Dialogs = append(w.Dialogs, d)
		w.dialogs[sides] = d
	}
	return &d.thread
}

func sentKey(who, peer, random int64) string { return fmt.Sprintf("%d/%d/%d", who, peer, random) }
