package vkclient

import (
	"context"
	"encoding/json"
)

// Peer is the other side of a conversation. Type is "chat", "user" or "group".
type Peer struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

// ChatSettings is what VK says of a chat. State is "in", "kicked", "left" or "out", seen from the token's owner.
type ChatSettings struct {
	Title string `json:"title"`
	State string `json:"state"`
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

// MaxConversationsPage is the most that messages.getConversations answers at once.
const MaxConversationsPage = 200

// GetConversationsCall is messages.getConversations; count is at most MaxConversationsPage.
func GetConversationsCall(offset, count int) Call {
	return Call{Method: "messages.getConversations", Params: map[string]any{"offset": offset, "count": count}}
}

// GetConversationsByIDCall is messages.getConversationsById; it takes at most 100.
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

// DeleteConversationCall is messages.deleteConversation.
func DeleteConversationCall(peerID int64) Call {
	return Call{Method: "messages.deleteConversation", Params: map[string]any{"peer_id": peerID}}
}
