package vkclient_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// unlisted are the methods that VK has and its schema does not name.
var unlisted = []string{"messages.setMemberRole"}

// everyCall is one call of every method, with an account that may make it on a fresh sandbox, in this order.
func everyCall(communityID int64, link, callID string) []struct {
	call    vkclient.Call
	asUser  bool
	variant string // which of the schema's answers
} {
	const chat = 1
	peer := vkclient.PeerID(chat)
	return []struct {
		call    vkclient.Call
		asUser  bool
		variant string
	}{
		{vkclient.CreateChatCall("ДО-19-3", []int64{1002, 1003, 1100}), false, "response"},
		{vkclient.EditChatCall(chat, "ДО-19-4"), false, "response"},
		{vkclient.SetMemberRoleCall(peer, 1002, true), false, ""},
		{vkclient.GetInviteLinkCall(peer, false), false, "response"},
		{vkclient.JoinChatByInviteLinkCall(link), true, "response"},
		{vkclient.AddChatUserCall(chat, 1005), true, "response"},
		{vkclient.SendCall(peer, 9, "Здравствуйте"), false, "deprecatedResponse"},
		{vkclient.SendCall(1004, 9, "Здравствуйте"), false, "deprecatedResponse"},
		{vkclient.SendToChatCall(peer, 10, "Занятие", 0), false, "userIdsResponse"},
		{vkclient.SendToChatCall(peer, 11, "Занятие перенесено", 5), false, "userIdsResponse"},
		{vkclient.IsMessagesFromGroupAllowedCall(communityID, 1001), false, "response"},
		{vkclient.GetConversationMembersCall(peer, 0, vkclient.MaxMembersPage), false, "response"},
		{vkclient.GetConversationMembersCall(peer, 0, 5), true, "response"},
		{vkclient.GetConversationsCall(0, vkclient.MaxConversationsPage), false, "response"},
		{vkclient.GetConversationsCall(0, 1), true, "response"},
		{vkclient.GetConversationsByIDCall([]int64{peer, 1004}), false, "response"},
		{vkclient.RemoveChatUserCall(chat, 1003), false, "response"},
		{vkclient.DeleteConversationCall(peer), false, "response"},
		{vkclient.CallsStartCall(), true, "response"},
		{vkclient.CallsForceFinishCall(callID), true, "response"},
		{vkclient.GroupsGetByIDCall(), false, "response"},
		{vkclient.UsersGetCall([]int64{1001, 1100}), false, "response"},
		{vkclient.UsersGetCall(nil), true, "response"},
	}
}

func TestContractOfRequests(t *testing.T) {
	schema := schemaMethods(t)
	for _, c := range everyCall(220000001, "https://vk.me/join/x", strings.Repeat("a", 36)) {
		t.Run(c.call.Method, func(t *testing.T) {
			method, known := schema[c.call.Method]
			if !known {
				if !slices.Contains(unlisted, c.call.Method) {
					t.Error("VK's schema does not know the method")
				}
				return
			}
			who := "group"
			if c.asUser {
				who = "user"
			}
			if !slices.Contains(method.TokenTypes, who) {
				t.Errorf("not for a token of the kind %s", who)
			}
			params := map[string]schemaParam{}
			for _, p := range method.Parameters {
				params[p.Name] = p
				if _, given := c.call.Params[p.Name]; p.Required && !given {
					t.Errorf("%s is required", p.Name)
				}
			}
			for name, value := range c.call.Params {
				p, known := params[name]
				if !known {
					t.Errorf("VK's schema does not know the parameter %s", name)
					continue
				}
				checkParam(t, p, value)
			}
		})
	}
}

func checkParam(t *testing.T, p schemaParam, value any) {
	t.Helper()
	types := fmt.Sprint(p.Type)
	number, isNumber := 0.0, true
	ok := false
	switch v := value.(type) {
	case bool:
		ok, isNumber = strings.Contains(types, "boolean"), false
	case string:
		ok, isNumber = strings.Contains(types, "string"), false
	case int64:
		ok, number = strings.Contains(types, "integer"), float64(v)
	case int:
		ok, number = strings.Contains(types, "integer"), float64(v)
	case []int64:
		ok, isNumber = strings.Contains(types, "array"), false
		if p.MaxItems > 0 && len(v) > p.MaxItems {
			t.Errorf("%s has %d items, at most %d are taken", p.Name, len(v), p.MaxItems)
		}
	}
	if !ok {
		t.Errorf("%s is a %T, VK's schema wants %s", p.Name, value, types)
	}
	if isNumber && (p.Minimum != nil && number < *p.Minimum || p.Maximum != nil && number > *p.Maximum) {
		t.Errorf("%s = %v is out of VK's range", p.Name, value)
	}
}

