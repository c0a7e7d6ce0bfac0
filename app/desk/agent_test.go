package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// lastRun is what the top bar says of the last run.
func (w *world) lastRun(t *testing.T) (ended bool, problem string) {
	t.Helper()
	w.view(t, func(tx *store.Tx) error {
		at, p, _, err := tx.LastRun()
		ended, problem = !at.IsZero(), p
		return err
	})
	return ended, problem
}

func TestFirstRun(t *testing.T) {
	w := newWorld(t)
	w.vk.closed[12] = true
	report := w.run(t, initialise)
	want := []string{
		"А-1 родители: 3* 31 32", "А-1/История(ОГСЭ): 4* 11", "А-1: 3* 11", "Б-1 родители: 33", "Б-1/Физика: 4* 5* 21",
		"Б-1: 21 22", twins + ": 4* 11", twins + ": 4* 5* 21 22", "Учительская: 1* 3 4 5",
	}
	if got := w.vk.state(); !slices.Equal(got, want) {
		t.Errorf("the messenger holds\n%q\nwant\n%q", got, want)
	}
	if report.Chats.Created != 9 || report.Members.Added != 23 || report.Admins.Set != 9 {
		t.Errorf("report %+v", report)
	}
	// Борисова is in three chats that she has to come to by the link, Безликова in two without a profile.
	if report.Members.Waiting != 3 || report.Members.NoVK != 2 || len(report.Refusals) != 0 {
		t.Errorf("report %+v", report)
	}
	if m := w.member(t, "А-1", "Борисова"); m.Presence != model.PresenceWaiting {
		t.Errorf("who was not let in stands as %v", m.Presence)
	}
	if c := w.chat(t, "А-1"); !strings.HasPrefix(c.Link, "https://vk.me/join/") {
		t.Errorf("link %q", c.Link)
	}
}

// TestSecondRunIsSilent: what is as it should be is left alone, by either kind of run.
func TestSecondRunIsSilent(t *testing.T) {
	w := newWorld(t)
	w.vk.closed[12] = true
	w.run(t, initialise)
	lists := w.lists(t)
	for _, o := range []agent.RunOptions{initialise, correct, {}} {
		before := w.vk.sends
		report := w.run(t, o)
		if w.vk.sends != before || report.Chats.Unchanged != 9 {
			t.Errorf("%+v: %d requests, %d chats unchanged", o, w.vk.sends-before, report.Chats.Unchanged)
		}
		if got := w.lists(t); !slices.Equal(got, lists) {
			t.Errorf("%+v: the lists changed to %q", o, got)
		}
	}
}

