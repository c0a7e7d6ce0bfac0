package shell

import (
	"context"
	"errors"
	"testing"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestRetryOfAFailedSynchronisation: beside what failed stands «Повторить сейчас», for those who may, where the agent works, and not
// where somebody's confirmation is waited for.
func TestRetryOfAFailedSynchronisation(t *testing.T) {
	failed := model.SyncStatus{Problem: "VK не отвечает: проверьте интернет.", AgentHere: true}
	for name, c := range map[string]struct {
		change  func(*model.SyncStatus)
		may     bool
		offered bool
	}{
		"failed":                {func(*model.SyncStatus) {}, true, true},
		"may not":               {func(*model.SyncStatus) {}, false, false},
		"held":                  {func(s *model.SyncStatus) { s.Held = true }, true, false},
		"waits to be confirmed": {func(s *model.SyncStatus) { s.Unconfirmed.Chats = 3 }, true, false},
		"elsewhere":             {func(s *model.SyncStatus) { s.AgentHere = false }, true, false},
		"runs":                  {func(s *model.SyncStatus) { s.Running = true }, true, false},
		"well":                  {func(s *model.SyncStatus) { s.Problem = "" }, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, false, nil)
			b.service.status = failed
			c.change(&b.service.status)
			ran := 0
			b.shell.cfg.Retry = func() func(context.Context) error {
				if !c.may {
					return nil
				}
				return func(context.Context) error {
					if ran++; ran == 1 {
						return errors.New("VK всё ещё не отвечает")
					}
					b.service.status = model.SyncStatus{LastRun: b.now, AgentHere: true}
					return nil
				}
			}
			b.shell.readStatus()
			p := &viewtest.Person{T: t, Window: b.window}
			if !c.offered {
				p.SeesNot("Повторить сейчас")
				return
			}
			p.Sees("VK не отвечает: проверьте интернет.")
			p.Press("Повторить сейчас")
			p.Sees("VK всё ещё не отвечает.", "Повторить сейчас")
			p.Press("Повторить сейчас")
			p.Sees("В VK всё по спискам")
			p.SeesNot("Повторить сейчас")
		})
	}
}
