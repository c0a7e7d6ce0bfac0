package vkmessenger_test

import (
	"context"
	"errors"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

func TestRosterBecomesChats(t *testing.T) {
	snapshot, accounts := demo.College(demo.DefaultGroups)
	w := newWorld(t, snapshot, accounts, sandbox.Options{})
	first := w.sync(t)
	w.equal(t)
	if first.Chats.Created == 0 || first.Members.NoVK == 0 || first.Members.Waiting == 0 || len(first.Refusals) != 0 {
		t.Errorf("first run: %+v", first)
	}
	before := w.changing()
	second := w.sync(t)
	if after := w.changing(); after != before {
		t.Errorf("second run sent %d changing calls", after-before)
	}
	if second.Chats.Unchanged != first.Chats.Created {
		t.Errorf("second run: %+v", second)
	}
}

// TestFaultyVK: answers that are errors, lost or unreadable do not keep a few runs from the end, and no
// chat is made twice.
func TestFaultyVK(t *testing.T) {
	snapshot, accounts := demo.College(demo.DefaultGroups)
	// Two batches of new chats are sure to be hit, the rest is left to chance.
	const faults = "error=10:3%,drop:2%,garbage:1%,messages.createChat/drop@40,messages.createChat/garbage@120"
	w := newWorld(t, snapshot, accounts, sandbox.Options{Faults: faults, Seed: 1})
	for range 3 {
		if _, err := w.agent.Run(t.Context(), agent.RunOptions{Initialise: true, Refresh: true}, nil); err != nil {
			var f *app.Fault
			if !errors.As(err, &f) || f.Kind != app.FaultStop {
				t.Fatalf("a run ended with %v", err)
			}
		}
	}
	w.equal(t)
}

// TestStoppedOverAndOver: a run that is cancelled again and again, at another place each time, while VK
// loses answers.
func TestStoppedOverAndOver(t *testing.T) {
	snapshot, accounts := demo.College(6)
	w := newWorld(t, snapshot, accounts, sandbox.Options{Faults: "drop:5%,messages.createChat/drop@30", Seed: 2})
	stopped := 0
	for n := 1; n <= 12; n++ {
		ctx, cancel := context.WithCancel(t.Context())
		carried := 0
		_, err := w.agent.Run(ctx, agent.RunOptions{Initialise: true, Refresh: true}, func(p model.Progress) {
			if p.Stage == model.StageCarry {
				if carried++; carried == n {
					cancel()
				}
			}
		})
		cancel()
		if errors.Is(err, context.Canceled) {
			stopped++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if stopped == 0 {
		t.Error("no run was stopped")
	}
	w.sync(t)
	w.sync(t)
	w.equal(t)
}

// TestComingByTheLink: a person who could not be put in a chat comes by the invite link, and a person who leaves waits again.
func TestComingByTheLink(t *testing.T) {
	snapshot, accounts := demo.College(2)
	for i := range accounts {
		accounts[i].NobodyAdds = true
	}
	w := newWorld(t, snapshot, accounts, sandbox.Options{})
	w.sync(t)
	c := w.listed(t, snapshot.Groups[0].Name)
	var admin model.Member
	for _, m := range c.Members {
		if m.Presence == model.PresenceInChat {
			t.Errorf("%d was put in the chat against their will", m.Person)
		}
		if m.Admin {
			admin = m
		}
	}
	profile := w.profile(t, admin.Person)
	if _, err := w.person(t, profile).JoinChatByInviteLink(t.Context(), c.Link); err != nil {
		t.Fatal(err)
	}
	report := w.sync(t)
	if report.Admins.Set != 1 {
		t.Errorf("named %d administrators, want the one who came", report.Admins.Set)
	}
	w.equal(t)
	if err := w.person(t, profile).Do(t.Context(), vkclient.RemoveChatUserCall(int64(c.Peer)-vkclient.PeerID(0), int64(profile))).Err; err != nil {
		t.Fatal(err)
	}
	w.sync(t)
	w.equal(t)
}

// TestDeletedInVK: a chat that was deleted here is not left in VK, and its old link leads nowhere.
func TestDeletedInVK(t *testing.T) {
	snapshot, accounts := demo.College(2)
	w := newWorld(t, snapshot, accounts, sandbox.Options{Faults: "drop:5%", Seed: 3})
	w.sync(t)
	c := w.listed(t, snapshot.Groups[0].Name)
	c.Deleted = true
	if err := w.college.Store.Update(t.Context(), func(tx *store.Tx) error { return tx.UpdateChat(c.Chat) }); err != nil {
		t.Fatal(err)
	}
	report, err := w.agent.Run(t.Context(), agent.RunOptions{Refresh: true}, nil)
	if err != nil || report.Chats.Deleted != 1 || len(report.Refusals) != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	for _, there := range w.vk.State().Chats {
		if there.PeerID == int64(c.Peer) {
			t.Errorf("VK still holds %+v", there)
		}
	}
	for _, m := range c.Members {
		if m.InChatAs != 0 {
			if _, err := w.person(t, m.InChatAs).JoinChatByInviteLink(t.Context(), c.Link); err == nil {
				t.Error("the old link still leads into the chat")
			}
			break
		}
	}
	w.sync(t) // makes it again
	w.equal(t)
}
