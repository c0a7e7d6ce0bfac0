package vkclient

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var batchOfThree = []Call{CreateChatCall("«Имя» <1>", []int64{5, 6}), EditChatCall(1, "б"), GetInviteLinkCall(PeerID(1), true)}

func classes(results []Result) []ErrorClass {
	list := make([]ErrorClass, len(results))
	for i, r := range results {
		list[i] = Class(r.Err)
	}
	return list
}

func TestExecute(t *testing.T) {
	const create, edit = `"messages.createChat"`, `"messages.editChat"`
	e := func(method string, code int) string {
		return fmt.Sprintf(`{"method":%s,"error_code":%d,"error_msg":"words"}`, method, code)
	}
	body := func(response string, failed ...string) reply {
		return says(`{"response":` + response + `,"execute_errors":[` + strings.Join(failed, ",") + `]}`)
	}
	tests := []struct {
		name     string
		replies  []reply
		want     []ErrorClass
		requests int64
		calls    int64
	}{
		{"all well", []reply{body(`[{"chat_id":1},1,{}]`)}, []ErrorClass{NoError, NoError, NoError}, 1, 3},
		{"each its own error", []reply{body(`[false,1,false]`, e(create, 103), e(`"messages.getInviteLink"`, 931))},
			[]ErrorClass{LimitReached, NoError, LinkDenied}, 1, 3},
		{"too fast ones are sent again", []reply{body(`[false,1,false]`, e(create, 6), e(`"messages.getInviteLink"`, 6)), body(`[9,{}]`)},
			[]ErrorClass{NoError, NoError, NoError}, 2, 5},
		{"unwell: the idempotent one is sent again, the other is in doubt",
			[]reply{body(`[false,false,{}]`, e(create, 10), e(edit, 10)), body(`[1]`)},
			[]ErrorClass{UnknownOutcome, NoError, NoError}, 2, 4},
		{"unwell for ever", []reply{body(`[{"chat_id":1},false,{}]`, e(edit, 1)), body(`[false]`, e(edit, 1))},
			[]ErrorClass{NoError, Unwell, NoError}, maxTries, 3 + maxTries - 1},
		{"flood is not repeated", []reply{body(`[false,1,{}]`, e(create, 9))}, []ErrorClass{Flood, NoError, NoError}, 1, 3},
		{"the repetition is dropped: what was done stays done",
			[]reply{body(`[false,false,{}]`, e(create, 6), e(edit, 6)), hangsUp}, []ErrorClass{UnknownOutcome, Unwell, NoError}, 2, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			vk := newScript(t, tt.replies...)
			c := vk.client(newFakeClock())
			results, err := c.Execute(t.Context(), batchOfThree)
			if err != nil {
				t.Fatal(err)
			}
			if got := classes(results); !slices.Equal(got, tt.want) {
				t.Errorf("classes = %v, want %v", got, tt.want)
			}
			if c.Requests() != tt.requests || c.Calls() != tt.calls {
				t.Errorf("requests = %d, calls = %d, want %d and %d", c.Requests(), c.Calls(), tt.requests, tt.calls)
			}
		})
	}
}

func TestExecuteWhole(t *testing.T) {
	reading := []Call{EditChatCall(1, "а"), EditChatCall(2, "б")}
	confused := says(`{"response":[1,false]}`)
	tests := []struct {
		name     string
		calls    []Call
		replies  []reply
		want     ErrorClass
		requests int64
	}{
		{"dropped with a createChat", batchOfThree, []reply{hangsUp}, UnknownOutcome, 1},
		{"dropped, all idempotent", reading, []reply{hangsUp, says(`{"response":[1,1]}`)}, NoError, 2},
		{"false without an error", reading, []reply{confused, says(`{"response":[1,1]}`)}, NoError, 2},
		{"false without an error, with a createChat", batchOfThree, []reply{says(`{"response":[false,1,1]}`)}, UnknownOutcome, 1},
		{"too few answers", batchOfThree, []reply{says(`{"response":[1]}`)}, UnknownOutcome, 1},
		{"an error of another method", reading, []reply{says(`{"response":[1,false],"execute_errors":[{"method":"users.get","error_code":1}]}`)}, Unwell, maxTries},
		{"an error too many", reading, []reply{says(`{"response":[1,1],"execute_errors":[{"method":"messages.editChat","error_code":15}]}`)}, Unwell, maxTries},
		{"token expired", batchOfThree, []reply{apiErr(5)}, Expired, 1},
		{"too fast", batchOfThree, []reply{apiErr(6), says(`{"response":[1,1,1]}`)}, NoError, 2},
		{"unwell", batchOfThree, []reply{apiErr(10)}, UnknownOutcome, 1},
		{"too many calls", make([]Call, MaxBatch+1), []reply{says("")}, Other, 0},
		{"no calls", nil, []reply{says("")}, NoError, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newScript(t, tt.replies...).client(newFakeClock())
			_, err := c.Execute(t.Context(), tt.calls)
			if got := Class(err); got != tt.want {
				t.Errorf("class = %v (%v), want %v", got, err, tt.want)
			}
			if c.Requests() != tt.requests {
				t.Errorf("requests = %d, want %d", c.Requests(), tt.requests)
			}
		})
	}
}

