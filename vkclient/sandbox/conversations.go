package sandbox

import (
	"cmp"
	"slices"
)

const (
	maxConversationsPage = 200
	maxPeers             = 100
)

type conversationAnswer struct {
	Peer               peerAnswer    `json:"peer"`
	LastMessageID      int64         `json:"last_message_id"`
	LastConversationID int64         `json:"last_conversation_message_id"`
	InRead             int64         `json:"in_read"`
	OutRead            int64         `json:"out_read"`
	Version            int64         `json:"version"`
	SortID             sortAnswer    `json:"sort_id"`
	CanWrite           allowedAnswer `json:"can_write"`
	ChatSettings       *chatSettings `json:"chat_settings,omitempty"`
}

type peerAnswer struct {
	ID      int64  `json:"id"`
	Type    string `json:"type"`
	LocalID int64  `json:"local_id"`
}

type sortAnswer struct {
	Major int64 `json:"major_id"`
	Minor int64 `json:"minor_id"`
}

type allowedAnswer struct {
	Allowed bool `json:"allowed"`
}

type chatSettings struct {
	OwnerID      int64   `json:"owner_id"`
	Title        string  `json:"title"`
	State        string  `json:"state"`
	MembersCount int     `json:"members_count"`
	AdminIDs     []int64 `json:"admin_ids"`
	ActiveIDs    []int64 `json:"active_ids"`
	IsChannel    bool    `json:"is_group_channel"`
	ACL          acl     `json:"acl"`
}

type acl struct {
	CanChangeInfo        bool `json:"can_change_info"`
	CanChangeInviteLink  bool `json:"can_change_invite_link"`
	CanChangePin         bool `json:"can_change_pin"`
	CanInvite            bool `json:"can_invite"`
	CanPromoteUsers      bool `json:"can_promote_users"`
	CanSeeInviteLink     bool `json:"can_see_invite_link"`
	CanModerate          bool `json:"can_moderate"`
	CanCopyChat          bool `json:"can_copy_chat"`
	CanCall              bool `json:"can_call"`
	CanUseMassMentions   bool `json:"can_use_mass_mentions"`
	CanChangeServiceType bool `json:"can_change_service_type"`
}

type messageAnswer struct {
	ID       int64         `json:"id"`
	Number   int64         `json:"conversation_message_id"`
	Date     int64         `json:"date"`
	FromID   int64         `json:"from_id"`
	PeerID   int64         `json:"peer_id"`
	Out      int           `json:"out"`
	Text     string        `json:"text"`
	Version  int64         `json:"version"`
	Action   *actionAnswer `json:"action,omitempty"`
	Attached []any         `json:"attachments"`
	Forwards []any         `json:"fwd_messages"`
	Reply    *replyAnswer  `json:"reply_message,omitempty"`
}

// replyAnswer is the message that another one is a reply to.
type replyAnswer struct {
	Number int64  `json:"conversation_message_id"`
	Date   int64  `json:"date"`
	FromID int64  `json:"from_id"`
	Text   string `json:"text"`
}

type actionAnswer struct {
	Type     string `json:"type"`
	MemberID int64  `json:"member_id,omitempty"`
	Text     string `json:"text,omitempty"`
}

// heading is what a list shows of a conversation: the peer and the thread.
type heading struct {
	peer   int64
	thread *thread
	chat   *chat // nil in a dialog
}

// headings are somebody's conversations, the latest first. The caller holds the lock.
func (w *world) headings(who int64) []heading {
	var list []heading
	for _, c := range w.Chats {
		if c.sees(who) {
			list = append(list, heading{peer: c.peerID(), thread: &c.thread, chat: c})
		}
	}
	for _, d := range w.Dialogs {
		if d.Cleared[who] || d.Sides[0] != who && d.Sides[1] != who {
			continue
		}
		list = append(list, heading{peer: d.Sides[0] + d.Sides[1] - who, thread: &d.thread})
	}
	slices.SortFunc(list, func(a, b heading) int { return cmp.Compare(b.thread.LastID, a.thread.LastID) })
	return list
}

func (h heading) answer(who identity) conversationAnswer {
	a := conversationAnswer{
		Peer:          peerAnswer{ID: h.peer, Type: "user", LocalID: h.peer},
		LastMessageID: h.thread.LastID, LastConversationID: h.thread.Count,
		InRead: h.thread.LastID, OutRead: h.thread.LastID, Version: h.thread.LastID,
		SortID: sortAnswer{Minor: h.thread.LastID}, CanWrite: allowedAnswer{Allowed: true},
	}
	switch {
	case h.chat != nil:
		a.Peer.Type, a.Peer.LocalID = "chat", h.chat.ID
		a.ChatSettings = h.chat.settings(who)
		a.CanWrite.Allowed = a.ChatSettings.State == "in"
	case h.peer < 0:
		a.Peer.Type, a.Peer.LocalID = "group", -h.peer
	}
	return a
}

