package vkmessenger_test

import (
	"testing"

	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// TestStrangers: somebody comes into a chat of the local VK by its link. The agent notes them with their name, and
// removes them when it is told to.
func TestStrangers(t *testing.T) {
	snapshot, accounts := demo.College(2)
	w := newWorld(t, snapshot, accounts, sandbox.Options{Users: []sandbox.User{{ID: 77, FirstName: "Игорь", LastName: "Чужой"}}})
	run := func() {
		t.Helper()
		if _, err := w.agent.Run(t.Context(), agent.RunOptions{Initialise: true, Refresh: true, OverLimit: true}, nil); err != nil {
			t.Fatal(err)
		}
	}
	run()
	title := snapshot.Groups[0].Name
	chat := w.listed(t, title)
	if _, err := w.person(t, 77).JoinChatByInviteLink(t.Context(), chat.Link); err != nil {
		t.Fatal(err)
	}
	run()
	strangers := func() (found []model.Stranger) {
		t.Helper()
		err := w.college.Store.View(t.Context(), func(tx *store.Tx) (err error) {
			found, err = tx.StrangersIn(chat.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	found := strangers()
	if len(found) != 1 || found[0].Profile != 77 || found[0].Name != (model.Name{FirstName: "Игорь", LastName: "Чужой"}) {
		t.Fatalf("%+v", found)
	}
	run()
	if len(strangers()) != 1 {
		t.Error("the stranger was removed though nobody said so")
	}
	found[0].Leaving = true
	err := w.college.Store.Update(t.Context(), func(tx *store.Tx) error { return tx.PutStrangers(found) })
	if err != nil {
		t.Fatal(err)
	}
	run()
	run()
	if found := strangers(); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}