func TestPreviewChangesNothing(t *testing.T) {
	w := newWorld(t)
	summary, err := w.agent.Preview(t.Context(), initialise, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(summary.NewChats) != 9 || summary.Nothing() || w.vk.sends != 0 || len(w.lists(t)) != 0 {
		t.Errorf("%d new chats, %d requests, lists %q", len(summary.NewChats), w.vk.sends, w.lists(t))
	}
}

func TestSecondAgentIsBusy(t *testing.T) {
	w := newWorld(t)
	other := openWorld(t, w.college.Dir, w.vk)
	asked := 0
	w.vk.intercept = func(_ int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		asked++
		if _, err := other.agent.Run(t.Context(), initialise, nil); !errors.Is(err, app.ErrBusy) {
			t.Errorf("the second agent got %v", err)
		}
		if _, err := other.agent.Preview(t.Context(), initialise, nil); !errors.Is(err, app.ErrBusy) {
			t.Errorf("the second agent's preview got %v", err)
		}
		return do(-1), nil
	}
	w.run(t, initialise)
	w.vk.intercept = nil
	if asked == 0 {
		t.Error("nothing was sent")
	}
	other.run(t, correct)
}

// TestRefusals: a refusal of one person is theirs alone, and is told in words.
func TestRefusals(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	w.vk.may.AddDirectly = true
	s := small()
	s.Students = append(s.Students,
		roster.Student{Key: "u:15", Code: "15", Name: model.ParseName("Закрытова Анна"), Group: "g:1", Messenger: 15},
		roster.Student{Key: "u:16", Code: "16", Name: model.ParseName("Новенькая Анна"), Group: "g:1", Messenger: 16})
	w.apply(t, s)
	w.vk.refuse = func(op app.Op) error {
		if op.Kind == app.OpAdd && op.Profile == 15 {
			return &app.Fault{Kind: app.FaultRefused, Code: codeClosed, Message: "закрытый профиль"}
		}
		return nil
	}
	report := w.run(t, correct)
	if report.Members.Added != 2 || report.Members.Refused != 2 || len(report.Refusals) != 2 {
		t.Fatalf("report %+v", report)
	}
	got := report.Refusals[0]
	if got.Person != "Закрытова Анна" || got.Code != codeClosed || got.Message != "закрытый профиль" || !strings.HasPrefix(got.Chat, "А-1") {
		t.Errorf("refusal %+v", got)
	}
	if m := w.member(t, "А-1", "Закрытова"); m.Presence != model.PresenceRefused || m.Code != codeClosed || m.InChatAs != 0 {
		t.Errorf("who was refused stands as %+v", m)
	}
	if m := w.member(t, "А-1", "Новенькая"); m.Presence != model.PresenceInChat || m.InChatAs != 16 {
		t.Errorf("who was let in stands as %+v", m)
	}
	w.vk.refuse = nil
	w.run(t, correct)
	if m := w.member(t, "А-1", "Закрытова"); m.Presence != model.PresenceInChat || m.Code != 0 {
		t.Errorf("a later run leaves %+v", m)
	}
}

// TestRefusedCreation: the other chats are made, and a later run tries again.
func TestRefusedCreation(t *testing.T) {
	w := newWorld(t)
	w.vk.refuse = func(op app.Op) error {
		if op.Kind == app.OpCreate && op.Title == "Б-1" {
			return &app.Fault{Kind: app.FaultRefused, Message: "VK ответил непонятно"} // no code of its own
		}
		return nil
	}
	report := w.run(t, initialise)
	if report.Chats.Created != 8 || len(report.Refusals) != 1 || report.Refusals[0].Chat != "Б-1" {
		t.Errorf("report %+v", report)
	}
	w.vk.refuse = nil
	if report := w.run(t, initialise); report.Chats.Created != 1 {
		t.Errorf("the next run: %+v", report)
	}
	w.vk.titled("Б-1")
}

// TestVanished: a chat that somebody deleted in the messenger is refused in words and the others go on;
// deleting it here is the way out.
func TestVanished(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	_, r := w.vk.titled("А-1")
	r.gone = true
	_, history := w.vk.titled("А-1/История(ОГСЭ)")
	history.title = "Болталка"
	report := w.run(t, correct)
	if len(report.Refusals) != 1 || report.Refusals[0].Chat != "А-1" || report.Refusals[0].Code != codeGone || report.Refusals[0].Message == "" {
		t.Errorf("refusals %+v", report.Refusals)
	}
	if report.Chats.Renamed != 1 || history.title != "А-1/История(ОГСЭ)" {
		t.Error("the other chats were not corrected")
	}
	gone := w.chat(t, "А-1")
	if gone.Code != codeGone {
		t.Errorf("the chat's code is %d", gone.Code)
	}
	gone.Deleted = true
	w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(gone.Chat) })
	if report := w.run(t, initialise); report.Chats.Deleted != 1 || report.Chats.Created != 1 || len(report.Refusals) != 0 {
		t.Errorf("deleted and made anew: %+v", report)
	}
	if c := w.chat(t, "А-1"); c.Peer == gone.Peer || c.Peer == 0 {
		t.Errorf("the new chat stands for %d", c.Peer)
	}
}

