package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxMessage = 9000
	// repeatSeconds is how long a random_id keeps a message from being sent twice.
	repeatSeconds = 3600
)

// isMessagesFromGroupAllowed is messages.isMessagesFromGroupAllowed.
func isMessagesFromGroupAllowed(c *call) (any, error) {
	group, err := c.params.need("group_id")
	if err != nil {
		return nil, err
	}
	id, err := c.params.need("user_id")
	if err != nil {
		return nil, err
	}
	u := c.world.users[id]
	switch {
	case group != c.world.Community.ID:
		return nil, failParam("group_id is not a community of this sandbox")
	case u == nil:
		return nil, failParam("user_id not found")
	case !c.who.community && c.who.id != id:
		return nil, fail(codeAccess)
	}
	allowed := 1
	if u.NobodyAdds {
		allowed = 0
	}
	return map[string]any{"is_allowed": allowed}, nil
}

// sendMessage is messages.send, to one peer or to several by peer_ids.
func sendMessage(c *call) (any, error) {
	if !c.params.has("random_id") {
		return nil, failParam("random_id is a required parameter")
	}
	random, err := c.params.number("random_id", 0)
	if err != nil {
		return nil, err
	}
	text := c.params.text("message")
	switch {
	case strings.TrimSpace(text) == "":
		return nil, failParam("message is empty or invalid")
	case utf8.RuneCountInString(text) > maxMessage:
		return nil, fail(codeTooLong)
	}
	if c.params.has("peer_ids") {
		return c.sendToMany(random, text)
	}
	peer, err := c.recipient()
	if err != nil {
		return nil, err
	}
	reply, err := c.replyTo(peer)
	if err != nil {
		return nil, err
	}
	took, err := c.send(peer, random, text, reply)
	return took.Message, err
}

// replyTo is the number, in the conversation with the peer, of the message that a new one is a reply to; 0 for none. Only
// such a forward is known here.
func (c *call) replyTo(peer int64) (int64, error) {
	known := func(is func(message) bool) (int64, error) {
		if t := c.world.existing(c.who.id, peer); t != nil {
			if i := slices.IndexFunc(t.Messages, is); i >= 0 {
				return t.Messages[i].Number, nil
			}
		}
		return 0, failParam("reply message is not found")
	}
	if c.params.has("reply_to") {
		id, err := c.params.number("reply_to", 0)
		if err != nil {
			return 0, err
		}
		return known(func(m message) bool { return m.ID == id })
	}
	if !c.params.has("forward") {
		return 0, nil
	}
	var forward struct {
		Peer    int64   `json:"peer_id"`
		Numbers []int64 `json:"conversation_message_ids"`
		Reply   bool    `json:"is_reply"`
	}
	err := json.Unmarshal([]byte(c.params.text("forward")), &forward)
	if err != nil || !forward.Reply || len(forward.Numbers) != 1 || forward.Peer != peer {
		return 0, failParam("forward is invalid")
	}
	return known(func(m message) bool { return m.Number == forward.Numbers[0] })
}

// recipient is the one peer that the call names.
func (c *call) recipient() (int64, error) {
	if c.params.has("chat_id") {
		id, err := c.params.number("chat_id", 0)
		return peerBase + id, err
	}
	if c.params.has("user_id") {
		return c.params.number("user_id", 0)
	}
	return c.params.need("peer_id")
}

func (c *call) sendToMany(random int64, text string) (any, error) {
	peers, err := c.params.numbers("peer_ids")
	if err != nil {
		return nil, err
	}
	if len(peers) > maxPeers {
		return nil, failParam("peer_ids should contain at most 100 elements")
	}
	results := make([]map[string]any, len(peers))
	for i, peer := range peers {
		var took sent
		reply, err := c.replyTo(peer)
		if err == nil {
			took, err = c.send(peer, random, text, reply)
		}
		results[i] = map[string]any{"peer_id": peer, "message_id": took.Message, "conversation_message_id": took.Number}
		if err != nil {
			told := asAPIError(err)
			results[i]["error"] = map[string]any{"code": told.Code, "description": told.Message}
		}
	}
	return results, nil
}

// send puts one message into a conversation, once for a random_id, and gives that message.
func (c *call) send(peer, random int64, text string, reply int64) (sent, error) {
	if err := c.mayWrite(peer); err != nil {
		return sent{}, err
	}
	if before, ok := c.world.Sent[sentKey(c.who.id, peer, random)]; ok && c.now().Unix()-before.At < repeatSeconds {
		return before, nil
	}
	if err := c.commit(event{Op: opSend, By: c.who.id, Peer: peer, Text: text, Random: random, Reply: reply}); err != nil {
		return sent{}, err
	}
	t := c.world.thread(c.who.id, peer)
	return sent{Message: t.LastID, Number: t.Count}, nil
}

func (c *call) mayWrite(peer int64) error {
	switch {
	case peer > peerBase:
		_, err := c.reach(peer - peerBase)
		return err
	case peer == -c.world.Community.ID && !c.who.community:
		return nil
	}
	u := c.world.users[peer]
	switch {
	case u == nil:
		return fail(codeNotFound)
	case u.NobodyAdds && c.who.community:
		return fail(codeDenySend)
	case u.NobodyAdds:
		return fail(codePrivacy)
	}
	return nil
}
