package vkclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// local is a sandbox with the clients of its community and of its first person.
type local struct {
	server    *sandbox.Server
	info      sandbox.Info
	url       string
	community *vkclient.Client
	person    *vkclient.Client
}

// impatient does not wait: the sandbox is without limits in these tests.
type impatient struct{}

func (impatient) Now() time.Time                                   { return time.Now() }
func (impatient) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func newLocal(t *testing.T, o sandbox.Options) *local {
	t.Helper()
	o.NoLimits = true
	if o.Users == nil {
		o.Users = sandbox.DefaultUsers(100)
	}
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		_ = server.Close()
		web.Close()
	})
	info := server.Info()
	client := func(token string, kind vkclient.TokenKind) *vkclient.Client {
		return vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(web.URL), Token: vkclient.Secret(token), Kind: kind, Clock: impatient{},
			Timeout: 2 * time.Second})
	}
	return &local{server: server, info: info, url: web.URL, community: client(info.CommunityToken, vkclient.CommunityToken),
		person: client(info.Users[0].Token, vkclient.UserToken)}
}

// A chat's whole life, by every method of the client.
func TestChatLife(t *testing.T) {
	l, ctx := newLocal(t, sandbox.Options{}), t.Context()
	c, p := l.community, l.person
	must := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	community, err := c.GroupsGetByID(ctx)
	must("groups.getById", err)
	if community.ID != l.info.CommunityID || community.Name == "" {
		t.Errorf("community = %+v", community)
	}
	chat, err := vkclient.DecodeCreatedChat(c.Do(ctx, vkclient.CreateChatCall("ДО-19-3", []int64{1002, 1003, 1100, 9999})))
	must("createChat", err)
	if !slices.Equal(chat.Added, []int64{1002, 1003}) {
		t.Errorf("added = %v, want those who exist and let others add them", chat.Added)
	}
	peer := vkclient.PeerID(chat.ChatID)
	must("editChat", c.Do(ctx, vkclient.EditChatCall(chat.ChatID, "ДО-19-3 + 1")).Err)
	must("setMemberRole", c.Do(ctx, vkclient.SetMemberRoleCall(peer, 1003, true)).Err)
	must("removeChatUser", c.Do(ctx, vkclient.RemoveChatUserCall(chat.ChatID, 1002)).Err)
	if err := c.Do(ctx, vkclient.RemoveChatUserCall(chat.ChatID, 1002)).Err; vkclient.Class(err) != vkclient.AlreadyGone {
		t.Errorf("second removal: %v, want already gone", err)
	}
	link, err := vkclient.DecodeInviteLink(c.Do(ctx, vkclient.GetInviteLinkCall(peer, false)))
	must("getInviteLink", err)
	joined, err := p.JoinChatByInviteLink(ctx, link)
	must("joinChatByInviteLink", err)
	if joined != chat.ChatID {
		t.Errorf("joined %d, want %d", joined, chat.ChatID)
	}
	must("addChatUser", p.Do(ctx, vkclient.AddChatUserCall(chat.ChatID, 1004)).Err)
	members, err := c.GetConversationMembers(ctx, peer, 0, 100)
	must("getConversationMembers", err)
	var admins, ids []int64
	for _, m := range members.Items {
		ids = append(ids, m.MemberID)
		if m.IsAdmin {
			admins = append(admins, m.MemberID)
		}
	}
	if want := []int64{-l.info.CommunityID, 1003, 1001, 1004}; members.Count != 4 || !slices.Equal(ids, want) {
		t.Errorf("members = %v of %d, want %v", ids, members.Count, want)
	}
	if want := []int64{-l.info.CommunityID, 1003}; !slices.Equal(admins, want) {
		t.Errorf("administrators = %v, want %v", admins, want)
	}
	allowed, err := vkclient.DecodeAllowed(c.Do(ctx, vkclient.IsMessagesFromGroupAllowedCall(community.ID, 1001)))
	must("isMessagesFromGroupAllowed", err)
	closed, err := vkclient.DecodeAllowed(c.Do(ctx, vkclient.IsMessagesFromGroupAllowedCall(community.ID, 1100)))
	must("isMessagesFromGroupAllowed", err)
	if !allowed || closed {
		t.Errorf("allowed = %v and %v, want true and false", allowed, closed)
	}
	send := vkclient.SendCall(1001, 77, "Приглашение: "+link)
	first, err := vkclient.DecodeSent(c.Do(ctx, send))
	must("send", err)
	second, err := vkclient.DecodeSent(c.Do(ctx, send))
	must("send again", err)
	if first.ID == 0 || first != second {
		t.Errorf("messages %v and %v of one random_id", first, second)
	}
	page, err := c.GetConversations(ctx, 0, 200)
	must("getConversations", err)
	if page.Count != 2 || page.Items[0].Peer.Type != "user" || page.Items[1].ChatSettings.Title != "ДО-19-3 + 1" {
		t.Errorf("conversations = %+v", page)
	}
	byID, err := vkclient.DecodeConversations(c.Do(ctx, vkclient.GetConversationsByIDCall([]int64{peer, vkclient.PeerID(999)})))
	must("getConversationsById", err)
	if len(byID.Items) != 1 || byID.Items[0].ChatSettings.Title != "ДО-19-3 + 1" || byID.Items[0].ChatSettings.State != "in" {
		t.Errorf("by id = %+v", byID)
	}
	people, err := c.UsersGet(ctx, []int64{1001, 9999})
	must("users.get", err)
	if len(people) != 1 || people[0].LastName == "" {
		t.Errorf("people = %+v", people)
	}
	call, err := p.CallsStart(ctx)
	must("calls.start", err)
	if len(call.CallID) != 36 || call.JoinLink == "" {
		t.Errorf("call = %+v", call)
	}
	must("calls.forceFinish", p.CallsForceFinish(ctx, call.CallID))
	if _, err := c.CallsStart(ctx); vkclient.Class(err) != vkclient.NoRight {
		t.Errorf("calls.start by a community: %v, want no right", err)
	}
	for _, id := range []int64{1001, 1003, 1004} {
		must("removeChatUser", c.Do(ctx, vkclient.RemoveChatUserCall(chat.ChatID, id)).Err)
	}
	must("deleteConversation", c.Do(ctx, vkclient.DeleteConversationCall(peer)).Err)
	if state := l.server.State(); len(state.Chats) != 0 {
		t.Errorf("a chat deleted for all is still there: %+v", state.Chats)
	}
}

