package vkmessenger_test

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/vkclient/sandbox"
)

// callCounts counts the calls that reach VK, by conversation and method.
type callCounts struct {
	mu sync.Mutex
	of map[model.MessengerID]map[string]int
}

func (c *callCounts) count(method string, peer int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := model.MessengerID(peer)
	if c.of[p] == nil {
		c.of[p] = map[string]int{}
	}
	c.of[p][method]++
}

// reset begins again.
func (c *callCounts) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of = map[model.MessengerID]map[string]int{}
}

// TestWeeklyImport: after a week's changes among about 5,000 students the calls that reach VK are those that take people
// out of the chats that they have left, and no others; a second run sends none, and a look at VK changes nothing.
func TestWeeklyImport(t *testing.T) {
	groups, least := 200, 200
	if testing.Short() {
		groups, least = demo.DefaultGroups, 10
	}
	snapshot, accounts := demo.College(groups)
	counts := &callCounts{}
	w := newWorld(t, snapshot, accounts, sandbox.Options{Called: counts.count})
	counts.reset()
	w.sync(t)
	if err := imports.ApplySnapshot(t.Context(), w.college, weekLater(snapshot)); err != nil {
		t.Fatal(err)
	}
	needed, calls := w.needed(t), 0
	for _, methods := range needed {
		for _, n := range methods {
			calls += n
		}
	}
	if calls < least {
		t.Errorf("%d calls for %d chats are needed, which is next to nothing", calls, len(needed))
	}
	for _, c := range []struct {
		name string
		o    agent.RunOptions
		want map[model.MessengerID]map[string]int
	}{
		{"the correction", agent.RunOptions{}, needed},
		{"a second run", agent.RunOptions{}, map[model.MessengerID]map[string]int{}},
	} {
		counts.reset()
		if _, err := w.agent.Run(t.Context(), c.o, nil); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(counts.of, c.want) {
			t.Errorf("%s calls for %d chats, want %d:\n%v\n%v", c.name, len(counts.of), len(c.want), counts.of, c.want)
		}
	}
	t.Logf("%d students, %d chats: %d calls for %d chats", len(snapshot.Students), len(w.vk.State().Chats), calls, len(needed))
	before := w.changing()
	if _, err := w.agent.Run(t.Context(), agent.RunOptions{Refresh: true}, nil); err != nil || w.changing() != before {
		t.Errorf("a look at VK sends %d calls that change it, %v", w.changing()-before, err)
	}
}

// needed are the calls that a community has to send so that VK holds nobody that the college does not want there, and
// the administrators that it wants. Of whoever leaves and was not seen nobody knows whether they have come by the link since.
func (w *world) needed(t *testing.T) map[model.MessengerID]map[string]int {
	t.Helper()
	desired, listed, profiles := w.desired(t)
	keys := map[model.MessengerID]model.ChatKey{}
	calls := map[model.MessengerID]map[string]int{}
	call := func(peer model.MessengerID, method string) {
		if calls[peer] == nil {
			calls[peer] = map[string]int{}
		}
		calls[peer][method]++
	}
	for _, c := range listed {
		keys[c.Peer] = c.Key
		for _, m := range c.Members {
			wanted := slices.ContainsFunc(desired[c.Key].Members, func(d model.DesiredMember) bool { return d.Person == m.Person })
			if !wanted && m.InChatAs == 0 && profiles[m.Person] != 0 {
				call(c.Peer, "messages.removeChatUser")
			}
		}
	}
	for _, c := range w.vk.State().Chats {
		peer := model.MessengerID(c.PeerID)
		admin := map[int64]bool{}
		for _, m := range desired[keys[peer]].Members {
			admin[int64(profiles[m.Person])] = m.Admin
		}
		for _, m := range c.Members {
			is, wanted := admin[m.MemberID]
			switch {
			case m.MemberID < 0:
			case !wanted:
				call(peer, "messages.removeChatUser")
			case is != m.IsAdmin:
				call(peer, "messages.setMemberRole")
			}
		}
	}
	return calls
}
