package desk_test

import (
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

// TestKeeperCarriesCalls: the Keeper sends a link when it is due, wakes when lessons change, and looks now and
// then what other processes did; a long run of the chats does not hold it up.
func TestKeeperCarriesCalls(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	m := &teller{fake: w.vk, randoms: map[int64]int64{}}
	account := newPhone("account")
	w.agent.Messenger, w.agent.Calls = m, account
	k := keep(t, w, w.agent)
	k.nap(30 * time.Second) // nothing is due
	if !k.keeper.StartsCalls() {
		t.Error("the keeper does not know that its agent starts calls")
	}

	var id model.LessonID
	w.update(t, func(tx *store.Tx) error {
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: "2026-11-23"})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Subject != "История" {
				continue
			}
			if id, err = tx.AddLesson(model.Lesson{Teaching: r.ID, Date: day(23), Hours: 1, Kind: model.LessonPlain, Title: "Смута"}); err != nil {
				return err
			}
			now := w.clock.Now()
			return tx.PutRemote(model.RemoteLesson{
				Lesson: id, Begins: now, Ends: now.Add(2 * time.Hour), Source: model.SourceAgent, PostAt: now.Add(20 * time.Second),
			})
		}
		return nil
	})
	post := k.nap(20 * time.Second) // when it is due, and no sooner
	if on := account.on(); len(on) != 1 || len(m.heard()) != 0 {
		t.Errorf("calls %q, said %q", on, m.heard())
	}
	running, goOn := make(chan struct{}), make(chan struct{})
	w.vk.intercept = func(_ int, _ []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		close(running)
		<-goOn
		return do(-1), nil
	}
	c := w.chat(t, "А-1")
	c.Title, c.TitleByHand = "Наша группа", true
	w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(c.Chat) })
	ended := make(chan error, 1)
	go func() {
		_, err := k.keeper.Run(t.Context(), agent.RunOptions{}, nil)
		ended <- err
	}()
	<-running
	// A look that changed something is followed by another one, with a sleep of its own.
	for n := post; n.d != 30*time.Second; {
		if n.d == 20*time.Second {
			close(n.over)
		}
		select {
		case n = <-k.naps:
		case <-time.After(patience):
			t.Fatal("nobody sleeps after the message")
		}
	}
	if said := m.heard(); len(said) != 1 {
		t.Errorf("said %q", said)
	}
	close(goOn)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	k.stop()
}
