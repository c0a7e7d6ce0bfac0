package sandbox

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseScript(t *testing.T) {
	tests := []struct {
		code  string
		calls []scriptCall
		list  bool
		fails int
	}{
		{`return API.users.get({"user_ids":"1,2"});`, []scriptCall{{"users.get", params{"user_ids": "1,2"}}}, false, 0},
		{`return API.users.get();`, []scriptCall{{"users.get", params{}}}, false, 0},
		{"return [ API.a.b({\"n\": 12345678901, \"f\": true, \"l\": [1,2], \"o\": {\"x\":1}, \"z\": null}) ,\n API.c.d({}) ] ", []scriptCall{
			{"a.b", params{"n": "12345678901", "f": "1", "l": "1,2", "o": `{"x":1}`, "z": ""}}, {"c.d", params{}}}, true, 0},
		{`return [API.a.b({"t":"]);,\" } \u0416"}),];`, []scriptCall{{"a.b", params{"t": `]);," } Ж`}}}, true, 0},
		{`return [];`, nil, true, 0},
		{`return ` + list(25) + `;`, nil, true, 0},
		{`return ` + list(26) + `;`, nil, true, codeRuntime},
		{`var a = API.users.get({}); return a;`, nil, false, codeCompile},
		{`return 1;`, nil, false, codeCompile},
		{`return ;`, nil, false, codeCompile},
		{`return API.users.get({}) + 1;`, nil, false, codeCompile},
		{`return [API.users.get({}) API.users.get({})];`, nil, false, codeCompile},
		{`return [API.users.get({})`, nil, false, codeCompile},
		{`return API.users.get({user_ids:1});`, nil, false, codeCompile},
		{`return API.users.get({};`, nil, false, codeCompile},
		{``, nil, false, codeCompile},
	}
	for _, tt := range tests {
		t.Run(tt.code, func(t *testing.T) {
			calls, list, err := parseScript(tt.code)
			if tt.fails != 0 {
				if err == nil || asAPIError(err).Code != tt.fails {
					t.Errorf("got %v, want error %d", err, tt.fails)
				}
				return
			}
			if err != nil || list != tt.list {
				t.Fatalf("list = %v, %v", list, err)
			}
			if tt.calls != nil && !reflect.DeepEqual(calls, tt.calls) {
				t.Errorf("calls = %v, want %v", calls, tt.calls)
			}
		})
	}
}

func list(n int) string {
	return "[" + strings.TrimSuffix(strings.Repeat("API.users.get({}),", n), ",") + "]"
}

func TestExecuteAnswers(t *testing.T) {
	b := newBench(t, Options{NoLimits: true})
	r := b.ask(b.community(), "execute", "code", `return [API.messages.createChat({"title":"А"}),API.messages.addChatUser({"chat_id":1,"user_id":1001}),`+
		`API.messages.editChat({"chat_id":1,"title":"Б"}),API.no.such({})];`)
	if got := string(r.Response); got != `[{"chat_id":1,"peer_ids":[]},false,1,false]` {
		t.Errorf("response = %s", got)
	}
	if len(r.Execute) != 2 || r.Execute[0].Method != "messages.addChatUser" || r.Execute[0].Code != 27 || r.Execute[1].Code != 3 {
		t.Errorf("execute_errors = %+v", r.Execute)
	}
	if got := b.do(b.community(), "execute", "code", `return API.messages.editChat({"chat_id":1,"title":"В"});`); got != "1" {
		t.Errorf("a single call answers %s, want 1", got)
	}
	state := b.State()
	if state.Requests != 2 || state.Methods["execute"] != 2 || state.Methods["messages.editChat"] != 2 || state.Chats[0].Title != "В" {
		t.Errorf("state = %+v", state)
	}
}

// A college of 2,400 chats is made and read in seconds, not minutes.
func TestManyChatsAreFast(t *testing.T) {
	b := newBench(t, Options{NoLimits: true, Users: DefaultUsers(5000), StateFile: t.TempDir() + "/state"})
	token, started := b.community(), time.Now()
	for batch := range 2400 / maxBatch {
		calls := make([]string, maxBatch)
		for i := range calls {
			ids := make([]string, 45)
			for n := range ids {
				ids[n] = fmt.Sprint(firstUserID + (batch*maxBatch+i*45+n)%4700)
			}
			calls[i] = fmt.Sprintf(`API.messages.createChat({"title":"Чат %d/%d","user_ids":"%s"})`, batch, i, strings.Join(ids, ","))
		}
		if r := b.ask(token, "execute", "code", "return ["+strings.Join(calls, ",")+"];"); len(r.Execute) > 0 || r.Error != nil {
			t.Fatalf("batch %d: %+v", batch, r)
		}
	}
	for offset := 0; offset < 2400; offset += maxConversationsPage {
		b.do(token, "messages.getConversations", "count", "200", "offset", fmt.Sprint(offset))
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	if n := len(b.State().Chats); n != 2400 {
		t.Errorf("%d chats", n)
	}
	t.Logf("2,400 chats of 45 made and listed in %v", time.Since(started))
}
