package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// maxFirstMembers is how many first members messages.createChat takes.
const maxFirstMembers = 450

// chatOf finds the chat of a call by chat_id. The caller reaches only chats that they are in.
func (c *call) chatOf() (*chat, error) {
	id, err := c.params.need("chat_id")
	if err != nil {
		return nil, err
	}
	return c.reach(id)
}

// chatOfPeer finds the chat of a call by peer_id.
func (c *call) chatOfPeer() (*chat, error) {
	peer, err := c.params.need("peer_id")
	if err != nil {
		return nil, err
	}
	if peer <= peerBase {
		return nil, failParam("peer_id is not a chat")
	}
	return c.reach(peer - peerBase)
}

func (c *call) reach(chatID int64) (*chat, error) {
	found := c.world.chats[chatID]
	if found == nil || found.member(c.who.id) == nil {
		return nil, fail(codeNoAccess)
	}
	return found, nil
}

// title is the chat's title that the call names.
func (c *call) title() (string, error) {
	title := strings.TrimSpace(c.params.text("title"))
	if title == "" {
		return "", failParam("title is undefined")
	}
	return title, nil
}

// createChat is messages.createChat. People who let nobody add them, and unknown ids, are silently left out.
func createChat(c *call) (any, error) {
	asked, err := c.params.numbers("user_ids")
	if err != nil {
		return nil, err
	}
	title, err := c.title()
	if err != nil {
		return nil, err
	}
	if len(asked) > maxFirstMembers {
		return nil, fail(codeLimits)
	}
	added := []int64{}
	for _, id := range asked {
		u := c.world.users[id]
		if u != nil && !u.NobodyAdds && id != c.who.id && !slices.Contains(added, id) {
			added = append(added, id)
		}
	}
	chatID := int64(len(c.world.Chats) + 1)
	made := event{Op: opChat, By: c.who.id, Chat: chatID, Title: title, Members: added, Link: c.linkHash(chatID, 0)}
	if err := c.commit(made); err != nil {
		return nil, err
	}
	if c.olderShapes {
		return chatID, nil
	}
	return map[string]any{"chat_id": chatID, "peer_ids": added}, nil
}

// editChat is messages.editChat.
func editChat(c *call) (any, error) {
	found, err := c.chatOf()
	if err != nil {
		return nil, err
	}
	title, err := c.title()
	if err != nil {
		return nil, err
	}
	if !found.admin(c.who.id) {
		return nil, fail(codeNotChatAdmin)
	}
	if title == found.Title {
		return 1, nil
	}
	return 1, c.commit(event{Op: opTitle, By: c.who.id, Chat: found.ID, Title: title})
}

// linkHash is the hash of the chat's n-th invite link, another one in every run.
func (s *Server) linkHash(chatID, n int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "link/%x/%d/%d", s.secret, chatID, n))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// link is the chat's invite link as answers have it. The caller holds the lock.
func (s *Server) link(c *chat) string { return s.base + "/join/" + c.Link }

// getInviteLink is messages.getInviteLink. A person sees the link as a member, a community only as an administrator.
func getInviteLink(c *call) (any, error) {
	found, err := c.chatOfPeer()
	if err != nil {
		return nil, err
	}
	reset, err := c.params.flag("reset")
	if err != nil {
		return nil, err
	}
	admin := found.admin(c.who.id)
	switch {
	case reset && !admin:
		return nil, fail(codeCantReset)
	case c.who.community && !admin:
		return nil, fail(codeCantSeeLink)
	case reset:
		if err := c.commit(event{Op: opLink, By: c.who.id, Chat: found.ID, Link: c.linkHash(found.ID, found.Links)}); err != nil {
			return nil, err
		}
	}
	return map[string]any{"link": c.link(found)}, nil
}

// joinChatByInviteLink is messages.joinChatByInviteLink. A member is told the chat as well.
func joinChatByInviteLink(c *call) (any, error) {
	if !c.params.has("link") {
		return nil, failParam("link is undefined")
	}
	link := strings.TrimRight(c.params.text("link"), "/")
	joined, err := c.join(link[strings.LastIndex(link, "/")+1:], c.who.id)
	if err != nil {
		return nil, err
	}
	return map[string]any{"chat_id": joined.ID}, nil
}

// join makes a person a member by the link's hash. The caller holds the lock.
func (s *Server) join(hash string, userID int64) (*chat, error) {
	found := s.world.links[hash]
	if found == nil {
		return nil, fail(codeNoAccess)
	}
	if found.member(userID) != nil {
		return found, nil
	}
	return found, s.commit(event{Op: opJoin, By: userID, Chat: found.ID, Members: []int64{userID}, ByLink: true})
}