// settings are what somebody sees of the chat; a former member sees little.
func (c *chat) settings(who identity) *chatSettings {
	a := &chatSettings{OwnerID: c.Owner, Title: c.Title, State: c.state(who.id), AdminIDs: []int64{}, ActiveIDs: []int64{}}
	if a.State != "in" {
		return a
	}
	admin := c.admin(who.id)
	a.MembersCount = len(c.Members)
	for _, m := range c.Members {
		if m.Admin && m.ID != c.Owner {
			a.AdminIDs = append(a.AdminIDs, m.ID)
		}
		if len(a.ActiveIDs) < 4 && m.ID != who.id {
			a.ActiveIDs = append(a.ActiveIDs, m.ID)
		}
	}
	a.ACL = acl{
		CanChangeInfo: admin, CanChangeInviteLink: admin, CanChangePin: admin, CanPromoteUsers: admin, CanModerate: admin,
		CanUseMassMentions: admin, CanSeeInviteLink: admin || !who.community,
		CanInvite: !who.community, CanCall: !who.community, CanCopyChat: !who.community,
	}
	return a
}

func (m message) answer(who, peer int64) *messageAnswer {
	a := &messageAnswer{ID: m.ID, Number: m.Number, Date: m.At, FromID: m.From, PeerID: peer, Text: m.Text, Version: m.ID,
		Attached: []any{}, Forwards: []any{}}
	if m.From == who {
		a.Out = 1
	}
	if m.Action != "" {
		a.Action, a.Text = &actionAnswer{Type: m.Action, MemberID: m.About, Text: m.Text}, ""
	}
	return a
}

// numbered is the message of a number in the conversation, nil when it is not remembered or the number is 0.
func (t *thread) numbered(number int64) *message {
	if i := slices.IndexFunc(t.Messages, func(m message) bool { return m.Number == number }); i >= 0 {
		return &t.Messages[i]
	}
	return nil
}

type conversationItem struct {
	Conversation conversationAnswer `json:"conversation"`
	LastMessage  *messageAnswer     `json:"last_message,omitempty"`
}

// getConversations is messages.getConversations.
func getConversations(c *call) (any, error) {
	offset, err := c.params.within("offset", 0, 0, 1<<31)
	if err != nil {
		return nil, err
	}
	count, err := c.params.within("count", 20, 0, maxConversationsPage)
	if err != nil {
		return nil, err
	}
	all := c.world.headings(c.who.id)
	items := []conversationItem{}
	for _, h := range pageOf(all, offset, count) {
		item := conversationItem{Conversation: h.answer(c.who)}
		if n := len(h.thread.Messages); n > 0 {
			last := h.thread.Messages[n-1]
			item.LastMessage = last.answer(c.who.id, h.peer)
			if m := h.thread.numbered(last.Reply); m != nil {
				item.LastMessage.Reply = &replyAnswer{Number: m.Number, Date: m.At, FromID: m.From, Text: m.Text}
			}
		}
		items = append(items, item)
	}
	return map[string]any{"count": len(all), "items": items}, nil
}

// getConversationsByID is messages.getConversationsById. It leaves out what the caller may not see; a community sees the chats
// that it is an administrator of.
func getConversationsByID(c *call) (any, error) {
	peers, err := c.params.numbers("peer_ids")
	switch {
	case err != nil:
		return nil, err
	case len(peers) == 0:
		return nil, failParam("peer_ids is undefined")
	case len(peers) > maxPeers:
		return nil, failParam("peer_ids should contain at most 100 elements")
	}
	items := []conversationAnswer{}
	for _, peer := range peers {
		if found := c.world.chats[peer-peerBase]; found != nil {
			hidden := c.who.community && found.member(c.who.id) != nil && !found.admin(c.who.id)
			if found.state(c.who.id) != "" && !hidden {
				items = append(items, heading{peer: peer, thread: &found.thread, chat: found}.answer(c.who))
			}
			continue
		}
		if d := c.world.dialogs[pairOf(c.who.id, peer)]; d != nil {
			items = append(items, heading{peer: peer, thread: &d.thread}.answer(c.who))
		}
	}
	return map[string]any{"count": len(items), "items": items}, nil
}

// deleteConversation is messages.deleteConversation: it clears the caller's side only.
func deleteConversation(c *call) (any, error) {
	name := "peer_id"
	if !c.params.has(name) {
		name = "user_id"
	}
	peer, err := c.params.need(name)
	if err != nil {
		return nil, err
	}
	t := c.world.existing(c.who.id, peer)
	if t == nil {
		return nil, fail(codeNoAccess)
	}
	last := t.LastID
	if !t.Cleared[c.who.id] {
		if err := c.commit(event{Op: opClear, By: c.who.id, Peer: peer}); err != nil {
			return nil, err
		}
	}
	return map[string]any{"last_deleted_id": last}, nil
}

// existing is somebody's conversation with a peer, nil when they never took part in one.
func (w *world) existing(who, peer int64) *thread {
	if c := w.chats[peer-peerBase]; c != nil {
		if c.state(who) == "" {
			return nil
		}
		return &c.thread
	}
	if d := w.dialogs[pairOf(who, peer)]; d != nil {
		return &d.thread
	}
	return nil
}