// After a dropped answer the chat is there once, and the caller was told to look.
func TestUnknownOutcomeOnDrop(t *testing.T) {
	for _, fault := range []string{"drop", "garbage", "hang", "lost"} {
		t.Run(fault, func(t *testing.T) {
			l := newLocal(t, sandbox.Options{Faults: "messages.createChat/" + fault + "@1"})
			client := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(l.url), Token: vkclient.Secret(l.info.CommunityToken),
				Clock: impatient{}, Timeout: 200 * time.Millisecond})
			if fault != "hang" {
				client = l.community
			}
			_, err := client.Execute(t.Context(), []vkclient.Call{vkclient.CreateChatCall("А", nil), vkclient.EditChatCall(1, "Б")})
			var unknown *vkclient.UnknownOutcomeError
			if !errors.As(err, &unknown) {
				t.Fatalf("got %v, want an unknown outcome", err)
			}
			want := 1
			if fault == "lost" {
				want = 0
			}
			if n := len(l.server.State().Chats); n != want {
				t.Errorf("%d chats, want %d", n, want)
			}
		})
	}
}

func TestCaptchaForms(t *testing.T) {
	for _, tt := range []struct{ fault, form string }{{"captcha@1", "newer"}, {"error=14@1", "older"}} {
		for _, batch := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, batch %v", tt.form, batch), func(t *testing.T) {
				l := newLocal(t, sandbox.Options{Faults: tt.fault + ",captcha@2"})
				create := vkclient.CreateChatCall("А", nil)
				try := func() error {
					if !batch {
						return l.community.Do(t.Context(), create).Err
					}
					results, err := l.community.Execute(t.Context(), []vkclient.Call{create})
					if err != nil {
						return err
					}
					return results[0].Err
				}
				err := try()
				if vkclient.Class(err) != vkclient.Captcha {
					t.Fatalf("got %v, want a captcha", err)
				}
				if n := len(l.server.State().Chats); n != 0 {
					t.Errorf("%d chats, want none", n)
				}
			})
		}
	}
}

func TestConfirmation(t *testing.T) {
	l := newLocal(t, sandbox.Options{Faults: "error=17@1"})
	err := l.community.Do(t.Context(), vkclient.CreateChatCall("А", nil)).Err
	if vkclient.Class(err) != vkclient.Confirmation {
		t.Errorf("got %v, want a confirmation", err)
	}
}

// With a share of every fault, a caller that looks before it repeats makes every chat exactly once.
func TestManyChatsUnderFaults(t *testing.T) {
	l := newLocal(t, sandbox.Options{Faults: "error=6:5%,error=10:2%,drop:5%,lost:5%,garbage:5%", Seed: 7})
	const batches = 12
	var all sync.WaitGroup
	for b := range batches {
		all.Go(func() {
			missing := make([]string, vkclient.MaxBatch)
			for i := range missing {
				missing[i] = fmt.Sprintf("Чат %d/%d", b, i)
			}
			for len(missing) > 0 {
				calls := make([]vkclient.Call, len(missing))
				for i, title := range missing {
					calls[i] = vkclient.CreateChatCall(title, []int64{1001, 1002})
				}
				_, err := l.community.Execute(t.Context(), calls)
				if class := vkclient.Class(err); class != vkclient.NoError && class != vkclient.UnknownOutcome {
					t.Errorf("execute: %v", err)
				}
				missing = without(missing, titles(t, l.community))
			}
		})
	}
	all.Wait()
	state := l.server.State()
	seen := map[string]bool{}
	for _, chat := range state.Chats {
		if seen[chat.Title] {
			t.Errorf("%q is there twice", chat.Title)
		}
		seen[chat.Title] = true
	}
	if len(seen) != batches*vkclient.MaxBatch {
		t.Errorf("%d chats, want %d", len(seen), batches*vkclient.MaxBatch)
	}
}

func titles(t *testing.T, c *vkclient.Client) map[string]bool {
	found := map[string]bool{}
	for offset := 0; ; offset += vkclient.MaxConversationsPage {
		page, err := c.GetConversations(t.Context(), offset, vkclient.MaxConversationsPage)
		if err != nil {
			t.Errorf("getConversations: %v", err)
		}
		for _, item := range page.Items {
			found[item.ChatSettings.Title] = true
		}
		if offset+len(page.Items) >= page.Count || len(page.Items) == 0 {
			return found
		}
	}
}

func without(list []string, found map[string]bool) []string {
	return slices.DeleteFunc(list, func(s string) bool { return found[s] })
}
