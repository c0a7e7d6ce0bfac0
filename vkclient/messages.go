package vkclient

import "context"

// MaxMessage is how many characters a message may have.
const MaxMessage = 9000

// SendCall is messages.send. The same randomID, not 0, on a repetition keeps VK from sending the message twice.
func SendCall(peerID, randomID int64, text string) Call {
	return Call{Method: "messages.send", Params: map[string]any{"peer_id": peerID, "random_id": randomID, "message": text}}
}

// Send writes to a chat or a person and answers the message's id: messages.send.
func (c *Client) Send(ctx context.Context, peerID, randomID int64, text string) (messageID int64, err error) {
	return decodeAs[int64](c.Do(ctx, SendCall(peerID, randomID, text)))
}

// IsMessagesFromGroupAllowedCall is messages.isMessagesFromGroupAllowed.
func IsMessagesFromGroupAllowedCall(groupID, userID int64) Call {
	return Call{Method: "messages.isMessagesFromGroupAllowed", Params: map[string]any{"group_id": groupID, "user_id": userID}}
}

// DecodeAllowed reads the answer of messages.isMessagesFromGroupAllowed.
func DecodeAllowed(r Result) (bool, error) {
	answer, err := decodeAs[struct {
		IsAllowed int `json:"is_allowed"`
	}](r)
	return answer.IsAllowed == 1, err
}

// IsMessagesFromGroupAllowed tells whether the community may write to the person: messages.isMessagesFromGroupAllowed.
func (c *Client) IsMessagesFromGroupAllowed(ctx context.Context, groupID, userID int64) (bool, error) {
	return DecodeAllowed(c.Do(ctx, IsMessagesFromGroupAllowedCall(groupID, userID)))
}