func TestExecuteScript(t *testing.T) {
	vk := newScript(t, says(`{"response":[1,1,{}]}`))
	if _, err := vk.client(newFakeClock()).Execute(t.Context(), batchOfThree); err != nil {
		t.Fatal(err)
	}
	const want = `return [API.messages.createChat({"title":"«Имя» <1>","user_ids":"5,6"}),` +
		`API.messages.editChat({"chat_id":1,"title":"б"}),API.messages.getInviteLink({"peer_id":2000000001,"reset":1})];`
	if got := vk.forms[0].Get("code"); got != want {
		t.Errorf("code = %s\nwant   %s", got, want)
	}
	if got := vk.forms[0].Get("v"); got != APIVersion {
		t.Errorf("v = %q", got)
	}
}

func TestExecuteCancelledWhileWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	vk := newScript(t, says(`{"response":[1,false],"execute_errors":[{"method":"messages.editChat","error_code":6}]}`))
	clock := &cancellingClock{fakeClock: newFakeClock(), cancel: cancel}
	results, err := vk.client(clock).Execute(ctx, []Call{EditChatCall(1, "а"), EditChatCall(2, "б")})
	if err != nil {
		t.Fatal(err)
	}
	if got := classes(results); !slices.Equal(got, []ErrorClass{NoError, Cancelled}) {
		t.Errorf("classes = %v, want the first done and the second cancelled", got)
	}
}

// cancellingClock ends the context instead of waiting a second.
type cancellingClock struct {
	*fakeClock
	cancel context.CancelFunc
}

func (c *cancellingClock) Sleep(ctx context.Context, d time.Duration) error {
	if d >= time.Second {
		c.cancel()
	}
	return c.fakeClock.Sleep(ctx, d)
}

func TestDecoders(t *testing.T) {
	raw := func(s string) Result { return Result{Response: []byte(s)} }
	chat, err := DecodeCreatedChat(raw(`{"chat_id":5,"peer_ids":[1,2]}`))
	if err != nil || chat.ChatID != 5 || !slices.Equal(chat.Added, []int64{1, 2}) {
		t.Errorf("createChat: %+v, %v", chat, err)
	}
	if chat, err = DecodeCreatedChat(raw(` 17 `)); err != nil || chat.ChatID != 17 || chat.Added != nil {
		t.Errorf("createChat, bare: %+v, %v", chat, err)
	}
	for _, bad := range []string{`{}`, `"x"`, `[]`, `false`} {
		if chat, err = DecodeCreatedChat(raw(bad)); err == nil {
			t.Errorf("createChat took %s as %+v", bad, chat)
		}
	}
	wrapped, err := DecodeConversations(raw(`{"count":9,"items":[{"conversation":{"peer":{"id":2000000003},"chat_settings":{"title":"Ч"}}}]}`))
	if err != nil || wrapped.Count != 9 || wrapped.Items[0].Peer.ID != 2000000003 || wrapped.Items[0].ChatSettings.Title != "Ч" {
		t.Errorf("getConversations: %+v, %v", wrapped, err)
	}
	bare, err := DecodeConversations(raw(`{"count":1,"items":[{"peer":{"id":7,"type":"user"}}]}`))
	if err != nil || bare.Items[0].Peer.ID != 7 || bare.Items[0].ChatSettings != nil {
		t.Errorf("getConversationsById: %+v, %v", bare, err)
	}
	if list, err := decodeCommunities(raw(`[{"id":4,"name":"К"}]`)); err != nil || list[0].ID != 4 {
		t.Errorf("groups.getById, older: %+v, %v", list, err)
	}
	failed := Result{Err: &APIError{Code: 917}}
	if _, err := DecodeInviteLink(failed); !errors.Is(err, failed.Err) {
		t.Errorf("the call's error is lost: %v", err)
	}
}
