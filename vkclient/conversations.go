package vkclient

import (
	"context"
	"encoding/json"
)

// Peer is the other side of a conversation. Type is "chat", "user" or "group".
type Peer struct {
	ID      int64  `json:"id"`
	Type    string `json:"type"`
	LocalID int64  `json:"local_id"`
}

// ChatSettings is what VK says of a chat. State is "in", "kicked", "left" or "out", seen from the token's owner.
type ChatSettings struct {
	OwnerID      int64   `json:"owner_id"`
	Title        string  `json:"title"`
	State        string  `json:"state"`
	MembersCount int     `json:"members_count"`
	AdminIDs     []int64 `json:"admin_ids"`
	ACL          ChatACL `json:"acl"`
}

// ChatACL is what the token's owner may do in the chat.
type ChatACL struct {
	CanChangeInfo       bool `json:"can_change_info"`
	CanChangeInviteLink bool `json:"can_change_invite_link"`
	CanInvite           bool `json:"can_invite"`
	CanPromoteUsers     bool `json:"can_promote_users"`
	CanSeeInviteLink    bool `json:"can_see_invite_link"`
	CanModerate         bool `json:"can_moderate"`
	CanCall             bool `json:"can_call"`
}

// Conversation is a conversation of the token's owner. ChatSettings is nil unless it is a chat.
type Conversation struct {
	Peer          Peer          `json:"peer"`
	LastMessageID int64         `json:"last_message_id"`
	ChatSettings  *ChatSettings `json:"chat_settings"`
}

// ConversationsPage is a part of the conversations; Count is how many there are in all.
type ConversationsPage struct {
	Count int
	Items []Conversation
}

// conversationItem is a conversation as messages.getConversations wraps it, or bare as messages.getConversationsById has it.
type conversationItem struct{ Conversation }

// UnmarshalJSON takes both shapes.
func (i *conversationItem) UnmarshalJSON(data []byte) error {
	var wrapped struct {
		Conversation *Conversation `json:"conversation"`
	}
	if err := json.Unmarshal(data, &wrapped); err != nil {
		return err
	}
	if wrapped.Conversation != nil {
		i.Conversation = *wrapped.Conversation
		return nil
	}
	return json.Unmarshal(data, &i.Conversation)
}

// Most that one call answers or takes.
const (
	MaxConversationsPage = 200 // messages.getConversations
	MaxPeerIDs           = 100 // messages.getConversationsById
)

// GetConversationsCall is messages.getConversations; count is at most MaxConversationsPage.
func GetConversationsCall(offset, count int) Call {
	return Call{Method: "messages.getConversations", Params: map[string]any{"offset": offset, "count": count}}
}

// GetConversationsByIDCall is messages.getConversationsById; it takes at most MaxPeerIDs.
func GetConversationsByIDCall(peerIDs []int64) Call {
	return Call{Method: "messages.getConversationsById", Params: map[string]any{"peer_ids": peerIDs}}
}

// DecodeConversations reads the answers of messages.getConversations and messages.getConversationsById.
func DecodeConversations(r Result) (ConversationsPage, error) {
	answer, err := decodeAs[struct {
		Count int                `json:"count"`
		Items []conversationItem `json:"items"`
	}](r)
	if err != nil {
		return ConversationsPage{}, err
	}
	page := ConversationsPage{Count: answer.Count, Items: make([]Conversation, len(answer.Items))}
	for i, item := range answer.Items {
		page.Items[i] = item.Conversation
	}
	return page, nil
}

// GetConversations is a page of the conversations, the latest first: messages.getConversations.
func (c *Client) GetConversations(ctx context.Context, offset, count int) (ConversationsPage, error) {
	return DecodeConversations(c.Do(ctx, GetConversationsCall(offset, count)))
}

// GetConversationsByID is what VK says of the conversations; those that the token may not see are left out:
// messages.getConversationsById.
func (c *Client) GetConversationsByID(ctx context.Context, peerIDs []int64) (ConversationsPage, error) {
	return DecodeConversations(c.Do(ctx, GetConversationsByIDCall(peerIDs)))
}

// DeleteConversationCall is messages.deleteConversation.
func DeleteConversationCall(peerID int64) Call {
	return Call{Method: "messages.deleteConversation", Params: map[string]any{"peer_id": peerID}}
}

// DeleteConversation clears the conversation on the token's side only: messages.deleteConversation.
func (c *Client) DeleteConversation(ctx context.Context, peerID int64) error {
	return c.Do(ctx, DeleteConversationCall(peerID)).Err
}