// raw sends a call as it is and answers VK's whole answer.
func raw(t *testing.T, base, token string, call vkclient.Call) string {
	t.Helper()
	form := url.Values{"v": {vkclient.APIVersion}, "access_token": {token}}
	for name, value := range call.Params {
		text := fmt.Sprint(value)
		if ids, ok := value.([]int64); ok {
			text = strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ","), "[]")
		}
		form.Set(name, text)
	}
	resp, err := http.PostForm(base+"/method/"+call.Method, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body json.RawMessage
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestContractOfAnswers(t *testing.T) {
	schema := schemaMethods(t)
	l := newLocal(t, sandbox.Options{})
	started, err := l.person.CallsStart(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(vkSchemas{})
	link := ""
	for _, c := range everyCall(l.info.CommunityID, "", started.CallID) {
		t.Run(c.call.Method, func(t *testing.T) {
			token := l.info.CommunityToken
			if c.asUser {
				token = l.info.Users[0].Token
			}
			if c.call.Method == "messages.joinChatByInviteLink" {
				c.call = vkclient.JoinChatByInviteLinkCall(link)
			}
			body := raw(t, l.url, token, c.call)
			if strings.HasPrefix(body, `{"error"`) {
				t.Fatalf("refused: %s", body)
			}
			if c.call.Method == "messages.getInviteLink" {
				link = l.server.State().Chats[0].InviteLink
			}
			if c.variant == "" {
				return
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if err := answerSchema(t, compiler, schema[c.call.Method], c.variant).Validate(doc); err != nil {
				t.Errorf("%s\n%v", body, err)
			}
		})
	}
}

// The checker itself: an answer that lacks what VK always says is refused.
func TestContractChecksRequired(t *testing.T) {
	schema := schemaMethods(t)
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(vkSchemas{})
	members := answerSchema(t, compiler, schema["messages.getConversationMembers"], "response")
	for body, valid := range map[string]bool{
		`{"response":{"count":1,"items":[{"member_id":5}]}}`:   true,
		`{"response":{"items":[]}}`:                            false,
		`{"response":{"count":1,"items":[{}]}}`:                false,
		`{"response":{"count":1,"items":[{"member_id":"5"}]}}`: false,
		`{}`: false,
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := members.Validate(doc); (err == nil) != valid {
			t.Errorf("%s: %v, want valid = %v", body, err, valid)
		}
	}
}

// What the sandbox refuses, it refuses with errors that VK's schema lists, in an envelope that does not repeat the token.
func TestContractOfErrors(t *testing.T) {
	schema := schemaMethods(t)
	var file struct {
		Errors map[string]struct {
			Code   int
			Global bool
		}
	}
	readSchema(t, "errors.json", &file)
	codes := map[int]string{}
	for name, e := range file.Errors {
		codes[e.Code] = name
	}
	l := newLocal(t, sandbox.Options{})
	if err := l.community.Do(t.Context(), vkclient.CreateChatCall("А", []int64{1001, 1002})).Err; err != nil {
		t.Fatal(err)
	}
	community, person, stranger := l.info.CommunityToken, l.info.Users[0].Token, l.info.Users[50].Token
	peer := vkclient.PeerID(1)
	tests := []struct {
		token string
		call  vkclient.Call
		code  int
	}{
		{"", vkclient.UsersGetCall(nil), 5},
		{"wrong", vkclient.UsersGetCall(nil), 5},
		{community, vkclient.Call{Method: "messages.unheardOf"}, 3},
		{community, vkclient.AddChatUserCall(1, 1003), 27},
		{community, vkclient.JoinChatByInviteLinkCall("x"), 27},
		{community, vkclient.CallsStartCall(), 27},
		{community, vkclient.CallsForceFinishCall("x"), 27},
		{community, vkclient.CreateChatCall("А", make([]int64, 451)), 103},
		{community, vkclient.CreateChatCall("", nil), 100},
		{community, vkclient.EditChatCall(99, "Б"), 917},
		{stranger, vkclient.EditChatCall(1, "Б"), 917},
		{person, vkclient.EditChatCall(1, "Б"), 925},
		{person, vkclient.RemoveChatUserCall(1, 1002), 925},
		{community, vkclient.RemoveChatUserCall(1, 1050), 935},
		{person, vkclient.SetMemberRoleCall(peer, 1002, true), 925},
		{community, vkclient.SetMemberRoleCall(peer, -l.info.CommunityID, false), 15},
		{community, vkclient.SetMemberRoleCall(peer, 1050, true), 935},
		{person, vkclient.GetInviteLinkCall(peer, true), 931},
		{person, vkclient.AddChatUserCall(1, 1100), 902},
		{person, vkclient.AddChatUserCall(1, 5), 936},
		{person, vkclient.AddChatUserCall(1, 1002), 15},
		{community, vkclient.SendCall(1100, 1, "А"), 901},
		{community, vkclient.SendCall(5, 1, "А"), 936},
		{community, vkclient.SendCall(peer, 1, strings.Repeat("ё", 9001)), 914},
		{community, vkclient.GetConversationsCall(0, 201), 100},
		{community, vkclient.GetConversationMembersCall(peer, 0, 1001), 100},
		{community, vkclient.GetConversationsByIDCall(make([]int64, 101)), 100},
		{stranger, vkclient.JoinChatByInviteLinkCall(l.url + "/join/dead"), 917},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %d", tt.call.Method, tt.code), func(t *testing.T) {
			body := raw(t, l.url, tt.token, tt.call)
			var answer struct {
				Error struct {
					Code   int    `json:"error_code"`
					Text   string `json:"error_msg"`
					Params []struct{ Key, Value string }
				}
			}
			if err := json.Unmarshal([]byte(body), &answer); err != nil {
				t.Fatal(err)
			}
			name := codes[answer.Error.Code]
			if answer.Error.Code != tt.code || answer.Error.Text == "" || name == "" {
				t.Errorf("got %s, want error %d with VK's words", body, tt.code)
			}
			if tt.token != "" && tt.token != "wrong" && strings.Contains(body, tt.token) {
				t.Errorf("the token is repeated: %s", body)
			}
			if method, known := schema[tt.call.Method]; known && !file.Errors[name].Global && !lists(method, name) {
				t.Logf("note: %s is not among the errors that the schema lists for the method", name)
			}
		})
	}
}

func lists(method schemaMethod, name string) bool {
	return slices.ContainsFunc(method.Errors, func(e map[string]string) bool { return strings.HasSuffix(e["$ref"], "/"+name) })
}
