package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// watched is a messenger whose every Read is seen before it answers.
type watched struct {
	*fake
	see func() error
}

func (w watched) Read(ctx context.Context, peers []model.MessengerID) ([]app.Conversation, error) {
	read, err := w.fake.Read(ctx, peers)
	return read, errors.Join(w.see(), err)
}

// TestRefreshKeepsDecision: «Удалить из чата» that comes while the messenger is asked is not overwritten by its answer.
func TestRefreshKeepsDecision(t *testing.T) {
	w := visited(t)
	s, chat := w.session(t, "Кураторова"), w.chat(t, "А-1").ID
	_, room := w.vk.titled("А-1")
	delete(room.members, 901) // so that there is something to write down
	// Chats are read in several requests at once: the first of them is enough, and the others wait for it.
	w.agent.Messenger = watched{w.vk, sync.OnceValue(func() error {
		return s.RemoveStrangers(s.As(t.Context()), chat, []model.MessengerID{902})
	})}
	w.run(t, correct)
	if _, there := room.members[902]; there {
		t.Errorf("who was to be removed is still there, and stands as %q", strangers(t, w, s))
	}
	if got := strangers(t, w, s); len(got) != 2 {
		t.Errorf("strangers: %q", got)
	}
}

// TestUnknownBatch: that nobody knows what became of a whole request ends no run, whatever it carried; the next run carries
// it again.
func TestUnknownBatch(t *testing.T) {
	w := visited(t)
	s, chat := w.session(t, "Кураторова"), w.chat(t, "А-1").ID
	if err := s.RemoveStrangers(s.As(t.Context()), chat, []model.MessengerID{902}); err != nil {
		t.Fatal(err)
	}
	lost := func(kind app.OpKind) {
		w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
			if ops[0].Kind == kind {
				return nil, &app.Fault{Kind: app.FaultUnknown, Message: "VK не ответил"}
			}
			return do(-1), nil
		}
	}
	lost(app.OpRemove)
	w.run(t, correct)
	_, room := w.vk.titled("А-1")
	if _, there := room.members[902]; !there {
		t.Fatal("the request was not lost")
	}
	w.update(t, func(tx *store.Tx) error {
		return tx.AskReminders(w.clock.Now(), []model.PersonID{w.person(t, "Борисова")})
	})
	lost(app.OpSay)
	w.run(t, correct)
	if _, there := room.members[902]; there {
		t.Error("the next run did not remove them")
	}
}

// TestFailedLookIsRepeated: after a look that failed the next try looks again, not only at the next tick.
func TestFailedLookIsRepeated(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	var looks atomic.Int32
	w.agent.Messenger = watched{w.vk, func() error {
		if looks.Add(1) == 1 {
			return &app.Fault{Kind: app.FaultStop, Message: "VK не отвечает"}
		}
		return nil
	}}
	k := keep(t, w, w.agent)
	k.keeper.Wake()
	close(k.nap(500 * time.Millisecond).over)
	again := k.nap(time.Minute)
	if got := k.keeper.Status().Problem; got == "" {
		t.Error("the header says that all is well")
	}
	close(again.over)
	k.until(func(s model.SyncStatus) bool { return !s.Running && s.Problem == "" })
	if looks.Load() < 2 {
		t.Error("the next try did not look")
	}
	k.stop()
}

// TestTokenSavedElsewhere: an open window lets its agent work with a token that `zvonok token` has saved.
func TestTokenSavedElsewhere(t *testing.T) {
	w := newWorld(t)
	k := keep(t, w, nil)
	session := desk.NewSession(w.college, k.keeper, desk.SafeBrowser{}, app.Addresses{})
	secrets := &brittle{}
	session.UseVault(secrets)
	session.Equip(desk.Desk{Parts: host.Parts{Getenv: func(string) string { return "" }, Reach: app.Reach{Own: own}, Computer: "KADRY-2", Log: slog.New(slog.DiscardHandler),
		Messenger: host.Messenger{OfCommunity: func(string, model.MessengerAddresses) app.Messenger { return w.vk }}}})
	look := k.nap(watching)
	other, err := store.Open(t.Context(), w.college.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	line := &college.College{Store: other, Dir: w.college.Dir, Clock: w.clock}
	if err := keysOf(line, secrets, nil).Keep(t.Context(), model.CommunityToken, goodToken, model.MessengerAddresses{}); err != nil {
		t.Fatal(err)
	}
	if err := tokens.Note(t.Context(), line, 700, "Колледж"); err != nil {
		t.Fatal(err)
	}
	close(look.over)
	k.until(func(s model.SyncStatus) bool { return s.AgentHere })
	k.stop()
	if got := w.audited(t, "Ключ сообщества сохранён"); !slices.Equal(got, []string{"Владелец файла: : сообщество «Колледж» (700), командой «zvonok token»"}) {
		t.Errorf("the journal says %q", got)
	}
}
