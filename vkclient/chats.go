package vkclient

import (
	"bytes"
	"context"
	"fmt"
)

// MaxChatMembers is how many first members messages.createChat takes.
const MaxChatMembers = 450

// peerBase is what VK adds to a chat's id to make the id of the conversation.
const peerBase = 2_000_000_000

// PeerID is the id of a chat's conversation.
func PeerID(chatID int64) int64 { return peerBase + chatID }

// CreatedChat is the answer of messages.createChat. Not everyone who was named is added: compare with Added.
// Added is nil when VK's older answer does not say.
type CreatedChat struct {
	ChatID int64   `json:"chat_id"`
	Added  []int64 `json:"peer_ids"`
}

// CreateChatCall is messages.createChat. It is the one call of a chat's life that is not idempotent.
func CreateChatCall(title string, userIDs []int64) Call {
	return Call{Method: "messages.createChat", Params: map[string]any{"title": title, "user_ids": userIDs}}
}

// DecodeCreatedChat reads the answer of messages.createChat, also the older one that is the chat's bare number.
func DecodeCreatedChat(r Result) (CreatedChat, error) {
	if r.Err == nil && !bytes.HasPrefix(bytes.TrimSpace(r.Response), []byte("{")) {
		id, err := decodeAs[int64](r)
		return CreatedChat{ChatID: id}, err
	}
	chat, err := decodeAs[CreatedChat](r)
	if err == nil && chat.ChatID == 0 {
		return chat, fmt.Errorf("vk: messages.createChat answered no chat_id")
	}
	return chat, err
}

// AddChatUserCall is messages.addChatUser, for user tokens only.
func AddChatUserCall(chatID, userID int64) Call {
	return Call{Method: "messages.addChatUser", Params: map[string]any{"chat_id": chatID, "user_id": userID}}
}

// RemoveChatUserCall is messages.removeChatUser. A community's member id is negative.
func RemoveChatUserCall(chatID, memberID int64) Call {
	return Call{Method: "messages.removeChatUser", Params: map[string]any{"chat_id": chatID, "member_id": memberID}}
}

// EditChatCall is messages.editChat.
func EditChatCall(chatID int64, title string) Call {
	return Call{Method: "messages.editChat", Params: map[string]any{"chat_id": chatID, "title": title}}
}

// SetMemberRoleCall is messages.setMemberRole, a method that VK's schema does not name.
func SetMemberRoleCall(peerID, memberID int64, admin bool) Call {
	role := "member"
	if admin {
		role = "admin"
	}
	return Call{Method: "messages.setMemberRole", Params: map[string]any{"peer_id": peerID, "member_id": memberID, "role": role}}
}

// GetInviteLinkCall is messages.getInviteLink.
func GetInviteLinkCall(peerID int64, reset bool) Call {
	return Call{Method: "messages.getInviteLink", Params: map[string]any{"peer_id": peerID, "reset": reset}}
}

// DecodeInviteLink reads the answer of messages.getInviteLink.
func DecodeInviteLink(r Result) (string, error) {
	answer, err := decodeAs[struct {
		Link string `json:"link"`
	}](r)
	return answer.Link, err
}

// JoinChatByInviteLinkCall is messages.joinChatByInviteLink, for user tokens only.
func JoinChatByInviteLinkCall(link string) Call {
	return Call{Method: "messages.joinChatByInviteLink", Params: map[string]any{"link": link}}
}

// JoinChatByInviteLink makes the token's owner a member and answers the chat's id: messages.joinChatByInviteLink, for user tokens only.
func (c *Client) JoinChatByInviteLink(ctx context.Context, link string) (chatID int64, err error) {
	chat, err := decodeAs[CreatedChat](c.Do(ctx, JoinChatByInviteLinkCall(link)))
	return chat.ChatID, err
}

// Member is a member of a chat. A community's id is negative.
type Member struct {
	MemberID int64 `json:"member_id"`
	IsAdmin  bool  `json:"is_admin"`
}

// MembersPage is a part of a chat's members; Count is how many there are in all.
// A community that is not the chat's administrator may be answered zero members.
type MembersPage struct {
	Count int      `json:"count"`
	Items []Member `json:"items"`
}

// MaxMembersPage is the most that messages.getConversationMembers answers at once.
const MaxMembersPage = 1000

// GetConversationMembersCall is messages.getConversationMembers; count is at most MaxMembersPage.
func GetConversationMembersCall(peerID int64, offset, count int) Call {
	return Call{Method: "messages.getConversationMembers", Params: map[string]any{"peer_id": peerID, "offset": offset, "count": count}}
}

// DecodeMembers reads the answer of messages.getConversationMembers.
func DecodeMembers(r Result) (MembersPage, error) { return decodeAs[MembersPage](r) }

// GetConversationMembers is a page of a chat's members: messages.getConversationMembers.
func (c *Client) GetConversationMembers(ctx context.Context, peerID int64, offset, count int) (MembersPage, error) {
	return DecodeMembers(c.Do(ctx, GetConversationMembersCall(peerID, offset, count)))
}
