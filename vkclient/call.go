package vkclient

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Call is one call of an API method, to be sent alone (Client.Do) or in a batch (Client.Execute).
// Params take string, int, int64, bool and []int64 values.
type Call struct {
	Method string
	Params map[string]any
}

// Result is what became of one Call: VK's answer as it came, or why none came.
type Result struct {
	Response json.RawMessage
	Err      error
}

// Decode puts the answer into v, or gives the call's error.
func (r Result) Decode(v any) error {
	if r.Err != nil {
		return r.Err
	}
	if err := json.Unmarshal(r.Response, v); err != nil {
		return fmt.Errorf("vk: unexpected shape of answer: %w", err)
	}
	return nil
}

// decodeAs is Decode into a new T.
func decodeAs[T any](r Result) (T, error) {
	var v T
	err := r.Decode(&v)
	return v, err
}

// repeatable are the methods whose repetition leaves VK as one call would: reading, and setting what is already set.
// Those absent here (messages.createChat, calls.start, and any method unknown to us) are not repeated after an unknown outcome.
var repeatable = map[string]bool{
	"messages.addChatUser":                true,
	"messages.removeChatUser":             true,
	"messages.editChat":                   true,
	"messages.getConversationMembers":     true,
	"messages.getConversations":           true,
	"messages.getConversationsById":       true,
	"messages.getInviteLink":              true,
	"messages.joinChatByInviteLink":       true,
	"messages.setMemberRole":              true,
	"messages.deleteConversation":         true,
	"messages.isMessagesFromGroupAllowed": true,
	"calls.forceFinish":                   true,
	"groups.getById":                      true,
	"users.get":                           true,
}

// Idempotent reports whether the call may be sent again when it is not known if it was carried out.
// messages.send may if it has a random_id, by which VK recognises the repetition.
func (c Call) Idempotent() bool {
	if c.Method == "messages.send" {
		id, _ := c.Params["random_id"].(int64)
		return id != 0
	}
	return repeatable[c.Method]
}

// allIdempotent reports whether every one of the calls may be sent again.
func allIdempotent(calls []Call) bool {
	return !slices.ContainsFunc(calls, func(c Call) bool { return !c.Idempotent() })
}

// form is the call's parameters as VK's forms want them: booleans as 1 and 0, lists by comma.
func (c Call) form() url.Values {
	form := make(url.Values, len(c.Params)+1)
	for name, value := range c.Params {
		form.Set(name, fmt.Sprint(wireValue(value)))
	}
	return form
}

// script is the call as an expression of VKScript.
func (c Call) script() (string, error) {
	params := make(map[string]any, len(c.Params))
	for name, value := range c.Params {
		params[name] = wireValue(value)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(params); err != nil {
		return "", fmt.Errorf("vk: parameters of %s: %w", c.Method, err)
	}
	return "API." + c.Method + "(" + strings.TrimSpace(buf.String()) + ")", nil
}

// wireValue brings a parameter to what a form and VKScript both take.
func wireValue(value any) any {
	switch v := value.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case []int64:
		return joinIDs(v)
	}
	return value
}

func joinIDs(ids []int64) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(parts, ",")
}