// TestLeftByThemselves: a person who leaves a chat is not dragged back; they have the link.
func TestLeftByThemselves(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	_, r := w.vk.titled("Б-1")
	delete(r.members, 21)
	before := w.vk.changing
	report := w.run(t, correct)
	if m := w.member(t, "Б-1", "Григорьева"); m.Presence != model.PresenceWaiting || m.InChatAs != 0 {
		t.Errorf("who left stands as %+v", m)
	}
	if w.vk.changing != before || report.Members.Waiting != 1 {
		t.Errorf("%d changing operations, report %+v", w.vk.changing-before, report)
	}
	r.members[21] = false
	w.run(t, correct)
	if m := w.member(t, "Б-1", "Григорьева"); m.Presence != model.PresenceInChat || m.InChatAs != 21 {
		t.Errorf("who came back stands as %+v", m)
	}
}

// TestProfileChanged: the old profile leaves the chat, the new one gets the link; one taken back leaves
// nobody there.
func TestProfileChanged(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	s := small()
	student(&s, "Дмитриева").Messenger = 29
	w.apply(t, s)
	w.run(t, agent.RunOptions{OverLimit: true}) // known without looking
	_, r := w.vk.titled("Б-1")
	if _, in := r.members[22]; in {
		t.Error("the old profile is still in the chat")
	}
	if m := w.member(t, "Б-1", "Дмитриева"); m.Presence != model.PresenceWaiting || m.InChatAs != 0 {
		t.Errorf("the person stands as %+v", m)
	}
}

// TestDeletion: everyone is removed, the old link leads nowhere and the community forgets the chat. The
// correction does not make it again, «Инициализировать список» does.
func TestDeletion(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	_, r := w.vk.titled("А-1 родители")
	c := w.chat(t, "А-1 родители")
	c.Deleted = true
	w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(c.Chat) })

	w.vk.refuse = func(op app.Op) error {
		if op.Kind == app.OpRemove {
			return &app.Fault{Kind: app.FaultRefused, Code: 925, Message: "сообщество не администратор этого чата"}
		}
		return nil
	}
	if report := w.run(t, correct); report.Chats.Deleted != 0 || len(report.Refusals) != 1 {
		t.Errorf("refused: %+v", report)
	}
	w.vk.refuse = nil
	if report := w.run(t, correct); report.Chats.Deleted != 1 || len(report.Refusals) != 0 {
		t.Errorf("%+v", report)
	}
	if len(r.members) != 0 || r.link == 0 || !r.dropped {
		t.Errorf("of the chat is left %+v", r)
	}
	w.run(t, correct)
	if got := len(w.vk.state()); got != 8 {
		t.Errorf("after the correction there are %d chats", got)
	}
	w.run(t, initialise)
	if got := len(w.vk.state()); got != 9 || w.chat(t, "А-1 родители").ID == c.ID {
		t.Errorf("after the initialisation there are %d chats", got)
	}
}

// TestForeignCommunity: the token of another community would find other chats under the same numbers.
func TestForeignCommunity(t *testing.T) {
	w := newWorld(t)
	w.vk.community = 1
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCommunityID, "700") })
	w.run(t, initialise) // no chat stands anywhere yet: the community may still be changed
	other := openWorld(t, w.college.Dir, newFake())
	if _, err := other.agent.Run(t.Context(), initialise, nil); err == nil || !strings.Contains(err.Error(), "700") {
		t.Errorf("got %v", err)
	}
	if other.vk.sends != 0 {
		t.Error("something was sent")
	}
}

// TestTypes: a run for one type leaves the others alone.
func TestTypes(t *testing.T) {
	w := newWorld(t)
	o := initialise
	o.Types = []model.ChatType{model.ChatParents}
	report := w.run(t, o)
	if want := []string{"А-1 родители: 3* 31 32", "Б-1 родители: 33"}; !slices.Equal(w.vk.state(), want) || report.Chats.Created != 2 {
		t.Errorf("the messenger holds %q, report %+v", w.vk.state(), report)
	}
}
