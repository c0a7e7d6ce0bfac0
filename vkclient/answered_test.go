package vkclient

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// TestAnswered: each call is told of with VK's code, those within an execute too, and each repetition; what was never sent is not.
func TestAnswered(t *testing.T) {
	const failed = `{"method":"messages.createChat","error_code":6,"error_msg":"words"}`
	for _, c := range []struct {
		name    string
		replies []reply
		send    func(context.Context, *Client)
		want    []string
	}{
		{"one call", []reply{apiErr(6), hangsUp, says(`{"response":1}`)}, func(ctx context.Context, c *Client) { c.Do(ctx, EditChatCall(1, "а")) },
			[]string{"messages.editChat 6", "messages.editChat -1", "messages.editChat 0"}},
		{"a batch", []reply{says(`{"response":[false,1,{}],"execute_errors":[` + failed + `]}`), says(`{"response":[{"chat_id":1}]}`)},
			func(ctx context.Context, c *Client) { _, _ = c.Execute(ctx, batchOfThree) },
			[]string{"messages.createChat 6", "messages.editChat 0", "messages.getInviteLink 0", "execute 0", "messages.createChat 0", "execute 0"}},
		{"a batch refused", []reply{apiErr(5)}, func(ctx context.Context, c *Client) { _, _ = c.Execute(ctx, batchOfThree) }, []string{"execute 5"}},
		{"nothing sent", []reply{says("")}, func(ctx context.Context, c *Client) {
			over, cancel := context.WithCancel(ctx)
			cancel()
			c.Do(over, EditChatCall(1, "а"))
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var told []string
			client := New(Options{Hosts: HostsAt(newScript(t, c.replies...).URL), Token: testToken, Clock: newFakeClock(),
				Answered: func(method string, code int) { told = append(told, fmt.Sprint(method, " ", code)) }})
			c.send(t.Context(), client)
			if !slices.Equal(told, c.want) {
				t.Errorf("told %q, want %q", told, c.want)
			}
		})
	}
}
