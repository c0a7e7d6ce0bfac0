package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// fill makes some of everything happen.
func fill(b *bench) {
	community, person := b.community(), b.person(1001)
	b.do(community, "messages.createChat", "title", "А", "user_ids", "1001,1002,1003")
	b.do(community, "messages.createChat", "title", "Б", "user_ids", "1002")
	b.do(community, "messages.editChat", "chat_id", "1", "title", "В")
	b.do(community, "messages.setMemberRole", "peer_id", "2000000001", "member_id", "1002", "role", "admin")
	b.do(community, "messages.removeChatUser", "chat_id", "1", "member_id", "1003")
	b.do(community, "messages.getInviteLink", "peer_id", "2000000001", "reset", "1")
	b.do(person, "messages.addChatUser", "chat_id", "1", "user_id", "1004")
	b.do(community, "messages.send", "peer_id", "1001", "random_id", "5", "message", "Привет")
	b.do(community, "messages.deleteConversation", "peer_id", "2000000002")
	b.do(person, "calls.start")
	b.do(person, "calls.start")
	b.do(person, "calls.forceFinish", "call_id", b.State().Calls[1].CallID)
	in := strings.TrimPrefix(b.State().Calls[0].JoinLink, b.url)
	for _, user := range []string{"1002", "1003", "1004"} {
		b.submit(in, "user", user, "way", wayProgram)
	}
	b.submit(strings.Replace(in, "join", "leave", 1), "user", "1003")
	b.submit(in, "user", "1002", "way", wayBrowser)
}

// told is what a sandbox tells, without the address and the counts that a restart changes.
func told(b *bench) (Info, State, string) {
	info, state := b.Info(), b.State()
	info.API, info.ID, info.Messenger = "", "", ""
	for i := range state.Chats {
		state.Chats[i].InviteLink = filepath.Base(state.Chats[i].InviteLink)
	}
	for i := range state.Calls {
		state.Calls[i].JoinLink = filepath.Base(state.Calls[i].JoinLink)
	}
	list := b.do(b.community(), "messages.getConversations") + b.do(b.person(1001), "messages.getConversations")
	state.Requests, state.Methods = 0, nil
	return info, state, list
}

func TestRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	b := newBench(t, Options{NoLimits: true, StateFile: path})
	fill(b)
	info, state, list := told(b)
	// Twice: once from the journal's lines, once from the snapshot. The other people show that the file decides.
	// The first one is not closed: it was killed.
	for round := range 2 {
		again := newBench(t, Options{NoLimits: true, StateFile: path, Users: DefaultUsers(10)})
		gotInfo, gotState, gotList := told(again)
		if !reflect.DeepEqual(gotInfo, info) {
			t.Errorf("restart %d: the people or tokens are others", round+1)
		}
		if !reflect.DeepEqual(gotState, state) {
			t.Errorf("restart %d: state = %+v, want %+v", round+1, gotState, state)
		}
		if gotList != list {
			t.Errorf("restart %d: conversations = %s\nwant %s", round+1, gotList, list)
		}
		if got := again.do(again.community(), "messages.send", "peer_id", "1001", "random_id", "5", "message", "Привет"); got == "0" {
			t.Error("no message id")
		}
		if _, afterwards, _ := told(again); !reflect.DeepEqual(afterwards, state) {
			t.Errorf("restart %d: the repetition by random_id changed something", round+1)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the state file holds tokens and has the mode %v, %v", info.Mode(), err)
	}
}

func TestTornLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	b := newBench(t, Options{NoLimits: true, StateFile: path})
	b.do(b.community(), "messages.createChat", "title", "А")
	b.do(b.community(), "messages.createChat", "title", "Б")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if r := b.ask(b.community(), "messages.createChat", "title", "В"); r.code() != codeInternal || len(b.State().Chats) != 2 {
		t.Errorf("a change that cannot be written down: error %d, want 10 and no change", r.code())
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut, want := range map[int]int{1: 1, 30: 1, 0: 2} {
		if err := os.WriteFile(path, whole[:len(whole)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		again := newBench(t, Options{StateFile: path})
		if n := len(again.State().Chats); n != want {
			t.Errorf("with %d bytes cut off: %d chats, want %d", cut, n, want)
		}
	}
	if err := os.WriteFile(path, append([]byte("{\"op\":\n"), whole...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{StateFile: path}); err == nil {
		t.Error("a broken line in the middle was passed over")
	}
}

// Everything that was answered while many worked at once is in the file.
func TestConcurrentChangesSurvive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	b := newBench(t, Options{NoLimits: true, StateFile: path})
	token := b.community()
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 20 {
				if r, err := b.post(token, "messages.createChat", "title", fmt.Sprintf("%d/%d", worker, i), "user_ids", "1001"); err != nil || r.Error != nil {
					t.Errorf("%v %+v", err, r.Error)
				}
				b.State()
			}
		})
	}
	all.Wait()
	again := newBench(t, Options{StateFile: path})
	titles := map[string]bool{}
	for _, c := range again.State().Chats {
		titles[c.Title] = true
	}
	if len(titles) != 160 {
		t.Errorf("%d chats after the restart, want 160", len(titles))
	}
}
