package vkmessenger_test

import (
	"testing"

	"zvonok/app"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// TestPeople: the local VK says who the community may write to and what people are called, and delivers once.
func TestPeople(t *testing.T) {
	w := newWorld(t, roster.Snapshot{}, nil, sandbox.Options{Users: []sandbox.User{
		{ID: 501, FirstName: "Анна", LastName: "Иванова"}, {ID: 502, FirstName: "Пётр", LastName: "Сидоров", NobodyAdds: true},
	}})
	m := vkmessenger.New(w.client(w.vk.Info().CommunityToken, vkclient.CommunityToken))
	allowed, err := m.MayWrite(t.Context(), []model.MessengerID{501, 502, 999})
	if err != nil || len(allowed) != 3 || !allowed[0] || allowed[1] || allowed[2] {
		t.Errorf("may write: %v, %v", allowed, err)
	}
	names, err := m.Names(t.Context(), []model.MessengerID{501, 502, 999})
	if err != nil || len(names) != 2 || names[502] != (model.Name{FirstName: "Пётр", LastName: "Сидоров"}) {
		t.Errorf("names: %v, %v", names, err)
	}
	say := app.Op{Kind: app.OpSay, Peer: 501, Text: "Здравствуйте!", Random: 7}
	closed := app.Op{Kind: app.OpSay, Peer: 502, Text: "Здравствуйте!", Random: 8}
	for range 2 {
		outcomes, err := m.Send(t.Context(), []app.Op{say, closed})
		if err != nil || outcomes[0].Err != nil || outcomes[1].Err == nil {
			t.Fatalf("%+v, %v", outcomes, err)
		}
	}
	page, err := w.person(t, 501).GetConversations(t.Context(), 0, 20)
	if err != nil || len(page.Items) != 1 || page.Items[0].Peer.Type != "group" {
		t.Errorf("the person's conversations: %+v, %v", page, err)
	}
	wrong := vkmessenger.New(w.client("wrong", vkclient.CommunityToken))
	if _, err := wrong.MayWrite(t.Context(), []model.MessengerID{501}); err == nil {
		t.Error("a wrong token may ask")
	}
	if _, err := wrong.Names(t.Context(), []model.MessengerID{501}); err == nil {
		t.Error("a wrong token may ask for names")
	}
}

// TestMayWriteStops: a limit or a failure of VK says nothing about who may be written to.
func TestMayWriteStops(t *testing.T) {
	for _, faults := range []string{
		"messages.isMessagesFromGroupAllowed/error=9@2", "messages.isMessagesFromGroupAllowed/error=14@2", "messages.isMessagesFromGroupAllowed/error=10",
	} {
		w := newWorld(t, roster.Snapshot{}, nil, sandbox.Options{Faults: faults, Users: []sandbox.User{{ID: 501}, {ID: 502}}})
		m := vkmessenger.New(w.client(w.vk.Info().CommunityToken, vkclient.CommunityToken))
		if allowed, err := m.MayWrite(t.Context(), []model.MessengerID{501, 502}); err == nil || app.FaultOf(err).Kind != app.FaultStop {
			t.Errorf("%s: may write: %v, %v", faults, allowed, err)
		}
	}
}

// TestRolesOfThoseWhoHaveLeft: nobody who has left a chat is taken for its administrator; to remove them, or their role, nothing is left to
// do.
func TestRolesOfThoseWhoHaveLeft(t *testing.T) {
	w := newWorld(t, roster.Snapshot{}, nil, sandbox.Options{Users: []sandbox.User{{ID: 501}, {ID: 502}}})
	m := vkmessenger.New(w.client(w.vk.Info().CommunityToken, vkclient.CommunityToken))
	made, err := m.Send(t.Context(), []app.Op{{Kind: app.OpCreate, Title: "ДО-19-1", Profiles: []model.MessengerID{501}}})
	if err != nil || made[0].Err != nil {
		t.Fatalf("%+v, %v", made, err)
	}
	for kind, want := range map[app.OpKind]app.FaultKind{
		app.OpSetAdmin: app.FaultRefused, app.OpUnsetAdmin: app.FaultDone, app.OpRemove: app.FaultDone,
	} {
		outcomes, err := m.Send(t.Context(), []app.Op{{Kind: kind, Peer: made[0].Peer, Profile: 502}})
		if err != nil || outcomes[0].Err == nil || app.FaultOf(outcomes[0].Err).Kind != want || app.FaultOf(outcomes[0].Err).Code != 935 {
			t.Errorf("operation %d: %+v, %v; want %v", kind, outcomes, err, want)
		}
	}
}
