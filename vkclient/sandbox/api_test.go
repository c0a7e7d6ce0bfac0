package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// bench is a served sandbox and what tests ask of it.
type bench struct {
	*Server
	t   *testing.T
	url string
}

func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	if o.Users == nil {
		o.Users = DefaultUsers(100)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s)
	t.Cleanup(func() {
		_ = s.Close()
		web.Close()
	})
	return &bench{Server: s, t: t, url: web.URL}
}

func (b *bench) community() string { return b.Info().CommunityToken }

func (b *bench) person(id int64) string {
	for _, u := range b.Info().Users {
		if u.UserID == id {
			return u.Token
		}
	}
	b.t.Fatalf("nobody has the id %d", id)
	return ""
}

// reply is an answer of the API, with one of the two.
type reply struct {
	Response json.RawMessage `json:"response"`
	Error    *apiError       `json:"error"`
	Execute  []apiError      `json:"execute_errors"`
}

func (r reply) code() int {
	if r.Error == nil {
		return 0
	}
	return r.Error.Code
}

// post calls a method; pairs are names and values of parameters.
func (b *bench) post(token, method string, pairs ...string) (reply, error) {
	form := url.Values{"v": {"5.199"}, "access_token": {token}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	resp, err := http.PostForm(b.url+"/method/"+method, form)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	var r reply
	err = json.NewDecoder(resp.Body).Decode(&r)
	return r, err
}

// ask is post that has to be answered.
func (b *bench) ask(token, method string, pairs ...string) reply {
	b.t.Helper()
	r, err := b.post(token, method, pairs...)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	return r
}

// do is ask that has to succeed.
func (b *bench) do(token, method string, pairs ...string) string {
	b.t.Helper()
	r := b.ask(token, method, pairs...)
	if r.Error != nil {
		b.t.Fatalf("%s: error %d: %s", method, r.Error.Code, r.Error.Message)
	}
	return string(r.Response)
}

func TestWaysToAsk(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	token := b.community()
	query := "?v=5.199&lang=ru&test_mode=1&group_id=1"
	tests := map[string]struct {
		request func() *http.Request
		code    int
	}{
		"GET with access_token": {func() *http.Request {
			r, _ := http.NewRequest(http.MethodGet, b.url+"/method/users.get"+query+"&access_token="+token, nil)
			return r
		}, 0},
		"POST with Bearer": {func() *http.Request {
			r, _ := http.NewRequest(http.MethodPost, b.url+"/method/users.get", strings.NewReader("v=5.131"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Authorization", "Bearer "+token)
			return r
		}, 0},
		"multipart": {func() *http.Request {
			body := "--x\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n5.199\r\n--x\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\n" +
				token + "\r\n--x--\r\n"
			r, _ := http.NewRequest(http.MethodPost, b.url+"/method/users.get", strings.NewReader(body))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			return r
		}, 0},
		"no version": {func() *http.Request {
			r, _ := http.NewRequest(http.MethodGet, b.url+"/method/users.get?access_token="+token, nil)
			return r
		}, codeParam},
		"no token": {func() *http.Request {
			r, _ := http.NewRequest(http.MethodGet, b.url+"/method/users.get"+query, nil)
			return r
		}, codeAuth},
		"unknown method": {func() *http.Request {
			r, _ := http.NewRequest(http.MethodGet, b.url+"/method/users.fly"+query+"&access_token="+token, nil)
			return r
		}, codeUnknownMethod},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			resp, err := http.DefaultClient.Do(tt.request())
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			var r reply
			if err := json.NewDecoder(resp.Body).Decode(&r); err != nil {
				t.Fatal(err)
			}
			if r.code() != tt.code {
				t.Errorf("error %d, want %d", r.code(), tt.code)
			}
			if got := resp.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/json") || resp.StatusCode != http.StatusOK {
				t.Errorf("status %d, content type %q", resp.StatusCode, got)
			}
		})
	}
}

func TestOlderShapes(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	if got := b.do(b.community(), "messages.createChat", "title", "А", "v", "5.131"); got != "1" {
		t.Errorf("createChat = %s, want the bare number", got)
	}
	if got := b.do(b.community(), "groups.getById", "v", "5.131"); !strings.HasPrefix(got, "[{") {
		t.Errorf("groups.getById = %s, want a bare list", got)
	}
}

