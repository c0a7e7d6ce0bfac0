package vkclient

import (
	"bytes"
	"errors"
	"fmt"
)

// SendCall is messages.send. The same randomID, not 0, on a repetition keeps VK from sending the message twice.
func SendCall(peerID, randomID int64, text string) Call {
	return Call{Method: "messages.send", Params: map[string]any{"peer_id": peerID, "random_id": randomID, "message": text}}
}

// SentMessage is a message that VK took. Number is its number in the conversation, zero when VK did not give it.
type SentMessage struct {
	ID, Number int64
}

// SendToChatCall is messages.send into a chat, in the form that answers the message's number there: DecodeSent. answers is
// the number of the message that it is a reply to, 0 for none.
func SendToChatCall(peerID, randomID int64, text string, answers int64) Call {
	params := map[string]any{"peer_ids": []int64{peerID}, "random_id": randomID, "message": text}
	if answers != 0 {
		params["forward"] = fmt.Sprintf(`{"peer_id":%d,"conversation_message_ids":[%d],"is_reply":true}`, peerID, answers)
	}
	return Call{Method: "messages.send", Params: params}
}

// DecodeSent reads an answer of messages.send: the list that peer_ids is answered with, where a refusal of the one peer
// is too, or a bare id.
func DecodeSent(r Result) (SentMessage, error) {
	if r.Err == nil && !bytes.HasPrefix(bytes.TrimSpace(r.Response), []byte("[")) {
		id, err := decodeAs[int64](r)
		return SentMessage{ID: id}, err
	}
	list, err := decodeAs[[]struct {
		ID     int64 `json:"message_id"`
		Number int64 `json:"conversation_message_id"`
		Error  *struct {
			Code        int    `json:"code"`
			Description string `json:"description"`
		} `json:"error"`
	}](r)
	switch {
	case err != nil:
		return SentMessage{}, err
	case len(list) == 0:
		return SentMessage{}, errors.New("vk: messages.send: empty answer")
	case list[0].Error != nil:
		return SentMessage{}, &APIError{Code: list[0].Error.Code, Method: "messages.send", Message: list[0].Error.Description}
	}
	return SentMessage{ID: list[0].ID, Number: list[0].Number}, nil
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