// The table of rights: the code that each kind of caller gets, 0 for success.
func TestRights(t *testing.T) {
	const owner, member, stranger = 1001, 1002, 1050
	setUp := func(t *testing.T) *bench {
		b := newBench(t, Options{NoLimits: true})
		own := b.person(owner)
		b.do(own, "messages.createChat", "title", "Чужой чат", "user_ids", "1002,1003,1004")
		b.do(own, "messages.addChatUser", "chat_id", "1", "user_id", fmt.Sprint(-b.Info().CommunityID))
		b.do(own, "messages.setMemberRole", "peer_id", "2000000001", "member_id", "1004", "role", "admin")
		return b
	}
	peer := []string{"peer_id", "2000000001"}
	with := func(base []string, more ...string) []string { return append(append([]string{}, base...), more...) }
	tests := []struct {
		method                                         string
		params                                         []string
		owner, admin, member, stranger, plainCommunity int
	}{
		{"messages.editChat", []string{"chat_id", "1", "title", "Б"}, 0, 0, 925, 917, 925},
		{"messages.removeChatUser", []string{"chat_id", "1", "member_id", "1003"}, 0, 0, 925, 917, 925},
		{"messages.removeChatUser", []string{"chat_id", "1", "user_id", "1001"}, 0, 15, 925, 917, 925},
		{"messages.setMemberRole", with(peer, "member_id", "1003", "role", "admin"), 0, 0, 925, 917, 925},
		{"messages.setMemberRole", with(peer, "member_id", "1001", "role", "member"), 15, 15, 925, 917, 925},
		{"messages.setMemberRole", with(peer, "member_id", "1003", "role", "king"), 100, 100, 100, 917, 100},
		{"messages.getInviteLink", peer, 0, 0, 0, 917, 919},
		{"messages.getInviteLink", with(peer, "reset", "1"), 0, 0, 931, 917, 931},
		{"messages.addChatUser", []string{"chat_id", "1", "user_id", "1005"}, 0, 0, 0, 917, 27},
		{"messages.getConversationMembers", peer, 0, 0, 0, 917, 0},
		{"messages.send", with(peer, "random_id", "1", "message", "А"), 0, 0, 0, 917, 0},
		{"messages.deleteConversation", peer, 0, 0, 0, 917, 0},
	}
	for _, tt := range tests {
		t.Run(tt.method, func(t *testing.T) {
			for _, who := range []struct {
				name string
				id   int64
				want int
			}{{"owner", owner, tt.owner}, {"admin", 1004, tt.admin}, {"member", member, tt.member}, {"stranger", stranger, tt.stranger},
				{"community", 0, tt.plainCommunity}} {
				b := setUp(t)
				token := b.community()
				if who.id != 0 {
					token = b.person(who.id)
				}
				if got := b.ask(token, tt.method, tt.params...).code(); got != who.want {
					t.Errorf("%s %v: error %d, want %d", who.name, tt.params, got, who.want)
				}
			}
		})
	}
	t.Run("a community that is no administrator is told no members", func(t *testing.T) {
		b := setUp(t)
		if got := b.do(b.community(), "messages.getConversationMembers", peer...); !strings.HasPrefix(got, `{"items":[],"count":0`) {
			t.Errorf("members = %s", got)
		}
		if got := b.do(b.community(), "messages.getConversationsById", "peer_ids", "2000000001"); got != `{"count":0,"items":[]}` {
			t.Errorf("conversation = %s", got)
		}
	})
}

func TestLimits(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	b := newBench(t, Options{Now: func() time.Time { return now }})
	for _, tt := range []struct {
		token string
		limit int
	}{{b.community(), 20}, {b.person(1001), 3}, {b.person(1002), 3}} {
		for i := range tt.limit {
			if got := b.ask(tt.token, "users.get").code(); got != 0 {
				t.Fatalf("request %d: error %d", i+1, got)
			}
		}
		if got := b.ask(tt.token, "users.get").code(); got != codeTooFast {
			t.Errorf("request %d: error %d, want 6", tt.limit+1, got)
		}
	}
	now = now.Add(999 * time.Millisecond)
	if got := b.ask(b.person(1001), "users.get").code(); got != codeTooFast {
		t.Errorf("within the second: error %d, want 6", got)
	}
	now = now.Add(time.Millisecond)
	if got := b.ask(b.person(1001), "execute", "code", `return [API.users.get({}),API.users.get({}),API.users.get({}),API.users.get({})];`); got.code() != 0 {
		t.Errorf("an execute is one request: error %d", got.code())
	}
}

func TestPagingOverAThousand(t *testing.T) {
	b := newBench(t, Options{NoLimits: true, Users: DefaultUsers(2400)})
	token := b.community()
	ids := make([]string, 450)
	for i := range ids {
		ids[i] = fmt.Sprint(firstUserID + i)
	}
	b.do(token, "messages.createChat", "title", "Большой", "user_ids", strings.Join(ids, ","))
	b.mu.Lock()
	for id := int64(firstUserID + 450); id < firstUserID+2200; id++ {
		if _, err := b.join(b.world.chats[1].Link, id); err != nil {
			t.Fatal(err)
		}
	}
	b.mu.Unlock()
	seen := map[int64]bool{}
	for offset := 0; ; offset += maxMembersPage {
		var page membersAnswer
		answer := b.do(token, "messages.getConversationMembers", "peer_id", "2000000001", "offset", fmt.Sprint(offset), "count", "1000")
		if err := json.Unmarshal([]byte(answer), &page); err != nil {
			t.Fatal(err)
		}
		if page.Count != 2201 || len(page.Items) > maxMembersPage {
			t.Fatalf("page of %d, count %d", len(page.Items), page.Count)
		}
		for _, m := range page.Items {
			if seen[m.MemberID] {
				t.Errorf("%d is on two pages", m.MemberID)
			}
			seen[m.MemberID] = true
		}
		if len(page.Items) == 0 {
			break
		}
	}
	if len(seen) != 2201 {
		t.Errorf("%d members on all pages, want 2201", len(seen))
	}
	if got := b.ask(token, "messages.createChat", "title", "А", "user_ids", strings.Join(append(ids, "1"), ",")).code(); got != codeLimits {
		t.Errorf("451 first members: error %d, want 103", got)
	}
}

func TestInviteLinkReset(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	b.do(b.community(), "messages.createChat", "title", "А")
	old := b.State().Chats[0].InviteLink
	if !strings.HasPrefix(old, b.url+"/join/") {
		t.Errorf("link = %s", old)
	}
	b.do(b.community(), "messages.getInviteLink", "peer_id", "2000000001", "reset", "true")
	fresh := b.State().Chats[0].InviteLink
	if got := b.ask(b.person(1001), "messages.joinChatByInviteLink", "link", old).code(); old == fresh || got != codeNoAccess {
		t.Errorf("the old link: error %d, want 917", got)
	}
	if got := b.do(b.person(1001), "messages.joinChatByInviteLink", "link", fresh); got != `{"chat_id":1}` {
		t.Errorf("the new link: %s", got)
	}
}

// A cleared side comes back with the next message; a chat is gone when no people are left and the community's side is cleared.
func TestClearedSides(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	community, person := b.community(), b.person(1001)
	listed := func(token string) bool {
		return strings.Contains(b.do(token, "messages.getConversations"), "2000000001")
	}
	b.do(community, "messages.createChat", "title", "А", "user_ids", "1001")
	b.do(community, "messages.deleteConversation", "peer_id", "2000000001")
	if listed(community) || !listed(person) {
		t.Error("clearing hides the chat from the community alone")
	}
	b.do(person, "messages.send", "peer_id", "2000000001", "random_id", "1", "message", "А")
	if !listed(community) {
		t.Error("a message brings the conversation back")
	}
	b.do(community, "messages.removeChatUser", "chat_id", "1", "member_id", "1001")
	if got := b.do(person, "messages.getConversations"); !strings.Contains(got, `"state":"kicked"`) {
		t.Errorf("one who was removed sees %s", got)
	}
	if len(b.State().Chats) != 1 {
		t.Error("the chat is not gone while the community sees it")
	}
	b.do(community, "messages.deleteConversation", "peer_id", "2000000001")
	if len(b.State().Chats) != 0 {
		t.Error("the chat is gone and still listed")
	}
}
